"""The index in two columns a page, its lines counted before it is laid out.

The engine would find the height of its columns by laying them out again and again: a second of work for two pages.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from layouts.indexing import IndexEntry, IndexFamily
from layouts.setting import Face

MM = 72 / 25.4
_SLACK = 0.3  # pt: a line that is as good as full is counted as two
_PIECES = re.compile(r".+?(?:[ /]|(?<=\w)-(?=\w)|$)")  # where a line may end
_TOGETHER = 2, 3  # entries that stay below their family's title, and that end a family together


@dataclass(frozen=True)
class Frame:
    """How the index is set, in pt: its column, its type, its lines and titles, the height of pages."""

    width: float
    hanging: float  # what turned lines are moved in by
    aside: float  # what is kept at the right for the page of a scenario or a figure
    size: float
    line: float
    title: float
    gap: float  # before a title that does not open a column
    first: float  # the height of the columns of the first page
    page: float


@dataclass(frozen=True)
class Part:
    """Entries of one family, in one column; those that go on from another column have no title."""

    title: str
    entries: tuple[IndexEntry, ...]


Column = tuple[Part, ...]
Leaf = tuple[Column, ...]


@dataclass(frozen=True)
class _Row:
    family: IndexFamily
    place: int  # in its family
    height: float

    @property
    def may_lead(self) -> bool:
        """Whether a column may begin here."""
        below, end = _TOGETHER
        return not self.place or below <= self.place <= len(self.family.entries) - end


def columned(families: Sequence[IndexFamily], frame: Frame, face: Face) -> tuple[Leaf, ...]:
    """Lay the families in two even columns on as many pages as they need; the last family opens a page."""
    leaves: list[Leaf] = []
    for group in (families[:-1], families[-1:]):
        rows = [_Row(f, i, lines_of(e, frame, face) * frame.line) for f in group for i, e in enumerate(f.entries)]
        while rows:
            room = frame.page if leaves else frame.first
            left, right = _even(rows, frame, room) or _full(rows, frame, room)
            leaves.append(tuple(_column(some) for some in (rows[:left], rows[left:right]) if some))
            rows = rows[right:]
    return tuple(leaves)


def lines_of(entry: IndexEntry, frame: Frame, face: Face) -> int:
    """Count the lines of an entry."""
    numbers = [f"{first}–{last}" if last > first else str(first) for first, last in entry.spans]
    told = entry.term if entry.opens else ", ".join([entry.term, *numbers])
    room = frame.width - (frame.aside if entry.opens else 0) - _SLACK
    lines, line = 1, ""
    for piece in _PIECES.findall(told):
        if line and face.width((line + piece).rstrip(" ")) * frame.size / 1000 > room:
            lines, line, room = lines + 1, "", room - (frame.hanging if lines == 1 else 0)
        line += piece
    return lines


def _even(rows: Sequence[_Row], frame: Frame, room: float) -> tuple[int, int] | None:
    """Where to part all the rows so that two columns hold them, as even as can be; None if they do not."""
    ends = _ends(rows)
    heights = {end: (_height(rows[:end], frame), _height(rows[end:], frame)) for end in ends}
    best = min(ends, key=lambda end: (max(heights[end]), -heights[end][0]))
    return (best, len(rows)) if max(heights[best]) <= room else None


def _full(rows: Sequence[_Row], frame: Frame, room: float) -> tuple[int, int]:
    """Where to part rows so that two columns are as full as can be; each takes one row at least."""
    left = _most(rows, frame, room)
    return left, left + _most(rows[left:], frame, room)


def _most(rows: Sequence[_Row], frame: Frame, room: float) -> int:
    ends = _ends(rows)
    return max((end for end in ends if _height(rows[:end], frame) <= room), default=ends[0])


def _ends(rows: Sequence[_Row]) -> list[int]:
    """How many rows a column may take: not one alone of a family that goes on."""
    least = 2 if rows[0].place else 1
    return [end for end in range(1, len(rows) + 1) if end == len(rows) or (end >= least and rows[end].may_lead)]


def _height(rows: Sequence[_Row], frame: Frame) -> float:
    titles = sum(frame.title + (frame.gap if i else 0) for i, row in enumerate(rows) if not row.place)
    return sum(row.height for row in rows) + titles


def _column(rows: Sequence[_Row]) -> Column:
    parts = []
    for family, some in groupby(rows, key=lambda row: row.family):
        places = [row.place for row in some]
        entries = family.entries[places[0] : places[-1] + 1]
        parts.append(Part("" if places[0] else family.title, entries))
    return tuple(parts)
