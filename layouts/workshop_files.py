"""The workshop's files for one edition: sheets to print and to fill in, poster, guide."""

from __future__ import annotations

from book.territories import slug
from layouts.batch import Files
from layouts.decks.dealing import usual_material
from layouts.documents import Document, Press
from layouts.expectations import A3, A4, OFFICE_SAFE
from layouts.finish.fields import fillable, sheets
from layouts.impose.poster import tile_poster
from layouts.ledger import Rendered
from layouts.preflight import Expectation
from layouts.web import POSTER
from layouts.workshop import SEATS, Material, Options, agenda

SHEETS, POSTERS, GUIDE = "fiches", "affiche", "guide"
_FILLED = "fiches/fiches-a-remplir.pdf"


def sheet_files(press: Press, document: Document) -> Files:
    """Make the sheets: all of them to print, and all of them to fill in."""
    with document.assembled() as pdf:
        printed, filled = sheets(pdf, press.assets / "fonts", press.palette)
    return {"fiches": {"fiches-a-imprimer.pdf": printed, "fiches-a-remplir.pdf": filled}}


def detached_sheets(press: Press, document: Document) -> Files:
    """Make the sheets to fill in, each one by itself."""
    made = {}
    for section in document.sections:
        with document.part(section) as pdf:
            made[f"{file_name(section)}.pdf"] = fillable(pdf, press.assets / "fonts", press.palette)
    return {"fiches/a-remplir": made}


def sheet_expectations(document: Document) -> dict[str, Expectation]:
    """Return what the sheets must be, by path: the printed ones say what is said on screen."""
    pages = len(document.ledgers)
    return {
        _FILLED: Expectation("form", A4, pages, 2),
        "fiches/fiches-a-imprimer.pdf": Expectation("sheet", A4, pages, 2, safe=OFFICE_SAFE, like=_FILLED),
    }


def detached_expectations(document: Document) -> dict[str, Expectation]:
    """Return what the sheets one by one must be, by path: parts of those that are together."""
    told, first = dict[str, Expectation](), 1
    for section in document.sections:
        shows = tuple((first + i,) for i in range(len(section.pages)))
        path = f"fiches/a-remplir/{file_name(section)}.pdf"
        told[path] = Expectation("form", A4, len(shows), 2, like=_FILLED, shows=shows)
        first += len(shows)
    return told


def poster_document(press: Press) -> Document:
    """Lay out the poster."""
    return press.once("poster", lambda: press.make("poster", {"frame": POSTER}))


def poster_files(press: Press, document: Document) -> Files:
    """Make the poster: one A3 page, and the A4 sheets to glue."""
    tiles = tile_poster(document.pdf, press.assets / "fonts")
    return {"": {"affiche-a3.pdf": document.screen, "affiche-a4-a-coller.pdf": tiles}}


def poster_expectations() -> dict[str, Expectation]:
    """Return what the poster and its parts must be, by path."""
    return {
        "affiche-a3.pdf": Expectation("screen", A3, 1),
        "affiche-a4-a-coller.pdf": Expectation("tiles", A4),
    }


def guide_files(document: Document) -> Files:
    """Make the facilitator's guide, its list of material computed from the options."""
    return {"": {"guide-animation.pdf": document.screen}}


def guide_expectations(document: Document) -> dict[str, Expectation]:
    """Return what the guide must be, by path."""
    return {"guide-animation.pdf": Expectation("screen", A4, len(document.ledgers), safe=OFFICE_SAFE)}


def guide_document(press: Press, options: Options, taken: Material | None = None) -> Document:
    """Lay out the guide for so many tables and copies: what they usually take, or what a kit holds (`taken`)."""
    values = {"material": taken or usual_material(press.edition, options), "agenda": agenda, "seats": SEATS}
    return press.make("guide", values)


def file_name(section: Rendered) -> str:
    """Return what a sheet's file is called: its number and its title, in plain letters."""
    number, _, title = section.section.head.partition(" ")
    return f"{number}-{slug(title)}"
