"""Cards on sheets: as many as possible, backs behind their fronts, marks on no card; read back from the PDF itself."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageOps, ImageStat

from layouts.decks.deck import Deck, make_deck
from layouts.decks.formats import format_named, read_formats
from layouts.decks.offsets import offset_of, remembered
from layouts.decks.sheets import MARGIN, MARK_LEAST, PAPER_EDGE, PAPERS, Duplex, Place, Plan, folded, plan
from layouts.errors import LayoutError
from layouts.impose.cards import Desk, impose_cards
from layouts.impose.geometry import Size
from layouts.impose.mire import backs, mire, targets
from tests.decks import press_of
from tests.presswork import METADATA, screen

ROOT = Path(__file__).resolve().parent.parent
MM = 72 / 25.4
FORMATS = read_formats(ROOT)
CASES = [(name, paper) for name in FORMATS for paper in PAPERS]
DRAWN = re.compile(r"([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) cm /Face(\d+) Do")
LINE = re.compile(r"([-\d.]+) ([-\d.]+) m ([-\d.]+) ([-\d.]+) l S")
_TURNS = {(1, 0): 0, (0, 1): 90, (-1, 0): 180, (0, -1): 270}


@pytest.fixture(scope="module")
def deck(project_root: Path) -> Deck:
    return make_deck(press_of(project_root), format_named(project_root, ""))


def most(room: Size, card: Size) -> int:
    """The most cards that any cutting of a sheet from edge to edge gives: every cut tried, at whole millimetres."""
    wide, high = round(card.width), round(card.height)

    @cache
    def combined(length: int) -> tuple[int, ...]:
        sums = {i * wide + j * high for i in range(length // wide + 1) for j in range((length - i * wide) // high + 1)}
        return tuple(sorted(sums - {0}))

    @cache
    def best(x: int, y: int) -> int:
        x, y = max((0, *combined(x))), max((0, *combined(y)))
        if (x, y) in ((wide, high), (high, wide)):
            return 1
        if not x or not y or not ((x >= wide and y >= high) or (x >= high and y >= wide)):
            return 0
        found = [1]
        found += [best(cut, y) + best(x - cut, y) for cut in combined(x) if cut < x]
        found += [best(x, cut) + best(x, y - cut) for cut in combined(y) if cut < y]
        return max(found)

    return best(int(room.width), int(room.height))


def room_of(sheet: Size) -> Size:
    return Size(sheet.width - 2 * MARGIN, sheet.height - 2 * MARGIN)


@pytest.mark.parametrize(("name", "paper"), CASES)
def test_no_sheet_could_hold_more(name: str, paper: str) -> None:
    sheet, card = PAPERS[paper], FORMATS[name].size
    assert len(plan(sheet, card).places) == most(room_of(sheet), card)


def test_the_default_format_goes_by_four_and_true_a6_by_two() -> None:
    assert len(plan(PAPERS["a4"], FORMATS["98x140"].size).places) == 4
    assert len(plan(PAPERS["a4"], FORMATS["a6"].size).places) == 2


def plans(name: str, paper: str) -> list[Plan]:
    """Every side that is printed of a format: fronts, backs either way, folded pairs where they fit."""
    front = plan(PAPERS[paper], FORMATS[name].size)
    made = [front, front.turned_over("long"), front.turned_over("court")]
    try:
        fronts, halves = folded(PAPERS[paper], FORMATS[name].size)
    except LayoutError:
        return made
    return [*made, Plan(fronts.sheet, fronts.places + halves.places, fronts.marks)]


@pytest.mark.parametrize(("name", "paper"), CASES)
def test_cards_stand_within_what_is_printed_and_apart(name: str, paper: str) -> None:
    for side in plans(name, paper):
        for i, place in enumerate(side.places):
            assert place.x >= MARGIN - 1e-6
            assert place.y >= MARGIN - 1e-6
            assert place.x + place.width <= side.sheet.width - MARGIN + 1e-6
            assert place.y + place.height <= side.sheet.height - MARGIN + 1e-6
            assert not any(place.overlaps(other) for other in side.places[:i])


@pytest.mark.parametrize(("name", "paper"), CASES)
def test_marks_are_on_no_card_and_begin_within_what_is_printed(name: str, paper: str) -> None:
    for side in plans(name, paper):
        assert len(side.marks) >= 4
        for mark in side.marks:
            box = mark.box
            assert not any(touches(box, place) for place in side.places)
            wide, high = side.sheet.width, side.sheet.height
            x, y = min(max(mark.x2, MARGIN), wide - MARGIN), min(max(mark.y2, MARGIN), high - MARGIN)
            assert abs(x - mark.x1) + abs(y - mark.y1) >= MARK_LEAST - 1e-3, "every printer draws enough of it"
            near = min(box.x, box.y, wide - box.x - box.width, high - box.y - box.height)
            assert near >= PAPER_EDGE - 1e-3


def touches(box: Place, card: Place) -> bool:
    return (
        box.x <= card.x + card.width
        and box.x + box.width >= card.x
        and box.y <= card.y + card.height
        and box.y + box.height >= card.y
    )


def test_every_edge_of_the_default_sheet_has_its_marks() -> None:
    side = plan(PAPERS["a4"], FORMATS["98x140"].size)
    upright = {round(mark.x1, 3) for mark in side.marks if mark.x1 == mark.x2}
    level = {round(mark.y1, 3) for mark in side.marks if mark.y1 == mark.y2}
    assert upright == {7, 105, 203}
    assert level == {8.5, 148.5, 288.5}
    assert len(side.marks) == 12, "both ends of each cut"
    assert min(max(mark.box.width, mark.box.height) for mark in side.marks) >= 4, "to lay a ruler by"


def faces(deck: Deck) -> list[tuple[int, int]]:
    return [(card.page, card.back) for card in deck.cards]


def imposed(deck: Deck, desk: Desk) -> bytes:
    return impose_cards(deck.pdf, faces(deck), desk, METADATA, ROOT / "assets" / "fonts")


def read_places(page: pikepdf.Page, card: Size) -> dict[int, Place]:
    """Where the faces of a sheet stand, by the page that they show, from the operators that draw them."""
    found = {}
    for a, b, _, _, x, y, face in DRAWN.findall(page.obj.Contents.read_bytes().decode("latin-1")):
        turn = _TURNS[int(a), int(b)]
        wide, high = (card.width, card.height) if turn in (0, 180) else (card.height, card.width)
        left = float(x) / MM - (wide if turn in (90, 180) else 0)
        low = float(y) / MM - (high if turn in (180, 270) else 0)
        found[int(face) - 1] = Place(left, low, wide, high, turn)
    return found


def turn_sheet(place: Place, sheet: Size, duplex: Duplex) -> Place:
    """Turn a sheet in the hand: where a place of its back is, seen through the paper from the front.

    The turn of the card is told so that 0 means its top points up, as that of an upright front.
    """
    if duplex == "long":
        turn = {0: 0, 90: 270, 270: 90, 180: 180}[place.turn]
        return Place(sheet.width - place.x - place.width, place.y, place.width, place.height, turn)
    turn = {0: 180, 180: 0, 90: 90, 270: 270}[place.turn]
    return Place(place.x, sheet.height - place.y - place.height, place.width, place.height, turn)


@pytest.mark.parametrize("duplex", ["long", "court"])
@pytest.mark.parametrize(("format", "paper"), [("98x140", "a4"), ("98x140", "a3"), ("tarot", "a4")])
def test_each_back_is_behind_its_front(project_root: Path, deck: Deck, duplex: str, format: str, paper: str) -> None:
    shown = deck if format == "98x140" else make_deck(press_of(project_root), format_named(project_root, format))
    sheet, way = PAPERS[paper], cast(Duplex, duplex)
    with pikepdf.open(io.BytesIO(imposed(shown, Desk(sheet, way)))) as pdf:
        seen = []
        for front, back in zip(pdf.pages[::2], pdf.pages[1::2], strict=True):
            fronts, behind = read_places(front, shown.format.size), read_places(back, shown.format.size)
            assert {page + 1 for page in fronts} == set(behind)
            for page, place in fronts.items():
                turned = turn_sheet(behind[page + 1], sheet, way)
                assert (turned.x, turned.y) == pytest.approx((place.x, place.y), abs=0.001)
                assert turned.turn == place.turn, "the two tops are at the same edge"
            seen += list(fronts)
            for side in (front, back):
                size = [float(v) / MM for v in side.obj.MediaBox][2:]
                assert size == pytest.approx([sheet.width, sheet.height], abs=0.01)
        assert sorted(seen) == [card.page for card in shown.cards]


def test_an_offset_moves_backs_and_their_marks_together(deck: Deck) -> None:
    desk = Desk(PAPERS["a4"], "long")
    moved = Desk(PAPERS["a4"], "long", offset=(1.5, -0.8))
    with pikepdf.open(io.BytesIO(imposed(deck, desk))) as one, pikepdf.open(io.BytesIO(imposed(deck, moved))) as other:
        assert read_places(one.pages[0], deck.format.size) == read_places(other.pages[0], deck.format.size)
        before, after = (read_places(pdf.pages[1], deck.format.size) for pdf in (one, other))
        for page, place in before.items():
            assert after[page].x - place.x == pytest.approx(1.5, abs=0.001)
            assert after[page].y - place.y == pytest.approx(-0.8, abs=0.001)
        lines = [LINE.findall(pdf.pages[1].obj.Contents.read_bytes().decode("latin-1")) for pdf in (one, other)]
        assert len(lines[0]) == len(lines[1]) == 12
        for was, now in zip(*lines, strict=True):
            shifts = [(float(n) - float(w)) / MM for w, n in zip(was, now, strict=True)]
            assert shifts == pytest.approx([1.5, -0.8, 1.5, -0.8], abs=0.001)


def pictures(document: bytes, scale: float) -> list[Image.Image]:
    with pypdfium2.PdfDocument(document) as pdf:
        return [page.render(scale=scale).to_pil().convert("RGB") for page in pdf]


def cut(sheet: Image.Image, place: Place, scale: float) -> Image.Image:
    """Cut a card out of the picture of a sheet, and set it upright; a hair inside, clear of the marks."""
    dots = MM * scale
    high = sheet.height
    box = (
        place.x * dots,
        high - (place.y + place.height) * dots,
        (place.x + place.width) * dots,
        high - place.y * dots,
    )
    return sheet.crop(cast(Any, tuple(round(v) for v in box))).rotate(-place.turn, expand=True)


def differ(one: Image.Image, other: Image.Image) -> float:
    small = (98, 140)
    return float(max(ImageStat.Stat(ImageChops.difference(one.resize(small), other.resize(small))).mean))


@pytest.mark.parametrize(
    ("duplex", "through"), [("long", ImageOps.mirror), ("court", ImageOps.flip)], ids=["long", "court"]
)
def test_seen_through_the_sheet_front_and_back_coincide(
    deck: Deck, duplex: str, through: Callable[[Image.Image], Image.Image]
) -> None:

    scale = 1.0
    single = pictures(screen(deck.pdf), scale)
    sheets = imposed(deck, Desk(PAPERS["a3"], cast(Duplex, duplex)))
    front, back = pictures(sheets, scale)[:2]
    with pikepdf.open(io.BytesIO(sheets)) as pdf:
        places = read_places(pdf.pages[0], deck.format.size)
    behind = through(back)
    for page, place in places.items():
        assert differ(cut(front, place, scale), single[page]) < 6
        seen = ImageOps.mirror(cut(behind, place, scale))
        right = differ(seen, single[page + 1])
        assert right < 6
        assert right < min(differ(seen, single[other + 1]) for other in places if other != page)


def test_a_folded_pair_shares_its_fold(deck: Deck) -> None:
    with pikepdf.open(io.BytesIO(imposed(deck, Desk(PAPERS["a4"], "pli")))) as pdf:
        for page in pdf.pages:
            places = read_places(page, deck.format.size)
            for front in (number for number in places if number % 2 == 0):
                one, other = places[front], places[front + 1]
                assert other.turn == one.turn == 0
                assert other.x == pytest.approx(one.x + one.width, abs=0.001)
                assert other.y == pytest.approx(one.y, abs=0.001)
            assert b"[1 1] 0 d" in page.obj.Contents.read_bytes(), "the fold is dashed"


def test_the_same_sheets_are_the_same_bytes(deck: Deck) -> None:
    assert imposed(deck, Desk(PAPERS["a4"], "long")) == imposed(deck, Desk(PAPERS["a4"], "long"))


def test_sheets_have_nothing_to_click(deck: Deck) -> None:
    with pikepdf.open(io.BytesIO(imposed(deck, Desk(PAPERS["a4"], "long", radius=4)))) as pdf:
        assert not any("/Annots" in page.obj for page in pdf.pages)


def test_the_rulers_of_the_mire_are_behind_its_crosses() -> None:
    paper = PAPERS["a4"]
    assert {(paper.width - x, y) for x, y in backs(paper, "long", (0, 0))} == set(targets(paper))
    assert {(x, paper.height - y) for x, y in backs(paper, "court", (0, 0))} == set(targets(paper))
    for (x, y), (u, v) in zip(backs(paper, "long", (0, 0)), backs(paper, "long", (1.5, -0.8)), strict=True):
        assert (u - x, v - y) == pytest.approx((1.5, -0.8))
    with pikepdf.open(io.BytesIO(mire(paper, "long", (0, 0), METADATA, ROOT / "assets" / "fonts"))) as pdf:
        assert len(pdf.pages) == 2


def test_an_offset_is_told_or_remembered(tmp_path: Path) -> None:
    memory = tmp_path / "bureau.yaml"
    assert offset_of("1.5,-0.8", memory) == (1.5, -0.8)
    assert offset_of("1,5;-0,8", memory) == (1.5, -0.8)
    assert offset_of("", None) == (0, 0)
    with pytest.raises(LayoutError, match="n’existe pas encore"):
        offset_of("", memory)
    memory.write_text(remembered((1.5, -0.8), memory), encoding="utf-8")
    assert offset_of("", memory) == (1.5, -0.8)
    memory.write_text("# la mienne\nname: Bureau\noffset: [0, 0]\nbleed: 3\n", encoding="utf-8")
    memory.write_text(remembered((0.5, 1), memory), encoding="utf-8")
    assert memory.read_text(encoding="utf-8") == "# la mienne\nname: Bureau\noffset: [0.5, 1]\nbleed: 3\n"
    assert offset_of("", memory) == (0.5, 1)


@pytest.mark.parametrize("told", ["1.5", "a,b", "40,0", "nan,1", "1,5,2", "1;inf"])
def test_what_is_no_offset_is_told(told: str) -> None:
    with pytest.raises(LayoutError, match="décalage"):
        offset_of(told, None)


@pytest.mark.parametrize(
    "held",
    [b"decalage: 3", b"offset: [1.5, ", b"\xff\xfe", b"offset: [.nan, 2]", b"offset: 3", b"offset: [99, 0]", b""],
)
def test_a_memory_that_holds_none_is_told(tmp_path: Path, held: bytes) -> None:
    memory = tmp_path / "bureau.yaml"
    memory.write_bytes(held)
    with pytest.raises(LayoutError, match=r"bureau\.yaml"):
        offset_of("", memory)
