"""The fingerprint of what an edition is made of: the same words, the same fingerprint, on any machine."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from book.editions import edition_layers
from book.layers import FILE

_CORPUS = Path("book", "corpus")
_TEXTS = (".yaml", ".md", ".svg")


def corpus_fingerprint(project_root: Path) -> str:
    """Return the fingerprint of the corpus: of its files, their names and their words."""
    return _fingerprint(project_root / _CORPUS, _files(project_root / _CORPUS))


def edition_fingerprint(project_root: Path, name_or_path: str | Path) -> str:
    """Return the fingerprint of an edition: of the corpus, of its own files and of those of its bases.

    Raises Problems where the edition cannot be read.
    """
    told = sha256(corpus_fingerprint(project_root).encode())
    for layer in edition_layers(project_root, name_or_path):
        told.update(layer.id.encode())
        if layer.at.file.name == FILE:
            told.update(_fingerprint(layer.at.file.parent, _files(layer.at.file.parent)).encode())
    return told.hexdigest()[:16]


def _files(folder: Path) -> list[Path]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts)]


def _fingerprint(folder: Path, paths: Iterable[Path]) -> str:
    told = sha256()
    for path in sorted(paths, key=lambda path: path.relative_to(folder).as_posix()):
        content = path.read_bytes()
        if path.suffix in _TEXTS:
            content = content.replace(b"\r\n", b"\n")
        name = path.relative_to(folder).as_posix().encode()
        told.update(b"%d %s %d\n" % (len(name), name, len(content)) + content)
    return told.hexdigest()[:16]
