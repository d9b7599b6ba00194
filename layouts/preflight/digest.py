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

# What places a page in its file, or is looked at with the whole file, or is not looked at: no check of a page reads it.
_ASIDE = ("A", "AP", "DA", "Dest", "Font", "Metadata", "P", "StructParent", "StructParents")
_PAGE_ASIDE = frozenset(("/Parent",))  # of a page: its boxes are told by themselves
_NAMES = b"/(?:%s)" % b"|".join(name.encode() for name in _ASIDE)
_TEXT = rb"\((?:[^()\\]|\\.)*\)"
_VALUE = rb"(?:\d+ \d+ R\b|-?\d+ |%s|<<(?:[^<>()]|<<[^<>()]*>>)*>>)" % _TEXT

# An object is written on one line: texts are kept, what is aside goes, the numbers of objects give way to digests.
_PART = re.compile(rb"%s|(%s) %s|(\d+) (\d+) R\b" % (_TEXT, _NAMES, _VALUE), re.DOTALL)
# What is aside and not written so, or in the company of an array that holds more than numbers.
_LONG = re.compile(rb"%s(?= (?!%s))" % (_NAMES, _VALUE), re.DOTALL)
_SHORT, _ARRAY = re.compile(rb"%s " % _NAMES), re.compile(rb"\[[^\]]*[\[/(<]")
_DRAWINGS = re.compile(rb"/XObject \d|/%s" % IMPRINT.encode())


class Digests:
    """The digests of the pages of one file; what pages share is read once."""

    def __init__(self, pdf: pikepdf.Pdf, whole: bool = False) -> None:
        self._pdf, self._whole = pdf, whole
        self._known: dict[tuple[int, int], bytes] = {}
        self.leaves_out = False
        """Whether an imprint was left out of a page so far."""

    def of_page(self, page: pikepdf.Object) -> bytes:
        """Return the digest of a page with all that it refers to."""
        known = self._known.get(page.objgen)
        if known is None:
            kept = {key: value for key, value in page.items() if key not in _PAGE_ASIDE}
            known = self._known[page.objgen] = hashlib.sha256(self._dictionary(kept)).digest()
        return known

    def _of(self, thing: Any) -> bytes:
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
        if not self._is_deep(said):
            return _PART.sub(self._part, said)
        if isinstance(thing, pikepdf.Array):
            return b"[" + b",".join(self._of(item) for item in thing) + b"]"
        return self._dictionary(dict(thing.items())) if isinstance(thing, pikepdf.Dictionary) else said

    def _is_deep(self, said: bytes) -> bool:
        """Whether an object has to be taken apart, part by part."""
        if _LONG.search(said) or (not self._whole and _DRAWINGS.search(said)):
            return True
        return _ARRAY.search(said) is not None and _SHORT.search(said) is not None

    def _part(self, match: re.Match[bytes]) -> bytes:
        if match[2]:
            return self._of(self._pdf.get_object(int(match[2]), int(match[3])))
        return match[1] or match[0]

    def _dictionary(self, entries: dict[str, Any]) -> bytes:
        return b"<%s>" % b",".join(key.encode() + b"=" + self._entry(key, entries[key]) for key in sorted(entries))

    def _entry(self, key: str, value: Any) -> bytes:
        if key[1:] in _ASIDE:
            return b""
        if key == "/XObject" and isinstance(value, pikepdf.Dictionary) and not self._whole:
            shown = [(name, form) for name, form in sorted(value.items()) if not name.startswith("/" + IMPRINT)]
            self.leaves_out |= len(shown) < len(value.keys())
            return b"".join(name.encode() + b"=" + self._of(form) for name, form in shown)
        return self._of(value)
