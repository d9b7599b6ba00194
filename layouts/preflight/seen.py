"""What one page told: its faults, its words, its lines. Plain values, which a process may send and a store keep."""

from __future__ import annotations

from dataclasses import dataclass

from layouts.preflight.findings import Box, Fault


@dataclass(frozen=True)
class Line:
    """A run of text: what it says, where, how large (pt), and the marked content that holds it."""

    text: str
    box: Box
    size: float
    mcid: int


@dataclass(frozen=True)
class Noted:
    """A fault of a page and the check that saw it."""

    check: str
    fault: Fault


@dataclass(frozen=True)
class Use:
    """What a page shows of one font: the codes, four figures each, and the digest of what they meant there.

    `path` tells where the page names the font: a kind of resource and a name for each form within a form, then its own.
    """

    path: tuple[str, ...]
    codes: str
    meant: str


@dataclass(frozen=True)
class Room:
    """Where a page shows an imprint, and all that a look at the imprint depends on there; `words` and `lines` before.

    The edition's name is another in each edition: a page is looked at without it, and the imprint by itself.
    """

    path: tuple[str, ...]  # as that of a font
    matrix: tuple[float, float, float, float, float, float]
    clip: Box
    mcid: int
    pagination: bool
    fill: tuple[str, tuple[float, ...]]  # what it is drawn with, where it says nothing else
    box: Box  # what it may take
    ground: tuple[str, tuple[float, ...]]  # the one colour beneath the box; nothing: the paper
    black: float  # percent: what black adds up to there, where inks are looked at
    words: int
    lines: int


@dataclass(frozen=True)
class Seen:
    """What a look at a page found; `lines` only where the checks of the whole file need them.

    `rooms` are those of the imprints that were left out, `whole` tells that none was, though the page has some.
    """

    faults: tuple[Noted, ...]
    words: tuple[str, ...]
    lines: tuple[Line, ...]
    uses: tuple[Use, ...] = ()
    rooms: tuple[Room, ...] = ()
    whole: bool = False
