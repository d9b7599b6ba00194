"""Lines of type that a finishing adds (slug line, spine, instructions), in font subsets of their own."""

from __future__ import annotations

from pathlib import Path

import pikepdf
from pikepdf import Dictionary, Pdf

from layouts.assemble.fonts import FontTable
from layouts.ledger import FontUse
from layouts.setting import Face, SetLine, faces

_LINING = {"lnum": True, "pnum": True}


class Lettering:
    """Sets lines with the project's fonts. `tag` tells its subsets from those of the pages (six capitals)."""

    def __init__(self, folder: Path, tag: str) -> None:
        self._faces = faces(folder)
        self._table = FontTable(self._faces)
        self._tag = tag
        self._keys: dict[str, tuple[str, Face]] = {}

    def width(self, text: str, font: str, size: float, tracking: float = 0) -> float:
        """Return the width of a line in pt, for type of `size` pt."""
        return self._set(text, font, tracking).width * size / 1000

    def line(self, text: str, font: str, size: float, at: tuple[float, float], tracking: float = 0) -> bytes:
        """Return the operators that draw a line from `at`, in the colour in force."""
        key, _ = self._face(font)
        line = self._set(text, font, tracking)
        self._table.draw(key, line.glyphs)
        x, y = at
        return f"BT /{key} {size:g} Tf 1 0 0 1 {x:.3f} {y:.3f} Tm {line.array} ET\n".encode()

    def wrap(self, text: str, font: str, size: float, width: float) -> list[str]:
        """Break a text into lines of at most `width` pt, at its spaces; no-break spaces hold."""
        lines: list[str] = []
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.width(longer, font, size) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def write(self, pdf: Pdf) -> pikepdf.Object:
        """Embed the fonts; return them as a resource dictionary."""
        return self._table.write(pdf)

    def _set(self, text: str, font: str, tracking: float) -> SetLine:
        return self._face(font)[1].set_line(text, tracking=tracking, features=_LINING)

    def _face(self, font: str) -> tuple[str, Face]:
        if font not in self._keys:
            face = next(face for face in self._faces.values() if face.path.name == font)
            key = f"{self._tag}{len(self._keys)}"
            self._table.add({key: FontUse(face.sha, f"{self._tag}+{face.path.stem.replace('_', '-')}", 4, {})})
            self._keys[font] = key, face
        return self._keys[font]


def join_fonts(resources: pikepdf.Object, fonts: pikepdf.Object) -> None:
    """Add fonts to those of a resource dictionary."""
    resources.Font = Dictionary({**dict(resources.get("/Font", Dictionary()).items()), **dict(fonts.items())})
