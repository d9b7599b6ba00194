"""The tile kit: drawings composed of a few shapes on a square grid, by a recipe or from an id alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from book.local import OwnDrawing, Tile
from layouts.palette import Palette

Rows = tuple[tuple[Tile, ...], ...]

_SHEET = (-100.0, -400.0, 1400.0, 2000.0)  # more than any frame shows: the frame cuts it
_WIDTH = 960.0  # of the longer side of a composition, in drawing units; a plate is 1200 wide
_MIDDLE = 600.0
_OVERLAP = 2.0   # of a tile over the next, so that no seam shows between two of one colour
_GROUNDS = ("sun", "green", "coral", "leaf", "blue", "orange", "violet")
# What goes with a ground, where the colours are not told.
_COMPANIONS = {
    "sun": ("ink", "coral", "paper", "blue"),
    "green": ("pine", "mint", "sun", "paper"),
    "coral": ("plum", "sun", "paper", "ink"),
    "leaf": ("pine", "paper", "sun", "ink"),
    "blue": ("ink", "pink", "sun", "paper"),
    "orange": ("plum", "paper", "sun", "ink"),
    "violet": ("ink", "mint", "pink", "paper"),
}  # fmt: skip
_PICKED = ("quarter", "quarter", "half", "disc", "arch", "ring", "square", "triangle", "stairs", "bar")
# The shapes that a turn or a mirror leaves as they are, and what a mirror makes of the turns of the others.
_UPRIGHT_MIRROR = {"half": (0, 3, 2, 1), "arch": (0, 3, 2, 1), "bar": (0, 3, 2, 1)}
_CORNER_MIRROR = (1, 0, 3, 2)
_ROUND = ("disc", "ring", "square", "blank")


@dataclass(frozen=True)
class Composition:
    """A drawing still to be painted, and what is said and known of it."""

    alt: str
    ground: str
    number: str
    caption: str
    svg: str


def compose(own: OwnDrawing, id: str, palette: Palette) -> Composition:
    """Compose the drawing of a recipe, standing on a floor; without one, a quilt that follows from the id.

    The picture fills the core of a plate: its number stands above it, its caption below.
    """
    ground = own.ground or ground_of(id)
    rows = own.rows or pattern(id, ground)
    companion = palette.grounds[ground].deep
    floor = companion if companion != ground else "paper" if ground == "ink" else "ink"
    caption = "paper" if palette.contrast("paper", floor) >= palette.contrast("ink", floor) else "ink"
    height, width = len(rows), len(rows[0])
    side = _WIDTH / max(height, width) if own.rows else 2 * _MIDDLE / width
    left, top = _MIDDLE - width * side / 2, _MIDDLE - height * side / 2
    bottom = top + height * side
    shapes = [_rect(*_SHEET, ground), _rect(_SHEET[0], bottom, _SHEET[2], 1600 - bottom, floor)]
    places = [(tile, left + x * side, top + y * side) for y, row in enumerate(rows) for x, tile in enumerate(row)]
    shapes += [_rect(x, y, side + _OVERLAP, side + _OVERLAP, tile.under) for tile, x, y in places if tile.under]
    shapes += [draw_tile(tile, x, y, side) for tile, x, y in places]
    return Composition(own.alt, ground, palette.grounds[ground].words, caption, frame("".join(shapes)))


def frame(shapes: str) -> str:
    """Return the SVG of a plate."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-16 -258 1232 1716">{shapes}</svg>'


def ground_of(id: str) -> str:
    """Choose the ground of a drawing that tells none."""
    return random.Random(f"{id} ground").choice(_GROUNDS)


def pattern(id: str, ground: str) -> Rows:
    """Make up four rows of four tiles, the right half the mirror of the left."""
    chance = random.Random(f"{id} tiles")
    colours = _COMPANIONS[ground] if ground in _COMPANIONS else _COMPANIONS["blue"][1:]
    rows = []
    for _ in range(4):
        half = [_picked(chance, colours) for _ in range(2)]
        rows.append((*half, *(_mirrored(tile) for tile in reversed(half))))
    return tuple(rows)


def _picked(chance: random.Random, colours: tuple[str, ...]) -> Tile:
    shape = chance.choice(_PICKED)
    colour, under = chance.sample((*colours, ""), 2)
    return Tile(shape, colour or under, chance.randrange(4), under if colour else "")


def _mirrored(tile: Tile) -> Tile:
    if tile.shape in _ROUND:
        return tile
    turns = _UPRIGHT_MIRROR.get(tile.shape, _CORNER_MIRROR)
    return Tile(tile.shape, tile.colour, turns[tile.turn], tile.under)


def draw_tile(tile: Tile, x: float, y: float, side: float) -> str:
    """Draw the shape of a tile with its upper left corner at x, y."""
    size = side + _OVERLAP
    if tile.shape == "blank":
        return ""
    turned = f" rotate({90 * tile.turn} {size / 2:g} {size / 2:g})" if tile.turn else ""
    path = _SHAPES[tile.shape](size)
    return f'<path transform="translate({x:g} {y:g}){turned}" d="{path}" fill="var(--{tile.colour})"/>'


def _rect(x: float, y: float, width: float, height: float, colour: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}" fill="var(--{colour})"/>'


def _disc(s: float) -> str:
    r = s / 2
    arc = f"A{r:g} {r:g} 0 0 1"
    return f"M0 {r:g}{arc} {r:g} 0{arc} {s:g} {r:g}{arc} {r:g} {s:g}{arc} 0 {r:g}Z"


def _ring(s: float) -> str:
    """A disc and, turning the other way, its hole."""
    r, q = s / 2, s / 4
    arc = f"A{q:g} {q:g} 0 0 0"
    hole = f"M{q:g} {r:g}{arc} {r:g} {3 * q:g}{arc} {3 * q:g} {r:g}{arc} {r:g} {q:g}{arc} {q:g} {r:g}Z"
    return _disc(s) + hole


def _half(s: float) -> str:
    """A half disc that stands on the lower edge."""
    r = s / 2
    return f"M0 {s:g}A{r:g} {r:g} 0 0 1 {r:g} {r:g}A{r:g} {r:g} 0 0 1 {s:g} {s:g}Z"


def _quarter(s: float) -> str:
    """A quarter disc around the lower right corner."""
    return f"M0 {s:g}A{s:g} {s:g} 0 0 1 {s:g} 0V{s:g}Z"


def _arch(s: float) -> str:
    r = s / 2
    return f"M0 {s:g}V{r:g}A{r:g} {r:g} 0 0 1 {r:g} 0A{r:g} {r:g} 0 0 1 {s:g} {r:g}V{s:g}Z"


def _stairs(s: float) -> str:
    """Three steps that go up to the right."""
    t = s / 3
    return f"M0 {s:g}V{2 * t:g}H{t:g}V{t:g}H{2 * t:g}V0H{s:g}V{s:g}Z"


# Each shape fills a square of this side, before its turns; the names are those of book.edition_words.
_SHAPES: dict[str, Callable[[float], str]] = {
    "square": lambda s: f"M0 0H{s:g}V{s:g}H0Z",
    "disc": _disc,
    "half": _half,
    "quarter": _quarter,
    "triangle": lambda s: f"M0 {s:g}L{s:g} 0V{s:g}Z",
    "arch": _arch,
    "ring": _ring,
    "bar": lambda s: f"M0 0H{s:g}V{s / 3:g}H0Z",
    "stairs": _stairs,
}
