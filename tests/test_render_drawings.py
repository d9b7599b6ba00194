"""Drawings that are copied: the same pixels as the engine paints each time, and nothing copied that cannot be."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
import pypdfium2
import pytest
from weasyprint import HTML
from weasyprint.images import SVGImage

from layouts import render_drawings
from layouts.ledger import Section
from layouts.render import Renderer, RenderingError
from tests.preflight.makers import FONT

_SHAPES = """<rect width="90" height="90" fill="#3f5bd9"/><path d="M9 80 L45 9 L80 80 Z" fill="#ffcf3f"/>
<circle cx="45" cy="45" r="30" fill="none" stroke="#e4412f" stroke-width="6" stroke-dasharray="9 4"/>
<path d="M5 5 H85" stroke="#17163b" stroke-width="4" stroke-linecap="round"/><circle cx="60" cy="60" r="9"/>"""
_GRADIENT = """<linearGradient id="g"><stop offset="0" stop-color="red"/><stop offset="1" stop-color="blue"/>
</linearGradient><rect width="90" height="90" fill="url(#g)"/>"""
_HALF = '<rect width="90" height="90" fill="#3f5bd9" fill-opacity=".4"/>'
_TEXT = '<text x="9" y="50" font-family="Essai" font-size="30">Mire</text>'
_GROUP = f'<g opacity=".5">{_SHAPES}</g>'
KINDS = {"shapes": _SHAPES, "group": _GROUP, "gradient": _GRADIENT, "opacity": _HALF, "text": _TEXT}


@pytest.fixture(autouse=True)
def engine() -> Iterator[None]:
    """The engine as it comes, and nothing painted before."""
    own = getattr(SVGImage.draw, "__wrapped__", SVGImage.draw)
    before, SVGImage.draw = SVGImage.draw, own
    kept = dict(render_drawings._painted)
    render_drawings._painted.clear()
    yield
    SVGImage.draw = before
    render_drawings._painted.clear()
    render_drawings._painted.update(kept)


def written(*drawings: str) -> bytes:
    """A page that shows each drawing twice, once as a picture and once as a ground."""
    cells = []
    for drawing in drawings:
        data = quote(f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 90'>{drawing}</svg>")
        address = f"data:image/svg+xml,{data}"
        cells += [f'<img src="{address}" alt="Essai">', f"<div style=\"background-image: url('{address}')\"></div>"] * 2
    face = f"@font-face {{ font-family: Essai; src: url('{FONT.as_uri()}') }}"
    style = f"{face} @page {{ size: 90mm }} img, div {{ display: block; float: left; width: 12mm; height: 12mm }}"
    document: Any = HTML(string=f"<html lang=fr><title>Essai</title><style>{style}</style>{''.join(cells)}")
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True))


def pixels(data: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=3).to_pil().tobytes() for page in document]


@pytest.mark.parametrize("kind", KINDS)
def test_copied_or_not_the_pixels_are_those_of_the_engine(kind: str) -> None:
    expected = pixels(written(KINDS[kind], _SHAPES))
    render_drawings.draw_once()
    for _ in range(2):
        assert pixels(written(KINDS[kind], _SHAPES)) == expected


def test_only_what_paints_flat_shapes_is_kept() -> None:
    render_drawings.draw_once()
    for kind, kept in (("gradient", 0), ("text", 0), ("group", 0), ("opacity", 1), ("shapes", 1)):
        render_drawings._painted.clear()
        written(KINDS[kind])
        assert len(render_drawings._painted) == kept, kind


def test_a_drawing_at_fault_is_told_each_time(project_root: Path) -> None:
    render_drawings.draw_once()
    renderer = Renderer((), "", (project_root / "assets",))
    faulty = quote("<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0 H9' stroke-miterlimit='x'/></svg>")
    html = f'<html lang="fr"><title>Essai</title><body><img src="data:image/svg+xml,{faulty}" alt="Essai">'
    for name in ("S01", "S02", "S01"):
        with pytest.raises(RenderingError, match=f"^{name} : Failed to render SVG"):
            renderer.render(Section(name, html, "recto", 1, "", "ink"))


def test_what_changes_nothing_is_left_out() -> None:
    before = written(_SHAPES)
    render_drawings.draw_once()
    after = written(_SHAPES)
    assert len(operators(after, "M")) < len(operators(before, "M"))
    for operator in ("f", "S", "rg", "RG", "w"):
        assert operators(after, operator) == operators(before, operator)


def operators(data: bytes, wanted: str) -> list[str]:
    """The operators of this name in a file, with their operands, in the order of its streams."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        streams = [page.Contents for page in pdf.pages]
        streams += [form for page in pdf.pages for _, form in sorted(page.Resources.get("/XObject", {}).items())]
        for stream in streams:
            found += [
                str(each.operands) for each in pikepdf.parse_content_stream(stream) if str(each.operator) == wanted
            ]
    return found
