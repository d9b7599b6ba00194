"""The file to read on screen: PDF/UA-1, the trim alone."""

from __future__ import annotations

from pikepdf import Pdf

from layouts.finish.saving import save


def screen(pdf: Pdf) -> bytes:
    """Return an open document cut to its trim, for reading on screen: tags, links and bookmarks are kept."""
    cut(pdf)
    return save(pdf)


def cut(pdf: Pdf) -> None:
    """Cut the pages of an open document to their trim."""
    for page in pdf.pages:
        trim = page.obj.TrimBox
        page.obj.MediaBox = trim
        del page.obj.TrimBox, page.obj.BleedBox
