"""The poster: readable from afar, and the same picture once its A4 sheets are glued."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from layouts.decks.deck import painted
from layouts.decks.eco import ink_saved, pale_palette
from layouts.documents import Document, Press
from layouts.errors import LayoutError
from layouts.impose.geometry import Size
from layouts.impose.poster import MM, Tiling, tile_poster
from layouts.web import POSTER, draw_web
from layouts.workshop_files import poster_document
from tests.pixels import contrast, page_grounds
from tests.presswork import screen
from tests.test_sheets import press_of

A3 = Size(297, 420)
READABLE = 4.5  # mm, height of a capital: ten minutes of arc and more would be 5.8, six are 3.5


@pytest.fixture(scope="module")
def press(project_root: Path) -> Press:
    return press_of(project_root)


@pytest.fixture(scope="module")
def document(press: Press) -> Document:
    return press.make("poster", {"frame": POSTER})


@pytest.fixture(scope="module")
def tiles(document: Document, press: Press) -> bytes:
    return tile_poster(document.pdf, press.assets / "fonts")


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text: str = document[0].get_textpage().get_text_range()
    document.close()
    return " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())


def test_it_is_one_a3_page(document: Document) -> None:
    with pikepdf.open(io.BytesIO(screen(document.pdf))) as pdf:
        assert len(pdf.pages) == 1
        assert [round(float(v) / MM) for v in pdf.pages[0].mediabox] == [0, 0, 297, 420]


def test_every_scenario_figure_and_newscast_is_named(press: Press, document: Document) -> None:
    text = text_of(screen(document.pdf)).lower()
    corpus = press.edition.corpus
    for scenario in corpus.scenarios.values():
        assert f"{scenario.id} {scenario.title}".lower() in text
    for title in [*(f.title for f in corpus.figures.values()), *(n.short for n in corpus.newscasts.values())]:
        assert title.lower() in text


def test_titles_are_readable_at_two_metres(press: Press, document: Document) -> None:
    pdf = pypdfium2.PdfDocument(screen(document.pdf))
    page = pdf[0].get_textpage()
    for id in press.edition.corpus.scenarios:
        found = page.search(id, match_case=True).get_next()
        assert found, id
        _, low, _, top = page.get_charbox(found[0])
        assert (top - low) / MM >= READABLE
    pdf.close()


def test_the_lines_are_those_of_the_corpus(press: Press) -> None:
    corpus = press.edition.corpus
    web = draw_web(press.edition, dict.fromkeys(corpus.figures, "sun"), press.palette, POSTER)
    assert web.links == sum(len(scenario.figures) for scenario in corpus.scenarios.values())
    assert web.picture.count("%3Cpath") + web.picture.count("<path") == web.links
    rows = [label.y for label in web.scenarios]
    assert rows == sorted(rows)
    assert min(b - a for a, b in pairwise(rows)) >= 14.4  # two lines of 18.5 pt, and air


@pytest.mark.parametrize("overlap", [5.0, 10.0, 15.0])
@pytest.mark.parametrize("poster", [A3, Size(420, 297), Size(420, 594), Size(190, 277), Size(100, 100)])
def test_tiles_cover_the_poster_on_as_few_sheets_as_can_be(poster: Size, overlap: float) -> None:
    tiling = Tiling(overlap=overlap)
    columns, rows = tiling.grid(poster)
    room = tiling.room
    for count, length, sheet in ((columns, poster.width, room.width), (rows, poster.height, room.height)):
        reach = [n * sheet - (n - 1) * overlap for n in range(1, 20)]
        assert count == 1 + next(n for n, total in enumerate(reach) if total >= length - 1e-6)
    tiles = list(tiling.tiles(poster))
    assert len(tiles) == columns * rows
    assert max(t.size.width for t in tiles) <= room.width + 1e-6
    for tile in tiles:
        if tile.glued_right:
            neighbour = next(t for t in tiles if (t.row, t.column) == (tile.row, tile.column + 1))
            assert tile.x + tile.size.width - neighbour.x == pytest.approx(overlap)
        if tile.glued_below:
            neighbour = next(t for t in tiles if (t.row, t.column) == (tile.row + 1, tile.column))
            assert neighbour.y + neighbour.size.height - tile.y == pytest.approx(overlap)
    assert min(t.x for t in tiles) == pytest.approx(0)
    assert min(t.y for t in tiles) == pytest.approx(0)
    assert max(t.x + t.size.width for t in tiles) == pytest.approx(poster.width)
    assert max(t.y + t.size.height for t in tiles) == pytest.approx(poster.height)


def test_a_sheet_too_small_is_refused() -> None:
    with pytest.raises(LayoutError):
        Tiling(sheet=Size(25, 25)).grid(A3)


def test_glued_tiles_are_the_poster(document: Document, tiles: bytes) -> None:
    """Each tile's picture, drawn, is the poster's own at its place."""
    whole = pypdfium2.PdfDocument(screen(document.pdf))
    sheets = pypdfium2.PdfDocument(tiles)
    tiling, scale = Tiling(), 1.0
    poster = whole[0].render(scale=scale).to_pil().convert("L")
    for page, tile in zip(sheets, tiling.tiles(A3), strict=True):
        drawn = page.render(scale=scale).to_pil().convert("L")
        left = (tiling.sheet.width - tile.size.width) / 2 * MM
        top = (tiling.sheet.height - tile.size.height) / 2 * MM
        x, y = tile.x * MM, (A3.height - tile.y - tile.size.height) * MM
        same = total = 0
        for step_x in range(6, round(tile.size.width * MM) - 6, 7):
            for step_y in range(6, round(tile.size.height * MM) - 6, 7):
                total += 1
                one = drawn.getpixel((round(left + step_x), round(top + step_y)))
                other = poster.getpixel((round(x + step_x), round(y + step_y)))
                same += abs(one - other) < 40
        assert same / total > 0.93  # edges fall between pixels
    whole.close()
    sheets.close()


def test_marks_and_words_stand_outside_the_picture(tiles: bytes) -> None:
    tiling = Tiling()
    with pikepdf.open(io.BytesIO(tiles)) as pdf:
        for page, tile in zip(pdf.pages, tiling.tiles(A3), strict=True):
            low = (tiling.sheet.height - tile.size.height) / 2 * MM
            left = (tiling.sheet.width - tile.size.width) / 2 * MM
            right, top = left + tile.size.width * MM, low + tile.size.height * MM
            drawn = 0
            points: list[tuple[float, float]] = []
            for step in pikepdf.parse_content_stream(page):
                operands, operator = step.operands, step.operator
                if str(operator) in ("m", "l"):
                    points.append((float(operands[0]), float(operands[1])))
                elif str(operator) == "S":
                    (x1, y1), (x2, y2) = points[-2:]
                    drawn += 1
                    assert max(x1, x2) < left or min(x1, x2) > right or max(y1, y2) < low or min(y1, y2) > top
                    assert min(x1, x2, y1, y2) >= tiling.margin * MM
                elif str(operator) == "Tm":
                    assert float(operands[5]) < low
            assert drawn == 8 + 2 * tile.glued_right + 2 * tile.glued_below


def test_each_sheet_tells_what_to_cut_and_what_to_glue(tiles: bytes) -> None:
    pdf = pypdfium2.PdfDocument(tiles)
    texts = [page.get_textpage().get_text_range() for page in pdf]
    pdf.close()
    assert "Coller A2" in texts[0]
    assert "Coller B1" in texts[0]
    assert "Couper" not in texts[0]
    assert "Couper le bord gauche et le bord haut" in texts[3]
    assert "Coller" not in texts[3]


def test_a_poster_that_spares_ink_keeps_its_words(press: Press, document: Document) -> None:
    spared = poster_document(painted(press, pale_palette(press.palette, press.root, "poster")))
    assert ink_saved(document.pdf, spared.pdf) > 0.7
    assert text_of(screen(spared.pdf)) == text_of(screen(document.pdf))
    for _, colour, _, ground in page_grounds(screen(spared.pdf)):
        if ground == (255, 255, 255):
            assert contrast(colour, ground) >= 4.5
