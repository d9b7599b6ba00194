"""The faults: each case is a set of files with one fault, and the check that must see it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from pikepdf import Array, Dictionary, Name, Pdf, String

from layouts.ledger import Overflow, PageLedger
from layouts.preflight import Expectation
from tests.preflight.makers import (
    MM,
    PRESS,
    SCREEN,
    WORDS,
    changed,
    composite_font,
    figures,
    font,
    picture,
    press_file,
    screen_file,
)
from tests.preflight.standard_cases import X4, standard_files

Files = Mapping[str, tuple[bytes, Expectation]]
REGISTRATION = Dictionary(All=Array([Name.Separation, Name.All, Name.DeviceCMYK, Dictionary(FunctionType=2)]))
HIDDEN = "display:block;position:absolute;"


@dataclass(frozen=True)
class Case:
    """A fault: its name, the check that sees it, the files, and what the layout told of their pages."""

    name: str
    check: str
    make: Callable[[], Files]
    pages: tuple[PageLedger, ...] = ()


def press(*contents: str, expected: Expectation = PRESS, **changes: Any) -> Callable[[], Files]:
    return lambda: {"presse.pdf": (press_file(*contents, **changes), expected)}


def screen(
    body: str, css: str = "", expected: Expectation = SCREEN, change: Any = None
) -> Callable[[], Files]:
    def make() -> Files:
        data = screen_file(body, css)
        return {"ecran.pdf": (changed(data, change) if change else data, expected)}

    return make


def mark(x: float, y: float) -> str:
    """A vertical crop mark of 5 mm, its upper end at a place in mm."""
    return f"{WORDS} /All CS 1 SCN 0.25 w {x * MM} {y * MM} m {x * MM} {(y - 5) * MM} l S"


def link_to(pdf: Pdf) -> None:
    """Make the file's first link lead to its last page."""
    link = pdf.pages[0].obj.Annots[0]
    for key in ("/A", "/Dest"):
        if key in link:
            del link[key]
    link.Dest = Array([pdf.pages[-1].obj, Name.XYZ, 0, 100, 0])


def label(text: str) -> Callable[[Pdf], None]:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Annots[0].Contents = String(text)

    return change


def without_alternative(pdf: Pdf) -> None:
    del figures(pdf)[0].Alt


def xobject(**pictures: Any) -> Callable[[Pdf], Dictionary]:
    return lambda pdf: Dictionary(
        {f"/{name}": pdf.make_indirect(make(pdf)) for name, make in pictures.items()}
    )


def both(
    said: str, printed: str, shows: tuple[tuple[int, ...], ...] | None = None, kind: str = "press"
) -> Any:
    text = "BT 0 g /Text 9 Tf 20 110 Td ({}) Tj ET"
    here = replace(PRESS, like="ecran.pdf", shows=shows, kind=kind)  # type: ignore[arg-type]  # one of the kinds
    there = replace(SCREEN, empty=frozenset({1}))
    return lambda: {
        "ecran.pdf": (press_file(text.format(said), sheet=0, bleed=0), there),
        "presse.pdf": (press_file(text.format(printed)), here),
    }


SQUARE = "<svg xmlns='http://www.w3.org/2000/svg' width='80' height='80'><rect width='80' height='80'/></svg>"
IMAGE = f'<img alt="un carré" src="data:image/svg+xml,{quote(SQUARE)}">'
ANNOTATION = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 50, 20]))])
PAGE_LEDGER = PageLedger(
    "", {}, (), (), (), (), (Overflow("le texte de « carte » dépasse.", (10.0, 10.0, 90.0, 20.0)),)
)
OVERPRINT = Dictionary(Over=Dictionary(OP=True, op=True, OPM=1))
BIG = "120 0 0 120 20 60 cm"

def cards(beside: str, face: str = f"1 0 0 1 9 0 cm {WORDS}") -> Callable[[], Files]:
    """A sheet of one card, 10 mm from its edges: what is drawn beside it, and on its face."""
    expected = replace(PRESS, kind="cards", bleed=0, palette=(), cells=(((10.0, 10.0, 50.0, 70.0),),))

    def on_face(pdf: Pdf) -> Dictionary:
        form = pdf.make_stream(face.encode("cp1252"), Type=Name.XObject, Subtype=Name.Form)
        form.BBox = Array([0, 0, 170, 227])
        form.Resources = Dictionary(Font=Dictionary(Text=font(pdf)))
        return Dictionary(Face=pdf.make_indirect(form))

    return press(f"0 0 0 1 K 0.25 w {beside} /Face Do", expected=expected, sheet=0, XObject=on_face)


def form(*fields: tuple[str, tuple[int, int, int, int]]) -> Callable[[], Files]:
    """A page to fill in: its fields by label and rectangle."""
    expected = replace(SCREEN, kind="form")

    def annotate(pdf: Pdf) -> None:
        widgets = Array()
        for told, box in fields:
            widget = Dictionary(Subtype=Name.Widget, FT=Name.Tx, TU=String(told), Rect=Array(list(box)))
            widgets.append(pdf.make_indirect(widget))
        pdf.pages[0].obj.Annots, pdf.Root.AcroForm = widgets, Dictionary(Fields=widgets)

    return screen("<p>À remplir</p>", expected=expected, change=annotate)


