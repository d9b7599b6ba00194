"""The structure tree of a section: nothing that says nothing, and every piece of text in the element that holds it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from functools import partial
from typing import Any

import pikepdf
import pytest
from weasyprint import HTML

from layouts.render_tags import tidy_tags
from tests.building import Built
from tests.preflight.makers import FONT
from tests.reading import Book

_CSS = f"""@font-face {{ font-family: Essai; src: url("{FONT.as_uri()}") }}
@page {{ size: 60mm 60mm; margin: 8mm }} html {{ font: 10pt/13pt Essai }} body, p {{ margin: 0 }}"""
_PICTURE = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 2 1' width='20mm' height='10mm'/>"
_BODY = f"""<section><h2>Un <em>titre</em></h2><div class=bare></div>
<p>Un paragraphe qui passe <span>à la <strong>ligne</strong></span>, puis <a href="https://exemple.fr">un lien</a>, et
qui passe encore à la page suivante, ligne après ligne, jusqu’à ce que la place manque et que le texte aille plus loin,
comme il le fait toujours.</p><img src="{_PICTURE}" alt="Un rectangle">
<table><tr><th>Lieu</th><th>Jour</th></tr><tr><td>Amiens</td><td>4 octobre</td></tr></table></section>"""


def written(section: str | None) -> bytes:
    document: Any = HTML(string=f"<html lang=fr><title>Essai</title><style>{_CSS}</style><body>{_BODY}").render(
        pdf_variant="pdf/ua-1"
    )
    finisher = partial(tidy_tags, section) if section else None
    return bytes(document.write_pdf(finisher=finisher, pdf_variant="pdf/ua-1"))


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    def below(element: Any) -> Iterator[Any]:
        yield element
        for kid in element.get("/K", []):
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
                yield from below(kid)

    yield from below(pdf.Root.StructTreeRoot.K[0])


def held_where_it_says(pdf: pikepdf.Pdf) -> int:
    """Count the pieces of text, each of which the parent tree finds in the element that holds it."""
    numbers: Any = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    count = 0
    for element in elements(pdf):
        for kid in element.get("/K", []):
            if isinstance(kid, int):
                assert numbers[int(element.Pg.StructParents)][kid].objgen == element.objgen
                count += 1
    return count


@pytest.fixture(scope="module")
def tidied() -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(written("S07"))) as pdf:
        yield pdf


def test_every_piece_of_text_is_in_the_element_that_the_parent_tree_tells(tidied: pikepdf.Pdf, built: Built) -> None:
    assert held_where_it_says(tidied) > 10
    with pikepdf.open(io.BytesIO(built.pdf)) as book:
        assert held_where_it_says(book) > 3000


def test_the_same_words_in_the_same_order() -> None:
    one, other = (Book(written(section)) for section in ("S07", None))
    assert len(one.pdf.pages) == len(other.pdf.pages) == 2
    assert [one.text(page) for page in (1, 2)] == [other.text(page) for page in (1, 2)]


def test_no_element_says_nothing(tidied: pikepdf.Pdf) -> None:
    found = list(elements(tidied))
    silent = [element for element in found if element.S in ("/Span", "/Div", "/NonStruct")]
    assert [str(element.P.S) for element in silent] == ["/Sect"], "text that no paragraph holds keeps its own"
    kinds = Counter(str(element.S) for element in found)
    assert {"/Sect": 3, "/H2": 1, "/Link": 1, "/Figure": 1, "/Table": 1, "/TH": 2, "/TD": 2}.items() <= kinds.items()
    assert all(len(element.K) for element in found)


def test_a_paragraph_over_two_pages_holds_the_text_of_each_on_its_own(tidied: pikepdf.Pdf) -> None:
    pages = [element.Pg.objgen for element in elements(tidied) if element.S == "/P"]
    assert pages == [page.obj.objgen for page in tidied.pages]


def test_a_box_is_in_points_from_the_foot_of_the_page(tidied: pikepdf.Pdf) -> None:
    (figure,) = (element for element in elements(tidied) if element.S == "/Figure")
    left, bottom, right, top = (float(value) for value in figure.A.BBox)
    assert (right - left, top - bottom) == pytest.approx((20 * 72 / 25.4, 10 * 72 / 25.4), abs=0.01)
    assert left == pytest.approx(8 * 72 / 25.4, abs=0.01)
    assert 0 < bottom < top < 60 * 72 / 25.4


def test_headers_of_tables_are_named_after_their_section(tidied: pikepdf.Pdf) -> None:
    names = [str(element.ID) for element in elements(tidied) if element.S == "/TH"]
    assert all(name.startswith("S07-") for name in names)
    told = [[str(header) for header in element.A.Headers] for element in elements(tidied) if element.S == "/TD"]
    assert told == [[name] for name in names]
