"""Lines that the engine would break far too early: it does so by itself, and not once it is mended."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from layouts.ledger import Section
from layouts.palette import read_palette
from layouts.render import Renderer

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "layouts" / "base"
SPACE = "à l’aise ou gêné, au bourg ou au sixième étage. Que voudrait dire <em>heureuse</em> pour chacune d’elles ?"
GLUED = "à des gens qui manquent de temps, d’argent ou de sommeil, mais pas de\u00a0<b class='nowrap'>savoir-vivre</b>."


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    sheets = (BASE / "faces.css", BASE / "elements.css")
    return Renderer(sheets, read_palette(BASE / "palette.yaml").css(), (ROOT / "layouts", ROOT / "assets"))


def lines(renderer: Renderer, words: str, width: float) -> list[str]:
    style = f"width:{width}mm; font:18pt/26pt 'Capsule Fiche'"
    html = f'<!doctype html><html lang="fr"><body><p style="{style}">{words}</p></body></html>'
    (page, *_) = renderer.render(Section("essai", html, "recto", None, "", "ink")).pages
    return [line.text for line in page.lines]


@pytest.mark.parametrize("words", [SPACE, GLUED], ids=["space", "no-break-space"])
def test_a_line_takes_all_the_words_that_fit(renderer: Renderer, words: str) -> None:
    broken: list[tuple[float, str, str]] = []
    for quarter in range(320, 640, 3):
        set_lines = lines(renderer, words, quarter / 4)
        longest = max(map(len, set_lines))
        broken += [
            (quarter / 4, above, below)
            for above, below in pairwise(set_lines[:-1])
            if len(above) + len(below.split()[0]) + 1 < 0.72 * longest and " " not in above
        ]
    assert broken == []


def test_no_word_is_lost(renderer: Renderer) -> None:
    for words in (SPACE, GLUED):
        told = {" ".join(" ".join(lines(renderer, words, width)).split()) for width in range(40, 160, 7)}
        assert len({text.replace("- ", "-") for text in told}) == 1


def test_the_engine_still_needs_it() -> None:
    """When this fails the engine was put right, and the mend can go."""
    font = (ROOT / "assets/fonts/atkinson-hyperlegible-next/AtkinsonHyperlegibleNext_400Regular.ttf").as_uri()
    full = SPACE.removeprefix("à l’aise ou ")  # as long as a line, but for the space
    style = f"<style>@font-face {{ font-family: F; src: url({font}) }} p {{ width: 152mm; font: 18pt F }}</style>"
    html = f"{style}<p>{full}</p>"
    code = (
        "from weasyprint import HTML\n"
        "from layouts.render_checks import line_texts\n"
        "from layouts.render import _boxes\n"
        f"page = HTML(string={html!r}).render().pages[0]\n"
        "lines = [box for box in _boxes(page._page_box) if type(box).__name__ == 'LineBox']\n"
        "print(*(''.join(text.text for text in line_texts(line)) for line in lines), sep='\\n')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert "gêné," in done.stdout.splitlines(), done.stdout
