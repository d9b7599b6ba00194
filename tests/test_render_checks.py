"""What overflows is seen while a page is laid out, and told with its block, its length and its words."""

from __future__ import annotations

from typing import Any

import pytest
from weasyprint import HTML

from layouts.render_checks import overflows
from tests.preflight.makers import FONT

_CSS = f"""@font-face {{ font-family: Essai; src: url("{FONT.as_uri()}") }}
@page {{ size: 148mm 210mm; margin: 20mm }}
html {{ font: 10pt/14pt Essai }} p, h1, ul {{ margin: 0 }} h1 {{ font-size: 14pt }}
"""


def told(css: str, body: str) -> list[str]:
    return [overflow.text for page in laid_out(css, body) for overflow in overflows(page)]


def laid_out(css: str, body: str) -> list[Any]:
    pages: list[Any] = HTML(string=f"<html lang=fr><style>{_CSS}{css}</style><body>{body}").render().pages
    return pages


FAULTS = {
    "cut by its card": (
        ".card { width: 60mm; height: 20mm; overflow: hidden }",
        f"<div class=card><p class=answer>{'mot ' * 60}</p></div>",
        "le texte de « answer », « mot mot mot mot mot mot mot mot », est coupé par « card » : "
        "19 mm, environ 28 mots de trop.",
    ),
    "below its card": (
        ".card { width: 60mm; height: 20mm }",
        f"<div class=card><p>{'mot ' * 60}</p></div>",
        "le texte de « card », « mot mot mot mot mot mot mot mot », dépasse le bas de « card » : "
        "19 mm, environ 28 mots de trop.",
    ),
    "wider than its column": (
        ".narrow { width: 20mm }",
        "<p class=narrow>Anticonstitutionnellement</p>",
        "le texte de « narrow », « Anticonstitutionnellement », est trop large pour « narrow » : "
        "19,9 mm, environ un mot de trop.",
    ),
    "over other words": (
        ".one, .two { position: absolute; left: 20mm } .one { top: 20mm } .two { top: 21mm }",
        "<p class=one>un texte dessous</p><p class=two>un autre</p>",
        "le texte de « one », « un texte dessous », recouvre « un autre » : 2,3 mm, environ 3 mots.",
    ),
    "in the safe zone": (
        ".edge { position: absolute; left: -18mm }",
        "<p class=edge>au bord</p>",
        "le texte de « edge », « au bord », est à moins de 3 mm du bord de la page : 1 mm, environ un mot de trop.",
    ),
    "below the foot of the page": (
        ".whole { display: inline-block; width: 60mm }",
        f"<div class=whole>{'<p>mot</p>' * 36}</div>",
        "le texte de « whole », « mot », dépasse le bas de la page : 7,2 mm, environ 2 mots de trop.",
    ),
}


@pytest.mark.parametrize(("css", "body", "sentence"), FAULTS.values(), ids=FAULTS)
def test_what_overflows_is_told(css: str, body: str, sentence: str) -> None:
    assert told(css, body) == [sentence]


SOUND = {
    "decoration off the page": (
        ".deco { position: absolute; left: -30mm; top: -30mm; width: 200mm; height: 300mm; background: #eee }",
        "<div class=deco></div><p>Un texte</p>",
    ),
    "hanging first line": (
        "ul { padding-left: 4mm; text-indent: -4mm; list-style: none }",
        "<ul><li>Une ligne qui pend</ul>",
    ),
    "card filled to the brim": (".card { height: 28pt }", "<div class=card><p>un<br>deux</p></div>"),
    "tight leading": ("h1 { line-height: 0.85 }", "<h1>Un titre<br>serré</h1>"),
    "columns side by side": (".half { float: left; width: 50% }", "<p class=half>Un</p><p class=half>Deux</p>"),
    "raised letters": ("sup { line-height: 0 }", "<p>Le 1<sup>er</sup> mars<br>et le 2</p>"),
}


@pytest.mark.parametrize(("css", "body"), SOUND.values(), ids=SOUND)
def test_what_fits_is_not_told(css: str, body: str) -> None:
    assert told(css, body) == []


def test_the_place_is_told_in_points_from_the_foot() -> None:
    page = laid_out(".edge { position: absolute; left: -18mm }", "<p class=edge>au bord</p>")[0]
    left, bottom, right, top = overflows(page)[0].box
    assert left == pytest.approx(2 * 72 / 25.4, abs=0.1)
    assert right > left
    assert 500 < bottom < top < 540
