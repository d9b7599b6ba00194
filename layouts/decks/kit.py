"""A workshop in one folder: cards in packs, sheets, guide, poster, and the page that says in which order to print."""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, replace

from pypdfium2 import PdfDocument

from book.fields import plural
from book.model import Edition
from layouts.batch import Files
from layouts.decks.deck import Card, Deck, make_deck
from layouts.decks.eco import outline_palette
from layouts.decks.faces import choose
from layouts.decks.files import Wanted
from layouts.decks.formats import format_named
from layouts.decks.sheets import Duplex
from layouts.documents import Press
from layouts.finish import screen
from layouts.finish.fields import paper
from layouts.impose.cards import impose_cards
from layouts.impose.copies import copies
from layouts.impose.poster import tile_poster
from layouts.workshop import Item, Options, Pack, material, packs
from layouts.workshop_files import guide_document, poster_document

FOLDER = "trousse"
DEFAULT = "figures,scenarios,themes,variables"
_PER_TABLE = ("R", "BS", "BF", "BV")


@dataclass(frozen=True)
class Kit:
    """What the first sheet of a kit tells: how many tables and cards, its files and the leaves each one takes."""

    groups: int
    cards: int
    files: tuple[str, ...]
    leaves: tuple[int, ...]
    paper: str
    duplex: Duplex
    doubles: tuple[str, ...]  # the scenarios that stand in several packs
    packs: tuple[Pack, ...]
    brought: tuple[Item, ...]

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
    chosen = choose(deck.cards, wanted.cards or DEFAULT)
    dealt = packs(played(press.edition, chosen), groups)
    cards = deal(deck, chosen, dealt, groups, wanted.copies)
    options = Options(groups=groups)
    narrowed = replace(press, edition=_dealt_edition(press.edition, dealt))
    tiles = tile_poster(poster_document(press).pdf, press.assets / "fonts")
    desk = wanted.desk(deck.format.radius)
    faces = [(card.page, card.back) for card in cards]
    metadata = deck.document.setup.metadata
    files = {
        f"1-cartes-{wanted.paper}.pdf": impose_cards(deck.pdf, faces, desk, metadata, press.assets / "fonts"),
        "2-fiches-a4.pdf": _sheets(press, dealt),
        "3-guide-animation.pdf": screen(guide_document(narrowed, options).pdf),
        "4-affiche-a4-a-coller.pdf": tiles,
    }
    brought = material(narrowed.edition, options).brought
    kit = _told(groups, files, len(cards), dealt, wanted, brought)
    return {FOLDER: {"0-a-lire-d-abord.pdf": screen(press.make("kit", {"kit": kit, "plural": plural}).pdf), **files}}


def played(edition: Edition, chosen: tuple[Card, ...]) -> Edition:
    """Return the edition with the chosen scenarios and the chosen figures that one of them feeds.

    Where no scenario was chosen, or no figure, all of that family are played.
    """
    codes = {card.code for card in chosen}
    corpus = edition.corpus
    scenarios = {id: s for id, s in corpus.scenarios.items() if id in codes} or dict(corpus.scenarios)
    fed = {id for scenario in scenarios.values() for id in scenario.figures}
    figures = {id: f for id, f in corpus.figures.items() if id in fed and id in codes}
    figures = figures or {id: f for id, f in corpus.figures.items() if id in fed}
    return replace(edition, corpus=replace(corpus, scenarios=scenarios, figures=figures))


def deal(deck: Deck, chosen: tuple[Card, ...], dealt: tuple[Pack, ...], groups: int, copies: int) -> tuple[Card, ...]:
    """Return the cards to print, copies included: each pack in turn, then what is kept aside, then what all share."""
    by_code = {card.code: card for card in deck.cards}
    if copies:
        shared = [by_code[code] for code in _PER_TABLE for _ in range(groups)]
        return (*(card for card in chosen for _ in range(copies)), *shared)
    played = [code for pack in dealt for code in (pack.figure.id, *(scenario.id for scenario in pack.scenarios))]
    aside = [card.code for card in chosen if card.code not in played and card.code not in _PER_TABLE]
    shared_codes = [code for code in _PER_TABLE for _ in range(groups)]
    return tuple(by_code[code] for code in (*played, *aside, *shared_codes))


def _dealt_edition(edition: Edition, dealt: tuple[Pack, ...]) -> Edition:
    """Return the edition with what was dealt: the guide and the list of material count the same packs."""
    codes = {pack.figure.id for pack in dealt} | {scenario.id for pack in dealt for scenario in pack.scenarios}
    corpus = edition.corpus
    scenarios = {id: s for id, s in corpus.scenarios.items() if id in codes}
    figures = {id: f for id, f in corpus.figures.items() if id in codes}
    return replace(edition, corpus=replace(corpus, scenarios=scenarios, figures=figures))


def _sheets(press: Press, dealt: tuple[Pack, ...]) -> bytes:
    """The sheets to write on of each pack, in its order: the figure's, then those of its scenarios."""
    document = press.make("sheets")
    first, starts = 0, {}
    for section in document.sections:
        starts[section.section.id] = range(first, first + len(section.pages))
        first += len(section.pages)
    wanted = [id for pack in dealt for id in (pack.figure.id, *(scenario.id for scenario in pack.scenarios))]
    return copies(paper(document.pdf), [page for id in wanted for page in starts[f"fiche-{id}"]])


def _pages(document: bytes) -> int:
    with PdfDocument(io.BytesIO(document)) as pdf:
        return len(pdf)


def _told(
    groups: int, files: dict[str, bytes], count: int, dealt: tuple[Pack, ...], wanted: Wanted, brought: tuple[Item, ...]
) -> Kit:
    pages = [_pages(document) for document in files.values()]
    sides = 1 if wanted.duplex == "pli" else 2
    leaves = (pages[0] // sides, pages[1] // 2, -(-pages[2] // 2), pages[3])
    times = Counter(scenario.id for pack in dealt for scenario in pack.scenarios)
    doubles = tuple(code for code, found in times.items() if found > 1)
    return Kit(groups, count, tuple(files), leaves, wanted.paper.upper(), wanted.duplex, doubles, dealt, brought)
