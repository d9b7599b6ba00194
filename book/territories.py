"""The départements and régions, and the French that speaks of them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from book.model import Territory


@cache
def read_territories(path: Path) -> dict[str, dict[str, Territory]]:
    """Read the table of territories: by family (departement, region), then by code.

    The table is the project's own and proofread; an edition never writes it, so it is read without a schema.
    """
    data = yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)  # noqa: S506  # a safe loader, in C
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
