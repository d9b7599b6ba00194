"""The book in large print: reflowed on A4, with the page numbers of the standard edition in its margin."""

from __future__ import annotations

from dataclasses import replace

from book.edition_words import LARGE_PRINT
from layouts.batch import Batch, Files
from layouts.concordance import concordance, folios
from layouts.documents import Document, Press
from layouts.house import house_digest
from layouts.preflight import Expectation
from layouts.preflight.findings import MM
from layouts.state import digest_of
from layouts.web import Frame

KEY, FILE = LARGE_PRINT, "livre-gros-caracteres.pdf"
TRIM = (210.0, 297.0)  # mm
SMALLEST = 18.0  # pt, of all that is read
CONTRAST = 7.0  # to 1 (WCAG 2.1, 1.4.6)
WRITING = "writing"  # the name of the pages to write on
WEB = Frame(
    152.0, 226.0, 37.0, 130.0, 1.1, line=1.8, pitch=3.0, dot=1.9, node=5.0, edge=2.0, token="ink",
    told="les pages qui précèdent donnent les mêmes liens en toutes lettres.",
)  # fmt: skip
"""The diagram of the web over a whole page, its ends named by their numbers."""


def large_print_batch(press: Press, book: Document) -> Batch:
    """Return the large-print file, to be made of pages that are laid out here, and what it must be.

    Raises LayoutError where a page is at fault.
    """
    document = large_print(press, book)
    ledgers = tuple(page for section in document.sections for page in section.pages)
    ruled = frozenset(number for number, page in enumerate(ledgers, 1) if page.name == WRITING)

    def made() -> Files:
        return {"": {FILE: document.screen}}

    return Batch(
        name=KEY,
        digest=digest_of((house_digest(press.root), document.digest)),
        makers=(made,),
        expected={FILE: Expectation("screen", TRIM, len(ledgers), empty=ruled, contrast=CONTRAST, smallest=SMALLEST)},
        ledgers={FILE: ledgers},
    )


def large_print(press: Press, book: Document) -> Document:
    """Lay out the edition in large print, its margin marked with the pages of `book`."""
    document = press.make("large-print", {"frame": WEB})
    parallel = document.setup.parallel
    assert parallel, "the layout has a margin"
    apart = (parallel.margin.height + 1) * MM
    marks = concordance(book.sections, document.sections, book.setup.covers, parallel.margin.size, apart)
    parallel = replace(parallel, marks=marks, folios=folios(book.sections))
    setup = replace(document.setup, parallel=parallel)
    return Document(document.sections, setup, digest_of((document.digest, repr(parallel))))
