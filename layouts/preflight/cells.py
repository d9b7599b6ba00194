"""Cards on the sheets of an office printer: nothing to cut by on a card, no words where the cutter may slip."""

from __future__ import annotations

from collections.abc import Iterator

from layouts.preflight.findings import MM, Box, Fault, mm, number, quote, refusal
from layouts.preflight.graphics import grown
from layouts.preflight.marks import Mark, common, within
from layouts.preflight.page import Page

_SLACK = 0.3 * MM  # a mark that touches the edge of a card is cut away with it
_SAME = 0.5 * MM  # the guide to round corners by goes around the card


def check_cells(page: Page) -> Iterator[Fault]:
    """Marks beside the cards, not on them; the words of a card within its own safe zone."""
    cells = [_in_points(cell, page.trim) for cell in page.cells]
    for mark in page.marks:
        if mark.kind == "stroke" and mark.depth == 0:
            if any(_is_on(mark, cell) for cell in cells):
                yield refusal(mark.box, f"un trait de coupe passe sur une carte, {page.where(mark.box)}.")
        elif mark.kind == "text" and mark.depth and mark.text.strip():
            yield from _near(mark, cells, page.expected.safe)


def _in_points(cell: Box, trim: Box) -> Box:
    left, bottom = trim[0], trim[1]
    return left + cell[0] * MM, bottom + cell[1] * MM, left + cell[2] * MM, bottom + cell[3] * MM


def _is_on(mark: Mark, cell: Box) -> bool:
    if within(mark.box, cell, _SAME) and within(cell, mark.box, _SAME):
        return False
    shared = common(mark.box, grown(cell, -_SLACK))
    return shared[2] > shared[0] and shared[3] > shared[1]


def _near(mark: Mark, cells: list[Box], safe: float) -> Iterator[Fault]:
    """The fault of words that come too near to the edge of the card that holds them."""
    middle = (mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2
    cell = next((each for each in cells if within((*middle, *middle), each)), None)
    if cell is None or not mark.visible:
        return
    least = min(mark.box[0] - cell[0], mark.box[1] - cell[1], cell[2] - mark.box[2], cell[3] - mark.box[3])
    if least < safe * MM - _SLACK:
        far = mm(max(least, 0))
        text = f"le texte {quote(mark.text)} est à {far} du bord de sa carte ; il en faut {number(safe)} mm."
        yield refusal(mark.box, text)
