"""The inks of the press: the palette's sRGB triples and the CMYK chosen for each, known by their 8-bit values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from pikepdf import Name

from layouts.errors import LayoutError
from layouts.finish.pictures import Converter
from layouts.palette import Palette

Rgb = tuple[int, int, int]


class Ink(NamedTuple):
    """Cyan, magenta, yellow and black, 0…1."""

    cyan: float
    magenta: float
    yellow: float
    black: float

    @property
    def total(self) -> float:
        """Total ink, in percent."""
        return 100 * sum(self)

    @property
    def operands(self) -> bytes:
        """The ink as operands of `k` or `K`."""
        return b" ".join(f"{value:.4g}".encode() for value in self)


    def operator(self, fill: bool) -> str:
        """The operator that sets the ink."""
        return "k" if fill else "K"


class Grey(NamedTuple):
    """The light that a mask lets through, 0…1."""

    light: float

    def operator(self, fill: bool) -> str:
        """The operator that sets it."""
        return "g" if fill else "G"


BLACK = Ink(0, 0, 0, 1)
_BLACK_TOKEN = "ink"  # the colour of words, which the press sets in black alone


@dataclass(frozen=True)
class Inks:
    """What each colour of the rendering becomes on the press.

    `black` holds the colours whose words and rules are printed in black alone.
    """

    by_rgb: dict[Rgb, Ink]
    black: frozenset[Rgb]
    space = Name.DeviceCMYK

    def __hash__(self) -> int:
        return hash((type(self), frozenset(self.by_rgb.items())))

    def __getitem__(self, rgb: Rgb) -> Ink | Grey:
        """Return the ink of a colour. Raises KeyError where the palette does not know it."""
        return self.by_rgb[rgb]


class Lights(Inks):
    """What each colour of a mask lets through: its luminosity (ISO 32000-1, 10.3.2 and 11.5.3)."""

    space = Name.DeviceGray

    def __init__(self) -> None:
        super().__init__({}, frozenset())

    def __getitem__(self, rgb: Rgb) -> Ink | Grey:
        """Return the luminosity of a colour."""
        red, green, blue = rgb
        return Grey((0.3 * red + 0.59 * green + 0.11 * blue) / 255)


def rgb_of(values: Iterable[float]) -> Rgb:
    """Return the 8-bit triple that three numbers of a page were made from."""
    red, green, blue = (round(value * 255) for value in values)
    return red, green, blue


def unknown(rgb: Rgb) -> str:
    """Return the fault of a colour that the palette does not know."""
    return "la couleur #{:02x}{:02x}{:02x} n’est pas de la palette".format(*rgb)


def inks_of(palette: Palette, limit: float, brought: Iterable[Rgb], converter: Converter) -> Inks:
    """Gather the inks of a palette, and of the colours `brought` by the drawings of an edition.

    Raises LayoutError where an ink of the palette is over the limit of the printer.
    """
    by_rgb = {rgb: Ink(*converter.colour(rgb)) for rgb in brought}
    by_rgb[0, 0, 0] = BLACK
    heavy = []
    for token, cmyk in palette.cmyk.items():
        ink = Ink(*(value / 100 for value in cmyk))
        by_rgb[rgb_of(palette.rgb(token))] = ink
        if ink.total > limit:
            heavy.append(
                f"la couleur « {token} » demande {ink.total:.0f} % d’encre, l’imprimeur en admet {limit:g} %"
            )
    if heavy:
        raise LayoutError("\n".join(heavy))
    return Inks(by_rgb, frozenset({(0, 0, 0), rgb_of(palette.rgb(_BLACK_TOKEN))}))
