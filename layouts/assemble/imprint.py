"""What the edition says of itself, set where the pages of its sections keep a place for it.

Each is a drawing of its own (a form, ISO 32000-1, 8.10) that all pages share whose places are alike: pages without
their imprints are the same from edition to edition.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from layouts.assemble.fonts import FontTable
from layouts.assemble.furniture import FOOTER, MM, Furniture
from layouts.errors import LayoutError
from layouts.ledger import Imprint
from layouts.setting import Face, SetLine

NAME = "/Imprint"
"""How the names of these drawings begin among the resources of a page."""

_BESIDE = 0.1  # of the size: letters may stand out of the room on either side


class ImprintError(LayoutError):
    """What the edition says of itself does not fit the place that a page keeps for it."""


@dataclass
class Imprints:
    """The imprints of one document. `said` are the same words, ever shorter: the first that fits is drawn."""

    pdf: Pdf
    said: tuple[str, ...]
    style: Furniture
    fonts: FontTable
    _forms: dict[str, pikepdf.Object] = field(default_factory=dict)

    def draw(self, page: pikepdf.Page, imprint: Imprint) -> bytes:
        """Give a page the drawing for a place; return the operators that show it, as a pagination artifact too.

        Raises ImprintError where no words fit.
        """
        # Named after the place, not after its number in the file: a page calls it the same in each edition.
        alike = (imprint.width, imprint.size, imprint.colour, imprint.flush_right)
        name = NAME + hashlib.sha256(repr(alike).encode()).hexdigest()[:6].upper()
        if name not in self._forms:
            self._forms[name] = self.pdf.make_indirect(self._form(imprint))
        resources = page.obj.Resources
        if "/XObject" not in resources:
            resources.XObject = Dictionary()
        resources.XObject[name] = self._forms[name]
        return f"{FOOTER}\nq 1 0 0 1 {imprint.x:.3f} {imprint.y:.3f} cm {name} Do Q EMC\n".encode()

    def _form(self, imprint: Imprint) -> Stream:
        """The first words that fit, drawn from the start of their base line."""
        key = self.fonts.key_of(self.style.head_font)
        face = self.fonts.face(key)
        line = _fitting(imprint, self.said, face)
        self.fonts.draw(key, line.glyphs)
        # Rounded as the page is told its place, so that the sum is the same wherever words begin.
        left = imprint.width - line.width * imprint.size / 1000 if imprint.flush_right else 0
        x = round(imprint.x + left, 3) - round(imprint.x, 3)
        red, green, blue = imprint.colour
        drawn = (
            f"BT {red:.6g} {green:.6g} {blue:.6g} rg /{key} {imprint.size:g} Tf 1 0 0 1 {x:.3f} 0 Tm {line.array} ET"
        )
        extents = face.font.get_font_extents("ltr")
        low, high = (value * face.scale / 1000 * imprint.size for value in (extents.descender, extents.ascender))
        beside = _BESIDE * imprint.size
        return Stream(
            self.pdf, drawn.encode(), Type=Name.XObject, Subtype=Name.Form, Resources=Dictionary(),
            BBox=Array([round(value, 3) for value in (-beside, low, imprint.width + beside, high)]),
        )  # fmt: skip


def _fitting(imprint: Imprint, said: tuple[str, ...], face: Face) -> SetLine:
    lines = [(face.set_line(words), words) for words in said]
    for line, _ in lines:
        if line.width * imprint.size / 1000 <= imprint.width:
            return line
    shortest, words = lines[-1]
    over = (shortest.width * imprint.size / 1000 - imprint.width) / MM
    raise ImprintError(f"« {words} » est trop long de {over:.0f} mm au bas de la page : raccourcir le label")
