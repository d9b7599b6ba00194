"""The sorts of fields that a record is made of; each makes a reader, which checks a value and returns it.

A reader that finds a fault tells it and returns something of no use: a record with a fault is never made.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from book.model import At, Kind, Text
from book.reading import Link, Reading, or_among
from book.source import Fields, Items, Scalar, Value

# Given a value, what to call it in a message, and the run it belongs to.
Reader = Callable[[Value, str, Reading], object]

CALL = re.compile(r"\[([\^@])([^\]]*)\]")
_CALLED = {"^": "notes", "@": "references"}
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_REFUSED = (
    (re.compile(r"!\["), "une image"),
    (re.compile(r"<[A-Za-z/!]"), "du HTML"),
    (re.compile(r"^ {0,3}#{1,6}(?= )", re.MULTILINE), "un titre"),
)
_HEADING = "##"
# The kinds that the national corpus may state; `local` belongs to regional editions.
_KINDS = (Kind.SOURCE, Kind.EDITION)
_ODD_TYPES = {
    "int": "un nombre",
    "float": "un nombre",
    "bool": "un oui ou non",
    "timestamp": "une date",
}


@dataclass(frozen=True)
class Prose:
    """What a text must be: its number of words, how it opens and ends, what its first paragraph is."""

    words: tuple[int, int] | None = None
    opens: str = ""
    ends: str = ""
    first: Prose | None = None
    headings: bool = False
    may_be_empty: bool = False


@lru_cache(maxsize=4096)
def word_count(markdown: str) -> int:
    """Count the words of a text as it will be read: no calls, no addresses, no lone punctuation."""
    return sum(any(c.isalnum() for c in word) for word in _plain(markdown).split())


def plural(number: int, noun: str) -> str:
    """Write a number and its noun: 1 mot, 3 mots."""
    return f"{number} {noun}" if number < 2 else f"{number} {noun}s"


def scalar(value: Value, label: str, reading: Reading) -> Scalar | None:
    """Return a value that is a text of at least one character; else tell what it is taken for."""
    if not isinstance(value, Scalar):
        shape = "une liste" if isinstance(value, Items) else "une suite de clés"
        reading.fault(value.at, f"{label} : il faut un texte, pas {shape}.")
    elif value.type == "null" or (value.type == "str" and not value.text):
        reading.fault(value.at, f"{label} : le texte est vide.")
    elif value.type != "str":
        taken = _ODD_TYPES.get(value.type, f"une valeur de type « {value.type} »")
        hint = f'L’écrire entre guillemets : "{value.text}".'
        reading.fault(value.at, f"{label} : {value.text} est lu comme {taken}, il faut un texte.", hint)
    else:
        return value
    return None


def line(shape: str = "", example: str = "", words: tuple[int, int] | None = None, most: int = 0) -> Reader:
    """Make the reader of one line of plain text, of a shape given by a regular expression.

    It is of at most so many signs; 0 sets no limit.
    """

    def read(value: Value, label: str, reading: Reading) -> str:
        found = scalar(value, label, reading)
        if found is None:
            return ""
        if "\n" in found.text:
            reading.fault(found.at, f"{label} : le texte doit tenir en un seul paragraphe.")
        if shape and not re.fullmatch(shape, found.text):
            message = f"{label} : « {found.text} » n’a pas la forme attendue."
            reading.fault(found.at, message, f"Exemple : {example}.")
        elif most and len(found.text) > most:
            reading.fault(found.at, f"{label} : {len(found.text)} signes, il en faut au plus {most}.")
        _check_words(found.text, words, found.at, label, reading)
        return found.text

    return read


def empty_or(reader: Reader) -> Reader:
    """Make a reader that takes an empty text, written "", where a source says nothing."""

    def read(value: Value, label: str, reading: Reading) -> object:
        if isinstance(value, Scalar) and value.type == "str" and not value.text:
            return ""
        return reader(value, label, reading)

    return read


def number(value: Value, label: str, reading: Reading) -> int:
    """Read a whole number from 1."""
    if isinstance(value, Scalar) and value.type == "int" and re.fullmatch(r"[1-9]\d*", value.text):
        return int(value.text)
    reading.fault(value.at, f"{label} : il faut un nombre entier, à partir de 1, sans guillemets.")
    return 0


def choice(*words: str) -> Reader:
    """Make the reader of one word among some."""

    def read(value: Value, label: str, reading: Reading) -> str:
        found = scalar(value, label, reading)
        if found is None:
            return ""
        if found.text not in words:
            message = f"{label} : « {found.text} » n’est pas un choix possible."
            reading.fault(found.at, message, or_among(found.text, words))
        return found.text

    return read


def link(family: str) -> Reader:
    """Make the reader of the id of a record of a family."""

    def read(value: Value, label: str, reading: Reading) -> str:
        found = scalar(value, label, reading)
        if found is None:
            return ""
        reading.follow(Link(label, family, found.text, found.at))
        return found.text

    return read


def several(reader: Reader, noun: str, least: int = 1, most: int | None = None) -> Reader:
    """Make the reader of a list of at least and at most so many things, none said twice."""

    def read(value: Value, label: str, reading: Reading) -> tuple[object, ...]:
        if not isinstance(value, Items):
            hint = "Une liste s’écrit [a, b], ou un élément par ligne après un tiret."
            reading.fault(value.at, f"{label} : il faut une liste.", hint)
            return ()
        count = len(value.items)
        if count < least or (most is not None and count > most):
            wanted = f"au moins {least}" if most is None else _range(least, most)
            reading.fault(value.at, f"{label} : {plural(count, noun)}, il en faut {wanted}.")
        said: set[str] = set()
        for item in value.items:
            if isinstance(item, Scalar) and item.text in said:
                reading.fault(item.at, f"{label} : « {item.text} » est dit deux fois.")
            said |= {item.text} if isinstance(item, Scalar) else set()
        return tuple(reader(item, label, reading) for item in value.items)

    return read


def links(family: str, noun: str, least: int = 1, most: int | None = None) -> Reader:
    """Make the reader of a list of ids of a family."""
    return several(link(family), noun, least, most)


SOURCES = links("references", "référence")


def text(prose: Prose = Prose()) -> Reader:
    """Make the reader of a text: bare, it is the edition's; a mapping tells its kind and its sources."""

    def read(value: Value, label: str, reading: Reading) -> Text:
        if not isinstance(value, Fields):
            return _prose(value, prose, label, reading)
        for key in value.values.keys() - {"text", "kind", "sources"}:
            hint = or_among(key, ("text", "kind", "sources"))
            reading.fault(value.keys[key], f"{label} : la clé « {key} » est inconnue.", hint)
        bare = Text("", Kind.EDITION, (), value.at)
        if "text" in value.values:
            bare = _prose(value.values["text"], prose, label, reading)
        else:
            reading.fault(value.at, f"{label} : la clé « text » manque.")
        return Text(bare.markdown, *_statement(value, label, reading), bare.at)

    return read


