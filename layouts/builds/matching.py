"""Which page of one document is which page of another: by what it looks like, then by what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Hashable, Mapping, Sequence
from difflib import SequenceMatcher
from math import log

from layouts.builds.volume import Leaf

Pairs = dict[int, int]
"""The page of before, then that of after, both from 0."""

Labels = Mapping[str, str]
"""What a page was called before, and what it is called after."""
Match = Callable[[list[Leaf], list[Leaf]], Pairs]

_ALIKE = 0.5  # of two pages that are one, rewritten
_FEW = 8  # words: fewer, and pages are told apart by their drawings
_SAME_TITLE = 0.2


def match_pages(before: Sequence[Leaf], after: Sequence[Leaf]) -> Pairs:
    """Pair the pages of two documents; those that are left alone were removed, or added.

    Pages that look the same come first, in the order that keeps most of them in place, then those that say the same
    but for numbers; then those that were redrawn elsewhere; then, from the likest on, those that say nearly the same.
    """
    pairs: Pairs = {}
    for same in (_in_order(_look), _in_order(_said), _anywhere(_look)):
        taken = set(pairs.values())
        old, new = _left(before, pairs), _left(after, taken)
        pairs |= same(old, new)
    old, new = _left(before, pairs), _left(after, set(pairs.values()))
    likeness = Likeness((*before, *after))
    found = ((likeness.of(one, other), one.index, other.index) for one in old for other in new)
    candidates = [(-alike, abs(a - b), a, b) for alike, a, b in found if alike >= _ALIKE]
    taken = set()
    for _, _, a, b in sorted(candidates):
        if a not in pairs and b not in taken:
            pairs[a] = b
            taken.add(b)
    return dict(sorted(pairs.items()))


def match_labels(before: Sequence[Leaf], after: Sequence[Leaf], labels: Labels) -> Pairs:
    """Pair pages by what they are called: the codes of cards, the folios where it is known what becomes of them."""
    places = {leaf.label: leaf.index for leaf in after}
    called = ((leaf.index, labels.get(leaf.label, "")) for leaf in before)
    return {index: places[label] for index, label in called if label in places}


def _left(leaves: Sequence[Leaf], paired: Container[int]) -> list[Leaf]:
    return [leaf for leaf in leaves if leaf.index not in paired]


def _look(leaf: Leaf) -> Hashable:
    return leaf.look


def _said(leaf: Leaf) -> Hashable:
    """The words of a page, numbers left out; a page of few words is like no other."""
    words = tuple(word for word in leaf.words if not any(sign.isdigit() for sign in word))
    return words if len(words) >= _FEW else id(leaf)


def _in_order(key: Callable[[Leaf], Hashable]) -> Match:
    def match(old: list[Leaf], new: list[Leaf]) -> Pairs:
        matcher = SequenceMatcher(None, [key(leaf) for leaf in old], [key(leaf) for leaf in new], autojunk=False)
        blocks = matcher.get_matching_blocks()
        return {old[a + i].index: new[b + i].index for a, b, size in blocks for i in range(size)}

    return match


def _anywhere(key: Callable[[Leaf], Hashable]) -> Match:
    def match(old: list[Leaf], new: list[Leaf]) -> Pairs:
        waiting: dict[Hashable, list[int]] = {}
        for leaf in new:
            waiting.setdefault(key(leaf), []).append(leaf.index)
        return {leaf.index: waiting[key(leaf)].pop(0) for leaf in old if waiting.get(key(leaf))}

    return match


class Likeness:
    """How like two pages are, from 0 to 1; words that stand on few pages count most."""

    def __init__(self, leaves: Sequence[Leaf]) -> None:
        found = Counter(word for leaf in leaves for word in set(leaf.words))
        self._weights = {word: log((len(leaves) + 1) / count) for word, count in found.items()}
        self._counted: dict[int, tuple[Counter[str], float]] = {}

    def of(self, old: Leaf, new: Leaf) -> float:
        """Compare two pages."""
        said, drawn = self._said(old, new), _drawn(old, new)
        few = max(len(old.words), len(new.words)) < _FEW
        alike = 0.3 * said + 0.7 * drawn if few else 0.85 * said + 0.15 * drawn
        return min(1.0, alike + _SAME_TITLE * (old.title == new.title != ""))

    def _said(self, old: Leaf, new: Leaf) -> float:
        (one, own), (other, others) = self._count(old), self._count(new)
        return 2 * self._weigh(one & other) / (own + others) if own + others else 1.0

    def _count(self, leaf: Leaf) -> tuple[Counter[str], float]:
        if id(leaf) not in self._counted:
            words = Counter(leaf.words)
            self._counted[id(leaf)] = words, self._weigh(words)
        return self._counted[id(leaf)]

    def _weigh(self, words: Counter[str]) -> float:
        return sum(self._weights[word] * count for word, count in words.items())


def _drawn(old: Leaf, new: Leaf) -> float:
    """How like two drawings are: none at all where their greys are half the scale apart."""
    apart = sum(abs(a - b) for a, b in zip(old.thumb, new.thumb, strict=True)) / len(old.thumb)
    return max(0.0, 1 - apart / 64)
