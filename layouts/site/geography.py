"""France for the download page: the outline of each département, and views of it, from assets/maps."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from fontTools.pens.boundsPen import ControlBoundsPen
from fontTools.svgLib.path import parse_path

from book.model import Territory

_COLOURS = Path(__file__).with_name("regions.yaml")
_CENTRE = ("75", "92", "93", "94")  # too small to be pointed at among the others
_MARGIN = 4.0  # map units around what a view shows


@dataclass(frozen=True)
class Outline:
    """A département on the map: the path of its shape, in units of its view, and the token of its région's colour."""

    place: Territory
    path: str
    colour: str


@dataclass(frozen=True)
class View:
    """A drawing of some départements: what it shows, its view box, its outlines."""

    title: str
    box: str
    outlines: tuple[Outline, ...]


def views(folder: Path, places: Mapping[str, Territory]) -> tuple[View, ...]:
    """Return the mainland, then the overseas départements, then Paris and its neighbours drawn larger."""
    data = _data(folder / "departements.json")
    mainland = tuple(_outline(places[code], path) for code, path in data["mainland"]["outlines"].items())
    apart = [
        View(places[code].name, _joined(drawn["view_box"]), (_outline(places[code], drawn["outline"]),))
        for code, drawn in data["overseas"].items()
    ]
    centre = tuple(outline for outline in mainland if outline.place.code in _CENTRE)
    return (
        View("France métropolitaine", _joined(data["mainland"]["view_box"]), mainland),
        *apart,
        View("Paris et ses voisins", _around(centre), centre),
    )


def region_view(folder: Path, places: Mapping[str, Territory], region: str) -> View:
    """Return a région alone, by its code."""
    all_views = views(folder, places)
    view = next(view for view in all_views if any(outline.place.region == region for outline in view.outlines))
    mine = tuple(outline for outline in view.outlines if outline.place.region == region)
    return View(view.title, _around(mine), mine)


def colour_of(region: str) -> str:
    """Return the token of a région's colour."""
    return _colours()[region]


@cache
def _colours() -> dict[str, str]:
    return dict(yaml.safe_load(_COLOURS.read_text(encoding="utf-8")))


@cache
def _data(path: Path) -> dict[str, Any]:
    return dict(json.loads(path.read_text(encoding="utf-8")))


def _outline(place: Territory, path: str) -> Outline:
    return Outline(place, path, colour_of(place.region))


@cache
def _bounds(path: str) -> tuple[float, float, float, float]:
    pen = ControlBoundsPen(None)
    parse_path(path, pen)
    left, top, right, bottom = pen.bounds
    return left, top, right, bottom


def _around(outlines: Iterable[Outline]) -> str:
    """Return the view box that holds some outlines, with a margin."""
    lefts, tops, rights, bottoms = zip(*(_bounds(outline.path) for outline in outlines), strict=True)
    left, top = min(lefts) - _MARGIN, min(tops) - _MARGIN
    return _joined((left, top, max(rights) + _MARGIN - left, max(bottoms) + _MARGIN - top))


def _joined(numbers: Iterable[float]) -> str:
    return " ".join(f"{number:g}" for number in numbers)
