"""The pages for the printer, PDF/X-4: the same pages in the press's inks, with bleed, marks and output intent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from book import french
from layouts.assemble.metadata import Metadata
from layouts.assemble.provenance import PRESS
from layouts.errors import LayoutError
from layouts.finish.alone import alone
from layouts.finish.colours import Rgb, inks_of
from layouts.finish.forms import contents
from layouts.finish.lettering import Lettering, join_fonts
from layouts.finish.marks import MM, Frame, marks_form, slug_line
from layouts.finish.metadata import declare_x4
from layouts.finish.pictures import Converter
from layouts.finish.saving import save
from layouts.finish.separate import Separation
from layouts.palette import Palette
from layouts.printer import Printer

HEADER = "1.6"  # the version of PDF that PDF/X-4 stands on
TAG = "PRESSE"  # of the font subsets that the finishing adds


@dataclass(frozen=True)
class Job:
    """What the press files are made with. `covers` is the number of pages of each of the two covers.

    `brought` are the colours of the drawings that an edition brings: they alone are converted by the ICC profile.
    """

    printer: Printer
    palette: Palette
    metadata: Metadata
    fonts: Path
    covers: int
    brought: frozenset[Rgb] = frozenset()

    @property
    def converter(self) -> Converter:
        """The way of pictures to the inks of this printer."""
        return Converter(self.printer.profile, self.printer.ink_limit)

    def ink(self, brought: Rgb) -> tuple[float, float, float, float]:
        """Return what a colour that the edition brings is printed with, in percent."""
        cyan, magenta, yellow, black = (100 * value for value in self.converter.colour(brought))
        return cyan, magenta, yellow, black


def press(document: bytes, job: Job, file: str) -> bytes:
    """Return the pages for the printer: all of them, or those inside the cover where it is a file of its own.

    Raises LayoutError for a colour that the palette does not know, or a bleed that the pages do not have.
    """
    first = job.covers if job.printer.cover_apart else 0
    with alone(document, lambda count: range(first, count - first)) as taken:
        pdf = taken.pdf
        check_bleed(pdf.pages[0], job.printer)
        separate(pdf, job, zip(taken.numbers, pdf.pages, strict=True))
        box = [float(value) for value in pdf.pages[0].obj.TrimBox]
        lettering = Lettering(job.fonts, TAG)
        frame = Frame(box[2], box[3], job.printer)
        sheet = Dressing(pdf, frame, lettering)
        for number, page in zip(taken.numbers, pdf.pages, strict=True):
            sheet.dress(page, f"{file} · page {number} · {french.long_date(job.metadata.date)}")
        sheet.finish()
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=first + 1)]))
        declare_x4(pdf, job.metadata, job.metadata.title, document, job.printer, PRESS)
        return save(pdf, HEADER)


def check_bleed(page: pikepdf.Page, printer: Printer) -> None:
    """Refuse a printer that asks for more bleed than the pages were rendered with."""
    rendered = -float(page.obj.MediaBox[0]) / MM
    if printer.bleed > rendered + 0.01:
        asked, has = (f"{value:.1f}".rstrip("0").rstrip(".").replace(".", ",") for value in (printer.bleed, rendered))
        raise LayoutError(
            f"« {printer.name} » demande {asked} mm de fond perdu, les pages sont rendues avec {has} mm : "
            "l’élargir dans la mise en page, ou choisir un autre profil"
        )


def separate(pdf: Pdf, job: Job, pages: Iterable[tuple[int, pikepdf.Page]]) -> None:
    """Put pages, told with their number from 1, into the inks of the printer."""
    converter = job.converter
    inks = inks_of(job.palette, job.printer.ink_limit, job.brought, converter)
    separation = Separation(pdf, inks, converter)
    for number, page in pages:
        separation.page(page, f"page {number}")
    separation.finish()


class Dressing:
    """Sets the boxes, the marks and the slug line of pages of one size."""

    def __init__(self, pdf: Pdf, frame: Frame, lettering: Lettering) -> None:
        self._pdf, self._frame, self._lettering = pdf, frame, lettering
        self._marks = pdf.make_indirect(marks_form(pdf, frame)) if frame.printer.marks else None
        left, bottom, right, top = (float(value) for value in frame.bleed)
        clip = f"q {left:.4f} {bottom:.4f} {right - left:.4f} {top - bottom:.4f} re W n\n"
        self._clip = pdf.make_stream(clip.encode())
        self._pages: list[pikepdf.Page] = []

    def dress(self, page: pikepdf.Page, told: str) -> None:
        """Cut a page to its bleed and set what stands around it."""
        around = [b"\nQ\n"]
        if self._marks is not None:
            forms = dict(page.obj.Resources.get("/XObject", Dictionary()).items())
            page.obj.Resources.XObject = Dictionary({**forms, "/Marks": self._marks})
            around.append(b"/Marks Do\n")
        if self._frame.printer.slug_line:
            around.append(slug_line(told, self._frame, self._lettering))
        # What is compressed already is left as it is, between what stands before and after it.
        page.obj.Contents = Array([self._clip, *contents(page), self._pdf.make_stream(b"".join(around))])
        page.obj.TrimBox = self._frame.box(0)
        page.obj.BleedBox = self._frame.bleed
        page.obj.MediaBox = self._frame.media
        self._pages.append(page)

    def finish(self) -> None:
        """Give the pages the fonts of their slug lines."""
        fonts = self._lettering.write(self._pdf)
        for page in self._pages:
            join_fonts(page.obj.Resources, fonts)
