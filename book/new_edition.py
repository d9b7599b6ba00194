"""A new edition file: what is known of it, and all that it may say, in comments."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from book.edition_schema import EDITION
from book.json_schema import NAME
from book.layers import FILE, ROOT_EDITION
from book.model import Territory
from book.problems import Problem, Problems
from book.territories import find_territory, read_territories, slug, territory_id

_TERRITORIES = Path(__file__).with_name("territories.yaml")
_EDITIONS = Path("book", "editions")
# What a person writes first, and is asked for; all the rest stands below, in comments.


@dataclass(frozen=True)
class NewEdition:
    """A file to write: the command writes it, then its folder can be opened in an editor."""

    path: Path
    text: str


def new_edition(
    project_root: Path, name: str, *, folder: Path | None = None, answers: Mapping[str, str] | None = None
) -> NewEdition:
    """Make the commented edition.yaml of a territory (33, gironde) or of any name; nothing is written to disk.

    `folder` is where editions are kept, the project's own folder by default. `answers` gives the values of some
    keys of one line (title, label, base, version, presentation…): only what differs from the base is written.
    Raises Problems where the file exists already, where a key is not known, or where the name names nothing
    that can be a folder.
    """
    table = read_territories(_TERRITORIES)
    place = find_territory(name, table)
    id = territory_id(place, table) if place else slug(name)
    path = (folder or project_root / _EDITIONS) / id / FILE
    given = dict(answers or {})
    _check(path, id, given, name)
    schema = Path(os.path.relpath(project_root / _EDITIONS / NAME, path.parent)).as_posix()
    lines = [f"# yaml-language-server: $schema={schema}", *_opening(place, id)]
    if place:
        lines += ["", f'territory: "{place.code}"' if place.family == "departement" else f"territory: {id}"]
    if given.get("base", ROOT_EDITION) == ROOT_EDITION:
        given.pop("base", None)
    lines += [f"{key}: {_quoted(value)}" for key, value in given.items() if value]
    written = {*given, *(["territory"] if place else [])}
    lines += ["", "# Tout ce qui suit est facultatif : retirer le « # » des lignes voulues.", *_rest(written)]
    return NewEdition(path, "\n".join(lines) + "\n")


def _check(path: Path, id: str, given: Mapping[str, str], name: str) -> None:
    problems = []
    if not id:
        problems.append(Problem(path, 1, f"« {name} » ne peut pas nommer un dossier.", "Exemple : gironde."))
    elif path.exists():
        hint = "L’ouvrir, ou donner un autre nom à la nouvelle édition."
        problems.append(Problem(path, 1, "Cette édition existe déjà.", hint))
    problems += [Problem(path, 1, f"La clé « {key} » est inconnue.") for key in given if key not in EDITION]
    if problems:
        raise Problems(problems)


def _opening(place: Territory | None, id: str) -> list[str]:
    named = f"Édition {place.whose}" if place else f"Édition « {id} »"
    return [
        f"# {named} : ce qui la distingue de sa base, et rien d’autre.",
        f"# La vérifier : build.py check {id}. La fabriquer : build.py make {id}.",
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
