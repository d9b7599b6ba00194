"""From the name, the territory or the folder of an edition to an Edition over the corpus of the project."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from book.edition_schema import IDENTITY
from book.fingerprint import corpus_fingerprint, edition_fingerprint
from book.keys import Group
from book.layers import FILE, Layer, Source, read_layers
from book.loading import read_corpus
from book.model import At, Contact, Corpus, Edition, Partner, Territory
from book.overlay import Overlaid, announce_own, omitted_sections, overlay
from book.own import localised
from book.part import NEEDS, label_of, needs_page, part_of, subtitle_of
from book.passages import counted, read_passages
from book.problems import Problem, Problems
from book.reading import Reading, or_among
from book.schema import FAMILIES
from book.territories import Table, find_territory, read_territories, slug, suggest_territory, territory_id

_CORPUS = Path("book", "corpus")
_EDITIONS = Path("book", "editions")
# The table of territories comes with the house, whatever folder the corpus is read from.
_TERRITORIES = Path(__file__).with_name("territories.yaml")
# Of these, an edition adds to what its base says; of all else it says anew.
_JOINED = ("colours", "videos", "glossary", "press")
_COUNTING = ("title", "subtitle", "subject")


def edition_names(project_root: Path) -> tuple[str, ...]:
    """Return the names of the project's own editions, sorted."""
    return tuple(sorted(path.parent.name for path in (project_root / _EDITIONS).glob(f"*/{FILE}")))


def territory_names(family: str) -> tuple[str, ...]:
    """Return the ids of the editions of all the territories of a family: departement, region."""
    table = read_territories(_TERRITORIES)
    return tuple(territory_id(territory, table) for territory in table[family].values())


def has_edition(project_root: Path, name: str) -> bool:
    """Tell whether a name, which may come from anywhere, is that of an edition of the project or of a territory."""
    table = read_territories(_TERRITORIES)
    return slug(name) == name and _find(project_root, name, project_root / _EDITIONS / FILE, table) is not None


def project_corpus(project_root: Path) -> str:
    """Return the fingerprint of the project's corpus."""
    return corpus_fingerprint(project_root / _CORPUS)


def read_edition(project_root: Path, name_or_path: str | Path) -> Edition:
    """Read an edition; raise all the problems together.

    It is one of the project's by its name, that of a territory by its code or its name (33, gironde, 2A), which
    needs no file, or one of a folder given by its path.
    """
    table = read_territories(_TERRITORIES)
    source = _source(project_root, name_or_path, table)
    reading = Reading()
    corpus = read_corpus(project_root / _CORPUS, reading)
    corpus = replace(corpus, territories=table["departement"])
    passages = () if reading.problems else read_passages(project_root / _CORPUS, corpus, reading)

    def find(name: str, file: Path) -> Source | None:
        return _find(project_root, name, file, table)

    layers = read_layers(source, find, table, reading)
    announce_own(layers, reading)
    reading.follow_links()
    merged = _merge(layers)
    _check_identity(project_root, layers, merged, reading)
    reading.finish()
    place = next((layer.place for layer in reversed(layers) if layer.place), None)
    overlaid = overlay(corpus, layers, merged, place, passages, reading)
    reading.follow_links()
    reading.finish()
    told = project_corpus(project_root)
    edition = _edition(overlaid, layers, merged, place, corpus)
    return replace(edition, corpus_fingerprint=told, fingerprint=edition_fingerprint(told, layers))


def edition_identity(project_root: Path, name_or_path: str | Path) -> tuple[str, str]:
    """Return the id and the fingerprint of an edition, from its files alone.

    Raises Problems where they cannot be read; what only shows beside the corpus is not looked for.
    """
    table = read_territories(_TERRITORIES)
    reading = Reading()
    for family in FAMILIES:
        reading.open_family(family, family)
    source = _source(project_root, name_or_path, table)
    layers = read_layers(source, lambda name, file: _find(project_root, name, file, table), table, reading)
    reading.finish()
    return layers[-1].id, edition_fingerprint(project_corpus(project_root), layers)


def _edition(
    overlaid: Overlaid,
    layers: tuple[Layer, ...],
    merged: Mapping[str, Any],
    place: Territory | None,
    whole: Corpus,
) -> Edition:
    counts: dict[str, Any] = {key: counted(merged[key], overlaid.corpus) for key in _COUNTING}
    videos = _map(merged, "videos")
    return Edition(
        **{key: merged[key] for key in IDENTITY if key not in _COUNTING},
        **counts,
        **_additions(merged, layers),
        **_of_place(place, whole, overlaid.corpus, layers[-1].at, omitted_sections(merged)),
        id=layers[-1].id,
        base=layers[-2].id if len(layers) > 1 else "",
        corpus=overlaid.corpus,
        at=layers[-1].at,
        videos={id: url for id, url in videos.items() if id in overlaid.corpus.newscasts},
        drawings={id: own.drawing for id, own in overlaid.own.items()},
        replacements=overlaid.replacements,
        remarks=overlaid.remarks,
        own=overlaid.added,
    )


