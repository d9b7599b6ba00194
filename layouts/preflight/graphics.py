"""The graphics state, what the streams of a page share, and a little geometry."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pikepdf

from layouts.preflight.colours import heaviest
from layouts.preflight.findings import Box
from layouts.preflight.fonts import Font, read_font
from layouts.preflight.marks import BLACK, EVERYWHERE, IDENTITY, Colour, Mark, Matrix, common, seen_through, times
from layouts.preflight.runs import TextState


@dataclass(slots=True)
class State:
    """The graphics state (ISO 32000-1, 8.4), as far as marks depend on it."""

    ctm: Matrix
    text: TextState
    clip: Box = EVERYWHERE
    clip_thin: float = 1e6
    fill: Colour = BLACK
    stroke: Colour = BLACK
    pattern: str = ""
    width: float = 1.0
    over_fill: bool = False
    over_stroke: bool = False
    multiply: bool = False
    opaque: bool = True
    boxed: bool = True  # what clips is the box of the clip, and no other shape

    def copy(self) -> State:
        """A copy that may change alone; its text parameters are copied where they change."""
        return State(
            self.ctm, self.text, self.clip, self.clip_thin, self.fill, self.stroke, self.pattern, self.width,
            self.over_fill, self.over_stroke, self.multiply, self.opaque, self.boxed,
        )  # fmt: skip


IMPRINT = "Imprint"
"""How the names of the forms begin that tell of which edition a file is."""


class Spot(NamedTuple):
    """Where a page shows an imprint: its path among resources, the state that it is drawn in, how many marks before."""

    path: tuple[str, ...]
    state: State
    mcid: int
    pagination: bool
    marks: int


@dataclass
class Shared:
    """What the streams of a page share: the marks, the fonts of the file, the pictures seen, the open tags.

    A tag tells what holds inside it. `spots` gathers the imprints that are left out; without such a list, none is.
    """

    marks: list[Mark] = field(default_factory=list)
    fonts: dict[tuple[int, int], Font] = field(default_factory=dict)
    inks: dict[tuple[int, int], tuple[float, ...]] = field(default_factory=dict)
    tags: list[tuple[int, bool]] = field(default_factory=list)
    codes: dict[tuple[str, ...], set[int]] = field(default_factory=dict)  # those shown, by where their font is named
    spots: list[Spot] | None = None
    apart: dict[Hashable, Any] = field(default_factory=dict)  # what imprints told, by themselves

    @property
    def tag(self) -> tuple[int, bool]:
        """The marked content that is open here, and whether it is a folio, a running head."""
        return self.tags[-1] if self.tags else (-1, False)

    def font(self, font: Any) -> Font:
        """Return a font dictionary as a Font, read once for the file."""
        key = font.objgen
        if key not in self.fonts or key == (0, 0):
            self.fonts[key] = read_font(font)
        return self.fonts[key]

    def heaviest(self, image: Any) -> tuple[float, ...]:
        """The heaviest sample of a CMYK picture, looked for once."""
        key = image.objgen
        if key not in self.inks:
            self.inks[key] = heaviest(image)
        return self.inks[key]


def parameters(given: Any) -> list[tuple[str, Any]]:
    """What a graphics state dictionary changes of the state (ISO 32000-1, table 58)."""
    found: list[tuple[str, Any]] = []
    if "/OP" in given:
        found += [("over_stroke", bool(given.OP)), ("over_fill", bool(given.OP))]
    if "/op" in given:
        found.append(("over_fill", bool(given.get("/op"))))
    if "/BM" in given:
        found.append(("multiply", str(given.BM) not in ("/Normal", "/Compatible")))
    if {"/ca", "/CA", "/SMask"} & set(given.keys()):
        whole = given.get("/ca", 1) == given.get("/CA", 1) == 1
        found.append(("opaque", whole and not isinstance(given.get("/SMask"), pikepdf.Dictionary)))
    if "/LW" in given:
        found.append(("width", float(given.LW)))
    return found


def matrix(thing: Any) -> Matrix:
    """The matrix of a form or of a pattern."""
    a, b, c, d, e, f = (float(value) for value in thing.get("/Matrix", IDENTITY))
    return a, b, c, d, e, f


def placed(form: Any, state: State) -> State:
    """The state that a form begins in: that in which it is drawn, through its own matrix."""
    inner = state.copy()
    inner.ctm = times(matrix(form), state.ctm)
    return inner


def form_box(form: Any, state: State) -> Box:
    """What a form may paint, where its own matrix is in force: its box, and what clips it there."""
    left, low, right, high = (float(value) for value in form.BBox)
    return common(state.clip, seen_through(state.ctm, (left, low, right, high)))


def sides(matrix: Matrix) -> tuple[float, float]:
    """The width and the height that a matrix gives to the unit square, whatever its turn."""
    a, b, c, d, _, _ = matrix
    return (a * a + b * b) ** 0.5 or 1.0, (c * c + d * d) ** 0.5 or 1.0


_HAIR = 0.01  # pt: less is rounding


def steps(start: float, end: float, wanted: float, step: float) -> float:
    """How far to move a cell, by whole steps, so that it shows at `wanted`."""
    wanted += _HAIR
    return 0.0 if step <= 0 or start <= wanted < end else ((wanted - start) // step) * step


def grown(box: Box, by: float) -> Box:
    """A box made larger on all sides."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by
