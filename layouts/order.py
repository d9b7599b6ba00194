"""Which sections of a layout an edition prints, and in which order."""

from __future__ import annotations

from itertools import groupby

from book.edition_words import SECTIONS
from book.model import Edition
from layouts.layout import Entry, Layout


def entries_of(layout: Layout, edition: Edition) -> tuple[Entry, ...]:
    """Return the entries of a layout that an edition has what it takes for, and does not leave out.

    Those that it puts first come first in their part of the book: before the newscasts, after the figures, or
    among the last ones, whose length is not known beforehand.
    """
    shown = [entry for entry in layout.entries if _has(entry, edition)]
    ordered: list[Entry] = []
    for (movable, _), run in groupby(shown, key=lambda entry: (entry.id in SECTIONS, entry.flows)):
        together = list(run)
        ordered += _headed(together, edition.section_order) if movable else together
    return tuple(ordered)


def _has(entry: Entry, edition: Edition) -> bool:
    """Tell whether an edition prints an entry: what the entry is about may be missing, or left out."""
    if entry.when:
        return any(getattr(edition, name) for name in entry.when)
    return entry.id not in edition.omitted


def _headed(run: list[Entry], order: tuple[str, ...]) -> list[Entry]:
    return sorted(run, key=lambda entry: order.index(entry.id) if entry.id in order else len(order))