PRESS_CASES = (
    Case("boxes-format", "boxes", press(expected=replace(PRESS, trim=(148, 210)))),
    Case("boxes-none", "boxes", press(BleedBox=None)),
    Case("boxes-bleed-short", "boxes", press(bleed=2)),
    Case("boxes-nested-wrongly", "boxes", press(sheet=1)),
    Case("bleed-not-reached", "bleed", press(f"0 .18 .82 0 k -4 60 180 90 re f {WORDS}")),
    Case("marks-in-bleed", "marks", press(mark(20, -2), ColorSpace=REGISTRATION)),
    Case(
        "marks-near-trim",
        "marks",
        press(mark(20, -1.5), bleed=1, expected=replace(PRESS, bleed=1), ColorSpace=REGISTRATION),
    ),
    Case("marks-missing", "marks", press(expected=replace(PRESS, marks=True))),
    Case(
        "marks-unwanted",
        "marks",
        press(mark(20, -4), expected=replace(PRESS, marks=False), ColorSpace=REGISTRATION),
    ),
    Case("annotation", "annotation", press(Annots=ANNOTATION)),
    Case("page-count", "page-count", press(expected=replace(PRESS, pages=2))),
    Case("page-multiple", "page-count", press(WORDS, WORDS, WORDS, expected=replace(PRESS, multiple=4))),
    Case("page-empty", "empty", press(WORDS, "0 0 0 1 k BT /Text 7 Tf 20 28 Td (2) Tj ET")),
    Case("font-not-embedded", "font", press(Font=lambda pdf: Dictionary(Text=font(pdf, embedded=False)))),
    Case(
        "glyph-missing",
        "glyph",
        press(
            "0 0 0 1 k BT /Text 12 Tf 30 110 Td [<0024>0<0000>0<0024>] TJ ET",
            Font=lambda pdf: Dictionary(Text=composite_font(pdf)),
        ),
    ),
    Case("text-clipped", "clipped", press(f"30 100 20 30 re W n {WORDS}")),
    Case("text-near-edge", "safe-zone", press("0 0 0 1 k BT /Text 12 Tf 4 110 Td (Bonjour) Tj ET")),
    Case("text-off-page", "safe-zone", press("0 0 0 1 k BT /Text 12 Tf -5 110 Td (Bonjour) Tj ET")),
    Case("picture-missing", "picture", press(f"{WORDS} q {BIG} /Carte Do Q")),
    Case(
        "picture-empty",
        "picture",
        press(f"{WORDS} q {BIG} /Carte Do Q", XObject=xobject(Carte=lambda pdf: picture(pdf, 0))),
    ),
    Case(
        "picture-coarse",
        "resolution",
        press(f"{WORDS} q {BIG} /Carte Do Q", XObject=xobject(Carte=lambda pdf: picture(pdf, 100))),
    ),
    Case(
        "picture-middling",
        "resolution",
        press(f"{WORDS} q {BIG} /Carte Do Q", XObject=xobject(Carte=lambda pdf: picture(pdf, 400))),
    ),
    Case("hairline-stroke", "hairline", press(f"{WORDS} 0 0 0 1 K 0.1 w 20 60 m 120 60 l S")),
    Case("hairline-shape", "hairline", press(f"{WORDS} 20 60 100 0.2 re f 20 70 100 0.1 re f")),
    Case("colour-rgb", "colour", press(f"{WORDS} 1 0 0 rg 20 60 90 30 re f")),
    Case(
        "colour-rgb-picture",
        "colour",
        press(
            f"{WORDS} q 24 0 0 24 20 60 cm /Carte Do Q",
            XObject=xobject(Carte=lambda pdf: picture(pdf, 120, Name.DeviceRGB, b"\0\0\xff")),
        ),
    ),
    Case("colour-unknown", "colour", press(f"{WORDS} 0.5 0 0 0 k 20 60 90 30 re f")),
    Case(
        "colour-spot",
        "colour",
        press(
            f"{WORDS} /Or cs 1 scn 20 60 90 30 re f",
            ColorSpace=Dictionary(
                Or=Array([Name.Separation, Name.Or, Name.DeviceCMYK, Dictionary(FunctionType=2)])
            ),
        ),
    ),
    Case(
        "black-text",
        "black-text",
        press(
            "0.6 0.4 0.4 1 k BT /Text 12 Tf 30 110 Td (Bonjour) Tj ET", expected=replace(PRESS, palette=())
        ),
    ),
    Case(
        "black-rule",
        "black-rule",
        press(
            f"{WORDS} 1 .9 .2 .5 K 1 w 20 60 m 120 60 l S",
            expected=replace(PRESS, palette=(), rich=((100, 90, 20, 50),)),
        ),
    ),
    Case(
        "ink-shape",
        "ink",
        press(f"{WORDS} 1 0.9 0.8 0.5 k 20 60 90 30 re f", expected=replace(PRESS, palette=())),
    ),
    Case(
        "ink-overprint",
        "ink",
        press(
            f"0 1 .9 0 k 20 60 90 80 re f /Over gs {WORDS}",
            ExtGState=OVERPRINT,
            expected=replace(PRESS, ink_limit=280),
        ),
    ),
    Case(
        "ink-picture",
        "ink",
        press(
            f"{WORDS} q 24 0 0 24 20 60 cm /Carte Do Q",
            XObject=xobject(Carte=lambda pdf: picture(pdf, 120, sample=b"\xff\xff\xff\x80")),
        ),
    ),
    Case(
        "reversed",
        "reversed",
        press("0 1 .9 0 k 20 60 90 80 re f 0 0 0 0 k BT /Text 6 Tf 30 110 Td (Bonjour) Tj ET"),
    ),
    Case("words-missing", "words", both("Le soir on ouvre", "Le soir ouvre")),
    Case("words-added", "words", both("Le soir", "Le soir aussi")),
    Case("words-in-another-order", "words", both("un soir de fête", "fête de un soir")),
    Case("words-of-the-sheet", "words", both("Le soir on ouvre", "Le soir", ((1,),), "booklet")),
    Case("words-of-the-cover", "words", both("Le soir on ouvre", "Dos Le soir", ((1,),), "cover")),
    Case("cut-on-card", "cells", cards("100 60 m 100 20 l S")),
    Case("words-at-the-edge-of-a-card", "cells", cards("", "0 0 0 1 k BT /Text 12 Tf 30 110 Td (Bonjour) Tj ET")),
    Case("file-unreadable", "file", lambda: {"presse.pdf": (b"%PDF-1.6", PRESS)}),
)

