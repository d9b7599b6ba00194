"""Templates compiled once: for all the editions and layouts of a process, and from one process to the next.

They are kept as Python keeps its modules, in a __pycache__ beside the code: they are code, and no page.
"""

from __future__ import annotations

import io
import sys
from hashlib import sha256
from pathlib import Path
from types import CodeType

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from layouts.cache import Cache


class CompiledTemplates(BytecodeCache):
    """Keeps compiled templates in memory, before a cache if there is one.

    One whose source has changed is compiled again.
    """

    def __init__(self, behind: Cache | None) -> None:
        self._kept: dict[str, tuple[str, CodeType]] = {}
        self._behind = behind

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if it was compiled from the same source."""
        checksum, code = self._kept.get(bucket.key, ("", None))
        if checksum == bucket.checksum:
            bucket.code = code
        elif self._behind and (data := self._behind.get(_key(bucket))):
            bucket.load_bytecode(io.BytesIO(data))  # Jinja checks that this Python can run it
            if bucket.code is not None:
                self._kept[bucket.key] = (bucket.checksum, bucket.code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        assert bucket.code is not None, "it was just compiled"
        self._kept[bucket.key] = (bucket.checksum, bucket.code)
        if self._behind:
            out = io.BytesIO()
            bucket.write_bytecode(out)
            self._behind.put(_key(bucket), out.getvalue())


def _key(bucket: Bucket) -> str:
    return sha256(f"template\0{jinja2.__version__}\0{bucket.key}\0{bucket.checksum}".encode()).hexdigest()


COMPILED = CompiledTemplates(
    None if sys.dont_write_bytecode else Cache(Path(__file__).parent / "__pycache__" / "templates")
)
"""Those of this process."""
