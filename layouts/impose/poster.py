"""A poster cut over the sheets of an office printer: tiles that overlap, with marks to cut and to glue by."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from layouts.assemble.fonts import FontTable
from layouts.assemble.provenance import TILES, inherit, restamp
from layouts.errors import LayoutError
from layouts.finish import save
from layouts.impose.geometry import Size
from layouts.setting import faces

MM = 72 / 25.4
A4 = Size(210, 297)
_FONT = "AtkinsonHyperlegibleNext_400Regular.ttf"
_MARK = 4.0  # mm, length of a cutting mark
_GAP = 1.0  # mm, between a mark and the picture
_SMALL = 8  # pt, of what a tile says of itself
_THIN = 0.3  # pt


@dataclass(frozen=True)
class Tiling:
    """How a poster is cut: the sheet, the margin that a printer leaves white, what neighbours share. In mm."""

    sheet: Size = A4
    margin: float = 5.0
    overlap: float = 10.0

    def grid(self, poster: Size) -> tuple[int, int]:
        """Return the columns and rows that the poster takes. Raises LayoutError where a sheet holds none of it."""
        room = self.room
        if min(room.width, room.height) <= self.overlap:
            raise LayoutError("la feuille est trop petite pour y découper une affiche")
        columns = ceil(round((poster.width - self.overlap) / (room.width - self.overlap), 6))
        rows = ceil(round((poster.height - self.overlap) / (room.height - self.overlap), 6))
        return max(1, columns), max(1, rows)

    @property
    def room(self) -> Size:
        """What a printer can print on a sheet, less the room for marks."""
        aside = 2 * (self.margin + _MARK + _GAP)
        return Size(self.sheet.width - aside, self.sheet.height - aside)

    def tiles(self, poster: Size) -> Iterator[Tile]:
        """Every tile, row by row from the top; all have the same size, so that they share the poster evenly."""
        columns, rows = self.grid(poster)
        width = (poster.width + (columns - 1) * self.overlap) / columns
        height = (poster.height + (rows - 1) * self.overlap) / rows
        for row in range(rows):
            for column in range(columns):
                x = column * (width - self.overlap)
                y = poster.height - height - row * (height - self.overlap)
                size = Size(width, height)
                yield Tile(row, column, columns, rows, x, y, size)


@dataclass(frozen=True)
class Tile:
    """One sheet's share of a poster: its row and column from 0, and its place on it, in mm from below left."""

    row: int
    column: int
    columns: int
    rows: int
    x: float
    y: float
    size: Size

    @property
    def name(self) -> str:
        """The tile's name: A1 in the upper left corner, rows by letter."""
        return f"{chr(ord('A') + self.row)}{self.column + 1}"

    @property
    def glued_right(self) -> bool:
        """Whether the neighbour on the right is glued over its right strip."""
        return self.column + 1 < self.columns

    @property
    def glued_below(self) -> bool:
        """Whether the neighbour below is glued over its lower strip."""
        return self.row + 1 < self.rows


def tile_poster(document: bytes, fonts: Path, tiling: Tiling | None = None) -> bytes:
    """Return the sheets to print, cut and glue, of a document of one page. Raises LayoutError."""
    tiling = tiling or Tiling()
    with Pdf.open(io.BytesIO(document)) as source, Pdf.new() as pdf:
        table = FontTable(faces(fonts))
        trim = [float(value) for value in source.pages[0].obj.TrimBox]
        poster = Size((trim[2] - trim[0]) / MM, (trim[3] - trim[1]) / MM)
        picture = pdf.copy_foreign(source.pages[0].as_form_xobject())
        for tile in tiling.tiles(poster):
            _page(pdf, tile, tiling, picture, (trim[0], trim[1]), table)
        resources = table.write(pdf)
        for page in pdf.pages:
            page.obj.Resources.Font = resources
        inherit(pdf, source)
        restamp(pdf, TILES, tagged=False)
        return save(pdf)


def _page(
    pdf: Pdf, tile: Tile, tiling: Tiling, picture: pikepdf.Object, origin: tuple[float, float], table: FontTable
) -> None:
    left = (tiling.sheet.width - tile.size.width) / 2
    low = (tiling.sheet.height - tile.size.height) / 2
    width, height = tile.size.width * MM, tile.size.height * MM
    x, y = left * MM - tile.x * MM - origin[0], low * MM - tile.y * MM - origin[1]
    operators = [
        f"q {left * MM:.3f} {low * MM:.3f} {width:.3f} {height:.3f} re W n",
        f"1 0 0 1 {x:.3f} {y:.3f} cm /Poster Do Q",
        f"q 0 G {_THIN} w",
        *_marks(tile, tiling, left, low),
        "Q",
        *_words(tile, left, low, table),
    ]
    page = pdf.add_blank_page(page_size=(round(tiling.sheet.width * MM, 3), round(tiling.sheet.height * MM, 3)))
    page.obj.Resources = Dictionary(XObject=Dictionary(Poster=picture))
    page.obj.Contents = Stream(pdf, "\n".join(operators).encode())
    page.obj.MediaBox = Array([0, 0, round(tiling.sheet.width * MM, 3), round(tiling.sheet.height * MM, 3)])
    page.obj.Type = Name.Page


def _marks(tile: Tile, tiling: Tiling, left: float, low: float) -> Iterator[str]:
    """Marks outside the picture: full ones at its corners, where one cuts; dashed ones where a neighbour comes."""
    right, top = left + tile.size.width, low + tile.size.height
    for x in (left, right):
        yield from _both(x, low, top, upright=True)
    for y in (low, top):
        yield from _both(y, left, right, upright=False)
    yield "[1.5 1.5] 0 d"
    if tile.glued_right:
        yield from _both(right - tiling.overlap, low, top, upright=True)
    if tile.glued_below:
        yield from _both(low + tiling.overlap, left, right, upright=False)


def _both(at: float, start: float, end: float, *, upright: bool) -> Iterator[str]:
    """A mark before `start` and one after `end`, on the line `at`."""
    for near, far in ((start - _GAP, start - _GAP - _MARK), (end + _GAP, end + _GAP + _MARK)):
        points = ((at, near), (at, far)) if upright else ((near, at), (far, at))
        (x1, y1), (x2, y2) = points
        yield f"{x1 * MM:.3f} {y1 * MM:.3f} m {x2 * MM:.3f} {y2 * MM:.3f} l S"


def _words(tile: Tile, left: float, low: float, table: FontTable) -> Iterator[str]:
    """What a tile says of itself, below the picture: its name, what to cut, what to glue."""
    told = [f"Feuille {tile.name}, sur {tile.columns} colonnes et {tile.rows} rangs."]
    cut = [edge for edge, is_cut in (("gauche", tile.column > 0), ("haut", tile.row > 0)) if is_cut]
    if cut:
        told.append(f"Couper le bord {' et le bord '.join(cut)}, d’un repère plein à l’autre.")
    glued = [(tile.glued_right, tile.row, tile.column + 1), (tile.glued_below, tile.row + 1, tile.column)]
    for is_glued, row, column in glued:
        if is_glued:
            told.append(f"Coller {chr(ord('A') + row)}{column + 1} jusqu’aux repères en tirets.")
    key = table.key_of(_FONT)
    line = table.face(key).set_line(" ".join(told))
    table.draw(key, line.glyphs)
    place = f"1 0 0 1 {(left + _MARK) * MM:.3f} {(low - _GAP - _MARK - 3) * MM:.3f} Tm"
    yield f"BT 0 g /{key} {_SMALL} Tf {place} {line.array} ET"
