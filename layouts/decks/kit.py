"""A workshop in one folder: cards in packs, sheets, guide, poster, and the page that says in which order to print."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, replace

from pypdfium2 import PdfDocument

from book.fields import plural
from layouts.batch import Files
from layouts.decks.dealing import Dealt, deal
from layouts.decks.deck import make_deck, painted
from layouts.decks.eco import outline_palette, pale_palette
from layouts.decks.expected import home_expectation
from layouts.decks.files import Wanted, home
from layouts.decks.formats import format_named
from layouts.decks.sheets import Duplex
from layouts.documents import Press
from layouts.expectations import A4, OFFICE_SAFE
from layouts.finish.fields import paper
from layouts.impose.copies import copies
from layouts.impose.poster import tile_poster
from layouts.preflight import Expectation
from layouts.workshop import GUIDE_SHEETS, POSTER_SHEETS, Material, Options, material
from layouts.workshop_files import guide_document, poster_document

FOLDER = "trousse"


@dataclass(frozen=True)
class Kit:
    """What the first sheet of a kit tells: its cards, its files and their leaves, all that a workshop takes."""

    cards: int
    files: tuple[str, ...]
    leaves: tuple[int, ...]
    paper: str
    duplex: Duplex
    variables: bool  # whether cards of that family are among them
    doubles: tuple[str, ...]  # the scenarios that stand in several packs
    taken: Material

    @property
    def groups(self) -> int:
        """How many tables play."""
        return self.taken.options.groups

    @property
    def total(self) -> int:
        """All the leaves to print, this first one included."""
        return sum(self.leaves) + 1


def make_kit(press: Press, groups: int, wanted: Wanted) -> Files:
    """Make a kit for so many tables; `wanted.copies` is 0 for as many copies of each card as packs hold it.

    Raises LayoutError.
    """
    palette = outline_palette(press.palette, press.root) if wanted.eco else None
    deck = make_deck(press, format_named(press.root, wanted.format), palette)
    dealt = deal(press.edition, wanted.cards, groups, wanted.copies)
    cards = home(press, deck, dealt.cards, replace(wanted, copies=1))
    leaves = _pages(cards) // (1 if wanted.duplex == "pli" else 2)
    options = Options(groups=groups)
    taken = material(dealt.packs, dealt.families, leaves, options)
    files = {
        f"1-cartes-{wanted.paper}.pdf": cards,
        "2-fiches-a4.pdf": _sheets(press, dealt),
        "3-guide-animation.pdf": guide_document(press, options, taken).screen,
        "4-affiche-a4-a-coller.pdf": _tiles(press, wanted.eco),
    }
    times = Counter(scenario.id for pack in dealt.packs for scenario in pack.scenarios)
    kit = Kit(
        cards=len(dealt.cards),
        files=tuple(files),
        leaves=(leaves, len(dealt.sheets), GUIDE_SHEETS, POSTER_SHEETS),
        paper=wanted.paper.upper(),
        duplex=wanted.duplex,
        variables="variables" in dealt.families,
        doubles=tuple(code for code, found in times.items() if found > 1),
        taken=taken,
    )
    return {FOLDER: {"0-a-lire-d-abord.pdf": press.make("kit", {"kit": kit, "plural": plural}).screen, **files}}


def kit_expectations(press: Press, wanted: Wanted) -> dict[str, Expectation]:
    """Return what the files of a kit must be, by path; how many tables there are leaves open how many pages."""
    format = format_named(press.root, wanted.format)
    told = {
        "0-a-lire-d-abord.pdf": Expectation("screen", A4, safe=OFFICE_SAFE),
        f"1-cartes-{wanted.paper}.pdf": home_expectation(format, wanted.desk(format.radius)),
        "2-fiches-a4.pdf": Expectation("sheet", A4, multiple=2, safe=OFFICE_SAFE),
        "3-guide-animation.pdf": Expectation("screen", A4, safe=OFFICE_SAFE),
        "4-affiche-a4-a-coller.pdf": Expectation("tiles", A4),
    }
    return {f"{FOLDER}/{name}": expectation for name, expectation in told.items()}


def _sheets(press: Press, dealt: Dealt) -> bytes:
    """The sheets to write on of each pack, in its order: the figure's, then those of its scenarios."""
    document = press.make("sheets")
    first, starts = 0, {}
    for section in document.sections:
        starts[section.section.id] = range(first, first + len(section.pages))
        first += len(section.pages)
    with document.assembled() as pdf:
        printed = paper(pdf)
    return copies(printed, [page for id in dealt.sheets for page in starts[f"fiche-{id}"]])


def _tiles(press: Press, spared: bool) -> bytes:
    """The poster on sheets to glue, on a white ground where ink is to be spared."""
    colours = pale_palette(press.palette, press.root, "poster")
    return tile_poster(poster_document(painted(press, colours) if spared else press).pdf, press.assets / "fonts")


def _pages(document: bytes) -> int:
    with PdfDocument(io.BytesIO(document)) as pdf:
        return len(pdf)
