"""Makes small files: pages for a press written operator by operator, pages for a screen laid out from HTML."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream
from weasyprint import HTML

from layouts.preflight import Expectation

MM = 72 / 25.4
TRIM = (60.0, 80.0)  # mm
FONT = (
    Path(__file__).resolve().parents[2]
    / "assets/fonts/atkinson-hyperlegible-next/AtkinsonHyperlegibleNext_400Regular.ttf"
)
WORDS = "0 0 0 1 k BT /Text 12 Tf 30 110 Td (Bonjour) Tj ET"
PRESS = Expectation("press", TRIM, bleed=3, palette=((0, 0, 0, 100), (0, 18, 82, 0), (0, 100, 90, 0)))
SCREEN = Expectation("screen", TRIM, empty=frozenset(range(1, 9)))


def box(margin: float, trim: tuple[float, float] = TRIM) -> Array:
    """The trim enlarged by a margin in mm."""
    return Array([-margin * MM, -margin * MM, (trim[0] + margin) * MM, (trim[1] + margin) * MM])


def font(pdf: Pdf, embedded: bool = True) -> Dictionary:
    """A plain font, with its file or without."""
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Essai, Flags=32)
    if embedded:
        descriptor.FontFile2 = pdf.make_stream(FONT.read_bytes())
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/ABCDEF+Essai"), Encoding=Name.WinAnsiEncoding,
            FontDescriptor=descriptor,
        )
    )  # fmt: skip


def composite_font(
    pdf: Pdf, texts: Mapping[int, str] = {36: "A"}, widths: Mapping[int, int] = {}, embedded: bool = True
) -> Dictionary:
    """A font of two-byte codes that says what some stand for and how wide they are, and nothing of the others."""
    cmap = b"1 beginbfchar %s endbfchar" % b" ".join(b"<%04x> <%04x>" % (c, ord(t)) for c, t in texts.items())
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Essai)
    if embedded:
        descriptor.FontFile2 = pdf.make_stream(b"-")
    inner = Dictionary(
        Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name.Essai, DW=600,
        W=Array([part for code, width in widths.items() for part in (code, Array([width]))]),
        FontDescriptor=descriptor,
    )  # fmt: skip
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name.Essai, Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(inner)]), ToUnicode=pdf.make_stream(cmap),
        )
    )  # fmt: skip


def picture(pdf: Pdf, side: int, space: Name = Name.DeviceCMYK, sample: bytes = b"\0\0\0\x80") -> Stream:
    """A square picture of one colour."""
    data = sample * (side * side)
    entries = {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": side, "/Height": side}
    return Stream(pdf, data, {**entries, "/ColorSpace": space, "/BitsPerComponent": 8})


def press_file(*contents: str, bleed: float = 3, sheet: float = 10, **changes: Any) -> bytes:
    """A file for the press, one page for each content stream.

    `changes` are entries of the pages, or of their resources where they are dictionaries; None takes one away.
    """
    with Pdf.new() as pdf:
        for content in contents or (WORDS,):
            page = pdf.add_blank_page(page_size=(100, 100))
            page.obj.MediaBox, page.obj.TrimBox, page.obj.BleedBox = box(sheet), box(0), box(bleed)
            page.obj.Resources = Dictionary(Font=Dictionary(Text=font(pdf)), XObject=Dictionary())
            page.obj.Contents = pdf.make_stream(content.encode("cp1252"))
            for key, change in changes.items():
                _change(pdf, page.obj, key, change)
        return _bytes(pdf)


def _change(pdf: Pdf, page: Any, key: str, change: Any) -> None:
    value = change(pdf) if callable(change) else change
    if value is None:
        del page[f"/{key}"]
    elif key.endswith("Box") or key == "Annots":
        page[f"/{key}"] = value
    else:
        page.Resources[f"/{key}"] = value


def _bytes(pdf: Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


_CSS = f"""
@font-face {{ font-family: Essai; src: url("{FONT.as_uri()}") }}
@page {{ size: {TRIM[0]}mm {TRIM[1]}mm; margin: 4mm }}
html {{ font: 9pt/12pt Essai; color: #000 }}
body, p, h1, h2, h3, ol {{ margin: 0 }} h1, h2, h3 {{ font: 11pt/13pt Essai }}
"""


def screen_file(body: str, css: str = "") -> bytes:
    """A tagged file for the screen."""
    # In the document itself, or the engine would not read the @font-face.
    head = f"<head><title>Essai</title><style>{_CSS}{css}</style></head>"
    html = f"<html lang=fr>{head}<body>{body}</body></html>"
    pdf: bytes = HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def changed(data: bytes, change: Any) -> bytes:
    """The same file after a change made by pikepdf."""
    with Pdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        return _bytes(pdf)


def figures(pdf: pikepdf.Pdf) -> list[Any]:
    """The Figure elements of a tagged file."""
    found: list[Any] = []

    def visit(node: Any) -> None:
        kids = node.get("/K", Array())
        for kid in kids if isinstance(kids, Array) else [kids]:
            if isinstance(kid, Dictionary) and "/S" in kid:
                if str(kid.S) == "/Figure":
                    found.append(kid)
                visit(kid)

    visit(pdf.Root.StructTreeRoot)
    return found
