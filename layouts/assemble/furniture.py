"""What moves when other pages come or go: page numbers, folios, running heads.

Sections do not carry them, so a section whose page number changes is not laid out again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from layouts.assemble.fonts import FontTable
from layouts.errors import LayoutError
from layouts.ledger import Side
from layouts.setting import Face, SetLine

MM = 72 / 25.4
FOOTER = "/Artifact <</Type /Pagination /Subtype /Footer /Attached [/Bottom]>> BDC"

_FONT = rb"/(?P<font>\w+) [\d.]+ Tf"
_ZEROS = rb"\[<(?P<zero>[0-9a-f]{4})>-?[\d.]*(?:<(?P=zero)>-?[\d.]*){3}(?P<space><[0-9a-f]{4}>-?[\d.]*)?\] TJ"
_TOKEN = re.compile(_FONT + rb"|" + _ZEROS)


@dataclass(frozen=True)
class Furniture:
    """How folio and running head are set, in mm from the trim edges, pt and font file names."""

    baseline: float  # from the foot of the trim
    inner: float
    outer: float
    size: float
    folio_font: str
    head_font: str
    tracking: float  # of the running head, in 1/1000 em
    mirrored: bool = True  # False: on every page, the folio at `outer` and the head at `inner` from the left


@dataclass(frozen=True)
class Foot:
    """What one page says of itself: its folio, its running head (may be empty), and their colour, RGB 0…1."""

    side: Side
    folio: str
    head: str
    colour: tuple[float, float, float]


class SlotError(LayoutError):
    """A page prints another number of page numbers than its ledger says, or in a style without figures."""


def set_page_numbers(stream: bytes, numbers: tuple[str, ...], fonts: FontTable) -> bytes:
    """Replace each run of four zeros by its page number, set flush right in the same width."""
    if not numbers:
        return stream
    waiting = list(numbers)
    font = ""

    def put(match: re.Match[bytes]) -> bytes:
        nonlocal font
        if match["font"]:
            font = match["font"].decode()
            return match[0]
        zero = int(match["zero"], 16)
        face = fonts.face(font)
        try:
            digits = face.digits_like(zero)
        except KeyError:
            return match[0]  # four times another glyph, not a slot
        if not waiting:
            raise SlotError("plus de numéros de page dans le dessin que dans le relevé")
        number = waiting.pop(0)
        fonts.draw(font, {digits[d]: (face.width_of(digits[d]), d) for d in number})
        blank = (4 - len(number)) * face.width_of(zero)
        glyphs = "".join(f"{digits[d]:04x}" for d in number)
        space = (match["space"] or b"").decode()
        return f"[-{blank}<{glyphs}>{space}] TJ".encode()

    out = _TOKEN.sub(put, stream)
    if waiting:
        raise SlotError(f"numéros de page sans place : {', '.join(waiting)}")
    return out


def foot_operators(foot: Foot, style: Furniture, width: float, fonts: FontTable) -> bytes:
    """Operators that draw folio and running head as pagination artifacts (ISO 32000-1, 14.8.2.2.2).

    The folio stands at the outer edge, the running head at the inner one, unless pages are not mirrored; `width`
    is the trim width in pt. A head that is too long for its place ends in an ellipsis.
    """
    folio_key, head_key = fonts.key_of(style.folio_font), fonts.key_of(style.head_font)
    folio = fonts.face(folio_key).set_line(foot.folio, features={"lnum": True, "tnum": True})
    inner, outer = style.inner * MM, style.outer * MM
    at_left = foot.side == "verso" or not style.mirrored
    folio_x = outer if at_left else width - outer - folio.width * style.size / 1000
    runs = [(folio_key, folio, folio_x)]
    if foot.head:
        room = width - inner - outer - (folio.width * style.size / 1000 if style.mirrored else 0)
        head = _fitted(foot.head, fonts.face(head_key), style, room)
        from_right = foot.side == "verso" and style.mirrored
        head_x = width - inner - head.width * style.size / 1000 if from_right else inner
        runs.append((head_key, head, head_x))
    red, green, blue = foot.colour
    parts = [
        FOOTER,
        f"BT {red:.6g} {green:.6g} {blue:.6g} rg",
    ]
    for key, line, x in runs:
        fonts.draw(key, line.glyphs)
        parts.append(f"/{key} {style.size} Tf 1 0 0 1 {x:.3f} {style.baseline * MM:.3f} Tm {line.array}")
    return "\n".join([*parts, "ET EMC", ""]).encode()


def _fitted(words: str, face: Face, style: Furniture, room: float) -> SetLine:
    """Set a running head, without its last words where they do not fit into `room` pt."""
    line = face.set_line(words, tracking=style.tracking)
    kept = words.split(" ")
    while line.width * style.size / 1000 > room and len(kept) > 1:
        kept.pop()
        line = face.set_line(" ".join(kept).rstrip(" ,;:·") + "…", tracking=style.tracking)
    return line
