"""Rendered sections kept between builds, by a digest of all that their bytes depend on.

An entry is one file: a digest of what follows, the length of the ledger, the ledger as JSON, the PDF. It is written
beside and moved into place, so that builds that run together or are killed never leave half an entry; one that does
not match its digest is as if it were not there, and is made again.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path

from layouts.ledger import FontUse, PageLedger, Rendered, Section
from layouts.plain import from_plain, to_plain

_DIGEST = 32  # bytes of a SHA-256
_LENGTH = 8
LIMIT = 512 * 1024 * 1024  # bytes that a store may hold before its oldest entries go


@dataclass(frozen=True)
class _Entry:
    pages: tuple[PageLedger, ...]
    fonts: dict[str, FontUse]


class Store:
    """A folder of rendered sections, for one set of style sheets, fonts and code (its `base`)."""

    def __init__(self, folder: Path, base: str) -> None:
        self._folder, self._base = folder, base

    def key(self, section: Section) -> str:
        """Return the digest of all that a section's rendering depends on."""
        return key_of(self._base, section)

    def get(self, section: Section) -> Rendered | None:
        """Return a section as it was rendered before, or nothing; an entry that is used becomes young again."""
        path = self._path(section)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        return _unpack(data, section)

    def put(self, rendered: Rendered) -> None:
        """Keep a rendered section. A store that cannot be written, on a full disk say, keeps nothing."""
        path = self._path(rendered.section)
        beside = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".")
            with os.fdopen(handle, "wb") as out:
                out.write(_pack(rendered))
            Path(beside).replace(path)
        except OSError:
            if beside:
                Path(beside).unlink(missing_ok=True)

    def _path(self, section: Section) -> Path:
        key = self.key(section)
        return self._folder / key[:2] / key[2:]


class Memory:
    """What was laid out or taken since a command began, before a store if there is one: nothing is drawn twice.

    `held` may be shared by the presses of one command; its keys are those of stores.
    """

    def __init__(self, held: dict[str, Rendered], base: str, behind: Store | None = None) -> None:
        self._held, self._base, self._behind = held, base, behind

    def get(self, section: Section) -> Rendered | None:
        """Return a section as it was rendered before, or nothing."""
        key = key_of(self._base, section)
        if key in self._held:
            return replace(self._held[key], section=section)  # its head and tone may be others
        found = self._behind.get(section) if self._behind else None
        if found:
            self._held[key] = found
        return found

    def put(self, rendered: Rendered) -> None:
        """Keep a rendered section, in the store too."""
        self._held[key_of(self._base, rendered.section)] = rendered
        if self._behind:
            self._behind.put(rendered)


def key_of(base: str, section: Section) -> str:
    """Return the digest of all that a section's rendering depends on; its running head does not count."""
    parts = (base, section.id, section.side, str(section.pages), section.html)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def prune(folder: Path, limit: int = LIMIT) -> None:
    """Remove the entries that were used least recently until the store in `folder` holds at most `limit` bytes."""
    entries = []
    for path in folder.glob("??/*"):
        with suppress(OSError):
            stat = path.stat()
            entries.append((stat.st_mtime_ns, stat.st_size, path))
    total = sum(size for _, size, _ in entries)
    for _, size, path in sorted(entries):
        if total <= limit:
            return
        with suppress(OSError):
            path.unlink()
        total -= size


def key_of(base: str, section: Section) -> str:
    """Return the digest of all that a section's rendering depends on; its running head does not count."""
    parts = (base, section.id, section.side, str(section.pages), section.html)
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def base_key(stylesheets: Iterable[Path], tokens: str, fonts: Iterable[str], code: Iterable[Path]) -> str:
    """Return the digest of what all sections of a layout depend on.

    `fonts` are the digests of the font files, `code` the modules that render; the engine's version counts too.
    """
    digest = hashlib.sha256(f"{version('weasyprint')}\0{tokens}\0".encode())
    for path in (*stylesheets, *code):
        digest.update(path.read_bytes() + b"\0")
    for font in sorted(fonts):
        digest.update(font.encode())
    return digest.hexdigest()


def through(
    store: Store | Memory, sections: Iterable[Section], render_all: Callable[[list[Section]], list[Rendered]]
) -> list[Rendered]:
    """Take what the store has, render the rest at once and keep it; the order is that of `sections`."""
    wanted = list(sections)
    found = [store.get(section) for section in wanted]
    missing = [section for section, kept in zip(wanted, found, strict=True) if kept is None]
    made = iter(render_all(missing) if missing else ())
    done = []
    for kept in found:
        if kept is None:
            kept = next(made)
            store.put(kept)
        done.append(kept)
    return done


def _pack(rendered: Rendered) -> bytes:
    entry = to_plain(_Entry(rendered.pages, rendered.fonts))
    ledger = json.dumps(entry, ensure_ascii=False, separators=(",", ":")).encode()
    body = len(ledger).to_bytes(_LENGTH, "big") + ledger + rendered.pdf
    return hashlib.sha256(body).digest() + body


def _unpack(data: bytes, section: Section) -> Rendered | None:
    digest, body = data[:_DIGEST], data[_DIGEST:]
    if hashlib.sha256(body).digest() != digest:
        return None
    end = _LENGTH + int.from_bytes(body[:_LENGTH], "big")
    entry = from_plain(_Entry, json.loads(body[_LENGTH:end]))
    return Rendered(section, body[end:], entry.pages, entry.fonts)
