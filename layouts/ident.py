"""The ident of the newscast that an edition adds: a test card like those of the four others, its street its own."""

from __future__ import annotations

import random

from book.local import Tile
from layouts.tiles import Composition, draw_tile, frame

_BARS = ("mint", "sun", "pink", "coral", "leaf", "orange")
_WALLS = ("paper", "pink", "mint", "coral", "leaf")
_ROOFS = ("blue", "red", "pine", "violet")
_ALT = (
    "Mire locale : une rue aux toits tous différents sous une épingle de carte, dans un cercle, "
    "et une personne à l’antenne."
)
_HOUSE = 150.0  # side of the tiles that houses are built of, drawing units
_STREET = 770.0  # where they stand
_PIN = (
    '<path d="M600 560L490 400A135 135 0 0 1 465 325A135 135 0 0 1 600 190A135 135 0 0 1 735 325'
    'A135 135 0 0 1 710 400Z" fill="var(--red)"/>'
    '<circle cx="600" cy="325" r="60" fill="var(--paper)"/>'
)
_QUAY = '<path d="M203 770H997A430 430 0 0 1 600 970A430 430 0 0 1 203 770Z" fill="var(--ink)"/>'
_PRESENTER = (
    '<path d="M370 1150A230 230 0 0 1 600 920A230 230 0 0 1 830 1150Z" fill="var(--sun)"/>'
    '<circle cx="600" cy="835" r="120" fill="var(--paper)"/>'
    '<rect x="-100" y="1150" width="1400" height="450" fill="var(--ink)"/>'
)


def draw_ident(edition: str) -> Composition:
    """Draw the ident of an edition: bars, roofs and walls follow from its id."""
    chance = random.Random(f"{edition} ident")
    bars = "".join(
        f'<rect x="{x}" y="-400" width="{1300 - x}" height="1500" fill="var(--{bar})"/>'
        for x, bar in zip((-100, 200, 400, 600, 800, 1000), chance.sample(_BARS, len(_BARS)), strict=True)
    )
    sky = _circle(480, "ink") + _circle(430, "blue")
    shapes = [
        '<rect x="-100" y="-400" width="1400" height="2000" fill="var(--ink)"/>', bars, sky,
        *_street(chance), _PIN, _QUAY, _strip(), _PRESENTER,
    ]  # fmt: skip
    return Composition(_ALT, "ink", "ink", "paper", frame("".join(shapes)))


def _street(chance: random.Random) -> list[str]:
    """Five houses, side by side: a wall or two, and a roof."""
    houses = []
    roofs = chance.sample(("triangle", "half", "arch", "stairs", "quarter"), 5)
    walls = chance.sample(_WALLS, 5)
    for i, (roof, wall) in enumerate(zip(roofs, walls, strict=True)):
        x = 600 + (i - 2.5) * _HOUSE
        turn = chance.randrange(2) if roof in ("triangle", "stairs", "quarter") else 0
        top = _STREET - 2 * _HOUSE
        houses += [
            draw_tile(Tile(roof, chance.choice(_ROOFS), turn), x, top, _HOUSE),
            draw_tile(Tile("square", wall, 0), x, top + _HOUSE, _HOUSE),
            draw_tile(Tile(chance.choice(("arch", "square")), "ink", 0), x + 50, _STREET - 75, 50),
        ]
    return houses


def _strip() -> str:
    """The black and white strip of a test card."""
    square = '<rect x="{}" y="1050" width="100" height="100" fill="var(--paper)"/>'
    squares = "".join(square.format(x) for x in range(100, 1200, 200))
    return f'<rect x="-100" y="1050" width="1400" height="100" fill="var(--ink)"/>{squares}'


def _circle(radius: int, token: str) -> str:
    return f'<circle cx="600" cy="540" r="{radius}" fill="var(--{token})"/>'
