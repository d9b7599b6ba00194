"""Pictures that an edition brings, upright and in sRGB, whatever they came in: screen and press show the same.

A camera's or a layout program's colours are told by an ICC profile within the picture, which no page keeps.
"""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageCms, ImageOps

_KEPT = ("1", "L", "LA", "P", "RGB", "RGBA")
_COATED = Path(__file__).resolve().parents[1] / "assets" / "profiles" / "FOGRA39L_coated.icc"
_UPRIGHT = 1  # of EXIF's orientations
_ORIENTATION = 0x0112
_QUALITY = 95


def in_srgb(path: Path) -> bytes:
    """Return the bytes of a PNG or JPEG file, the same where it is upright, and in sRGB or in no told colours."""
    with Image.open(path) as opened:
        profile = opened.info.get("icc_profile", b"")
        turned = opened.getexif().get(_ORIENTATION, _UPRIGHT) != _UPRIGHT
        if opened.mode in _KEPT and not turned and (opened.mode in ("1", "L", "LA") or _is_srgb(profile)):
            return path.read_bytes()
        picture, kind = _converted(ImageOps.exif_transpose(opened), profile), opened.format or "PNG"
    out = io.BytesIO()
    picture.save(out, kind, **({"quality": _QUALITY, "subsampling": 0} if kind == "JPEG" else {}))
    return out.getvalue()


def _is_srgb(profile: bytes) -> bool:
    try:
        return not profile or "sRGB" in ImageCms.getProfileDescription(io.BytesIO(profile))
    except ImageCms.PyCMSError:
        return True  # nobody can tell what it says


def _converted(picture: Image.Image, profile: bytes) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits of grey
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode == "CMYK" and not profile:
        profile = _COATED.read_bytes()
    alpha = picture.convert("RGBA").getchannel("A") if picture.mode in ("P", "RGBA") else None
    colours = picture.convert("RGB") if picture.mode in ("P", "RGBA") else picture
    if profile and colours.mode in ("RGB", "CMYK"):
        try:
            source, srgb = io.BytesIO(profile), ImageCms.createProfile("sRGB")
            colours = ImageCms.profileToProfile(colours, source, srgb, outputMode="RGB") or colours
        except ImageCms.PyCMSError:  # a profile of other colours than those of the picture
            colours = colours.convert("RGB")
    colours.info.pop("icc_profile", None)
    if alpha is not None and alpha.getextrema() != (255, 255):
        colours.putalpha(alpha)
    return colours
