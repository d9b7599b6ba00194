"""Drift: the texts that an edition replaced, and whether the base was rewritten since."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from pathlib import Path

from book.layers import MEMORY
from book.model import Edition, Replacement

_HEAD = (
    "# Les textes de la base, tels qu’ils étaient quand l’édition les a remplacés.\n"
    "# Écrit par « build.py drift --accept » ; à garder avec l’édition, sans y toucher.\n"
)


@dataclass(frozen=True)
class Drift:
    """A replaced text whose base changed: where it is replaced, and the versions side by side."""

    target: str
    before: str  # the base when it was replaced; empty where that was never remembered
    now: str  # the base today
    own: str  # what the edition says
    file: Path
    line: int
    remembered: bool


def drift(edition: Edition) -> tuple[Drift, ...]:
    """List the texts that an edition replaced and whose base is not the one that it remembers.

    A replacement that was never accepted is listed too, with `remembered` false: nothing says what it replaced.
    A build warns of both; neither refuses it.
    """
    return tuple(
        Drift(r.target, r.remembered or "", r.base, r.own, r.at.file, r.at.line, r.remembered is not None)
        for r in edition.replacements
        if r.remembered != r.base.strip()
    )


@dataclass(frozen=True)
class Words:
    """A stretch of a text: words that both versions have, or that one alone has."""

    text: str
    changed: bool


def side_by_side(drift: Drift) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
    """Return the text that was replaced and that of today, the words of each that the other has not told apart."""
    before, now = (re.findall(r"\s*\S+", text.strip()) for text in (drift.before, drift.now))
    matcher = SequenceMatcher(None, [w.strip() for w in before], [w.strip() for w in now], autojunk=False)
    codes = matcher.get_opcodes()
    old = ((before[a:b], tag != "equal") for tag, a, b, _, _ in codes)
    new = ((now[c:d], tag != "equal") for tag, _, _, c, d in codes)
    return tuple(_stretches(old)), tuple(_stretches(new))


def _stretches(parts: Iterator[tuple[list[str], bool]]) -> Iterator[Words]:
    return (Words("".join(words), changed) for words, changed in parts if words)


def accepted_memory(edition: Edition) -> tuple[Path, str] | None:
    """Return the memory file of an edition and its new text, or nothing where it replaces nothing.

    It holds the texts that the edition's own file replaces; those of its bases are their own to accept. The
    command writes it when a person has read the list of `drift`.
    """
    file = edition.at.file
    own = [replacement for replacement in edition.replacements if replacement.at.file == file]
    return (file.parent / MEMORY, _HEAD + "".join(map(_remembered, own))) if own else None


def fingerprint(words: str) -> str:
    """Return the short fingerprint of a text, whatever its line ends."""
    return sha256(words.replace("\r\n", "\n").strip().encode()).hexdigest()[:12]


def _remembered(replacement: Replacement) -> str:
    words = "".join(f"    {line}\n" if line.strip() else "\n" for line in replacement.base.strip().split("\n"))
    return (
        f"{replacement.target}:\n  replaces: {fingerprint(replacement.base)!r}\n".replace("'", '"')
        + f"  text: |-\n{words}"
    )
