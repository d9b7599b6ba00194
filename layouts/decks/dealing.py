"""Which cards a workshop prints: a pack for each table, what is kept aside, what every table is given. No PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil

from book.model import Edition
from layouts.decks.deck import Card, cards_of
from layouts.decks.faces import choose
from layouts.workshop import Material, Options, Pack, material, packs

DEFAULT = "figures,scenarios,themes,variables"
PER_TABLE = ("R", "BS", "BF", "BV")
_USUAL_PER_SHEET = 4  # of 98 × 140 mm on A4


@dataclass(frozen=True)
class Dealt:
    """The packs of the tables, and the cards to print, copies included, in the order in which they come out."""

    packs: tuple[Pack, ...]
    cards: tuple[Card, ...]

    @property
    def families(self) -> Mapping[str, int]:
        """How many cards there are of each family."""
        return Counter(card.family for card in self.cards)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The sheets to write on that go with the packs, in their order, by the id of what they are about."""
        return tuple(id for pack in self.packs for id in (pack.figure.id, *(each.id for each in pack.scenarios)))


def deal(edition: Edition, wanted: str = "", groups: int = 4, copies: int = 0) -> Dealt:
    """Deal the cards that a list names (all but the rule and the blank ones, where it is empty) to so many tables.

    Each pack in turn, then what is kept aside, then what every table is given. `copies` of each card instead where
    it is not 0. Raises LayoutError for a name that no card answers to.
    """
    cards = cards_of(edition)
    chosen = choose(cards, wanted or DEFAULT)
    dealt = packs(played(edition, chosen), groups)
    by_code = {card.code: card for card in cards}
    shared = [by_code[code] for code in PER_TABLE for _ in range(groups)]
    if copies:
        return Dealt(dealt, (*(card for card in chosen if card.code not in PER_TABLE for _ in range(copies)), *shared))
    given = Dealt(dealt, ()).sheets
    aside = [card for card in chosen if card.code not in given and card.code not in PER_TABLE]
    return Dealt(dealt, (*(by_code[code] for code in given), *aside, *shared))


def played(edition: Edition, chosen: tuple[Card, ...]) -> Edition:
    """Return the edition with the chosen scenarios and the chosen figures that one of them feeds.

    Where no scenario was chosen, or no figure, all of that family are played.
    """
    codes = {card.code for card in chosen}
    corpus = edition.corpus
    scenarios = {id: s for id, s in corpus.scenarios.items() if id in codes} or dict(corpus.scenarios)
    fed = {id for scenario in scenarios.values() for id in scenario.figures}
    figures = {id: f for id, f in corpus.figures.items() if id in fed and id in codes}
    figures = figures or {id: f for id, f in corpus.figures.items() if id in fed}
    return replace(edition, corpus=replace(corpus, scenarios=scenarios, figures=figures))


def usual_material(edition: Edition, options: Options) -> Material:
    """Return what a workshop takes that prints the usual cards on A4: what its kit holds."""
    dealt = deal(edition, groups=options.groups)
    return material(dealt.packs, dealt.families, ceil(len(dealt.cards) / _USUAL_PER_SHEET), options)
