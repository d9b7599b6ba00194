"""A page's digest: of all that it draws and of its boxes, wherever its file keeps them. Equal pages, equal findings."""

from __future__ import annotations

import hashlib
from typing import Any

import pikepdf

# What places a page in its file, or is looked at with the whole file: no check of a page reads it.
_ASIDE = frozenset(("/Parent", "/P", "/StructParents", "/StructParent", "/Dest", "/A", "/Metadata", "/Length"))
_PROGRAMS = frozenset(("/FontFile", "/FontFile2", "/FontFile3"))  # whether they are there counts, not what is in them


class Digests:
    """The digests of the pages of one file; what pages share is read once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], bytes] = {}

    def of(self, thing: Any) -> bytes:
        """Return the digest of an object with all that it refers to."""
        if not isinstance(thing, pikepdf.Object):
            return repr(thing).encode()
        known = self._known.get(thing.objgen) if thing.is_indirect else None
        if known is None:
            if thing.is_indirect:
                self._known[thing.objgen] = b"above"  # what refers back to itself
            known = self._read(thing)
            if thing.is_indirect:
                self._known[thing.objgen] = known
        return known

    def _read(self, thing: pikepdf.Object) -> bytes:
        if isinstance(thing, pikepdf.Array):
            return hashlib.sha256(b"[" + b",".join(self.of(item) for item in thing)).digest()
        if not isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
            return thing.unparse()
        digest = hashlib.sha256()
        for key, value in sorted(thing.items()):
            if key not in _ASIDE:
                digest.update(key.encode() + b"=" + (b"" if key in _PROGRAMS else self.of(value)) + b",")
        if isinstance(thing, pikepdf.Stream):
            digest.update(thing.read_raw_bytes())
        return digest.digest()
