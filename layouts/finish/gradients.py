"""Gradients, which only the drawings of an edition have: the colours between which they run put into inks.

Between two inks within the limit of the printer none is over it: the mixture is one of their means.
"""

from __future__ import annotations

from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Name

from layouts.finish.colours import Inks, rgb_of

_LINEAR = (2, 3)  # types of shadings: along a line, between two circles
_EXPONENTIAL, _STITCHED = 2, 3  # types of functions


def convert_gradient(shading: pikepdf.Object, inks: Inks) -> bool:
    """Put a shading in sRGB into inks, in place; one in grey, which a mask is made of, is left as it is.

    Return whether it could be done: it is one of those that the engine draws. Raises KeyError for a colour that is
    not known.
    """
    if shading.get("/ColorSpace") == Name.DeviceGray:
        return True
    if shading.get("/ColorSpace") != Name.DeviceRGB or shading.ShadingType not in _LINEAR:
        return shading.get("/ColorSpace") == inks.space  # it was met before
    ends = list(_ends(shading.Function))
    if not ends:
        return False
    for function in ends:
        for key in ("/C0", "/C1"):
            ink = inks[rgb_of(float(value) for value in function[key])]
            function[key] = Array([round(value, 4) for value in ink])
    shading.ColorSpace = inks.space
    return True


def _ends(function: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """The functions from one colour to another that a function is stitched of (ISO 32000-1, 7.10.3 and 7.10.4)."""
    if function.get("/FunctionType") == _EXPONENTIAL and "/C0" in function and "/C1" in function:
        yield function
    elif function.get("/FunctionType") == _STITCHED:
        for part in function.Functions:
            yield from _ends(part)