SCREEN_CASES = (
    Case(
        "page-sparse",
        "sparse",
        screen("<p>Un peu de texte en tête.</p>", expected=replace(SCREEN, empty=frozenset())),
    ),
    Case("contrast", "contrast", screen("<p style='background:#fff;color:#999'>À peine lisible</p>")),
    Case(
        "contrast-promised", "contrast",
        screen("<p style='color:#666'>Assez, mais moins que promis</p>", expected=replace(SCREEN, contrast=7)),
    ),
    Case("size-promised", "size", screen("<p>Trop petit</p>", expected=replace(SCREEN, smallest=18))),
    Case("contrast-on-shape", "contrast", screen("<p style='background:#333'>Noir sur ardoise</p>")),
    Case(
        "contrast-of-one-word",
        "contrast",
        screen("<p>Un mot <span style='background:#555'>couvert</span> ici</p>"),
    ),
    Case("heading-skipped", "heading", screen("<h1>Un</h1><p>texte</p><h3>Trois</h3>")),
    Case("heading-first", "heading", screen("<h2>Deux</h2><p>texte</p>")),
    Case("alternative-missing", "alternative", screen(IMAGE, change=without_alternative)),
    Case(
        "link-without-label",
        "link-label",
        screen("<p><a href='https://ccas.fr/'>Le site</a></p>", change=label(" ")),
    ),
    Case(
        "link-address",
        "link-label",
        screen("<p><a href='https://ccas.fr/'>Le site</a></p>", change=label("https://ccas.fr/")),
    ),
    Case(
        "reference-wrong",
        "reference",
        screen(
            "<p><a href='#b'>La fin, page 2</a></p>"
            "<p id=b style='break-before:page'>b</p><p style='break-before:page'>c</p>",
            change=link_to,
        ),
    ),
    Case(
        "reference-in-row",
        "reference",
        screen(
            "<p><a href='#b' style='display:block;position:relative'>En 2050, la fin <span>2</span></a></p>"
            "<p id=b style='break-before:page'>b</p><p style='break-before:page'>c</p>",
            "a span { position: absolute; right: 0 }",
            change=link_to,
        ),
    ),
    Case("last-word", "last-word", screen("<p>Une phrase qui va jusqu’au bord droit.</p>")),
    Case("title-in-three-lines", "title", screen("<h1>Un titre<br>qui se brise<br>en trois</h1>")),
    Case("field-without-label", "field", form((" ", (20, 20, 80, 40)))),
    Case("fields-over-each-other", "field", form(("Le titre", (20, 20, 80, 40)), ("Le témoin", (60, 30, 99, 50)))),
    Case("field-off-page", "field", form(("Le titre", (120, 20, 190, 40)))),
    Case("overflow", "overflow", screen("<p>Un texte</p>"), (PAGE_LEDGER,)),
)

STANDARD_CASES = tuple(Case(name, "standard", standard_files(change)) for name, change in X4.items())

CASES = (*PRESS_CASES, *SCREEN_CASES, *STANDARD_CASES)
