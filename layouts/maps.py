"""The map: outlines of the départements, some in colour, and dots where towns are."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from layouts.data import read_data
from layouts.drawings import address
from layouts.palette import Palette

SIZE = 117.0  # mm, the side of the picture
_DOT, _RING = 7.5, 13.0  # radii, map units
_INSETS = ((0, 690), (108, 690), (0, 800), (108, 800), (0, 910))  # of the overseas départements, map units
_INSET = 1.9  # how much they are enlarged


@dataclass(frozen=True)
class Town:
    """A town on the map, in mm from the upper left corner of the picture."""

    name: str
    x: float
    y: float


@dataclass(frozen=True)
class Map:
    """A map as a picture, its alternative text, and its towns to label."""

    picture: str
    alt: str
    towns: tuple[Town, ...]


@cache
def _outlines(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


@cache
def _places(path: Path) -> dict[str, tuple[float, float]]:
    """Longitude and latitude of the towns that may be shown."""
    data = read_data(path)
    return {town["name"]: (town["longitude"], town["latitude"]) for town in data.values()}


def draw_map(
    folder: Path, palette: Palette, coloured: Collection[str], towns: Sequence[str], alt: str
) -> Map:
    """Draw France for a ground of pine from the files of `folder`: `coloured` départements stand out, `towns` are dots.

    Raises KeyError for a town whose place is not known.
    """
    data, places = _outlines(folder / "departements.json"), _places(folder / "towns.yaml")
    x0, y0, width, height = data["mainland"]["view_box"]

    def area(code: str, outline: str) -> str:
        return f'<path d="{outline}" fill="var(--{"sun" if code in coloured else "green"})"'

    shapes = [
        f'{area(code, outline)} stroke="var(--pine)" stroke-width="2.2"/>'
        for code, outline in data["mainland"]["outlines"].items()
    ]
    shapes += [
        f'{area(code, inset["outline"])} transform="translate({x} {y}) scale({_INSET})"/>'
        for (x, y), (code, inset) in zip(_INSETS, data["overseas"].items(), strict=True)
    ]
    dots = [Town(name, *_project(data["projection"], *places[name])) for name in towns]
    for radius, token in ((_RING, "paper"), (_DOT, "ink")):
        shapes += [f'<circle cx="{t.x:.1f}" cy="{t.y:.1f}" r="{radius}" fill="var(--{token})"/>' for t in dots]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x0} {y0} {width} {height}">{"".join(shapes)}</svg>'
    scale = SIZE / max(width, height)
    return Map(
        picture=address(palette.paint(svg)),
        alt=alt,
        towns=tuple(Town(t.name, round((t.x - x0) * scale, 2), round((t.y - y0) * scale, 2)) for t in dots),
    )


def draw_place(folder: Path, palette: Palette, codes: Sequence[str]) -> str:
    """Draw the départements `codes` among those of the mainland, or alone where one is overseas; an address.

    As on the map of the towns: in sun among green ones, on a ground of pine, which the page gives.
    """
    data = _outlines(folder / "departements.json")
    overseas = [data["overseas"][code] for code in codes if code in data["overseas"]]
    if overseas:
        box = overseas[0]["view_box"]
        shapes = [f'<path d="{overseas[0]["outline"]}" fill="var(--sun)"/>']
    else:
        box = data["mainland"]["view_box"]
        shapes = [
            f'<path d="{outline}" fill="var(--{"sun" if code in codes else "green"})" '
            f'stroke="var(--pine)" stroke-width="2.2"/>'
            for code, outline in data["mainland"]["outlines"].items()
        ]
    view = " ".join(map(str, box))
    return address(palette.paint(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">{"".join(shapes)}</svg>'))


def _project(projection: Mapping[str, Any], longitude: float, latitude: float) -> tuple[float, float]:
    """Second-order fit of the outlines' projection: constant, u, v, u², uv, v² around its origin."""
    u, v = longitude - projection["origin"][0], latitude - projection["origin"][1]
    terms = (1, u, v, u * u, u * v, v * v)
    return (
        sum(c * t for c, t in zip(projection["x"], terms, strict=True)),
        sum(c * t for c, t in zip(projection["y"], terms, strict=True)),
    )
