"""Cards that spare ink: drawings in outline on white, and how much ink that saves, read from the pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

from layouts.palette import Palette

_FILL = re.compile(r'fill="var\(--([a-z-]+)\)"')
_STROKE = re.compile(r'stroke="var\(--([a-z-]+)\)"')
_VIEW = re.compile(r'viewBox="\S+ \S+ (\S+) \S+"')
_GROUND = re.compile(r'(<rect[^>]*?)fill="var\(--[a-z-]+\)"')
_WHITE, _INK, _GREY = "white", "ink", "rule"
_LINE = 0.0065  # of the width of a drawing
_DPI = 40


@dataclass(frozen=True)
class PalePalette(Palette):
    """A palette together with a style sheet that spares ink."""

    sheet: str = ""

    def css(self) -> str:
        """Return the tokens, then the style sheet."""
        return super().css() + self.sheet


@dataclass(frozen=True)
class OutlinePalette(PalePalette):
    """A palette that paints drawings in outline; a drawing of two colours is a pattern, and stays full, in ink."""

    def paint(self, svg: str) -> str:
        """Paint a drawing: white shapes with an outline, in the order in which they overlap."""
        ground = _GROUND.sub(rf'\1fill="{self.srgb[_WHITE]}"', svg, count=1)
        if len(set(_FILL.findall(svg))) <= 2:
            return _FILL.sub(f'fill="{self.srgb[_INK]}"', ground)
        view = _VIEW.search(svg)
        width = float(view[1]) * _LINE if view else 1
        shape = f'fill="{self.srgb[_WHITE]}" stroke="{self.srgb[_INK]}" stroke-width="{width:.3g}"'
        return _FILL.sub(shape, _STROKE.sub(f'stroke="{self.srgb[_GREY]}"', ground))


def outline_palette(palette: Palette, root: Path) -> OutlinePalette:
    """Return the palette of cards that spare ink."""
    return OutlinePalette(**_named(palette), sheet=_sheet(root, "cards"))


def pale_palette(palette: Palette, root: Path, layout: str) -> PalePalette:
    """Return the palette of a layout that spares the ink of its grounds; its drawings keep their colours."""
    return PalePalette(**_named(palette), sheet=_sheet(root, layout))


def _named(palette: Palette) -> dict[str, Any]:
    return {field.name: getattr(palette, field.name) for field in fields(Palette)}


def _sheet(root: Path, layout: str) -> str:
    return (root / "layouts" / layout / "eco.css").read_text(encoding="utf-8")


def ink_of(document: bytes) -> float:
    """Return the ink that the pages of a document take, in full coverages of one ink, read from their pixels."""
    total = 0.0
    with pypdfium2.PdfDocument(document) as pdf:
        for page in pdf:
            picture = page.render(scale=_DPI / 72).to_pil().convert("RGB")
            total += _coverage(picture)
    return total


def ink_saved(full: bytes, spared: bytes) -> float:
    """Return the share of ink that a document saves over another, 0…1."""
    before = ink_of(full)
    return 1 - ink_of(spared) / before if before else 0.0


def _coverage(picture: Image.Image) -> float:
    """Cyan, magenta, yellow and black of a picture, the grey that the three share being printed in black."""
    histograms = [band.histogram() for band in picture.split()]
    pixels = picture.width * picture.height
    colours = sum(sum((255 - value) * count for value, count in enumerate(h)) for h in histograms) / 255
    lightest = Image.merge("RGB", picture.split()).convert("HSV").getchannel("V").histogram()
    black = sum((255 - value) * count for value, count in enumerate(lightest)) / 255
    return (colours - 2 * black) / pixels
