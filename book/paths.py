"""The path data of a drawing, held against its grammar (SVG 1.1, 8.3.9): what is no path, no two draw alike."""

from __future__ import annotations

import re

_LARGEST = 1e6  # units: a drawing has no use for more, and engines lose their way there
# Atomic and possessive, so that a text that does not match is given up at once, however long.
_NUMBER = r"(?>[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)"
_BETWEEN = r"[\s,]*+"
_COMMAND = re.compile(r"([MmLlHhVvCcSsQqTtAaZz])([^A-DF-Za-df-z]*)")  # e belongs to numbers
_COUNTS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "T": 2}
_ARC = _BETWEEN.join([_NUMBER] * 3 + ["[01]"] * 2 + [_NUMBER] * 2)  # its flags may stand without a separator


def is_path(data: str) -> bool:
    """Tell whether path data can be drawn: commands with all their numbers, none of them beyond measure."""
    rest, position = data.strip(), 0
    for command in _COMMAND.finditer(rest):
        letter, numbers = command[1].upper(), command[2]
        if command.start() != position or (position == 0 and letter != "M") or not _fits(letter, numbers):
            return False
        position = command.end()
    return position == len(rest)


def are_numbers(data: str, count: int) -> bool:
    """Tell whether a text is so many numbers, none of them beyond measure."""
    return _repeats(_BETWEEN.join([_NUMBER] * count), data, once=True) and _measured(data)


def _fits(letter: str, numbers: str) -> bool:
    if letter == "Z":
        return not numbers.strip()
    one = _ARC if letter == "A" else _BETWEEN.join([_NUMBER] * _COUNTS[letter])
    return _repeats(one, numbers) and _measured(numbers)


def _repeats(one: str, text: str, once: bool = False) -> bool:
    return re.fullmatch(f"{_BETWEEN}(?:{one}{_BETWEEN}){'' if once else '++'}", text) is not None


def _measured(text: str) -> bool:
    return all(abs(float(number)) <= _LARGEST for number in re.findall(_NUMBER, text))
