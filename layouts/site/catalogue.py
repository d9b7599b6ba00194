"""What files are for, in the words of files.yaml: an edition's pieces in, groups of lines to show out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import yaml

from book.fields import plural
from book.typography import NBSP
from layouts.site.measure import Piece

_TABLE = Path(__file__).with_name("files.yaml")
_OTHER = "other"
# Trimmed pages that have a name, in mm, and what may lack or exceed.
_FORMATS = {"A3": (297.0, 420.0), "A4": (210.0, 297.0), "A5": (148.0, 210.0), "A6": (105.0, 148.0)}
_TOLERANCE = 0.6


@dataclass(frozen=True)
class Line:
    """One file as a page shows it: its name, what it is, whether it is read in place, its facts, its piece."""

    name: str
    told: str
    open: bool
    facts: tuple[str, ...]
    piece: Piece

    @property
    def address(self) -> str:
        """Its address from the folder of its edition."""
        return quote(self.piece.path)


@dataclass(frozen=True)
class Fold:
    """Files that are many, under one line that opens."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Use:
    """What one does with some files, how it is shown, the files, and those that are folded away."""

    id: str
    title: str
    told: str
    icon: str
    ground: str
    lines: tuple[Line, ...]
    folds: tuple[Fold, ...]


def uses(pieces: Iterable[Piece]) -> tuple[Use, ...]:
    """Sort files into their uses; each is in exactly one, in the order of the table, then of its path."""
    table = _table()
    sorted_out: dict[str, dict[str, list[tuple[int, Line]]]] = {}
    for piece in pieces:
        rank, rule = _rule(piece.path, table["files"])
        groups = sorted_out.setdefault(rule.get("use", _OTHER), {})
        groups.setdefault(rule.get("fold", ""), []).append((rank, _line(piece, rule, table["kinds"])))
    return tuple(_use(id, told, sorted_out[id]) for id, told in table["uses"].items() if id in sorted_out)


def facts(piece: Piece) -> tuple[str, ...]:
    """Tell a file's format, pages and size: PDF, A5, 92 pages, 0,7 Mo."""
    suffix = Path(piece.path).suffix.lstrip(".").upper() or "fichier"
    pages = plural(piece.pages, "page").replace(" ", NBSP) if piece.pages else ""
    return tuple(filter(None, (suffix, _format(piece), pages, weight(piece.bytes))))


def weight(size: int) -> str:
    """Write a size in octets as one reads it: 14 Ko, 0,7 Mo, 12 Mo."""
    if size < 95_000:
        return f"{max(1, round(size / 1000))}{NBSP}Ko"
    millions = size / 1e6
    told = f"{millions:.1f}" if millions < 9.95 else f"{millions:.0f}"
    return f"{told}{NBSP}Mo".replace(".", ",")


def _format(piece: Piece) -> str:
    if not piece.width:
        return ""
    if not piece.pages:
        return f"{piece.width:.0f}{NBSP}×{NBSP}{piece.height:.0f}{NBSP}px"
    size = sorted((piece.width, piece.height))
    for name, known in _FORMATS.items():
        if all(abs(one - other) <= _TOLERANCE for one, other in zip(size, known, strict=True)):
            return name
    return f"{piece.width:.0f}{NBSP}×{NBSP}{piece.height:.0f}{NBSP}mm"


@cache
def _table() -> dict[str, Any]:
    return dict(yaml.safe_load(_TABLE.read_text(encoding="utf-8")))


def _rule(path: str, rules: Sequence[Mapping[str, Any]]) -> tuple[int, Mapping[str, Any]]:
    """Find the first rule that a path matches, and its rank; else none, after all the others."""
    known = ((rank, rule) for rank, rule in enumerate(rules) if _pattern(rule["match"]).fullmatch(path))
    return next(known, (len(rules), {}))


@cache
def _pattern(glob: str) -> re.Pattern[str]:
    return re.compile(re.escape(glob).replace(r"\*\*", ".*").replace(r"\*", "[^/]*"))


def _line(piece: Piece, rule: Mapping[str, Any], kinds: Mapping[str, str]) -> Line:
    path = Path(piece.path)
    if rule.get("name"):
        name, told = rule["name"], rule["told"]
    elif rule.get("fold"):
        name, told = piece.title.split(" · ")[0] or path.name, ""
    else:
        name, told = piece.path, kinds.get(path.suffix.lstrip(".").lower(), "Fichier")
    return Line(name, told, bool(rule.get("open")), facts(piece), piece)


def _use(id: str, told: Mapping[str, str], groups: Mapping[str, list[tuple[int, Line]]]) -> Use:
    lines = {
        title: tuple(line for _, line in sorted(found, key=lambda each: (each[0], each[1].piece.path)))
        for title, found in groups.items()
    }
    folds = tuple(Fold(title, found) for title, found in lines.items() if title)
    return Use(id, told["title"], told["told"], told["icon"], told["ground"], lines.get("", ()), folds)
