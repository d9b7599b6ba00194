"""Which page of one document is which page of another: by what it looks like, then by what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from math import log

from layouts.builds.volume import Leaf

Pairs = dict[int, int]
"""The page of before, then that of after, both from 0."""

_ALIKE = 0.5  # of two pages that are one, rewritten
_FEW = 8  # words: fewer, and pages are told apart by their drawings
_SAME_TITLE = 0.2


def match_pages(before: Sequence[Leaf], after: Sequence[Leaf]) -> Pairs:
    """Pair the pages of two documents; those that are left alone were removed, or added.

    Pages that look the same come first, in the order that keeps most of them in place; then those that were
    redrawn elsewhere; then, from the likest on, those that say nearly the same.
    """
    pairs = _unmoved(before, after)
    pairs |= _redrawn(before, after, pairs)
    likeness = Likeness((*before, *after))
    taken = set(pairs.values())
    candidates = sorted(
        (-likeness.of(old, new), abs(old.index - new.index), old.index, new.index)
        for old in before
        if old.index not in pairs
        for new in after
        if new.index not in taken
    )
    for distance, _, old_index, new_index in candidates:
        if -distance >= _ALIKE and old_index not in pairs and new_index not in taken:
            pairs[old_index] = new_index
            taken.add(new_index)
    return dict(sorted(pairs.items()))


def match_labels(before: Sequence[Leaf], after: Sequence[Leaf]) -> Pairs:
    """Pair the faces of two decks by the codes of their cards."""
    places = {leaf.label: leaf.index for leaf in after}
    return {leaf.index: places[leaf.label] for leaf in before if leaf.label in places}


def _unmoved(before: Sequence[Leaf], after: Sequence[Leaf]) -> Pairs:
    matcher = SequenceMatcher(None, [leaf.look for leaf in before], [leaf.look for leaf in after], autojunk=False)
    return {a + i: b + i for a, b, size in matcher.get_matching_blocks() for i in range(size)}


def _redrawn(before: Sequence[Leaf], after: Sequence[Leaf], pairs: Pairs) -> Pairs:
    waiting: dict[str, list[int]] = {}
    taken = set(pairs.values())
    for leaf in after:
        if leaf.index not in taken:
            waiting.setdefault(leaf.look, []).append(leaf.index)
    left = (leaf for leaf in before if leaf.index not in pairs)
    return {leaf.index: waiting[leaf.look].pop(0) for leaf in left if waiting.get(leaf.look)}


class Likeness:
    """How like two pages are, from 0 to 1; words that stand on few pages count most."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        found = Counter(word for leaf in leaves for word in set(leaf.words))
        self._weights = {word: log((len(leaves) + 1) / count) for word, count in found.items()}

    def of(self, old: Leaf, new: Leaf) -> float:
        """Compare two pages."""
        said, drawn = self._said(old, new), _drawn(old, new)
        few = min(len(old.words), len(new.words)) < _FEW
        alike = 0.3 * said + 0.7 * drawn if few else 0.85 * said + 0.15 * drawn
        return min(1.0, alike + _SAME_TITLE * (old.title == new.title != ""))

    def _said(self, old: Leaf, new: Leaf) -> float:
        one, other = Counter(old.words), Counter(new.words)
        shared = self._weigh(one & other)
        whole = self._weigh(one) + self._weigh(other)
        return 2 * shared / whole if whole else 1.0

    def _weigh(self, words: Counter[str]) -> float:
        return sum(self._weights[word] * count for word, count in words.items())


def _drawn(old: Leaf, new: Leaf) -> float:
    """How like two drawings are: none at all where their greys are half the scale apart."""
    apart = sum(abs(a - b) for a, b in zip(old.thumb, new.thumb, strict=True)) / len(old.thumb)
    return max(0.0, 1 - apart / 64)
