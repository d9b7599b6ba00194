"""Drift: the texts that an edition replaced, and whether the base was rewritten since."""

from __future__ import annotations

from dataclasses import dataclass
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
