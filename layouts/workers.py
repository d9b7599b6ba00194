"""Work spread over several processes: the same results in the same order, whatever the number of jobs."""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import chain, islice
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")
_FEW = 12  # items that one process does in the time that others take to get ready


def spread(work: Callable[[A], B], items: Iterable[A], jobs: int, enough: int = 2) -> Iterator[Callable[[], B]]:
    """Yield, for each item in order, the call that returns what `work` makes of it or raises its fault.

    The work on one item begins while those that follow are still to come.

    Processes are forked, so that what this one holds (style sheets, fonts, documents) is theirs without being sent;
    where the system cannot fork safely, and for fewer items than `enough`, the calls do the work here, one by one.
    """
    coming = iter(items)
    ahead = list(islice(coming, max(enough, jobs)))
    if jobs < 2 or len(ahead) < max(enough, 2) or not _forks():
        yield from (partial(work, item) for item in chain(ahead, coming))
        return
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(min(jobs, len(ahead)), fork, _take, (work,)) as pool:
        futures = [pool.submit(_done, item) for item in chain(ahead, coming)]
        try:
            for future in futures:
                yield future.result
        finally:
            for future in futures:
                future.cancel()  # whoever stops half-way need not wait for the rest


class Crew:
    """Processes that stay for a while, forked before this one holds much, which make `ready` at once.

    Where `few` items are expected there is one, until more come. Where the system cannot fork safely, and for one job,
    the work is done here.
    """

    def __init__(self, jobs: int, ready: Callable[[], object], few: bool = False) -> None:
        self._jobs, self._ready, self._few = jobs, ready, few
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Crew:
        """Fork them."""
        if self._jobs > 1 and _forks():
            self._pool = self._forked(1 if self._few else self._jobs)
        return self

    def __exit__(self, *_: object) -> None:
        """Let them go: no other process is forked while there are any."""
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def spread(self, work: Callable[[A], B], items: Iterable[A]) -> Iterator[Callable[[], B]]:
        """Do as the function does; both the work and the items are sent."""
        if self._pool is None:
            return (partial(work, item) for item in items)
        coming = iter(items)
        ahead = list(islice(coming, _FEW + 1 if self._few else 0))
        if len(ahead) > _FEW:
            self._pool.shutdown()
            self._pool, self._few = self._forked(self._jobs), False
        futures = [self._pool.submit(work, item) for item in chain(ahead, coming)]
        return (future.result for future in futures)

    def _forked(self, number: int) -> ProcessPoolExecutor:
        pool = ProcessPoolExecutor(number, multiprocessing.get_context("fork"))
        for _ in range(number):
            pool.submit(self._ready)
        return pool


def _forks() -> bool:
    # On macOS a forked process may not use the system's font libraries.
    return "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"


_work: Callable[[Any], Any] | None = None  # in a worker process: what it does


def _take(work: Callable[[Any], Any]) -> None:
    global _work  # set once, when the worker starts
    _work = work


def _done(item: Any) -> Any:
    assert _work, "un ouvrier sans ouvrage"
    return _work(item)
