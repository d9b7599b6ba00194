"""Pictures that an edition brings, made fit for the page: curves that the engine draws true, sizes that balance."""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

from book.model import Edition, Partner
from layouts.arcs import without_arcs

SVG = "http://www.w3.org/2000/svg"
_BOX = re.compile(r"[-+.\deE]+")
_FRAME = ("width", "height", "x", "y", "preserveAspectRatio")

_AREA = 620.0  # mm² that a logo takes, so that wide ones and square ones weigh alike
_MOST = (52.0, 26.0)  # mm, width and height
_MEDIA = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"}


@dataclass(frozen=True)
class Logo:
    """A partner's logo: its address, its alternative text, its size in mm."""

    source: str
    alt: str
    width: float
    height: float


def logo(partner: Partner) -> Logo | None:
    """Return the logo of a partner, sized for the page; nothing where it has none."""
    if partner.logo is None:
        return None
    if partner.logo.suffix.lower() == ".svg":
        root = read_svg(partner.logo)
        box = [float(number) for number in _BOX.findall(root.get("viewBox", "0 0 1 1"))]
        source = "data:image/svg+xml," + quote(ElementTree.tostring(root, encoding="unicode"))
        ratio = box[2] / box[3]
    else:
        data = _picture(partner.logo)
        ratio = _shape(data)
        source = f"data:{_MEDIA[partner.logo.suffix.lower()]};base64,{base64.b64encode(data).decode()}"
    width = min((_AREA * ratio) ** 0.5, _MOST[0], _MOST[1] * ratio)
    return Logo(source, partner.alt, width, width / ratio)


def _picture(path: Path) -> bytes:
    from layouts.pictures import in_srgb  # here: most editions bring no picture, and Pillow is slow to import

    return in_srgb(path)


def _shape(picture: bytes) -> float:
    """Return the width of a picture over its height."""
    from PIL import Image

    with Image.open(io.BytesIO(picture)) as opened:
        return opened.width / opened.height


def drawings_of(edition: Edition) -> tuple[Path, ...]:
    """Return the SVG files that an edition brings: their colours are not the palette's."""
    files = [own.file for own in edition.drawings.values()] + [partner.logo for partner in edition.partners]
    return tuple(file for file in files if file and file.suffix.lower() == ".svg")



def read_svg(path: Path) -> ElementTree.Element:
    """Read a drawing that `book.pictures` has checked: its root without a size of its own, its arcs as curves."""
    ElementTree.register_namespace("", SVG)
    root = ElementTree.fromstring(path.read_bytes())
    for key in _FRAME:
        root.attrib.pop(key, None)
    for element in root.iter(f"{{{SVG}}}path"):
        if re.search("[aA]", element.get("d", "")):
            element.set("d", without_arcs(element.get("d", "")))
    return root
