"""What a page holds that one does not see on it: texts that stand for drawings, addresses of links, names of marks."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

_LONGEST_KEY = 64  # characters


def alternatives(_: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[str]:
    """Yield the texts that stand for drawings, in the order of reading."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    count = raw.FPDF_StructTree_CountChildren(tree)
    waiting = [raw.FPDF_StructTree_GetChildAtIndex(tree, i) for i in range(count)]
    while waiting:
        element = waiting.pop(0)
        if not element:
            continue
        if alt := _text(partial(raw.FPDF_StructElement_GetAltText, element)):
            yield alt
        count = raw.FPDF_StructElement_CountChildren(element)
        waiting[:0] = [raw.FPDF_StructElement_GetChildAtIndex(element, i) for i in range(count)]
    raw.FPDF_StructTree_Close(tree)


def addresses(pdf: pdfium.PdfDocument, page: pdfium.PdfPage) -> Iterator[str]:
    """Yield the addresses that the links of a page lead to, in their order on it."""
    position, link = ctypes.c_int(0), raw.FPDF_LINK()
    while raw.FPDFLink_Enumerate(page.raw, position, link):
        action = raw.FPDFLink_GetAction(link)
        address = _bytes(partial(raw.FPDFAction_GetURIPath, pdf.raw, action)) if action else b""
        if address:
            yield address.rstrip(b"\0").decode("utf-8", "replace")


def key_of(mark: Any, index: int) -> str:
    """Return a key of the properties of marked content."""
    length = ctypes.c_ulong()
    buffer = (raw.FPDF_WCHAR * _LONGEST_KEY)()
    raw.FPDFPageObjMark_GetParamKey(mark, index, buffer, 2 * _LONGEST_KEY, length)
    return bytes(buffer)[: max(length.value - 2, 0)].decode("utf-16-le", "replace")


def _text(ask: Callable[[Any, int], int]) -> str:
    """Ask PDFium for a text, which it tells in UTF-16, closed by a zero."""
    return _bytes(ask)[:-2].decode("utf-16-le", "replace")


def _bytes(ask: Callable[[Any, int], int]) -> bytes:
    size = ask(None, 0)
    buffer = ctypes.create_string_buffer(size)
    ask(buffer, size)
    return buffer.raw[:size]
