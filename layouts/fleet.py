"""Many editions built at the same time: by processes of this machine, or by the workers of a Dask cluster."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from layouts.errors import LayoutError
from layouts.heap import hold_for_good
from layouts.workers import spread

RETRIES = 3  # a worker that dies costs a retry of what it was doing
_EXTRA = "python -m pip install distributed"


@dataclass(frozen=True)
class Outcome:
    """What became of an edition: the files written, the pages of its book, what was told; or its fault."""

    name: str
    paths: tuple[Path, ...] = ()
    pages: int = 0
    said: str = ""
    fault: str = ""


Build = Callable[[str], Outcome]


def build_here(first: Callable[[], Outcome], build: Build, names: Sequence[str], jobs: int) -> Iterator[Outcome]:
    """Build editions on this machine, an outcome for each in their order.

    The `first` is built by itself, on all cores: the sections that all of them share are laid out by then.
    """
    yield first()
    if not names:
        return
    hold_for_good()
    for outcome in spread(lambda name: _tidied(build, name), names, jobs):
        yield outcome()


def _tidied(build: Build, name: str) -> Outcome:
    """Build one and let go of it, so that a process holds no more after a hundred than after one.

    What it leaves for the others (pages looked at, drawings, streams) is not searched again after each of them.
    """
    outcome = build(name)
    hold_for_good()
    return outcome


def build_there(root: Path, task: tuple[object, ...], names: Sequence[str], scheduler: str) -> Iterator[Outcome]:
    """Build editions on the workers of a Dask cluster, an outcome for each as they are done.

    `task` is what `build.outcome_of` takes after a name; its paths, and the project's folder, are on a disk that all
    workers share. Raises LayoutError where the cluster cannot be reached.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise LayoutError(f"--scheduler demande la bibliothèque distributed : {_EXTRA}") from error
    try:
        client = Client(scheduler, timeout="3s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise LayoutError(f"Aucun ordonnanceur Dask ne répond à {scheduler}.") from error
    with client:
        futures = client.map(_worker(str(root), pickle.dumps(task)), names, retries=RETRIES, pure=False)
        told = dict(zip((future.key for future in futures), names, strict=True))
        for future in as_completed(futures, loop=client.loop):  # type: ignore[no-untyped-call]
            name, failed = told[future.key], future.exception()
            yield Outcome(name, fault=f"{name} : {failed}") if failed else pickle.loads(future.result())


def _worker(root: str, task: bytes) -> Callable[[str], bytes]:
    """Return what a worker does. Made here, it is sent whole: neither scheduler nor worker need find its module."""

    def work(name: str) -> bytes:
        import importlib
        import pickle
        import sys

        if root not in sys.path:
            sys.path.insert(0, root)
        # What is sent, and what is sent back, is read where the project is at hand.
        return pickle.dumps(importlib.import_module("build").outcome_of(name, *pickle.loads(task)))

    return work
