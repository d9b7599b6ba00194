"""One page read back: its boxes, what it paints, and the page drawn without its text. Costly parts on demand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from functools import cached_property
from typing import Any

import pikepdf
from PIL import Image

from layouts.preflight.content import play
from layouts.preflight.findings import Box, Expectation, mm
from layouts.preflight.graphics import Shared, Spot
from layouts.preflight.light import Rgb
from layouts.preflight.marks import PAPER, Colour, Mark, within
from layouts.preflight.raster import Raster
from layouts.preflight.seen import Use


class Page:
    """What the checks of one page look at; `meant_empty` where the layout left it so, `meant_spare` nearly so."""

    def __init__(self, page: pikepdf.Page, index: int, expected: Expectation, shared: Shared, raster: Raster) -> None:
        self.obj, self.expected = page.obj, expected
        self._index, self.shared, self._raster = index, shared, raster
        self._codes: dict[tuple[str, ...], set[int]] = {}
        self.spots: list[Spot] = []
        obj = page.obj
        self.media = box_of(page.mediabox)
        self.view = box_of(page.cropbox)  # what a reader, and the raster, show
        self.trim = box_of(obj.TrimBox) if "/TrimBox" in obj else self.media
        self.bleed = box_of(obj.BleedBox) if "/BleedBox" in obj else self.trim
        self.has_trim = "/TrimBox" in obj
        self.has_bleed = "/BleedBox" in obj
        self.meant_empty = index + 1 in expected.empty
        self.meant_spare = self.meant_empty or index + 1 in expected.spare
        self.cells = expected.cells[index % len(expected.cells)] if expected.cells else ()

    @property
    def is_tagged(self) -> bool:
        """Whether the page belongs to a structure tree."""
        return "/StructParents" in self.obj

    @cached_property
    def marks(self) -> list[Mark]:
        """What the page paints."""
        return self._play()

    def _play(self, apart: bool = False) -> list[Mark]:
        marks = play(self.obj, self.shared, apart)
        self._codes, self.spots = self.shared.codes, self.shared.spots or []
        return marks

    def apart(self) -> Page:
        """The page without its imprints; `spots` tells where they stand."""
        twin = self.showing([])
        twin.marks = twin._play(apart=True)
        return twin

    def showing(self, marks: list[Mark]) -> Page:
        """A page like this one that paints these marks."""
        twin = copy(self)
        for known in ("texts", "shapes", "ground"):
            twin.__dict__.pop(known, None)
        twin.marks = marks
        return twin

    def uses(self) -> tuple[Use, ...]:
        """What the page shows of each font."""
        found = []
        _ = self.marks
        for path, codes in sorted(self._codes.items()):
            told = "".join(f"{code:04x}" for code in sorted(codes))
            found.append(Use(path, told, self._meaning(path, told)))
        return tuple(found)

    def means_the_same(self, uses: Iterable[Use]) -> bool:
        """Whether the fonts of the page tell of what was shown in them what they told when it was looked at."""
        return all(self._meaning(use.path, use.codes) == use.meant for use in uses)

    def thing(self, path: Sequence[str]) -> Any:
        """The form, the pattern, the picture at the end of a path; None where there is none."""
        return self._resources_of(path[:-2]).get(path[-2], pikepdf.Dictionary()).get(path[-1])

    def _resources_of(self, path: Sequence[str]) -> Any:
        """The resources of the form at the end of a path: of the page, where there is no step."""
        resources: Any = self.obj.get("/Resources", pikepdf.Dictionary())
        for kind, name in zip(path[::2], path[1::2], strict=True):
            resources = resources[kind][name].get("/Resources", resources)
        return resources

    def _meaning(self, path: tuple[str, ...], codes: str) -> str:
        font = self._resources_of(path[:-1]).get("/Font", {}).get(path[-1])
        return self.shared.font(font).meaning(codes) if font is not None else ""

    @cached_property
    def texts(self) -> list[Mark]:
        """The runs of text that show something."""
        return [m for m in self.marks if m.kind == "text" and m.colour.space and m.text.strip()]

    @cached_property
    def ground(self) -> Image.Image:
        """What the page paints besides its text, RGBA; one pixel for a point."""
        return self._raster.ground(self._index)

    def grounds(self, box: Box) -> list[tuple[int, Rgb]]:
        """The colours of a part of the page without its text, on white paper, each with its number of pixels."""
        if (beneath := self.beneath(box)) is not None:
            colour = beneath.rgb()
            if colour is not None:
                return [(1, colour)]
        crop = self.ground.crop(self.pixels(box, self.ground.size))
        return [(count, _on_white(colour)) for count, colour in crop.getcolors(crop.width * crop.height) or []]

    @cached_property
    def shapes(self) -> list[Mark]:
        """What the page paints besides its text, and shows."""
        return [mark for mark in self.marks if mark.kind != "text" and mark.visible]

    def beneath(self, box: Box) -> Colour | None:
        """The one colour of a part of the page, where the marks tell it: no drawing is needed then."""
        left, low, right, high = box
        if right < left or high < low:
            return PAPER
        for mark in reversed(self.shapes):
            x0, y0, x1, y1 = mark.box
            if x1 >= left and x0 <= right and y1 >= low and y0 <= high:
                return mark.colour if mark.flat and within(box, mark.box) else None
        return PAPER

    def whole(self, scale: float) -> Image.Image:
        """The page as a reader sees it, at so many pixels for a point."""
        return self._raster.whole(self._index, scale)

    def pixels(self, box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """A box of the page in pixels of a drawing of it, at least one pixel wide and high."""
        left, top = round(box[0] - self.view[0]), round(self.view[3] - box[3])
        right, bottom = round(box[2] - self.view[0]), round(self.view[3] - box[1])
        width, height = size
        left, top = min(max(left, 0), width - 1), min(max(top, 0), height - 1)
        return left, top, max(min(right, width), left + 1), max(min(bottom, height), top + 1)

    def where(self, box: Box) -> str:
        """A place told from the upper left corner of the trim."""
        left, top = max(box[0] - self.trim[0], 0), max(self.trim[3] - box[3], 0)
        return f"à {mm(left, 0)} du bord gauche et {mm(top, 0)} du haut"


def _on_white(colour: Any) -> Rgb:
    red, green, blue, alpha = (part / 255 for part in colour)
    return red * alpha + 1 - alpha, green * alpha + 1 - alpha, blue * alpha + 1 - alpha


def box_of(array: Any) -> Box:
    """A rectangle of a file, its lower left corner first."""
    x0, y0, x1, y1 = (float(value) for value in array)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
