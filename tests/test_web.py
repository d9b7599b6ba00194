"""The web of scenarios and figures says the links of the corpus, no more and no less."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest

from book.editions import read_edition
from book.model import Edition
from layouts.palette import read_palette
from layouts.web import PAGE, Web, draw_web

ROOT = Path(__file__).resolve().parent.parent
PALETTE = read_palette(ROOT / "layouts/base/palette.yaml")
TOKENS = ("sun", "green", "coral", "leaf", "blue", "orange", "violet")
CURVE = re.compile(r'<path d="M[\d.]+ ([\d.]+)C[\d. ]+ [\d.]+ ([\d.]+)"[^>]*stroke="(#\w+)"')


@pytest.fixture(scope="module")
def edition() -> Edition:
    return read_edition(ROOT, "nationale")


@pytest.fixture(scope="module")
def web(edition: Edition) -> Web:
    return draw_web(edition, dict(zip(edition.corpus.figures, TOKENS, strict=True)), PALETTE)


def test_its_lines_are_the_links_of_the_corpus(edition: Edition, web: Web) -> None:
    scenarios = edition.corpus.scenarios.values()
    wanted = sorted((scenario.id, figure) for scenario in scenarios for figure in scenario.figures)
    assert len(wanted) == web.links == 20
    assert sorted(drawn(web)) == wanted


def drawn(web: Web) -> list[tuple[str, str]]:
    """Each line of the picture as what it joins, by where it starts and ends."""
    found = []
    for start, end, colour in CURVE.findall(unquote(web.picture)):
        scenario = min(web.scenarios, key=lambda label: abs(label.y - float(start)))
        figure = min(web.figures, key=lambda label: abs(label.y - float(end)))
        assert scenario.y == pytest.approx(float(start), abs=0.01)
        assert colour == PALETTE.srgb[TOKENS[int(figure.id[1:]) - 1]]
        found.append((scenario.id, figure.id))
    return found


def test_everything_is_named_once_and_within(edition: Edition, web: Web) -> None:
    assert [label.id for label in web.scenarios] == list(edition.corpus.scenarios)
    assert [label.id for label in web.figures] == list(edition.corpus.figures)
    assert [label.id for label in web.newscasts] == list(edition.corpus.newscasts)
    heights = sorted(label.y for label in (*web.scenarios, *web.newscasts))
    assert all(later - sooner > 4 for sooner, later in pairwise(heights))
    assert heights[0] > 0
    assert heights[-1] < PAGE.height


def test_it_is_told_in_words(web: Web) -> None:
    assert "20 liens" in web.alt
    assert "18 scénarios" in web.alt
    assert "7 figures" in web.alt
