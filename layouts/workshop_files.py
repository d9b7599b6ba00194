"""The workshop's files for one edition: sheets to print and to fill in, poster, guide."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection

from layouts.documents import Document, Press
from layouts.finish import screen
from layouts.finish.fields import fillable, paper
from layouts.impose.poster import tile_poster
from layouts.ledger import Rendered
from layouts.web import POSTER
from layouts.workshop import SEATS, Options, agenda, material

SHEETS, POSTERS, GUIDE = "fiches", "affiche", "guide"
KEYS = (SHEETS, POSTERS, GUIDE)

Files = dict[str, dict[str, bytes]]
"""The files by folder, below that of the edition, and by name."""


def make_workshop(press: Press, only: Collection[str] = (), options: Options | None = None) -> Files:
    """Make the workshop's files: all of them, or those of the keys in `only`. Raises LayoutError."""
    makers: dict[str, Callable[[Press, Options], Files]] = {SHEETS: sheets, POSTERS: poster, GUIDE: guide}
    made: Files = {}
    for key, make in makers.items():
        if not only or key in only:
            for folder, files in make(press, options or Options()).items():
                made.setdefault(folder, {}).update(files)
    return made


def sheets(press: Press, _options: Options) -> Files:
    """Make the sheets: all of them to print, all of them to fill in, and each one to fill in by itself."""
    document = press.make("sheets")
    fonts, palette = press.assets / "fonts", press.palette
    return {
        "fiches": {
            "fiches-a-imprimer.pdf": paper(document.pdf),
            "fiches-a-remplir.pdf": fillable(document.pdf, fonts, palette),
        },
        "fiches/a-remplir": {
            f"{file_name(section)}.pdf": fillable(document.part(section), fonts, palette)
            for section in document.sections
        },
    }


def poster(press: Press, _options: Options) -> Files:
    """Make the poster: one A3 page, and the A4 sheets to glue."""
    document = press.make("poster", {"frame": POSTER})
    tiles = tile_poster(document.pdf, press.assets / "fonts")
    return {"": {"affiche-a3.pdf": screen(document.pdf), "affiche-a4-a-coller.pdf": tiles}}


def guide(press: Press, options: Options) -> Files:
    """Make the facilitator's guide, its list of material computed from the options."""
    return {"": {"guide-animation.pdf": screen(guide_document(press, options).pdf)}}


def guide_document(press: Press, options: Options) -> Document:
    """Lay out the guide for so many tables and copies."""
    values = {"material": material(press.edition, options), "agenda": agenda, "seats": SEATS}
    return press.make("guide", values)


def file_name(section: Rendered) -> str:
    """Return what a sheet's file is called: its number and its title, in plain letters."""
    plain = unicodedata.normalize("NFKD", section.section.head.replace("œ", "oe").replace("’", "-"))
    number, _, title = plain.encode("ascii", "ignore").decode().partition(" ")
    return f"{number}-{re.sub(r'[^a-z0-9]+', '-', title.lower()).strip('-')}"
