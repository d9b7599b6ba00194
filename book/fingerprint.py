"""The fingerprint of what an edition is made of: the same words, the same fingerprint, on any machine."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple
from hashlib import sha256
from pathlib import Path

from book.layers import Layer

_TEXTS = (".yaml", ".md", ".svg")
_LENGTH = 16  # hexadecimal digits: enough that no two editions meet, short enough to be read aloud


def corpus_fingerprint(folder: Path) -> str:
    """Return the fingerprint of the corpus in a folder: of its files, their names and their words."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    return _fingerprint(
        folder, (path for path in paths if not any(part.startswith(".") for part in path.relative_to(folder).parts))
    )


def edition_fingerprint(corpus: str, layers: Iterable[Layer]) -> str:
    """Return the fingerprint of an edition: that of its corpus, its own files, those of its bases, its territory.

    What an edition remembers of the texts that it replaced does not count: it prints nothing of it.
    """
    told = sha256(corpus.encode())
    for layer in layers:
        told.update(repr((layer.id, layer.place and astuple(layer.place))).encode())
        if layer.files:
            told.update(_fingerprint(layer.at.file.parent, layer.files).encode())
    return told.hexdigest()[:_LENGTH]


def _fingerprint(folder: Path, paths: Iterable[Path]) -> str:
    told = sha256()
    for name, path in sorted((path.relative_to(folder).as_posix(), path) for path in paths):
        content = path.read_bytes()
        if path.suffix in _TEXTS:
            content = content.replace(b"\r\n", b"\n")
        told.update(b"%d %s %d\n" % (len(name.encode()), name.encode(), len(content)) + content)
    return told.hexdigest()[:_LENGTH]
