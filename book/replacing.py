"""The texts of the base that an edition says in other words, and what it remembers of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from book.layers import Layer
from book.model import At, Corpus, Replacement, Text
from book.own import field_reader, localised
from book.problems import did_you_mean
from book.reading import Reading, or_among
from book.records import records_of, with_records
from book.source import Fields, Value

# The families of which texts may be replaced; facts, names and references stay as the sources give them.
_FAMILIES = ("scenarios", "figures", "pages", "newscasts", "workshops", "themes", "glossary", "events", "people")
_PAGE_LINES = ("title", "lead")  # of a page, these are the edition's own words too


@dataclass(frozen=True)
class _Wanted:
    """One replacement as it is written: where it goes, its value, its layer."""

    key: str
    field: str
    value: Value
    at: At
    layer: Layer


def replace_texts(
    corpus: Corpus, layers: tuple[Layer, ...], reading: Reading
) -> tuple[Corpus, tuple[Replacement, ...]]:
    """Put the words of an edition in place of those of its base; tell what leads nowhere."""
    done: dict[str, Replacement] = {}
    for wanted in _wanted(layers, reading):
        place = _place(wanted, corpus, reading)
        if place is None:
            continue
        family, id = place
        record = records_of(corpus, family)[id]
        own = _read(wanted, family, record, reading)
        if own is None:
            continue
        target = f"{family}.{id}.{wanted.field}"
        base, said = as_words(getattr(record, wanted.field)), as_words(own)
        done[target] = Replacement(target, base, said, wanted.layer.memory.get(target), wanted.at)
        records = {**records_of(corpus, family), id: replace(record, **{wanted.field: own})}
        corpus = with_records(corpus, family, records)
    return corpus, tuple(done.values())


def as_words(value: Any) -> str:
    """Return a text, or some texts, as the words that a memory holds; a stop of lines between questions."""
    if isinstance(value, tuple):
        return "\n\n".join(as_words(item) for item in value)
    return value.markdown if isinstance(value, Text) else str(value or "")


def _wanted(layers: tuple[Layer, ...], reading: Reading) -> Iterator[_Wanted]:
    for layer in layers:
        tree = layer.values.get("replace")
        for key, fields in tree.values.items() if isinstance(tree, Fields) else ():
            if not isinstance(fields, Fields):
                reading.fault(fields.at, f"« replace », « {key} » : il faut le champ à remplacer, en retrait.")
                continue
            for field, value in fields.values.items():
                yield _Wanted(key, field, value, fields.keys[field], layer)


def _place(wanted: _Wanted, corpus: Corpus, reading: Reading) -> tuple[str, str] | None:
    """Find the record that a key names: S03, capsule, or family.id where several families have that id."""
    family, _, id = wanted.key.rpartition(".")
    families = [family] if family else _FAMILIES
    found = [name for name in families if name in _FAMILIES and id in records_of(corpus, name)]
    if len(found) == 1:
        return found[0], id
    if found:
        hint = f"Écrire {' ou '.join(f'{name}.{id}' for name in found)}."
        reading.fault(wanted.at, f"« replace » : « {id} » peut vouloir dire plusieurs choses.", hint)
        return None
    ids = [known for name in _FAMILIES for known in records_of(corpus, name)]
    reading.fault(wanted.at, f"« replace » : rien ne s’appelle « {wanted.key} ».", did_you_mean(wanted.key, ids))
    return None


def _read(wanted: _Wanted, family: str, record: Any, reading: Reading) -> Any | None:
    reader = field_reader(family, wanted.field)
    fields = [name for name in vars(record) if _replaceable(family, name, getattr(record, name))]
    if reader is None or wanted.field not in fields:
        message = f"« replace », « {wanted.key} » : « {wanted.field} » n’est pas un texte que l’on remplace."
        reading.fault(wanted.at, message, or_among(wanted.field, fields))
        return None
    faults = len(reading.problems)
    found = reader(wanted.value, f"« {wanted.key} », « {wanted.field} »", reading)
    return localised(found) if len(reading.problems) == faults else None


def _replaceable(family: str, name: str, value: Any) -> bool:
    if name == "testimony" or (family == "pages" and name in _PAGE_LINES):
        return True
    return isinstance(value, Text) or (isinstance(value, tuple) and any(isinstance(item, Text) for item in value))
