"""The finite set of colours: screen and press values by token, grounds with their companions, contrast."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from layouts.data import read_data

_VARIABLE = re.compile(r"var\(--([a-z-]+)\)")


@dataclass(frozen=True)
class Ground:
    """A colour that carries a page, with the tokens that go with it."""

    token: str
    words: str
    deep: str
    tint: str


@dataclass(frozen=True)
class Palette:
    """Tokens with their sRGB value ("#rrggbb") and their CMYK value (percent), and the grounds."""

    srgb: dict[str, str]
    cmyk: dict[str, tuple[int, int, int, int]]
    grounds: dict[str, Ground]

    def rgb(self, token: str) -> tuple[float, float, float]:
        """Return a token's sRGB value, 0…1. Raises KeyError for an unknown token."""
        value = self.srgb[token]
        return tuple(int(value[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]

    def paint(self, svg: str) -> str:
        """Put screen values in place of `var(--token)`. Raises KeyError for an unknown token."""
        return _VARIABLE.sub(lambda match: self.srgb[match[1]], svg)

    def css(self) -> str:
        """Return the tokens as custom properties of the root, and one class for each ground."""
        root = "".join(f"--{token}:{value};" for token, value in self.srgb.items())
        grounds = "".join(
            f".ground-{g.token}{{--ground:var(--{g.token});--on:var(--{g.words});"
            f"--deep:var(--{g.deep});--tint:var(--{g.tint})}}"
            for g in self.grounds.values()
        )
        return f":root{{{root}}}{grounds}"

    def contrast(self, one: str, other: str) -> float:
        """Return the contrast ratio of two tokens (WCAG 2.1, 1.4.3)."""
        darker, lighter = sorted((self.luminance(one), self.luminance(other)))
        return (lighter + 0.05) / (darker + 0.05)

    def luminance(self, token: str) -> float:
        """Return the relative luminance of a token, 0…1 (WCAG 2.1)."""
        red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in self.rgb(token))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def read_palette(path: Path) -> Palette:
    """Read a palette file."""
    data = read_data(path)
    colours = data["colours"]
    return Palette(
        srgb={token: colour["srgb"] for token, colour in colours.items()},
        cmyk={token: tuple(colour["cmyk"]) for token, colour in colours.items()},
        grounds={token: Ground(token=token, **ground) for token, ground in data["grounds"].items()},
    )
