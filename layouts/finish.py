"""From the assembled document, whose pages have their bleed, to the files that people use."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Pdf


def screen(document: bytes) -> bytes:
    """Return the document cut to its trim, for reading on screen: tags, links and bookmarks are kept."""
    with Pdf.open(io.BytesIO(document)) as pdf:
        for page in pdf.pages:
            trim = page.obj.TrimBox
            page.obj.MediaBox = trim
            del page.obj.TrimBox, page.obj.BleedBox
        return save(pdf)


def save(pdf: Pdf) -> bytes:
    """Write a PDF the same way each time: compressed objects, an identifier that follows from the content."""
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    return out.getvalue()
