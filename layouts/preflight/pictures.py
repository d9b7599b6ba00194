"""The pictures of a report: a place outlined in red, a page's boxes drawn, a page's inks as a map."""

from __future__ import annotations

import base64
import io

from PIL import Image, ImageDraw

from layouts.preflight.findings import MM, Box
from layouts.preflight.inkmap import inside, paint, total
from layouts.preflight.page import Page

_SCALE = 2.0  # px for a pt, of a place
_AROUND = 12 * MM  # of its surroundings shown
_LARGEST = 560  # px
_THUMB = 0.8  # px for a pt, of a page with its boxes
_RED = "#e4412f"
_BOXES = (("trim", "#1f8a70"), ("bleed", "#3f5bd9"), ("media", "#17163b"))

# Total ink in percent and the colour that tells it, from light to heavy.
LEVELS = ((1, "#e6e5ec"), (100, "#9df0d2"), (200, "#7cc36a"), (240, "#ffcf3f"), (280, "#f28c28"), (300, "#e4412f"))


def place(page: Page, box: Box) -> str:
    """A place of a page with its surroundings, outlined in red."""
    whole = page.whole(_SCALE)
    left, top = (box[0] - page.view[0]) * _SCALE, (page.view[3] - box[3]) * _SCALE
    right, bottom = (box[2] - page.view[0]) * _SCALE, (page.view[3] - box[1]) * _SCALE
    ImageDraw.Draw(whole).rectangle((left - 4, top - 4, right + 4, bottom + 4), outline=_RED, width=3)
    around = _AROUND * _SCALE
    seen = whole.crop(
        (
            int(max(left - around, 0)), int(max(top - around, 0)),
            int(min(max(right + around, around), whole.width)), int(min(max(bottom + around, around), whole.height)),
        )
    )  # fmt: skip
    seen.thumbnail((_LARGEST, _LARGEST))
    return _address(seen)


def boxes(page: Page) -> str:
    """A page with its trim, bleed and media boxes drawn."""
    whole = page.whole(_THUMB)
    pen = ImageDraw.Draw(whole)
    for name, colour in _BOXES:
        x0, y0, x1, y1 = getattr(page, name)
        left, top = (x0 - page.view[0]) * _THUMB, (page.view[3] - y1) * _THUMB
        right, bottom = (x1 - page.view[0]) * _THUMB, (page.view[3] - y0) * _THUMB
        corners = (left, top, min(right, whole.width - 1), min(bottom, whole.height - 1))
        pen.rectangle(corners, outline=colour, width=2)
    return _address(whole)


def inks(page: Page) -> tuple[str, int]:
    """A page's map of inks, to the edge of its bleed, and the heaviest sum on it, in percent; text left out."""
    sums = total(paint(page)).crop(inside(page))
    # A sum of four rounded quarters is up to 3 % off.
    levels = [sum(value / 255 * 400 >= max(least - 1.5, 0.5) for least, _ in LEVELS) for value in range(256)]
    view = sums.point(levels)
    view.putpalette([255, 255, 255, *(part for _, colour in LEVELS for part in bytes.fromhex(colour[1:]))])
    view.thumbnail((140, 110), Image.Resampling.NEAREST)
    heaviest = sums.getextrema()[1]
    return _address(view), round(float(heaviest if isinstance(heaviest, int | float) else 0) / 255 * 400)


def _address(image: Image.Image) -> str:
    out = io.BytesIO()
    flat = image if image.mode == "P" else image.quantize(64, dither=Image.Dither.NONE)
    flat.save(out, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(out.getvalue()).decode()
