"""What changed, in French: in a line for the terminal, and in the words of the report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePosixPath

from book.fields import plural
from layouts.builds.changes import Changes, PageChange
from layouts.builds.folders import Comparison, FileChange, State
from layouts.builds.volume import Leaf

_TOGETHER = 3  # files that are told one by one
_STATES: dict[State, str] = {"same": "semblable", "changed": "changé", "added": "ajouté", "removed": "retiré"}


@dataclass(frozen=True)
class Row:
    """What is told once of one file, or of several of one folder that became the same."""

    name: str
    files: tuple[FileChange, ...]
    told: str

    @property
    def state(self) -> State:
        """What became of them."""
        return self.files[0].state


def rows(comparison: Comparison) -> tuple[Row, ...]:
    """Tell the files that differ, those of one folder together where the same is told of more than a few."""
    alike: dict[tuple[str, str], list[FileChange]] = {}
    for file in comparison.files:
        if file.state != "same":
            alike.setdefault((PurePosixPath(file.name).parent.as_posix(), told(file)), []).append(file)
    found = []
    for (folder, words), files in alike.items():
        groups = [files] if len(files) > _TOGETHER else [[file] for file in files]
        for group in groups:
            several = f"{plural(len(group), 'fichier')} de {folder}/" if len(group) > 1 else ""
            found.append(Row(several or group[0].name, tuple(group), words))
    return tuple(found)


def told(file: FileChange) -> str:
    """Say what became of a file, and of its pages."""
    if file.state != "changed":
        return _STATES[file.state]
    changes = file.changes
    if changes is None:
        return "changé"
    parts = [*_pages(changes), *(aside.name.lower() for aside in changes.asides)]
    return " ; ".join(parts) + (f" (voir {file.follows})" if file.follows else "")


def _pages(changes: Changes) -> Iterator[str]:
    changed = [page.after for page in changes.of("changed")]
    if len(changed) > 1 and len(changed) == len(changes.pages):
        yield f"toutes les {_noun(changed)}s ont changé ({_count(changed)})"
        changed = []
    for leaves, what in ((changed, "changée"), (changes.added, "ajoutée"), (changes.removed, "retirée")):
        if leaves:
            count = _count(leaves)
            yield f"{plural(count, _noun(leaves))} {what}{'s' if count > 1 else ''} : {labels(leaves)}"
    for pages, what in ((changes.of("moved"), "déplacée"), (changes.of("renumbered"), "aux renvois changés")):
        if pages:
            yield f"{plural(len(pages), 'page')} {what}{'s' if len(pages) > 1 and what == 'déplacée' else ''}"


def labels(leaves: Sequence[Leaf]) -> str:
    """Name pages, those that follow one another together: 3, 5 à 9; cards by their codes."""
    if _is_deck(leaves):
        codes: dict[str, str] = {}
        for leaf in leaves:
            code, _, face = leaf.label.partition(" ")
            codes[code] = f"{codes[code]} et {face}" if code in codes else face
        return ", ".join(f"{code} ({faces})" if " et " not in faces else code for code, faces in codes.items())
    return ", ".join(_run(run) for run in _runs(leaves))


def moves(pages: Iterable[PageChange]) -> tuple[str, ...]:
    """Say where pages went, those that went together in one line."""
    found = []
    ordered = sorted(pages, key=lambda page: page.before.index)
    numbered = enumerate(ordered)
    for _, group in groupby(numbered, key=lambda item: (item[1].before.index - item[0], item[1].after.index - item[0])):
        run = [page for _, page in group]
        found.append(f"{_span([p.before for p in run])} → {_span([p.after for p in run])}")
    return tuple(found)


def tally(comparison: Comparison) -> str:
    """Say how many files changed."""
    states = [file.state for file in comparison.files]
    counts = [(states.count(state), word) for state, word in _STATES.items()]
    words = [f"{plural(count, 'fichier')} {word}{'s' if count > 1 else ''}" for count, word in counts if count]
    return ", ".join(words) + "."


def verdict(comparison: Comparison) -> str:
    """Say it all in a sentence."""
    if comparison.same:
        return "Rien n’a changé de ce qu’on lit, voit ou imprime."
    count = sum(file.state != "same" for file in comparison.files)
    return f"{plural(count, 'fichier')} {'diffère' if count == 1 else 'diffèrent'}."


def _noun(leaves: Sequence[Leaf]) -> str:
    return "carte" if _is_deck(leaves) else "page"


def _count(leaves: Sequence[Leaf]) -> int:
    """How many pages, or how many cards: a card has two faces."""
    return len({leaf.label.partition(" ")[0] for leaf in leaves}) if _is_deck(leaves) else len(leaves)


def _is_deck(leaves: Sequence[Leaf]) -> bool:
    return bool(leaves) and all(leaf.label.endswith((" recto", " verso")) for leaf in leaves)


def _runs(leaves: Sequence[Leaf]) -> Iterator[list[Leaf]]:
    for _, group in groupby(enumerate(leaves), key=lambda item: item[1].index - item[0]):
        yield [leaf for _, leaf in group]


def _run(run: Sequence[Leaf]) -> str:
    return run[0].label if len(run) == 1 else f"{run[0].label}{' à ' if len(run) > 2 else ', '}{run[-1].label}"


def _span(run: Sequence[Leaf]) -> str:
    return f"page {run[0].label}" if len(run) == 1 else f"pages {run[0].label} à {run[-1].label}"
