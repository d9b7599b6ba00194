"""What the files of a deck must be: faces in their format, sheets whose marks and words keep off the edges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from layouts.decks.deck import Card, Deck
from layouts.decks.formats import CardFormat
from layouts.decks.sheets import Place
from layouts.expectations import Inks
from layouts.impose.cards import Desk
from layouts.preflight import Expectation
from layouts.preflight.findings import Box

FACE_SAFE = 3.0  # mm, no words nearer to the edge of a card


def face_expectation(deck: Deck) -> Expectation:
    """Return what the screen's file of a deck must be."""
    format = deck.format
    return Expectation("screen", (format.width, format.height), len(deck.document.ledgers), 2, safe=FACE_SAFE)


def press_expectation(deck: Deck, inks: Inks, like: str) -> Expectation:
    """Return what the printer's file of a deck must be, which is `like` the screen's."""
    shows = tuple((page,) for page in range(1, len(deck.document.ledgers) + 1))
    return inks.printed("press", (deck.format.width, deck.format.height), shows, like, 2, FACE_SAFE)


def home_expectation(format: CardFormat, desk: Desk, faces: Sequence[Card] = (), like: str = "") -> Expectation:
    """Return what the sheets of some cards must be; without the cards, how many and which is left open."""
    front, back = desk.plans(format.size)
    cells = [_cells(plan.places) for plan in (front, back)]
    each, shows = len(front.places), list[tuple[int, ...]]()
    for group in (faces[i : i + each] for i in range(0, len(faces), each)):
        sides = [tuple(card.page + 1 for card in group), tuple(card.back + 1 for card in group)]
        shows += [tuple(page for side in sides for page in side)] if desk.duplex == "pli" else sides
    return Expectation(
        "cards", (desk.paper.width, desk.paper.height), len(shows) or None, 1 if desk.duplex == "pli" else 2,
        safe=FACE_SAFE, like=like, shows=tuple(shows) or None,
        cells=(cells[0] + cells[1],) if desk.duplex == "pli" else (cells[0], cells[1]),
    )  # fmt: skip


def _cells(places: Iterable[Place]) -> tuple[Box, ...]:
    return tuple((p.x, p.y, p.x + p.width, p.y + p.height) for p in places)
