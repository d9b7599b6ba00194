"""What a workshop takes: a pack of cards for each table, sheets, paper, pens; and its agenda. Numbers alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate, cycle, islice
from math import ceil

from book.fields import plural
from book.model import Edition, Figure, Scenario, Text

SEATS = (4, 6)
"""How many people sit at a table, at least and at most."""
POSTER_SHEETS = 4  # of A4 for an A3 poster
GUIDE_SHEETS = 2  # its four pages

_STEP = re.compile(r"^- \*\*(?P<name>.+?), (?P<minutes>\d+) minutes\.\*\* (?P<told>.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Options:
    """How many tables, and how many copies of its sheets each of them is given."""

    groups: int = 4
    copies: int = 1


@dataclass(frozen=True)
class Pack:
    """What a table is dealt: a figure and the scenarios that feed it."""

    table: int
    figure: Figure
    scenarios: tuple[Scenario, ...]


@dataclass(frozen=True)
class Item:
    """A line of the list of material: how many, of what, and what is to be known of it."""

    count: int
    name: str
    told: str


@dataclass(frozen=True)
class Material:
    """All that a workshop takes, computed from its options."""

    options: Options
    packs: tuple[Pack, ...]
    printed: tuple[Item, ...]
    brought: tuple[Item, ...]
    sheets: int  # of paper, all that is to print


@dataclass(frozen=True)
class Step:
    """A step of an agenda: when it starts, in minutes from the beginning, and how long it takes."""

    start: int
    minutes: int
    name: str
    told: Text

    @property
    def clock(self) -> str:
        """When it starts, as hours and minutes: 1 h 05."""
        return f"{self.start // 60} h {self.start % 60:02}"


def material(dealt: tuple[Pack, ...], cards: Mapping[str, int], card_sheets: int, options: Options) -> Material:
    """Compute what a workshop takes: its packs, its cards by family and the sheets of paper that they fill."""
    groups = options.groups
    figures, scenarios = len(dealt), sum(len(pack.scenarios) for pack in dealt)
    forms = (figures + scenarios) * options.copies
    aside = cards.get("themes", 0) + cards.get("variables", 0)
    shared = cards.get("regle", 0) + cards.get("vierges", 0)
    printed = (
        _item(cards["figures"], "carte de figure", "cartes de figure", _kept(cards["figures"] - figures)),
        _item(cards["scenarios"], "carte de scénario", "cartes de scénario", _doubles(dealt)),
        _item(aside, "carte de thème ou variable", "cartes de thème et variables", "dans la main de qui anime"),
        _item(shared, "carte de règle ou vierge", "cartes de règle et vierges", "une de chaque sorte par table"),
        _item(figures * options.copies, "fiche de figure", "fiches de figure", "A4, recto verso"),
        _item(scenarios * options.copies, "fiche de scénario", "fiches de scénario", "A4, recto verso"),
        Item(1, "affiche", f"un A3, ou {POSTER_SHEETS} feuilles A4 à coller"),
    )
    brought = (
        Item(groups * SEATS[1], "feutres", "de ceux qui se lisent de loin"),
        Item(groups * 2, "grandes feuilles", "deux par table, pour ce qui déborde"),
        _item(ceil(groups / 2), "rouleau de ruban adhésif", "rouleaux de ruban adhésif", "de papier, pour les murs"),
        _item(groups, "extrait", "extraits", "de la dernière analyse des besoins sociaux, deux pages"),
        Item(1, "horloge", "que toute la salle voit"),
        Item(1, "appareil photo", "pour la récolte"),
    )
    sheets = card_sheets + forms + GUIDE_SHEETS + POSTER_SHEETS + 1  # the one that says in which order to print
    return Material(options, dealt, tuple(item for item in printed if item.count), brought, sheets)


def packs(edition: Edition, groups: int) -> tuple[Pack, ...]:
    """Deal a figure to each table; those that share a scenario come first, for tables to find each other.

    Where there are more tables than figures, packs are dealt again.
    """
    figures = edition.corpus.figures.values()
    fed = {figure.id: edition.scenarios_of_figure(figure.id) for figure in figures}
    shared = {f: sum(len(scenario.figures) > 1 for scenario in scenarios) for f, scenarios in fed.items()}
    first = sorted(figures, key=lambda f: (-shared[f.id], -len(fed[f.id]), f.number))
    dealt = sorted(islice(cycle(first), groups if first else 0), key=lambda figure: figure.number)
    return tuple(Pack(i, figure, fed[figure.id]) for i, figure in enumerate(dealt, start=1))


def agenda(text: Text) -> tuple[Step, ...]:
    """Read the steps of an agenda: a list whose items begin with a name and minutes, in bold."""
    found = list(_STEP.finditer(text.markdown))
    minutes = [int(step["minutes"]) for step in found]
    starts = accumulate([0, *minutes[:-1]])
    return tuple(
        Step(start, length, step["name"], Text(step["told"], text.kind, text.sources, text.at))
        for start, length, step in zip(starts, minutes, found, strict=True)
    )


def _kept(aside: int) -> str:
    """What is said of the figures, so many of which no table is dealt."""
    return f"une par table, {aside} en réserve" if aside > 0 else "une par table"


def _item(count: int, one: str, several: str, told: str) -> Item:
    return Item(count, one if count < 2 else several, told)


def _doubles(dealt: tuple[Pack, ...]) -> str:
    """Which scenarios stand in several packs."""
    times = Counter(scenario.id for pack in dealt for scenario in pack.scenarios)
    twice = [name for name, count in times.items() if count > 1]
    if not twice:
        return "chacune dans un seul paquet"
    told = f"dont {plural(len(twice), 'scénario')} en plusieurs exemplaires"
    return f"{told} : {', '.join(twice)}" if len(twice) < 5 else told
