"""A content stream cut into instructions as they are written (ISO 32000-1, 7.8.2), so that most can be copied.

A path, on which only its paint decides, is one cut from its first operator to its last; so is a run of operators
that nothing here looks at (line ends, fonts, the places of words).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import pikepdf

PATH, PLAIN, OPERANDS, OPERATOR, END, STRANGE = range(1, 7)
"""What a cut is, the last group of its match: a path, a plain run, an operator with its operands, the blank end."""

Cuts = list[re.Match[bytes]]

_SPACE, _REGULAR = rb"[\0\t\n\f\r ]", rb"[^\0\t\n\f\r ()<>\[\]{}/%]"
_NUMBER = rb"[-+]?+(?:[0-9]++\.?+[0-9]*+|\.[0-9]++)(?!%b)" % _REGULAR
_NAME = rb"/%b*+" % _REGULAR
_WORD = rb"(?:true|false|null)(?!%b)" % _REGULAR
_STRING = rb"<[0-9A-Fa-f\0\t\n\f\r ]*+>|\((?:[^()\\]|\\.)*+\)"
_OPERAND = b"(?:%b)" % b"|".join((_NUMBER, _NAME, rb"\[|\]|<<|>>", _STRING, _WORD))
_CUT = re.compile(
    rb"((?:%(space)b*+(?:%(number)b%(space)b++)*+(?:re|[mlcvyh]|W\*?)(?!%(regular)b))++)"
    rb"|((?:%(space)b*+(?:(?:%(number)b|%(name)b|\[%(space)b*+\])%(space)b++)*+"
    rb"(?:[dJjM]|BT|ET|T[mfcdDLswz*])(?!%(regular)b))++)"
    rb"|%(space)b*+((?:%(operand)b%(space)b*+)*+)(?!(?:BI|ID|EI)(?!%(regular)b))([A-Za-z'\"]%(regular)b*+)"
    rb"|(%(space)b++\Z)"
    rb"|(.++)"
    % {b"space": _SPACE, b"regular": _REGULAR, b"number": _NUMBER, b"name": _NAME, b"operand": _OPERAND},
    re.DOTALL,
)
_STEP = re.compile(rb"([-+.0-9\0\t\n\f\r ]*)(re|[mlcvyh]|W\*?)")

IMAGE = b"InlineImage"
"""The operator that stands for an image written in the stream itself."""


def cut(stream: bytes) -> Cuts:
    """Return the cuts of a stream; joined, they are the stream after a line feed, so that each can stand alone.

    What is not written as engines do (comments, images, parentheses within strings) is first written anew. Raises
    PdfError for what is no content stream.
    """
    cuts = list(_CUT.finditer(b"\n" + stream))
    if cuts[-1].lastindex == STRANGE:
        cuts = list(_CUT.finditer(b"\n" + _anew(stream)))
    if cuts[-1].lastindex == STRANGE:
        raise pikepdf.PdfError("an operator that cannot be read")
    return cuts


def _anew(stream: bytes) -> bytes:
    with pikepdf.Pdf.new() as pdf:
        parsed = pikepdf.parse_content_stream(pdf.make_stream(stream))
        image = pikepdf.Operator(IMAGE.decode())
        told: list[Any] = [
            ([], image) if isinstance(each, pikepdf.ContentStreamInlineImage) else each for each in parsed
        ]
        return pikepdf.unparse_content_stream(told)


def numbers(operands: bytes) -> list[float]:
    """Return operands that are all numbers. Raises ValueError."""
    return [float(value) for value in operands.replace(b"\0", b" ").split()]


def steps(path: bytes) -> list[tuple[bytes, list[float]]]:
    """Return the operators of a path, each with its operands."""
    return [(operator, numbers(operands)) for operands, operator in _STEP.findall(path)]


def across(path: list[tuple[bytes, list[float]]]) -> float:
    """Return the least thickness of a path, told by its steps."""
    points = [point for step in path for point in _points(*step)]
    return min((max(values) - min(values) for values in zip(*points, strict=True)), default=float("inf"))


def _points(operator: bytes, values: list[float]) -> list[tuple[float, float]]:
    """The points of an operator that builds a path; of a rectangle, two corners."""
    if operator == b"re":
        x, y, width, height = values
        return [(x, y), (x + width, y + height)]
    return list(zip(values[::2], values[1::2], strict=True))


def scale_of(matrix: Iterable[float]) -> float:
    """Return how much larger a matrix makes lengths."""
    a, b, c, d, *_ = matrix
    return float(abs(a * d - b * c) ** 0.5)


@lru_cache(maxsize=256)
def name_of(operands: bytes) -> str:
    """Return the last of the operands, a name, as resource dictionaries spell it."""
    told: Any = pikepdf.Object.parse(operands[operands.rindex(b"/") :].strip())
    return str(told)
