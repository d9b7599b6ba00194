"""What stands in files beside an edition.yaml: its foreword, the scenarios and the figures that it adds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from book.edition_files import PICTURES, fit_to_read
from book.edition_words import COLOURS, GROUNDS, SHAPES
from book.fields import Prose, Reader, links, several, text, word_count
from book.keys import Group, Key, a_file, group, one_of, set_text, words
from book.local import NEWSCAST, Foreword, OwnDrawing, Tile
from book.model import At, Figure, Kind, Scenario, Text
from book.reading import Reading
from book.schema import FAMILIES, Schema
from book.source import Items, Scalar, Value, read_markdown

_PLATE = 'viewBox="-16 -258 1232 1716"'
_TILE = re.compile(rf"({'|'.join(SHAPES)})(?: ([a-z-]+))?(?: ([0-3]))?(?: on ([a-z-]+))?")
_SIDE = (2, 6)  # tiles, in a row and in a column
_FOREWORD_WORDS = (20, 700)
# The texts of a record that are set in paragraphs; all the others stand on one line or in one paragraph.
_LONG = frozenset({"hypothesis", "portrait", "text", "intro", "summary"})


@dataclass(frozen=True)
class Own:
    """A scenario or a figure that an edition adds, and its drawing."""

    id: str
    record: Scenario | Figure
    drawing: OwnDrawing


def localised(value: Any) -> Any:
    """Return a record whose texts are the regional edition's, save those that state a source."""
    if isinstance(value, Text):
        return value if value.kind is Kind.SOURCE else replace(value, kind=Kind.LOCAL)
    if isinstance(value, tuple):
        return tuple(localised(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type | At):
        told = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{name: localised(item) for name, item in told.items() if name != "at"})
    return value


def field_reader(family: str, field: str) -> Reader | None:
    """Return the reader of a text of the corpus, which also refuses what the book cannot set."""
    reader = FAMILIES[family].fields.get(field)
    return set_text(reader, field not in _LONG) if reader else None


def read_foreword(path: Path, reading: Reading) -> Foreword | None:
    """Read the foreword of an edition: who signs in the front matter, the words below it."""
    parts = read_markdown(path, reading) if fit_to_read(path, path.parent, reading) else None
    if parts is None:
        return None
    front, body = parts
    faults = len(reading.problems)
    told = _FOREWORD.read(front, "Avant-propos", reading)
    if not word_count(body.text):
        reading.fault(front.at, "L’avant-propos est vide.", "Écrire le texte sous l’en-tête.")
        return None
    label = "Corps du texte"
    found = set_text(text(Prose(words=_FOREWORD_WORDS, headings=True)), False)(body, label, reading)
    if not isinstance(found, Text) or not isinstance(told, Group) or len(reading.problems) > faults:
        return None
    own = {key: told.get(key) for key in ("signature", "role", "place")}
    return Foreword(told.get("title", "Avant-propos"), localised(found), at=front.at, **own)


def read_own(folder: Path, family: str, reading: Reading) -> dict[str, Own]:
    """Read the scenarios or the figures that an edition adds, by id."""
    found: dict[str, Own] = {}
    if (folder / family).is_file():
        reading.fault(At(folder / family, 1), "Ce nom est celui d’un dossier.", "Y mettre un fichier « .md » par page.")
    for path in sorted((folder / family).glob("*")):
        if path.suffix != ".md":
            if not path.name.startswith("."):
                reading.fault(At(path, 1), "Rien ne lit ce fichier.", "Son nom doit finir par « .md ».")
        elif fit_to_read(path, folder, reading):
            own = read_own_page(path, family, reading)
            if own is not None:
                found[own.id] = own
    return found


def read_own_page(path: Path, family: str, reading: Reading) -> Own | None:
    """Read one added scenario or figure."""
    from book.loading import read_page

    faults = len(reading.problems)
    own = read_page(path, family, _SCHEMAS[family], reading)
    return own if isinstance(own, Own) and len(reading.problems) == faults else None


