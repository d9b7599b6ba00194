"""Work spread over several processes: the same results in the same order, whatever the number of jobs."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, islice
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any, TypeVar

from layouts.errors import LayoutError

A = TypeVar("A")
B = TypeVar("B")
_STOPPED = "Un processus s’est arrêté avant d’avoir fini, faute de mémoire peut-être : relancez, avec --jobs 1."


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
                yield partial(_result, future)
        finally:
            for future in futures:
                future.cancel()  # whoever stops half-way need not wait for the rest


class Crew:
    """A process that stays for a while, forked before this one holds much, and makes `ready` at once.

    Those that do the work are forked from it, and have what it holds. Where the system cannot fork safely, and for one
    job, the work is done here.
    """

    def __init__(self, jobs: int, ready: Callable[[], object]) -> None:
        self._jobs, self._ready = jobs, ready
        self._line: Connection | None = None
        self._done: dict[int, tuple[bool, Any]] = {}
        self._asked = 0

    def __enter__(self) -> Crew:
        """Fork it."""
        if self._jobs > 1 and _forks():
            fork = multiprocessing.get_context("fork")
            self._line, theirs = fork.Pipe()
            self._process = fork.Process(target=_foreman, args=(theirs, self._line, self._jobs, self._ready))
            self._process.start()
            theirs.close()
        return self

    def __exit__(self, *_: object) -> None:
        """Let it go, at once where nothing was asked of it."""
        if self._line:
            if not self._asked:
                self._process.terminate()
            with suppress(OSError):
                self._line.send(None)
            self._line.close()
            self._process.join()

    def spread(self, work: Callable[[A], B], items: Iterable[A]) -> Iterator[Callable[[], B]]:
        """Do as the function does; both the work and the items are sent."""
        if self._line is None:
            yield from (partial(work, item) for item in items)
            return
        first = self._asked
        for item in items:
            with _told_if_stopped():
                self._line.send((self._asked, work, item))
            self._asked += 1
            while self._line.poll():  # what is done must not wait for what is still to come
                self._receive()
        for number in range(first, self._asked):
            yield partial(self._taken, number)

    def _taken(self, number: int) -> Any:
        while number not in self._done:
            self._receive()
        fine, value = self._done.pop(number)
        if not fine:
            raise value
        return value

    def _receive(self) -> None:
        assert self._line, "nothing was sent"
        with _told_if_stopped():
            number, fine, value = self._line.recv()
        self._done[number] = fine, value


def _foreman(line: Connection, theirs: Connection, jobs: int, ready: Callable[[], object]) -> None:
    """Receive work with its items, have it done by `jobs` processes, and send what comes of each."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who interrupts the command ends the line, and so this
    theirs.close()
    sending = Lock()

    def send(number: int, future: Future[Any]) -> None:
        try:
            told = number, True, _result(future)
        except Exception as fault:  # whatever it is, it is raised where the result is asked for
            told = number, False, fault
        with sending, suppress(OSError):
            line.send(told)

    with suppress(Exception):  # what is not ready fails again where it is needed, and is told there
        ready()
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context("fork"))
    try:
        while told := line.recv():
            pool.submit(*told[1:]).add_done_callback(partial(send, told[0]))
    except (EOFError, OSError, BrokenProcessPool):
        pass  # nobody is there any more, to ask or to do it
    finally:
        pool.shutdown(cancel_futures=True)


def _result(future: Future[B]) -> B:
    """The result of what a process has done. Raises what it raised, and LayoutError where it has stopped."""
    with _told_if_stopped():
        return future.result()


@contextmanager
def _told_if_stopped() -> Iterator[None]:
    try:
        yield
    except (EOFError, ConnectionError, BrokenProcessPool):
        raise LayoutError(_STOPPED) from None


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
