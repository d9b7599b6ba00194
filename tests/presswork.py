"""What the tests of the finishings share: small documents with their bleed, jobs, plates, tools that may lack."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Pdf
from PIL import Image

from layouts.assemble import Assembly, assemble
from layouts.assemble.metadata import Metadata
from layouts.assemble.provenance import Provenance
from layouts.finish import screen as on_screen
from layouts.finish.lettering import Lettering
from layouts.finish.press import Job
from layouts.impose.booklet import Office
from layouts.palette import read_palette
from layouts.printer import Printer, read_printer
from tests.building import Built

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "assets" / "fonts"
PROFILES = ROOT / "assets" / "profiles"
PRINTERS = ROOT / "layouts" / "printers"
PALETTE = read_palette(ROOT / "layouts" / "base" / "palette.yaml")
MM = 72 / 25.4
A5 = (148 * MM, 210 * MM)
FACE = "AtkinsonHyperlegibleNext_700Bold.ttf"
METADATA = Metadata(
    title="Un titre & « des guillemets »",
    author="Personne",
    subject="Rien",
    keywords=("un", "deux"),
    rights="Libre",
    language="fr",
    date="2026-11-23",
    creator="Essai",
    producer="Essai",
    provenance=Provenance("essai", "Édition d’essai", "1.0", "0123456789abcdef", "fedcba9876543210", "Livre"),
)


def tool(name: str) -> str:
    """The path of a program; without it the test is skipped, and says so."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} n’est pas installé")
    return found


def printer(name: str = "standard-couche") -> Printer:
    """One of the project's profiles."""
    return read_printer(PRINTERS, PROFILES, name)


def job(name: str = "standard-couche", covers: int = 0, **more: object) -> Job:
    """A job for one of the project's profiles."""
    return Job(printer(name), PALETTE, METADATA, FONTS, covers, **more)  # type: ignore[arg-type]


def office(thickness: float = 0.1, covers: int = 2) -> Office:
    """The desk that booklets are made at."""
    return Office(thickness, PALETTE, METADATA, FONTS, covers)


def rgb(token: str) -> str:
    """A token as the operands of `rg`, with the digits that the engine writes."""
    return " ".join(f"{value:.6g}" for value in PALETTE.rgb(token))


def document(*streams: str, resources: dict[str, object] | None = None, bleed: float = 3) -> bytes:
    """A document of A5 pages with these operators; `@words` stands for those that write a word."""
    with Pdf.new() as pdf:
        lettering = Lettering(FONTS, "ESSAIS")
        words = lettering.line("Essai", FACE, 60, (100, 300))
        fonts = lettering.write(pdf)
        around = bleed * MM
        for stream in streams:
            page = pdf.add_blank_page(page_size=A5)
            page.obj.Contents = pdf.make_stream(stream.encode().replace(b"@words", words))
            page.obj.Resources = Dictionary({"/Font": fonts, **(resources or {})})
            page.obj.TrimBox = Array([0, 0, *A5])
            page.obj.MediaBox = page.obj.BleedBox = Array([-around, -around, A5[0] + around, A5[1] + around])
        return saved(pdf)


def saved(pdf: Pdf) -> bytes:
    """The bytes of a document."""
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def screen(document: bytes) -> bytes:
    """The file for the screen of a document that is not open."""
    with Pdf.open(io.BytesIO(document)) as pdf:
        return on_screen(pdf)


def operators(pdf: bytes, page: int = 0) -> list[str]:
    """The operators of a page with their operands, without those of its marks."""
    with Pdf.open(io.BytesIO(pdf)) as opened:
        return [
            " ".join([*(_told(value) for value in each.operands), str(each.operator)])
            for each in pikepdf.parse_content_stream(opened.pages[page])
            if not isinstance(each, pikepdf.ContentStreamInlineImage)
        ]


def _told(value: object) -> str:
    return f"{float(value):g}" if not isinstance(value, pikepdf.Object) else str(value)  # type: ignore[arg-type]


def assembled(built: Built) -> tuple[bytes, Assembly]:
    """The national book, before its finishings."""
    from book.editions import read_edition
    from layouts.layout import read_layout
    from layouts.setup import assembly_setup

    edition = read_edition(ROOT, "nationale")
    setup = assembly_setup(read_layout(ROOT / "layouts" / "book"), edition, PALETTE, ROOT / "assets")
    return assemble(built.sections, setup), setup


def plates(pdf: bytes, folder: Path, dpi: int, first: int = 1, last: int = 0) -> list[Image.Image]:
    """The four plates of pages, cut to their bleed, as CMYK pictures: Ghostscript's tiffsep."""
    ghostscript = tool("gs")
    source = folder / "in.pdf"
    source.write_bytes(pdf)
    pages = [f"-dFirstPage={first}", *([f"-dLastPage={last}"] if last else [])]
    command = [ghostscript, "-q", "-dBATCH", "-dNOPAUSE", "-dSAFER", "-sDEVICE=tiffsep", f"-r{dpi}"]
    command += ["-dUseBleedBox", *pages, "-o", str(folder / "p%03d.tif"), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    found = []
    for composite in sorted(folder.glob("p[0-9][0-9][0-9].tif")):
        names = [
            composite.with_name(f"{composite.stem}({ink}).tif") for ink in ("Cyan", "Magenta", "Yellow", "Black")
        ]
        inks = [Image.open(name).convert("L").point([255 - value for value in range(256)]) for name in names]
        found.append(Image.merge("CMYK", inks))
    return found


def heaviest(picture: Image.Image) -> float:
    """The largest total of inks of a picture, in percent."""
    colours = picture.getcolors(picture.width * picture.height)
    assert colours is not None
    return max(sum(inks) for _, inks in colours if isinstance(inks, tuple)) / 2.55
