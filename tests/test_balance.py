"""Titles over their lines: the fewest that fit, the most even ones, never wider than asked."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import pytest

from book import markup, typography
from book.editions import read_edition
from book.model import Figure, Newscast, Scenario
from layouts.balance import balance
from layouts.setting import Face

ROOT = Path(__file__).resolve().parent.parent
FACE = Face(ROOT / "assets/fonts/bricolage-grotesque/BricolageGrotesque_800ExtraBold.ttf")
MM_PER_PT = 25.4 / 72
SETTINGS = [(22.0, 117.0), (21.0, 88.0), (13.0, 40.0), (34.0, 117.0)]  # pt, mm


@pytest.fixture(scope="module")
def titles() -> list[str]:
    corpus = read_edition(ROOT, "nationale").corpus
    records: list[Scenario | Figure | Newscast] = [
        *corpus.scenarios.values(), *corpus.figures.values(), *corpus.newscasts.values(),
    ]  # fmt: skip
    return [typography.title(markup.plain(record.title)) for record in records]


def width(line: str, size: float, tracking: float = 0) -> float:
    return FACE.set_line(line, tracking=tracking).width / 1000 * size * MM_PER_PT


def all_settings(title: str, count: int) -> list[list[str]]:
    words = title.split(" ")
    cuts = combinations(range(1, len(words)), count - 1)
    return [[" ".join(words[a:b]) for a, b in pairwise((0, *cut, len(words)))] for cut in cuts]


@pytest.mark.parametrize(("size", "limit"), SETTINGS)
def test_titles_are_set_in_the_fewest_and_most_even_lines(titles: list[str], size: float, limit: float) -> None:
    for title in titles:
        lines = balance(title, FACE, size, limit)
        assert " ".join(lines) == title
        longest = max(width(line, size) for line in lines)
        words = title.split(" ")
        if longest > limit:  # only a word wider than the column may be
            assert len(lines) == len(words)
            continue
        if len(lines) > 1:
            fewer = all_settings(title, len(lines) - 1)
            assert min(max(width(line, size) for line in setting) for setting in fewer) > limit
        same = all_settings(title, len(lines))
        assert longest == pytest.approx(min(max(width(line, size) for line in setting) for setting in same))


def test_one_word_stands_alone_where_nothing_fits() -> None:
    assert balance("Anticonstitutionnellement vôtre", FACE, 60, 20) == ("Anticonstitutionnellement", "vôtre")
    assert balance("Agora", FACE, 60, 2) == ("Agora",)


def test_glued_words_stay_on_one_line() -> None:
    lines = balance("Le conseil constitutionnel social\u00a0local", FACE, 22, 60)
    assert any("social\u00a0local" in line for line in lines)
    assert len(lines) == 3


def test_tracking_counts() -> None:
    title = "La fabrique des possibles"
    tight = width(title, 22, -22) + 0.01
    assert balance(title, FACE, 22, tight, -22) == (title,)
    assert len(balance(title, FACE, 22, tight)) == 2
