"""The cover's quilt: the tiles of an edition, laid so that neighbours differ in colour.

The arrangement depends on the edition's name alone: two editions do not share a cover, and a cover does not
change from one build to the next.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from layouts.drawings import Drawing

CELL_WIDTH, CELL_HEIGHT = 39.5, 36.7  # mm; 4 × 6 cells cover the page and its bleed
_COLUMNS, _ROWS, _STRIP = 4, 6, 2
_TITLE = {(column, row) for column in range(3) for row in (2, 3)}
COVER_TILES = _COLUMNS * _ROWS - len(_TITLE)
_SHUFFLES = 400

Place = tuple[int, int]


@dataclass(frozen=True)
class Cell:
    """A tile and the place of its upper left corner, in mm from that of the bleed."""

    x: float
    y: float
    drawing: Drawing
    width: float = CELL_WIDTH
    height: float = CELL_HEIGHT


def quilt(drawings: Sequence[Drawing], seed: str) -> tuple[Cell, ...]:
    """Lay the drawings around the title block, row by row; they repeat where there are too few."""
    places = [(c, r) for r in range(_ROWS) for c in range(_COLUMNS) if (c, r) not in _TITLE]
    return _cells(places, arranged(drawings, places, seed))


def arranged(drawings: Sequence[Drawing], places: Sequence[Place], seed: str) -> list[Drawing]:
    """Return a drawing for each place (column, row), so that few neighbours have one ground."""
    deck = [drawings[i % len(drawings)] for i in range(len(places))]
    chance = random.Random(seed)
    best, fewest = deck, len(places) ** 2
    for _ in range(_SHUFFLES):
        chance.shuffle(deck)
        clashes = _clashes(dict(zip(places, deck, strict=True)))
        if clashes < fewest:
            best, fewest = list(deck), clashes
    return best


def strip(drawings: Sequence[Drawing], seed: str) -> tuple[Cell, ...]:
    """Lay two rows of four tiles, for the back cover."""
    places = [(column, row) for row in range(_STRIP) for column in range(_COLUMNS)]
    chosen = random.Random(f"{seed} strip").sample(list(drawings), min(len(places), len(drawings)))
    return _cells(places, arranged(chosen, places, f"{seed} strip"))


def _cells(places: Sequence[Place], drawings: Sequence[Drawing]) -> tuple[Cell, ...]:
    laid = zip(places, drawings, strict=True)
    return tuple(Cell(column * CELL_WIDTH, row * CELL_HEIGHT, drawing) for (column, row), drawing in laid)


@dataclass(frozen=True)
class Box:
    """A rectangle of a page, in mm from the corner of its bleed."""

    x: float
    y: float
    width: float
    height: float


def mosaic(count: int, width: float = 158.0, height: float = 220.0) -> tuple[Box, ...]:
    """Cut a page into so many places for pictures and, last, one for a name, which takes what is left of its row."""
    columns = 1 if count == 1 else 2 if count < 8 else 3 if count < 12 else 4
    rows = count // columns + 1
    wide, high = width / columns, height / rows
    places = [Box(i % columns * wide, i // columns * high, wide, high) for i in range(count + 1)]
    last = places[-1]
    return (*places[:-1], Box(last.x, last.y, width - last.x, high))


def _clashes(laid: dict[Place, Drawing]) -> int:
    return sum(
        1
        for (column, row), drawing in laid.items()
        for neighbour in ((column + 1, row), (column, row + 1))
        if neighbour in laid and laid[neighbour].ground == drawing.ground
    )
