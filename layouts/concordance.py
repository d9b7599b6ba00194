"""Where the pages of one setting of a text start in another: found from the words, or from the anchors of a picture."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from layouts.assemble import Mark
from layouts.ledger import PageLedger, Rendered

_WORD = re.compile(r"[^\W\d_]+")  # page numbers differ
_ENOUGH = 6  # words that tell a place; fewer where a page has no more
_LEAST = 4


@dataclass(frozen=True)
class _Word:
    word: str
    page: int  # index in the document
    y: float


def concordance(
    standard: Sequence[Rendered], other: Sequence[Rendered], covers: int, size: float, apart: float
) -> tuple[tuple[Mark, ...], ...]:
    """Return, for each page of `other`, the pages of `standard` that start on it, from top to bottom.

    Sections are paired by id. A page that opens with words stands where its first words do; one that has no words of
    its own, a plate, stands at its anchor, `size` pt below the anchor's top. Marks are at least `apart` pt apart. The
    first and last `covers` pages of `standard` bear no folio and are left out, as are pages whose text the other
    setting does not have.
    """
    places = _by_section(other)
    marks: list[list[Mark]] = [[] for section in other for _ in section.pages]
    count = sum(len(section.pages) for section in standard)
    for first, section in _numbered(standard):
        if section.section.whole not in places:
            continue
        finder = _Finder(places[section.section.whole], size)
        for number, page in enumerate(section.pages, first):
            found = finder.find(page) if covers < number <= count - covers else None
            if found:
                marks[found[0]].append(Mark(str(number), round(found[1], 3)))
    return tuple(_spaced(page, apart) for page in marks)


def _spaced(marks: list[Mark], apart: float) -> tuple[Mark, ...]:
    """The marks of a page from top to bottom, each lowered where it would run over the one above."""
    done: list[Mark] = []
    for mark in sorted(marks, key=lambda mark: (-mark.y, int(mark.folio))):
        done.append(Mark(mark.folio, min(mark.y, done[-1].y - apart)) if done else mark)
    return tuple(done)


def folios(sections: Sequence[Rendered]) -> dict[str, str]:
    """Return the folio of the page on which each anchor stands."""
    found: dict[str, str] = {}
    for first, section in _numbered(sections):
        for number, page in enumerate(section.pages, first):
            for name in page.anchors:
                found.setdefault(name, str(number))
    return found


def _numbered(sections: Sequence[Rendered]) -> Iterator[tuple[int, Rendered]]:
    """Each section with the number of its first page, from 1."""
    first = 1
    for section in sections:
        yield first, section
        first += len(section.pages)


def _by_section(sections: Sequence[Rendered]) -> dict[str, list[tuple[int, PageLedger]]]:
    return {
        section.section.id: list(enumerate(section.pages, first - 1)) for first, section in _numbered(sections)
    }


class _Finder:
    """Finds pages of the one setting in the pages of a section in the other, one after the other."""

    def __init__(self, pages: list[tuple[int, PageLedger]], size: float) -> None:
        self._size = size
        self._anchors: dict[str, tuple[int, float]] = {}
        for index, page in pages:
            for name, (_, y) in page.anchors.items():
                self._anchors.setdefault(name, (index, y))
        self._words = [
            _Word(word, index, line.y) for index, page in pages for line in page.lines for word in _split(line.text)
        ]
        self._next = 0
        self._met: set[str] = set()  # an element that goes on over a page has its anchor there too

    def find(self, page: PageLedger) -> tuple[int, float] | None:
        """Return the page and the base line where what `page` shows starts."""
        spoken = _words_of(page, silent=False)
        found = self._by_words(spoken) or self._by_anchor(page) or self._by_words(_words_of(page, silent=True))
        self._met.update(page.anchors)
        return found

    def _by_words(self, words: list[str]) -> tuple[int, float] | None:
        """The first place, after the one found before, where the first words stand that both settings share."""
        for start in range(len(words)):
            for length in range(_ENOUGH, _LEAST - 1, -1):
                told = words[start : start + length]
                place = self._place(told) if len(told) == min(length, len(words)) else None
                if place is not None:
                    self._next = place + 1
                    return self._words[place].page, self._words[place].y
        return None

    def _place(self, words: list[str]) -> int | None:
        mine = self._words
        last = len(mine) - len(words)
        return next(
            (
                i
                for i in range(self._next, last + 1)
                if all(mine[i + k].word == word for k, word in enumerate(words))
            ),
            None,
        )

    def _by_anchor(self, page: PageLedger) -> tuple[int, float] | None:
        """The highest anchor of the page that the other setting has."""
        known = [(y, name) for name, (_, y) in page.anchors.items() if name in self._anchors.keys() - self._met]
        if not known:
            return None
        index, y = self._anchors[max(known)[1]]
        return index, y - self._size


def _words_of(page: PageLedger, *, silent: bool) -> list[str]:
    return [word for line in page.lines if silent or not line.silent for word in _split(line.text)]


def _split(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
