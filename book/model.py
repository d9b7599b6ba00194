"""The corpus and the edition as values: frozen records, without behaviour beyond looking things up.

Every record remembers where it was written (`at`), so that any later check can name file and line.
Prose is kept as Markdown in `Text`; only `book.markup` turns it into HTML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from book.local import Colour, Contact, Foreword, OwnDrawing, Part, Partner, Replacement
from book.statement import At, Kind, Text

# Where the records are looked for, whichever module makes them.
__all__ = [
    "At", "Colour", "Contact", "Corpus", "Edition", "Entry", "Event", "Figure", "Foreword", "IndexTerm",
    "Kind", "Newscast", "Note", "OwnDrawing", "Page", "Part", "Partner", "Person", "Reference", "Replacement",
    "Scenario", "Territory", "Text", "Theme", "Variable", "Workshop",
]  # fmt: skip


@dataclass(frozen=True)
class Reference:
    """A document that a statement stands on: the source page, a press article, a law."""

    id: str
    family: str  # cycle | press | law
    title: str
    publisher: str
    date: str  # as printed: "24 mars 2020"; empty where the source gives none
    address: str  # an URL without its scheme, or empty
    supports: str  # what it supports, one sentence
    at: At


@dataclass(frozen=True)
class Workshop:
    """One of the six meetings of the cycle."""

    id: str
    city: str
    territory: str  # code of the département, always a string
    date: str  # as printed: "juin 2019"; empty where the source gives none
    order: int
    summary: Text
    note: str | None  # id of the editor's note that explains date or count
    at: At


@dataclass(frozen=True)
class Newscast:
    """A fictional television newscast of 2050, told after one workshop."""

    id: str
    city: str
    title: str  # "Le journal de Paris"
    short: str  # "JT de Paris"
    workshop: str  # empty for the newscast that a regional edition adds
    order: int
    intro: Text
    at: At


@dataclass(frozen=True)
class Scenario:
    """One of the eighteen scenarios told in the newscasts."""

    id: str  # S01 … S18, in the order of broadcast; L1, L2… where a regional edition adds it
    number: int
    title: str
    newscast: str
    figures: tuple[str, ...]
    related: tuple[str, ...]  # scenarios that the edition suggests to read with it
    sources: tuple[str, ...]  # references that state its title, newscast and figures
    hypothesis: Text  # first paragraph: the question "Et si…"; then its development
    testimony: Text | None  # what a source says of it, beyond its title
    questions: tuple[Text, ...]
    concerned: Text  # who is concerned
    places: Text  # what it would move in places, as an open question
    trades: Text
    partnerships: Text
    at: At


@dataclass(frozen=True)
class Figure:
    """One of the seven figures of the CCAS of tomorrow."""

    id: str  # F1 … F7; LF1… where a regional edition adds it
    number: int
    title: str
    sources: tuple[str, ...]
    motto: Text  # one sentence of the edition, set large
    portrait: Text
    agent: Text  # what it would ask of an agent
    elected: Text
    inhabitant: Text
    questions: tuple[Text, ...]  # "Si cette figure était la nôtre…"
    at: At


@dataclass(frozen=True)
class Theme:
    """One of the five themes of the workshops."""

    id: str
    title: str
    order: int
    text: Text
    echoes: tuple[str, ...]  # the scenarios whose title echoes it
    at: At


@dataclass(frozen=True)
class Variable:
    """An upset of the edition's own invention, that a table lets befall its scenario."""

    id: str
    title: str
    order: int
    text: Text
    questions: tuple[Text, ...]
    at: At


@dataclass(frozen=True)
class Person:
    """A person or an organisation that the sources name, and its part."""

    id: str
    name: str
    family: str  # person | organisation
    role: Text
    at: At


@dataclass(frozen=True)
class Event:
    """A date of the time line."""

    id: str
    date: str  # as printed
    when: str  # sortable: 2019, 2019-05 or 2019-05-13
    title: str
    text: Text
    workshop: str | None
    at: At


@dataclass(frozen=True)
class Entry:
    """A word of the glossary."""

    id: str
    term: str
    definition: Text
    at: At


@dataclass(frozen=True)
class Note:
    """An editor's note: what the source says, what the edition prints, and why."""

    id: str
    title: str
    text: Text
    at: At


@dataclass(frozen=True)
class IndexTerm:
    """An entry of the index and the forms under which pages say it."""

    term: str
    family: str  # place | person | notion
    forms: tuple[str, ...]
    at: At


