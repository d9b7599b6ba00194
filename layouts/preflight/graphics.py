"""The graphics state, what the streams of a page share, and a little geometry."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any

from layouts.preflight.colours import heaviest
from layouts.preflight.findings import Box
from layouts.preflight.fonts import Font, read_font
from layouts.preflight.marks import BLACK, EVERYWHERE, IDENTITY, Colour, Mark, Matrix, Points
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

    def copy(self) -> State:
        """A copy that may change alone."""
        twin = copy.copy(self)
        twin.text = self.text.copy()
        return twin


@dataclass
class Shared:
    """What the streams of a page share: the marks, the fonts of the file, the pictures seen, the open tags."""

    marks: list[Mark] = field(default_factory=list)
    fonts: dict[tuple[int, int], Font] = field(default_factory=dict)
    inks: dict[tuple[int, int], tuple[float, ...]] = field(default_factory=dict)
    tags: list[tuple[int, bool]] = field(default_factory=list)

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


def matrix(thing: Any) -> Matrix:
    """The matrix of a form or of a pattern."""
    a, b, c, d, e, f = (float(value) for value in thing.get("/Matrix", IDENTITY))
    return a, b, c, d, e, f


def steps(start: float, end: float, wanted: float, step: float) -> float:
    """How far to move a cell, by whole steps, so that it shows at `wanted`."""
    return 0.0 if step <= 0 or start <= wanted < end else ((wanted - start) // step) * step


def grown(box: Box, by: float) -> Box:
    """A box made larger on all sides."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def curve(start: tuple[float, float], points: Points, operator: str) -> Points:
    """A Bézier curve as four chords."""
    one, two, end = (start, *points) if operator == "v" else (*points, points[-1]) if operator == "y" else points
    chords = []
    for t in (0.25, 0.5, 0.75):
        a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3
        chords.append(tuple(a * s + b * o + c * w + d * e for s, o, w, e in zip(start, one, two, end, strict=True)))
    return [(x, y) for x, y in chords] + [end]
