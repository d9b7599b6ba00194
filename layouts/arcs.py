"""Arcs of SVG paths as cubic curves: the engine draws an arc as one curve, which past a quarter is no longer round."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

_COMMAND = re.compile(r"([a-df-zA-DF-Z])([^a-df-zA-DF-Z]*)")  # e belongs to numbers
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_SEPARATED = r"[\s,]*"
_ARC = re.compile(_SEPARATED.join([f"({_NUMBER.pattern})"] * 3 + ["([01])"] * 2 + [f"({_NUMBER.pattern})"] * 2))
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2, "Z": 0}

Point = tuple[float, float]


def without_arcs(d: str) -> str:
    """Return a path whose arcs are cubic curves of a quarter at most.

    The curves follow SVG 1.1, appendix F.6 (from end points to the centre), and stay within 0.03 % of the radius.
    """
    out: list[str] = []
    here: Point = (0.0, 0.0)
    start: Point = (0.0, 0.0)
    for letter, numbers in _COMMAND.findall(d):
        if letter in "aA":
            for arc in _ARC.findall(numbers):
                end = _moved(here, float(arc[5]), float(arc[6]), letter == "a")
                out += _curves(here, end, arc)
                here = end
            continue
        out.append(letter + numbers.strip())
        here, start = _followed(letter, [float(n) for n in _NUMBER.findall(numbers)], here, start)
    return " ".join(out)


def _followed(letter: str, numbers: list[float], here: Point, start: Point) -> tuple[Point, Point]:
    """Tell where a command without arcs ends, and where its figure began."""
    kind, relative = letter.upper(), letter.islower()
    if kind == "Z":
        return start, start
    count = _COUNTS[kind]
    for i in range(0, len(numbers), count):
        part = numbers[i : i + count]
        if kind == "H":
            here = (here[0] + part[0] if relative else part[0], here[1])
        elif kind == "V":
            here = (here[0], here[1] + part[0] if relative else part[0])
        else:
            here = _moved(here, part[-2], part[-1], relative)
        if kind == "M" and i == 0:
            start = here
    return here, start


def _moved(here: Point, x: float, y: float, relative: bool) -> Point:
    return (here[0] + x, here[1] + y) if relative else (x, y)


def _curves(start: Point, end: Point, arc: tuple[str, ...]) -> Iterator[str]:
    """Yield the curves of one arc, in absolute coordinates."""
    rx, ry, turn = abs(float(arc[0])), abs(float(arc[1])), math.radians(float(arc[2]))
    if start == end:
        return
    if not rx or not ry:
        yield f"L{end[0]:.2f} {end[1]:.2f}"
        return
    cosine, sine = math.cos(turn), math.sin(turn)
    dx, dy = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cosine * dx + sine * dy, cosine * dy - sine * dx
    grown = max(1.0, math.hypot(x / rx, y / ry))
    rx, ry = rx * grown, ry * grown
    x, y = x / rx, y / ry  # from here on, on a circle of radius 1
    apart = max(0.0, 1 / (x * x + y * y) - 1) ** 0.5 * (-1 if arc[3] == arc[4] else 1)
    centre = (apart * y, -apart * x)
    first = math.atan2(y - centre[1], x - centre[0])
    swept = (math.atan2(-y - centre[1], -x - centre[0]) - first) % math.tau
    if arc[4] == "0":
        swept -= math.tau
    pieces = math.ceil(abs(swept) / (math.pi / 2) - 1e-6)
    step = swept / pieces
    reach = 4 / 3 * math.tan(step / 4)

    def place(angle: float, along: float) -> str:
        px = rx * (centre[0] + math.cos(angle) - along * math.sin(angle))
        py = ry * (centre[1] + math.sin(angle) + along * math.cos(angle))
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        return f"{middle[0] + cosine * px - sine * py:.2f} {middle[1] + sine * px + cosine * py:.2f}"

    for i in range(pieces):
        angle = first + i * step
        yield f"C{place(angle, reach)} {place(angle + step, -reach)} {place(angle + step, 0)}"