@dataclass(frozen=True)
class Page:
    """A piece of continuous text: a chapter of the front or back matter."""

    id: str
    title: str
    lead: str  # a standfirst, may be empty
    text: Text
    at: At


@dataclass(frozen=True)
class Territory:
    """A département or a région, and the French that speaks of it."""

    code: str
    name: str
    family: str  # departement | region
    region: str  # code of its région; empty for a région
    prefecture: str
    where: str  # « dans la Sarthe »
    whose: str  # « de la Sarthe »


@dataclass(frozen=True)
class Corpus:
    """All that is said, by id, each mapping in the order of print."""

    references: Mapping[str, Reference]
    workshops: Mapping[str, Workshop]
    newscasts: Mapping[str, Newscast]
    scenarios: Mapping[str, Scenario]
    figures: Mapping[str, Figure]
    themes: Mapping[str, Theme]
    people: Mapping[str, Person]
    events: Mapping[str, Event]
    glossary: Mapping[str, Entry]
    notes: Mapping[str, Note]
    index: tuple[IndexTerm, ...]
    pages: Mapping[str, Page]
    unions: tuple[str, ...]  # codes of the départements whose Udccas supported the cycle
    variables: Mapping[str, Variable] = field(default_factory=dict)
    territories: Mapping[str, Territory] = field(default_factory=dict)  # départements, by code


@dataclass(frozen=True)
class Edition:
    """One edition of the corpus: its identity, and what it shows.

    Its corpus is the overlaid one: selected, reordered, with the edition's own records and words in it.
    """

    id: str
    title: str
    subtitle: str
    cycle: str  # "Le CCAS en 2050"
    label: str  # "Édition nationale"
    version: str
    date: str  # ISO day; every date in the files comes from it
    language: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    rights: str
    territory: str | None
    corpus: Corpus
    at: At
    base: str = ""  # the id of the edition that it starts from
    place: Territory | None = None  # the territory in full
    presentation: Text | None = None
    foreword: Foreword | None = None
    part: Part | None = None  # what its territory did in the cycle
    own_pages: tuple[Page, ...] = ()  # pages to write on that the territory adds
    partners: tuple[Partner, ...] = ()
    contacts: tuple[Contact, ...] = ()
    credits: tuple[str, ...] = ()
    colours: Mapping[str, Colour] = field(default_factory=dict)  # in place of tokens of the palette
    address: str = ""  # where the QR codes lead, https://…; empty: no code
    videos: Mapping[str, str] = field(default_factory=dict)  # addresses, by newscast
    drawings: Mapping[str, OwnDrawing] = field(default_factory=dict)  # of its own records, by id
    texts: bool = True  # False: the texts of the edition are blank, and leave ruled space
    omitted: tuple[str, ...] = ()  # ids of sections that it leaves out
    section_order: tuple[str, ...] = ()  # sections that come first among those that may move
    outputs: tuple[str, ...] = ()  # empty: what the layouts make by default; so for the three below
    formats: tuple[str, ...] = ()
    printer: str = ""
    copies: int = 0
    replacements: tuple[Replacement, ...] = ()
    own: frozenset[str] = frozenset()  # ids of the records that it adds
    remarks: tuple[str, ...] = ()  # what follows from its choices, to be told by the command
    corpus_fingerprint: str = ""  # of the whole corpus, as it stands in its files
    fingerprint: str = ""  # of the corpus, and of all that the edition's own files say

    @property
    def opening(self) -> bool:
        """Whether it opens with words of its own: a foreword, or a presentation that no territory's page holds."""
        return self.foreword is not None or (self.presentation is not None and self.part is None)

    def says_anew(self, target: str) -> bool:
        """Tell whether a text of the base, « pages.notes.lead », is said in other words."""
        return any(replacement.target == target for replacement in self.replacements)

    def is_local(self, id: str) -> bool:
        """Tell whether a scenario, a figure, a newscast or a word of the glossary is the edition's own."""
        return id in self.own

    def scenarios_of_newscast(self, newscast: str) -> tuple[Scenario, ...]:
        """Return the scenarios told in a newscast, in the order of broadcast."""
        return tuple(s for s in self.corpus.scenarios.values() if s.newscast == newscast)

    def scenarios_of_figure(self, figure: str) -> tuple[Scenario, ...]:
        """Return the scenarios that feed a figure, in the order of broadcast."""
        return tuple(s for s in self.corpus.scenarios.values() if figure in s.figures)
