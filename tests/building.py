"""Builds the book for tests and measures: the screen file that `make_edition` writes, and its sections."""

from __future__ import annotations

import io
import pickle
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from unittest import mock

from rich.console import Console

import build
import layouts.documents
import layouts.pagination
from layouts.choice import Choice
from layouts.ledger import PageLedger, Rendered
from layouts.voice import Voice
from tests.reading import Book

SCREEN = "livre-ecran.pdf"
T = TypeVar("T")


@dataclass(frozen=True)
class Built:
    """The national edition: the screen file, its sections in the order of print, and what the build said."""

    pdf: bytes
    sections: tuple[Rendered, ...]
    said: str

    @property
    def pages(self) -> list[PageLedger]:
        """The ledgers of all pages; page 1 is the first."""
        return [page for section in self.sections for page in section.pages]

    @property
    def places(self) -> dict[str, int]:
        """The page, from 1, that each anchor of the book stands on."""
        found: dict[str, int] = {}
        for number, page in enumerate(self.pages, 1):
            for name in (f"page-{number}", *page.anchors):
                found.setdefault(name, number)
        return found


def build_book(folder: Path, edition: str = "nationale") -> Built:
    """Build an edition below `folder` by the chain itself, keeping the sections that pass from stage to stage."""
    kept: list[tuple[Rendered, ...]] = []
    paginate = layouts.pagination.paginate

    def keep(*arguments: Any, **named: Any) -> tuple[Rendered, ...]:
        kept.append(paginate(*arguments, **named))
        return kept[-1]

    said = io.StringIO()
    with mock.patch("layouts.documents.paginate", keep):
        voice = Voice(Console(file=said), time.perf_counter)
        paths = build.make_edition(edition, folder, voice, Choice(only=("ecran",)))[0]
    screen = next(path for path in paths if path.name == SCREEN)
    return Built(screen.read_bytes(), kept[0], said.getvalue())


def page_ledger(built: Built, book: Book) -> str:
    """Tell the pages of a book, one a line, and its bookmarks."""
    lines = ["Pages : étiquette, section, nom de page, titre courant, ancres", ""]
    number = 0
    for section in built.sections:
        for page in section.pages:
            head = section.section.head.replace("\u00a0", " ").replace("\u202f", " ")
            parts = (book.labels[number], section.section.id, page.name, head, " ".join(page.anchors))
            lines.append(" | ".join(parts).rstrip(" |"))
            number += 1
    lines += ["", "Signets : niveau, intitulé, page", ""]
    lines += [f"{'  ' * (level - 1)}{title} … {page}" for level, title, page in book.bookmarks]
    return "\n".join(lines) + "\n"


def once(shared: Path, make: Callable[[Path], T]) -> T:
    """Make something below `shared`, or wait for the worker that does; raise its fault, not another."""
    result = shared / "made.pickle"
    try:
        (shared / "making").mkdir(parents=True)
    except FileExistsError:
        _wait_for(result)
    else:
        _keep(result, _made_or_fault(lambda: make(shared / "dist")))
    outcome: T | BaseException = pickle.loads(result.read_bytes())  # written by this very run
    if isinstance(outcome, BaseException):
        raise outcome
    return outcome


def _made_or_fault(make: Callable[[], T]) -> T | BaseException:
    try:
        return make()
    except Exception as fault:  # every worker tells the same fault, without making it again
        return RuntimeError(f"cela ne se construit pas : {fault}")


def _keep(result: Path, outcome: object) -> None:
    beside = result.with_suffix(".part")
    beside.write_bytes(pickle.dumps(outcome))
    beside.replace(result)


def _wait_for(result: Path, seconds: float = 240) -> None:
    import time

    deadline = time.monotonic() + seconds
    while not result.exists():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{result} : la construction n’est pas finie après {seconds:.0f} s")
        time.sleep(0.1)
