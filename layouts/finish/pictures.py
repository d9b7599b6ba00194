"""Pictures that an edition brings: from sRGB to the inks of a printing condition, by its ICC profile.

The palette's colours are chosen by hand and never pass here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pikepdf import Name, PdfImage, Stream
from PIL import Image, ImageCms, ImageColor, ImageFilter

_GRID = 33  # nodes of the table on each axis, as many as in the profiles themselves
_PAINT = re.compile(r"(?:fill|stroke|stop-color|color)\s*[:=]\s*[\"']?\s*(#[0-9a-fA-F]{3,8}|rgb\([^)]*\)|[a-zA-Z]+)")


@dataclass(frozen=True)
class Converter:
    """sRGB to CMYK for one printing condition, never over its ink limit (percent)."""

    profile: Path
    limit: float

    @cached_property
    def _table(self) -> ImageFilter.Color3DLUT:
        """A table of the conversion. Between nodes within the limit, no interpolated value is over it."""
        steps = [round(i * 255 / (_GRID - 1)) for i in range(_GRID)]
        grid = Image.new("RGB", (_GRID**3, 1))
        grid.putdata([(red, green, blue) for blue in steps for green in steps for red in steps])
        transform = ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            str(self.profile),
            "RGB",
            "CMYK",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        converted = ImageCms.applyTransform(grid, transform)
        assert converted is not None, "not converted in place"
        nodes = converted.tobytes()
        values = [value for i in range(0, len(nodes), 4) for value in _within(nodes[i : i + 4], self.limit * 2.55)]
        return ImageFilter.Color3DLUT(_GRID, values, channels=4, target_mode="CMYK")

    def picture(self, image: Image.Image) -> Image.Image:
        """Return a picture in CMYK."""
        return image.convert("RGB").filter(self._table)

    def colour(self, rgb: tuple[int, int, int]) -> tuple[float, float, float, float]:
        """Return one colour in CMYK, 0…1."""
        cyan, magenta, yellow, black = self.picture(Image.new("RGB", (1, 1), rgb)).tobytes()
        return cyan / 255, magenta / 255, yellow / 255, black / 255


def _within(node: bytes, limit: float) -> tuple[float, float, float, float]:
    """Take from the three colours what is over the limit, black being kept; 0…1."""
    cyan, magenta, yellow, black = node
    colours = cyan + magenta + yellow
    share = min(1.0, (limit - black - 3) / colours) if colours else 1.0  # 3: rounding to 8 bits, thrice
    return cyan * share / 255, magenta * share / 255, yellow * share / 255, black / 255


def convert_image(image: Stream, converter: Converter) -> None:
    """Convert an image of a PDF in place; stencils, grey and CMYK ones are left as they are."""
    space = image.get("/ColorSpace")
    if image.get("/ImageMask", False) or space in (Name.DeviceGray, Name.DeviceCMYK):
        return
    picture = PdfImage(image).as_pil_image()
    if picture.mode in ("1", "L"):
        image.write(picture.convert("L").tobytes())
        image.ColorSpace = Name.DeviceGray
    elif picture.mode != "CMYK":
        image.write(converter.picture(picture).tobytes())
        image.ColorSpace = Name.DeviceCMYK
    image.BitsPerComponent = 8
    for key in ("/Decode", "/Interpolate", "/Intent"):
        if key in image:
            del image[key]


def colours_of(drawings: Iterable[Path]) -> frozenset[tuple[int, int, int]]:
    """Return the colours that some SVG files paint with."""
    return frozenset().union(*(drawing_colours(path.read_text("utf-8", "replace")) for path in drawings))


def drawing_colours(svg: str) -> frozenset[tuple[int, int, int]]:
    """Return the colours that an SVG drawing paints with, so that the press may know them."""
    found = set()
    for word in _PAINT.findall(svg):
        try:
            found.add(ImageColor.getrgb(word)[:3])
        except ValueError:  # none, inherit, currentColor
            continue
    return frozenset(found)
