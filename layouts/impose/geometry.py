"""Where pages go on sheets: the order of a folded booklet, its creep, a grid of cells. Numbers alone, no PDF.

Lengths are in mm, from the lower-left corner of the sheet.
"""

from __future__ import annotations

from dataclasses import dataclass

_TOLERANCE = 0.01  # mm: a trim read from a PDF was rounded


@dataclass(frozen=True)
class Size:
    """Width and height."""

    width: float
    height: float


A4_LANDSCAPE = Size(297, 210)


@dataclass(frozen=True)
class Cell:
    """The place of one page on a sheet."""

    x: float
    y: float
    size: Size


@dataclass(frozen=True)
class Leaf:
    """A sheet of a booklet: the pages (from 0, None for a blank) of its two sides, each left then right."""

    front: tuple[int | None, int | None]
    back: tuple[int | None, int | None]


def grid(sheet: Size, cell: Size, columns: int, rows: int, gutter: float = 0) -> tuple[Cell, ...]:
    """Return cells in the middle of a sheet, row by row from the top. Raises ValueError where they do not fit."""
    width = columns * cell.width + (columns - 1) * gutter
    height = rows * cell.height + (rows - 1) * gutter
    if width > sheet.width + _TOLERANCE or height > sheet.height + _TOLERANCE:
        raise ValueError(f"{columns} × {rows} cells of {cell.width} × {cell.height} mm do not fit the sheet")
    left, bottom = (sheet.width - width) / 2, (sheet.height - height) / 2
    return tuple(
        Cell(left + column * (cell.width + gutter), bottom + row * (cell.height + gutter), cell)
        for row in reversed(range(rows))
        for column in range(columns)
    )


def folded_pages(count: int, covers: int) -> list[int | None]:
    """Return the pages in reading order, with the blanks that fill the last sheet put before the back cover.

    `covers` is the number of pages of the back cover, which stay the last ones: its inside still faces the text.
    """
    blanks = -count % 4
    kept = count - covers
    return [*range(kept), *[None] * blanks, *range(kept, count)]


def saddle_stitch(pages: list[int | None]) -> tuple[Leaf, ...]:
    """Return the sheets of a booklet, from the outermost; turned over by their short edge, as they are printed."""
    if len(pages) % 4:
        raise ValueError(f"{len(pages)} pages do not fill sheets of four")
    last = len(pages) - 1
    return tuple(
        Leaf(front=(pages[last - i], pages[i]), back=(pages[i + 1], pages[last - i - 1]))
        for i in range(0, len(pages) // 2, 2)
    )


def creep(sheet: int, thickness: float) -> float:
    """Return how far a sheet, counted from the outermost from 0, is pushed out of the fold by those around it.

    Its pages are drawn that much nearer to the fold, so that all margins look the same when the booklet is shut.
    """
    return sheet * thickness
