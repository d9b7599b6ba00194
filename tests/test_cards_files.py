"""The files of a deck and the kit: what is made, how many copies, which packs, pictures, press."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from math import ceil
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from book.editions import read_edition
from book.fields import plural
from book.model import Edition
from layouts.decks.dealing import PER_TABLE, deal
from layouts.decks.deck import make_deck
from layouts.decks.faces import choose
from layouts.decks.files import HOME, PICTURES, PRESS, SCREEN, Wanted, copies_for, copies_of, make_cards
from layouts.decks.formats import format_named
from layouts.decks.kit import Kit, make_kit
from layouts.decks.pictures import pictures, zipped
from layouts.errors import LayoutError
from layouts.expectations import Book, expectations
from layouts.preflight import check
from layouts.printer import read_printer
from layouts.workshop import Options, material
from tests.decks import press_of, small_edition

MM = 72 / 25.4


@pytest.fixture(scope="module")
def edition(project_root: Path) -> Edition:
    return read_edition(project_root, "nationale")


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
    made = pictures(deck, deck.cards)
    assert set(made) == {"300-dpi", "legeres"}
    assert list(made["300-dpi"]) == sorted(made["300-dpi"])
    for folder, size in (("300-dpi", (1157, 1654)), ("legeres", (386, 551))):
        for content in made[folder].values():
            with Image.open(io.BytesIO(content)) as picture:
                assert picture.size == size
                assert picture.mode == "RGBA"
                assert picture.getpixel((0, 0))[3] == 0  # type: ignore[index]
                assert picture.getpixel((size[0] // 2, 1))[3] == 255  # type: ignore[index]
    assert zipped(made) == zipped(pictures(deck, deck.cards)), "the same bytes each time"
    with zipfile.ZipFile(io.BytesIO(zipped(made))) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 2 * len(made["legeres"])
    assert PICTURES not in Wanted().only, "they are made when asked for"
    few = pictures(deck, choose(deck.cards, "BF"))["legeres"]
    assert [name.partition("-")[2] for name in few] == ["BF-votre-figure-1-recto.png", "BF-votre-figure-2-verso.png"]


def test_copies_of_a_kit_follow_its_packs(edition: Edition) -> None:
    dealt = deal(edition, "figures,S01-S06", 4)
    assert [(pack.figure.id, [s.id for s in pack.scenarios]) for pack in dealt.packs] == [
        ("F2", ["S06"]), ("F3", ["S01"]), ("F4", ["S02"]), ("F7", ["S03", "S04", "S05"]),
    ]  # fmt: skip
    codes = [card.code for card in dealt.cards]
    assert codes[:10] == ["F2", "S06", "F3", "S01", "F4", "S02", "F7", "S03", "S04", "S05"]
    assert codes[10:13] == ["F1", "F5", "F6"], "kept aside, once"
    assert {code: codes.count(code) for code in PER_TABLE} == dict.fromkeys(PER_TABLE, 4)


def test_a_scenario_that_serves_two_figures_goes_into_both_packs(edition: Edition) -> None:
    codes = [card.code for card in deal(edition, "figures,scenarios", 7).cards]
    both = [scenario.id for scenario in edition.corpus.scenarios.values() if len(scenario.figures) == 2]
    assert both == ["S10", "S15"]
    assert {code: codes.count(code) for code in ("S09", *both)} == {"S09": 1, "S10": 2, "S15": 2}
    again = [card.code for card in deal(edition, "figures,scenarios", 9).cards]
    assert sum(again.count(f"F{number}") for number in range(1, 8)) == 9, "with more tables, packs are dealt again"


def test_a_number_of_copies_is_that_of_each_card(edition: Edition) -> None:
    codes = [card.code for card in deal(edition, "S01-S03,R", 2, 3).cards]
    assert codes == ["S01"] * 3 + ["S02"] * 3 + ["S03"] * 3 + [c for c in PER_TABLE for _ in range(2)]


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
    counts = {}
    for name, content in files.items():
        with pikepdf.open(io.BytesIO(content)) as pdf:
            counts[name] = len(pdf.pages)
    leaves = [counts[name] // (1 if name.startswith("4") else 2) for name in files]
    assert counts["1-cartes-a4.pdf"] == 2 * ceil((3 + 4 + 3 + 4 * 3) / 4), "packs, aside, four a table"
    told = [words_of(files[name]) for name in ("0-a-lire-d-abord.pdf", "3-guide-animation.pdf")]
    assert f"En tout, avec celle-ci : {sum(leaves)} feuilles." in told[0]
    assert f"{sum(leaves)} feuilles à imprimer" in told[1], "the guide counts the same sheets"
    for name, count in zip(list(files)[1:], leaves[1:], strict=True):
        assert re.search(rf"{re.escape(name)} · (\d+ cartes, )?{count} feuilles", told[0]), name


def words_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        words = " ".join(page.get_textpage().get_text_bounded() for page in document)
    return " ".join(words.split()).replace("\u202f", " ")


@pytest.mark.parametrize("groups", [1, 7, 12])
def test_the_first_sheet_of_a_kit_is_one_sheet(project_root: Path, groups: int) -> None:
    press = press_of(project_root, read_edition(project_root, "nationale"))
    dealt = deal(press.edition, groups=groups)
    taken = material(dealt.packs, dealt.families, 20, Options(groups))
    names = ("1-cartes-a4.pdf", "2-fiches-a4.pdf", "3-guide-animation.pdf", "4-affiche-a4-a-coller.pdf")
    kit = Kit(len(dealt.cards), names, (20, 30, 2, 4), "A4", "long", True, ("S10",), taken)
    document = press.make("kit", {"kit": kit, "plural": plural})
    assert [len(section.pages) for section in document.sections] == [2]
    assert list_parts(document.pdf) == {"/LI"}


def list_parts(pdf: bytes) -> set[str]:
    """What stands directly in the lists of a document (ISO 32000-1, 14.8.4.3.3: items, here)."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        tags = [each for each in document.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/L"]
        return {str(kid.S) for tag in tags for kid in tag.K.as_list()}


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


@pytest.mark.parametrize(("asked", "held"), [(0, 1), (1, 1), (12, 12), (50, 50), (500, 1)])
def test_an_edition_says_how_many_decks_its_sheets_hold(edition: Edition, asked: int, held: int) -> None:
    assert copies_for(replace(edition, copies=asked)) == held


def test_copies_lie_one_upon_the_other(project_root: Path) -> None:
    """Four decks on sheets of four: each sheet is one card, and cutting makes four decks at a stroke."""
    one = replace(small_edition(project_root), copies=4)
    press = press_of(project_root, replace(one, corpus=replace(one.corpus, scenarios={}, themes={}, variables={})))
    wanted = Wanted(only=(HOME,), copies=copies_for(press.edition))
    with pikepdf.open(io.BytesIO(make_cards(press, wanted).files["cartes"]["cartes-a-decouper-a4.pdf"])) as sheets:
        assert len(sheets.pages) == 2 * (1 + 3 + 3), "rule, three figures, three blank cards"
        for page in sheets.pages:
            assert len(page.obj.Resources.XObject) == 1
