"""The book in large print: reflowed on A4, with the page numbers of the standard edition in its margin."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from layouts.concordance import concordance, folios
from layouts.documents import Document, Press
from layouts.errors import LayoutError
from layouts.finish import screen
from layouts.preflight import Expectation, check
from layouts.preflight.findings import MM
from layouts.web import Frame

KEY, FILE = "gros-caracteres", "livre-gros-caracteres.pdf"
TRIM = (210.0, 297.0)  # mm
SMALLEST = 18.0  # pt, of all that is read
CONTRAST = 7.0  # to 1 (WCAG 2.1, 1.4.6)
WRITING = "writing"  # the name of the pages to write on
WEB = Frame(
    152.0, 226.0, 18.0, 128.0, 1.1, line=1.8, pitch=3.0, dot=1.9, node=5.0, edge=2.0, token="ink",
    told="les pages qui précèdent donnent les mêmes liens en toutes lettres.",
)  # fmt: skip
"""The diagram of the web over a whole page, its ends named by their numbers."""


def large_print_files(press: Press, book: Document, only: Collection[str]) -> dict[str, bytes]:
    """Return the file by its name where it is asked for, by its key or by the edition's formats; else nothing.

    The edition that all others start from has it, unless it chooses its formats.
    """
    edition = press.edition
    default = KEY in edition.formats or not (edition.base or edition.formats)
    return {FILE: make_large_print(press, book)} if KEY in only or (default and not only) else {}


def make_large_print(press: Press, book: Document) -> bytes:
    """Make the large-print file of an edition, `book` being its standard one, and inspect it.

    Raises LayoutError where a page is at fault or the file may not be delivered.
    """
    document = large_print(press, book)
    data = screen(document.pdf)
    ledgers = tuple(page for section in document.sections for page in section.pages)
    ruled = frozenset(number for number, page in enumerate(ledgers, 1) if page.name == WRITING)
    expected = Expectation("screen", TRIM, len(ledgers), empty=ruled, contrast=CONTRAST, smallest=SMALLEST)
    findings = check({FILE: data}, {FILE: expected}, {FILE: ledgers})
    if refused := [finding.sentence() for finding in findings if finding.severity == "refuse"]:
        raise LayoutError("\n".join(refused))
    return data


def large_print(press: Press, book: Document) -> Document:
    """Lay out the edition in large print, its margin marked with the pages of `book`."""
    document = press.make("large-print", {"frame": WEB})
    parallel = document.setup.parallel
    assert parallel, "the layout has a margin"
    apart = (parallel.margin.height + 1) * MM
    marks = concordance(book.sections, document.sections, book.setup.covers, parallel.margin.size, apart)
    parallel = replace(parallel, marks=marks, folios=folios(book.sections))
    return replace(document, setup=replace(document.setup, parallel=parallel))
