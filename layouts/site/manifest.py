"""The manifest of an edition: what its folder holds, so that pages can be remade without reading a file again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from book import markup
from book.model import Edition
from layouts.delivery import deliver
from layouts.errors import LayoutError
from layouts.plain import from_plain, to_plain
from layouts.site import MANIFEST
from layouts.site.measure import COVERED, COVERS, Piece, measure, take_covers

PAGE, SUMS = "index.html", "SHA256SUMS"
_OURS = frozenset({MANIFEST, PAGE, SUMS, *COVERS})


@dataclass(frozen=True)
class Credit:
    """An organisation or a person that an edition names, and its part; the words are the edition's own."""

    name: str
    role: str


@dataclass(frozen=True)
class Identity:
    """What an edition says of itself, as plain text: it comes from outside, and is escaped where it is shown."""

    id: str
    label: str
    title: str
    subtitle: str
    cycle: str
    version: str
    date: str  # ISO day
    author: str
    rights: str
    base: str  # the edition that it starts from; empty for the first of all
    family: str  # departement | region | empty
    territory: str  # the code of its territory, or empty
    presentation: tuple[str, ...]  # paragraphs
    part: tuple[str, ...]  # what its territory did in the cycle, in paragraphs
    partners: tuple[Credit, ...]
    contacts: tuple[Credit, ...]
    credits: tuple[str, ...]


@dataclass(frozen=True)
class Manifest:
    """An edition in its folder: who it is, its files, and whether pictures of its cover stand beside them."""

    identity: Identity
    covers: bool
    files: tuple[Piece, ...]

    @property
    def sums(self) -> str:
        """The checksums of its files, as `sha256sum -c` reads them."""
        return "".join(f"{piece.sha256}  {piece.path}\n" for piece in self.files)


def record(edition: Edition, folder: Path) -> Manifest:
    """Write the manifest of an edition whose files have just been written into `folder`; return it.

    What was there before and has not changed since is not read again. Raises OSError.
    """
    try:
        known = _read(folder)
    except (LayoutError, FileNotFoundError):
        known = None  # none yet, or none that can be read: it is written anew
    return _refreshed(folder, identity_of(edition), known)


def refresh(folder: Path) -> Manifest:
    """Read the manifest of a folder, and renew it where files have come, gone or changed since it was written.

    Raises LayoutError where the manifest is none of ours, OSError.
    """
    known = _read(folder)
    return _refreshed(folder, known.identity, known)


def identity_of(edition: Edition) -> Identity:
    """Return what is told of an edition, its Markdown set as plain text."""
    told = {name: getattr(edition, name) for name in ("id", "label", "title", "subtitle", "cycle", "version", "date")}
    return Identity(
        **told,
        author=edition.author,
        rights=edition.rights,
        base=edition.base,
        family=edition.place.family if edition.place else "",
        territory=edition.place.code if edition.place else "",
        presentation=_paragraphs(edition.presentation.markdown if edition.presentation else ""),
        part=_paragraphs(edition.part.text.markdown if edition.part else ""),
        partners=tuple(Credit(partner.name, partner.role) for partner in edition.partners),
        contacts=tuple(Credit(c.name, ", ".join(filter(None, (c.role, c.organisation)))) for c in edition.contacts),
        credits=edition.credits,
    )


def _paragraphs(markdown: str) -> tuple[str, ...]:
    return tuple(filter(None, (markup.plain(block) for block in markdown.split("\n\n"))))


def _read(folder: Path) -> Manifest:
    path = folder / MANIFEST
    try:
        manifest = from_plain(Manifest, json.loads(path.read_text(encoding="utf-8")))
        date.fromisoformat(manifest.identity.date)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        hint = f"l’effacer, ou refaire l’édition : python build.py make {folder.name}"
        raise LayoutError(f"{path} n’est pas une fiche d’édition que l’on sache lire : {hint}.") from error
    return manifest


def _refreshed(folder: Path, identity: Identity, known: Manifest | None) -> Manifest:
    """Measure what has changed since the manifest was written, and write it anew if it is no longer true."""
    files: list[Piece] = []
    renewed = False
    kept = {piece.path: piece for piece in known.files} if known else {}
    written = (folder / MANIFEST).stat().st_mtime_ns if known else 0
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or name in _OURS or any(part.startswith(".") for part in Path(name).parts):
            continue
        piece = kept.get(name)
        if piece is None or not _unchanged(path, piece, written):
            piece, renewed = replace(measure(path), path=name, version=identity.version), True
        files.append(piece)
    manifest = Manifest(identity, _covered(folder, files, kept), tuple(files))
    if manifest != known or renewed:
        told = json.dumps(to_plain(manifest), ensure_ascii=False, indent=1) + "\n"
        deliver({MANIFEST: told.encode()}, folder)
    return manifest


def _unchanged(path: Path, piece: Piece, written: int) -> bool:
    """Tell whether a file is as the manifest says: its size, and no change of it since the manifest's own (ns).

    The time of a file's record counts too: it moves when a file is put into place, whatever date it bears.
    """
    told = path.stat()
    return told.st_size == piece.bytes and max(told.st_mtime_ns, told.st_ctime_ns) <= written


def _covered(folder: Path, files: Sequence[Piece], kept: Mapping[str, Piece]) -> bool:
    """Renew the pictures of the cover where its file has changed; tell whether there are any."""
    source = next((piece for piece in files if piece.path == COVERED and piece.pages), None)
    pictures = [folder / name for name in COVERS]
    if source is None:
        for picture in pictures:
            picture.unlink(missing_ok=True)
    elif source is not kept.get(COVERED) or not all(picture.is_file() for picture in pictures):
        deliver(take_covers(folder / COVERED), folder)
    return source is not None
