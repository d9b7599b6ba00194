"""What each record is made of: one table a family, which names its keys and the sort of each.

A family is called as in the model's `Corpus`; its records are written in the file `<family>.yaml` or,
one a file, in the folder `<family>/`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from book import model
from book.fields import SOURCES, Prose, Reader, choice, empty_or, line, link, links, number, several, text

SLUG = r"[a-z0-9]+(-[a-z0-9]+)*"
_CODE = line(r"\d\d|2[AB]|97\d", '"33"')
_QUESTION = text(Prose(ends="?"))
_QUESTIONS = several(_QUESTION, "question", 3, 3)
_OPEN_QUESTION = text(Prose(words=(10, 22), ends="?"))
_REQUEST = text(Prose(words=(18, 36)))


@dataclass(frozen=True)
class Schema:
    """How the records of a family are written."""

    record: Callable[..., Any]
    fields: Mapping[str, Reader]
    optional: Mapping[str, object] = field(default_factory=dict)  # keys that may be left out: what they say
    id_shape: str = SLUG
    id_example: str = "le-mans"
    order: str = ""  # the field that gives the order of print; else it is the order of the file
    numbered: bool = False  # the number of a record is in its id
    body: str = ""  # the field that the body of a Markdown file gives: the family is a folder
    stated_by: tuple[str, ...] = ()  # the keys of the front matter that tell the kind and sources of the body
    named_by_id: bool = False  # the file is called as its id, and nothing more


_SCENARIOS = Schema(
    model.Scenario,
    {
        "title": line(),
        "newscast": link("newscasts"),
        "figures": links("figures", "figure", 1, 2),
        "related": links("scenarios", "scénario", 1, 3),
        "sources": SOURCES,
        "hypothesis": text(Prose((60, 110), first=Prose((12, 26), opens="Et si", ends="?"))),
        "testimony": text(),
        "questions": _QUESTIONS,
        "concerned": text(Prose((8, 22))),
        "places": _OPEN_QUESTION,
        "trades": _OPEN_QUESTION,
        "partnerships": _OPEN_QUESTION,
    },
    optional={"testimony": None},
    id_shape=r"S(?!00)\d\d",
    id_example="S03",
    order="number",
    numbered=True,
    body="hypothesis",
)

_FIGURES = Schema(
    model.Figure,
    {
        "title": line(),
        "sources": SOURCES,
        "motto": text(Prose((8, 16))),
        "portrait": text(Prose((90, 140))),
        "agent": _REQUEST,
        "elected": _REQUEST,
        "inhabitant": _REQUEST,
        "questions": _QUESTIONS,
    },
    id_shape=r"F[1-9]",
    id_example="F5",
    order="number",
    numbered=True,
    body="portrait",
)

_PAGES = Schema(
    model.Page,
    {
        "title": line(),
        "lead": line(words=(15, 35)),
        "text": text(Prose(headings=True, may_be_empty=True)),  # a page to write on has its standfirst alone
    },
    optional={"lead": ""},
    body="text",
    stated_by=("kind", "sources"),
    named_by_id=True,
)

_REFERENCES = Schema(
    model.Reference,
    {
        "family": choice("cycle", "press", "law"),
        "title": line(),
        "publisher": line(),
        "date": empty_or(line()),
        "address": empty_or(line(r"[^\s:/]+\.[^\s/]+(/\S*)?", "weka.fr/actualite, sans https://")),
        "supports": line(),
    },
    optional={"date": "", "address": ""},
)

_WORKSHOPS = Schema(
    model.Workshop,
    {
        "city": line(),
        "territory": _CODE,
        "date": empty_or(line()),
        "order": number,
        "summary": text(),
        "note": link("notes"),
    },
    optional={"date": "", "note": None},
    order="order",
)

_NEWSCASTS = Schema(
    model.Newscast,
    {
        "city": line(),
        "title": line(),
        "short": line(),
        "workshop": link("workshops"),
        "order": number,
        "intro": text(),
    },
    order="order",
)

_THEMES = Schema(
    model.Theme,
    {"title": line(), "order": number, "text": text(), "echoes": links("scenarios", "scénario", 0)},
    optional={"echoes": ()},
    order="order",
)

_VARIABLES = Schema(
    model.Variable,
    {
        "title": line(),
        "order": number,
        "text": text(Prose((28, 55))),
        "questions": several(_QUESTION, "question", 2, 2),
    },
    order="order",
)

_PEOPLE = Schema(model.Person, {"name": line(), "family": choice("person", "organisation"), "role": text()})

_EVENTS = Schema(
    model.Event,
    {
        "date": line(),
        "when": line(r"\d{4}(-\d\d){0,2}", '"2019-05-13", "2019-05" ou "2019"'),
        "title": line(),
        "text": text(),
        "workshop": link("workshops"),
    },
    optional={"workshop": None},
    order="when",
)

_GLOSSARY = Schema(model.Entry, {"term": line(), "definition": text()})

_NOTES = Schema(model.Note, {"title": line(), "text": text()})

# The families of the corpus whose records have an id.
FAMILIES: Mapping[str, Schema] = {
    "references": _REFERENCES,
    "workshops": _WORKSHOPS,
    "newscasts": _NEWSCASTS,
    "scenarios": _SCENARIOS,
    "figures": _FIGURES,
    "themes": _THEMES,
    "variables": _VARIABLES,
    "people": _PEOPLE,
    "events": _EVENTS,
    "glossary": _GLOSSARY,
    "notes": _NOTES,
    "pages": _PAGES,
}

# The two files that are lists.
INDEX = Schema(
    model.IndexTerm,
    {"term": line(), "family": choice("place", "person", "notion"), "forms": several(line(), "forme")},
)
UNIONS = several(_CODE, "code")
