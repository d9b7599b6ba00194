"""Pages drawn by PDFium, whole or without their text: what lies under the words, and what reaches the bleed."""

from __future__ import annotations

import ctypes
from functools import cached_property
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL.Image import Image

_TRANSPARENT, _WHITE = (255, 255, 255, 0), (255, 255, 255, 255)


class Raster:
    """One file, opened for drawing when something is to be drawn."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @cached_property
    def _document(self) -> Any:
        return pypdfium2.PdfDocument(self._data)

    def ground(self, index: int) -> Image:
        """Draw a page without its text on nothing at all, one pixel for a point."""
        page = self._document[index]
        try:
            _strip(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, pdfium.FPDFPage_RemoveObject)
            return _draw(page, 1.0, _TRANSPARENT)
        finally:
            page.close()

    def whole(self, index: int, scale: float) -> Image:
        """Draw a page as a reader sees it, on white, with its annotations left out."""
        page = self._document[index]
        try:
            return _draw(page, scale, _WHITE).convert("RGB")
        finally:
            page.close()

    def close(self) -> None:
        """Let go of the file."""
        if "_document" in self.__dict__:
            self._document.close()


def _draw(page: Any, scale: float, ground: tuple[int, int, int, int]) -> Image:
    bitmap = page.render(scale=scale, fill_color=ground, may_draw_forms=False, draw_annots=False)
    image: Image = bitmap.to_pil()
    return image


def _strip(holder: Any, count: Any, get: Any, remove: Any) -> None:
    """Take the text objects out of a page, or of a form on it, and out of the forms within."""
    for i in range(count(holder) - 1, -1, -1):
        thing = get(holder, ctypes.c_ulong(i) if get is pdfium.FPDFFormObj_GetObject else i)
        kind = pdfium.FPDFPageObj_GetType(thing)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            remove(holder, thing)
            if remove is pdfium.FPDFPage_RemoveObject:
                pdfium.FPDFPageObj_Destroy(thing)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            _strip(
                thing, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, pdfium.FPDFFormObj_RemoveObject
            )
