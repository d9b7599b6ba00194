"""Drawings: SVG files coloured by palette tokens, cropped to a tile or kept as a plate, as data: addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

from book.local import NEWSCAST, OwnDrawing
from book.problems import Problem, Problems
from book.statement import At
from layouts.brought import read_svg
from layouts.ident import draw_ident
from layouts.palette import Palette
from layouts.tiles import Composition, compose, ground_of

_SVG = "{http://www.w3.org/2000/svg}"
_SPACE = re.compile(r">\s+<")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_VIEWBOX = re.compile(r'viewBox="[^"]*"')
CORE = 1200  # side of the square that carries a drawing's meaning, in drawing units
# Where a plate sets its number and its caption, above and below the core: behind them, where a drawing that an
# edition brings does not tell what is there, the ground is painted.
_TAB = '<path d="M-16 -258H400V-30A60 60 0 0 1 340 30H-16Z" fill="var(--{ground})"/>'
_STRIP = '<path d="M-16 1252H1216V1458H-16Z" fill="var(--{ground})"/>'
_EMBLEM = "Une composition de tuiles de couleur, qui n’appartient qu’à cette édition."
_NOWHERE = At(Path(), 0)
_TYPE = ("ink", "paper")  # the tokens that number and caption are set in


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
        share = top if visible < CORE else 0.5  # taller than the core: as much of what is above as of what is below
        return address(self._viewed(f"0 {(CORE - visible) * share:g} {CORE} {visible:g}"))

    def placed(self, x: float, y: float) -> str:
        """The square core of the drawing as a part of another SVG, its upper left corner there, in drawing units."""
        place = f'<svg x="{x:g}" y="{y:g}" width="{CORE}" height="{CORE}" '
        return self._viewed(f"0 0 {CORE} {CORE}").replace("<svg ", place, 1)

    def _viewed(self, box: str) -> str:
        return _VIEWBOX.sub(f'viewBox="{box}"', self.svg, count=1)


@dataclass(frozen=True)
class Drawings:
    """The drawings of an edition, by family and name (scenarios/S03): those below a folder, and its own."""

    folder: Path
    palette: Palette
    own: Mapping[str, OwnDrawing] = field(default_factory=dict)
    edition: str = ""  # its id: what is composed for it follows from that
    _painted: dict[tuple[str, str], Drawing] = field(default_factory=dict, compare=False, repr=False)

    def __call__(self, family: str, name: str) -> Drawing:
        """Return one drawing, painted. Raises FileNotFoundError where there is none, Problems where it is no SVG."""
        key = family, name
        if key not in self._painted:
            drawn = self._drawn(family, name)
            self._painted[key] = replace(drawn, svg=self.palette.paint(drawn.svg))
        return self._painted[key]

    def _drawn(self, family: str, name: str) -> Drawing:
        if name in self.own and family in ("scenarios", "figures"):
            own = self.own[name]
            return _brought(own, name, self.palette) if own.file else _composed(compose(own, name, self.palette))
        if family == "editions":
            return _composed(compose(OwnDrawing(_EMBLEM, "", None, (), _NOWHERE), name, self.palette))
        if (family, name) == ("newscasts", NEWSCAST):
            return _composed(draw_ident(self.edition))
        path = self.folder / family / f"{name}.svg"
        return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _read(path: Path, _changed: int) -> Drawing:
    """Read a drawing of the house, still to be painted."""
    source = path.read_text(encoding="utf-8")
    try:
        root = ElementTree.fromstring(source)
    except ElementTree.ParseError as error:
        raise Problems([Problem(path, error.position[0], "Ce dessin n’est pas un SVG bien formé.")]) from error
    return Drawing(
        alt=(root.findtext(f"{_SVG}title") or "").strip(),
        ground=root.get("data-ground", "paper"),
        number=root.get("data-number", "ink"),
        caption=root.get("data-caption", "ink"),
        svg=_SPACE.sub("><", _COMMENT.sub("", source)).strip(),
    )


def _composed(made: Composition) -> Drawing:
    return Drawing(made.alt, made.ground, made.number, made.caption, made.svg)


def _brought(own: OwnDrawing, name: str, palette: Palette) -> Drawing:
    """Read a drawing of an edition; what it does not tell of its ground is made sure of."""
    assert own.file, "the drawing is a file"
    root = read_svg(own.file)
    ground = own.ground or root.get("data-ground", "")
    ground = ground if ground in palette.grounds else ground_of(name)
    words = palette.grounds[ground].words
    svg = ElementTree.tostring(root, encoding="unicode")
    told = []
    for key, under in (("data-number", _TAB), ("data-caption", _STRIP)):
        told.append(root.get(key) if root.get(key) in _TYPE else words)
        if root.get(key) not in _TYPE:
            svg = svg.removesuffix("</svg>") + under.format(ground=ground) + "</svg>"
    return Drawing(own.alt, ground, str(told[0]), str(told[1]), svg)


@lru_cache(maxsize=1024)  # of the plates and tiles that every edition shows
def address(svg: str) -> str:
    """Return a painted SVG as a data: address."""
    return "data:image/svg+xml," + quote(svg, safe=" ='/:;,()-.")
