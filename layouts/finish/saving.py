"""How every PDF is written."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Pdf


def save(pdf: Pdf, version: str = "") -> bytes:
    """Write a PDF the same way each time: compressed objects, an identifier that follows from the content.

    `version` is the version that its header tells, where a standard asks for one.
    """
    out = io.BytesIO()
    pdf.save(
        out,
        deterministic_id=True,
        force_version=version,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    return out.getvalue()
