"""A file's fonts as the preflight needs them: embedded or not, widths, and what each code stands for."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import pikepdf

_BLOCK = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_BOLD = re.compile(r"bold|black|heavy", re.IGNORECASE)


@dataclass(eq=False)
class Font:
    """One font: `name` without its subset tag; widths in em; `texts` is empty where the codes are Latin-1.

    Fonts that tell the same of themselves in several files are one: see `read_font`.
    """

    name: str
    embedded: bool
    composite: bool
    widths: dict[int, float] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    default: float = 0.5
    bold: bool = False
    _glyphs: dict[int, tuple[str, float, bool]] = field(default_factory=dict)
    _signs: dict[bytes, list[tuple[int, str, float, bool]]] = field(default_factory=dict)
    _meant: dict[str, str] = field(default_factory=dict)

    def signs(self, shown: bytes) -> list[tuple[int, str, float, bool]]:
        """Cut a shown string into its codes, each with what `glyph` tells of it; most strings are one sign."""
        known = self._signs.get(shown)
        if known is None:
            step = 2 if self.composite else 1
            codes = [int.from_bytes(shown[i : i + step], "big") for i in range(0, len(shown) - step + 1, step)]
            known = [(code, *self.glyph(code)) for code in codes]
            if len(shown) <= step:
                self._signs[shown] = known
        return known

    def text(self, code: int) -> str:
        """What a code stands for; U+FFFD where the file does not say."""
        if self.texts or self.composite:
            return self.texts.get(code, "\ufffd")
        return bytes([code]).decode("cp1252", "replace")

    def glyph(self, code: int) -> tuple[str, float, bool]:
        """What a code stands for, how wide it is in em, and whether it draws the box of a missing glyph."""
        known = self._glyphs.get(code)
        if known is None:
            text = self.text(code)
            missing = (self.composite and code == 0) or text == "\ufffd"
            known = self._glyphs[code] = text, self.widths.get(code, self.default), missing
        return known

    def meaning(self, codes: str) -> str:
        """Return the digest of all that the font tells of these codes, four figures each, and of itself."""
        if codes not in self._meant:
            glyphs = [self.glyph(int(codes[i : i + 4], 16)) for i in range(0, len(codes), 4)]
            told = repr((self.name, self.embedded, self.composite, self.bold, glyphs))
            self._meant[codes] = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:32]
        return self._meant[codes]


def read_font(font: Any) -> Font:
    """Read a font dictionary."""
    composite = font.get("/Subtype") == "/Type0"
    inner = font.DescendantFonts[0] if composite else font
    descriptor = inner.get("/FontDescriptor", {})
    embedded = font.get("/Subtype") == "/Type3" or any(key in descriptor for key in _FILES)
    name = str(font.get("/BaseFont", "/sans nom")).lstrip("/")
    name = name.split("+", 1)[1] if re.match(r"[A-Z]{6}\+", name) else name
    widths = inner.get("/W", pikepdf.Array()) if composite else font.get("/Widths", pikepdf.Array())
    first = int(inner.get("/DW", 1000)) if composite else int(font.get("/FirstChar", 0))
    told = font.get("/ToUnicode")
    cmap = told.read_bytes() if isinstance(told, pikepdf.Stream) else b""
    return _font(name, embedded, composite, first, widths.unparse(resolved=True), cmap)


@lru_cache(maxsize=128)  # one file's fonts are the other's
def _font(name: str, embedded: bool, composite: bool, first: int, widths: bytes, cmap: bytes) -> Font:
    array = pikepdf.Object.parse(widths)
    read = Font(name, embedded, composite, texts=_to_unicode(cmap), bold=_BOLD.search(name) is not None)
    if composite:
        read.default = first / 1000
        read.widths = _composite_widths(array)
    else:
        read.widths = {first + i: float(width) / 1000 for i, width in enumerate(array)}
    return read


def _composite_widths(array: Any) -> dict[int, float]:
    widths: dict[int, float] = {}
    items = list(array)
    i = 0
    while i < len(items) - 1:
        first = int(items[i])
        if isinstance(items[i + 1], pikepdf.Array):
            widths |= {first + n: float(width) / 1000 for n, width in enumerate(items[i + 1])}
            i += 2
        else:
            widths |= dict.fromkeys(range(first, int(items[i + 1]) + 1), float(items[i + 2]) / 1000)
            i += 3
    return widths


def _to_unicode(cmap: bytes) -> dict[int, str]:
    texts: dict[int, str] = {}
    for kind, block in _BLOCK.findall(cmap):
        if kind == b"char":
            texts |= {int(code, 16): _utf16(text) for code, text in _PAIR.findall(block)}
            continue
        for first, last, start, listed in _RANGE.findall(block):
            codes = range(int(first, 16), int(last, 16) + 1)
            if start:
                texts |= {code: chr(int(start, 16) + n) for n, code in enumerate(codes)}
            else:
                found = re.findall(rb"<([0-9A-Fa-f]*)>", listed)
                texts |= {code: _utf16(text) for code, text in zip(codes, found, strict=False)}
    return texts


def _utf16(raw: bytes) -> str:
    return bytes.fromhex(raw.decode()).decode("utf-16-be", "replace")
