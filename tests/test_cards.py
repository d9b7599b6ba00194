"""The faces of the cards: what each shows, sizes within their range, what is told of a text that does not fit."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from book.editions import read_edition
from layouts.compose import Composer
from layouts.decks.deck import Deck, cards_of, make_deck
from layouts.decks.eco import ink_saved, outline_palette
from layouts.decks.faces import changes, choose, fingerprints, manifest
from layouts.decks.fitting import CardSetter
from layouts.decks.formats import BLEED, format_named, read_formats
from layouts.errors import LayoutError
from layouts.layout import read_layout
from tests.decks import press_of, small_edition
from tests.presswork import screen
from tests.reading import Book

MM = 72 / 25.4
TWO_LINES = ["La maison des habitants", "d’ici et d’ailleurs"]
FORMATS = ("98x140", "a6", "a5", "tarot", "poker")


@pytest.fixture(scope="module")
def deck(project_root: Path) -> Deck:
    return make_deck(press_of(project_root), format_named(project_root, ""))


def test_the_national_deck_is_whole(project_root: Path) -> None:
    cards = cards_of(read_edition(project_root, "nationale"))
    counts = {family: sum(card.family == family for card in cards) for family in dict.fromkeys(c.family for c in cards)}
    assert counts == {"regle": 1, "figures": 7, "scenarios": 18, "themes": 5, "variables": 14, "vierges": 3}
    assert len(cards) == 48, "twelve sheets of four, none with a hole"
    assert len({card.code for card in cards}) == len(cards)


def test_cards_and_sections_go_together(deck: Deck) -> None:
    assert len(deck.document.sections) == len(deck.cards)
    for card, rendered in zip(deck.cards, deck.document.sections, strict=True):
        front, back = rendered.pages
        assert front.name == "front"
        assert back.name == "back"
        assert card.code in front.words
        assert card.code in back.words, "a found card goes home"


def test_every_face_has_the_trim_and_its_bleed(deck: Deck) -> None:
    with pikepdf.open(io.BytesIO(deck.pdf)) as pdf:
        assert len(pdf.pages) == 2 * len(deck.cards)
        for page in pdf.pages:
            assert [float(v) for v in page.obj.TrimBox] == pytest.approx([0, 0, 98 * MM, 140 * MM], abs=0.01)
            assert float(page.obj.MediaBox[0]) == pytest.approx(-BLEED * MM, abs=0.01)


def test_a_back_says_what_one_needs_at_the_table(deck: Deck) -> None:
    edition = deck.edition
    words = {c.code: r.pages[1].words for c, r in zip(deck.cards, deck.document.sections, strict=True)}
    spaced = {code: " ".join(told.split()) for code, told in words.items()}
    for scenario in edition.corpus.scenarios.values():
        assert "Texte de l" in spaced[scenario.id], "a text of the edition is marked as such"
        assert spaced[scenario.id].count("?") >= 3, "its question and two more"
        for fed in scenario.figures:
            assert fed in spaced[scenario.id]
    for name in edition.corpus.figures:
        for scenario in edition.scenarios_of_figure(name):
            assert scenario.id in spaced[name]


@pytest.mark.parametrize("name", FORMATS)
def test_sizes_are_within_their_range_in_every_format(project_root: Path, name: str) -> None:
    format = format_named(project_root, name)
    press = press_of(project_root, read_edition(project_root, "nationale"))
    setter = CardSetter(format, press.assets / "fonts")
    layout = read_layout(project_root / "layouts" / "cards")
    composer = Composer(layout, press.edition, press.palette, press.assets, {"card": setter})
    allowed = (format.title, format.text, format.short)
    for _, section in composer.fixed():
        for size in map(float, re.findall(r"font-size: ([\d.]+)pt", section.html)):
            assert any(least <= size <= most for least, most in allowed), f"{section.id} : {size} pt"
    assert setter.faults == []


@pytest.mark.parametrize("name", ["poker", "a5"])
def test_the_other_formats_render_without_overflow(project_root: Path, name: str) -> None:
    edition = read_edition(project_root, "nationale") if name == "poker" else None  # whole where it is tightest
    deck = make_deck(press_of(project_root, edition), format_named(project_root, name))
    assert all(len(rendered.pages) == 2 for rendered in deck.document.sections)


def test_the_default_format_is_read_at_seventy_centimetres(project_root: Path) -> None:
    format = format_named(project_root, "")
    assert format.title[0] >= 14
    assert min(format.text[0], format.short[0]) >= 9


def test_what_does_not_fit_is_told_with_card_block_and_words(project_root: Path) -> None:
    edition = small_edition(project_root)
    variable = edition.corpus.variables["algorithme"]
    long = replace(variable, text=replace(variable.text, markdown=f"{variable.text.markdown} " * 9))
    loud = replace(variable, id="deux-tiers", order=10, title="Anticonstitutionnellement " * 14)
    both = replace(edition, corpus=replace(edition.corpus, variables={"algorithme": long, "deux-tiers": loud}))
    with pytest.raises(LayoutError) as told:
        make_deck(press_of(project_root, both), format_named(project_root, ""))
    assert re.search(r"carte V12, format 98 × 140 mm : le texte a \d+ mots de trop", str(told.value))
    assert re.search(r"carte V10, format 98 × 140 mm : le titre a \d+ mots? de trop", str(told.value))


def test_no_text_is_cut_within_a_sentence(project_root: Path) -> None:
    edition = read_edition(project_root, "nationale")
    for format in read_formats(project_root).values():
        setter = CardSetter(format, project_root / "assets" / "fonts")
        for figure in edition.corpus.figures.values():
            assert setter.excerpt(figure.portrait)[-1] in ".?!…"
        for scenario in edition.corpus.scenarios.values():
            opening = setter.opening(scenario.hypothesis)
            assert opening.question.endswith("?")
            assert not opening.rest or opening.rest[-1] in ".?!…»"


def test_an_unknown_format_is_told(project_root: Path) -> None:
    with pytest.raises(LayoutError, match="pokr"):
        format_named(project_root, "pokr")


def test_the_spared_deck_takes_far_less_ink(project_root: Path, deck: Deck) -> None:
    press = press_of(project_root)
    spared = make_deck(press, deck.format, outline_palette(press.palette, project_root))
    assert ink_saved(deck.pdf, spared.pdf) > 0.7
    assert len(spared.document.sections) == len(deck.cards)


def test_families_are_told_apart_without_colour(project_root: Path, deck: Deck) -> None:
    """In grey, the band along the foot differs from family to family, in the spared deck as in the full one."""
    press = press_of(project_root)
    spared = make_deck(press, deck.format, outline_palette(press.palette, project_root))
    for made in (deck, spared):
        with pypdfium2.PdfDocument(screen(made.pdf)) as pdf:
            bands: dict[str, list[bytes]] = {}
            for card in made.cards:
                if card.family == "vierges":
                    continue  # it bears the band of what it is blank for
                picture = pdf[card.page].render(scale=2, grayscale=True).to_pil()
                height = round(made.format.band * MM * 2)
                strip = picture.crop((0, picture.height - height, height * 4, picture.height)).resize((32, 8))
                bands.setdefault(card.family, []).append(strip.tobytes())
        firsts = {family: strips[0] for family, strips in bands.items()}
        assert len(set(firsts.values())) == len(firsts)
        for strips in bands.values():
            assert len(set(strips)) == 1, "one pattern a family"


def test_cards_are_chosen_as_one_writes_them(deck: Deck) -> None:
    def codes(wanted: str) -> list[str]:
        return [card.code for card in choose(deck.cards, wanted)]

    assert codes("S01-S14, F5") == ["F5", "S01", "S14"]
    assert codes("thèmes,R") == ["R", "T1"]
    assert len(codes("")) == len(deck.cards)
    with pytest.raises(LayoutError, match="S99"):
        codes("S99")


def test_only_what_changed_is_printed_again(project_root: Path, deck: Deck, tmp_path: Path) -> None:
    before = fingerprints(deck, [])
    path = tmp_path / "cartes-empreintes.json"
    path.write_bytes(manifest(deck, before))
    assert changes(deck, before, tmp_path, path.name).printed == ()
    edition = deck.edition
    scenarios = dict(edition.corpus.scenarios)
    scenarios["S01"] = replace(scenarios["S01"], title="Le Cass’Croûte")
    figures = {id: figure for id, figure in edition.corpus.figures.items() if id != "F1"}
    scenarios["S15"] = replace(scenarios["S15"], figures=("F5",))
    corpus = replace(edition.corpus, scenarios=scenarios, figures=figures)
    later = make_deck(press_of(project_root, replace(edition, version="9.9", corpus=corpus)), deck.format)
    found = changes(later, fingerprints(later, []), tmp_path, path.name)
    assert [card.code for card in found.printed] == ["F3", "S01", "S15"], "a new version alone changes no face"
    assert found.removed == ("F1", "F3", "S01", "S15")
    inside = tmp_path / "dist" / "nationale" / "cartes"
    inside.mkdir(parents=True)
    (inside / path.name).write_bytes(path.read_bytes())
    for folder in (inside, inside.parent, tmp_path / "dist"):
        assert changes(later, fingerprints(later, []), folder, path.name) == found
    path.write_text("{}", encoding="utf-8")
    faults = ((tmp_path, "ne se lit pas"), (tmp_path / "vide", "pas de tel dossier"), (tmp_path / "dist", "n’y est"))
    for folder, told in faults:
        with pytest.raises(LayoutError, match=told):
            changes(later, {}, folder, "autre.json" if told == "n’y est" else path.name)


def test_a_title_that_fills_its_line_leaves_none_empty(project_root: Path) -> None:
    edition = read_edition(project_root, "nationale")
    shown = {"scenarios": ("S08",), "figures": ("F3",), "themes": (), "variables": ()}
    kept = {name: {id: getattr(edition.corpus, name)[id] for id in ids} for name, ids in shown.items()}
    one = replace(edition, corpus=replace(edition.corpus, **kept))  # type: ignore[arg-type]  # records of each family
    made = make_deck(press_of(project_root, one), format_named(project_root, ""))
    front = next(card for card in made.cards if card.code == "S08").page
    runs = [run for run in Book(made.pdf).runs[front] if " ".join(run.text.split()) in TWO_LINES]
    assert [" ".join(run.text.split()) for run in runs] == TWO_LINES
    size = runs[0].size * 72 / 96  # the engine draws in CSS pixels
    assert runs[0].y - runs[1].y < 1.2 * size
