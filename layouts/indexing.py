"""The index: which pages say which term, read from the ledger of what was rendered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from book.model import Edition
from layouts.ledger import PageLedger

FAMILIES = {"place": "Lieux", "person": "Personnes et organismes", "notion": "Notions"}
# A notion is one whatever its capital; a name is not.
_CASE = {"place": re.NOFLAG, "person": re.NOFLAG, "notion": re.IGNORECASE}
_BROKEN = re.compile(r"(?<=\w)- (?=\w)")  # a hyphen at the end of a line
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


@dataclass(frozen=True)
class IndexEntry:
    """A line of the index: a term and the numbers of the pages that say it, or the one where it `opens`."""

    term: str
    pages: tuple[int, ...]
    opens: bool = False

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """The pages as runs of consecutive ones, first and last."""
        runs: list[tuple[int, int]] = []
        for page in self.pages:
            if runs and runs[-1][1] == page - 1:
                runs[-1] = (runs[-1][0], page)
            else:
                runs.append((page, page))
        return tuple(runs)


@dataclass(frozen=True)
class IndexFamily:
    """A part of the index, in alphabetical order."""

    title: str
    entries: tuple[IndexEntry, ...]


def build_index(edition: Edition, pages: Sequence[PageLedger]) -> tuple[IndexFamily, ...]:
    """Index scenarios and figures by where they open, and the corpus's terms by the pages that say them.

    `pages` are the pages before the index, in order; the first one is page 1. A term that no page says is left
    out, as its chapter may not be in this edition.
    """
    opens = {name: number for number, page in enumerate(pages, 1) for name in page.anchors}
    families = [
        _opened("Scénarios", ((s.title, s.id) for s in edition.corpus.scenarios.values()), opens),
        _opened("Figures", ((f.title, f.id) for f in edition.corpus.figures.values()), opens),
    ]
    terms = edition.corpus.index
    find = _finder(tuple((term.family, term.forms) for term in terms))
    found = [find(page.words) for page in pages]
    for family, title in FAMILIES.items():
        entries = [
            IndexEntry(term.term, tuple(page for page, said in enumerate(found, 1) if place in said))
            for place, term in enumerate(terms)
            if term.family == family
        ]
        families.append(IndexFamily(title, _sorted(entry for entry in entries if entry.pages)))
    return tuple(family for family in families if family.entries)


def _opened(title: str, named: Iterable[tuple[str, str]], opens: dict[str, int]) -> IndexFamily:
    return IndexFamily(title, _sorted(IndexEntry(name, (opens[key],), opens=True) for name, key in named))


@lru_cache(maxsize=16)
def _finder(terms: tuple[tuple[str, tuple[str, ...]], ...]) -> Callable[[str], frozenset[int]]:
    """Return what tells, of the words of a page, the places of the terms (family and forms) that they say.

    It remembers: most pages are the same from one edition, and from one change, to the next.
    """
    patterns = [_pattern(forms, _CASE[family]) for family, forms in terms]

    @lru_cache(maxsize=2048)
    def find(words: str) -> frozenset[int]:
        flat = _flat(words)
        low = flat.lower()
        return frozenset(
            place
            for place, (forms, pattern) in enumerate(patterns)
            if any(form in low for form in forms) and pattern.search(flat)  # most pages lack it, and `in` is fast
        )

    return find


def _pattern(forms: Iterable[str], flags: re.RegexFlag) -> tuple[tuple[str, ...], re.Pattern[str]]:
    flat = [_flat(form) for form in forms]
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(form)}(?!\w)" for form in flat), flags)
    return tuple(form.lower() for form in flat), pattern


def _flat(text: str) -> str:
    return _BROKEN.sub("-", _SPACES.sub(" ", text)).replace("'", "’")


def _sorted(entries: Iterable[IndexEntry]) -> tuple[IndexEntry, ...]:
    return tuple(sorted(entries, key=lambda entry: _alphabetical(entry.term)))


_ARTICLE = re.compile(r"^(?:le |la |les |l’)", re.IGNORECASE)
_PLAIN = str.maketrans("àâäéèêëîïôöûüùçœ", "aaaeeeeiioouuuco")


def _alphabetical(term: str) -> str:
    return _ARTICLE.sub("", term).lower().translate(_PLAIN)
