"""What follows from a territory alone: its part in the cycle, said as the sources allow, and its own pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from book.french import at_town, enumeration, in_words, sentence_case
from book.model import At, Corpus, Kind, Page, Part, Territory, Text, Workshop

# The article that gives the six unions by name, and the note that keeps the two lists apart.
_UNIONS_SOURCE = "weka-2020"
_TWO_LISTS = "two-lists"
NEEDS = "besoins"


@dataclass(frozen=True)
class _Facts:
    """What the corpus knows of a territory."""

    place: Territory
    hosted: tuple[Workshop, ...]
    unions: tuple[Territory, ...]
    newscasts: tuple[str, ...]
    corpus: Corpus
    shown: tuple[str, ...]

    @property
    def region(self) -> bool:
        return self.place.family == "region"


def label_of(place: Territory) -> str:
    """Name the edition of a territory: Édition de la Gironde."""
    return f"Édition {place.whose}"


def subtitle_of(place: Territory) -> str:
    """Write the subtitle of the edition of a territory; what it counts is filled in once it is known."""
    return f"{{scenarios}}, {{figures}} à discuter {place.where}"


def own_newscasts(place: Territory, corpus: Corpus) -> tuple[str, ...]:
    """Return the newscasts told after the workshops of a territory, in the order of broadcast."""
    towns = {workshop.id for workshop in _hosted(place, corpus)}
    return tuple(newscast.id for newscast in corpus.newscasts.values() if newscast.workshop in towns)


def part_of(place: Territory, corpus: Corpus, shown: tuple[str, ...], at: At) -> Part:
    """Say what a territory did in the cycle: hosted a workshop, supported it through its Udccas, both, neither.

    `corpus` is that of the cycle, whole; `shown` are the newscasts of the edition, in its order.
    """
    unions = tuple(corpus.territories[code] for code in corpus.unions if _within(code, place, corpus))
    facts = _Facts(place, _hosted(place, corpus), unions, own_newscasts(place, corpus), corpus, shown)
    paragraphs = [_hosting(facts), _supporting(facts), _joining(facts)]
    cited = [source for workshop in facts.hosted for source in workshop.summary.sources]
    cited += [_UNIONS_SOURCE] if _UNIONS_SOURCE in corpus.references else []
    text = Text("\n\n".join(filter(None, paragraphs)), Kind.EDITION, tuple(dict.fromkeys(cited)), at)
    return Part(
        title=f"{sentence_case(place.where)}, le cycle",
        hosted=tuple(workshop.id for workshop in facts.hosted),
        supported=tuple(union.code for union in unions),
        newscasts=facts.newscasts,
        text=text,
        at=at,
    )


def needs_page(place: Territory, at: At) -> Page:
    """Make the page to write on for the analyse des besoins sociaux of a territory."""
    lead = (
        f"Que demander à votre prochaine analyse des besoins sociaux, {place.where} ? Notez ici les questions "
        "nées à table, qui les porterait et ce qui permettrait d’y répondre."
    )
    title = "Vers l’analyse des besoins sociaux"
    return Page(NEEDS, title, lead, Text("", Kind.EDITION, (), at), at)


def _hosted(place: Territory, corpus: Corpus) -> tuple[Workshop, ...]:
    return tuple(w for w in corpus.workshops.values() if _within(w.territory, place, corpus))


def _within(code: str, place: Territory, corpus: Corpus) -> bool:
    """Tell whether a département is the territory, or one of the région's."""
    if place.family == "departement":
        return code == place.code
    return code in corpus.territories and corpus.territories[code].region == place.code


def _hosting(facts: _Facts) -> str:
    where = facts.place.where
    if not facts.hosted:
        return f"Aucun des {_count(facts.corpus.workshops)} ateliers du cycle ne s’est tenu {where}."
    return " ".join(_meeting(workshop, facts) for workshop in facts.hosted)


def _meeting(workshop: Workshop, facts: _Facts) -> str:
    """Tell one workshop: where, when, and what came of it."""
    date = f", en {workshop.date}" if workshop.date else ", à une date que la source ne donne pas"
    where = _where(workshop, facts)
    note = f"[^{workshop.note}]" if workshop.note else ""
    told = (
        f"Un des {_count(facts.corpus.workshops)} ateliers du cycle s’est tenu {where}{date}{note}{_calls(workshop)}."
    )
    newscast = next((n for n in facts.corpus.newscasts.values() if n.workshop == workshop.id), None)
    if newscast is None:
        return f"{told} {workshop.summary.markdown}" if workshop.date else told
    count = sum(scenario.newscast == newscast.id for scenario in facts.corpus.scenarios.values())
    told += f" Il en est sorti un journal télévisé de {in_words(count)} scénario{'s' if count > 1 else ''}"
    if newscast.id not in facts.shown:
        return f"{told}."
    first = newscast.id == facts.shown[0]
    return f"{told}, {'par lequel cette édition commence' if first else 'que l’on retrouve dans ce livre'}."


def _where(workshop: Workshop, facts: _Facts) -> str:
    """Say where a workshop was: at its town and, where that says more, in its département."""
    town = at_town(workshop.city)
    home = facts.corpus.territories.get(workshop.territory)
    place = home if facts.region else facts.place
    return town if place is None or place.where == town else f"{town}, {place.where}"


def _calls(workshop: Workshop) -> str:
    return "".join(f"[@{source}]" for source in workshop.summary.sources)


def _supporting(facts: _Facts) -> str:
    corpus, place = facts.corpus, facts.place
    call = f"[@{_UNIONS_SOURCE}]" if _UNIONS_SOURCE in corpus.references else ""
    count = _count(corpus.unions)
    if not facts.unions:
        whose = "de la région" if facts.region else f"celle {place.whose}"
        return f"Aucune des {count} Udccas qui ont soutenu le cycle n’est {whose}{call}."
    names = enumeration([f"celle {union.whose}" for union in facts.unions])
    if facts.region:
        verb = "est" if len(facts.unions) == 1 else "sont"
        one = "une" if len(facts.unions) == 1 else in_words(len(facts.unions))
        return f"Des {count} Udccas qui ont soutenu le cycle, {one} {verb} de la région : {names}{call}."
    union = f"L’union départementale des CCAS, l’Udccas {place.whose},"
    return f"{union} est une des {count} qui ont soutenu le cycle{call}."


def _joining(facts: _Facts) -> str:
    """Keep the two facts apart, or say what an edition is that has neither."""
    if facts.hosted and facts.unions:
        note = f"[^{_TWO_LISTS}]" if _TWO_LISTS in facts.corpus.notes else ""
        return f"Ce sont deux faits distincts : aucune de nos sources n’explique l’un par l’autre{note}."
    if facts.hosted or facts.unions:
        return ""
    return (
        "Les scénarios de ce livre ont donc été imaginés ailleurs. Ils arrivent ici comme des questions : "
        f"que deviendraient-ils {facts.place.where} ?"
    )


def _count(things: Iterable[object]) -> str:
    return in_words(len(list(things)))
