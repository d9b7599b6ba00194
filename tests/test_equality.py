"""Laid out section by section and assembled, the book is what one document would have been.

The sections' own HTML, joined into one document and laid out at once, is held against the book: pixels, text, links,
bookmarks, tags, destinations. Folios and running heads are set at assembly in both; they have a test of their own.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops

from book.editions import read_edition
from layouts.assemble import Assembly, Tone, assemble
from layouts.documents import Press
from layouts.layout import read_layout
from layouts.ledger import Rendered, Section, Side
from layouts.render import Renderer
from layouts.setup import assembly_setup
from tests.building import Built
from tests.reading import Book, Run

ID = re.compile(r'\bid="([^"]+)"')
SLOT = re.compile(r'(data-page-of="([^"]+)"[^>]*>)0000<')
MM = 72 / 25.4
BARE = Tone(folio=False, head=False, colour="ink")
NEAR = 0.03  # pt: the engine rounds advances to 1/1024 px, which adds up along a line
FAINT = 48  # of 255: what such a shift does to the edge of a letter
SAME = re.compile(r"(.*)\n\1(?: \d+)?")  # labels: in sections, the number that is set at assembly is not of them
SCALE = 1.5  # pixels a point


@dataclass(frozen=True)
class Both:
    """The book assembled of its sections, and laid out as one document."""

    assembled: Book
    whole: Book
    pdfs: tuple[bytes, bytes]


@pytest.fixture(scope="module")
def setup(project_root: Path) -> Assembly:
    """What the book is assembled with, without folios and running heads."""
    layout = read_layout(project_root / "layouts" / "book")
    press = Press(project_root, read_edition(project_root, "nationale"), lambda _: lambda _: [])
    made = assembly_setup(layout, press.edition, press.palette, press.assets)
    return replace(made, tones={name: replace(tone, folio=False) for name, tone in made.tones.items()})


@pytest.fixture(scope="module")
def both(built: Built, setup: Assembly, project_root: Path) -> Both:
    layout = read_layout(project_root / "layouts" / "book")
    sides = project_root / "tests" / "sides.css"
    tokens = setup.palette.css()
    renderer = Renderer((*layout.stylesheets, sides), tokens, (project_root,))
    whole = renderer.render(one_document(built))
    assert len(whole.pages) == len(built.pages)
    pdfs = assemble(built.sections, setup), assemble((whole,), setup)
    return Both(Book(pdfs[0]), Book(pdfs[1]), pdfs)


def one_document(built: Built) -> Section:
    """All sections in one: page numbers in full, ids that stand in several sections told apart."""
    times = Counter(name for piece in built.sections for name in set(ID.findall(piece.section.html)))
    several = {name for name, count in times.items() if count > 1}
    bodies = "".join(f'<div class="opens-{p.section.side}">{body_of(p, built, several)}</div>' for p in built.sections)
    html = f'<!doctype html><html lang="fr"><body>{bodies}</body></html>'
    return Section("livre", html, "recto", None, "", "ink")


def body_of(piece: Rendered, built: Built, several: set[str]) -> str:
    found = re.search(r"<body>(.*)</body>", piece.section.html, re.DOTALL)
    assert found
    body = SLOT.sub(lambda slot: f"{slot[1]}{built.places[slot[2]]}<", found[1])
    for name in several & set(ID.findall(body)):
        own = f"{piece.section.id}-{name}"
        body = body.replace(f'id="{name}"', f'id="{own}"').replace(f'href="#{name}"', f'href="#{own}"')
    return body


def test_the_same_pixels(both: Both) -> None:
    one, other = (pypdfium2.PdfDocument(pdf) for pdf in both.pdfs)
    different = []
    for number, (left, right) in enumerate(zip(one, other, strict=True), 1):
        pictures = [page.render(scale=SCALE).to_pil().convert("RGB") for page in (left, right)]
        if box := ImageChops.difference(*pictures).getbbox():
            different.append((number, box))
    assert different == []


def test_the_same_words_in_the_same_places(both: Both) -> None:
    for number, (one, other) in enumerate(zip(both.assembled.runs, both.whole.runs, strict=True), 1):
        assert [placed(run) for run in one] == [placed(run) for run in other], number


def placed(run: Run) -> tuple[str, float, float, float]:
    """What a run says and where; a number set flush right begins elsewhere, and its pixels tell where it is."""
    return run.text.strip(), 0 if run.text.strip().isdigit() else round(run.x, 1), round(run.y, 1), run.size


def test_the_same_bookmarks(both: Both) -> None:
    for one, other in zip(both.assembled.bookmarks, both.whole.bookmarks, strict=True):
        assert (one[0], one[2]) == (other[0], other[2])
        assert SAME.fullmatch(f"{one[1]}\n{other[1]}"), one


def test_the_same_links(both: Both) -> None:
    for one, other in zip(both.assembled.links, both.whole.links, strict=True):
        assert (one.page, one.to) == (other.page, other.to), one.label
        assert SAME.fullmatch(f"{one.label}\n{other.label}"), one.label
        assert one.box == pytest.approx(other.box, abs=0.1), one.label


def test_the_same_labels(both: Both) -> None:
    one, other = ([page.label for page in book.pdf.pages] for book in (both.assembled, both.whole))
    assert one == other


def test_the_same_tags(both: Both) -> None:
    one, other = (list(tags(book.pdf.Root.StructTreeRoot.K[0])) for book in (both.assembled, both.whole))
    assert one == other


def tags(element: Any) -> Iterator[tuple[str, str]]:
    """The elements in reading order, each with its alternative text; divisions only group others."""
    kind = str(element.S)
    if kind != "/Div":
        yield kind, str(element.get("/Alt", ""))
    for kid in element.get("/K", ()):
        if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
            yield from tags(kid)


def test_every_destination_leads_to_the_same_place(both: Both) -> None:
    one, other = (destinations(io.BytesIO(pdf)) for pdf in both.pdfs)
    shared = one.keys() & other.keys()
    assert len(shared) > 80
    assert {name: one[name] for name in shared} == {name: other[name] for name in shared}


def destinations(pdf: io.BytesIO) -> dict[str, tuple[int, int, int]]:
    with pikepdf.open(pdf) as document:
        numbers = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        tree: Any = pikepdf.NameTree(document.Root.Names.Dests)
        return {name: (numbers[to[0].objgen], round(to[2]), round(to[3])) for name, to in tree.items()}


# Folios and running heads, set at assembly, against the same words laid out by the engine

HEAD = "JT de Talence · L’espace universel de citoyenneté locale"
LAID_OUT = """
@page {{ size: 148mm 210mm; margin: 0; bleed: 5mm }}
p {{ position: absolute; margin: 0; white-space: nowrap; color: #17163b; font-size: {size}pt; line-height: 10pt }}
.folio {{ {outer}: {outer_edge}mm; bottom: {folio}pt; font-family: "Capsule Titre"; font-weight: 700;
  font-variant-numeric: lining-nums tabular-nums }}
.head {{ {inner}: {inner_edge}mm; bottom: {head}pt; font-family: "Capsule Fiche" }}
"""


@pytest.mark.parametrize("side", ["recto", "verso"])
def test_folios_and_heads_are_as_if_laid_out(side: Side, project_root: Path, tmp_path: Path, setup: Assembly) -> None:
    number = 1 if side == "recto" else 2
    chapter = {"chapter": Tone(folio=True, head=True, colour="ink")}
    # Without tracking, which the engine rounds to whole thousandths of an em, half before a letter and half after.
    style = replace(setup.furniture, tracking=0)
    shown = replace(setup, tones=chapter, covers=0, furniture=style)

    def assembled(body: str, css: str, head: str) -> bytes:
        sheet = tmp_path / "page.css"
        sheet.write_text(css, encoding="utf-8")
        faces = project_root / "layouts" / "base" / "faces.css"
        renderer = Renderer((faces, sheet), setup.palette.css(), (project_root, tmp_path))
        pages = [renderer.render(section(name, body, head)) for name in ("a", "b")]
        named = [replace(p, pages=tuple(replace(page, name="chapter") for page in p.pages)) for p in pages]
        return assemble(tuple(named[:number]), shown if head else replace(shown, tones={"chapter": BARE}))

    def section(name: str, body: str, head: str) -> Section:
        return Section(name, f'<html lang="fr"><body><h1></h1>{body}</body></html>', "recto", 1, head, "ink")

    words = f'<p class="folio">{number}</p><p class="head">{HEAD}</p>'
    edges = ("left", "right") if side == "verso" else ("right", "left")
    places = {"outer": edges[0], "inner": edges[1], "inner_edge": style.inner, "outer_edge": style.outer}
    css = partial(LAID_OUT.format, size=style.size, **places)
    first = Book(assembled(words, css(folio=0, head=0), "")).runs[-1]
    baselines = {name: style.baseline * MM - run.y for name, run in zip(("folio", "head"), first, strict=True)}
    laid_out, set_after = assembled(words, css(**baselines), ""), assembled("", css(folio=0, head=0), HEAD)
    one, other = Book(set_after).runs[-1], Book(laid_out).runs[-1]
    assert [run.text for run in one] == [run.text.rstrip() for run in other]
    for left, right in zip(one, other, strict=True):
        assert (left.x, left.y) == pytest.approx((right.x, right.y), abs=NEAR)
        assert left.glyphs == right.glyphs[: len(left.glyphs)]
    drawn = [pypdfium2.PdfDocument(pdf)[number - 1].render(scale=8).to_pil() for pdf in (set_after, laid_out)]
    difference = ImageChops.difference(*(picture.convert("L").reduce(4) for picture in drawn))
    assert difference.getbbox() is None or max(level for level, n in enumerate(difference.histogram()) if n) < FAINT
