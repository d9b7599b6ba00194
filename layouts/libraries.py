"""The system's libraries, found without detours."""

from __future__ import annotations

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def found_by_name() -> Iterator[None]:
    """While WeasyPrint is imported, let it load libraries by the names that the system's loader knows.

    It tries names of other systems first; on Linux each of those is looked for by running a compiler and a linker,
    which takes a third of a second in all, and the name that loads comes next.
    """
    if sys.platform != "linux":
        yield
        return
    search, ctypes.util.find_library = ctypes.util.find_library, _found_nowhere
    try:
        yield
    finally:
        ctypes.util.find_library = search


def _found_nowhere(name: str) -> str | None:
    return None
