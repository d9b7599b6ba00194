"""An edition is a pile of layers, each a file or a territory: from the national edition up to the one asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from book.characters import check_characters, check_file
from book.edition_files import fit_to_read
from book.edition_schema import EDITION
from book.keys import Group, read_keys
from book.model import At, Foreword, Territory
from book.own import Own, read_foreword, read_own
from book.reading import Reading
from book.source import Fields, Scalar, read_yaml
from book.territories import Table, find_territory, suggest_territory, territory_id

FILE = "edition.yaml"
MEMORY = "replaced.yaml"
ROOT_EDITION = "nationale"
Source = Path | Territory
"""Where a layer comes from: its file, or the territory that it is made of."""
Find = Callable[[str, Path], Source | None]
"""Finds the source of a base, by its name and the file that names it."""


@dataclass(frozen=True)
class Layer:
    """What one file says, or what follows from a territory; `keys` tells where each value is written."""

    id: str
    at: At
    values: Mapping[str, Any]
    keys: Mapping[str, At] = field(default_factory=dict)
    place: Territory | None = None
    foreword: Foreword | None = None
    own: Mapping[str, Mapping[str, Own]] = field(default_factory=dict)  # by family, then id
    memory: Mapping[str, str] = field(default_factory=dict)  # the texts replaced, as they were then
    files: tuple[Path, ...] = ()  # all that is printed of it is in these


def read_layers(source: Source, find: Find, table: Table, reading: Reading) -> tuple[Layer, ...]:
    """Read an edition and the editions that it starts from, the first of all first."""
    layers: list[Layer] = []
    seen: list[Source] = []
    following: Source | None = source
    while following is not None:
        seen.append(following)
        layer, tree = _read(following, table, reading)
        if layer is None:
            break
        layers.append(layer)
        following = _base(layer, tree, following, find, reading)
        if following in seen:
            names = [*(other.id for other in layers[seen.index(following) :]), layers[seen.index(following)].id]
            reading.fault(tree_at(tree, layer), f"« base » tourne en rond : {' → '.join(names)}.")
            break
    return tuple(reversed(layers))


def tree_at(tree: Fields | None, layer: Layer) -> At:
    """Return the place where a layer names its base."""
    return tree.keys.get("base", layer.at) if tree else layer.at


def _base(layer: Layer, tree: Fields | None, source: Source, find: Find, reading: Reading) -> Source | None:
    written = tree.values.get("base") if tree else None
    file = source if isinstance(source, Path) else layer.at.file
    if isinstance(written, Scalar) and written.text:
        found = find(written.text, file)
        if found is None:
            reading.fault(written.at, f"« base » : aucune édition ne s’appelle « {written.text} ».")
        return found
    root = find(ROOT_EDITION, file)
    return None if root == source else root


def _read(source: Source, table: Table, reading: Reading) -> tuple[Layer | None, Fields | None]:
    if isinstance(source, Territory):
        at = At(Path("book", "territories.yaml"), 1)
        return Layer(territory_id(source, table), at, {}, place=source), None
    tree = read_yaml(source, reading) if fit_to_read(source, source.parent, reading) else None
    if tree is None:
        return None, None
    if not isinstance(tree, Fields):
        reading.fault(tree.at, "Le fichier doit être une suite de lignes « clé: valeur ».")
        return None, None
    check_characters(tree, reading)
    values = read_keys(EDITION, tree, reading)
    foreword = values.get("foreword")
    own = {family: read_own(source.parent, family, reading) for family in ("scenarios", "figures")}
    pages = [*(source.parent / "scenarios").glob("*.md"), *(source.parent / "figures").glob("*.md")]
    layer = Layer(
        id=values.get("id") or source.resolve().parent.name,
        at=At(source, 1),
        values=values,
        keys=tree.keys,
        place=_place(tree, table, reading),
        foreword=read_foreword(foreword, reading) if isinstance(foreword, Path) else None,
        own=own,
        memory=read_memory(source.parent / MEMORY, reading),
        files=tuple({source, *pages, *_named((*values.values(), *own.values()))}),
    )
    for path in (foreword, *pages):
        if isinstance(path, Path) and path.is_file():
            check_file(path, reading)
    return layer, tree


def _named(values: Iterable[Any]) -> Iterator[Path]:
    """The files that values name, in whatever they are nested."""
    for value in values:
        if isinstance(value, Path):
            yield value
        elif isinstance(value, Own):
            yield from _named((value.drawing.file,))
        elif isinstance(value, Group):
            yield from _named(value.values.values())
        elif isinstance(value, Mapping):
            yield from _named(value.values())
        elif isinstance(value, tuple):
            yield from _named(value)


def _place(tree: Fields, table: Table, reading: Reading) -> Territory | None:
    written = tree.values.get("territory")
    if not isinstance(written, Scalar) or written.type != "str" or not written.text:
        return None
    found = find_territory(written.text, table)
    if found is None:
        hint = suggest_territory(written.text, table) or "Un code (« 33 ») ou un nom (« Gironde »)."
        reading.fault(written.at, f"« territory » : aucun territoire ne s’appelle « {written.text} ».", hint)
    return found


def read_memory(path: Path, reading: Reading) -> dict[str, str]:
    """Read what an edition remembers of the texts that it replaced, by target."""
    if not path.exists() or not fit_to_read(path, path.parent, reading):
        return {}
    tree = read_yaml(path, reading)
    if not isinstance(tree, Fields):
        if tree is not None:
            reading.fault(tree.at, "Le fichier doit être une suite de lignes « cible: texte ».")
        return {}
    told: dict[str, str] = {}
    for key, value in tree.values.items():
        text = value.values.get("text") if isinstance(value, Fields) else None
        if isinstance(text, Scalar):
            told[key] = text.text
        else:
            hint = "Ce fichier s’écrit de lui-même : l’effacer, puis « build.py drift --accept »."
            reading.fault(tree.keys[key], f"« {key} » : la clé « text » manque.", hint)
    return told
