"""Every page of every file looked at once, here, on several cores or from memory: the same is found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from layouts.preflight.document import Document, Whole
from layouts.preflight.findings import Expectation
from layouts.preflight.imprints import joined, lines_on, rooms_on
from layouts.preflight.page import Page
from layouts.preflight.registry import Check, checks_for
from layouts.preflight.seen import Noted, Seen
from layouts.preflight.words import words_on

_GROUPS = 16  # enough for the cores to end together, few enough for each to read what its pages share

WHOLE = -1
Place = tuple[str, int]  # a file and the index of a page, or WHOLE: what is read of no page
Group = Sequence[Place]
Told = list[Seen | Whole]
Over = Callable[[Callable[[Group], Told], Sequence[Group]], Iterable[Told]]
"""How groups of pages are looked at: `map`, or the like of it that shares the work among processes that were forked."""

Kept = MutableMapping[str, Seen]
"""What was seen of pages before, by the digest of all that it depends on."""


def look_all(documents: Mapping[str, Document], over: Over = map, kept: Kept | None = None) -> None:
    """Look at every page of the documents, and note in each what its pages told, and what it tells as a whole."""
    expected = {name: document.expected for name, document in documents.items()}
    looks = _Looks(documents, {name: checks_for(name, expected) for name in documents}, kept)
    places = [(name, index) for name, document in documents.items() for index in range(len(document.pages))]
    known = {place: seen for place in places if (seen := looks.known(place))}
    groups: list[Group] = [[(name, WHOLE)] for name in documents]
    groups += _groups([place for place in places if place not in known], documents)
    for group, told in zip(groups, over(looks.told, groups), strict=True):
        for (name, index), each in zip(group, told, strict=True):
            if isinstance(each, Whole):
                documents[name].take(each)
            else:
                known[name, index] = looks.keep((name, index), each)
    for name, document in documents.items():
        document.seen = [known[name, index] for index in range(len(document.pages))]


@dataclass(frozen=True)
class _Looks:
    """The pages of files with the checks that are for each of them, and what was seen before."""

    documents: Mapping[str, Document]
    checks: Mapping[str, tuple[Check, ...]]
    kept: Kept | None

    def told(self, group: Group) -> list[Seen | Whole]:
        """What pages, and files as a whole, tell."""
        return [self._whole(name) if index == WHOLE else self.look((name, index)) for name, index in group]

    def _whole(self, name: str) -> Whole:
        """What does not depend on what the pages of a file tell; its tags and links where its checks look at them."""
        document, checks = self.documents[name], [each for each in self.checks[name] if each.of_file]
        found = {each.id: list(each.of_file(document)) for each in checks if each.of_file and each.alone}
        elements, links = ([], []) if len(found) == len(checks) else (document.elements, document.links)
        return Whole(elements, links, document.labels, found)

    def known(self, place: Place) -> Seen | None:
        """What was seen of a page, if its fonts still mean the same: without its imprints, or else of all of it."""
        if self.kept is None:
            return None
        page, digests = self._page(place), self.documents[place[0]].digests
        for whole in (False, True):
            if whole and not digests.leaves_out:
                break
            seen = self.kept.get(self._key(place, whole))
            if seen and page.means_the_same(seen.uses) and (all_of_it := joined(page, seen, self.checks[place[0]])):
                return all_of_it
        return None

    def look(self, place: Place) -> Seen:
        """Look at a page: without its imprints where that tells the same, and may be kept for other editions."""
        page, checks = self._page(place), self.checks[place[0]]
        if self.kept is None:
            return look(page, checks)
        bare = page.apart()
        seen = look(bare, checks)
        if not bare.spots:
            return seen
        seen = replace(seen, rooms=rooms_on(bare, checks))
        return seen if seen.rooms and joined(page, seen, checks) else replace(look(page, checks), whole=True)

    def keep(self, place: Place, seen: Seen) -> Seen:
        """Keep a look, and return what all of the page told."""
        if self.kept is not None:
            self.kept[self._key(place, seen.whole)] = seen
        return joined(self._page(place), seen, self.checks[place[0]]) or seen

    def _page(self, place: Place) -> Page:
        return self.documents[place[0]].pages[place[1]]

    def _key(self, place: Place, whole: bool = False) -> str:
        """The digest of all that a look depends on: the page, what is expected of it, this code."""
        document, page = self.documents[place[0]], self._page(place)
        digests = document.whole_digests if whole else document.digests
        ids = [each.id for each in self.checks[place[0]]]
        here = (page.media, page.view, page.meant_empty, page.meant_spare, page.cells)
        told = repr((here, ids, page_part(document.expected))).encode()
        return hashlib.sha256(digests.of_page(page.obj) + told + _code()).hexdigest()


def look(page: Page, checks: Iterable[Check]) -> Seen:
    """Make the checks of one page."""
    faults = tuple(Noted(each.id, fault) for each in checks if each.of_page for fault in each.of_page(page))
    return Seen(faults, words_on(page), lines_on(page), page.uses())


def _groups(places: Sequence[Place], documents: Mapping[str, Document]) -> list[Group]:
    """The places in few groups. One page goes with itself in all files: what is the same there is read once."""

    def first_shown(place: Place) -> tuple[int, Place]:
        name, index = place
        shows = documents[name].expected.shows or ()
        return min(shows[index], default=0) if index < len(shows) else index + 1, place

    ordered = sorted(places, key=first_shown)
    size = -(-len(ordered) // _GROUPS)
    return [ordered[i : i + size] for i in range(0, len(ordered), size)] if ordered else []


def page_part(expected: Expectation) -> tuple[object, ...]:
    """What the checks of a page read of an expectation."""
    e = expected
    return (
        e.kind, e.trim, e.bleed, e.safe, e.marks, e.ink_limit, e.resolution, e.resolution_floor, e.palette, e.rich,
        e.contrast, e.smallest,
    )  # fmt: skip


@cache
def _code() -> bytes:
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.digest()
