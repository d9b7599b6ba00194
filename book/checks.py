"""What the records of a corpus must be to one another, beyond links that lead somewhere.

A check is one function over the corpus; it sees only the records that were read without fault.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from book.model import Corpus
from book.reading import Reading

Check = Callable[[Corpus, Reading], None]


def check_orders(corpus: Corpus, reading: Reading) -> None:
    """Two records of a family may not claim the same place in print."""
    families: tuple[Any, ...] = (corpus.workshops, corpus.newscasts, corpus.themes, corpus.variables)
    for family in families:
        first: dict[int, str] = {}
        for record in family.values():
            if first.setdefault(record.order, record.id) != record.id:
                message = f"« {record.id} » a le même « order » que « {first[record.order]} »."
                reading.fault(record.at, message)


def check_broadcast(corpus: Corpus, reading: Reading) -> None:
    """The numbers of the scenarios follow the order of the newscasts that tell them."""
    latest = 0
    for scenario in corpus.scenarios.values():
        newscast = corpus.newscasts.get(scenario.newscast)
        if newscast is None:
            continue
        if newscast.order < latest:
            message = f"« {scenario.id} » suit un scénario d’un journal diffusé après « {newscast.id} »."
            reading.fault(scenario.at, message, "Les numéros suivent l’ordre de diffusion des journaux.")
        latest = max(latest, newscast.order)


def check_related(corpus: Corpus, reading: Reading) -> None:
    """A scenario is not suggested beside itself."""
    for scenario in corpus.scenarios.values():
        if scenario.id in scenario.related:
            reading.fault(scenario.at, f"« related » : « {scenario.id} » renvoie à lui-même.")


def check_fed(corpus: Corpus, reading: Reading) -> None:
    """Every newscast tells a scenario, every figure is fed by one."""
    if len(corpus.scenarios) < len(reading.known("scenarios")):
        return  # the one may be a scenario that could not be read; below, a link that leads nowhere
    told = {scenario.newscast for scenario in corpus.scenarios.values()}
    fed = {id for scenario in corpus.scenarios.values() for id in scenario.figures}
    for newscast in corpus.newscasts.values() if told <= corpus.newscasts.keys() else ():
        if newscast.id not in told:
            reading.fault(newscast.at, f"Aucun scénario n’est raconté par le journal « {newscast.id} ».")
    for figure in corpus.figures.values() if fed <= corpus.figures.keys() else ():
        if figure.id not in fed:
            reading.fault(figure.at, f"Aucun scénario ne nourrit la figure « {figure.id} ».")


def check_pages(corpus: Corpus, reading: Reading) -> None:
    """A page says something: a standfirst, a text, or both."""
    for page in corpus.pages.values():
        if not page.lead and not page.text.markdown:
            reading.fault(page.at, f"La page « {page.id} » n’a ni chapeau ni texte.")


CHECKS: tuple[Check, ...] = (check_orders, check_broadcast, check_related, check_fed, check_pages)
