"""Colour spaces of a file, told by family, and the heaviest samples of its pictures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from PIL import ImageChops

from layouts.preflight.marks import BLACK, Colour

_DEVICE = {
    "DeviceGray": "Gray", "CalGray": "Gray", "G": "Gray",
    "DeviceRGB": "RGB", "CalRGB": "RGB", "RGB": "RGB",
    "DeviceCMYK": "CMYK", "CMYK": "CMYK",
}  # fmt: skip
_SETS = {"g": "Gray", "rg": "RGB", "k": "CMYK", "G": "Gray", "RG": "RGB", "K": "CMYK"}
_BY_COUNT = {1: "Gray", 3: "RGB", 4: "CMYK"}
_INITIAL = {"Gray": (0.0,), "RGB": (0.0, 0.0, 0.0), "CMYK": (0.0, 0.0, 0.0, 1.0)}


def family(space: Any, resources: Any = None) -> str:
    """The family of a colour space: Gray, RGB, CMYK, Lab, Pattern, Separation NAME, Indexed or another name."""
    if isinstance(space, pikepdf.Array):
        kind = str(space[0]).lstrip("/")
        if kind == "ICCBased":
            return _BY_COUNT.get(int(space[1].N), kind)
        if kind == "Separation":
            return f"Separation {str(space[1]).lstrip('/')}"
        if kind == "Indexed":
            return f"Indexed {family(space[1], resources)}"
        return _DEVICE.get(kind, kind)
    name = str(space).lstrip("/")
    named = resources.get("/ColorSpace", {}).get("/" + name) if resources is not None else None
    if named is not None:
        return family(named)
    return _DEVICE.get(name, name)


def initial(space: str) -> Colour:
    """The colour that choosing a space sets (ISO 32000-1, 8.6.5)."""
    if space.startswith("Separation"):
        return Colour(space, (1.0,))
    return Colour(space, _INITIAL.get(space, ())) if space else BLACK


def chosen(operator: str, operands: list[Any], now: Colour, resources: Any) -> tuple[Colour, str]:
    """The colour that an operator sets, and the name of the pattern if it is one (ISO 32000-1, 8.6.8)."""
    if operator in _SETS:
        return Colour(_SETS[operator], tuple(operands)), ""
    if operator in ("cs", "CS"):
        return initial(family(operands[0], resources)), ""
    if operands and isinstance(operands[-1], str):
        return Colour("Pattern", ()), operands[-1]
    return Colour(now.space, tuple(operands)), ""


def gradient_ends(function: Any) -> Iterator[tuple[float, ...]]:
    """The colours at the ends of a gradient's functions (ISO 32000-1, 7.10.3 and 7.10.4)."""
    for part in function if isinstance(function, pikepdf.Array) else [function]:
        if part.get("/FunctionType") == 3:
            for inner in part.Functions:
                yield from gradient_ends(inner)
        elif part.get("/FunctionType") == 2:
            yield tuple(float(value) for value in part.get("/C0", [0]))
            yield tuple(float(value) for value in part.get("/C1", [1]))
        else:  # sampled or calculated: the file does not say its colours
            yield ()


def picture_space(image: Any, resources: Any) -> str:
    """The family of an image's colours; a stencil has none of its own."""
    if image.get("/ImageMask", False):
        return "stencil"
    return family(image.ColorSpace, resources) if "/ColorSpace" in image else "JPX"


def heaviest(image: Any) -> tuple[float, ...]:
    """The sample of a CMYK picture that lays most ink, 0…1; empty where it cannot be read."""
    try:
        opened = pikepdf.PdfImage(image).as_pil_image(apply_mask=False)
    except Exception:  # a filter that no library here reads: other checks tell what they can of it
        return ()
    if opened.mode != "CMYK":
        return ()
    opened.thumbnail((400, 400))  # one hot pixel is no fault; a place is
    quarters = [plane.point(lambda value: value // 4) for plane in opened.split()]
    total = ImageChops.add(ImageChops.add(quarters[0], quarters[1]), ImageChops.add(quarters[2], quarters[3]))
    most = total.getextrema()[1]
    place = total.point(lambda value: 255 if value == most else 0).getbbox()
    if place is None:
        return ()
    sample = opened.getpixel((place[0], place[1]))
    return tuple(value / 255 for value in sample) if isinstance(sample, tuple) else ()


def is_picture(thing: Any) -> bool:
    """Whether an XObject is an image."""
    return bool(thing.get("/Subtype") == "/Image")
