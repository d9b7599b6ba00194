"""One file in, what a page tells of it out: its size, its pages, its format, its checksum; and pictures of covers."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, UnidentifiedImageError
from pypdfium2 import PdfDocument, PdfiumError

COVERED = "livre-ecran.pdf"
"""The file whose first page is the cover."""

COVERS = {"couverture-240.webp": 240, "couverture-720.webp": 720}
"""The pictures of a cover and their widths (px): twice those at which pages show them."""

_COLOURS = 64  # the drawings are flat: so many hold their colours and the edges between them
_PICTURES = frozenset({".png", ".jpg", ".jpeg", ".webp"})
_MM = 25.4 / 72


@dataclass(frozen=True)
class Piece:
    """A file of an edition. Its width and height: mm of the trimmed page of a PDF, px of a picture, 0 if unknown."""

    path: str  # below the edition's folder, with /
    bytes: int
    sha256: str
    pages: int  # 0 where it is no PDF
    width: float
    height: float
    title: str  # as the PDF says it, or empty
    version: str  # that of the edition when it was written


def measure(path: Path) -> Piece:
    """Measure a file; one that is not what its name says is told as bytes alone. Raises OSError."""
    content = path.read_bytes()
    pages, width, height, title = 0, 0.0, 0.0, ""
    if path.suffix == ".pdf":
        pages, width, height, title = _pdf(content)
    elif path.suffix in _PICTURES:
        width, height = _picture(content)
    return Piece(path.name, len(content), hashlib.sha256(content).hexdigest(), pages, width, height, title, "")


def take_covers(path: Path) -> dict[str, bytes]:
    """Return the pictures of the first page of a PDF, by name."""
    with PdfDocument(path) as document:
        page = document[0]
        return {name: _webp(page.render(scale=width / page.get_width()).to_pil()) for name, width in COVERS.items()}


def _webp(picture: Image.Image) -> bytes:
    flat = picture.convert("RGB").quantize(_COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).convert("RGB")
    out = io.BytesIO()
    flat.save(out, "WEBP", lossless=True, quality=20, method=2)  # more effort: a tenth smaller, thrice as long
    return out.getvalue()


def _pdf(content: bytes) -> tuple[int, float, float, str]:
    try:
        with PdfDocument(content) as document:
            left, bottom, right, top = document[0].get_trimbox()
            title = document.get_metadata_value("Title")
            size = (right - left) * _MM, (top - bottom) * _MM
            if document[0].get_rotation() % 180:
                size = size[1], size[0]
            return len(document), round(size[0], 1), round(size[1], 1), title
    except PdfiumError:
        return 0, 0.0, 0.0, ""


def _picture(content: bytes) -> tuple[float, float]:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return float(picture.width), float(picture.height)
    except (UnidentifiedImageError, OSError):
        return 0.0, 0.0
