"""Setting one line of type by hand: what assembly draws itself (folios, running heads, page numbers).

The shaper is HarfBuzz, as in the rendering, so glyphs, kerning and widths are the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path

import uharfbuzz as hb

FIGURES: tuple[dict[str, bool], ...] = (
    {},
    {"lnum": True, "tnum": True},
    {"onum": True, "tnum": True},
    {"lnum": True, "pnum": True},
    {"onum": True, "pnum": True},
)


@dataclass(frozen=True)
class SetLine:
    """A line of type: its TJ array, its width in 1/1000 em, and the glyphs that it draws."""

    array: str
    width: float
    glyphs: dict[int, tuple[int, str]]


class Face:
    """A font file: shapes text, measures it, and makes subsets that keep glyph ids."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        self.path = path
        self.sha = hashlib.sha256(data).hexdigest()
        self._data = data
        self._widths: dict[tuple[str, float], float] = {}

    @cached_property
    def face(self) -> hb.Face:
        """The face, opened at its first use."""
        return hb.Face(hb.Blob(self._data))

    @cached_property
    def font(self) -> hb.Font:
        """The face at its own size, one unit for each font unit."""
        return hb.Font(self.face)

    @cached_property
    def scale(self) -> float:
        """Factor from font units to 1/1000 em."""
        return 1000 / float(self.face.upem)

    def set_line(self, text: str, *, tracking: float = 0, features: dict[str, bool] | None = None) -> SetLine:
        """Shape `text` on one line; `tracking` is added after each glyph, in 1/1000 em."""
        return _set_line(self, text, tracking, tuple((features or {}).items()))

    def _shape(self, text: str, tracking: float, features: dict[str, bool]) -> SetLine:
        buffer = self._shaped(text, features or {})
        infos, positions = buffer.glyph_infos, buffer.glyph_positions
        starts = [info.cluster for info in infos] + [len(text)]
        parts, glyphs, width = [], {}, 0.0
        for i, (info, position) in enumerate(zip(infos, positions, strict=True)):
            own = round(self.font.get_glyph_h_advance(info.codepoint) * self.scale)
            advance = position.x_advance * self.scale + tracking
            glyphs[info.codepoint] = (own, text[starts[i] : starts[i + 1]])
            parts.append(f"<{info.codepoint:04x}>{_number(own - advance)}")
            width += advance
        return SetLine("[" + "".join(parts) + "] TJ", width - tracking, glyphs)

    def width(self, text: str, tracking: float = 0) -> float:
        """Width of a text on one line, in 1/1000 em; the same words come back again and again."""
        if (text, tracking) not in self._widths:
            advances = [position.x_advance for position in self._shaped(text, {}).glyph_positions]
            self._widths[text, tracking] = sum(advances) * self.scale + tracking * (len(advances) - 1)
        return self._widths[text, tracking]

    def _shaped(self, text: str, features: dict[str, bool]) -> hb.Buffer:
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(self.font, buffer, features)
        return buffer

    def digits_like(self, zero: int) -> dict[str, int]:
        """Return the glyph ids of 0 … 9 in the style of figures whose zero is glyph `zero`.

        Raises KeyError where no style of figures of this face has that zero.
        """
        for features in FIGURES:
            ids = [info.codepoint for info in self._shaped("0123456789", features).glyph_infos]
            if len(ids) == 10 and ids[0] == zero:
                return dict(zip("0123456789", ids, strict=True))
        raise KeyError(zero)

    def width_of(self, glyph: int) -> int:
        """Advance width of a glyph in 1/1000 em."""
        return round(float(self.font.get_glyph_h_advance(glyph)) * self.scale)

    def subset(self, glyphs: set[int]) -> bytes:
        """Return the font reduced to `glyphs`, which keep their ids; tables a PDF does not need are dropped."""
        wanted = hb.SubsetInput()
        wanted.glyph_set.update(glyphs)
        wanted.flags = (
            hb.SubsetFlags.RETAIN_GIDS
            | hb.SubsetFlags.NO_LAYOUT_CLOSURE
            | hb.SubsetFlags.DESUBROUTINIZE
            | hb.SubsetFlags.NO_HINTING
        )
        wanted.drop_table_tag_set.update(
            int.from_bytes(tag, "big") for tag in (b"GPOS", b"GSUB", b"GDEF", b"BASE", b"DSIG", b"STAT", b"meta")
        )
        return bytes(hb.subset(self.face, wanted).blob.data)


@lru_cache(maxsize=2048)  # folios, heads and slug lines, which come back in each edition
def _set_line(face: Face, text: str, tracking: float, features: tuple[tuple[str, bool], ...]) -> SetLine:
    return face._shape(text, tracking, dict(features))


def _number(value: float) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if value else ""


@cache
def faces(folder: Path) -> dict[str, Face]:
    """Every font file below `folder`, by the SHA-256 of its content."""
    return {face.sha: face for face in map(Face, sorted(folder.rglob("*.ttf")))}