def _drawing(value: Value, label: str, reading: Reading) -> OwnDrawing:
    found = _DRAWING.read(value, label, reading)
    nothing = OwnDrawing("", "", None, (), value.at)
    if not isinstance(found, Group):
        return nothing
    if ("file" in found.values) == ("tiles" in found.values):
        reading.fault(value.at, f"{label} : il faut « file » ou « tiles », et un seul des deux.")
    file = found.get("file", None)
    if (
        isinstance(file, Path)
        and file.suffix == ".svg"
        and _PLATE not in file.read_text(encoding="utf-8", errors="replace")
    ):
        reading.fault(At(file, 1), f"Un dessin de pleine page a pour cadre {_PLATE}.")
    return OwnDrawing(found.get("alt"), found.get("ground"), file, found.get("tiles", ()), value.at)


def _tiles(value: Value, label: str, reading: Reading) -> tuple[tuple[Tile, ...], ...]:
    rows: list[tuple[Tile, ...]] = []
    for item in value.items if isinstance(value, Items) else ():
        words_ = item.text if isinstance(item, Scalar) else ""
        tiles = [_TILE.fullmatch(" ".join(word.split())) for word in words_.split(",")]
        for word, tile in zip(words_.split(","), tiles, strict=True):
            if tile is None or not {tile[2], tile[4]} <= {None, *COLOURS}:
                hint = f"Exemple : « disc sun, quarter ink 1 on pink ». Formes : {', '.join(SHAPES)}."
                reading.fault(item.at, f"{label} : « {word.strip()} » n’est pas une tuile.", hint)
        rows.append(tuple(Tile(t[1], t[2] or "ink", int(t[3] or 0), t[4] or "") for t in tiles if t))
    sides = {len(row) for row in rows} | {len(rows)}
    if not rows or len({len(row) for row in rows}) > 1 or not sides <= set(range(_SIDE[0], _SIDE[1] + 1)):
        reading.fault(value.at, f"{label} : il faut de 2 à 6 lignes, de 2 à 6 tuiles chacune, toutes pareilles.")
    return tuple(rows)


def _schema(family: str, make: Any, id_shape: str, example: str, free: Mapping[str, object]) -> Schema:
    """Derive the schema of what an edition adds from that of the corpus."""
    base = FAMILIES[family]
    own = {name: field_reader(family, name) or reader for name, reader in base.fields.items()}
    own = {name: reader for name, reader in own.items() if name != "newscast"}
    if "related" in own:
        own["related"] = links("scenarios", "scénario", 0, 3)
    if "questions" in own:
        own["questions"] = several(set_text(text(Prose(ends="?")), True), "question", 3, 3)
    return replace(
        base, record=make, fields={**own, "drawing": _drawing}, optional={**base.optional, **free, "drawing": None},
        id_shape=id_shape, id_example=example,
    )  # fmt: skip


def _own_scenario(drawing: OwnDrawing | None, **values: Any) -> Own:
    scenario = Scenario(newscast=NEWSCAST, **values)
    return Own(scenario.id, localised(scenario), drawing or _undrawn(scenario.at))


def _own_figure(drawing: OwnDrawing | None, **values: Any) -> Own:
    figure = Figure(**values)
    return Own(figure.id, localised(figure), drawing or _undrawn(figure.at))


def _undrawn(at: At) -> OwnDrawing:
    """Without a drawing, tiles are composed by the layout from the id alone."""
    return OwnDrawing("Une composition de tuiles de couleur.", "", None, (), at)


_FOREWORD: Key = group({
    "title": words("Le titre de l’avant-propos.", 60),
    "signature": words("Qui signe.", 80, required=True),
    "role": words("En quelle qualité.", 120),
    "place": words("Où et quand.", 60),
})  # fmt: skip
_DRAWING: Key = group({
    "alt": words("Ce que montre le dessin, pour qui ne le voit pas.", 240, required=True),
    "ground": one_of("La couleur du fond.", *GROUNDS),
    "file": a_file("Un dessin SVG dans le dossier de l’édition.", PICTURES[:1], below=True),
    "tiles": Key(_tiles, {}, "Des lignes de tuiles."),
})  # fmt: skip
_SCHEMAS = {
    "scenarios": _schema(
        "scenarios", _own_scenario, r"L[1-9]\d?", "L1", {"related": (), "sources": (), "testimony": None}
    ),
    "figures": _schema("figures", _own_figure, r"LF[1-9]", "LF1", {"sources": ()}),
}
