"""The workshop's files for one edition: sheets to print and to fill in, poster, guide."""

from __future__ import annotations

import re
import unicodedata

from layouts.batch import Files
from layouts.decks.dealing import usual_material
from layouts.documents import Document, Press
from layouts.finish import screen
from layouts.finish.fields import fillable, paper
from layouts.impose.poster import tile_poster
from layouts.ledger import Rendered
from layouts.web import POSTER
from layouts.workshop import SEATS, Material, Options, agenda

SHEETS, POSTERS, GUIDE = "fiches", "affiche", "guide"


def sheet_files(press: Press, document: Document) -> Files:
    """Make the sheets: all of them to print, and all of them to fill in."""
    return {
        "fiches": {
            "fiches-a-imprimer.pdf": paper(document.pdf),
            "fiches-a-remplir.pdf": fillable(document.pdf, press.assets / "fonts", press.palette),
        }
    }


def detached_sheets(press: Press, document: Document) -> Files:
    """Make the sheets to fill in, each one by itself."""
    fonts, palette = press.assets / "fonts", press.palette
    return {
        "fiches/a-remplir": {
            f"{file_name(section)}.pdf": fillable(document.part(section), fonts, palette)
            for section in document.sections
        }
    }


def poster_document(press: Press) -> Document:
    """Lay out the poster."""
    return press.once("poster", lambda: press.make("poster", {"frame": POSTER}))


def poster_files(press: Press, document: Document) -> Files:
    """Make the poster: one A3 page, and the A4 sheets to glue."""
    tiles = tile_poster(document.pdf, press.assets / "fonts")
    return {"": {"affiche-a3.pdf": screen(document.pdf), "affiche-a4-a-coller.pdf": tiles}}


def guide_files(document: Document) -> Files:
    """Make the facilitator's guide, its list of material computed from the options."""
    return {"": {"guide-animation.pdf": screen(document.pdf)}}


def guide_document(press: Press, options: Options, taken: Material | None = None) -> Document:
    """Lay out the guide for so many tables and copies: what they usually take, or what a kit holds (`taken`)."""
    values = {"material": taken or usual_material(press.edition, options), "agenda": agenda, "seats": SEATS}
    return press.make("guide", values)


def file_name(section: Rendered) -> str:
    """Return what a sheet's file is called: its number and its title, in plain letters."""
    plain = unicodedata.normalize("NFKD", section.section.head.replace("œ", "oe").replace("’", "-"))
    number, _, title = plain.encode("ascii", "ignore").decode().partition(" ")
    return f"{number}-{re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-')}"
