"""The palette: values for screen and press, pairs of text and ground that can be read, no colour without use."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from layouts.palette import Ground, Palette, read_palette
from tests.pixels import contrast

ROOT = Path(__file__).resolve().parent.parent
PALETTE = read_palette(ROOT / "layouts/base/palette.yaml")
GROUNDS = list(PALETTE.grounds.values())


def test_every_colour_has_its_two_values() -> None:
    assert PALETTE.srgb.keys() == PALETTE.cmyk.keys()
    for token, value in PALETTE.srgb.items():
        assert re.fullmatch(r"#[0-9a-f]{6}", value), token
        assert len(PALETTE.cmyk[token]) == 4
        assert all(0 <= ink <= 100 for ink in PALETTE.cmyk[token]), token
        assert sum(PALETTE.cmyk[token]) <= 300, token  # total area coverage that a press dries
    # The press finishing swaps one value for the other, so no two tokens may share a value.
    assert len(set(PALETTE.srgb.values())) == len(PALETTE.srgb)


def pairs(ground: Ground) -> list[tuple[str, str]]:
    """Text and what it is set on, as palette.yaml promises them."""
    return [(ground.words, ground.token), ("paper", ground.deep), ("ink", ground.tint)]


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda ground: ground.token)
def test_text_stands_out_from_its_ground(ground: Ground) -> None:
    faint = [(*pair, round(PALETTE.contrast(*pair), 2)) for pair in pairs(ground) if PALETTE.contrast(*pair) < 4.5]
    assert faint == []


@pytest.mark.parametrize(("words", "ground"), [("ink", "paper"), ("ink", "white"), ("paper", "ink")])
def test_text_stands_out_from_the_page(words: str, ground: str) -> None:
    assert PALETTE.contrast(words, ground) >= 7


def test_contrast_is_that_of_the_guidelines() -> None:
    black_and_white = Palette({"a": "#000000", "b": "#ffffff", "c": "#767676"}, {}, {})
    assert black_and_white.contrast("a", "b") == pytest.approx(21)
    assert black_and_white.contrast("b", "a") == pytest.approx(21)
    assert black_and_white.contrast("b", "c") == pytest.approx(4.54, abs=0.01)
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)


def test_painting_puts_screen_values_and_refuses_unknown_tokens() -> None:
    assert PALETTE.paint('<rect fill="var(--ink)"/>') == '<rect fill="#17163b"/>'
    with pytest.raises(KeyError):
        PALETTE.paint("var(--azure)")


def test_every_token_is_used() -> None:
    unused = PALETTE.srgb.keys() - used_tokens()
    assert unused == set()


def used_tokens() -> set[str]:
    """The tokens that style sheets, templates, layouts, drawings, grounds in use, or code name."""
    used: set[str] = set()
    layouts, drawings = ROOT / "layouts", ROOT / "assets" / "drawings"
    for path in [*layouts.rglob("*.css"), *layouts.rglob("*.html"), *drawings.rglob("*.svg")]:
        text = path.read_text("utf-8")
        used.update(re.findall(r"var\(--([a-z-]+)\)", text))
        for token in re.findall(r'ground-([a-z]+)|data-ground="([a-z]+)"', text):
            used.update(companions("".join(token)))
    for path in layouts.rglob("layout.yaml"):
        used.update(re.findall(r"colour: ([a-z-]+)", path.read_text("utf-8")))
    for path in layouts.rglob("*.py"):
        said = strings(path)
        used.update(said & PALETTE.srgb.keys())
        used.update(re.findall(r"--([a-z]+(?:-[a-z]+)*)", "\n".join(said)))
    return used


def companions(token: str) -> set[str]:
    ground = PALETTE.grounds.get(token)
    return {token, ground.words, ground.deep, ground.tint} if ground else {token}


def strings(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
