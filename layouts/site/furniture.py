"""What all pages share: the style sheet, the script, fonts cut to the signs of the house, drawings; with licences."""

from __future__ import annotations

import io
import json
from functools import cache
from hashlib import sha256
from pathlib import Path

import fontTools
import uharfbuzz as hb

from layouts.drawings import CORE, Drawings
from layouts.palette import Palette
from layouts.quilt import arranged

FOLDER = "site.commun"  # an edition never bears this name: its id has no point
_HERE = Path(__file__).parent
_TILES = 6, 3
# Family of the style sheet, weight, file below assets/fonts.
_FACES = (
    ("Capsule Titre", 800, "bricolage-grotesque/BricolageGrotesque_800ExtraBold.ttf"),
    ("Capsule Fiche", 400, "atkinson-hyperlegible-next/AtkinsonHyperlegibleNext_400Regular.ttf"),
    ("Capsule Fiche", 700, "atkinson-hyperlegible-next/AtkinsonHyperlegibleNext_700Bold.ttf"),
)
_FEATURES = ["kern", "liga", "lnum", "tnum", "ccmp", "locl", "mark"]
_NAMES = [0, 1, 2, 3, 4, 5, 6, 13, 14]  # of the name table: the copyright, the names, the licence and its address
_THIN, _NARROW = 0x2009, 0x202F


def furniture(assets: Path, palette: Palette, present: frozenset[str]) -> dict[str, bytes]:
    """Return the shared files by name; of fonts, only those that are not among the names `present`."""
    files = web_fonts(assets, present)
    files["carte-LICENSE.txt"] = (assets / "maps" / "LICENSE.txt").read_bytes()
    style = palette.css() + "\n" + faces_css(assets) + (_HERE / "style.css").read_text(encoding="utf-8")
    files |= {"style.css": style.encode(), "script.js": (_HERE / "script.js").read_bytes()}
    files |= {f"{icon.stem}.svg": palette.paint(icon.read_text("utf-8")).encode() for icon in sorted(_icons())}
    drawings = Drawings(assets / "drawings", palette)
    files["capsule.svg"] = drawings("marks", "capsule").svg.encode()
    files["quilt.svg"] = _quilt(drawings).encode()
    return files


def web_fonts(assets: Path, present: frozenset[str]) -> dict[str, bytes]:
    """Return the fonts of pages and their licences by name, less the fonts that are among the names `present`.

    A font's name tells what it was cut from and how, so that one which is there needs not be cut again.
    """
    fonts = {_font_name(assets, file): file for _, _, file in _FACES}
    lacking = {name: assets / "fonts" / file for name, file in fonts.items() if name not in present}
    files = {name: cut_font(path, _signs(assets)) for name, path in lacking.items()}
    for file in fonts.values():
        folder = Path(file).parent.name
        files[f"{folder}-OFL.txt"] = (assets / "fonts" / folder / "OFL.txt").read_bytes()
    return files


def kept_names(assets: Path) -> frozenset[str]:
    """Return the names of the fonts of today."""
    return frozenset(_font_name(assets, file) for _, _, file in _FACES)


def cut_font(path: Path, signs: frozenset[int]) -> bytes:
    """Return a font cut to some signs, as WOFF2, with its licence in its name table.

    Where it has no narrow no-break space, its thin space takes the place.
    """
    from fontTools.ttLib import TTFont  # it takes a while to load, and fonts are cut once

    wanted = hb.SubsetInput()
    wanted.flags = hb.SubsetFlags.NO_HINTING
    for taken, values in (
        (wanted.unicode_set, signs | {_NARROW, _THIN}),
        (wanted.layout_feature_tag_set, [int.from_bytes(tag.encode(), "big") for tag in _FEATURES]),
        (wanted.name_id_set, _NAMES),
    ):
        taken.clear()
        taken.update(values)
    cut = bytes(hb.subset(hb.Face(hb.Blob(path.read_bytes())), wanted).blob.data)
    with TTFont(io.BytesIO(cut), recalcBBoxes=False, recalcTimestamp=False) as font:
        for table in font["cmap"].tables:
            if table.isUnicode() and _NARROW not in table.cmap and _THIN in table.cmap:
                table.cmap[_NARROW] = table.cmap[_THIN]
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out)
    return out.getvalue()


def _icons() -> list[Path]:
    return list((_HERE / "icons").glob("*.svg"))


def faces_css(assets: Path) -> str:
    """Return the rules that name the fonts, for a style sheet beside them."""
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
        f'src:url("{_font_name(assets, file)}") format("woff2")}}\n'
        for family, weight, file in _FACES
    )


@cache
def _font_name(assets: Path, file: str) -> str:
    told = sha256((assets / "fonts" / file).read_bytes())
    told.update(json.dumps([sorted(_signs(assets)), _FEATURES, fontTools.version, hb.version_string()]).encode())
    return f"{Path(file).stem.lower().replace('_', '-')}.{told.hexdigest()[:8]}.woff2"


@cache
def _signs(assets: Path) -> frozenset[int]:
    """The signs that an edition's texts may hold: those that all fonts of the house draw."""
    ranges = json.loads((assets / "fonts" / "characters.json").read_text(encoding="utf-8"))["ranges"]
    return frozenset(sign for first, last in ranges for sign in range(int(first, 16), int(last, 16) + 1))


def _quilt(drawings: Drawings) -> str:
    """Lay all the scenarios' tiles side by side, as one drawing."""
    columns, rows = _TILES
    places = [(column, row) for row in range(rows) for column in range(columns)]
    names = sorted(path.stem for path in (drawings.folder / "scenarios").glob("*.svg"))
    tiles = arranged([drawings("scenarios", name) for name in names], places, "site")
    laid = zip(places, tiles, strict=True)
    cells = "".join(tile.placed(column * CORE, row * CORE) for (column, row), tile in laid)
    box = f"0 0 {columns * CORE} {rows * CORE}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{cells}</svg>'
