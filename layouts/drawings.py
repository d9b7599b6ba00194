"""Drawings: SVG files coloured by palette tokens, cropped to a tile or kept as a plate, as data: addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

from layouts.palette import Palette

_SVG = "{http://www.w3.org/2000/svg}"
_SPACE = re.compile(r">\s+<")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_VIEWBOX = re.compile(r'viewBox="[^"]*"')
CORE = 1200  # side of the square that carries a drawing's meaning, in drawing units


@dataclass(frozen=True)
class Drawing:
    """One drawing: its French alternative text, its ground token, and the tokens of number and caption on it."""

    alt: str
    ground: str
    number: str
    caption: str
    svg: str  # painted, with its own viewBox

    @property
    def whole(self) -> str:
        """The whole drawing, bleed included, as an address."""
        return address(self.svg)

    @property
    def tile(self) -> str:
        """The square core of the drawing, as an address."""
        return self.crop(1, 1)

    def crop(self, width: float, height: float, top: float = 0.5) -> str:
        """The drawing's core cut to these proportions, as an address; `top` is the share cut above."""
        visible = CORE * height / width
        return address(self._viewed(f"0 {(CORE - visible) * top:g} {CORE} {visible:g}"))

    def placed(self, x: float, y: float) -> str:
        """The square core of the drawing as a part of another SVG, its upper left corner there, in drawing units."""
        place = f'<svg x="{x:g}" y="{y:g}" width="{CORE}" height="{CORE}" '
        return self._viewed(f"0 0 {CORE} {CORE}").replace("<svg ", place, 1)

    def _viewed(self, box: str) -> str:
        return _VIEWBOX.sub(f'viewBox="{box}"', self.svg, count=1)


@dataclass(frozen=True)
class Drawings:
    """The drawings below a folder, by family and name (scenarios/S03)."""

    folder: Path
    palette: Palette

    def __call__(self, family: str, name: str) -> Drawing:
        """Read one drawing. Raises FileNotFoundError where there is none."""
        path = self.folder / family / f"{name}.svg"
        return _read(path, path.stat().st_mtime_ns, self)

    def __hash__(self) -> int:
        return hash(self.folder)


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int, drawings: Drawings) -> Drawing:
    source = path.read_text(encoding="utf-8")
    root = ElementTree.fromstring(source)
    svg = _SPACE.sub("><", _COMMENT.sub("", source)).strip()
    return Drawing(
        alt=(root.findtext(f"{_SVG}title") or "").strip(),
        ground=root.get("data-ground", "paper"),
        number=root.get("data-number", "ink"),
        caption=root.get("data-caption", "ink"),
        svg=drawings.palette.paint(svg),
    )


@lru_cache(maxsize=1024)  # of the plates and tiles that every edition shows
def address(svg: str) -> str:
    """Return a painted SVG as a data: address."""
    return "data:image/svg+xml," + quote(svg, safe=" ='/:;,()-.<>")
