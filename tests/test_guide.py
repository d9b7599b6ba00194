"""The facilitator's guide: its agenda, its list of material, its four pages."""

from __future__ import annotations

from itertools import pairwise
from math import ceil
from pathlib import Path

import pytest

from book.editions import read_edition
from book.model import Edition
from layouts.decks.dealing import deal, usual_material
from layouts.documents import Press
from layouts.workshop import Options, agenda, packs
from layouts.workshop_files import guide_document
from tests.test_sheets import press_of


@pytest.fixture(scope="module")
def edition(project_root: Path) -> Edition:
    return read_edition(project_root, "nationale")


@pytest.fixture(scope="module")
def press(project_root: Path) -> Press:
    return press_of(project_root)


@pytest.mark.parametrize(
    ("page", "minutes", "steps"),
    [("guide-une-heure", 60, 6), ("guide-deux-heures", 120, 6), ("guide-demi-journee", 210, 9), ("atelier", 120, 6)],
)
def test_an_agenda_lasts_what_its_title_tells(edition: Edition, page: str, minutes: int, steps: int) -> None:
    found = agenda(edition.corpus.pages[page].text)
    assert len(found) == steps
    assert sum(step.minutes for step in found) == minutes
    assert found[0].clock == "0 h 00"
    for step, following in pairwise(found):
        assert step.start + step.minutes == following.start


def test_the_two_hours_are_those_of_the_book(edition: Edition) -> None:
    mine, book = (agenda(edition.corpus.pages[page].text) for page in ("guide-deux-heures", "atelier"))
    assert [(step.name, step.minutes) for step in mine] == [(step.name, step.minutes) for step in book]


def test_three_tables_share_their_scenarios(edition: Edition) -> None:
    dealt = packs(edition, 3)
    assert [pack.figure.id for pack in dealt] == ["F1", "F5", "F6"]
    told = [scenario.id for pack in dealt for scenario in pack.scenarios]
    assert {name for name in told if told.count(name) > 1} == {"S10", "S15"}


@pytest.mark.parametrize("groups", [1, 2, 3, 4, 5, 6, 7, 8, 12])
@pytest.mark.parametrize("copies", [1, 3])
def test_the_material_follows_from_the_options(edition: Edition, groups: int, copies: int) -> None:
    found = usual_material(edition, Options(groups, copies))
    counts = {item.name.replace("cartes", "carte").replace("fiches", "fiche"): item.count for item in found.printed}
    scenarios = sum(len(pack.scenarios) for pack in found.packs)
    assert [pack.table for pack in found.packs] == list(range(1, groups + 1))
    assert all(pack.figure.id in s.figures for pack in found.packs for s in pack.scenarios)
    assert counts["carte de figure"] == max(groups, 7), "those that no table is dealt are kept aside"
    dealt = [scenario.id for pack in found.packs for scenario in pack.scenarios]
    assert counts["carte de scénario"] == len(dealt) + len(set(edition.corpus.scenarios) - set(dealt))
    assert counts["carte de règle et vierges"] == 4 * groups
    assert counts["fiche de scénario"] == scenarios * copies
    cards = sum(count for name, count in counts.items() if name.startswith("carte"))
    assert cards == len(deal(edition, groups=groups).cards)
    assert found.sheets == ceil(cards / 4) + (groups + scenarios) * copies + 2 + 4 + 1


def test_seven_tables_deal_every_figure_once(edition: Edition) -> None:
    dealt = packs(edition, 7)
    assert [pack.figure.id for pack in dealt] == list(edition.corpus.figures)
    assert sum(len(pack.scenarios) for pack in dealt) == 20


@pytest.mark.parametrize("groups", [1, 4, 8])
def test_the_guide_keeps_to_four_pages(press: Press, groups: int) -> None:
    document = guide_document(press, Options(groups))
    pages = [page for section in document.sections for page in section.pages]
    assert len(pages) == 4
    words = " ".join(page.words for page in pages)
    assert "Couper et trier" in words
    assert "Récolter" in words
    assert f"TABLE {groups}" in words.upper()
