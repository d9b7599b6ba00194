"""What changed between two builds: which files came, went, or differ, and what differs in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import pypdfium2 as pdfium

from layouts.assemble import provenance as uses
from layouts.assemble.provenance import Provenance
from layouts.builds.changes import Changes, compare_volumes
from layouts.builds.volume import MANIFEST, Volume, card_codes
from layouts.errors import LayoutError
from layouts.site import MANIFEST as EDITION
from layouts.site.furniture import FOLDER
from layouts.site.manifest import PAGE, SUMS
from layouts.site.pages import INDEX

State = Literal["same", "changed", "added", "removed"]

# A document is shown by the first of these that both builds have; its other files follow from the same pages.
_SHOWN = (uses.SCREEN, uses.PAPER, uses.FILLABLE, uses.CUT_OUT, uses.PRESS)


# The pages to download from tell of the other files, of their sizes and checksums: they change with these.
_TELLING = frozenset({EDITION, PAGE, SUMS, INDEX})


@dataclass(frozen=True)
class FileChange:
    """A file of the one build and of the other, by its path below them; where it is in both, what differs.

    `follows` names the file that shows the pages which this one is made of, where they changed there too.
    """

    name: str
    state: State
    old: Path | None = None
    new: Path | None = None
    before: Provenance | None = None
    after: Provenance | None = None
    pages: tuple[int, int] = (0, 0)
    changes: Changes | None = None
    follows: str = ""

    @property
    def said(self) -> Provenance | None:
        """Where the file comes from, in the newer build if it is there."""
        return self.after or self.before


@dataclass(frozen=True)
class Comparison:
    """Two builds, and each of their files."""

    before: Path
    after: Path
    files: tuple[FileChange, ...]

    @property
    def same(self) -> bool:
        """Whether nothing changed that one can see or hear."""
        return all(file.state == "same" for file in self.files)

    @property
    def provenances(self) -> tuple[Provenance | None, Provenance | None]:
        """Where each of the two comes from, by the first of its files that says so."""
        before = next((file.before for file in self.files if file.before), None)
        after = next((file.after for file in self.files if file.after), None)
        return before, after


def compare_builds(before: Path, after: Path, report: Path) -> Comparison:
    """Compare two folders, or two PDF; the folder of the `report` is no part of either.

    Raises LayoutError where the one or the other cannot be read, or where they are not of one kind.
    """
    for path in (before, after):
        if not path.exists():
            raise LayoutError(f"{path} : il n’y a rien à cet endroit.")
    if before.is_dir() != after.is_dir():
        raise LayoutError("Il faut deux dossiers, ou deux PDF : l’un des deux est un dossier, l’autre non.")
    if not before.is_dir():
        return Comparison(before, after, (_compare_pdf(after.name, before, after),))
    old, new = _files(before, report), _files(after, report)
    if not old or not new:
        raise LayoutError(f"{before if not old else after} : ce dossier est vide.")
    files = tuple(_compare_files(old, new))
    length = {file.name: file.pages[1] for file in files}

    def place(file: FileChange) -> tuple[int, int, str, bool, str]:
        """The longest document first, each followed by what is made of its pages."""
        leader = file.follows or file.name
        return -length[leader], leader.count("/"), leader, file.follows != "", file.name

    return Comparison(before, after, tuple(sorted(files, key=place)))


def _files(folder: Path, but: Path) -> dict[str, Path]:
    """The files of a build by their path below it, less those that tell only how it was made."""
    paths = ((path.relative_to(folder), path) for path in sorted(folder.rglob("*")) if path.is_file())
    kept = ((name, path) for name, path in paths if not path.resolve().is_relative_to(but.resolve()))
    return {name.as_posix(): path for name, path in kept if not _is_aside(name)}


def _is_aside(name: Path) -> bool:
    ours = name.name in _TELLING or name.name.endswith(MANIFEST) or name.parts[0] == FOLDER
    return ours or any(part.startswith(".") for part in name.parts)


def _compare_files(old: Mapping[str, Path], new: Mapping[str, Path]) -> Iterator[FileChange]:
    both = [name for name in new if name in old]
    shown = _shown(both, new)
    found: dict[str, FileChange] = {}
    for name in sorted(both, key=lambda name: name in shown):  # those that show pages first
        if old[name].read_bytes() == new[name].read_bytes():
            yield _untouched(name, new[name])
        elif not name.endswith(".pdf"):
            yield FileChange(name, "changed", old[name], new[name])
        else:
            leader = found.get(shown.get(name, ""))
            found[name] = _compare_pdf(name, old[name], new[name], leader)
            yield found[name]
    for name in (name for name in new if name not in old):
        yield FileChange(name, "added", new=new[name], after=_said(new[name]))
    for name in (name for name in old if name not in new):
        yield FileChange(name, "removed", old=old[name], before=_said(old[name]))


def _shown(names: list[str], paths: Mapping[str, Path]) -> dict[str, str]:
    """For each file that follows from another's pages, that other: of the same edition and document."""
    said = {name: told for name in names if name.endswith(".pdf") and (told := _said(paths[name]))}
    leaders: dict[tuple[str, str], str] = {}
    for use in _SHOWN:
        for name, told in said.items():
            if told.use == use:
                leaders.setdefault((told.edition, told.document), name)
    found = {name: leaders.get((told.edition, told.document), name) for name, told in said.items()}
    return {name: leader for name, leader in found.items() if leader != name and said[name].use != uses.SCREEN}


def _compare_pdf(name: str, before: Path, after: Path, leader: FileChange | None = None) -> FileChange:
    """Compare two files; the pages of the printer's are told apart as those of the file that shows them."""
    with ExitStack() as stack, _readable(name):
        old = stack.enter_context(closing(Volume(before, card_codes(before))))
        new = stack.enter_context(closing(Volume(after, card_codes(after))))
        shown = leader.changes if leader else None
        printed = old.provenance and old.provenance.use == uses.PRESS
        changes = compare_volumes(old, new, shown.labels if shown and printed else None)
        state: State = "changed" if changes.any else "same"
        counts = len(old), len(new)
        follows = leader.name if leader and leader.state == "changed" else ""
        return FileChange(name, state, before, after, old.provenance, new.provenance, counts, changes, follows)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except pdfium.PdfiumError as error:
        raise LayoutError(f"{name} : une page de ce PDF ne se laisse pas lire.") from error


def _untouched(name: str, path: Path) -> FileChange:
    said = _said(path) if name.endswith(".pdf") else None
    return FileChange(name, "same", path, path, said, said)


def _said(path: Path) -> Provenance | None:
    try:
        return uses.provenance_of(path)
    except LayoutError:
        return None
