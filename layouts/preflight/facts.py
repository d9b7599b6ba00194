"""What a file for a press is, read from the file itself: the identity card that its report begins with."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence

import pikepdf
from PIL import ImageCms

from book.french import long_date
from layouts.preflight.boxes import is_registration
from layouts.preflight.document import Document
from layouts.preflight.findings import MM, Box, mm, number, plural

Fact = tuple[str, str]
_COLOURS = {"CMYK": "CMJN", "Gray": "gris", "RGB": "RVB", "Lab": "Lab"}


def facts(document: Document, inks: Sequence[int]) -> Iterator[Fact]:
    """Yield what a file tells of itself; `inks` are the heaviest sums of its pages, in percent."""
    page = document.pages[0]
    expected = document.expected
    first, last = document.labels[0], document.labels[-1]
    yield "Pages", f"{len(document.pages)}" + (f", de la page {first} à la page {last}" if first != last else "")
    yield "Norme et condition d’impression", _standard(document)
    yield "Format rogné", size(page.trim)
    yield "Fond perdu", f"{mm(page.trim[0] - page.bleed[0])} de chaque côté, soit {size(page.bleed)}"
    yield "Feuille", f"{size(page.media)}, {_marks(document)}"
    yield "Zone de sécurité", f"aucun texte à moins de {number(expected.safe)} mm de la coupe"
    heaviest = max(inks, default=0)
    where = document.labels[list(inks).index(heaviest)] if inks else ""
    yield "Encrage", f"{heaviest} % au plus (page {where}), pour une limite de {number(expected.ink_limit)} %"
    yield "Couleurs", _colours(document)
    yield "Polices", _fonts(document)
    yield "Images", _pictures(document)
    if date := re.match(r"D:(\d{4})(\d\d)(\d\d)", str(document.pdf.docinfo.get("/ModDate", ""))):
        yield "Date", long_date("-".join(date.groups()))


def size(box: Box) -> str:
    """The width and height of a box, in mm."""
    return f"{number((box[2] - box[0]) / MM)} × {mm(box[3] - box[1])}"


def _standard(document: Document) -> str:
    xmp = document.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)  # only read
    told = [str(xmp.get("pdfxid:GTS_PDFXVersion", "aucune"))]
    for intent in document.pdf.Root.get("/OutputIntents", ()):
        told.append(str(intent.get("/OutputConditionIdentifier", "")))
        if isinstance(profile := intent.get("/DestOutputProfile"), pikepdf.Stream):
            told.append(f"profil ICC incorporé : {_profile(profile.read_bytes())}")
    return ", ".join(part for part in told if part)


def _profile(data: bytes) -> str:
    try:
        return ImageCms.getProfileDescription(io.BytesIO(data)).strip()
    except ImageCms.PyCMSError:
        return "illisible"


def _marks(document: Document) -> str:
    """What stands around the first page."""
    page = document.pages[0]
    marks = [mark for mark in page.marks if mark.kind != "text" and is_registration(mark)]
    if not marks:
        return "sans repères"
    nearest = min(
        max(page.trim[0] - m.box[2], m.box[0] - page.trim[2], page.trim[1] - m.box[3], m.box[1] - page.trim[3])
        for m in marks
    )
    return f"traits de coupe et repères à {mm(nearest)} de la coupe au moins"


def _colours(document: Document) -> str:
    """The families of colour inside the bleed, and how many different ones."""
    spaces = {m.colour.space for page in document.pages for m in page.marks if m.visible and m.colour.space}
    named = sorted({_COLOURS.get(space, space) for space in spaces if not space.startswith("Separation") and space})
    flat = {
        tuple(round(value) for value in inks)
        for page in document.pages
        for mark in page.marks
        if (inks := mark.colour.cmyk()) and mark.kind != "image"
    }
    return f"{' et '.join(named)}, {plural(len(flat), 'teinte', 'teintes')} en tout, sans ton direct"


def _fonts(document: Document) -> str:
    fonts = {mark.name: mark.embedded for page in document.pages for mark in page.texts}
    loose = sorted(name for name, embedded in fonts.items() if not embedded)
    count = plural(len(fonts), "police, incorporée", "polices, toutes incorporées")
    return f"{count} : {', '.join(sorted(fonts))}" if not loose else f"non incorporées : {', '.join(loose)}"


def _pictures(document: Document) -> str:
    dots = [
        min(m.pixels[0] / m.thin, m.pixels[1] / m.size) * 72
        for page in document.pages
        for m in page.marks
        if m.kind == "image" and m.visible and min(m.pixels)
    ]
    if not dots:
        return "aucune : tous les dessins sont des tracés"
    return f"{plural(len(dots), 'image', 'images')}, {number(min(dots), 0)} points par pouce au moins"
