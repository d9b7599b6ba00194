"""A page's digest: of all that it draws and of its boxes, wherever its file keeps them. Equal pages, equal findings.

Fonts are not in it, for a file's fonts hold what all of its pages show: what a page shows of them is told by itself.
Nor are imprints, unless it is that of a `whole` page.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pikepdf

from layouts.preflight.graphics import IMPRINT

# What places a page in its file, or is looked at with the whole file: no check of a page reads it.
_ASIDE = frozenset(
    ("/Parent", "/P", "/StructParents", "/StructParent", "/Dest", "/A", "/Metadata", "/Length", "/Font")
)
_SLOW = re.compile(rb"[(]|/(?:XObject|%s)\b" % b"|".join(key[1:].encode() for key in sorted(_ASIDE)))
_REFERENCE = re.compile(rb"\b(\d+) (\d+) R\b")


class Digests:
    """The digests of the pages of one file; what pages share is read once."""

    def __init__(self, pdf: pikepdf.Pdf, whole: bool = False) -> None:
        self._pdf, self._whole = pdf, whole
        self._known: dict[tuple[int, int], bytes] = {}

    def of(self, thing: Any) -> bytes:
        """Return the digest of an object with all that it refers to."""
        if not isinstance(thing, pikepdf.Object):
            return repr(thing).encode()
        if not thing.is_indirect:
            return self._read(thing)
        known = self._known.get(thing.objgen)
        if known is None:
            self._known[thing.objgen] = b"above"  # what refers back to itself
            known = self._known[thing.objgen] = hashlib.sha256(self._read(thing)).digest()
        return known

    def _read(self, thing: pikepdf.Object) -> bytes:
        """Return what an object says, with the digests of others in place of their numbers."""
        if isinstance(thing, pikepdf.Stream):
            return self._read(thing.stream_dict) + thing.read_raw_bytes()
        said = thing.unparse(resolved=True)
        if not _SLOW.search(said):
            return _REFERENCE.sub(self._referred, said)
        if isinstance(thing, pikepdf.Array):
            return b"[" + b",".join(self.of(item) for item in thing) + b"]"
        if not isinstance(thing, pikepdf.Dictionary):
            return said
        kept = (key.encode() + b"=" + self._entry(key, value) for key, value in sorted(thing.items()))
        return b"<" + b",".join(kept) + b">"

    def _entry(self, key: str, value: Any) -> bytes:
        if key in _ASIDE:
            return b""
        if key == "/XObject" and isinstance(value, pikepdf.Dictionary) and not self._whole:
            shown = [(name, form) for name, form in sorted(value.items()) if not name.startswith("/" + IMPRINT)]
            return b"".join(name.encode() + b"=" + self.of(form) for name, form in shown)
        return self.of(value)

    def _referred(self, match: re.Match[bytes]) -> bytes:
        return self.of(self._pdf.get_object(int(match[1]), int(match[2])))
