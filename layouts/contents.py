"""The table of contents as pages: blocks of lines, shared out so that the pages are alike and no block is broken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from book.model import Edition

# Heights in pt, as the book's style.css sets them.
_PAGE, _TITLE, _PICTURE = 505.0, 37.0, 80.0
_ROW, _HEADING = 17.0, 31.0
_TIGHT = 0.89  # of these heights, where lines are set tighter
_SPREAD = 2
_KEPT = 2  # rows that stay with their heading


@dataclass(frozen=True)
class Row:
    """A line of the contents: the anchor that it leads to, its words, its number, the family of its drawing."""

    target: str
    label: str
    number: str = ""
    family: str = ""


@dataclass(frozen=True)
class Block:
    """Lines that stand together, below a heading or without one."""

    rows: tuple[Row, ...]
    heading: str = ""
    target: str = ""
    name: str = ""  # tells apart the blocks without a heading, and what is left of a broken one
    gap: float = 0.0  # above or below a block without a heading, in pt

    @property
    def height(self) -> float:
        """What it takes on a page, in pt."""
        return len(self.rows) * _ROW + (_HEADING if self.heading else self.gap)


def contents(edition: Edition, listed: Sequence[tuple[str, str, bool]]) -> tuple[Block, ...]:
    """Return the contents as blocks of lines: chapters in front, newscasts, figures, chapters behind.

    `listed` are the sections to list, in the order of print: anchor, title, and whether it is one of the families
    that the chapters stand around.
    """
    corpus = edition.corpus
    inside = [i for i, (_, _, family) in enumerate(listed) if family]
    front, back = listed[: inside[0]], listed[inside[-1] + 1 :]
    blocks = [Block(_rows(front), name="front", gap=4)]
    for newscast in corpus.newscasts.values():
        told = edition.scenarios_of_newscast(newscast.id)
        rows = tuple(Row(scenario.id, scenario.title, scenario.id, "scenarios") for scenario in told)
        blocks.append(Block(rows, newscast.title, f"jt-{newscast.id}", newscast.id))
    rows = tuple(Row(figure.id, figure.title, figure.id, "figures") for figure in corpus.figures.values())
    blocks.append(Block(rows, corpus.pages["figures"].title, "figures", "figures"))
    blocks.append(Block(_rows(back), name="back", gap=9))
    return tuple(blocks)


def _rows(listed: Sequence[tuple[str, str, bool]]) -> tuple[Row, ...]:
    return tuple(Row(target, title) for target, title, _ in listed)


@dataclass(frozen=True)
class Contents:
    """The pages of the contents, whether the first has a picture at its head, and whether lines are set tighter."""

    pages: tuple[tuple[Block, ...], ...]
    picture: bool = False
    tight: bool = False


def on_spread(blocks: Sequence[Block]) -> Contents:
    """Share blocks out, with a picture at the head of the first page where two pages have room for it.

    Lines are set tighter where that spares further pages.
    """
    pictured = _fitting([block for block in blocks if block.rows], _SPREAD, _TITLE + _PICTURE)
    if pictured:
        return Contents(pictured, picture=True)
    loose, tight = Contents(shared_out(blocks)), Contents(shared_out(blocks, share=_TIGHT), tight=True)
    return tight if len(tight.pages) < len(loose.pages) else loose


def shared_out(blocks: Sequence[Block], head: float = _TITLE, share: float = 1.0) -> tuple[tuple[Block, ...], ...]:
    """Share blocks out over two pages, or as many more as it takes, two by two; long ones are broken then.

    `head` is what stands above the lines of the first page, in pt, `share` what all takes of its heights.
    """
    whole = [block for block in blocks if block.rows]
    broken = [piece for block in whole for piece in _pieces(block)]
    for count in range(_SPREAD, len(broken) + 2, 2):
        pages = _fitting(whole, count, head, share) or _fitting(broken, count, head, share)
        if pages:
            return pages
    raise AssertionError("a page holds one line at least")


def _fitting(
    pieces: Sequence[Block], count: int, head: float, share: float = 1.0
) -> tuple[tuple[Block, ...], ...]:
    """Share pieces out over so many pages; nothing where they do not fit."""
    pages = _evenly(pieces, count, head)
    if all(_height(page, 0 if i else head) * share <= _PAGE for i, page in enumerate(pages)):
        return tuple(tuple(_joined(page)) for page in pages)
    return ()


def _height(page: Sequence[Block], head: float) -> float:
    return sum(block.height for block in page) + head


def _pieces(block: Block) -> list[Block]:
    """Break a block into its lines, the first ones staying with the heading, the last ones together."""
    if len(block.rows) < 2 * _KEPT:
        return [block]
    first, rest, last = block.rows[:_KEPT], block.rows[_KEPT:-_KEPT], block.rows[-_KEPT:]
    pieces = [*((row,) for row in rest), last]
    return [replace(block, rows=first), *(Block(rows, name=block.name) for rows in pieces)]


def _joined(page: Sequence[Block]) -> list[Block]:
    """Put lines of one block that stand on the same page together again."""
    joined: list[Block] = []
    for block in page:
        if joined and not block.heading and block.name == joined[-1].name:
            joined[-1] = replace(joined[-1], rows=(*joined[-1].rows, *block.rows))
        else:
            joined.append(block)
    return joined


def _evenly(pieces: Sequence[Block], count: int, head: float) -> list[list[Block]]:
    """Cut a sequence into so many pages, none empty, whose fullest is as low as can be."""
    if len(pieces) < count:
        return []

    @cache
    def best(start: int, page: int) -> tuple[float, tuple[int, ...]]:
        if page == count - 1:
            return _height(pieces[start:], 0 if page else head), (len(pieces),)
        found: list[tuple[float, tuple[int, ...]]] = []
        for end in range(start + 1, len(pieces) - (count - page - 1) + 1):
            rest, ends = best(end, page + 1)
            found.append((max(_height(pieces[start:end], 0 if page else head), rest), (end, *ends)))
        return min(found)

    ends = best(0, 0)[1]
    return [list(pieces[start:end]) for start, end in pairwise((0, *ends))]
