"""Pictures of any sort that an edition brings: in sRGB on the page, in inks at the printer's, the same to the eye."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
import pytest
from pikepdf import Name, Pdf
from PIL import Image, ImageCms
from weasyprint import HTML

from layouts.errors import LayoutError
from layouts.finish.drawings import drawing_colours
from layouts.finish.press import press
from layouts.pictures import in_srgb
from layouts.preflight import Expectation, check
from tests import presswork as work
from tests.presswork import job

PAGE = """@page { size: 148mm 210mm; bleed: 5mm; margin: 20mm }
body { margin: 0 } img { display: block; width: 60mm; height: 40mm }"""
COATED = work.PROFILES / "FOGRA39L_coated.icc"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40">{}</svg>'
LINE = '<linearGradient id="g"><stop stop-color="#0055a4"/><stop offset="1" stop-color="#fc0"/></linearGradient>'
RECT = '<rect width="60" height="40" {}/>'
DRAWINGS = {
    name: SVG.format(shapes)
    for name, shapes in {
        "attributes": '<path d="M0 0h60v40z" fill="rgb(10%,50%,90%)" stroke="tomato" stroke-width="3"/>',
        "style": RECT.format('style="fill: hsl(200 80% 40%); stroke:#0a0"'),
        "sheet": "<style>.a{fill:#123456}g .b{stroke:rgba(1,2,3,.9)}</style>" + RECT.format('class="a"'),
        "current colour": '<g color="#aa5500">' + RECT.format('fill="currentColor"') + "</g>",
        "opacity": RECT.format('fill="#0055a4"') + '<rect width="9" height="9" fill="red" opacity=".5"/>',
        "line": LINE + RECT.format('fill="url(#g)"'),
        "fading circle": '<radialGradient id="g"><stop stop-color="#0055a4"/><stop offset=".5" stop-color="red"/>'
        '<stop offset="1" stop-color="#fc0" stop-opacity=".3"/></radialGradient>'
        '<circle cx="30" cy="20" r="20" fill="url(#g)"/>',
        "mask": LINE.replace("#0055a4", "white").replace("#fc0", "black")
        + '<mask id="m">'
        + RECT.format('fill="url(#g)"')
        + "</mask>"
        + RECT.format('fill="#654321" mask="url(#m)"'),
        "pattern": '<pattern id="p" width="10" height="10" patternUnits="userSpaceOnUse">'
        '<circle cx="5" cy="5" r="4" fill="#123456"/></pattern>' + RECT.format('fill="url(#p)"'),
    }.items()
}


def page(source: str) -> bytes:
    """A page that shows one picture."""
    html = f"<html lang=fr><title>Essai</title><style>{PAGE}</style><img src='{source}' alt='x'>"
    pdf: bytes = HTML(string=html).write_pdf(pdf_variant="pdf/ua-1")
    return pdf


def found(pdf: bytes, brought: Any = ()) -> list[str]:
    """What the preflight finds in the press file of a page."""
    desk = job("bureau")
    known = (*work.PALETTE.cmyk.values(), *(desk.ink(colour) for colour in brought))
    expected = Expectation(
        "press", (148, 210), ink_limit=desk.printer.ink_limit, palette=known, resolution_floor=20, resolution=20
    )
    return [finding.text for finding in check({"p.pdf": pdf}, {"p.pdf": expected})]


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)
def test_a_drawing_of_any_colours_reaches_the_press(drawing: str) -> None:
    brought = drawing_colours(drawing.encode())
    made = press(page(f"data:image/svg+xml,{quote(drawing)}"), job("bureau", brought=brought), "p.pdf")
    assert found(made, brought) == []
    with Pdf.open(io.BytesIO(made)) as pdf:
        assert spaces(pdf) <= {"/DeviceCMYK", "/DeviceGray", "/Pattern"}


def spaces(pdf: Pdf) -> set[str]:
    """Every colour space that a file paints in, or mixes transparent paint in."""
    kinds = {"g": "/DeviceGray", "rg": "/DeviceRGB", "k": "/DeviceCMYK"}
    told: set[str] = set()
    for each in [*pdf.objects, *(entry.obj for entry in pdf.pages)]:
        if not isinstance(each, pikepdf.Stream | pikepdf.Dictionary):
            continue
        told |= {str(each[key]) for key in ("/ColorSpace", "/CS") if isinstance(each.get(key), pikepdf.Name)}
        told |= {str(each.Group.CS)} if "/Group" in each else set()
        if each.get("/Type") == "/Page" or each.get("/Subtype") == "/Form" or "/PatternType" in each:
            for instruction in pikepdf.parse_content_stream(each):
                name = str(instruction.operator)
                told |= {str(instruction.operands[0])} if name.lower() == "cs" else set()
                told |= {kinds[name.lower()]} if name.lower() in kinds else set()
    return told


def test_a_colour_that_no_drawing_told_is_refused() -> None:
    drawing = DRAWINGS["line"]
    with pytest.raises(LayoutError, match="page 1 : la couleur #0055a4 n’est pas de la palette"):
        press(page(f"data:image/svg+xml,{quote(drawing)}"), job("bureau"), "p.pdf")


def test_what_is_no_colour_is_left_out() -> None:
    drawing = SVG.format(
        '<g fill="none" stroke="inherit"><path fill="var(--sun)" stroke="url(#g)" style="color:x"/></g>'
    )
    assert drawing_colours(drawing.encode()) == frozenset()


def scene(mode: str) -> Image.Image:
    """A picture of dark and light, warm and cold, with something to see through where its mode has it."""
    picture = Image.new("RGB", (60, 40))
    picture.putdata([(x * 4, y * 6, 90) for y in range(40) for x in range(60)])
    if mode in ("RGBA", "LA"):
        picture.putalpha(Image.linear_gradient("L").resize((60, 40)))
    return picture.convert(mode) if mode != "I;16" else Image.frombytes("I;16", (60, 40), b"\x00\x80" * 2400)


def profiled(name: str) -> bytes:
    if name == "srgb":
        return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return COATED.read_bytes()


KINDS: dict[str, tuple[str, str, str]] = {
    **{f"PNG {mode}": ("PNG", mode, "") for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")},
    **{f"JPEG {mode}": ("JPEG", mode, "") for mode in ("L", "RGB", "CMYK")},
    "JPEG RGB profiled": ("JPEG", "RGB", "srgb"),
    "JPEG CMYK profiled": ("JPEG", "CMYK", "coated"),
}


@pytest.fixture
def picture(tmp_path: Path) -> Callable[[str], Path]:
    def save(kind: str) -> Path:
        form, mode, profile = KINDS[kind]
        path = tmp_path / f"picture.{form.lower()}"
        scene(mode).save(path, form, icc_profile=profiled(profile) if profile else None)
        return path

    return save


@pytest.mark.parametrize("kind", KINDS)
def test_a_picture_of_any_sort_reaches_the_press(kind: str, picture: Callable[[str], Path], tmp_path: Path) -> None:
    path = tmp_path / "seen"
    path.write_bytes(in_srgb(picture(kind)))
    with Image.open(path) as seen:
        assert seen.mode in ("1", "L", "LA", "P", "RGB", "RGBA")
    made = press(page(path.as_uri()), job("bureau"), "p.pdf")
    assert found(made) == []
    with Pdf.open(io.BytesIO(made)) as pdf:
        (image,) = pdf.pages[0].obj.Resources.XObject.values()
        assert image.ColorSpace == (Name.DeviceGray if KINDS[kind][1] in ("L", "LA", "I;16") else Name.DeviceCMYK)
        assert ("/SMask" in image) == (KINDS[kind][1] in ("LA", "RGBA"))
        assert spaces(pdf) <= {"/DeviceCMYK", "/DeviceGray"}


@pytest.mark.parametrize("kind", ["JPEG RGB", "PNG RGB"])
def test_the_plates_hold_the_picture_right_way_round(kind: str, picture: Callable[[str], Path], tmp_path: Path) -> None:
    made = press(page(picture(kind).as_uri()), job("bureau"), "p.pdf")
    (plates,) = work.plates(made, tmp_path, 36)
    left, top, width, height = (round(value / 25.4 * 36) for value in (20, 20, 60, 40))
    corners = [(left + 2, top + 2), (left + width - 3, top + height - 3)]
    dark, light = (plates.getpixel(corner) for corner in corners)
    assert isinstance(dark, tuple)
    assert isinstance(light, tuple)
    assert sum(dark) > 500 > 300 > sum(light)


def test_what_is_upright_and_in_srgb_is_left_as_it_is(picture: Callable[[str], Path]) -> None:
    for kind in ("PNG RGBA", "JPEG RGB", "JPEG RGB profiled"):
        path = picture(kind)
        assert in_srgb(path) == path.read_bytes()


def test_a_picture_is_turned_as_its_camera_says(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    scene("RGB").save(tmp_path / "p.jpeg", exif=exif)
    with Image.open(io.BytesIO(in_srgb(tmp_path / "p.jpeg"))) as turned:
        assert (turned.size, turned.getexif().get(0x0112)) == ((40, 60), None)


def test_cmyk_looks_on_screen_as_it_would_in_print(picture: Callable[[str], Path]) -> None:
    with Image.open(io.BytesIO(in_srgb(picture("JPEG CMYK profiled")))) as seen, scene("CMYK") as inks:
        shown = ImageCms.profileToProfile(inks, str(COATED), ImageCms.createProfile("sRGB"), outputMode="RGB")
        assert shown is not None
        pairs = zip(seen.convert("RGB").tobytes(), shown.tobytes(), strict=True)
        assert sum(abs(one - other) for one, other in pairs) / len(shown.tobytes()) < 4


def test_a_picture_that_cannot_be_read_is_told() -> None:
    source = work.document("q 64 0 0 4 0 0 cm /Picture Do Q")
    with Pdf.open(io.BytesIO(source)) as pdf:
        image = pdf.make_stream(b"short", Type=Name.XObject, Subtype=Name.Image, Width=64, Height=4)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
        pdf.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Picture=image)
        source = work.saved(pdf)
    with pytest.raises(LayoutError, match="page 1 : une image ne se lit pas : l’exporter de nouveau, en 8 bits"):
        press(source, job("bureau"), "p.pdf")
