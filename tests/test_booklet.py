"""The booklet: folded in the mind and read page by page; its creep; its pages drawn where they should be."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Pdf

from layouts.impose import booklet
from layouts.impose.geometry import A4_LANDSCAPE, Leaf, Size, creep, folded_pages, grid, saddle_stitch
from tests import presswork as work
from tests.building import Built
from tests.presswork import MM, document, office, screen, tool

THICKNESS = 0.1
INSTRUCTIONS = 2  # pages before the first sheet

# Order


def folded(leaves: tuple[Leaf, ...]) -> list[int | None]:
    """Fold a stack of sheets and turn its pages: what is read, from the front cover to the back one.

    A sheet is a grid of places: (side, left or right). The stack lies with the fronts down, the outermost sheet
    below; it is folded at the middle. Turning a sheet about its short edge puts behind its right half what its
    back has on the left.
    """
    book: list[int | None] = []
    behind = {"left": "right", "right": "left"}
    printed = [
        {
            ("front", "left"): leaf.front[0],
            ("front", "right"): leaf.front[1],
            ("back", "left"): leaf.back[0],
            ("back", "right"): leaf.back[1],
        }
        for leaf in leaves
    ]
    for sheet in printed:  # the halves in front of the fold: outermost first
        book += [sheet["front", "right"], sheet["back", behind["right"]]]
    for sheet in reversed(printed):  # those behind it: innermost first
        book += [sheet["back", "right"], sheet["front", behind["right"]]]
    return book


@pytest.mark.parametrize("count", range(1, 130))
def test_a_folded_booklet_is_read_in_order(count: int) -> None:
    read = folded(saddle_stitch(folded_pages(count, min(2, count))))
    assert [page for page in read if page is not None] == list(range(count))
    assert len(read) == -(-count // 4) * 4


def test_the_first_sheet_holds_the_last_and_the_first_page() -> None:
    first, *_, last = saddle_stitch(folded_pages(96, 2))
    assert first == Leaf(front=(95, 0), back=(1, 94))
    assert last == Leaf(front=(49, 46), back=(47, 48))


@pytest.mark.parametrize(("count", "blanks"), [(96, 0), (95, 1), (94, 2), (93, 3)])
def test_blanks_stand_before_the_inside_of_the_back_cover(count: int, blanks: int) -> None:
    pages = folded_pages(count, 2)
    assert pages[-2:] == [count - 2, count - 1]
    assert pages[count - 2 : count - 2 + blanks] == [None] * blanks


def test_pages_that_fill_no_sheet_are_refused() -> None:
    with pytest.raises(ValueError, match="6 pages"):
        saddle_stitch(list(range(6)))


def test_a_grid_stands_in_the_middle_row_by_row() -> None:
    cells = grid(A4_LANDSCAPE, Size(88, 63), 3, 3, gutter=2)
    assert [(round(cell.x, 2), round(cell.y, 2)) for cell in cells][:4] == [
        (14.5, 138.5),
        (104.5, 138.5),
        (194.5, 138.5),
        (14.5, 73.5),
    ]
    with pytest.raises(ValueError, match="do not fit"):
        grid(A4_LANDSCAPE, Size(148, 211), 2, 1)


# Creep


def test_creep_makes_all_margins_alike_once_folded() -> None:
    """Within a folded stack each sheet lies one thickness further out than the one around it."""
    sheets = 24
    inner_margin = 17.0
    for sheet in range(sheets):
        drawn_from_fold = inner_margin - creep(sheet, THICKNESS)
        pushed_out = sum(THICKNESS for around in range(sheets) if around < sheet)
        assert drawn_from_fold + pushed_out == pytest.approx(inner_margin)


# The file


@pytest.fixture(scope="session")
def national(built: Built) -> tuple[bytes, bytes]:
    """The booklet of the national edition, and its screen file."""
    source, setup = work.assembled(built)
    desk = work.office(THICKNESS, setup.covers)
    return booklet(source, desk), screen(source)


def placed(pdf: Pdf) -> list[list[tuple[int, float, list[float]]]]:
    """For each side of each sheet: the pages drawn, from 1, where their left edge is and the cell that cuts them."""
    sides = []
    for page in list(pdf.pages)[INSTRUCTIONS:]:
        found = []
        for each in pikepdf.parse_content_stream(page):
            assert isinstance(each, pikepdf.ContentStreamInstruction)
            operator, operands = str(each.operator), list(each.operands)
            if operator == "re":
                cell = [float(value) / MM for value in operands]
            elif operator == "cm":
                assert [float(value) for value in operands[:4]] == [1, 0, 0, 1]  # never scaled
                left = float(operands[4]) / MM
            elif operator == "Do":
                found.append((int(str(operands[0]).removeprefix("/Page")), left, cell))
        sides.append(found)
    return sides


def test_each_sheet_is_where_the_folding_wants_it(national: tuple[bytes, bytes]) -> None:
    with Pdf.open(io.BytesIO(national[0])) as pdf, Pdf.open(io.BytesIO(national[1])) as whole:
        sides, count = placed(pdf), len(whole.pages)
    assert [number for number, _, _ in sides[0]] == [count, 1]
    assert [number for number, _, _ in sides[1]] == [2, count - 1]
    fold = A4_LANDSCAPE.width / 2
    for i, side in enumerate(sides):
        (left, left_x, left_cell), (right, right_x, right_cell) = side
        assert left + right == count + 1
        shift = i // 2 * THICKNESS
        assert left_x == pytest.approx(fold - 148 + shift, abs=1e-3)
        assert right_x == pytest.approx(fold - shift, abs=1e-3)
        assert left_cell == pytest.approx([0.5, 0, 148, 210], abs=1e-3)
        assert right_cell == pytest.approx([148.5, 0, 148, 210], abs=1e-3)


def test_each_side_says_what_its_two_pages_say(national: tuple[bytes, bytes]) -> None:
    with Pdf.open(io.BytesIO(national[0])) as pdf:
        sides = placed(pdf)
    sheets, pages = words_of(national[0])[INSTRUCTIONS:], words_of(national[1])
    assert sorted(number for side in sides for number, _, _ in side) == list(range(1, len(pages) + 1))
    for side, said in zip(sides, sheets, strict=True):
        assert "".join(sorted(said)) == "".join(sorted("".join(pages[number - 1] for number, _, _ in side)))


def words_of(pdf: bytes) -> list[str]:
    """The letters of each page, without spaces."""
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in opened]
    finally:
        opened.close()


def test_a_page_looks_on_the_sheet_as_on_the_screen(national: tuple[bytes, bytes]) -> None:
    sheets, pages = pypdfium2.PdfDocument(national[0]), pypdfium2.PdfDocument(national[1])
    scale, (width, height) = 0.5, (148 * MM, 210 * MM)
    side = sheets[INSTRUCTIONS].render(scale=scale).to_pil().convert("L")
    for page, left in ((len(pages) - 1, 0.5 * MM), (0, 148.5 * MM)):
        mine = side.crop([round(value * scale) for value in (left, 0, left + width, height)])
        theirs = pages[page].render(scale=scale).to_pil().convert("L").resize(mine.size)
        differing = sum(abs(a - b) > 96 for a, b in zip(mine.tobytes(), theirs.tobytes(), strict=True))
        assert differing < mine.width * mine.height * 0.05


def test_bleed_fills_the_edge_that_creep_uncovers() -> None:
    made = booklet(document(*[f"{work.rgb('red')} rg -20 -20 500 700 re f"] * 48), office(0.1, 2))
    sheets = pypdfium2.PdfDocument(made)
    side = sheets[len(sheets) - 1].render(scale=2).to_pil().convert("RGB")
    edge = round(0.5 * MM * 2)
    assert side.getpixel((edge + 2, 200)) == side.getpixel((side.width - edge - 3, 200)) == (228, 65, 47)
    assert side.getpixel((side.width // 2, 200)) == (228, 65, 47)


def test_blank_pages_stay_white() -> None:
    made = booklet(document(*["@words"] * 5), office(0.1, 2))
    with Pdf.open(io.BytesIO(made)) as pdf:
        assert [[number for number, _, _ in side] for side in placed(pdf)] == [[5, 1], [2, 4], [3], []]


def test_the_first_pages_tell_in_french_how_to_do_it(national: tuple[bytes, bytes]) -> None:
    front, back = words_of(national[0])[:INSTRUCTIONS]
    for words in (
        "Imprimer",
        "Plier",
        "Agrafer",
        "retournersurlebordcourt",
        "24feuillesA4" if "24" in front else "feuillesA4",
    ):
        assert words in front
    assert "Cedosest-ilàl’endroit" in back


def test_the_print_dialogue_is_told_what_is_needed(national: tuple[bytes, bytes]) -> None:
    with Pdf.open(io.BytesIO(national[0])) as pdf:
        wishes = pdf.Root.ViewerPreferences
        assert [str(wish) for wish in (wishes.Duplex, wishes.PrintScaling)] == ["/DuplexFlipShortEdge", "/None"]
        assert not {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/Names"} & set(pdf.Root.keys())
        assert b"pdfuaid" not in pdf.Root.Metadata.read_bytes()
        assert "livret A4" in str(pdf.docinfo.Title)


def test_the_bytes_follow_from_the_document_alone() -> None:
    source = document(*["@words"] * 4)
    assert booklet(source, office()) == booklet(source, office())


# What others say


def test_qpdf_and_poppler_find_a4_sheets(national: tuple[bytes, bytes], tmp_path: Path) -> None:
    path = tmp_path / "livret.pdf"
    path.write_bytes(national[0])
    told = subprocess.run([tool("qpdf"), "--check", str(path)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    info = subprocess.run([tool("pdfinfo"), str(path)], capture_output=True, text=True, check=True).stdout
    assert re.search(r"Page size: +841\.89 x 595\.276 pts \(A4\)", info)
    fonts = subprocess.run([tool("pdffonts"), str(path)], capture_output=True, text=True, check=True).stdout
    assert all(" yes yes yes" in row for row in fonts.splitlines()[2:])
