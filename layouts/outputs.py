"""Which files are made of one document, and by what: the one list of the finishings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from book.fields import plural
from book.model import Edition
from layouts.assemble import Assembly
from layouts.documents import Document
from layouts.errors import LayoutError
from layouts.expectations import Book, expectations
from layouts.finish import screen
from layouts.finish.cover import cover
from layouts.finish.press import Job, press
from layouts.impose.booklet import Office, booklet
from layouts.layout import read_layout
from layouts.ledger import PageLedger
from layouts.preflight import Expectation, check
from layouts.preflight import report as preflight_report
from layouts.printer import Printer, read_printer

SCREEN, PRESS, COVER, BOOKLET = "ecran", "imprimeur", "couverture", "livret"
KEYS = (SCREEN, PRESS, COVER, BOOKLET)


@dataclass(frozen=True)
class Output:
    """A file to make: its key on the command line, its name, what is in it, and how it is made."""

    key: str
    file: str
    told: str
    make: Callable[[bytes], bytes]


def outputs(
    setup: Assembly, printer: Printer, office: Printer, cycle: str, pages: int, only: tuple[str, ...] = ()
) -> tuple[Output, ...]:
    """Return the files to make of a document of so many pages: all of them, or those named by `only`.

    A cover that is bound with its pages is no file of its own, and is left out.
    """
    job = Job(printer, setup.palette, setup.metadata, setup.fonts, setup.covers)
    desk = Office(office.paper.thickness, setup.palette, setup.metadata, setup.fonts, setup.covers)
    inside = pages - 2 * setup.covers
    sheets = plural(-(-pages // 4), "feuille")
    apart = printer.cover_apart
    told = f"{inside} pages, sans la couverture" if apart else f"{pages} pages, couverture comprise"
    spine = f"{printer.spine(inside):.1f}".replace(".", ",")
    made = [
        Output(SCREEN, "livre-ecran.pdf", f"{pages} pages", screen),
        Output(PRESS, "livre-imprimeur.pdf", told, lambda document: press(document, job, "livre-imprimeur.pdf")),
        Output(
            COVER,
            "couverture-imprimeur.pdf",
            f"à plat, dos de {spine} mm",
            lambda document: cover(document, job, "couverture-imprimeur.pdf", cycle),
        ),
        Output(BOOKLET, "livre-livret-a4.pdf", f"{sheets} à plier", lambda document: booklet(document, desk)),
    ]
    return tuple(o for o in made if (not only or o.key in only) and (apart or o.key != COVER))


def printers_folder(root: Path) -> Path:
    """Where the profiles of printers are."""
    return root / "layouts" / "printers"


TRIM = (148.0, 210.0)  # mm, the A5 of the book


@dataclass(frozen=True)
class Made:
    """The files of a book before they are delivered, and what they must be."""

    files: dict[str, bytes]
    pages: int
    expected: dict[str, Expectation]
    ledgers: tuple[PageLedger, ...]

    def inspect(self, title: str, report: bool) -> tuple[str, ...]:
        """Read the files back and return what deserves a look; with a `report` among the files if it is asked.

        Raises LayoutError on what forbids delivery.
        """
        findings = check(self.files, self.expected, {f"livre-{SCREEN}.pdf": self.ledgers})
        if report:
            self.files.update(preflight_report(self.files, self.expected, findings, title))
        told = [(f.severity, f"{f.file}, page {f.page} : {f.text}") for f in findings]
        if refused := [text for severity, text in told if severity == "refuse"]:
            raise LayoutError("\n".join(refused))
        return tuple(text for _, text in told)


def make_book(root: Path, document: Document, edition: Edition, only: tuple[str, ...], printer: str) -> Made:
    """Make the files of a book for a printer, named or given by its file, also sought beside the edition.

    Raises Problems where the printer's file is at fault.
    """
    folder, profiles = printers_folder(root), root / "assets" / "profiles"
    chosen = read_printer(folder, profiles, printer, edition.at.file.parent)
    office = read_printer(folder, profiles, "bureau")
    ledgers = tuple(page for section in document.sections for page in section.pages)
    setup, pages = document.setup, len(ledgers)
    made = outputs(setup, chosen, office, edition.cycle, pages, only)
    files = {output.file: output.make(document.pdf) for output in made}
    multiple = read_layout(root / "layouts" / "book").multiple
    told = expectations(Book(pages, TRIM, setup.covers, multiple), chosen, setup.palette)
    return Made(files, pages, {name: told[name] for name in files}, ledgers)
