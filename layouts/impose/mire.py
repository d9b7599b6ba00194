"""A two-sided sheet to measure how far an office printer sets backs from fronts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pikepdf import Dictionary, Name, Pdf

from layouts.assemble.metadata import Metadata
from layouts.assemble.provenance import TEST_SHEET
from layouts.decks.sheets import MARGIN, Duplex
from layouts.finish.lettering import Lettering
from layouts.finish.metadata import describe
from layouts.finish.saving import save
from layouts.impose.geometry import Size

MM = 72 / 25.4
REACH, STEP = 6.0, 0.5  # mm: the rulers of the back, and their ticks
_ASIDE = 32.0  # mm, of the targets from the edges
_FONT, _BOLD = "AtkinsonHyperlegibleNext_400Regular.ttf", "AtkinsonHyperlegibleNext_700Bold.ttf"

Point = tuple[float, float]


def mire(paper: Size, duplex: Duplex, offset: Point, metadata: Metadata, fonts: Path) -> bytes:
    """Return the sheet: crosses in front; behind, where they should fall, rulers in half millimetres."""
    with Pdf.new() as pdf:
        lettering = Lettering(fonts, "MIRES")
        front = [operator for at in targets(paper) for operator in _cross(at)]
        back = [operator for at in backs(paper, duplex, offset) for operator in _rulers(at, lettering)]
        words = _words(duplex, offset)
        for lines, drawn in zip(words, (front, back), strict=True):
            page = pdf.add_blank_page(page_size=(round(paper.width * MM, 3), round(paper.height * MM, 3)))
            parts = ["0 G 0 g 0.3 w", *_frame(paper), *drawn]
            text = b"".join(_told(lines, paper, lettering))
            page.obj.Contents = pdf.make_stream("\n".join(parts).encode() + b"\n" + text)
        resources = lettering.write(pdf)
        for page in pdf.pages:
            page.obj.Resources = Dictionary(Font=resources)
        edge = Name.DuplexFlipLongEdge if duplex == "long" else Name.DuplexFlipShortEdge
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=edge)
        describe(pdf, metadata, f"{metadata.title}, mire de calage", repr((paper, duplex, offset)).encode(), TEST_SHEET)
        return save(pdf)


def targets(paper: Size) -> tuple[Point, ...]:
    """Where the crosses stand in front."""
    near, right, top = _ASIDE, paper.width - _ASIDE, paper.height - _ASIDE
    return (near, near), (right, near), (paper.width / 2, paper.height / 2), (near, top), (right, top)


def backs(paper: Size, duplex: Duplex, offset: Point) -> tuple[Point, ...]:
    """Where the rulers stand behind: at the crosses once the sheet is turned, moved as the backs are."""
    dx, dy = offset
    if duplex == "court":
        return tuple((x + dx, paper.height - y + dy) for x, y in targets(paper))
    return tuple((paper.width - x + dx, y + dy) for x, y in targets(paper))


def _frame(paper: Size) -> Iterator[str]:
    """What a printer prints: nothing is set nearer to the edges."""
    width, height = paper.width - 2 * MARGIN, paper.height - 2 * MARGIN
    yield f"{MARGIN * MM:.3f} {MARGIN * MM:.3f} {width * MM:.3f} {height * MM:.3f} re S"


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{x1 * MM:.4f} {y1 * MM:.4f} m {x2 * MM:.4f} {y2 * MM:.4f} l S"


def _cross(at: Point) -> Iterator[str]:
    x, y = at
    yield "0.6 w"
    yield _line(x - 12, y, x + 12, y)
    yield _line(x, y - 12, x, y + 12)


def _rulers(at: Point, lettering: Lettering) -> Iterator[str]:
    x, y = at
    yield "0.25 w"
    yield _line(x - REACH, y, x + REACH, y)
    yield _line(x, y - REACH, x, y + REACH)
    for i in range(-round(REACH / STEP), round(REACH / STEP) + 1):
        tick = 1.6 if i % 2 == 0 else 0.9
        shift = i * STEP
        yield _line(x + shift, y - tick, x + shift, y + tick)
        yield _line(x - tick, y + shift, x + tick, y + shift)
        if i % 4 == 0 and i:
            told = f"{i * STEP:+g}".replace("-", "−")
            yield lettering.line(told, _FONT, 5, ((x + shift - 1.1) * MM, (y - 3.8) * MM)).decode()
            yield lettering.line(told, _FONT, 5, ((x + 2.2) * MM, (y + shift - 0.6) * MM)).decode()


def _words(duplex: Duplex, offset: Point) -> tuple[list[str], list[str]]:
    edge = "bord court" if duplex == "court" else "bord long"
    told = " et ".join(f"{value:+g} mm".replace(".", ",").replace("-", "−") for value in offset)
    front = [
        "Mire de calage, recto",
        f"Imprimez cette feuille en recto verso, à 100 %, en tournant sur le {edge}.",
        "Puis tenez-la devant une fenêtre, le verso vers vous.",
    ]
    back = [
        "Mire de calage, verso",
        "Lisez où tombe la croix du recto sur les règles : d’abord vers la droite (+) ou la gauche (−),",
        "puis vers le haut (+) ou le bas (−). Ces deux nombres sont le décalage à donner, par exemple :",
        "build.py cartes --offset 1.5,-0.8 --printer bureau.yaml (qui le retient)",
        f"Décalage déjà appliqué à ce verso : {told}. S’il est juste, les croix tombent sur zéro.",
    ]
    return front, back


def _told(lines: list[str], paper: Size, lettering: Lettering) -> Iterator[bytes]:
    top = paper.height * 0.68
    for i, line in enumerate(lines):
        font, size = (_BOLD, 15) if i == 0 else (_FONT, 10)
        width = lettering.width(line, font, size)
        yield lettering.line(line, font, size, ((paper.width * MM - width) / 2, (top - i * 6.5) * MM))
