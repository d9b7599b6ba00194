"""The booklet: A5 pages two by two on A4 sheets, to print on both sides, fold and staple."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from layouts.assemble.metadata import Metadata
from layouts.assemble.provenance import BOOKLET
from layouts.errors import LayoutError
from layouts.finish.alone import alone
from layouts.finish.forms import as_form
from layouts.finish.lettering import Lettering
from layouts.finish.metadata import describe
from layouts.finish.saving import save
from layouts.impose.geometry import A4_LANDSCAPE, Cell, Size, creep, folded_pages, grid, saddle_stitch
from layouts.impose.how_to import Instructions, how_to
from layouts.palette import Palette

MM = 72 / 25.4
_TAG = "LIVRET"


@dataclass(frozen=True)
class Office:
    """What the booklet is made with; `thickness` is that of a leaf of the office's paper, in mm."""

    thickness: float
    palette: Palette
    metadata: Metadata
    fonts: Path
    covers: int


def booklet(document: bytes, office: Office) -> bytes:
    """Return the sheets, front and back in turn, after two pages that tell how to print, fold and staple them.

    Raises LayoutError where two pages do not fit a sheet.
    """
    with alone(document) as (pdf, _, count):
        first = pdf.pages[0].obj
        trim = Size(*(float(value) / MM for value in list(first.TrimBox)[2:]))
        bleed = -float(first.MediaBox[0]) / MM
        try:
            cells = grid(A4_LANDSCAPE, trim, 2, 1)
        except ValueError as error:
            raise LayoutError("deux pages côte à côte ne tiennent pas sur une feuille A4") from error
        # Every side of every sheet draws its pages from these: the bytes of the pages themselves, scaled 1:1.
        box = (-bleed, -bleed, trim.width + bleed, trim.height + bleed)
        around = [round(value * MM, 4) for value in box]
        forms = [as_form(pdf, page, Array(around)) for page in pdf.pages]
        leaves = saddle_stitch(folded_pages(count, office.covers))
        _instruct(pdf, office, Instructions(count, len(leaves), office.metadata.title))
        for number, leaf in enumerate(leaves):
            shift = creep(number, office.thickness)
            for side in (leaf.front, leaf.back):
                _side(pdf, side, cells, shift, forms)
        del pdf.pages[:count]
        _prefer_paper(pdf)
        describe(pdf, office.metadata, f"{office.metadata.title}, livret A4 à plier", document, BOOKLET)
        return save(pdf)


def _side(
    pdf: Pdf,
    pages: tuple[int | None, int | None],
    cells: tuple[Cell, ...],
    shift: float,
    forms: list[pikepdf.Object],
) -> None:
    """Add one side of a sheet. A page is cut to its cell, and shifted towards the fold within it.

    The edge that the shift uncovers is filled by the bleed of the page.
    """
    drawn = Dictionary()
    parts = []
    for page, cell, towards_fold in zip(pages, cells, (1, -1), strict=True):
        if page is None:
            continue
        drawn[f"/Page{page + 1}"] = forms[page]
        x, y = cell.x * MM, cell.y * MM
        box = f"{x:.4f} {y:.4f} {cell.size.width * MM:.4f} {cell.size.height * MM:.4f} re W n"
        left = x + towards_fold * shift * MM
        parts.append(f"q {box} 1 0 0 1 {left:.4f} {y:.4f} cm /Page{page + 1} Do Q")
    _sheet(pdf, "\n".join(parts).encode(), Dictionary(XObject=drawn))


def _sheet(pdf: Pdf, stream: bytes, resources: pikepdf.Object) -> None:
    page = pdf.add_blank_page(page_size=(A4_LANDSCAPE.width * MM, A4_LANDSCAPE.height * MM))
    page.obj.Contents = pdf.make_stream(stream)
    page.obj.Resources = resources


def _instruct(pdf: Pdf, office: Office, instructions: Instructions) -> None:
    """Add the two sides of the sheet of instructions, which is also the sheet to try the printer with."""
    lettering = Lettering(office.fonts, _TAG)
    sides = how_to(instructions, lettering, office.palette)
    fonts = lettering.write(pdf)
    for side in sides:
        _sheet(pdf, side, Dictionary(Font=fonts))


def _prefer_paper(pdf: Pdf) -> None:
    """Ask the print dialogue for what the booklet needs (ISO 32000-1, 12.2)."""
    pdf.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True,
        PrintScaling=Name("/None"),
        Duplex=Name.DuplexFlipShortEdge,
        PickTrayByPDFSize=True,
    )
