"""The page numbers of another document, set in the margin beside what stands on those pages there.

A group can so read together from two settings of one text. The numbers are set at assembly: sections know nothing
of the other document, and are not laid out again when its pages shift.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pikepdf import Array, Name, OutlineItem, Pdf

from layouts.assemble.fonts import FontTable
from layouts.assemble.furniture import MM
from layouts.palette import Palette

SLOT = "parallel:"  # scheme of a slot that prints the other document's page of an anchor
_RISE = 0.72  # em: the height of a capital, to set it in the middle of its tab


@dataclass(frozen=True)
class Margin:
    """How the numbers are set: tabs that come from the left edge of the page. Lengths in mm, `size` in pt."""

    width: float  # of a tab
    height: float
    start: float  # where the words start
    size: float
    font: str  # file name
    ground: str  # colour tokens
    colour: str
    prefix: str  # before the number
    bookmark: str  # above the bookmarks that lead to the pages of the other document


@dataclass(frozen=True)
class Mark:
    """Where a page of the other document starts: its folio, and the base line of the text there, in pt."""

    folio: str
    y: float


@dataclass(frozen=True)
class Parallel:
    """The other document, as this one shows it: its marks page by page, and the folio of each of its anchors."""

    margin: Margin
    marks: tuple[tuple[Mark, ...], ...] = ()
    folios: Mapping[str, str] = field(default_factory=dict)


def margin_operators(marks: tuple[Mark, ...], margin: Margin, palette: Palette, fonts: FontTable) -> bytes:
    """Operators that draw the tabs of one page as pagination artifacts (ISO 32000-1, 14.8.2.2.2)."""
    if not marks:
        return b""
    key = fonts.key_of(margin.font)
    ground, colour = (" ".join(f"{v:.6g}" for v in palette.rgb(token)) for token in (margin.ground, margin.colour))
    parts = ["/Artifact <</Type /Pagination>> BDC"]
    bleed, height = 3 * MM, margin.height * MM
    for mark in marks:
        line = fonts.face(key).set_line(margin.prefix + mark.folio, features={"lnum": True, "tnum": True})
        fonts.draw(key, line.glyphs)
        low = mark.y - (height - _RISE * margin.size) / 2
        parts += [
            f"{ground} rg {-bleed:.3f} {low:.3f} {margin.width * MM + bleed:.3f} {height:.3f} re f",
            f"BT {colour} rg /{key} {margin.size} Tf 1 0 0 1 {margin.start * MM:.3f} {mark.y:.3f} Tm {line.array} ET",
        ]
    return "\n".join([*parts, "EMC", ""]).encode()


def write_parallel_outline(pdf: Pdf, parallel: Parallel) -> None:
    """Add to the bookmarks, closed, the pages of the other document: they serve who does not see the margin."""
    with pdf.open_outline() as outline:
        places = [(index, mark) for index, marks in enumerate(parallel.marks) for mark in marks]
        if not places:
            return
        above = OutlineItem(parallel.margin.bookmark, destination=_top(pdf, *places[0], parallel.margin))
        above.is_closed = True
        for index, mark in places:
            title = parallel.margin.prefix + mark.folio
            above.children.append(OutlineItem(title, destination=_top(pdf, index, mark, parallel.margin)))
        outline.root.append(above)


def _top(pdf: Pdf, index: int, mark: Mark, margin: Margin) -> Array:
    return Array([pdf.pages[index].obj, Name.XYZ, 0, round(mark.y + margin.height * MM, 3), 0])
