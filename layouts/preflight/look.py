"""Every page of every file looked at once, here, on several cores or from memory: the same is found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from functools import cache
from pathlib import Path

from layouts.preflight.document import Document
from layouts.preflight.findings import Expectation
from layouts.preflight.page import Page
from layouts.preflight.registry import Check, checks_for
from layouts.preflight.seen import Line, Noted, Seen
from layouts.preflight.words import words_on

_GROUPS = 16  # enough for the cores to end together, few enough for each to read what its pages share

Place = tuple[str, int]  # a file and the index of a page
Group = Sequence[Place]
Over = Callable[[Callable[[Group], list[Seen]], Sequence[Group]], Iterable[list[Seen]]]
"""How groups of pages are looked at: `map`, or the like of it that shares the work among processes that were forked."""

Kept = MutableMapping[str, Seen]
"""What was seen of pages before, by the digest of all that it depends on."""


def look_all(documents: Mapping[str, Document], over: Over = map, kept: Kept | None = None) -> None:
    """Look at every page of the documents, and note in each what its pages told."""
    expected = {name: document.expected for name, document in documents.items()}
    checks = {name: checks_for(name, expected) for name in documents}
    places = [(name, index) for name, document in documents.items() for index in range(len(document.pages))]
    keys = {place: key_of(documents[place[0]], place[1], checks[place[0]]) for place in places if kept is not None}
    known = {place: seen for place, key in keys.items() if (seen := _kept(documents, place, key, kept))}
    groups = _groups([place for place in places if place not in known], documents)
    looked = over(lambda group: [_look(documents, checks, place) for place in group], groups)
    for group, found in zip(groups, looked, strict=True):
        for place, seen in zip(group, found, strict=True):
            known[place] = seen
            if kept is not None:
                kept[keys[place]] = seen
    for name, document in documents.items():
        document.seen = [known[name, index] for index in range(len(document.pages))]


def _kept(documents: Mapping[str, Document], place: Place, key: str, kept: Kept | None) -> Seen | None:
    """What was seen of a page, if its fonts still mean the same."""
    seen = kept.get(key) if kept is not None else None
    return seen if seen and documents[place[0]].pages[place[1]].means_the_same(seen.uses) else None


def _groups(places: Sequence[Place], documents: Mapping[str, Document]) -> list[Group]:
    """The places in few groups. One page goes with itself in all files: what is the same there is read once."""

    def first_shown(place: Place) -> tuple[int, Place]:
        name, index = place
        shows = documents[name].expected.shows or ()
        return min(shows[index], default=0) if index < len(shows) else index + 1, place

    ordered = sorted(places, key=first_shown)
    size = -(-len(ordered) // _GROUPS)
    return [ordered[i : i + size] for i in range(0, len(ordered), size)] if ordered else []


def _look(documents: Mapping[str, Document], checks: Mapping[str, Sequence[Check]], place: Place) -> Seen:
    name, index = place
    return look(documents[name].pages[index], checks[name])


def look(page: Page, checks: Iterable[Check]) -> Seen:
    """Make the checks of one page."""
    faults = tuple(Noted(each.id, fault) for each in checks if each.of_page for fault in each.of_page(page))
    lines = tuple(Line(mark.text, mark.box, mark.size, mark.mcid) for mark in page.texts) if page.is_tagged else ()
    return Seen(faults, words_on(page), lines, page.uses())


def key_of(document: Document, index: int, checks: Iterable[Check]) -> str:
    """Return the digest of all that the look at a page depends on: the page, what is expected of it, this code."""
    page = document.pages[index]
    here = (page.meant_empty, page.meant_spare, page.cells)
    told = repr((here, [each.id for each in checks], page_part(document.expected))).encode()
    return hashlib.sha256(document.digests.of(page.obj) + told + _code()).hexdigest()


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
