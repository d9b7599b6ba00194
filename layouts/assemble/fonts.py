"""One font for each face in the whole document: the union of what its sections and its furniture draw.

Sections carry subsets that keep the glyph ids of the font file, so one subset of the union takes their place
without a change to any text operator (ISO 32000-1, 9.7 composite fonts with an Identity-H encoding).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from layouts.finish.saving import packed
from layouts.ledger import FontUse
from layouts.setting import Face


class FontTable:
    """Collects glyphs by resource name while pages are drawn; writes the fonts once, at the end."""

    def __init__(self, faces: dict[str, Face]) -> None:
        self._faces = faces
        self._uses: dict[str, FontUse] = {}

    def add(self, uses: dict[str, FontUse]) -> None:
        """Take the fonts of a section. Raises KeyError for a face that is not among the project's fonts."""
        for key, use in uses.items():
            self._faces[use.face]
            self._uses.setdefault(key, FontUse(use.face, use.name, use.flags, {}))
            self.draw(key, use.glyphs)

    def draw(self, key: str, glyphs: dict[int, tuple[int, str]]) -> None:
        """Add glyphs that assembly itself draws with the font `key`."""
        mine = self._uses[key].glyphs
        for gid, glyph in glyphs.items():
            mine.setdefault(gid, glyph)

    def face(self, key: str) -> Face:
        """Return the font file behind a resource name."""
        return self._faces[self._uses[key].face]

    def key_of(self, file_name: str) -> str:
        """Return the resource name under which the font file `file_name` is set, making one where none is."""
        face = next(face for face in self._faces.values() if face.path.name == file_name)
        for key, use in self._uses.items():
            if use.face == face.sha:
                return key
        key = "F" + face.sha[:6].upper()
        tag = "".join(chr(65 + int(digit, 16)) for digit in face.sha[:6])
        self._uses[key] = FontUse(face.sha, f"{tag}+{face.path.stem.replace('_', '-')}", 4, {})
        return key

    def write(self, pdf: Pdf) -> pikepdf.Object:
        """Embed every font once and return the resource dictionary that all pages share."""
        union: dict[str, set[int]] = {}
        for use in self._uses.values():
            union.setdefault(use.face, set()).update(use.glyphs)
        files = {sha: _font_file(pdf, self._faces[sha], glyphs) for sha, glyphs in sorted(union.items())}
        fonts = {
            f"/{key}": _font(pdf, use, self._faces[use.face], files[use.face])
            for key, use in sorted(self._uses.items())
        }
        return pdf.make_indirect(Dictionary(fonts))


def share_fonts(resources: pikepdf.Object, fonts: pikepdf.Object) -> None:
    """Put the shared fonts into a resource dictionary, and into those of its forms and patterns."""
    resources.Font = fonts
    for family in ("/XObject", "/Pattern"):
        for part in resources.get(family, Dictionary()).values():
            if "/Resources" in part and part.Resources.get("/Font") != fonts:
                share_fonts(part.Resources, fonts)


def _font_file(pdf: Pdf, face: Face, glyphs: set[int]) -> pikepdf.Object:
    data, length = _packed_subset(face, frozenset(glyphs))
    return pdf.make_indirect(Stream(pdf, data, Filter=Name.FlateDecode, Length1=length))


@lru_cache(maxsize=256)  # what finishings add is the same in each edition, and much of what pages draw
def _packed_subset(face: Face, glyphs: frozenset[int]) -> tuple[bytes, int]:
    """A subset, compressed, and its length before."""
    data = face.subset(set(glyphs))
    return packed(data), len(data)


def _font(pdf: Pdf, use: FontUse, face: Face, file: pikepdf.Object) -> pikepdf.Object:
    extents = face.font.get_font_extents("ltr")
    ascent, descent = round(extents.ascender * face.scale), round(extents.descender * face.scale)
    name = Name("/" + use.name)
    widths = {gid: width for gid, (width, _) in use.glyphs.items()}
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=use.flags,
        FontBBox=Array([0, descent, max(widths.values(), default=0), ascent]),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=80,
        FontFile2=file,
    )
    descendant = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
        CIDToGIDMap=Name.Identity,
        W=_width_array(widths),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type0,
            BaseFont=name,
            Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_indirect(Stream(pdf, _to_unicode(use.glyphs))),
        )
    )


def _width_array(widths: dict[int, int]) -> Array:
    """The /W array: runs of consecutive glyph ids, each with its list of widths."""
    runs: list[tuple[int, list[int]]] = []
    for gid in sorted(widths):
        if runs and runs[-1][0] + len(runs[-1][1]) == gid:
            runs[-1][1].append(widths[gid])
        else:
            runs.append((gid, [widths[gid]]))
    flat: list[int | Array] = []
    for first, values in runs:
        flat += [first, Array(values)]
    return Array(flat)


def _to_unicode(glyphs: dict[int, tuple[int, str]]) -> bytes:
    """A ToUnicode CMap (ISO 32000-1, 9.10.3)."""
    lines = [f"<{gid:04x}> <{text.encode('utf-16-be').hex()}>" for gid, (_, text) in sorted(glyphs.items()) if text]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
            "1 begincodespacerange <0000> <ffff> endcodespacerange",
            *_batches(lines),
            "endcmap CMapName currentdict /CMap defineresource pop end end",
        ]
    ).encode()


def _batches(lines: list[str]) -> Iterable[str]:
    for i in range(0, len(lines), 100):
        batch = lines[i : i + 100]
        yield f"{len(batch)} beginbfchar\n" + "\n".join(batch) + "\nendbfchar"
