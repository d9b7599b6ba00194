"""What a page paints, mark by mark, in its own order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from layouts.preflight.findings import Box

Matrix = tuple[float, float, float, float, float, float]
Points = list[tuple[float, float]]

IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
EVERYWHERE: Box = (-1e6, -1e6, 1e6, 1e6)


class Colour(NamedTuple):
    """A colour as the file gives it: family (Gray, RGB, CMYK, Separation All…) and values 0…1."""

    space: str
    values: tuple[float, ...]

    def cmyk(self) -> tuple[float, float, float, float] | None:
        """The inks, in percent; None where the file does not say them."""
        if self.space == "CMYK" and len(self.values) == 4:
            c, m, y, k = self.values
            return c * 100, m * 100, y * 100, k * 100
        if self.space == "Gray" and self.values:
            return 0.0, 0.0, 0.0, 100 - self.values[0] * 100
        if self.space == "Separation All" and self.values:
            return (self.values[0] * 100,) * 4
        return None

    def rgb(self) -> tuple[float, float, float] | None:
        """The colour as a screen would show it, roughly for CMYK; None where it is not a flat colour."""
        if self.space == "RGB" and len(self.values) == 3:
            return self.values[0], self.values[1], self.values[2]
        inks = self.cmyk()
        if inks is None:
            return None
        rest = 1 - inks[3] / 100
        return (1 - inks[0] / 100) * rest, (1 - inks[1] / 100) * rest, (1 - inks[2] / 100) * rest


BLACK, PAPER = Colour("Gray", (0.0,)), Colour("Gray", (1.0,))


@dataclass(slots=True)
class Mark:
    """One painted thing. Boxes are in the page's own space; `box` is what its clip leaves visible."""

    kind: Literal["fill", "stroke", "text", "image"]
    whole: Box
    box: Box
    colour: Colour
    pagination: bool = False  # marked as a folio or a running head
    mcid: int = -1
    flat: bool = False  # a fill that covers the whole of its box
    depth: int = 0  # in how many forms it stands
    adds: bool = False  # its ink adds to the ink beneath: overprint, multiply
    thin: float = 0.0  # of a line or of a shape: its least thickness; of a picture: its width
    shape: tuple[Any, Matrix] | None = None  # of a fill: its outline, and the matrix that it is seen through
    name: str = ""  # of an image, or of a font
    text: str = ""
    xs: tuple[float, ...] = ()  # where each character starts, then the end, 0…1 of the run
    size: float = 0.0  # of type; of a picture: its height
    bold: bool = False
    embedded: bool = True  # whether its font is in the file
    faulty: str = ""  # a missing glyph's neighbourhood, a missing picture's reason
    pixels: tuple[int, int] = (0, 0)
    inks: tuple[float, ...] = ()  # the heaviest sample of a CMYK picture, 0…1

    @property
    def path(self) -> list[Points]:
        """Its subpaths on the page."""
        if self.shape is None:
            return []
        outline, matrix = self.shape
        return [[apply(matrix, x, y) for x, y in part] for part in outline.parts]

    @property
    def visible(self) -> bool:
        """Whether the clip leaves something of it."""
        return self.box[2] > self.box[0] and self.box[3] > self.box[1]


def times(one: Matrix, other: Matrix) -> Matrix:
    """The matrix that applies `one`, then `other`."""
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (
        a * g + b * i, a * h + b * j,
        c * g + d * i, c * h + d * j,
        e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point seen through a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def seen_through(matrix: Matrix, box: Box) -> Box:
    """The box of a box seen through a matrix."""
    a, b, c, d, e, f = matrix
    if b or c:
        return bounds(corners(matrix, box))
    left, right, low, high = a * box[0] + e, a * box[2] + e, d * box[1] + f, d * box[3] + f
    return min(left, right), min(low, high), max(left, right), max(low, high)


def bounds(points: Points) -> Box:
    """The smallest box around points; there is at least one."""
    xs = [x for x, _ in points]
    ys = [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def common(one: Box, other: Box) -> Box:
    """What two boxes share; its right is left of its left where they share nothing."""
    a, b, c, d = one
    e, f, g, h = other
    return (a if a > e else e), (b if b > f else f), (c if c < g else g), (d if d < h else h)


def corners(matrix: Matrix, box: Box) -> Points:
    """The four corners of a box, seen through a matrix."""
    x0, y0, x1, y1 = box
    return [apply(matrix, x, y) for x, y in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))]


def within(inner: Box, outer: Box, slack: float = 0.0) -> bool:
    """Whether a box lies inside another."""
    return (
        inner[0] >= outer[0] - slack
        and inner[1] >= outer[1] - slack
        and inner[2] <= outer[2] + slack
        and inner[3] <= outer[3] + slack
    )
