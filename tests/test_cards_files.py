"""The files of a deck and the kit: what is made, how many copies, which packs, pictures, press."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from book.editions import read_edition
from book.model import Edition
from layouts.decks.deck import Deck, cards_of, make_deck
from layouts.decks.faces import choose
from layouts.decks.files import HOME, PICTURES, PRESS, SCREEN, Wanted, copies_of, make_cards
from layouts.decks.formats import format_named
from layouts.decks.kit import deal, make_kit, played
from layouts.decks.pictures import pictures, zipped
from layouts.documents import Document
from layouts.errors import LayoutError
from layouts.expectations import Book, expectations
from layouts.preflight import check
from layouts.printer import read_printer
from layouts.workshop import packs
from tests.decks import press_of, small_edition

MM = 72 / 25.4


@pytest.fixture(scope="module")
def edition(project_root: Path) -> Edition:
    return read_edition(project_root, "nationale")


def unrendered(edition: Edition, root: Path) -> Deck:
    """A deck that knows its cards alone."""
    return Deck(format_named(root, ""), edition, cards_of(edition), Document((), None, ""), None)  # type: ignore[arg-type]


def test_files_of_a_deck(project_root: Path) -> None:
    files = make_cards(press_of(project_root), Wanted(only=(SCREEN, PRESS, HOME))).files["cartes"]
    assert set(files) == {
        "cartes-ecran.pdf", "cartes-imprimeur.pdf", "cartes-a-decouper-a4.pdf", "cartes-empreintes.json",
    }  # fmt: skip
    with pikepdf.open(io.BytesIO(files["cartes-ecran.pdf"])) as screen:
        count = len(screen.pages)
        assert [float(v) for v in screen.pages[0].obj.MediaBox][2:] == pytest.approx([98 * MM, 140 * MM], abs=0.01)
    with pikepdf.open(io.BytesIO(files["cartes-imprimeur.pdf"])) as press:
        assert len(press.pages) == count, "front and back in turn, as on screen"
        assert "/OutputIntents" in press.Root
        for page in press.pages:
            trim, bleed = ([float(v) for v in box] for box in (page.obj.TrimBox, page.obj.BleedBox))
            assert trim[0] - bleed[0] == pytest.approx(3 * MM, abs=0.02)
            assert "/Annots" not in page.obj


def test_pictures_are_cut_to_the_trim_with_round_corners(project_root: Path) -> None:
    edition = small_edition(project_root)
    one = replace(edition.corpus, themes={}, variables={}, figures={}, scenarios={})
    deck = make_deck(press_of(project_root, replace(edition, corpus=one)), format_named(project_root, ""))
    made = pictures(deck, deck.pdf)
    assert set(made) == {"300-dpi", "legeres"}
    assert list(made["300-dpi"]) == sorted(made["300-dpi"])
    for folder, size in (("300-dpi", (1157, 1654)), ("legeres", (386, 551))):
        for content in made[folder].values():
            with Image.open(io.BytesIO(content)) as picture:
                assert picture.size == size
                assert picture.mode == "RGBA"
                assert picture.getpixel((0, 0))[3] == 0  # type: ignore[index]
                assert picture.getpixel((size[0] // 2, 1))[3] == 255  # type: ignore[index]
    assert zipped(made) == zipped(pictures(deck, deck.pdf)), "the same bytes each time"
    with zipfile.ZipFile(io.BytesIO(zipped(made))) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 2 * len(made["legeres"])
    assert PICTURES not in Wanted().only, "they are made when asked for"


def test_copies_of_a_kit_follow_its_packs(project_root: Path, edition: Edition) -> None:
    deck = unrendered(edition, project_root)
    chosen = choose(deck.cards, "figures,S01-S06")
    dealt = packs(played(edition, chosen), 4)
    assert [(pack.figure.id, [s.id for s in pack.scenarios]) for pack in dealt] == [
        ("F2", ["S06"]), ("F3", ["S01"]), ("F4", ["S02"]), ("F7", ["S03", "S04", "S05"]),
    ]  # fmt: skip
    codes = [card.code for card in deal(deck, chosen, dealt, 4, 0)]
    assert codes[:10] == ["F2", "S06", "F3", "S01", "F4", "S02", "F7", "S03", "S04", "S05"]
    assert codes[10:13] == ["F1", "F5", "F6"], "kept aside, once"
    assert {code: codes.count(code) for code in ("R", "BS", "BF", "BV")} == dict.fromkeys(("R", "BS", "BF", "BV"), 4)


def test_a_scenario_that_serves_two_figures_goes_into_both_packs(project_root: Path, edition: Edition) -> None:
    deck = unrendered(edition, project_root)
    chosen = choose(deck.cards, "figures,scenarios")
    dealt = packs(played(edition, chosen), 7)
    codes = [card.code for card in deal(deck, chosen, dealt, 7, 0)]
    both = [scenario.id for scenario in edition.corpus.scenarios.values() if len(scenario.figures) == 2]
    assert both == ["S10", "S15"]
    assert {code: codes.count(code) for code in ("S09", *both)} == {"S09": 1, "S10": 2, "S15": 2}
    more = packs(played(edition, chosen), 9)
    again = [card.code for card in deal(deck, chosen, more, 9, 0)]
    assert sum(again.count(f"F{number}") for number in range(1, 8)) == 9, "with more tables, packs are dealt again"


def test_a_number_of_copies_is_that_of_each_card(project_root: Path, edition: Edition) -> None:
    deck = unrendered(edition, project_root)
    chosen = choose(deck.cards, "S01-S03")
    codes = [card.code for card in deal(deck, chosen, packs(edition, 2), 2, 3)]
    assert codes == ["S01"] * 3 + ["S02"] * 3 + ["S03"] * 3 + [c for c in ("R", "BS", "BF", "BV") for _ in range(2)]


@pytest.mark.parametrize("told", ["0", "beaucoup", "-1", "400"])
def test_an_impossible_number_of_copies_is_told(told: str) -> None:
    with pytest.raises(LayoutError, match="exemplaires"):
        copies_of(told, auto=True)


def test_auto_is_for_kits() -> None:
    assert copies_of("auto", auto=True) == 0
    with pytest.raises(LayoutError):
        copies_of("auto", auto=False)


def test_a_kit_is_one_folder_ready_to_print(project_root: Path) -> None:
    files = make_kit(press_of(project_root), 3, Wanted(copies=0))["trousse"]
    assert list(files) == sorted(files), "they are printed in the order of their names"
    assert [name[0] for name in files] == ["0", "1", "2", "3", "4"]
    with pikepdf.open(io.BytesIO(files["2-fiches-a4.pdf"])) as sheets:
        assert len(sheets.pages) == 2 * (3 + 4), "three figures and their scenarios, S15 twice"
    with pikepdf.open(io.BytesIO(files["1-cartes-a4.pdf"])) as cards:
        assert len(cards.pages) % 2 == 0


def test_the_preflight_of_the_book_finds_nothing_to_refuse(project_root: Path) -> None:
    press = press_of(project_root)
    files = make_cards(press, Wanted(only=(SCREEN, PRESS))).files["cartes"]
    profiles = project_root / "assets" / "profiles"
    printer = read_printer(project_root / "layouts" / "printers", profiles, "standard-couche")
    with pikepdf.open(io.BytesIO(files["cartes-ecran.pdf"])) as screen:
        count = len(screen.pages)
    told = expectations(Book(count, (98, 140), 0, 2), replace(printer, binding="agrafe", multiple=2), press.palette)
    expected = {f"cartes-{kind}.pdf": told[f"livre-{kind}.pdf"] for kind in ("ecran", "imprimeur")}
    assert [str(found) for found in check(files, expected) if found.severity == "refuse"] == []
