"""What a regional edition adds to the corpus, as values: who signs, who takes part, what is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from book.statement import At, Text

NEWSCAST = "local"
"""The id of the newscast that tells the scenarios which an edition adds."""


@dataclass(frozen=True)
class Foreword:
    """The preface of an edition, signed."""

    title: str
    text: Text
    signature: str
    role: str  # who signs, in what capacity; may be empty
    place: str  # « Bordeaux, mars 2027 »; may be empty
    at: At


@dataclass(frozen=True)
class Partner:
    """An organisation that takes part in an edition, and its logo."""

    name: str
    role: str  # may be empty
    address: str  # an URL without its scheme, or empty
    logo: Path | None
    alt: str  # the alternative text of the logo: its name, unless the edition says better
    at: At


@dataclass(frozen=True)
class Contact:
    """Someone to write to about an edition."""

    name: str
    role: str
    organisation: str
    email: str
    phone: str
    address: str  # an URL without its scheme
    at: At


@dataclass(frozen=True)
class Part:
    """The part of a territory in the work: what it hosted, which of its unions supported it, said in full."""

    title: str
    hosted: tuple[str, ...]  # workshops, in the order of the calendar
    supported: tuple[str, ...]  # codes of the départements whose Udccas supported the cycle
    newscasts: tuple[str, ...]  # the newscasts told after the workshops it hosted
    text: Text
    at: At


@dataclass(frozen=True)
class Colour:
    """A colour of an edition in place of a token of the palette; without CMYK, the layout derives it."""

    srgb: str  # « #ff6f59 »
    cmyk: tuple[int, int, int, int] | None
    at: At


@dataclass(frozen=True)
class Tile:
    """One tile of a composed drawing: a shape, a colour by its token, quarter turns clockwise, what is under it."""

    shape: str
    colour: str
    turn: int
    under: str = ""  # the colour of the square beneath; none is the ground


@dataclass(frozen=True)
class OwnDrawing:
    """The drawing of an added scenario or figure: a file, or rows of tiles on a ground."""

    alt: str
    ground: str
    file: Path | None
    rows: tuple[tuple[Tile, ...], ...]
    at: At


@dataclass(frozen=True)
class Replacement:
    """A text that an edition says in other words: where it stands, the base's words and its own."""

    target: str  # « S03.concerned »
    base: str  # the Markdown of the base, as it reads today
    own: str
    remembered: str | None  # the Markdown of the base when it was replaced; none until it is accepted
    at: At
