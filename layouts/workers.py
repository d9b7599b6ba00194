"""Sections rendered on several cores: the same bytes, whatever the number of jobs."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from layouts.ledger import Rendered, Section

Render = Callable[[Section], Rendered]
ENOUGH = 8  # sections; for fewer the processes cost more than they bring


def spread(render: Render, sections: Sequence[Section], jobs: int) -> Iterator[Callable[[], Rendered]]:
    """Yield, for each section in order, the call that returns it rendered or raises its fault.

    Processes are forked, so that style sheets and fonts are read once for all; where the system cannot fork
    safely, and for few sections, the calls render here, one after the other.
    """
    if jobs < 2 or len(sections) < ENOUGH or not _forks():
        yield from (partial(render, section) for section in sections)
        return
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, fork, _take, (render,)) as pool:
        for future in [pool.submit(_rendered, section) for section in sections]:
            yield future.result


def _forks() -> bool:
    # On macOS a forked process may not use the system's font libraries.
    return "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"


_render: Render | None = None  # in a worker process: how it renders


def _take(render: Render) -> None:
    global _render  # set once, when the worker starts
    _render = render


def _rendered(section: Section) -> Rendered:
    assert _render, "un ouvrier sans moteur"
    return _render(section)
