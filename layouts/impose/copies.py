"""A document whose pages are taken several times, in another order: copies that a printer need not be asked for."""

from __future__ import annotations

import io
from collections.abc import Iterable

from pikepdf import Pdf

from layouts.assemble.provenance import inherit
from layouts.finish.saving import save


def copies(document: bytes, pages: Iterable[int]) -> bytes:
    """Return the pages, numbered from 0, in the given order; one that stands twice is drawn from the same bytes."""
    with Pdf.open(io.BytesIO(document)) as source, Pdf.new() as pdf:
        for page in pages:
            pdf.pages.append(source.pages[page])
        inherit(pdf, source)
        return save(pdf)
