"""What passes between the stages: a composed section, and the ledger of what its rendering put where.

Lengths are PDF points (1/72 inch) from the lower-left corner of the trim box, unless said otherwise.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Side = Literal["recto", "verso"]

SECTION_LINK = "section:"  # scheme of a link to an anchor that another section holds
_ORDINAL = re.compile(r"-\d+$")
PAGE_SLOT = "0000"  # what a section prints where assembly sets a page number


@dataclass(frozen=True)
class Section:
    """One unit of work: a spread, an opener, a chapter, as a whole HTML document.

    `html` is everything that the rendering depends on besides the layout's style sheets and fonts; `head` and
    `tone` (the running head and the colour token of the page furniture on a plate) are set at assembly. What an entry
    of the layout makes may be several sections: `parts` of them.
    """

    id: str
    html: str
    side: Side
    pages: int | None  # how many pages it must make; None where the text decides
    head: str
    tone: str
    parts: int = 1

    @property
    def whole(self) -> str:
        """The id of what it is a part of: its own without its ordinal."""
        return _ORDINAL.sub("", self.id)


@dataclass(frozen=True)
class Heading:
    """A heading that becomes a bookmark: level from 1, words, and where its top is."""

    level: int
    label: str
    x: float
    y: float


@dataclass(frozen=True)
class Link:
    """A link annotation, in the order of the page's annotations: its target and what it says."""

    target: str
    label: str


@dataclass(frozen=True)
class Overflow:
    """Text that does not fit: a sentence in French, and the rectangle of what sticks out."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Imprint:
    """Where assembly sets what the edition says of itself: the start of the baseline, and how the words stand there.

    A section that held these words would be laid out again for each edition.
    """

    x: float
    y: float
    width: float  # that the words may take
    size: float
    colour: tuple[float, float, float]  # RGB, 0…1
    flush_right: bool


@dataclass(frozen=True)
class Line:
    """A line of text as it was set: its words, its base line, and whether the index passes it over."""

    text: str
    y: float
    silent: bool


@dataclass(frozen=True)
class PageLedger:
    """What one rendered page holds."""

    name: str  # the page's name in the style sheet: plate, chapter…
    anchors: dict[str, tuple[float, float]]
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    slots: tuple[str, ...]  # the anchors whose page number the page prints, in the order of drawing
    lines: tuple[Line, ...]  # in reading order, without page numbers
    overflows: tuple[Overflow, ...] = ()
    imprints: tuple[Imprint, ...] = ()

    @property
    def words(self) -> str:
        """The text that the index may look through."""
        return " ".join(line.text for line in self.lines if not line.silent)


@dataclass(frozen=True)
class FontUse:
    """The glyphs that a section draws of one face: glyph id to width (1/1000 em) and the text it stands for."""

    face: str  # SHA-256 of the font file
    name: str  # BaseFont
    flags: int
    glyphs: dict[int, tuple[int, str]]


@dataclass(frozen=True)
class Rendered:
    """A section's PDF (tagged, with bleed) and its ledger. `fonts` is keyed by the PDF's resource name."""

    section: Section
    pdf: bytes
    pages: tuple[PageLedger, ...]
    fonts: dict[str, FontUse]
