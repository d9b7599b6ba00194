"""The overlay: from the corpus and the layers of an edition to the corpus that the edition shows. Done once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from book.edition_words import SECTIONS
from book.keys import Group
from book.layers import Layer
from book.local import NEWSCAST
from book.model import At, Corpus, Entry, Kind, Newscast, Reference, Replacement, Territory, Text
from book.own import Own, localised
from book.part import own_newscasts
from book.passages import SHARED, WHOLE, Passage, adapt, texts_of
from book.reading import Reading
from book.records import records_of, with_records
from book.replacing import replace_texts
from book.selection import FAMILIES, place_of, select
from book.territories import slug

_LEFT = {"newscasts": "ce journal", "scenarios": "ce scénario", "figures": "cette figure"}
_ARTICLE = re.compile(r"^(?:l’|les? |la |l')", re.IGNORECASE)
# The records whose words an edition shows; those of `references` are titles of others.
_SPOKEN = ("scenarios", "figures", "pages", "newscasts", "workshops", "themes", "glossary", "events", "people",
           "notes", "references")  # fmt: skip


@dataclass(frozen=True)
class Overlaid:
    """What an edition shows, and how it came to."""

    corpus: Corpus
    own: Mapping[str, Own]
    added: frozenset[str]  # ids of all the records that the edition adds
    replacements: tuple[Replacement, ...]
    remarks: tuple[str, ...]


def announce_own(layers: tuple[Layer, ...], reading: Reading) -> None:
    """Let the texts of an edition cite what it adds: a scenario of its own, a press article."""
    for layer in layers:
        for key, family in (("press", "references"), ("glossary", "glossary")):
            found = layer.values.get(key)
            for id, at in found.keys.items() if isinstance(found, Group) else ():
                reading.announce(family, id, at)
        if layer.own.get("scenarios"):
            reading.announce_once("newscasts", NEWSCAST, layer.at)


def overlay(
    corpus: Corpus,
    layers: tuple[Layer, ...],
    merged: Mapping[str, Any],
    place: Territory | None,
    passages: Iterable[Passage],
    reading: Reading,
) -> Overlaid:
    """Add, replace, select, reorder, adapt; tell what of the edition then leads to what it leaves out."""
    whole = corpus
    own = {id: item for layer in layers for family in layer.own.values() for id, item in family.items()}
    at = layers[-1].at
    corpus, added = _add(corpus, own, merged, place, at)
    corpus, replacements = replace_texts(corpus, layers, reading)
    choices = {family: merged[family] for family in FAMILIES if isinstance(merged.get(family), Group)}
    before = corpus
    selected = select(corpus, choices, own_newscasts(place, whole) if place else ())
    if selected.empty:
        message = "Il ne reste rien à montrer : aucun scénario n’a encore à la fois son journal et une figure."
        reading.fault(place_of(choices, at), message, "Garder davantage de journaux, de scénarios ou de figures.")
        return Overlaid(corpus, own, added, replacements, ())
    corpus = _adapted(selected.corpus, whole, merged, passages, replacements)
    if merged.get("texts") is False:
        corpus = _blank(corpus)
    left = {f: [i for i in records_of(before, f) if i not in records_of(corpus, f)] for f in FAMILIES}
    _tell_left(corpus, before, left, own, reading)
    shown = {id: item for id, item in own.items() if id in corpus.scenarios or id in corpus.figures}
    return Overlaid(corpus, shown, added, replacements, selected.remarks)


def _adapted(
    corpus: Corpus,
    whole: Corpus,
    merged: Mapping[str, Any],
    passages: Iterable[Passage],
    replacements: tuple[Replacement, ...],
) -> Corpus:
    """Say otherwise what is true of the whole cycle only; drop the pages that are left out."""
    omitted = omitted_sections(merged)
    shown = {id for family in FAMILIES for id in records_of(corpus, family)}
    shown |= set(SECTIONS) - set(omitted)
    if all(records_of(corpus, family).keys() == records_of(whole, family).keys() for family in FAMILIES):
        shown.add(WHOLE)
    if any(len(scenario.figures) > 1 for scenario in corpus.scenarios.values()):
        shown.add(SHARED)
    corpus = adapt(corpus, tuple(passages), shown, {item.target for item in replacements})
    pages = {id: page for id, page in corpus.pages.items() if id not in omitted}
    return replace(corpus, pages=pages)


def omitted_sections(merged: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the sections that an edition leaves out."""
    sections = merged.get("sections")
    return tuple(sections.get("omit", ())) if isinstance(sections, Group) else ()


