"""Fields to fill in on screen: each says what it is for, and none lies over another or out of the page."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from layouts.preflight.findings import Box, Fault, refusal
from layouts.preflight.marks import common, within
from layouts.preflight.page import Page, box_of

_SLACK = 0.5  # pt


def check_fields(page: Page) -> Iterator[Fault]:
    """Every field has a label (ISO 14289-1, 7.18.4) and a place of its own."""
    fields = [(each, box_of(each.Rect)) for each in page.obj.get("/Annots", ()) if each.get("/Subtype") == "/Widget"]
    for field, box in fields:
        if not _inherited(field, "/TU").strip():
            yield refusal(box, f"un champ n’a pas de libellé, {page.where(box)}.")
        if not within(box, page.trim, _SLACK):
            yield refusal(box, f"le champ « {_inherited(field, '/TU')} » sort de la page, {page.where(box)}.")
    for (one, box), (other, under) in combinations(fields, 2):
        if _overlap(box, under):
            names = f"« {_inherited(one, '/TU')} » et « {_inherited(other, '/TU')} »"
            yield refusal(box, f"les champs {names} se recouvrent, {page.where(box)}.")


def _inherited(field: Any, key: str) -> str:
    """An entry of a field, or that of the field that it belongs to (ISO 32000-1, 12.7.3)."""
    while key not in field and "/Parent" in field:
        field = field.Parent
    return str(field.get(key, ""))


def _overlap(one: Box, other: Box) -> bool:
    shared = common(one, other)
    return shared[2] - shared[0] > _SLACK and shared[3] - shared[1] > _SLACK
