"""From the files of a corpus folder to a Corpus, by the tables of `book.schema`; every fault is told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

from book.checks import CHECKS
from book.fields import scalar
from book.model import At, Corpus, IndexTerm
from book.problems import did_you_mean
from book.reading import Reading
from book.schema import FAMILIES, INDEX, SLUG, UNIONS, Schema
from book.source import Fields, Items, Scalar, Value, read_markdown, read_yaml

_INDEX = "index.yaml"
_UNIONS = "unions.yaml"
_PASSAGES = "passages.yaml"  # read with the editions, by book.passages
_BODY = "Corps du texte"
_KEYED = "Le fichier doit être une suite d’identifiants, chacun suivi de ses clés."


def load_corpus(folder: Path) -> Corpus:
    """Read a corpus folder; raise all its problems together."""
    reading = Reading()
    corpus = read_corpus(folder, reading)
    reading.finish()
    return corpus


def read_corpus(folder: Path, reading: Reading) -> Corpus:
    """Read a corpus folder; where problems are told to the reading, the corpus lacks the faulty records."""
    _tell_strangers(folder, reading)
    families: dict[str, Any] = {}
    for family, schema in FAMILIES.items():
        read = _read_folder if schema.body else _read_file
        records = read(folder, family, schema, reading)
        if schema.order:
            records = dict(sorted(records.items(), key=lambda item: attrgetter(schema.order)(item[1])))
        families[family] = records
    corpus = Corpus(**families, index=_read_index(folder, reading), unions=_read_unions(folder, reading))
    reading.follow_links()
    for check in CHECKS:
        check(corpus, reading)
    return corpus


def read_record(schema: Schema, fields: Fields, at: At, reading: Reading, **given: object) -> Any | None:
    """Make a record of its fields and of what is given beside them; nothing if a fault was found."""
    faults = len(reading.problems)
    for key in fields.values.keys() - schema.fields.keys():
        reading.fault(fields.keys[key], f"La clé « {key} » est inconnue.", did_you_mean(key, schema.fields))
    values = {**schema.optional, **given}
    for key, reader in schema.fields.items():
        value = fields.values.get(key)
        if value is None or (key in schema.optional and isinstance(value, Scalar) and value.type == "null"):
            if key not in values:
                reading.fault(at, f"La clé « {key} » manque.")
        else:
            label = _BODY if key == schema.body else f"« {key} »"
            values[key] = reader(value, label, reading)
    return schema.record(**values, at=at) if len(reading.problems) == faults else None


def _tell_strangers(folder: Path, reading: Reading) -> None:
    """Tell the files that nothing reads: most are misspelt."""
    files = [f"{family}.yaml" for family, schema in FAMILIES.items() if not schema.body] + [
        _INDEX,
        _UNIONS,
        _PASSAGES,
    ]
    folders = [family for family, schema in FAMILIES.items() if schema.body]
    for path in folder.glob("*"):
        if path.name not in (folders if path.is_dir() else files) and not path.name.startswith("."):
            hint = did_you_mean(path.name, folders if path.is_dir() else files)
            reading.fault(At(path, 1), "Rien ne lit ce nom dans un corpus.", hint)
    for path in (path for name in folders for path in (folder / name).glob("*")):
        if path.suffix != ".md" and not path.name.startswith("."):
            reading.fault(At(path, 1), "Rien ne lit ce fichier.", "Son nom doit finir par « .md ».")


def _read_file(folder: Path, family: str, schema: Schema, reading: Reading) -> dict[str, Any]:
    path = folder / f"{family}.yaml"
    tree = read_yaml(path, reading)
    if tree is None:
        return {}
    if not isinstance(tree, Fields):
        reading.fault(tree.at, _KEYED)
        return {}
    reading.open_family(family, path.name)
    records: dict[str, Any] = {}
    for id, value in tree.values.items():
        at = tree.keys[id]
        reading.announce(family, id, at)
        _check_id(id, schema, at, reading)
        if not isinstance(value, Fields):
            reading.fault(at, f"« {id} » doit être suivi de ses clés, en retrait.")
        elif record := read_record(schema, value, at, reading, id=id):
            records[id] = record
    return records


def _read_folder(folder: Path, family: str, schema: Schema, reading: Reading) -> dict[str, Any]:
    paths = sorted((folder / family).glob("*.md"))
    if not paths:
        reading.fault(At(folder / family, 1), "Le dossier manque, ou ne contient aucun fichier « .md ».")
        return {}
    reading.open_family(family, f"{family}/")
    records: dict[str, Any] = {}
    for path in paths:
        faults = len(reading.problems)
        record = read_page(path, family, schema, reading)
        if record and len(reading.problems) == faults:
            records[record.id] = record
    return records


def read_page(path: Path, family: str, schema: Schema, reading: Reading) -> Any | None:
    """Read a record of one Markdown file, and announce it; nothing if a fault was found."""
    parts = read_markdown(path, reading)
    if parts is None:
        reading.announce(family, _id_of_name(path, schema), At(path, 1))
        return None
    fields = _under_body(*parts, schema, reading)
    id = _own_id(fields, path, family, schema, reading)
    given: dict[str, object] = {"id": id}
    if schema.numbered:
        given["number"] = int(re.sub(r"\D", "", id) or 0)
    own = Fields({key: value for key, value in fields.values.items() if key != "id"}, fields.keys, fields.at)
    return read_record(schema, own, fields.at, reading, **given)


def _under_body(front: Fields, body: Scalar, schema: Schema, reading: Reading) -> Fields:
    """Put the body of a file among its fields, together with the keys that tell what it stands on."""
    values = dict(front.values)
    if values.pop(schema.body, None):
        hint = "Ce texte s’écrit sous l’en-tête."
        reading.fault(front.keys[schema.body], f"La clé « {schema.body} » est inconnue.", hint)
    told: dict[str, Value] = {key: values.pop(key) for key in schema.stated_by if key in values}
    whole = Fields({"text": body, **told}, front.keys, body.at)
    return Fields({**values, schema.body: whole if schema.stated_by else body}, front.keys, front.at)


def _own_id(fields: Fields, path: Path, family: str, schema: Schema, reading: Reading) -> str:
    """Return the id that a file says, which must be that of its name."""
    value = fields.values.get("id")
    if value is None:
        reading.fault(fields.at, "La clé « id » manque.")
    found = scalar(value, "« id »", reading) if value else None
    if found is None:
        id = _id_of_name(path, schema)
        reading.announce(family, id, fields.at)
        return id
    id, at = found.text, found.at
    faults = len(reading.problems)
    tail = "" if schema.named_by_id else f"-{SLUG}"
    if _check_id(id, schema, at, reading) and not re.fullmatch(re.escape(id) + tail, path.stem):
        wanted = f"{id}.md" if schema.named_by_id else f"{id}-….md"
        hint = "En minuscules sans accent, les mots séparés par des tirets." if tail else ""
        reading.fault(at, f"L’identifiant « {id} » demande un fichier nommé « {wanted} ».", hint)
    if len(reading.problems) > faults:
        id = _id_of_name(path, schema)
    reading.announce(family, id, at)
    return id


def _id_of_name(path: Path, schema: Schema) -> str:
    """Return the id that the name of a faulty file promises: the links to it are no faults."""
    promised = re.match(schema.id_shape, path.stem)
    return promised[0] if promised else path.stem


def _check_id(id: str, schema: Schema, at: At, reading: Reading) -> bool:
    if re.fullmatch(schema.id_shape, id):
        return True
    reading.fault(at, f"L’identifiant « {id} » n’a pas la forme attendue.", f"Exemple : {schema.id_example}.")
    return False


def _read_index(folder: Path, reading: Reading) -> tuple[IndexTerm, ...]:
    return tuple(_index_terms(read_yaml(folder / _INDEX, reading), reading))


def _index_terms(tree: Value | None, reading: Reading) -> Iterator[IndexTerm]:
    if tree is not None and not isinstance(tree, Items):
        reading.fault(tree.at, "Le fichier doit être une liste d’entrées, chacune après un tiret.")
    terms: dict[str, At] = {}
    for item in tree.items if isinstance(tree, Items) else ():
        if not isinstance(item, Fields):
            reading.fault(item.at, f"Une entrée de l’index a pour clés {', '.join(INDEX.fields)}.")
            continue
        term = read_record(INDEX, item, item.at, reading)
        if term is not None:
            first = terms.setdefault(term.term, item.at)
            if first is not item.at:
                reading.fault(item.at, f"L’entrée « {term.term} » est déjà écrite à la ligne {first.line}.")
            yield term


def _read_unions(folder: Path, reading: Reading) -> tuple[str, ...]:
    tree = read_yaml(folder / _UNIONS, reading)
    codes = UNIONS(tree, "Liste", reading) if tree else ()
    return tuple(codes) if isinstance(codes, tuple) else ()
