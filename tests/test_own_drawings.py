"""What draws for editions: the tile kit, idents, files brought along, colours of their own."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from weasyprint import HTML

from book.edition_words import SHAPES
from book.editions import read_edition
from book.local import OwnDrawing, Tile
from book.model import At, Colour, Edition
from book.problems import Problems
from layouts.arcs import without_arcs
from layouts.colours import colour_remarks, edition_palette
from layouts.drawings import Drawings, address
from layouts.ident import draw_ident
from layouts.palette import read_palette
from layouts.tiles import compose, draw_tile, frame, ground_of, pattern

ROOT = Path(__file__).resolve().parent.parent
PALETTE = read_palette(ROOT / "layouts/base/palette.yaml")
HERE = At(Path("edition.yaml"), 7)
SIDE = 300  # of a tile, in drawing units
SHARES = {
    "square": 1.0, "disc": math.pi / 4, "half": math.pi / 8, "quarter": math.pi / 4, "triangle": 0.5,
    "arch": 0.5 + math.pi / 8, "ring": math.pi * 3 / 16, "bar": 1 / 3, "stairs": 2 / 3,
}  # fmt: skip


def rendered(svgs: list[str], width: int, height: int) -> list[Image.Image]:
    """Each drawing, one pixel a unit."""
    size = f"width: {width}px; height: {height}px"
    page = f"@page {{ size: {width}px {height}px; margin: 0 }}"
    style = f"<style>{page} body {{ margin: 0 }} img {{ display: block; {size} }}</style>"
    pictures = "".join(f'<img src="{address(svg)}">' for svg in svgs)
    with pypdfium2.PdfDocument(io.BytesIO(HTML(string=style + pictures).write_pdf())) as document:
        return [page.render(scale=4 / 3).to_pil().convert("L") for page in document]


def boxed(shape: str, side: float = SIDE) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">{shape}</svg>'


@pytest.fixture(scope="module")
def tiles() -> dict[tuple[str, int], Image.Image]:
    """Every shape in its four turns, in black."""
    places = [(shape, turn) for shape in SHARES for turn in range(4)]
    svgs = [PALETTE.paint(boxed(draw_tile(Tile(shape, "ink", turn), 0, 0, SIDE))) for shape, turn in places]
    return dict(zip(places, rendered(svgs, SIDE, SIDE), strict=True))


@pytest.mark.parametrize("shape", SHARES)
def test_a_tile_has_its_share_of_its_square(shape: str, tiles: dict[tuple[str, int], Image.Image]) -> None:
    for turn in range(4):
        dark = sum(tiles[shape, turn].point(lambda value: 255 if value < 128 else 0).histogram()[255:])
        assert dark / SIDE**2 == pytest.approx(SHARES[shape], abs=0.015), turn


def test_tiles_turn_clockwise(tiles: dict[tuple[str, int], Image.Image]) -> None:
    def dark(shape: str, turn: int, x: float, y: float) -> bool:
        return int(tiles[shape, turn].getpixel((int(x * SIDE), int(y * SIDE)))) < 128  # type: ignore[arg-type]

    corners = [(0.95, 0.95), (0.05, 0.95), (0.05, 0.05), (0.95, 0.05)]  # from the lower right, clockwise
    for shape in ("quarter", "triangle", "stairs"):
        for turn in range(4):
            assert dark(shape, turn, *corners[turn])
            assert not dark(shape, turn, *corners[(turn + 2) % 4])
    for turn, (x, y) in enumerate([(0.5, 0.1), (0.9, 0.5), (0.5, 0.9), (0.1, 0.5)]):
        assert dark("bar", turn, x, y)
        assert not dark("half", turn, x, y)  # it stands on the other edge


def test_every_shape_that_an_edition_may_name_is_drawn() -> None:
    assert {*SHARES, "blank"} == set(SHAPES)
    assert draw_tile(Tile("blank", "ink", 0), 0, 0, SIDE) == ""


def own(rows: tuple[tuple[Tile, ...], ...] = (), ground: str = "", file: Path | None = None) -> OwnDrawing:
    return OwnDrawing("Un dessin d’essai.", ground, file, rows, HERE)


def test_a_recipe_stands_on_a_floor_with_its_squares_beneath() -> None:
    made = compose(own(((Tile("disc", "sun", 0, "pink"), Tile("blank", "ink", 0)),) * 2, "green"), "L1", PALETTE)
    assert (made.ground, made.number, made.caption) == ("green", "paper", "paper")
    assert made.svg.index("var(--pink)") < made.svg.index("var(--sun)")  # squares first, shapes over them
    assert "var(--pine)" in made.svg


def test_without_a_recipe_a_quilt_follows_from_the_id() -> None:
    quilts = {id: compose(own(), id, PALETTE).svg for id in (f"L{n}" for n in range(1, 31))}
    assert len(set(quilts.values())) == 30
    assert quilts["L7"] == compose(own(), "L7", PALETTE).svg
    for id, svg in quilts.items():
        assert len(set(re.findall(r"var\(--([a-z-]+)\)", svg))) <= 6
        rows = pattern(id, ground_of(id))
        assert [len(row) for row in rows] == [4] * 4
        for left, _, _, right in rows:
            assert (left.shape, left.colour, left.under) == (right.shape, right.colour, right.under)


def test_a_quilt_is_its_own_mirror() -> None:
    svg = PALETTE.paint(compose(own(), "L4", PALETTE).svg)
    (picture,) = rendered([re.sub(r'viewBox="[^"]*"', 'viewBox="0 0 1200 1200"', svg)], 600, 600)
    left, right = picture.crop((0, 0, 300, 600)), picture.crop((300, 0, 600, 600))
    right = right.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    differing = sum(abs(a - b) > 40 for a, b in zip(left.tobytes(), right.tobytes(), strict=True))
    assert differing / (300 * 600) < 0.02


def test_every_edition_has_an_ident_of_its_own() -> None:
    idents = [draw_ident(name) for name in ("gironde", "paris", "exemple", "974")]
    assert len({ident.svg for ident in idents}) == 4
    for ident in idents:
        assert ident.svg.startswith(frame("")[: frame("").index(">")])
        assert "var(" not in PALETTE.paint(ident.svg)


# Files brought along


def test_arcs_become_curves_that_stay_on_their_circle() -> None:
    d = without_arcs("M100 500a400 400 0 1 1 800 0A400,400 0 1 1 100 500z")
    numbers = [float(number) for number in re.findall(r"-?\d+\.?\d*", d)]
    assert re.sub(r"[^A-Za-z]", "", d) == "MCCCCz"
    here = (numbers[0], numbers[1])
    for i in range(2, len(numbers), 6):
        (ax, ay), (bx, by), end = zip(numbers[i : i + 6 : 2], numbers[i + 1 : i + 6 : 2], strict=True)
        for step in range(11):
            t = step / 10
            x, y = (
                (1 - t) ** 3 * p + 3 * (1 - t) ** 2 * t * q + 3 * (1 - t) * t**2 * r + t**3 * s
                for p, q, r, s in ((here[0], ax, bx, end[0]), (here[1], ay, by, end[1]))
            )
            assert math.hypot(x - 500, y - 500) == pytest.approx(400, rel=0.0004)
        here = end
    assert here == (100, 500)


@pytest.mark.parametrize(
    ("d", "commands"),
    [
        ("M0 0a5 5 0 0 1 5 5", "MC"),
        ("M0,0A5,5,0,01,5,5h3", "MCh"),  # flags written together
        ("M0 0a.5.5 0 10-.5-.5.5.5 0 01.5.5", "MCCCC"),
        ("M0 0a0 5 0 0 1 5 5z", "MLz"),
        ("M0 0a5 5 0 0 1 0 0z", "Mz"),
        ("m1e1 2v3h4q1 2 3 4t5 6a6 3 30 1 0 9 9", "mvhqtCC"),
    ],
)
def test_arcs_are_read_as_they_are_written(d: str, commands: str) -> None:
    assert re.sub(r"e[-+]?\d|[^A-Za-z]", "", without_arcs(d)) == commands


@pytest.fixture
def brought(tmp_path: Path) -> Callable[[str], Drawings]:
    def bring(attributes: str) -> Drawings:
        file = tmp_path / "L1.svg"
        shape = '<circle cx="600" cy="600" r="500" fill="#123456"/>'
        head = f'xmlns="http://www.w3.org/2000/svg" viewBox="-16 -258 1232 1716" width="40mm" {attributes}'
        file.write_text(f"<svg {head}>{shape}</svg>", "utf-8")
        return Drawings(ROOT / "assets/drawings", PALETTE, {"L1": own(file=file)}, "essai")

    return bring


def test_a_brought_drawing_has_no_size_of_its_own(brought: Callable[[str], Drawings]) -> None:
    drawing = brought('data-ground="sun" data-number="ink" data-caption="paper"')("scenarios", "L1")
    assert (drawing.ground, drawing.number, drawing.caption) == ("sun", "ink", "paper")
    assert drawing.alt == "Un dessin d’essai."
    assert "40mm" not in drawing.svg
    assert drawing.svg.count("<path") == 0


def test_number_and_caption_read_on_a_drawing_that_tells_nothing(brought: Callable[[str], Drawings]) -> None:
    drawing = brought('data-caption="azure"')("scenarios", "L1")
    assert drawing.ground in PALETTE.grounds
    assert PALETTE.contrast(drawing.number, drawing.ground) >= 4.5
    assert PALETTE.contrast(drawing.caption, drawing.ground) >= 4.5
    assert drawing.svg.count(f'fill="{PALETTE.srgb[drawing.ground]}"') == 2  # a tab and a strip, outside the core


# Colours


def coloured(**colours: Colour) -> Edition:
    return replace(read_edition(ROOT, "nationale"), colours=colours)


def test_an_edition_s_colours_take_the_place_of_the_palette_s() -> None:
    edition = coloured(
        coral=Colour("#ff8a5c", (0, 57, 62, 0), HERE), plum=Colour("#4a1d5c", None, HERE)
    )
    palette = edition_palette(ROOT, edition)
    assert palette.srgb["coral"] == "#ff8a5c"
    assert palette.cmyk["coral"] == (0, 57, 62, 0)
    assert palette.cmyk["sun"] == PALETTE.cmyk["sun"]
    assert 60 < sum(palette.cmyk["plum"]) <= 280
    (remark,) = colour_remarks(palette, edition)
    assert "plum" in remark
    assert " / ".join(map(str, palette.cmyk["plum"])) in remark


@pytest.mark.parametrize(
    ("colours", "told"),
    [
        ({"coral": "#5b1a1a"}, ["avec « ink » qu’un contraste de", "plus claire"]),
        ({"blue": "#9fb4ff"}, ["avec « paper » qu’un contraste", "plus foncée"]),
        ({"paper": "#808080"}, ["« paper » (#808080) n’a avec « ink »", "plus claire"]),
        ({"mint": "#ffcf3f"}, ["est déjà la couleur « sun »"]),
        ({"sun": "#222222", "pink": "#333333"}, ["« sun »", "« pink »"]),
    ],
)
def test_colours_that_do_not_do_are_refused(colours: dict[str, str], told: list[str]) -> None:
    edition = coloured(**{token: Colour(srgb, None, HERE) for token, srgb in colours.items()})
    with pytest.raises(Problems) as caught:
        edition_palette(ROOT, edition)
    text = caught.value.format()
    assert "edition.yaml:7: « colours »" in text
    assert [words for words in told if words not in text] == []
