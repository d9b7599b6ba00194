"""Titles balanced over their lines: the fewest lines that fit, then the most even ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from itertools import combinations

from layouts.setting import Face

MM_PER_PT = 25.4 / 72
SPACE = " "  # the only space at which a title may break; glued words hold U+00A0


@lru_cache(maxsize=4096)  # the same titles stand in every edition
def balance(title: str, face: Face, size: float, width: float, tracking: float = 0) -> tuple[str, ...]:
    """Return the lines of `title` set in `face` at `size` pt within `width` mm.

    Among the settings with the fewest lines, the one whose longest line is the shortest is kept, so that no line
    is much shorter than its neighbours. A word wider than `width` stands alone on its line.
    """
    words = title.split(SPACE)
    limit = width / (size * MM_PER_PT) * 1000
    measure = partial(face.width, tracking=tracking)

    for count in range(1, len(words) + 1):
        settings = list(_settings(words, count))
        best = min(settings, key=lambda lines: (max(map(measure, lines)), _raggedness(lines, measure)))
        if max(map(measure, best)) <= limit or count == len(words):
            return best
    return (title,)


def _settings(words: list[str], count: int) -> list[tuple[str, ...]]:
    cuts = combinations(range(1, len(words)), count - 1)
    return [
        tuple(SPACE.join(words[a:b]) for a, b in zip((0, *cut), (*cut, len(words)), strict=True)) for cut in cuts
    ]


def _raggedness(lines: tuple[str, ...], measure: Callable[[str], float]) -> float:
    widths = [measure(line) for line in lines]
    return max(widths) - min(widths)
