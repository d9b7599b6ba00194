"""Where two pictures of a page differ, and which of its words do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from PIL import Image, ImageChops, ImageDraw

from layouts.builds.volume import Box, Word

_SEEN = 24  # levels of 255: less is a matter of rounding
_CELL = 6  # px
_NEAR = 2  # cells between two spots that are told as one
_AROUND = 3  # unchanged words told before and after
_EDGE = 0.006  # of the page, left around a word


@dataclass(frozen=True)
class Passage:
    """Words that changed, between a few that did not."""

    before: str  # the unchanged ones before
    old: tuple[Word, ...]
    new: tuple[Word, ...]
    after: str

    @property
    def removed(self) -> str:
        """The words that went."""
        return " ".join(word.text for word in self.old)

    @property
    def added(self) -> str:
        """The words that came."""
        return " ".join(word.text for word in self.new)


def spots(old: Image.Image, new: Image.Image) -> tuple[Box, ...]:
    """Return the places where two pictures differ, in shares of the page; all of it where their sizes do."""
    if old.size != new.size:
        return ((0.0, 0.0, 1.0, 1.0),)
    apart = ImageChops.difference(old, new)
    levels = ImageChops.lighter(ImageChops.lighter(*apart.split()[:2]), apart.split()[2])
    mask = levels.point([0] * _SEEN + [255] * (256 - _SEEN))
    columns, rows = -(-old.width // _CELL), -(-old.height // _CELL)
    padded = Image.new("L", (columns * _CELL, rows * _CELL))
    padded.paste(mask)
    # A cell counts as soon as one of its pixels does: none is rounded to nothing.
    cells = padded.reduce(_CELL).point([0, *[1] * 255]) if mask.getbbox() else None
    if cells is None:
        return ()
    data = cells.tobytes()
    changed = {(i % columns, i // columns) for i, level in enumerate(data) if level}
    width, height = old.width / _CELL, old.height / _CELL
    return tuple(
        (max(0, left - 1) / width, max(0, top - 1) / height, min(1, (right + 2) / width), min(1, (bottom + 2) / height))
        for left, top, right, bottom in sorted(map(_around, _groups(changed)), key=lambda box: (box[1], box[0]))
    )


def passages(old: Sequence[Word], new: Sequence[Word]) -> tuple[Passage, ...]:
    """Return the words that changed from one page to the other."""
    before, after = [word.text for word in old], [word.text for word in new]
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            around = " ".join(before[max(0, a - _AROUND) : a]), " ".join(before[b : b + _AROUND])
            found.append(Passage(around[0], tuple(old[a:b]), tuple(new[c:d]), around[1]))
    return tuple(found)


def without(picture: Image.Image, words: Iterable[Word]) -> Image.Image:
    """Return a picture with some words, and what is around them, painted over."""
    blank = picture.copy()
    brush = ImageDraw.Draw(blank)
    for word in words:
        shares = (word.box[0] - _EDGE, word.box[1] - _EDGE, word.box[2] + _EDGE, word.box[3] + _EDGE)
        brush.rectangle([share * side for share, side in zip(shares, 2 * picture.size, strict=True)], fill=0)
    return blank


def _groups(cells: set[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The cells that are near one another, together."""
    reach = range(-_NEAR, _NEAR + 1)
    while cells:
        waiting, group = [cells.pop()], []
        while waiting:
            x, y = waiting.pop()
            group.append((x, y))
            near = {(x + dx, y + dy) for dx in reach for dy in reach} & cells
            cells -= near
            waiting += near
        yield group


def _around(cells: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    across, down = zip(*cells, strict=True)
    return min(across), min(down), max(across), max(down)
