"""Paths: their points in the space where they were written, and the box that they take on the page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from layouts.preflight.findings import Box
from layouts.preflight.marks import Matrix, Points, apply, bounds, seen_through

_SEGMENT = re.compile(rb"([-+.0-9\s]*)([a-z]+)\s*")


class Outline(NamedTuple):
    """A path: its subpaths as points, curves as chords, and the box around them, before any matrix."""

    parts: tuple[Points, ...]
    box: Box


@lru_cache(maxsize=16384)  # the outlines of the screen are those of the press
def outline(path: bytes) -> Outline | None:
    """Read a path's operators (ISO 32000-1, 8.5.2); None where it has no point."""
    parts: list[Points] = []
    for numbers, operator in _SEGMENT.findall(path):
        operands = list(map(float, numbers.split()))
        if operator == b"h":
            continue
        if operator == b"re":
            x, y, width, height = operands
            parts.append([(x, y), (x + width, y), (x + width, y + height), (x, y + height)])
            continue
        points = list(zip(operands[::2], operands[1::2], strict=True))
        if operator == b"m" or not parts:
            parts.append(points)
        elif operator == b"l":
            parts[-1] += points
        else:
            parts[-1] += _curve(parts[-1][-1], points, operator)
    return Outline(tuple(parts), bounds([point for part in parts for point in part])) if parts else None


def upright(shape: Outline, matrix: Matrix) -> bool:
    """Whether a path is one rectangle whose sides are those of its box."""
    if len(shape.parts) != 1 or len(shape.parts[0]) not in (4, 5) or matrix[1] or matrix[2]:
        return False
    (x0, y0, x1, y1), points = shape.box, shape.parts[0]
    return all(x in (x0, x1) and y in (y0, y1) for x, y in points) and len(set(points)) == 4


def box_of(shape: Outline, matrix: Matrix) -> Box:
    """The box of a path on the page."""
    if not matrix[1] and not matrix[2]:
        return seen_through(matrix, shape.box)
    return bounds([apply(matrix, x, y) for part in shape.parts for x, y in part])


def _curve(start: tuple[float, float], points: Points, operator: bytes) -> Points:
    """A Bézier curve as four chords."""
    if operator == b"v":
        points = [start, *points]
    (x1, y1), (x2, y2), (x3, y3) = points if operator != b"y" else (*points, points[-1])
    x0, y0 = start
    chords = [
        (p * x0 + q * x1 + r * x2 + s * x3, p * y0 + q * y1 + r * y2 + s * y3) for p, q, r, s in _QUARTERS
    ]
    return [*chords, (x3, y3)]


_QUARTERS = [((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t * t, t**3) for t in (0.25, 0.5, 0.75)]
