"""A small deck that the tests of cards share: each family, the longest titles, a scenario that serves two figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from book.editions import read_edition
from book.model import Edition
from layouts.documents import Press

SHOWN = ("S01", "S14", "S15", "F1", "F3", "F5", "vieillesses-heureuses", "deux-tiers", "algorithme")
FAMILIES = ("scenarios", "figures", "themes", "variables")


def small_edition(root: Path) -> Edition:
    """The national edition with a few records of each family of cards."""
    edition = read_edition(root, "nationale")
    kept: dict[str, Any] = {
        family: {id: record for id, record in getattr(edition.corpus, family).items() if id in SHOWN}
        for family in FAMILIES
    }
    return replace(edition, corpus=replace(edition.corpus, **kept))


def press_of(root: Path, edition: Edition | None = None) -> Press:
    """A press that lays out section after section, and keeps nothing."""
    return Press(root, edition or small_edition(root), lambda render: lambda sections: list(map(render, sections)))
