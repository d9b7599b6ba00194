"""Reads QR codes back from pixels, as a telephone does (ISO/IEC 18004): versions 1 to 6, bytes, without correcting.

Nothing here comes from what draws them. A code with one wrong module is refused by its format or its syndromes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from PIL import Image, ImageChops

# By version: codewords of correction a block, and of data in each block (ISO/IEC 18004, table 9).
_BLOCKS = {
    "L": {1: (7, [19]), 2: (10, [34]), 3: (15, [55]), 4: (20, [80]), 5: (26, [108]), 6: (18, [68, 68])},
    "M": {1: (10, [16]), 2: (16, [28]), 3: (26, [44]), 4: (18, [32, 32]), 5: (24, [43, 43]), 6: (16, [27] * 4)},
}
_LEVELS = {1: "L", 0: "M", 3: "Q", 2: "H"}
_MASKS = (
    lambda y, x: (y + x) % 2 == 0,
    lambda y, x: y % 2 == 0,
    lambda y, x: x % 3 == 0,
    lambda y, x: (y + x) % 3 == 0,
    lambda y, x: (y // 2 + x // 3) % 2 == 0,
    lambda y, x: y * x % 2 + y * x % 3 == 0,
    lambda y, x: (y * x % 2 + y * x % 3) % 2 == 0,
    lambda y, x: ((y + x) % 2 + y * x % 3) % 2 == 0,
)
Matrix = list[list[int]]


@dataclass(frozen=True)
class Seen:
    """A code as it is seen: its modules, the side of one in pixels, whether four modules around it are white."""

    modules: Matrix
    module: float
    quiet: bool


def look(page: Image.Image) -> Seen:
    """Find the one code of a picture, drawn in pure black: no other word or shape of ours is."""
    colours = page.convert("RGB")
    black = ImageChops.invert(ImageChops.lighter(ImageChops.lighter(*colours.split()[:2]), colours.split()[2]))
    box = black.point(lambda value: 255 if value > 247 else 0).getbbox()
    assert box, "no code on this page"
    left, top, right, bottom = box
    grey = colours.convert("L")

    def is_dark(x: float, y: float) -> bool:
        return cast(int, grey.getpixel((int(x), int(y)))) < 128

    finder = next(width for width in range(1, right - left) if not is_dark(left + width, top + 1))  # seven modules
    count = 17 + 4 * round(((right - left) / finder * 7 - 17) / 4)
    module = (right - left) / count
    places = [[(left + (x + 0.5) * module, top + (y + 0.5) * module) for x in range(count)] for y in range(count)]
    edge = round(3.9 * module)
    around = grey.crop((left - edge, top - edge, right + edge, bottom + edge))
    around.paste(255, (edge - 1, edge - 1, around.width - edge + 1, around.height - edge + 1))
    lightest = cast("tuple[int, int]", around.getextrema())[0]
    return Seen([[int(is_dark(*place)) for place in row] for row in places], module, lightest > 250)


def read(modules: Matrix) -> str:
    """Return what a code says. Raises ValueError where a module is wrong."""
    size = len(modules)
    version = (size - 17) // 4
    level, mask = _format(modules)
    correction, lengths = _BLOCKS[level][version]
    bits = [modules[y][x] ^ _MASKS[mask](y, x) for y, x in _path(size, version)]
    total = sum(lengths) + correction * len(lengths)
    words = [int("".join(map(str, map(int, bits[8 * i : 8 * i + 8]))), 2) for i in range(total)]
    blocks: list[list[int]] = [[] for _ in lengths]
    taken = iter(words)
    for row in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if row < length:
                block.append(next(taken))
    data = [word for block in blocks for word in block]
    for _ in range(correction):
        for block in blocks:
            block.append(next(taken))
    for block in blocks:
        if any(_syndrome(block, power) for power in range(correction)):
            raise ValueError("a codeword is wrong")
    return _bytes(data)


def _format(modules: Matrix) -> tuple[str, int]:
    """Read the level and the mask beside the upper left finder, and compare with the other copy."""
    size = len(modules)
    near = [(8, x) for x in (0, 1, 2, 3, 4, 5, 7, 8)] + [(y, 8) for y in (7, 5, 4, 3, 2, 1, 0)]
    far = [(y, 8) for y in range(size - 1, size - 8, -1)] + [(8, x) for x in range(size - 8, size)]
    one, other = (int("".join(str(modules[y][x]) for y, x in places), 2) for places in (near, far))
    if one != other:
        raise ValueError("the two formats differ")
    told = (one ^ 0x5412) >> 10
    rest = told << 10
    for shift in range(4, -1, -1):
        if rest >> (shift + 10) & 1:
            rest ^= 0x537 << shift
    if (told << 10 | rest) ^ 0x5412 != one:
        raise ValueError("the format is wrong")
    return _LEVELS[told >> 3], told & 7


def _path(size: int, version: int) -> Iterator[tuple[int, int]]:
    """The modules of data, in the order in which they are written."""
    aligned = 4 * version + 10
    upwards = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for y in range(size - 1, -1, -1) if upwards else range(size):
            for x in (right, right - 1):
                corner = (y < 9 and x < 9) or (y < 9 and x >= size - 8) or (y >= size - 8 and x < 9)
                alignment = version > 1 and abs(y - aligned) < 3 and abs(x - aligned) < 3
                if not (corner or alignment or y == 6 or x == 6):
                    yield y, x
        upwards = not upwards


def _syndrome(block: list[int], power: int) -> int:
    """The value of a block, as a polynomial over GF(256), at a power of two: nought where all is well."""
    value = 0
    for word in block:
        for _ in range(power):
            value = value << 1 ^ (0x11D if value & 0x80 else 0)
        value ^= word
    return value


def _bytes(data: list[int]) -> str:
    bits = "".join(f"{word:08b}" for word in data)
    if bits[:4] != "0100":
        raise ValueError("not bytes")
    count = int(bits[4:12], 2)
    return bytes(int(bits[12 + 8 * i : 20 + 8 * i], 2) for i in range(count)).decode()
