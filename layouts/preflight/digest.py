"""A page's digest: of all that it draws and of its boxes, wherever its file keeps them. Equal pages, equal findings.

Fonts are not in it, for a file's fonts hold what all of its pages show: what a page shows of them is told by itself.
Nor are imprints, unless it is that of a `whole` page.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any, Literal

import pikepdf

from layouts.preflight.graphics import IMPRINT

Role = Literal["", "page", "annotation", "resources", "drawings", "aside"]

# What an entry holds, where that matters. What is aside places a page in its file, or is looked at with the whole file,
# or not at all: no check of a page reads it.
_ENTRIES: dict[Role, dict[str, Role]] = {
    "page": {
        "/Annots": "annotation", "/Resources": "resources", "/Parent": "aside", "/StructParents": "aside",
        "/Metadata": "aside",
    },
    "annotation": {
        "/Parent": "annotation", "/Kids": "annotation", "/A": "aside", "/AP": "aside", "/DA": "aside",
        "/Dest": "aside", "/P": "aside", "/StructParent": "aside",
    },
    "resources": {"/XObject": "drawings", "/Font": "aside"},
}  # fmt: skip
_TEXT = rb"\((?:[^()\\]|\\.)*\)"
_NAMES = b"/(?:%s)" % b"|".join(key[1:].encode() for key, role in _ENTRIES["annotation"].items() if role == "aside")
_VALUE = rb"(?:\d+ \d+ R\b|-?\d+ |%s|<<(?:[^<>()]|<<[^<>()]*>>)*>>)" % _TEXT

# An object is written on one line: texts are kept, the numbers of other objects give way to their digests.
_PART = re.compile(rb"%s|(/Parent |/Resources )?\b(\d+) (\d+) R\b" % _TEXT, re.DOTALL)
# What is aside in an annotation goes before, where it is written like this; where it is not, the entries go one by one.
_ASIDE = re.compile(rb"(%s)|(%s) %s" % (_TEXT, _NAMES, _VALUE), re.DOTALL)
_UNLIKE = re.compile(rb"%s (?!%s)|/Kids " % (_NAMES, _VALUE), re.DOTALL)


class Digests:
    """The digests of the pages of one file; what pages share is read once."""

    def __init__(self, pdf: pikepdf.Pdf, whole: bool = False) -> None:
        self._pdf, self._whole = pdf, whole
        self._known: dict[tuple[Role, tuple[int, int]], bytes] = {}
        self.leaves_out = False
        """Whether an imprint was left out of a page so far."""

    def of_page(self, page: pikepdf.Object) -> bytes:
        """Return the digest of a page with all that it refers to."""
        return self._of(page, "page")

    def _of(self, thing: Any, role: Role) -> bytes:
        if role == "aside":
            return b""
        if not isinstance(thing, pikepdf.Object):
            return repr(thing).encode()
        if not thing.is_indirect:
            return self._read(thing, role)
        place = role, thing.objgen
        known = self._known.get(place)
        if known is None:
            self._known[place] = b"above"  # what refers back to itself
            known = self._known[place] = hashlib.sha256(self._read(thing, role)).digest()
        return known

    def _read(self, thing: pikepdf.Object, role: Role) -> bytes:
        """Return what an object says, with the digests of others in place of their numbers."""
        if isinstance(thing, pikepdf.Stream):
            return self._stream(thing)
        if role and isinstance(thing, pikepdf.Array):
            return b"[%s]" % b",".join(self._of(item, role) for item in thing)
        if role and isinstance(thing, pikepdf.Dictionary):
            return self._annotation(thing) if role == "annotation" else self._dictionary(thing, role)
        return self._said(thing.unparse(resolved=True), "")

    def _stream(self, thing: pikepdf.Stream) -> bytes:
        """A form, a pattern, a picture: its resources play the part of a page's."""
        said = thing.stream_dict.unparse(resolved=True)
        if b"/Resources <<" in said:
            return self._dictionary(thing.stream_dict, "page") + thing.read_raw_bytes()
        return self._said(said, "resources") + thing.read_raw_bytes()

    def _annotation(self, thing: pikepdf.Dictionary) -> bytes:
        said = thing.unparse(resolved=True)
        if _UNLIKE.search(said):
            return self._dictionary(thing, "annotation")
        return self._said(_ASIDE.sub(lambda match: match[1] or match[2], said), "annotation")

    def _said(self, said: bytes, role: Role) -> bytes:
        """What is written, with the digests of others: those that it names as parent or resources play that role."""

        def part(match: re.Match[bytes]) -> bytes:
            if not match[2]:
                return match[0]
            thing = self._pdf.get_object(int(match[2]), int(match[3]))
            return (match[1] or b"") + self._of(thing, role if match[1] else "")

        return _PART.sub(part, said)

    def _dictionary(self, thing: pikepdf.Object, role: Role) -> bytes:
        entries = sorted(thing.items())
        if role == "drawings" and not self._whole:
            shown = [(name, form) for name, form in entries if not name.startswith("/" + IMPRINT)]
            self.leaves_out |= len(shown) < len(entries)
            entries = shown
        roles = _ENTRIES.get(role, {})
        return b"<%s>" % b",".join(key.encode() + b"=" + self._of(value, roles.get(key, "")) for key, value in entries)
