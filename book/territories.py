"""The départements and the régions, the French that speaks of them, and how they are found by what one types."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import yaml

from book.model import Territory
from book.problems import did_you_mean

Table = Mapping[str, Mapping[str, Territory]]
"""Territories by family (departement, region), then by code."""

_FAMILIES = ("departement", "region")  # a name or a code of both is that of the département
_ARTICLES = frozenset({"a", "d", "dans", "de", "des", "du", "en", "l", "la", "le", "les"})
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
# The C parser is ten times faster; PyYAML is sometimes built without it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def read_territories(path: Path) -> dict[str, dict[str, Territory]]:
    """Read the table of territories: by family (departement, region), then by code.

    The table is the project's own and proofread; an edition never writes it, so it is read without a schema.
    """
    data = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    return {
        family: {
            code: Territory(
                code=code,
                name=fields["name"],
                family=family,
                region=fields.get("region", ""),
                prefecture=fields["prefecture"],
                where=fields["in"],
                whose=fields["of"],
            )
            for code, fields in data[key].items()
        }
        for family, key in (("departement", "departements"), ("region", "regions"))
    }


def slug(name: str) -> str:
    """Return a name in lower case, without accents, its words joined by hyphens: cotes-d-armor."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_LIGATURES))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return "-".join(re.findall(r"[a-z0-9]+", letters))


def territory_id(territory: Territory, table: Table) -> str:
    """Return the id of the edition of a territory; a région called as a département says that it is one."""
    plain = slug(territory.name)
    taken = territory.family == "region" and any(slug(other.name) == plain for other in table["departement"].values())
    return f"region-{plain}" if taken else plain


def find_territory(words: str, table: Table) -> Territory | None:
    """Find a territory by its code or its name, whatever the accents, the case and the articles.

    Where a code or a name is that of a département and of a région, the département is meant, unless the words
    begin with « région ».
    """
    asked = slug(words)
    for family in _FAMILIES:
        prefix = f"{family}-"
        if asked.startswith(prefix):
            return _found(asked.removeprefix(prefix), table[family])
    for family in _FAMILIES:
        if found := _found(asked, table[family]):
            return found
    return None


def suggest_territory(words: str, table: Table) -> str:
    """Propose the territory that looks most like the words, as a French question; empty where none does."""
    names = [territory.name for family in _FAMILIES for territory in table[family].values()]
    plain = {slug(name): name for name in reversed(names)}
    near = did_you_mean(slug(words), plain)
    return next((near.replace(key, name) for key, name in plain.items() if f"« {key} »" in near), "")


def _found(asked: str, territories: Mapping[str, Territory]) -> Territory | None:
    by_code = {code.casefold(): territory for code, territory in territories.items()}
    return by_code.get(asked.zfill(2)) or _by_name(territories).get(_bare(asked))


def _by_name(territories: Mapping[str, Territory]) -> dict[str, Territory]:
    return {_bare(slug(territory.name)): territory for territory in territories.values()}


def _bare(plain: str) -> str:
    """Drop the articles: « l’Ain », « dans la Sarthe » and « Sarthe » are one territory."""
    words = plain.split("-")
    kept = [word for word in words if word not in _ARTICLES]
    return "-".join(kept or words)
