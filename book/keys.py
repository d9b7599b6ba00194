"""The keys of an edition file: how each is read, what a JSON Schema says of it, how it is explained.

One value holds the three, so that the schema that editors complete by cannot say otherwise than the reader.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from book.edition_files import own_file
from book.fields import Prose, Reader, choice, line, link, scalar, several, text
from book.markup import MarkupError, NoteCall, render, render_inline
from book.model import At, Text
from book.problems import did_you_mean
from book.reading import Reading
from book.source import Fields, Scalar, Value

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Key:
    """A key: its reader, its JSON Schema, what it is for, and how it may be written in a new file."""

    read: Reader
    json: Json
    help: str
    example: str = ""
    required: bool = False  # within a group


@dataclass(frozen=True)
class Group:
    """The values of a mapping of known keys, and where each is written."""

    values: Mapping[str, Any]
    keys: Mapping[str, At]
    at: At

    def get(self, key: str, otherwise: Any = "") -> Any:
        """Return a value, or another where the key is left out."""
        return self.values.get(key, otherwise)


class _AnyCalls:
    """Answers every call of a text: whether it leads somewhere is told when links are followed."""

    def note(self, name: str) -> NoteCall:
        return NoteCall("a", f"#{name}", name)

    reference = note


def words(help: str, most: int, shape: str = "", example: str = "", required: bool = False) -> Key:
    """Make the key of one line of at most so many signs."""
    json: dict[str, Any] = {"type": "string", "minLength": 1, "maxLength": most}
    if shape:
        json["pattern"] = f"^(?:{shape})$"
    return Key(line(shape, example, most=most), json, help, example, required)


def one_of(help: str, *among: str, example: str = "") -> Key:
    """Make the key of one word among some."""
    return Key(choice(*among), {"enum": list(among)}, help, example)


def an_id(family: str, json: Json, help: str = "") -> Key:
    """Make the key of the id of a record."""
    return Key(link(family), json, help)


def some(key: Key, noun: str, help: str, example: str = "", least: int = 1, most: int = 40) -> Key:
    """Make the key of a list."""
    json = {"type": "array", "items": key.json, "minItems": least, "maxItems": most, "uniqueItems": True}
    return Key(several(key.read, noun, least, most), json, help, example)


def prose(help: str, count: tuple[int, int], inline: bool = False, example: str = "", required: bool = False) -> Key:
    """Make the key of a text in Markdown, of so many words, which any layout can set."""
    reader = set_text(text(Prose(words=count)), inline)
    fields = {
        "text": {"type": "string"},
        "kind": {"enum": ["source", "edition"]},
        "sources": {"type": "array", "items": {"type": "string"}, "minItems": 1},
    }
    whole = {"type": "object", "properties": fields, "required": ["text"], "additionalProperties": False}
    return Key(reader, {"anyOf": [{"type": "string"}, whole]}, help, example, required)


def set_text(reader: Reader, inline: bool) -> Reader:
    """Make a reader of texts refuse the Markdown that the book cannot set, with its line."""

    def read(value: Value, label: str, reading: Reading) -> object:
        faults = len(reading.problems)
        found = reader(value, label, reading)
        if isinstance(found, Text) and len(reading.problems) == faults:
            try:
                (render_inline if inline else render)(found.markdown, calls=_AnyCalls())
            except MarkupError as error:
                at = At(found.at.file, found.at.line + error.line - 1)
                reading.fault(at, f"{label} : {error.message}.")
        return found

    return read


def a_file(help: str, suffixes: tuple[str, ...], example: str = "", below: bool = False) -> Key:
    """Make the key of a file of the edition's folder; `below` is for a key written in a folder of that one."""

    def read(value: Value, label: str, reading: Reading) -> Path | None:
        found = scalar(value, label, reading)
        folder = value.at.file.parent.parent if below else value.at.file.parent
        return own_file(found.text, found.at, label, suffixes, reading, folder) if found else None

    ends = "|".join(suffix.removeprefix(".") for suffix in suffixes)
    return Key(read, {"type": "string", "pattern": rf"^[^/~\\].*\.({ends})$"}, help, example)


def yes_or_no(help: str, example: str = "") -> Key:
    """Make the key of a yes or a no."""

    def read(value: Value, label: str, reading: Reading) -> bool:
        if isinstance(value, Scalar) and value.type == "bool":
            return value.text.lower() in ("true", "yes", "on")
        reading.fault(value.at, f"{label} : il faut « true » (oui) ou « false » (non), sans guillemets.")
        return True

    return Key(read, {"type": "boolean"}, help, example)


def group(fields: Mapping[str, Key], help: str = "", example: str = "", alone: bool = True) -> Key:
    """Make the key of a mapping of known keys; `alone` refuses one that holds none of them."""

    def read(value: Value, label: str, reading: Reading) -> Group:
        if not isinstance(value, Fields):
            reading.fault(value.at, f"{label} : il faut des clés en retrait.", f"Clés : {', '.join(fields)}.")
            return Group({}, {}, value.at)
        found = read_keys(fields, value, reading, f"{label}, ")
        for key, what in fields.items():
            if what.required and key not in found:
                reading.fault(value.at, f"{label} : la clé « {key} » manque.")
        if alone and not value.values:
            reading.fault(value.at, f"{label} : il n’y a aucune clé.", f"Clés : {', '.join(fields)}.")
        return Group(found, value.keys, value.at)

    json = {
        "type": "object",
        "properties": {name: described(key) for name, key in fields.items()},
        "required": [name for name, key in fields.items() if key.required],
        "additionalProperties": False,
    }
    return Key(read, json, help, example)


def by_name(names: Reader, names_json: Json, what: Key, help: str, example: str = "", least: int = 1) -> Key:
    """Make the key of a mapping whose keys are names that a reader admits: ids, tokens."""

    def read(value: Value, label: str, reading: Reading) -> Group:
        if not isinstance(value, Fields) or len(value.values) < least:
            reading.fault(value.at, f"{label} : il faut au moins une ligne « nom: valeur », en retrait.")
            return Group({}, {}, value.at)
        for name, at in value.keys.items():
            names(Scalar(name, "str", at), label, reading)
        found = {name: what.read(v, f"{label}, « {name} »", reading) for name, v in value.values.items()}
        return Group(found, value.keys, value.at)

    json = {"type": "object", "propertyNames": names_json, "additionalProperties": what.json, "minProperties": 1}
    return Key(read, json, help, example)


def read_keys(fields: Mapping[str, Key], value: Fields, reading: Reading, label: str = "") -> dict[str, Any]:
    """Read the known keys of a mapping; tell the unknown ones. A key without a value is as if left out."""
    for key in value.values.keys() - fields.keys():
        message = f"{label}la clé « {key} » est inconnue."
        reading.fault(value.keys[key], message[:1].upper() + message[1:], did_you_mean(key, fields))
    return {
        key: what.read(value.values[key], f"{label}« {key} »", reading)
        for key, what in fields.items()
        if key in value.values and not _void(value.values[key])
    }


def described(key: Key) -> dict[str, Any]:
    """Return the JSON Schema of a key, with what it is for."""
    return {**key.json, **({"description": key.help} if key.help else {})}


def _void(value: Value) -> bool:
    return isinstance(value, Scalar) and value.type == "null"
