"""What an edition shows of a corpus: selected, reordered, and nothing left in it that leads to what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from book.french import enumeration
from book.keys import Group
from book.model import At, Corpus, Figure, Newscast, Scenario

T = TypeVar("T")
FAMILIES = ("newscasts", "scenarios", "figures")


@dataclass(frozen=True)
class Selected:
    """A corpus as an edition shows it, and what is said of what went with the rest."""

    corpus: Corpus
    remarks: tuple[str, ...]
    empty: str = ""  # the family of which nothing is left


def select(corpus: Corpus, choices: Mapping[str, Group], first: Iterable[str] = ()) -> Selected:
    """Select and reorder; what nothing feeds any more goes too, and is told.

    `first` are the newscasts that come first where the edition does not order them itself. A scenario goes with
    its newscast and with the last of its figures; a newscast or a figure goes with the last of its scenarios.
    """
    kept = {family: _chosen(getattr(corpus, family), choices.get(family)) for family in FAMILIES}
    before = {family: list(records) for family, records in kept.items()}
    _prune(kept)
    gone = [id for family in FAMILIES for id in before[family] if id not in kept[family]]
    remarks = (f"Laissés de côté avec ce dont ils dépendaient : {enumeration(gone)}.",) if gone else ()
    empty = next((family for family in FAMILIES if not kept[family]), "")
    return Selected(_follow(_ordered(corpus, kept, choices, tuple(first))), remarks, empty)


def _chosen(records: Mapping[str, T], choice: Group | None) -> dict[str, T]:
    if choice is None:
        return dict(records)
    wanted = choice.get("select", records.keys())
    omitted = choice.get("omit", ())
    return {id: record for id, record in records.items() if id in wanted and id not in omitted}


def _prune(kept: dict[str, dict[str, Any]]) -> None:
    """Take away what leads nowhere, until all that is left holds together."""
    scenarios: dict[str, Scenario] = kept["scenarios"]
    size = -1
    while size != sum(map(len, kept.values())):
        size = sum(map(len, kept.values()))
        for id, scenario in list(scenarios.items()):
            if scenario.newscast not in kept["newscasts"] or not set(scenario.figures) & set(kept["figures"]):
                del scenarios[id]
        told = {scenario.newscast for scenario in scenarios.values()}
        fed = {figure for scenario in scenarios.values() for figure in scenario.figures}
        for family, needed in (("newscasts", told), ("figures", fed)):
            kept[family] = {id: record for id, record in kept[family].items() if id in needed}


def _ordered(
    corpus: Corpus, kept: Mapping[str, dict[str, Any]], choices: Mapping[str, Group], first: tuple[str, ...]
) -> Corpus:
    orders = {family: choices[family].get("order", ()) if family in choices else () for family in FAMILIES}
    orders["newscasts"] = orders["newscasts"] or first
    newscasts: dict[str, Newscast] = _headed(kept["newscasts"], orders["newscasts"])
    scenarios: dict[str, Scenario] = _headed(kept["scenarios"], orders["scenarios"])
    figures: dict[str, Figure] = _headed(kept["figures"], orders["figures"])
    place = list(newscasts)
    told = dict(sorted(scenarios.items(), key=lambda item: place.index(item[1].newscast)))
    return replace(corpus, newscasts=newscasts, scenarios=told, figures=figures)


def _headed(records: Mapping[str, T], order: Iterable[str]) -> dict[str, T]:
    """Put some records first, in the order told; the rest follows."""
    head = [id for id in order if id in records]
    return {id: records[id] for id in [*head, *(id for id in records if id not in head)]}


def _follow(corpus: Corpus) -> Corpus:
    """Drop the links of what is left to what is not."""
    scenarios = {
        id: replace(
            scenario,
            figures=tuple(figure for figure in scenario.figures if figure in corpus.figures),
            related=tuple(other for other in scenario.related if other in corpus.scenarios),
        )
        for id, scenario in corpus.scenarios.items()
    }
    themes = {
        id: replace(theme, echoes=tuple(echo for echo in theme.echoes if echo in corpus.scenarios))
        for id, theme in corpus.themes.items()
    }
    return replace(corpus, scenarios=scenarios, themes=themes)


def place_of(choices: Mapping[str, Group], otherwise: At) -> At:
    """Return the place where a selection is written."""
    return next((choice.at for choice in choices.values()), otherwise)