def _add(
    corpus: Corpus, own: Mapping[str, Own], merged: Mapping[str, Any], place: Territory | None, at: At
) -> tuple[Corpus, frozenset[str]]:
    added: dict[str, dict[str, Any]] = {
        "glossary": dict(_entries(merged.get("glossary"))),
        "references": dict(_press(merged.get("press"))),
    }
    scenarios: dict[str, Any] = {id: item.record for id, item in own.items() if not id.startswith("LF")}
    added |= {"scenarios": scenarios, "figures": {i: o.record for i, o in own.items() if i.startswith("LF")}}
    if scenarios:
        order = 1 + max(newscast.order for newscast in corpus.newscasts.values())
        added["newscasts"] = {NEWSCAST: _newscast(merged.get("newscast"), place, order, at)}
    for family, records in added.items():
        if records:
            corpus = with_records(corpus, family, {**records_of(corpus, family), **records})
    if added["glossary"]:
        words = dict(sorted(corpus.glossary.items(), key=lambda item: slug(item[1].term)))
        corpus = replace(corpus, glossary=words)
    return corpus, frozenset(id for records in added.values() for id in records)


def _newscast(told: Any, place: Territory | None, order: int, at: At) -> Newscast:
    """Make the newscast of the edition's own scenarios: they are no report of a workshop's."""
    values = told.values if isinstance(told, Group) else {}
    whose, city = (place.whose, place.name) if place else ("d’ici", "Ici")
    intro = (
        "Ces scénarios ne viennent pas des ateliers du cycle. Cette édition les ajoute, pour prolonger d’ici "
        "le journal de 2050 ; d’autres, demain, peuvent être les vôtres."
    )
    return Newscast(
        id=NEWSCAST,
        city=city,
        title=values.get("title") or f"Le journal {whose}",
        short=values.get("short") or f"JT {whose}",
        workshop="",
        order=order,
        intro=localised(values.get("intro") or Text(intro, Kind.LOCAL, (), at)),
        at=at,
    )


def _entries(told: Any) -> Iterator[tuple[str, Entry]]:
    for id, entry in told.values.items() if isinstance(told, Group) else ():
        yield id, Entry(id, entry.get("term"), localised(entry.get("definition")), told.keys[id])


def _press(told: Any) -> Iterator[tuple[str, Reference]]:
    for id, article in told.values.items() if isinstance(told, Group) else ():
        names = ("title", "publisher", "date", "address", "supports")
        yield id, Reference(id, "press", **{n: article.get(n) for n in names}, at=told.keys[id])


def _blank(corpus: Corpus) -> Corpus:
    """Switch off the texts that the edition wrote for scenarios, figures and newscasts: their lines stay, empty."""

    def blank(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(blank(item) for item in value)
        return replace(value, markdown="") if isinstance(value, Text) and value.kind is Kind.EDITION else value

    for family in FAMILIES:
        records = {
            id: replace(record, **{name: blank(value) for name, value in vars(record).items()})
            for id, record in records_of(corpus, family).items()
        }
        corpus = with_records(corpus, family, records)
    return corpus


def _tell_left(
    corpus: Corpus, before: Corpus, left: Mapping[str, list[str]], own: Mapping[str, Own], reading: Reading
) -> None:
    """Tell the words that name what is left out, and the links that the edition itself sets to it."""
    gone = {id for ids in left.values() for id in ids}
    for id, item in own.items():
        linked = getattr(item.record, "related", ()) + getattr(item.record, "figures", ())
        for other in linked if id not in gone else ():
            if other in gone:
                reading.fault(item.record.at, f"« {id} » renvoie à « {other} », que cette édition laisse de côté.")
    names = {
        (_ARTICLE.sub("", records_of(before, f)[id].title)).casefold(): (f, id) for f in FAMILIES for id in left[f]
    }
    if not names:
        return
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names))
    for family in _SPOKEN:
        for id, field, words, at in texts_of(records_of(corpus, family)):
            for found in dict.fromkeys(pattern.findall(words.casefold())):
                what, name = names[found]
                message = (
                    f"« {family}.{id}.{field} » nomme encore « {records_of(before, what)[name].title} » ({name})."
                )
                hint = f"L’édition laisse {_LEFT[what]} de côté : remplacer ce texte par « replace »."
                reading.fault(at, message, hint)
