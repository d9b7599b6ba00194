"""A new edition file: what is known of it, and all that it may say, in comments."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from book.characters import check_characters
from book.edition_schema import EDITION
from book.editions import has_edition, read_edition
from book.json_schema import NAME
from book.layers import FILE, ROOT_EDITION
from book.model import At, Territory
from book.part import label_of
from book.problems import Problem, Problems
from book.reading import Reading
from book.source import Scalar
from book.territories import find_territory, read_territories, slug, territory_id

_TERRITORIES = Path(__file__).with_name("territories.yaml")
_EDITIONS = Path("book", "editions")
BASE = "base"
ASKED = (BASE, "title", "label", "presentation", "address")
"""What a person is asked for, or gives as flags: keys of one line or one paragraph; the base comes first."""
Answers = Mapping[str, str]


@dataclass(frozen=True)
class NewEdition:
    """A file to write: the command writes it, then its folder can be opened in an editor.

    `called` is what the edition is called on the command line.
    """

    path: Path
    text: str
    called: str


def new_edition(
    project_root: Path, name: str, *, folder: Path | None = None, answers: Answers | None = None
) -> NewEdition:
    """Make the commented edition.yaml of a territory (33, gironde) or of any name; nothing is written to disk.

    `folder` is where editions are kept, the project's own folder by default. `answers` gives the values of some
    keys of one line (title, label, base, version, presentation…): only what differs from the base is written.
    Raises Problems where the file exists already, where a key is not known or its value is none, or where the name
    names nothing that can be a folder.
    """
    table = read_territories(_TERRITORIES)
    place = find_territory(name, table)
    id = territory_id(place, table) if place else slug(name)
    path = (folder or project_root / _EDITIONS) / id / FILE
    given = {key: value.strip() for key, value in (answers or {}).items() if value.strip()}
    _check(project_root, path, id, given, name)
    inherited = _said_by_base(project_root, place, given.get(BASE, ""), folder)
    given = {key: value for key, value in given.items() if value != inherited.get(key)}
    if not place:
        given.setdefault("label", _label(name))
    schema = Path(os.path.relpath(project_root / _EDITIONS / NAME, path.parent)).as_posix()
    called = path.parent.as_posix() if folder else id
    lines = [f"# yaml-language-server: $schema={schema}", *_opening(place, id, called)]
    if place:
        lines += ["", f'territory: "{place.code}"' if place.family == "departement" else f"territory: {id}"]
    lines += [] if place else [""]
    lines += [f"{key}: {_quoted(given[key])}" for key in EDITION if key in given]
    written = {*given, *(["territory"] if place else [])}
    lines += ["", "# Tout ce qui suit est facultatif : retirer le « # » des lignes voulues.", *_rest(written)]
    return NewEdition(path, "\n".join(lines) + "\n", called)


def proposals(project_root: Path, name: str, base: str, folder: Path | None = None) -> dict[str, str]:
    """Return what is proposed for what is asked, once the base is known. Raises Problems where that is at fault."""
    place = find_territory(name, read_territories(_TERRITORIES))
    said = _said_by_base(project_root, place, base, folder)
    return said if place else said | {"label": _label(name)}


def _said_by_base(root: Path, place: Territory | None, base: str, folder: Path | None) -> dict[str, str]:
    """What an edition says, of what is asked, where its own file says nothing of it."""
    beside = folder / base / FILE if folder and base else None
    above = read_edition(root, beside if beside and beside.is_file() else base or ROOT_EDITION)
    label = label_of(place) if place else above.label
    return {BASE: ROOT_EDITION, "title": above.title, "label": label, "address": above.address}


def _label(name: str) -> str:
    """What the edition of no territory is called until someone knows better."""
    return f"Édition « {name} »"


def fault_of(project_root: Path, key: str, value: str, folder: Path | None = None) -> str:
    """Say what is wrong with the value of a key, in one line; nothing where it can be taken."""
    reading = Reading()
    _read(project_root, key, value, At(Path(FILE), 1), reading, folder)
    return " ".join(filter(None, (f"{each.message} {each.hint}".strip() for each in reading.problems[:1])))


def help_of(key: str) -> str:
    """Say what a key is for."""
    return EDITION[key].help


def _read(root: Path, key: str, value: str, at: At, reading: Reading, folder: Path | None) -> None:
    said = Scalar(value, "str", at)
    EDITION[key].read(said, f"« {key} »", reading)
    check_characters(said, reading)
    beside = folder is not None and (folder / value / FILE).is_file()
    if key == BASE and not reading.problems and not beside and not has_edition(root, value):
        reading.fault(at, f"« base » : aucune édition ne s’appelle « {value} ».")


def _check(root: Path, path: Path, id: str, given: Answers, name: str) -> None:
    problems = []
    if not id:
        problems.append(Problem(path, 1, f"« {name} » ne peut pas nommer un dossier.", "Exemple : gironde."))
    elif id.isdigit():  # a known code would have become a name
        hint = "Des codes : 33, 2A, 974. Une édition qui n’est pas d’un territoire a un nom."
        problems.append(Problem(path, 1, f"Aucun département, aucune région n’a le code « {name} ».", hint))
    elif path.exists():
        hint = "L’ouvrir, ou donner un autre nom à la nouvelle édition."
        problems.append(Problem(path, 1, "Cette édition existe déjà.", hint))
    problems += [Problem(path, 1, f"La clé « {key} » est inconnue.") for key in given if key not in EDITION]
    reading = Reading()
    for key in given:
        if key in EDITION:
            _read(root, key, given[key], At(path, 1), reading, path.parent.parent)
    problems += reading.problems
    if problems:
        raise Problems(problems)


def _opening(place: Territory | None, id: str, called: str) -> list[str]:
    named = f"Édition {place.whose}" if place else f"Édition « {id} »"
    return [
        f"# {named} : ce qui la distingue de sa base, et rien d’autre.",
        f"# La vérifier : build.py check {called}. La fabriquer : build.py make {called}.",
    ]


def _rest(written: set[str]) -> list[str]:
    lines: list[str] = []
    for name, key in EDITION.items():
        if name in written or name == "id":
            continue
        lines += ["", f"# {key.help}"]
        value = key.example or "…"
        first, *more = value.split("\n")
        lines += [f"# {name}: {first}".rstrip(), *(f"# {line}" for line in more)]
    return lines


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
