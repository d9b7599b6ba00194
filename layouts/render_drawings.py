"""Drawings painted once, then copied: an edition's cover, contents and openers show the same tiles again and again.

What a drawing paints follows from its address, which holds it whole, and from its size. It is written without what
changes nothing: the engine sets dashes, caps and joins before each shape, filled or stroked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from weasyprint.images import SVGImage

_MOST = 1024  # drawings kept, by address and size: some megabytes
_RESOURCES = ("XObject", "Pattern", "Shading")
_OF_STROKES = re.compile(rb"\[.*\] \S+ d|\S+ [JjM]")
_FILLS, _STROKES = frozenset((b"f", b"f*")), frozenset((b"S", b"s", b"B", b"B*", b"b", b"b*"))

Draw = Callable[[Any, Any, float, float, Any], None]
Painted = tuple[bytes, dict[str, Any]]  # the operators, and the states of opacity that they name

_painted: dict[tuple[str, float, float], Painted] = {}


def draw_once() -> None:
    """Have drawings painted once in a process. It does nothing the second time."""
    if not hasattr(SVGImage.draw, "__wrapped__"):
        SVGImage.draw = _copying(SVGImage.draw)


def paint_anew() -> None:
    """Forget what was painted: the engine has warned, perhaps of a drawing, and would not warn of its copy."""
    _painted.clear()


def _copying(draw: Draw) -> Draw:
    @wraps(draw)
    def drawn(image: Any, stream: Any, width: float, height: float, style: Any) -> None:
        key = image._base_url or "", width, height
        if key in _painted:
            operators, opacities = _painted[key]
            stream.stream.append(operators)
            stream._resources["ExtGState"].update(opacities)
            return
        start, before = len(stream.stream), _named(stream)
        # The engine leaves out a colour that is in force already: what is copied must not count on it.
        stream._current_color = stream._current_color_stroke = None
        stream._current_alpha = stream._current_alpha_stroke = None
        draw(image, stream, width, height, style)
        if _named(stream) == before and (painted := _taken(stream, start)):
            stream.stream[start:] = [painted[0]]
            if key[0].startswith("data:") and len(_painted) < _MOST:
                _painted[key] = painted

    return drawn


def _named(stream: Any) -> list[int]:
    """How many pictures, patterns and shadings a stream names; a drawing that adds one is not copied."""
    return [len(stream._resources[kind]) for kind in _RESOURCES]


def _taken(stream: Any, start: int) -> Painted | None:
    """What a drawing has painted since `start`; None if it names more than opacities, or holds text."""
    operators: list[Any] = stream.stream[start:]
    if b"BT" in operators or not all(isinstance(operator, bytes) for operator in operators):
        return None
    states = {operator[1:-3].decode() for operator in operators if operator.endswith(b" gs")}
    if not all(state.startswith(("a", "A")) for state in states):
        return None
    return b"\n".join(_lean(operators)), {state: stream._resources["ExtGState"][state] for state in states}


def _lean(operators: Iterable[bytes]) -> Iterator[bytes]:
    """Leave out what is set for strokes, before each shape anew, where the shape is only filled."""
    waiting: list[bytes] = []
    for operator in operators:
        if operator in _FILLS:
            waiting = [each for each in waiting if not _OF_STROKES.fullmatch(each)]
        waiting.append(operator)
        if operator in _FILLS or operator in _STROKES:
            yield from waiting
            waiting = []
    yield from waiting
