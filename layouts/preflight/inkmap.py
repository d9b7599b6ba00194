"""The inks of a page laid on a coarse raster, mark by mark: what lies beneath an overprint, and the ink map."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageChops, ImageDraw

from layouts.preflight.findings import Box, Cmyk
from layouts.preflight.marks import Mark
from layouts.preflight.page import Page

_SCALE = 0.5  # px for a pt


def beneath(page: Page) -> Iterator[tuple[Mark, Cmyk]]:
    """Each mark that adds its ink to what is beneath, with the heaviest sum within its box."""
    plates = _blank(page)
    for mark in page.marks:
        inks = mark.colour.cmyk()
        if mark.adds and inks is not None and mark.visible:
            under = plates.crop(_pixels(page, mark.box))
            found = under.getcolors(under.width * under.height) or []
            loads = [_sum(colour, inks) for _, colour in found if isinstance(colour, tuple)]
            yield mark, max(loads, key=sum)
        _lay(page, plates, mark)


def black_on(page: Page, box: Box) -> float:
    """The heaviest sum of inks, in percent, where black is added to what a part of the page holds; text left out."""
    left, top, right, bottom = _pixels(page, box)
    under = paint(page).crop((left, top, right + 1, bottom + 1))
    found = under.getcolors(under.width * under.height) or []
    return max(sum(_sum(colour, (0, 0, 0, 100))) for _, colour in found if isinstance(colour, tuple))


def paint(page: Page) -> Image.Image:
    """The plates of a page as a CMYK picture, text left out."""
    plates = _blank(page)
    for mark in page.marks:
        _lay(page, plates, mark)
    return plates


def total(plates: Image.Image) -> Image.Image:
    """The sum of the inks, 0…255 for 0…400 %."""
    c, m, y, k = (plate.point(lambda value: (value + 2) // 4) for plate in plates.split())
    return ImageChops.add(ImageChops.add(c, m), ImageChops.add(y, k))


def inside(page: Page) -> tuple[int, int, int, int]:
    """The bleed of a page, in pixels of its plates."""
    return _pixels(page, page.bleed)


def _sum(colour: tuple[int, ...], inks: Cmyk) -> Cmyk:
    c, m, y, k = (min(under / 2.55 + ink, 100.0) for under, ink in zip(colour, inks, strict=True))
    return c, m, y, k


def _blank(page: Page) -> Image.Image:
    width, height = page.media[2] - page.media[0], page.media[3] - page.media[1]
    return Image.new("CMYK", (max(int(width * _SCALE), 1), max(int(height * _SCALE), 1)))


def _pixels(page: Page, box: Box) -> tuple[int, int, int, int]:
    left, top = int((box[0] - page.media[0]) * _SCALE), int((page.media[3] - box[3]) * _SCALE)
    right, bottom = int((box[2] - page.media[0]) * _SCALE), int((page.media[3] - box[1]) * _SCALE)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _lay(page: Page, plates: Image.Image, mark: Mark) -> None:
    """Paint a fill's shape, cut by the box of its clip, or the box of a picture, by its heaviest sample."""
    inks = tuple(v * 100 for v in mark.inks) if len(mark.inks) == 4 else mark.colour.cmyk()
    if inks is None or mark.kind not in ("fill", "image") or not mark.visible:
        return
    left, top, right, bottom = _pixels(page, mark.box)
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, plates.width), min(bottom, plates.height)
    if right <= left or bottom <= top:
        return
    colour = tuple(round(value * 2.55) for value in inks)
    shape = _shape(page, mark, (left, top), (right - left, bottom - top))
    if mark.adds:
        here = plates.crop((left, top, right, bottom))
        plates.paste(ImageChops.add(here, Image.new("CMYK", here.size, colour)), (left, top), shape)
    else:
        plates.paste(colour, (left, top, right, bottom), shape)


def _shape(page: Page, mark: Mark, origin: tuple[int, int], size: tuple[int, int]) -> Image.Image | None:
    path = mark.path
    if mark.kind == "image" or (len(path) == 1 and len(path[0]) == 4 and _upright(path[0])):
        return None
    shape = Image.new("1", size)
    for points in path:
        if len(points) < 2:
            continue
        part = Image.new("1", size)
        ImageDraw.Draw(part).polygon(
            [
                ((x - page.media[0]) * _SCALE - origin[0], (page.media[3] - y) * _SCALE - origin[1])
                for x, y in points
            ],
            fill=1,
        )
        shape = ImageChops.logical_xor(shape, part)
    return shape


def _upright(points: list[tuple[float, float]]) -> bool:
    return len({round(x, 2) for x, _ in points}) == 2 and len({round(y, 2) for _, y in points}) == 2
