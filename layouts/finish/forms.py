"""Pages as forms, which other pages draw (ISO 32000-1, 8.10)."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Name, Pdf


def contents(page: pikepdf.Page) -> list[pikepdf.Object]:
    """Return the streams that a page's operators are in, one after the other."""
    told: Any = page.obj.get("/Contents", Array())
    return list(told) if isinstance(told, Array) else [told]


def as_form(pdf: Pdf, page: pikepdf.Page, box: pikepdf.Object) -> pikepdf.Object:
    """Return a form that draws a page within a box; what is compressed is taken as it is."""
    parts = contents(page)
    if len(parts) == 1 and parts[0].get("/Filter") == Name.FlateDecode and "/DecodeParms" not in parts[0]:
        form = pdf.make_stream(parts[0].read_raw_bytes(), Filter=Name.FlateDecode)
    else:
        form = pdf.make_stream(b"\n".join(part.read_bytes() for part in parts))
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, box
    form.Resources = page.obj.Resources
    return form
