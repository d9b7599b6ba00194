"""The corpus against the facts that its source states, typed here a second time."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from itertools import chain
from pathlib import Path

import pytest

from book.editions import read_edition
from book.fields import CALL
from book.model import Corpus, Edition, Kind, Text

SCENARIOS = """
S01 | Le Cass’Bar | paris | F3
S02 | La fabrique des possibles | paris | F4
S03 | Les bienveilleurs | paris | F7
S04 | Le référent de proximité | paris | F7
S05 | La tournée santé-sociale | paris | F7
S06 | La maison universelle | oullins | F2
S07 | La plateforme sport santé | oullins | F3
S08 | La maison des habitants d’ici et d’ailleurs | oullins | F3
S09 | L’espace du temps partagé | oullins | F6
S10 | L’espace universel de citoyenneté locale | talence | F1 F6
S11 | Le forum des bonnes santés | talence | F1
S12 | Le réseau des Ancres vagabondes | talence | F2
S13 | La journée du Bonheur | talence | F3
S14 | Négociatrice éthique pour une vieillesse heureuse | talence | F5
S15 | La taxe sur les produits ultra-transformés | nancy | F1 F5
S16 | L’hôtel de vie | nancy | F2
S17 | Agora de la mégalopole Metz-Nancy | nancy | F4
S18 | Le conseil constitutionnel social local | nancy | F5
"""
FIGURES = {
    "F1": ("Le formateur au vivre ensemble", 3),
    "F2": ("Le co-organisateur des espaces à partager", 3),
    "F3": ("Le programmateur de convivialité", 4),
    "F4": ("Le développeur de potentialités", 2),
    "F5": ("L’avocat social du territoire", 3),
    "F6": ("Le co-ordinateur des énergies du territoire", 2),
    "F7": ("Le radar de proximité", 3),
}
NEWSCASTS = {"paris": 5, "oullins": 4, "talence": 5, "nancy": 4}
WORKSHOPS = {
    "paris": ("75", "mai 2019"),
    "oullins": ("69", "juin 2019"),
    "talence": ("33", "septembre 2019"),
    "amiens": ("80", ""),
    "nancy": ("54", "novembre 2019"),
    "le-mans": ("72", "janvier 2020"),
}
THEMES = {
    "vieillesses-heureuses": ("les vieillesses heureuses", {"S14"}),
    "activites-enrichissantes": ("les activités enrichissantes", set()),
    "bonheur": ("le bonheur", {"S13"}),
    "justices-sociales": ("les justices sociales", set()),
    "bonnes-santes": ("les bonnes santés", {"S11"}),
}
UNIONS = ("33", "37", "49", "54", "69", "72")
# What the source page or a cited reference states; all the rest of a scenario is the edition's.
TESTIMONIES = {"S03", "S04"}


@pytest.fixture(scope="module")
def edition(project_root: Path) -> Edition:
    return read_edition(project_root, "nationale")


@pytest.fixture(scope="module")
def corpus(edition: Edition) -> Corpus:
    return edition.corpus


def records(corpus: Corpus) -> Iterator[object]:
    for family in fields(corpus):
        value = getattr(corpus, family.name)
        yield from value.values() if hasattr(value, "values") else value


def texts(corpus: Corpus) -> Iterator[Text]:
    """Yield every text of every record."""
    for record in records(corpus):
        for value in vars(record).values() if hasattr(record, "__dict__") else ():
            yield from (
                text for text in (value if isinstance(value, tuple) else (value,)) if isinstance(text, Text)
            )


def test_the_edition_says_what_it_is(edition: Edition) -> None:
    assert (edition.id, edition.cycle, edition.language) == ("nationale", "Le CCAS en 2050", "fr")
    assert edition.date == "2026-11-23"
    assert edition.territory is None


def test_eighteen_scenarios(corpus: Corpus) -> None:
    stated = [tuple(row.split(" | ")) for row in SCENARIOS.strip().splitlines()]
    written = [(s.id, s.title, s.newscast, " ".join(s.figures)) for s in corpus.scenarios.values()]
    assert written == stated
    assert [s.number for s in corpus.scenarios.values()] == list(range(1, 19))


def test_twenty_links_to_seven_figures(edition: Edition) -> None:
    corpus = edition.corpus
    links = [(s.id, figure) for s in corpus.scenarios.values() for figure in s.figures]
    assert len(links) == len(set(links)) == 20
    assert {
        id: (f.title, len(edition.scenarios_of_figure(id))) for id, f in corpus.figures.items()
    } == FIGURES
    assert list(corpus.figures) == list(FIGURES)
    single = [id for id in FIGURES if len({s.newscast for s in edition.scenarios_of_figure(id)}) == 1]
    assert single == ["F7"]
    assert [s.id for s in corpus.scenarios.values() if len(s.figures) == 2] == ["S10", "S15"]


def test_four_newscasts_in_the_order_of_broadcast(edition: Edition) -> None:
    counts = {id: len(edition.scenarios_of_newscast(id)) for id in edition.corpus.newscasts}
    assert list(counts.items()) == list(NEWSCASTS.items())
    assert all(newscast.workshop == id for id, newscast in edition.corpus.newscasts.items())


def test_six_workshops(corpus: Corpus) -> None:
    assert {id: (w.territory, w.date.lower()) for id, w in corpus.workshops.items()} == WORKSHOPS
    assert list(corpus.workshops) == list(WORKSHOPS)
    # The two dates that the source gives wrong, and the session that other accounts do not count.
    assert all(corpus.workshops[id].note for id in ("paris", "amiens", "le-mans"))


def test_five_themes_and_the_three_titles_that_echo_one(corpus: Corpus) -> None:
    assert {id: set(theme.echoes) for id, theme in corpus.themes.items()} == {
        id: echoes for id, (_, echoes) in THEMES.items()
    }
    for id, (title, _) in THEMES.items():
        assert bare(corpus.themes[id].title) == bare(title)


def bare(title: str) -> str:
    """A title without its article, in lower case."""
    return re.sub(r"^(les|le|la|l’)\s*", "", title.lower())


def test_six_unions_not_explained_by_the_workshops(corpus: Corpus) -> None:
    assert corpus.unions == UNIONS


def test_every_statement_has_its_kind_and_every_sourced_one_its_reference(corpus: Corpus) -> None:
    told = list(texts(corpus))
    assert len(told) > 18 * 8
    assert {text.kind for text in told} == {Kind.SOURCE, Kind.EDITION}
    for text in told:
        assert text.kind is Kind.EDITION or text.sources, text.at
        assert set(text.sources) <= corpus.references.keys(), text.at
        for sign, id in CALL.findall(text.markdown):
            assert id in (corpus.notes if sign == "^" else corpus.references), text.at


def test_what_the_source_does_not_say_of_a_scenario_is_the_editions(corpus: Corpus) -> None:
    for scenario in corpus.scenarios.values():
        own = chain(
            (
                scenario.hypothesis,
                scenario.concerned,
                scenario.places,
                scenario.trades,
                scenario.partnerships,
            ),
            scenario.questions,
        )
        assert {text.kind for text in own} == {Kind.EDITION}
        assert scenario.sources
        assert (scenario.testimony is not None) == (scenario.id in TESTIMONIES)
        assert scenario.testimony is None or scenario.testimony.kind is Kind.SOURCE


def test_scenarios_worth_reading_together_are_others(corpus: Corpus) -> None:
    shown = Counter(id for scenario in corpus.scenarios.values() for id in scenario.related)
    assert shown.keys() <= corpus.scenarios.keys()
    assert all(s.id not in s.related for s in corpus.scenarios.values())
