"""Which files are made of one document, and by what: the one list of the finishings."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from book.fields import plural
from book.model import Edition
from layouts.assemble import Assembly
from layouts.batch import Batch, Files
from layouts.brought import drawings_of
from layouts.documents import Document
from layouts.expectations import Book, expectations
from layouts.finish.cover import cover
from layouts.finish.drawings import colours_of
from layouts.finish.press import Job, press
from layouts.house import house_digest
from layouts.impose.booklet import Office, booklet
from layouts.layout import Layout, read_layout
from layouts.ledger import Rendered
from layouts.printer import Printer, read_printer
from layouts.state import digest_of

SCREEN, PRESS, COVER, BOOKLET = "ecran", "imprimeur", "couverture", "livret"
KEYS = (SCREEN, PRESS, COVER, BOOKLET)


@dataclass(frozen=True)
class Output:
    """A file to make: its key on the command line, its name, what is in it, and how it is made."""

    key: str
    file: str
    told: str
    make: Callable[[Document], bytes]


def outputs(
    job: Job, setup: Assembly, office: Printer, cycle: str, pages: int, only: tuple[str, ...] = ()
) -> tuple[Output, ...]:
    """Return the files to make of a document of so many pages: all of them, or those named by `only`.

    A cover that is bound with its pages is no file of its own, and is left out.
    """
    printer = job.printer
    desk = Office(office.paper.thickness, setup.palette, setup.metadata, setup.fonts, setup.covers)
    inside = pages - 2 * setup.covers
    sheets = plural(-(-pages // 4), "feuille")
    apart = printer.cover_apart
    told = f"{inside} pages, sans la couverture" if apart else f"{pages} pages, couverture comprise"
    spine = f"{printer.spine(inside):.1f}".replace(".", ",")
    made = [
        Output(SCREEN, "livre-ecran.pdf", f"{pages} pages", lambda document: document.screen),
        Output(PRESS, "livre-imprimeur.pdf", told, lambda document: press(document.pdf, job, "livre-imprimeur.pdf")),
        Output(
            COVER,
            "couverture-imprimeur.pdf",
            f"à plat, dos de {spine} mm",
            lambda document: cover(document.pdf, job, "couverture-imprimeur.pdf", cycle),
        ),
        Output(BOOKLET, "livre-livret-a4.pdf", f"{sheets} à plier", lambda document: booklet(document.pdf, desk)),
    ]
    return tuple(o for o in made if (not only or o.key in only) and (apart or o.key != COVER))


def printers_folder(root: Path) -> Path:
    """Where the profiles of printers are."""
    return root / "layouts" / "printers"


TRIM = (148.0, 210.0)  # mm, the A5 of the book


def printer_for(root: Path, edition: Edition, name: str) -> Printer:
    """Read a printer's profile, named or given by its file, also sought beside the edition. Raises Problems."""
    return read_printer(printers_folder(root), root / "assets" / "profiles", name, edition.at.file.parent)


def book_batch(root: Path, document: Document, edition: Edition, only: tuple[str, ...], printer: Printer) -> Batch:
    """Return the files of a book for a printer: all of them, or those of the keys in `only`."""
    office = printer_for(root, edition, "bureau")
    ledgers = tuple(page for section in document.sections for page in section.pages)
    setup, pages = document.setup, len(ledgers)
    brought = colours_of(drawings_of(edition))
    job = Job(printer, setup.palette, setup.metadata, setup.fonts, setup.covers, brought)
    made = outputs(job, setup, office, edition.cycle, pages, only)
    layout = read_layout(root / "layouts" / "book")
    inks = [job.ink(colour) for colour in sorted(brought)]
    book = Book(pages, TRIM, setup.covers, layout.multiple, spare=_spare(layout, document.sections))
    told = expectations(book, printer, setup.palette, inks)
    return Batch(
        name="-".join(("livre", *only)),
        digest=digest_of((house_digest(root), document.digest, edition.cycle, printer.digest)),
        makers=tuple(partial(_made, output, document) for output in made),
        expected={output.file: told[output.file] for output in made},
        ledgers={f"livre-{SCREEN}.pdf": ledgers},
        pages=pages,
    )


def _spare(layout: Layout, sections: Iterable[Rendered]) -> frozenset[int]:
    """The pages, from 1, of the sections that the layout means to show little."""
    meant = {entry.id for entry in layout.entries if entry.spare}
    owners = (section.section.id for section in sections for _ in section.pages)
    return frozenset(number for number, owner in enumerate(owners, 1) if owner in meant)


def _made(output: Output, document: Document) -> Files:
    return {"": {output.file: output.make(document)}}
