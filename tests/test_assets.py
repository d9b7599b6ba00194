"""What ships beside the code: fonts that may be embedded, outlines that fit together, a table that holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from fontTools.pens.recordingPen import RecordingPen
from fontTools.svgLib.path import parse_path
from fontTools.ttLib import TTFont

Point = tuple[float, float]
ROOT = Path(__file__).resolve().parent.parent
FONTS = sorted((ROOT / "assets" / "fonts").glob("*/*.ttf"))
# One town well within each of a few départements, beside the workshop towns: longitude and latitude.
KNOWN = {
    "06": (7.262, 43.710),
    "13": (5.370, 43.296),
    "29": (-4.098, 47.996),
    "2A": (8.738, 41.927),
    "37": (0.685, 47.394),
    "59": (3.063, 50.633),
    "67": (7.750, 48.583),
}


@pytest.fixture(scope="module")
def outlines() -> dict[str, Any]:
    return dict(json.loads((ROOT / "assets/maps/departements.json").read_text("utf-8")))


@pytest.fixture(scope="module")
def towns() -> dict[str, dict[str, Any]]:
    return dict(yaml.safe_load((ROOT / "assets/maps/towns.yaml").read_text("utf-8")))


@pytest.fixture(scope="module")
def territories() -> dict[str, dict[str, dict[str, str]]]:
    return dict(yaml.safe_load((ROOT / "book/territories.yaml").read_text("utf-8")))


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_each_font_is_static_and_may_be_embedded(path: Path) -> None:
    font = TTFont(path)
    assert font["OS/2"].fsType == 0
    assert "fvar" not in font
    assert str(font["OS/2"].usWeightClass) in path.stem
    assert not set(map(ord, "’«»…–œŒÉÀÇ€\u00a0")) - font.getBestCmap().keys()


def test_every_resource_says_its_origin_and_licence() -> None:
    for font in FONTS:
        assert (font.parent / "OFL.txt").is_file()
        assert (font.parent / "ORIGIN.md").is_file()
    assert (ROOT / "assets/maps/LICENSE.txt").is_file()
    assert (ROOT / "assets/maps/ORIGIN.md").is_file()
    assert "CC0" in (ROOT / "assets/profiles/ORIGIN.md").read_text("utf-8")


def test_profiles_are_of_cmyk_presses() -> None:
    for name in ("FOGRA39L_coated", "FOGRA47L_uncoated"):
        header = (ROOT / "assets/profiles" / f"{name}.icc").read_bytes()[:128]
        assert (header[12:16], header[16:20], header[36:40]) == (b"prtr", b"CMYK", b"acsp")


def test_the_map_and_the_table_know_the_same_departements(
    outlines: dict[str, Any], territories: dict[str, dict[str, dict[str, str]]]
) -> None:
    mainland, overseas = outlines["mainland"]["outlines"], outlines["overseas"]
    assert (len(mainland), len(overseas)) == (96, 5)
    assert {**mainland, **overseas}.keys() == territories["departements"].keys()


def test_each_town_falls_within_its_departement(
    outlines: dict[str, Any], towns: dict[str, dict[str, Any]]
) -> None:
    places = [(town["territory"], town["longitude"], town["latitude"]) for town in towns.values()]
    assert [code for code, _, _ in places] == ["75", "69", "33", "80", "54", "72"]
    for code, longitude, latitude in [*places, *((code, *place) for code, place in KNOWN.items())]:
        point = project(outlines["projection"], code, longitude, latitude)
        around = [own for own, d in outlines["mainland"]["outlines"].items() if within(point, d)]
        assert around == [code]


def test_outlines_stay_within_their_views(outlines: dict[str, Any]) -> None:
    views = [(outlines["mainland"]["view_box"], d) for d in outlines["mainland"]["outlines"].values()]
    views += [(inset["view_box"], inset["outline"]) for inset in outlines["overseas"].values()]
    for (left, top, width, height), d in views:
        for x, y in (point for ring in rings(d) for point in ring):
            assert left < x < left + width
            assert top < y < top + height


def test_the_table_is_whole(territories: dict[str, dict[str, dict[str, str]]]) -> None:
    departements, regions = territories["departements"], territories["regions"]
    assert (len(departements), len(regions)) == (101, 18)
    assert {record["region"] for record in departements.values()} == regions.keys()
    for record in departements.values():
        assert record.keys() == {"name", "region", "prefecture", "in", "of"}
    for record in regions.values():
        assert record.keys() == {"name", "prefecture", "in", "of"}


def test_the_table_speaks_french(territories: dict[str, dict[str, dict[str, str]]]) -> None:
    pairs = {
        ("en ", "de la "), ("en ", "de l’"), ("en ", "de "), ("en ", "d’"), ("en ", "du "), ("à ", "de "),
        ("dans le ", "du "), ("dans le ", "de "), ("dans la ", "de la "), ("dans l’", "de l’"),
        ("dans les ", "des "),
    }  # fmt: skip
    for record in [*territories["departements"].values(), *territories["regions"].values()]:
        name = record["name"]
        assert not re.search("['\"]", "".join(record.values()))
        assert record["in"].endswith(name)
        assert record["of"].endswith(name)
        before = record["in"].removesuffix(name), record["of"].removesuffix(name)
        assert before in pairs, name
        vowel = name[0] in "AEIOUÉÎ" or name in ("Hérault", "Yonne", "Yvelines")
        assert before[1] in (("de l’", "d’", "des ") if vowel else ("de la ", "de ", "du ", "des ")), name


def project(projection: dict[str, Any], code: str, longitude: float, latitude: float) -> Point:
    u, v = longitude - projection["origin"][0], latitude - projection["origin"][1]
    terms = (1, u, v, u * u, u * v, v * v)
    shift = projection["shift"].get(code, (0, 0))
    x, y = (sum(c * t for c, t in zip(projection[axis], terms, strict=True)) for axis in "xy")
    return x + shift[0], y + shift[1]


def rings(d: str) -> Iterator[list[Point]]:
    """The closed rings of a path, each curve as its end."""
    pen = RecordingPen()
    parse_path(d, pen)
    ring: list[Point] = []
    for operation, points in pen.value:
        if operation == "moveTo" and ring:
            yield ring
            ring = []
        ring += points[-1:]
    yield ring


def within(point: Point, d: str) -> bool:
    """Count the sides that a ray crosses."""
    x, y = point
    crossed = 0
    for ring in rings(d):
        for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
            crossed += (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1
    return crossed % 2 == 1
