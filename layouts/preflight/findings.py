"""What the preflight is told and what it answers: expectations, findings, and French measures."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["screen", "form", "press", "cover", "booklet", "sheet", "cards", "tiles"]
"""To read on screen, to fill in there; for a press: pages, a flat cover; for an office printer: a booklet to fold,
sheets to write on, cards to cut out, the parts of a poster to glue."""

Severity = Literal["refuse", "warn"]
Box = tuple[float, float, float, float]
Cmyk = tuple[float, float, float, float]

MM = 72 / 25.4


@dataclass(frozen=True)
class Expectation:
    """What one file must be. Lengths in mm, ink and colours in percent, resolutions in dpi, pages from 1."""

    kind: Kind
    trim: tuple[float, float]  # width and height of a page, of the flat cover, of the sheet
    pages: int | None = None  # None: not known
    multiple: int = 1
    bleed: float = 0.0
    safe: float = 3.0  # no text nearer to the trim
    marks: bool | None = None  # whether crop marks are wanted; None: as one likes
    ink_limit: float = 300.0
    resolution: int = 300
    resolution_floor: int = 150
    palette: tuple[Cmyk, ...] = ()  # empty: any CMYK colour will do
    cells: tuple[tuple[Box, ...], ...] = ()  # where cards stand, in mm, on each page in turn and again from the first
    empty: frozenset[int] = field(default_factory=frozenset)  # pages meant to be empty, or nearly
    spare: frozenset[int] = field(default_factory=frozenset)  # pages meant to show little, but something
    rich: tuple[Cmyk, ...] = ()  # what the colour of words and rules is in shapes; words and rules are in black alone
    condition: str = ""  # the printing condition that a PDF/X-4 file must tell; empty: it need not be one
    like: str = ""  # the file whose words it says
    shows: tuple[tuple[int, ...], ...] | None = None  # the pages of that file that each page holds; None: one to one
    contrast: float = 0.0  # to 1, of all text; 0: what its size asks for
    smallest: float = 0.0  # pt, of all text but folios and running heads


@dataclass(frozen=True)
class Fault:
    """What is wrong at a place of a page (`box` in pt from the page's origin), in a French sentence."""

    severity: Severity
    box: Box | None
    text: str


def refusal(box: Box | None, text: str) -> Fault:
    """A fault that forbids delivery."""
    return Fault("refuse", rounded(box), text)


def warning(box: Box | None, text: str) -> Fault:
    """A fault that is told, and does not forbid delivery."""
    return Fault("warn", rounded(box), text)


def rounded(box: Box | None) -> Box | None:
    """A box in hundredths of a point."""
    return (round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)) if box else None


@dataclass(frozen=True)
class Finding:
    """A fault of a file: its check, its place (`box` in pt from the page's origin) and a sentence in French."""

    severity: Severity
    check: str
    file: str
    page: int  # from 1; 0 where the whole file is meant
    folio: str  # what the page calls itself
    box: Box | None
    text: str

    def sentence(self) -> str:
        """The finding as a line: file, page, what, where, how much."""
        if not self.page:
            return f"{self.file} : {self.text}"
        label = "" if self.folio == str(self.page) else f" ({self.folio})"
        return f"{self.file}, page {self.page}{label} : {self.text}"


def number(value: float, digits: int = 1) -> str:
    """A number as French writes it, without idle zeros."""
    text = f"{value:.{digits}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def mm(points: float, digits: int = 1) -> str:
    """A length in pt told in mm."""
    return f"{number(points / MM, digits)} mm"


def quote(text: str, longest: int = 48) -> str:
    """Words between guillemets, cut after a whole word where they are long."""
    words = " ".join(text.split())
    if len(words) > longest:
        words = words[:longest].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
    return f"« {words} »"


def plural(count: int, one: str, many: str) -> str:
    """A count with its noun: `plural(2, "page", "pages")`."""
    return f"{count} {one if abs(count) < 2 else many}"
