"""Colours as they are seen: what lies beneath a text once the page is drawn, and how far the text stands out."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import cast

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

Colour = tuple[int, int, int]
Box = tuple[int, int, int, int]
SCALE = 2  # pixels a point
_RARE = 0.03  # a colour on fewer of the pixels is the edge of something, not a ground


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours (WCAG 2.1, 1.4.3)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: Colour) -> float:
    """The relative luminance of an sRGB colour (WCAG 2.1)."""
    red, green, blue = (
        v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in (v / 255 for v in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def grounds(image: Image.Image, box: Box) -> list[Colour]:
    """The colours that fill more than the edges of a box."""
    part = image.crop(box)
    total = part.width * part.height
    counts = cast("list[tuple[int, Colour]]", part.getcolors(total))
    return [colour for count, colour in counts if count > _RARE * total]


def page_grounds(pdf: bytes) -> Iterator[tuple[int, Colour, Box, Colour]]:
    """For each text of each page: page, colour of the text, its box in pixels, and each colour beneath it."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, 1):
            height = page.get_height()
            texts = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]))
            found = {(_fill(text), _box(text, height)) for text in texts}
            for text in texts:
                page.remove_obj(text)
            image = page.render(scale=SCALE).to_pil().convert("RGB")
            for colour, box in sorted(found):
                if box[2] - box[0] > 1 and box[3] - box[1] > 1:
                    for ground in grounds(image, box):
                        yield number, colour, box, ground


def _fill(text: pypdfium2.PdfObject) -> Colour:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    assert pdfium.FPDFPageObj_GetFillColor(text.raw, red, green, blue, alpha)
    return red.value, green.value, blue.value


def _box(text: pypdfium2.PdfObject, height: float) -> Box:
    left, low, right, high = text.get_bounds()
    return round(left * SCALE), round((height - high) * SCALE), round(right * SCALE), round((height - low) * SCALE)