def _of_place(
    place: Territory | None, whole: Corpus, shown: Corpus, at: At, omitted: tuple[str, ...]
) -> dict[str, Any]:
    """Gather what follows from a territory, for the model."""
    if place is None:
        return {"territory": None}
    part = part_of(place, whole, tuple(shown.newscasts), at)
    return {
        "territory": place.code,
        "place": place,
        "part": part if "part" not in omitted else None,
        "own_pages": (needs_page(place, at),) if NEEDS not in omitted else (),
    }


def _source(root: Path, name_or_path: str | Path, table: Table) -> Source:
    """Find an edition: a bare word is a name or a territory, all else a path to a folder or to its file."""
    path = Path(name_or_path)
    name = str(name_or_path)
    if path.name != name or path.suffix or not name:
        return path if path.suffix == ".yaml" or path.is_file() else path / FILE
    found = _find(root, name, root / _EDITIONS / FILE, table)
    if found is None:
        names = [*edition_names(root), *table["departement"]]
        hint = suggest_territory(name, table) or or_among(name, names)
        if (path / FILE).is_file():
            hint = f"Pour le dossier de ce nom qui est ici : ./{name}"
        message = f"Aucune édition, aucun territoire ne s’appelle « {name} »."
        raise Problems([Problem(root / _EDITIONS, 1, message, hint)])
    return found


def _find(root: Path, name: str, file: Path, table: Table) -> Source | None:
    """Find an edition by its name, beside another or among the project's; or a territory, in its own edition."""
    for folder in (file.parent.parent, root / _EDITIONS):
        if (folder / name / FILE).is_file():
            return folder / name / FILE
    place = find_territory(name, table)
    if place is None:
        return None
    own = root / _EDITIONS / territory_id(place, table) / FILE
    return own if own.is_file() else place


def _merge(layers: tuple[Layer, ...]) -> dict[str, Any]:
    """Lay the layers over one another; one that sets a territory names itself after it."""
    merged: dict[str, Any] = {}
    for layer in layers:
        if layer.place:
            merged |= {"label": label_of(layer.place), "subtitle": subtitle_of(layer.place)}
        for key, value in layer.values.items():
            under = merged.get(key)
            if key in _JOINED and isinstance(under, Group) and isinstance(value, Group):
                value = Group({**under.values, **value.values}, {**under.keys, **value.keys}, value.at)
            merged[key] = value
    return merged


def _check_identity(root: Path, layers: tuple[Layer, ...], merged: Mapping[str, Any], reading: Reading) -> None:
    """An edition says all that its files must carry, on a real day, in a folder that bears its name."""
    if not layers:
        return
    last = layers[-1]
    for key in IDENTITY:
        if key not in merged and not reading.problems:
            reading.fault(last.at, f"La clé « {key} » manque.")
    for layer in layers:
        day = layer.values.get("date")
        if isinstance(day, str) and day and not _is_day(day):
            reading.fault(layer.keys["date"], f"« date » : « {day} » n’est pas un jour du calendrier.")
        file = layer.at.file
        if file.parent.parent == root / _EDITIONS and layer.id != file.parent.name:
            message = f"L’identifiant « {layer.id} » demande un dossier nommé « {layer.id} »."
            reading.fault(layer.keys.get("id", layer.at), message)


def _additions(merged: Mapping[str, Any], layers: tuple[Layer, ...]) -> dict[str, Any]:
    """Gather what an edition adds beside the corpus, for the model."""
    omitted = omitted_sections(merged)
    sections = merged.get("sections")
    foreword = next((layer.foreword for layer in reversed(layers) if layer.foreword), None)
    presentation = merged.get("presentation")
    return {
        "presentation": localised(presentation) if presentation else None,
        "foreword": foreword if "foreword" not in omitted else None,
        "partners": tuple(map(_partner, merged.get("partners", ()))) if "partners" not in omitted else (),
        "contacts": tuple(map(_contact, merged.get("contacts", ()))),
        "credits": tuple(merged.get("credits", ())),
        "colours": _map(merged, "colours"),
        "address": merged.get("address", ""),
        "texts": merged.get("texts", True),
        "omitted": omitted,
        "section_order": tuple(sections.get("order", ())) if isinstance(sections, Group) else (),
        "outputs": tuple(merged.get("outputs", ())),
        "formats": tuple(merged.get("formats", ())),
        "printer": merged.get("printer", ""),
        "copies": merged.get("copies", 0),
    }


def _partner(told: Group) -> Partner:
    name = told.get("name")
    alt = told.get("alt") or f"Logo de {name}"
    return Partner(name, told.get("role"), told.get("address"), told.get("logo", None), alt, told.at)


def _contact(told: Group) -> Contact:
    names = ("name", "role", "organisation", "email", "phone", "address")
    return Contact(**{name: told.get(name) for name in names}, at=told.at)


def _map(merged: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = merged.get(key)
    return dict(found.values) if isinstance(found, Group) else {}


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
