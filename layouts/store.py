"""Rendered sections kept between builds: the length of the ledger, the ledger as JSON, the PDF."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from layouts.cache import Cache
from layouts.ledger import FontUse, PageLedger, Rendered, Section
from layouts.plain import from_plain, to_plain

_LENGTH = 8  # bytes


@dataclass(frozen=True)
class _Entry:
    pages: tuple[PageLedger, ...]
    fonts: dict[str, FontUse]


class Store:
    """The rendered sections of a cache, for one set of style sheets, fonts and code (its `base`)."""

    def __init__(self, cache: Cache, base: str) -> None:
        self._cache, self._base = cache, base

    def get(self, section: Section) -> Rendered | None:
        """Return a section as it was rendered before, or nothing."""
        data = self._cache.get(key_of(self._base, section))
        return None if data is None else _unpack(data, section)

    def put(self, rendered: Rendered) -> None:
        """Keep a rendered section."""
        self._cache.put(key_of(self._base, rendered.section), _pack(rendered))


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
    store: Store | Memory, sections: Iterable[Section], render_all: Callable[[Iterable[Section]], list[Rendered]]
) -> list[Rendered]:
    """Take what the store has, render the rest at once and keep it; the order is that of `sections`.

    They are taken one by one: what is missing may be rendered while those that follow are composed.
    """
    found: list[Rendered | None] = []

    def missing() -> Iterator[Section]:
        for section in sections:
            found.append(store.get(section))
            if found[-1] is None:
                yield section

    waiting = missing()
    first = next(waiting, None)
    made = iter(render_all(chain((first,), waiting)) if first else ())
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
    return len(ledger).to_bytes(_LENGTH, "big") + ledger + rendered.pdf


def _unpack(data: bytes, section: Section) -> Rendered:
    end = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    entry = from_plain(_Entry, json.loads(data[_LENGTH:end]))
    return Rendered(section, data[end:], entry.pages, entry.fonts)
