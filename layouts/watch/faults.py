"""What stands in the way of a picture: where, said in French, and which sections it concerns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from book.markup import plain
from book.model import At, Edition
from book.problems import Problem, Problems
from layouts.errors import LayoutError
from layouts.layout import Entry, Layout

_OF_SECTION = re.compile(r"(?:carte )?(?P<id>[\w-]+)(?:, [^:]+)? : (?P<told>.+)", re.DOTALL)
_PLACED = re.compile(r"(?P<place>[^\s:]+:\d+): (?P<told>.+)")
_LINE = re.compile(r"\bline (\d+)")


@dataclass(frozen=True)
class Fault:
    """One fault: file:line (empty where unknown), a sentence, a hint, the ids of the sections that it spoils."""

    place: str
    message: str
    hint: str = ""
    sections: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Write the fault as the commands do."""
        told = f"{self.place}: {self.message}" if self.place else self.message
        return "\n    ".join([told, *self.hint.splitlines()])


@dataclass(frozen=True)
class Told:
    """What is known of a section before it is laid out: its title, and where its text is."""

    title: str
    at: At | None


def told_sections(layout: Layout, edition: Edition) -> dict[str, Told]:
    """Return, by the id of each section that a layout may have, its title and its source."""
    return {id: told for entry in layout.entries for id, told in _told(entry, edition, layout.title)}


def _told(entry: Entry, edition: Edition, document: str) -> Iterator[tuple[str, Told]]:
    corpus = edition.corpus
    if not entry.each:
        page = corpus.pages.get(entry.id)
        yield entry.id, Told(plain(page.title) if page else entry.title or document, page.at if page else None)
        return
    families = [(entry, entry.each), *([(entry.then, "scenarios")] if entry.then else ())]
    for each, family in families:
        for id, record in getattr(corpus, family).items():
            title = plain(record.title)
            numbered = family in ("scenarios", "figures")
            yield each.prefix + id, Told(f"{id} · {title}" if numbered else title, record.at)


def section_named(name: str, ids: Iterable[str]) -> str | None:
    """Return the id that a name means: itself, or without the prefix of its layout (S07 is fiche-S07)."""
    wanted = name.casefold()
    return next((id for id in ids if id.casefold() == wanted or id.casefold().endswith(f"-{wanted}")), None)


def sections_by_file(told: Mapping[str, Told], files: Collection[Path]) -> tuple[str, ...]:
    """Return the ids of the sections whose own text, or own drawing (S07.svg), is one of the files."""
    resolved, stems = {path.resolve() for path in files}, {path.stem for path in files}
    return tuple(id for id, known in told.items() if id in stems or (known.at and known.at.file.resolve() in resolved))


def faults_of(
    error: Exception, root: Path, told: Mapping[str, Told], changed: Iterable[Path] = ()
) -> tuple[Fault, ...]:
    """Return what an error tells; one that tells no place is laid to the file that changed last."""
    if isinstance(error, Problems):
        return tuple(_of_problem(problem, root, told) for problem in error.problems)
    if isinstance(error, LayoutError):
        return tuple(fault_of_line(line, root, told) for line in str(error).splitlines())
    line = getattr(getattr(error, "problem_mark", None), "line", None)
    found = _LINE.search(str(error))
    number = line + 1 if isinstance(line, int) else int(found[1]) if found else 1
    place = next((f"{_shown(path, root)}:{number}" for path in changed), "")
    cause = " ".join(str(getattr(error, "problem", None) or error).split()) or type(error).__name__
    return (Fault(place, f"Ce changement ne se met pas en page : {cause}"),)


def fault_of_line(line: str, root: Path, told: Mapping[str, Told]) -> Fault:
    """Return what one line of a LayoutError tells, at the source of the section that it names."""
    if placed := _PLACED.fullmatch(line):
        return Fault(placed["place"], placed["told"])
    match = _OF_SECTION.fullmatch(line)
    id = section_named(match["id"], told) if match else None
    if match is None or id is None:
        return Fault("", line)
    message = match["told"][:1].upper() + match["told"][1:]
    return Fault(place_of(told[id].at, root), f"{told[id].title or id} : {message}", sections=(id,))


def place_of(at: At | None, root: Path) -> str:
    """Write a place as file:line, from the project's folder; nothing where it is unknown."""
    return f"{_shown(at.file, root)}:{at.line}" if at else ""


def _of_problem(problem: Problem, root: Path, told: Mapping[str, Told]) -> Fault:
    spoilt = tuple(id for id, known in told.items() if known.at and known.at.file == problem.file)
    return Fault(f"{_shown(problem.file, root)}:{problem.line}", problem.message, problem.hint, spoilt)


def _shown(path: Path, root: Path) -> str:
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()
