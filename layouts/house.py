"""One digest of all that turns an edition into files, besides the edition: our code, styles, drawings, libraries."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

_SHOWN = ("assets/readme",)  # pictures for the README: no file is made of them
_SILENT = (".md", ".txt")
_COMPILED = "__pycache__"  # by Python, or from templates


@cache
def house_digest(root: Path) -> str:
    """Return the digest of `book/` (corpus, editions excepted), `layouts/`, `assets/`, and of what is installed."""
    told = hashlib.sha256("\0".join(_libraries()).encode())
    for path in sorted(_files(root)):
        content = path.read_bytes()
        told.update(f"\0{path.relative_to(root).as_posix()}\0{len(content)}\0".encode() + content)
    return told.hexdigest()[:32]


def _libraries() -> list[str]:
    # The names of what is installed tell the versions, ten times faster than their metadata do.
    return sorted(path.name for path in Path(yaml.__file__).parents[1].glob("*.dist-info"))


def _files(root: Path) -> Iterator[Path]:
    yield from (root / "book").glob("*.py")
    yield from (root / "book").glob("*.yaml")
    for room in ("layouts", "assets"):
        for path in (root / room).rglob("*"):
            shown = any(path.is_relative_to(root / folder) for folder in _SHOWN)
            if path.suffix not in _SILENT and _COMPILED not in path.parts and not shown and path.is_file():
                yield path
