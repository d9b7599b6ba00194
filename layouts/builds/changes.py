"""What changed from one PDF to another: pages moved, changed, added, removed; and what one does not see on them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from layouts.builds.marking import Passage, passages, spots, without
from layouts.builds.matching import Labels, match_labels, match_pages
from layouts.builds.volume import Box, Leaf, Volume, Word, less

MM = 72 / 25.4
_NUMBER = re.compile(r"\d+")

Kind = Literal["changed", "renumbered", "moved", "same"]


@dataclass(frozen=True)
class PageChange:
    """A page of before, and what it became; places are in shares of the page."""

    before: Leaf
    after: Leaf
    kind: Kind
    places: tuple[Box, ...] = ()
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True)
class Aside:
    """What changed beside the pages: a name for it, what went, what came."""

    name: str
    removed: tuple[str, ...]
    added: tuple[str, ...]


@dataclass(frozen=True)
class Changes:
    """All that changed in a document."""

    pages: tuple[PageChange, ...]
    removed: tuple[Leaf, ...] = ()
    added: tuple[Leaf, ...] = ()
    asides: tuple[Aside, ...] = ()

    def of(self, kind: Kind) -> tuple[PageChange, ...]:
        """Return the pages of a kind, in the order of after."""
        return tuple(sorted((page for page in self.pages if page.kind == kind), key=lambda page: page.after.index))

    @property
    def labels(self) -> Labels:
        """What the pages that are in both were called, and are called now."""
        return {page.before.label: page.after.label for page in self.pages}

    @property
    def seen(self) -> bool:
        """Whether a page changed, moved, came or went."""
        return bool(self.removed or self.added) or any(page.kind != "same" for page in self.pages)

    @property
    def any(self) -> bool:
        """Whether anything changed at all."""
        return self.seen or bool(self.asides)


def compare_volumes(before: Volume, after: Volume, labels: Labels | None = None) -> Changes:
    """Compare two documents page by page: cards by their codes, all others by what is on the page.

    `labels` tells which page is which where that is known already, from other files of the same pages.
    """
    decks = bool(before.codes and after.codes)
    known = {leaf.label: leaf.label for leaf in before.leaves} if decks else labels
    match = partial(match_labels, labels=known) if known is not None else match_pages
    pairs = match(before.leaves, after.leaves)
    labels = {before.leaves[old].label: after.leaves[new].label for old, new in pairs.items()}
    pages = [_page(before, after, old, new, {} if decks else labels) for old, new in pairs.items()]
    if decks:
        pages = [page if page.kind != "moved" else PageChange(page.before, page.after, "same") for page in pages]
    return Changes(
        tuple(pages),
        _alone(before.leaves, pairs),
        _alone(after.leaves, set(pairs.values())),
        (*_feet(pages), *_asides(before, after)),
    )


def _asides(before: Volume, after: Volume) -> tuple[Aside, ...]:
    """Compare what is not on the pages: bookmarks, the texts that stand for drawings, the boxes of the sheets."""
    told = (
        ("Signets", before.outline, after.outline),
        ("Textes de remplacement", before.alternatives, after.alternatives),
        ("Liens", before.links, after.links),
        ("Format", _sizes(before), _sizes(after)),
    )
    found = (Aside(name, less(old, new), less(new, old)) for name, old, new in told)
    return tuple(aside for aside in found if aside.removed or aside.added)


def _page(before: Volume, after: Volume, old: int, new: int, labels: Labels) -> PageChange:
    one, other = before.leaves[old], after.leaves[new]
    still: Kind = "same" if old == new else "moved"
    if one.look == other.look:
        return PageChange(one, other, still)
    pictures = before.picture(old, bare=True), after.picture(new, bare=True)
    places = spots(*pictures)
    if not places:
        return PageChange(one, other, still)
    words = before.words(old), after.words(new)
    changed = passages(*words)
    numbers = _page_numbers(changed, labels)
    if numbers and not spots(*(without(picture, numbers) for picture in pictures)):
        own = {word.text for word in numbers} == {one.label, other.label}
        return PageChange(one, other, "moved" if own and still == "moved" else "renumbered", places, changed)
    return PageChange(one, other, "changed", places, changed)


def _page_numbers(changed: Sequence[Passage], labels: Labels) -> tuple[Word, ...]:
    """The words that changed, if all tell the numbers of pages that went from the one to the other; else none."""
    found: list[Word] = []
    for passage in changed:
        if len(passage.old) != len(passage.new):
            return ()
        for old, new in zip(passage.old, passage.new, strict=True):
            if _NUMBER.sub(lambda number: labels.get(number[0], ""), old.text) != new.text:
                return ()
            found += [old, new]
    return tuple(found)


def _alone(leaves: Sequence[Leaf], paired: Collection[int]) -> tuple[Leaf, ...]:
    return tuple(leaf for leaf in leaves if leaf.index not in paired)


def _feet(pages: Sequence[PageChange]) -> Iterator[Aside]:
    """What stands at the foot of pages that are in both, where it changed: each change once."""
    feet = dict.fromkeys((page.before.foot, page.after.foot) for page in pages)
    changed = [(old, new) for old, new in feet if old != new]
    if changed:
        yield Aside("Pieds de page", *(tuple(dict.fromkeys(filter(None, told))) for told in zip(*changed, strict=True)))


def _sizes(volume: Volume) -> tuple[str, ...]:
    """The format of the first page in mm, and the bleed around it."""
    if not volume.boxes:
        return ()
    media, bleed, trim = volume.boxes
    width, height = (round((trim[i + 2] - trim[i]) / MM) for i in (0, 1))
    around = f"{max(trim[0] - bleed[0], 0) / MM:.1f}".removesuffix(".0").replace(".", ",")
    sheet = " × ".join(str(round((media[i + 2] - media[i]) / MM)) for i in (0, 1))
    return (f"{width} × {height} mm, fond perdu de {around} mm, sur une feuille de {sheet} mm",)
