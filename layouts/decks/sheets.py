"""Where cards go on the sheets of an office printer: the most that fit, their backs, the marks to cut by.

Numbers alone, no PDF. Lengths are in mm from the lower-left corner of the sheet; a turn is counter-clockwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from layouts.errors import LayoutError
from layouts.impose.geometry import Size

PAPERS = {"a4": Size(210, 297), "a3": Size(297, 420)}
MARGIN = 5.0  # what an office printer leaves white
GUTTER = 8.0  # at most, between two blocks
MARK_GAP, MARK_LENGTH = 0.6, 5.0
MARK_LEAST = 1.2  # of a mark, within what every printer prints
PAPER_EDGE = 1.5  # how near a mark comes to it: a printer that prints beyond the margin draws marks longer

Duplex = Literal["long", "court", "pli"]
_SLACK = 1e-6


@dataclass(frozen=True)
class Place:
    """The place of one face: its lower-left corner, its size on the sheet, and how far the card is turned."""

    x: float
    y: float
    width: float
    height: float
    turn: int = 0

    def overlaps(self, other: Place) -> bool:
        """Tell whether two places share more than an edge."""
        across = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        along = min(self.y + self.height, other.y + other.height) - max(self.y, other.y)
        return across > _SLACK and along > _SLACK


@dataclass(frozen=True)
class Mark:
    """A mark from one point to another; a fold is dashed."""

    x1: float
    y1: float
    x2: float
    y2: float
    fold: bool = False

    @property
    def box(self) -> Place:
        """The place that it takes."""
        return Place(min(self.x1, self.x2), min(self.y1, self.y2), abs(self.x2 - self.x1), abs(self.y2 - self.y1))


@dataclass(frozen=True)
class Plan:
    """One side of a sheet: the places of its cards, in the order in which they are dealt, and its marks."""

    sheet: Size
    places: tuple[Place, ...]
    marks: tuple[Mark, ...]

    def moved(self, x: float, y: float) -> Plan:
        """Return the plan with cards and marks moved together."""
        places = tuple(replace(place, x=place.x + x, y=place.y + y) for place in self.places)
        marks = tuple(Mark(m.x1 + x, m.y1 + y, m.x2 + x, m.y2 + y, m.fold) for m in self.marks)
        return Plan(self.sheet, places, marks)

    def turned_over(self, duplex: Duplex) -> Plan:
        """Return the plan of the backs: each at the place of its front once the sheet is turned by that edge."""
        wide, high = self.sheet.width, self.sheet.height
        if duplex == "long":
            places = [replace(p, x=wide - p.x - p.width, turn=-p.turn % 360) for p in self.places]
            marks = [Mark(wide - m.x1, m.y1, wide - m.x2, m.y2, m.fold) for m in self.marks]
        else:
            places = [replace(p, y=high - p.y - p.height, turn=(180 - p.turn) % 360) for p in self.places]
            marks = [Mark(m.x1, high - m.y1, m.x2, high - m.y2, m.fold) for m in self.marks]
        return Plan(self.sheet, tuple(places), tuple(marks))


@dataclass(frozen=True)
class _Block:
    """A grid of equal cells."""

    columns: int
    rows: int
    cell: Size
    turn: int

    @property
    def count(self) -> int:
        return self.columns * self.rows

    @property
    def width(self) -> float:
        return self.columns * self.cell.width

    @property
    def height(self) -> float:
        return self.rows * self.cell.height

    def places(self, x: float, y: float) -> Iterator[Place]:
        """The cells, row by row from the top."""
        for row in reversed(range(self.rows)):
            for column in range(self.columns):
                at = (x + column * self.cell.width, y + row * self.cell.height)
                yield Place(*at, self.cell.width, self.cell.height, self.turn)

    def cuts(self, x: float, y: float) -> Iterator[tuple[float, float, float, float]]:
        """The lines to cut along, each from edge to edge of the block."""
        for column in range(self.columns + 1):
            at = x + column * self.cell.width
            yield at, y, at, y + self.height
        for row in range(self.rows + 1):
            at = y + row * self.cell.height
            yield x, at, x + self.width, at


def plan(sheet: Size, card: Size, margin: float = MARGIN) -> Plan:
    """Return the plan that holds the most cards of a size. Raises LayoutError where not one fits.

    One grid, upright or turned, or two grids side by side or one above the other: no other way of cutting a sheet
    holds more cards of the formats that are printed here.
    """
    room = Size(sheet.width - 2 * margin, sheet.height - 2 * margin)
    best = max(_ways(room, card), key=lambda way: (sum(b.count for b in way[0]), -len(way[0]), way[0][0].turn == 0))
    blocks, beside = best
    if not blocks[0].count:
        told = f"{card.width:g} × {card.height:g} mm".replace(".", ",")
        raise LayoutError(f"une carte de {told} ne tient pas sur une feuille de {sheet.width:g} × {sheet.height:g} mm")
    placed = list(_centred(sheet, room, blocks, beside))
    places = tuple(place for block, x, y in placed for place in block.places(x, y))
    cuts = [cut for block, x, y in placed for cut in block.cuts(x, y)]
    return Plan(sheet, places, marks_of(cuts, places, sheet, margin))


def folded(sheet: Size, card: Size, margin: float = MARGIN) -> tuple[Plan, Plan]:
    """Return the plans of the fronts and of the backs on one side of a sheet, to cut, fold and glue."""
    pairs = plan(sheet, Size(card.width * 2, card.height), margin)
    fronts, backs, folds = [], [], []
    for pair in pairs.places:
        if pair.turn:
            half = replace(pair, height=pair.height / 2)
            fronts.append(half)
            backs.append(replace(half, y=half.y + half.height))
            folds.append((pair.x, backs[-1].y, pair.x + pair.width, backs[-1].y))
        else:
            half = replace(pair, width=pair.width / 2)
            fronts.append(half)
            backs.append(replace(half, x=half.x + half.width))
            folds.append((backs[-1].x, pair.y, backs[-1].x, pair.y + pair.height))
    dashed = tuple(replace(mark, fold=True) for mark in marks_of(folds, pairs.places, sheet, margin))
    return Plan(sheet, tuple(fronts), pairs.marks + dashed), Plan(sheet, tuple(backs), ())


def marks_of(
    cuts: Iterable[tuple[float, float, float, float]], places: Iterable[Place], sheet: Size, margin: float
) -> tuple[Mark, ...]:
    """Return the marks that lengthen lines at both ends, on no card; each begins within what the printer prints."""
    kept: dict[Mark, None] = {}
    cards = tuple(places)
    for x1, y1, x2, y2 in cuts:
        for mark in (_beyond(x1, y1, x2, y2, sheet, margin), _beyond(x2, y2, x1, y1, sheet, margin)):
            if mark and not any(_touches(mark, card) for card in cards):
                kept[mark] = None
    return tuple(kept)


def _beyond(x1: float, y1: float, x2: float, y2: float, sheet: Size, margin: float) -> Mark | None:
    """The mark that lengthens a line beyond its second end, towards the edge of the paper."""
    ux, uy = (x2 > x1) - (x2 < x1), (y2 > y1) - (y2 < y1)
    edge = (sheet.width - x2 if ux > 0 else x2) if ux else (sheet.height - y2 if uy > 0 else y2)
    if edge - margin - MARK_GAP < MARK_LEAST - _SLACK:
        return None
    end = min(MARK_GAP + MARK_LENGTH, edge - PAPER_EDGE)
    near, far = (x2 + ux * MARK_GAP, y2 + uy * MARK_GAP), (x2 + ux * end, y2 + uy * end)
    return Mark(round(near[0], 4), round(near[1], 4), round(far[0], 4), round(far[1], 4))


def _touches(mark: Mark, card: Place) -> bool:
    box = mark.box
    return (
        box.x < card.x + card.width + _SLACK
        and box.x + box.width > card.x - _SLACK
        and box.y < card.y + card.height + _SLACK
        and box.y + box.height > card.y - _SLACK
    )


def _ways(room: Size, card: Size) -> Iterator[tuple[tuple[_Block, ...], bool]]:
    """Every way of filling a room with one grid or two, and whether the two are side by side."""
    cells = ((card, 0), (Size(card.height, card.width), 90))
    for cell, turn in cells:
        full = _fill(room, cell, turn)
        yield (full,), True
        for other, other_turn in cells:
            for columns in range(1, full.columns + 1):
                rest = Size(room.width - columns * cell.width, room.height)
                yield from _two(replace(full, columns=columns), _fill(rest, other, other_turn), True)
            for rows in range(1, full.rows + 1):
                rest = Size(room.width, room.height - rows * cell.height)
                yield from _two(replace(full, rows=rows), _fill(rest, other, other_turn), False)


def _two(first: _Block, second: _Block, beside: bool) -> Iterator[tuple[tuple[_Block, ...], bool]]:
    if second.count:
        yield (first, second), beside


def _fill(room: Size, cell: Size, turn: int) -> _Block:
    columns, rows = int((room.width + _SLACK) / cell.width), int((room.height + _SLACK) / cell.height)
    return _Block(columns if rows else 0, rows if columns else 0, cell, turn)


def _centred(
    sheet: Size, room: Size, blocks: tuple[_Block, ...], beside: bool
) -> Iterator[tuple[_Block, float, float]]:
    """The blocks with their lower-left corners, in the middle of the sheet, a gutter between two of them."""
    if len(blocks) == 1:
        yield blocks[0], (sheet.width - blocks[0].width) / 2, (sheet.height - blocks[0].height) / 2
        return
    lengths = [block.width if beside else block.height for block in blocks]
    spare = (room.width if beside else room.height) - sum(lengths)
    gutter = min(GUTTER, spare)
    at = ((sheet.width if beside else sheet.height) - sum(lengths) - gutter) / 2
    for block, length in zip(blocks, lengths, strict=True):
        across = ((sheet.height - block.height) if beside else (sheet.width - block.width)) / 2
        yield (block, at, across) if beside else (block, across, at)
        at += length + gutter