def _statement(value: Fields, label: str, reading: Reading) -> tuple[Kind, tuple[str, ...]]:
    kind = Kind.EDITION
    faults = len(reading.problems)
    if "kind" in value.values:
        word = choice(*_KINDS)(value.values["kind"], f"{label}, « kind »", reading)
        kind = kind if len(reading.problems) > faults else Kind(str(word))
    sources: object = ()
    if "sources" in value.values:
        sources = SOURCES(value.values["sources"], f"{label}, « sources »", reading)
    elif kind is Kind.SOURCE:
        hint = "Nommer une référence dans « sources », ou dire « kind: edition »."
        reading.fault(value.at, f"{label} : ce texte se dit d’une source, sans référence.", hint)
    return kind, tuple(sources) if isinstance(sources, tuple) else ()


def _prose(value: Value, prose: Prose, label: str, reading: Reading) -> Text:
    empty = isinstance(value, Scalar) and value.type == "str" and not value.text
    found = None if empty and prose.may_be_empty else scalar(value, label, reading)
    if found is None:
        return Text("", Kind.EDITION, (), value.at)
    for call in CALL.finditer(found.text):
        origin = f"{label} : l’appel {call[0]}"
        reading.follow(Link(origin, _CALLED[call[1]], call[2], found.at_offset(call.start())))
    for pattern, noun in _REFUSED:
        for match in pattern.finditer(found.text):
            if not (prose.headings and match[0] == _HEADING):
                at = found.at_offset(match.start())
                reading.fault(at, f"{label} : le texte ne peut pas contenir {noun}.")
    _check_prose(found.text, prose, found.at, label, reading)
    return Text(found.text, Kind.EDITION, (), found.at)


def _check_prose(markdown: str, prose: Prose, at: At, label: str, reading: Reading) -> None:
    _check_words(markdown, prose.words, at, label, reading)
    plain = _plain(markdown)
    if not plain.startswith(prose.opens):
        reading.fault(at, f"{label} : le texte doit commencer par « {prose.opens} ».")
    if not plain.endswith(prose.ends):
        reading.fault(at, f"{label} : le texte doit finir par « {prose.ends} ».")
    if prose.first:
        _check_prose(markdown.split("\n\n")[0], prose.first, at, f"{label}, premier paragraphe", reading)


def _check_words(markdown: str, words: tuple[int, int] | None, at: At, label: str, reading: Reading) -> None:
    count = word_count(markdown)
    if words and not words[0] <= count <= words[1]:
        reading.fault(at, f"{label} : {plural(count, 'mot')}, il en faut {_range(*words)}.")


def _range(least: int, most: int) -> str:
    return f"exactement {least}" if least == most else f"de {least} à {most}"


def _plain(markdown: str) -> str:
    return _LINK.sub(r"\1", CALL.sub("", markdown)).replace("*", "").strip()
