"""Pictures that an edition brings: from sRGB to the inks of a printing condition, by its ICC profile.

The palette's colours are chosen by hand and never pass here.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pikepdf import Array, Name, PdfError, PdfImage, Stream
from PIL import Image, ImageCms, ImageFilter

from layouts.errors import LayoutError

_GRID = 33  # nodes of the table on each axis, as many as in the profiles themselves
_QUALITY = 94  # of JPEG
_GROWTH = 8.0  # percent of ink that its compression may add to a sample


@dataclass(frozen=True)
class Converter:
    """sRGB to CMYK for one printing condition, never over its ink limit (percent)."""

    profile: Path
    limit: float

    def picture(self, image: Image.Image) -> Image.Image:
        """Return a picture in CMYK."""
        return image.convert("RGB").filter(_table(self.profile, self.limit))

    def photograph(self, image: Image.Image) -> Image.Image:
        """Return a picture in CMYK whose inks may still grow a little, as compression makes them."""
        return image.convert("RGB").filter(_table(self.profile, self.limit - _GROWTH))

    def colour(self, rgb: tuple[int, int, int]) -> tuple[float, float, float, float]:
        """Return one colour in CMYK, 0…1."""
        cyan, magenta, yellow, black = self.picture(Image.new("RGB", (1, 1), rgb)).tobytes()
        return cyan / 255, magenta / 255, yellow / 255, black / 255


@lru_cache(maxsize=8)
def _table(profile: Path, limit: float) -> ImageFilter.Color3DLUT:
    """A table of the conversion. Between nodes within the limit, no interpolated value is over it."""
    steps = [round(i * 255 / (_GRID - 1)) for i in range(_GRID)]
    grid = Image.new("RGB", (_GRID**3, 1))
    grid.putdata([(red, green, blue) for blue in steps for green in steps for red in steps])
    transform = ImageCms.buildTransform(
        ImageCms.createProfile("sRGB"),
        str(profile),
        "RGB",
        "CMYK",
        ImageCms.Intent.RELATIVE_COLORIMETRIC,
        ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    converted = ImageCms.applyTransform(grid, transform)
    assert converted is not None, "not converted in place"
    nodes = converted.tobytes()
    values = [value for i in range(0, len(nodes), 4) for value in _within(nodes[i : i + 4], limit * 2.55)]
    return ImageFilter.Color3DLUT(_GRID, values, channels=4, target_mode="CMYK")


def _within(node: bytes, limit: float) -> tuple[float, float, float, float]:
    """Take from the three colours what is over the limit, black being kept; 0…1."""
    cyan, magenta, yellow, black = node
    colours = cyan + magenta + yellow
    share = min(1.0, (limit - black - 3) / colours) if colours else 1.0  # 3: rounding to 8 bits, thrice
    return cyan * share / 255, magenta * share / 255, yellow * share / 255, black / 255


def convert_image(image: Stream, converter: Converter) -> None:
    """Convert an image of a PDF in place; stencils, grey and CMYK ones keep their samples.

    Raises LayoutError where it cannot be read.
    """
    space = image.get("/ColorSpace")
    if image.get("/ImageMask", False):
        return
    if space not in (Name.DeviceGray, Name.DeviceCMYK):
        try:
            picture = PdfImage(image).as_pil_image(apply_mask=False)
        except (ValueError, OSError, PdfError) as error:  # a depth or a compression that nothing here reads
            raise LayoutError("une image ne se lit pas : l’exporter de nouveau, en 8 bits par couleur") from error
        _write(image, picture, converter)
    if "/Interpolate" in image:
        del image["/Interpolate"]


def _write(image: Stream, picture: Image.Image, converter: Converter) -> None:
    photograph = image.get("/Filter") == Name.DCTDecode
    if picture.mode in ("1", "L"):
        picture, image.ColorSpace = picture.convert("L"), Name.DeviceGray
    elif picture.mode != "CMYK":
        convert = converter.photograph if photograph else converter.picture
        picture, image.ColorSpace = convert(picture), Name.DeviceCMYK
    for key in ("/Decode", "/Intent"):
        if key in image:
            del image[key]
    image.BitsPerComponent = 8
    if not photograph:
        image.write(picture.tobytes())
        return
    # What came as a photograph stays one: without loss it would weigh ten times as much.
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=_QUALITY, subsampling=0)
    image.write(out.getvalue(), filter=Name.DCTDecode)
    if picture.mode == "CMYK":
        image.Decode = Array([1, 0] * 4)  # the library writes CMYK the other way round
