"""The formats of cards, read from layouts/cards/formats.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from book.problems import did_you_mean
from layouts.data import read_data
from layouts.errors import LayoutError
from layouts.impose.geometry import Size

BLEED = 5.0  # mm, as in layouts/cards/page.css


@dataclass(frozen=True)
class CardFormat:
    """One format: lengths in mm, sizes of type in pt (`title`, `text` and `short` from the least to the greatest)."""

    id: str
    name: str
    width: float
    height: float
    picture: float
    margin: float
    band: float
    gap: float
    radius: float
    code: float
    label: float
    foot: float
    title: tuple[float, float]
    text: tuple[float, float]
    short: tuple[float, float]
    excerpt: int
    questions: int
    codes: tuple[float, float]

    @property
    def size(self) -> Size:
        """The trim."""
        return Size(self.width, self.height)

    def css(self) -> str:
        """Return the format as custom properties; they win over the defaults of the style sheet."""
        lengths = {
            "card-width": f"{self.width}mm",
            "card-height": f"{self.height}mm",
            "picture": f"{self.picture}mm",
            "margin": f"{self.margin}mm",
            "band": f"{self.band}mm",
            "code": f"{self.code}pt",
            "label": f"{self.label}pt",
            "foot": f"{self.foot}pt",
            "gap": f"{self.gap}pt",
            "name": f"{self.title[0]}pt",
        }
        return "html:root{" + "".join(f"--{name}:{value};" for name, value in lengths.items()) + "}"


def read_formats(root: Path) -> dict[str, CardFormat]:
    """Return the formats of the project, by their id; the default one comes first."""
    data = read_data(root / "layouts" / "cards" / "formats.yaml")
    formats = {id: _format(id, values) for id, values in data["formats"].items()}
    return {data["default"]: formats[data["default"]], **formats}


def format_named(root: Path, name: str) -> CardFormat:
    """Return a format by its id, the default one where it is empty. Raises LayoutError for an unknown one."""
    formats = read_formats(root)
    if name and name not in formats:
        hint = did_you_mean(name, formats) or f"Possibles : {', '.join(formats)}."
        raise LayoutError(f"Aucun format de carte ne s’appelle « {name} ». {hint}")
    return formats[name or next(iter(formats))]


def _format(id: str, values: dict[str, Any]) -> CardFormat:
    pairs = {key: tuple(values[key]) for key in ("title", "text", "short", "codes")}
    return CardFormat(id=id, **{**values, **pairs})  # the file names the fields
