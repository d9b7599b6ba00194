"""The characters that the fonts of the house can draw: a text in a script that they lack is refused."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from book.model import At
from book.reading import Reading
from book.source import Fields, Items, Scalar, Value

# The fonts come with the house, whatever folder the corpus is read from.
_LIST = Path(__file__).resolve().parents[1] / "assets" / "fonts" / "characters.json"
_SPACES = frozenset("\n \u00a0\u202f")


@cache
def covered() -> frozenset[str]:
    """Return the characters that every font of the house draws, from the list made of them."""
    ranges = json.loads(_LIST.read_text(encoding="utf-8"))["ranges"]
    codes = (range(int(first, 16), int(last, 16) + 1) for first, last in ranges)
    return frozenset(chr(code) for run in codes for code in run)


def ranges_of(codes: Iterable[int]) -> list[list[str]]:
    """Write a set of code points as ranges, first and last in hexadecimal."""
    ranges: list[list[int]] = []
    for code in sorted(codes):
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return [[f"{first:04X}", f"{last:04X}"] for first, last in ranges]


def check_characters(value: Value, reading: Reading) -> None:
    """Tell the characters that the fonts lack, once for each value that holds some."""
    for found in _scalars(value):
        missing = [offset for offset, char in enumerate(found.text) if not _drawn(char)]
        if missing:
            told = dict.fromkeys(found.text[offset] for offset in missing)
            _tell(told, found.at_offset(missing[0]), reading)


def check_file(path: Path, reading: Reading) -> None:
    """Tell the characters of a text file that the fonts lack, line by line."""
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8-sig", errors="ignore"))
    for number, line in enumerate(text.split("\n"), 1):
        if told := dict.fromkeys(char for char in line.rstrip("\r") if not _drawn(char)):
            _tell(told, At(path, number), reading)


def _tell(characters: Iterable[str], at: At, reading: Reading) -> None:
    codes = ((char, f"U+{ord(char):04X}") for char in list(characters)[:5])
    shown = " ".join(f"« {char} » ({code})" if char.isprintable() else code for char, code in codes)
    hint = "Les caractères du livre couvrent l’alphabet latin et sa ponctuation."
    reading.fault(at, f"Les polices du livre ne dessinent pas {shown}.", hint)


def _drawn(char: str) -> bool:
    return char in _SPACES or char in covered()


def _scalars(value: Value) -> Iterator[Scalar]:
    if isinstance(value, Scalar):
        yield value
    children: Iterable[Value] = ()
    if isinstance(value, Items):
        children = value.items
    elif isinstance(value, Fields):
        children = value.values.values()
    for child in children:
        yield from _scalars(child)
