"""The spaces that WeasyPrint does not draw are in the text of the file, and change nothing on the page."""

from __future__ import annotations

from typing import Any

import pypdfium2
from weasyprint import HTML

from layouts.line_ends import keep_spaces
from tests.preflight.makers import FONT
from tests.reading import Book

_CSS = f"""@font-face {{ font-family: Essai; src: url("{FONT.as_uri()}") }}
@page {{ size: 46mm 60mm; margin: 8mm }}
html {{ font: 10pt/13pt Essai }} h1, p, ul, li {{ margin: 0; padding: 0 }} h1 {{ font-size: 14pt }}
.name {{ display: block; width: 22mm }} .number {{ position: absolute; left: 32mm; top: 8mm }}
"""
_BODY = """<h1>Un titre <br>en deux</h1><p>Les produits ultra-transformés et les CCAS/CIAS de plus de
<strong>mille</strong> <em>habitants</em>, dont un<br>vers le bas, et d’autres que la page suivante portera jusqu’à
la fin, pour que rien ne se perde entre deux pages.</p><p><a href="https://exemple.fr"><span class="name">Nom
long qui passe à la ligne</span><span class="number">0000</span></a></p><p>Fin</p>"""
_SAID = """Un titre en deux Les produits ultra-transformés et les CCAS/CIAS de plus de mille habitants, dont un vers
le bas, et d’autres que la page suivante portera jusqu’à la fin, pour que rien ne se perde entre deux pages. Nom long
qui passe à la ligne 0000 Fin"""


def written(kept: bool) -> bytes:
    document: Any = HTML(string=f"<html lang=fr><title>Essai</title><style>{_CSS}</style><body>{_BODY}").render(
        pdf_variant="pdf/ua-1"
    )
    if kept:
        keep_spaces(document.pages)
    return bytes(document.write_pdf(pdf_variant="pdf/ua-1"))


def said(data: bytes) -> str:
    book = Book(data)
    return "".join(book.text(page) for page in range(1, len(book.pdf.pages) + 1))


def pixels(data: bytes) -> list[bytes]:
    with pypdfium2.PdfDocument(data) as document:
        return [page.render(scale=3).to_pil().tobytes() for page in document]


def test_no_two_words_run_together() -> None:
    assert said(written(kept=True)).split() == _SAID.split()
    assert "millehabitants" in said(written(kept=False)), "if WeasyPrint draws these spaces, they are drawn twice"


def test_nothing_moves_on_the_page() -> None:
    assert pixels(written(kept=True)) == pixels(written(kept=False))


def test_each_line_has_one_space_more_at_most() -> None:
    runs = [run for page in Book(written(kept=True)).runs for run in page]
    assert [run.text for run in runs if len(run.text) - len(run.text.rstrip()) > 1] == []
