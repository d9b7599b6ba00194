"""The drawings: what each file must hold, and what lies beneath the number and the caption set on it."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from PIL import Image
from weasyprint import HTML

from layouts.drawings import Drawings, address
from layouts.palette import read_palette
from tests.pixels import Colour, contrast, grounds

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "assets" / "drawings"
PALETTE = read_palette(ROOT / "layouts/base/palette.yaml")
DRAWINGS = sorted(FOLDER.rglob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
PLATE = "-16 -258 1232 1716"  # an A5 page with a bleed of 5 mm
VIEWS = {
    "scenarios": PLATE, "figures": PLATE, "newscasts": PLATE, "themes": "0 0 400 400",
}  # fmt: skip
SQUARE = "0 0 1200 1200"  # every other family: what a card or a chapter shows
MOST_TOKENS = {"newscasts": 8}
ELEMENTS = {"title", "g", "rect", "circle", "ellipse", "path", "polygon", "polyline"}
ATTRIBUTES = {
    "x", "y", "width", "height", "cx", "cy", "r", "rx", "ry", "d", "points", "fill", "stroke", "stroke-width",
    "stroke-linecap", "stroke-linejoin", "transform",
}  # fmt: skip
NUMBER = (60, -190, 330, -20)  # where a plate sets its number and its caption, in drawing units
CAPTION = (60, 1290, 1140, 1400)
CORNERS = [(path.parent.name, path.stem) for path in DRAWINGS if VIEWS.get(path.parent.name) == PLATE]


def named(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@cache
def root(path: Path) -> ElementTree.Element:
    return ElementTree.fromstring(path.read_text("utf-8"))


def shapes(path: Path) -> Iterator[ElementTree.Element]:
    return (element for element in root(path).iter() if element is not root(path))


def test_there_is_one_drawing_for_each() -> None:
    counts = {family: len(list((FOLDER / family).glob("*.svg"))) for family in VIEWS}
    assert counts == {"scenarios": 18, "figures": 7, "newscasts": 4, "themes": 5}


@pytest.mark.parametrize("path", DRAWINGS, ids=named)
def test_a_drawing_is_framed_and_titled(path: Path) -> None:
    assert root(path).get("viewBox") == VIEWS.get(path.parent.name, SQUARE)
    title = (root(path).findtext(f"{SVG}title") or "").strip()
    assert 40 <= len(title) <= 160
    assert "'" not in title
    assert title[0].isupper()


@pytest.mark.parametrize("path", DRAWINGS, ids=named)
def test_a_drawing_keeps_to_its_few_colours(path: Path) -> None:
    used = re.findall(r"var\(--([a-z-]+)\)", path.read_text("utf-8"))
    assert set(used) <= PALETTE.srgb.keys()
    assert len(set(used)) <= MOST_TOKENS.get(path.parent.name, 5)
    for element in shapes(path):
        for paint in (element.get("fill"), element.get("stroke")):
            assert paint is None or paint == "none" or re.fullmatch(r"var\(--[a-z-]+\)", paint), paint
    given = {root(path).get(f"data-{name}") for name in ("ground", "number", "caption")} - {None}
    assert given <= PALETTE.srgb.keys()


@pytest.mark.parametrize("path", DRAWINGS, ids=named)
def test_a_drawing_is_of_flat_shapes(path: Path) -> None:
    assert {element.tag.removeprefix(SVG) for element in shapes(path)} <= ELEMENTS
    assert {name for element in shapes(path) for name in element.attrib} <= ATTRIBUTES
    titles = [element for element in shapes(path) if element.tag == f"{SVG}title"]
    assert len(titles) == 1
    for element in shapes(path):
        assert re.fullmatch(r"(?:\s*(?:translate|rotate)\([-\d. ,]+\))*", element.get("transform", ""))


@pytest.mark.parametrize("path", DRAWINGS, ids=named)
def test_arcs_are_of_a_quarter_at_most(path: Path) -> None:
    """WeasyPrint draws an arc as one curve: past a quarter it would no longer be round."""
    for element in shapes(path):
        for angle in arcs(element.get("d", "")):
            assert angle <= 91, element.get("d")


def arcs(d: str) -> Iterator[float]:
    """The angle of each arc of a path, in degrees."""
    x = y = start_x = start_y = 0.0
    for letter, numbers in re.findall(r"([a-zA-Z])([^a-zA-Z]*)", d):
        values = [float(number) for number in re.findall(r"-?\d*\.?\d+", numbers)]
        size = {"h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "a": 7, "z": 0}.get(letter.lower(), 2)
        if letter in "zZ":
            x, y = start_x, start_y
        for i in range(0, len(values) if size else 0, size or 1):
            part = values[i : i + size]
            base = (x, y) if letter.islower() else (0.0, 0.0)
            before = x, y
            if letter in "hH":
                x = base[0] + part[0]
            elif letter in "vV":
                y = base[1] + part[0]
            else:
                x, y = base[0] + part[-2], base[1] + part[-1]
            if letter in "aA":
                yield angle_of(part[0], part[1], part[3] != 0, x - before[0], y - before[1])
            if letter in "mM" and i == 0:
                start_x, start_y = x, y


def angle_of(rx: float, ry: float, large: bool, dx: float, dy: float) -> float:
    half = min(math.hypot(dx / rx, dy / ry) / 2, 1.0)
    angle = math.degrees(2 * math.asin(half))
    return 360 - angle if large else angle


def test_angles_are_measured() -> None:
    assert list(arcs("M0 0A100 100 0 0 1 100 100")) == [pytest.approx(90)]
    assert list(arcs("M0 0a100 100 0 0 1 200 0z")) == [pytest.approx(180)]
    assert list(arcs("M0 0h100a100 100 0 1 1 -100 100")) == [pytest.approx(270)]


@pytest.fixture(scope="module")
def plates() -> dict[tuple[str, str], Image.Image]:
    """Every plate as it is rendered, one pixel for two drawing units."""
    drawings = Drawings(FOLDER, PALETTE)
    pictures = "".join(f'<img src="{address(drawings(*name).svg)}">' for name in CORNERS)
    size = "width: 600px; height: 842px"
    style = f"<style>@page {{ size: 600px 842px; margin: 0 }} img {{ display: block; {size} }}</style>"
    pdf = HTML(string=style + pictures).write_pdf()
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        images = [page.render(scale=4 / 3).to_pil().convert("RGB") for page in document]
    assert {image.size for image in images} == {(600, 842)}
    return dict(zip(CORNERS, images, strict=True))


@pytest.mark.parametrize("name", CORNERS, ids="/".join)
def test_number_and_caption_stand_out(name: tuple[str, str], plates: dict[tuple[str, str], Image.Image]) -> None:
    drawing = Drawings(FOLDER, PALETTE)(*name)
    for token, corner in ((drawing.number, NUMBER), (drawing.caption, CAPTION)):
        if name[0] == "newscasts" and corner == NUMBER:
            continue  # a newscast has no number on its plate
        left, top, right, bottom = corner
        beneath = grounds(plates[name], (left // 2, (top + 242) // 2, right // 2, (bottom + 242) // 2))
        colour: Colour = tuple(round(value * 255) for value in PALETTE.rgb(token))  # type: ignore[assignment]
        faint = {ground: round(contrast(colour, ground), 2) for ground in beneath if contrast(colour, ground) < 4.5}
        assert faint == {}, token


@pytest.mark.parametrize("name", CORNERS, ids="/".join)
def test_crops_and_tiles_keep_the_core(name: tuple[str, str]) -> None:
    drawing = Drawings(FOLDER, PALETTE)(*name)
    assert "viewBox=%220 0 1200 1200%22" in drawing.tile.replace('"', "%22")
    assert "viewBox=%220 300 1200 600%22" in drawing.crop(2, 1).replace('"', "%22")
    assert "var(" not in drawing.svg
    assert "<!--" not in drawing.svg
