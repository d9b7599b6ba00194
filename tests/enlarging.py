"""Makes the national edition in large print for tests, from the sections of the book that were built already."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from book.editions import read_edition
from layouts.documents import Document, Press
from layouts.large_print import large_print
from layouts.layout import read_layout
from layouts.ledger import Rendered
from layouts.setup import assembly_setup
from tests.building import Built
from tests.presswork import screen

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Enlarged:
    """The file, its sections in the order of print, and the margin of each page: folio and base line."""

    pdf: bytes
    sections: tuple[Rendered, ...]
    margins: tuple[tuple[tuple[str, float], ...], ...]


def enlarge(built: Built) -> Enlarged:
    """Lay the edition out in large print beside the book that was built."""
    press = Press(ROOT, read_edition(ROOT, "nationale"), lambda render: lambda sections: list(map(render, sections)))
    setup = assembly_setup(read_layout(ROOT / "layouts" / "book"), press.edition, press.palette, press.assets)
    document = large_print(press, Document(built.sections, setup, ""))
    assert document.setup.parallel
    margins = tuple(tuple((mark.folio, mark.y) for mark in page) for page in document.setup.parallel.marks)
    return Enlarged(screen(document.pdf), document.sections, margins)
