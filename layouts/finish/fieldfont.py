"""The font of what a person types into a form field: one byte a character, so that every reader can use it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pikepdf
import uharfbuzz as hb
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from layouts.finish.saving import packed
from layouts.setting import Face, faces

FONT = "Fiche"
"""The name of the font in the form's resources."""

_FILE = "AtkinsonHyperlegibleNext_400Regular.ttf"
_CODES = range(0x20, 0x100)  # of WinAnsiEncoding
_NONSYMBOLIC = 1 << 5


def field_font(pdf: Pdf, folder: Path) -> pikepdf.Object:
    """Embed the characters of WinAnsiEncoding, which write French, as a simple TrueType font."""
    face = next(face for face in faces(folder).values() if face.path.name == _FILE)
    data, length, widths = _drawn(face)
    extents = face.font.get_font_extents("ltr")
    ascent, descent = round(extents.ascender * face.scale), round(extents.descender * face.scale)
    name = Name("/FICHES+AtkinsonHyperlegibleNext-400Regular")
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=name,
        Flags=_NONSYMBOLIC,
        FontBBox=Array([0, descent, 1000, ascent]),
        ItalicAngle=0,
        Ascent=ascent,
        Descent=descent,
        CapHeight=ascent,
        StemV=80,
        FontFile2=pdf.make_indirect(Stream(pdf, data, Filter=Name.FlateDecode, Length1=length)),
    )
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=name,
            Encoding=Name.WinAnsiEncoding,
            FirstChar=_CODES[0],
            LastChar=_CODES[-1],
            Widths=Array(widths),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
    )


def _character(code: int) -> str:
    try:
        return bytes([code]).decode("cp1252")
    except UnicodeDecodeError:
        return ""  # five codes stand for nothing


def _width(face: Face, char: str) -> int:
    glyph = face.font.get_nominal_glyph(ord(char)) if char else None
    return face.width_of(glyph) if glyph is not None else 0


@cache  # the same for every form
def _drawn(face: Face) -> tuple[bytes, int, list[int]]:
    """The characters: their drawing, compressed, its length before, and their widths."""
    characters = [_character(code) for code in _CODES]
    data = _subset(face, {ord(char) for char in characters if char})
    return packed(data), len(data), [_width(face, char) for char in characters]


def _subset(face: Face, characters: set[int]) -> bytes:
    wanted = hb.SubsetInput()
    wanted.unicode_set.update(characters)
    wanted.flags = hb.SubsetFlags.NO_HINTING
    wanted.drop_table_tag_set.update(
        int.from_bytes(tag, "big") for tag in (b"GPOS", b"GSUB", b"GDEF", b"BASE", b"DSIG", b"STAT", b"meta")
    )
    return bytes(hb.subset(face.face, wanted).blob.data)
