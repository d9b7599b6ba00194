"""The flat cover of a perfect-bound book, PDF/X-4: back, spine and front on one page, and its inside."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Pdf

from book import french, typography
from layouts.assemble.provenance import COVER
from layouts.errors import LayoutError
from layouts.finish.alone import alone
from layouts.finish.colours import Ink
from layouts.finish.forms import as_form
from layouts.finish.lettering import Lettering
from layouts.finish.marks import MM, Frame
from layouts.finish.metadata import declare_x4
from layouts.finish.press import HEADER, TAG, Dressing, Job, check_bleed, separate
from layouts.finish.saving import save

LEAST_SPINE = 5.0  # mm: on a narrower spine words would run over its edges
_MARGIN = 1.0  # mm between the words of the spine and each of its edges
_UNDER = 1.0  # mm of the spine's colour below each panel
_ENDS = 12.0  # mm between the words and the head and foot of the spine
_TITLE, _CYCLE = "BricolageGrotesque_700Bold.ttf", "AtkinsonHyperlegibleNext_600SemiBold.ttf"
_LARGEST = 12.0  # pt
_CAP = 0.7  # height of capitals, in em


def cover(document: bytes, job: Job, file: str, cycle: str) -> bytes:
    """Return the flat cover: the outside on page 1; on page 2 its inside, where the cover has one.

    Raises LayoutError as `press` does.
    """
    with alone(document, lambda count: [*range(job.covers), *range(count - job.covers, count)]) as taken:
        pdf, inside = taken.pdf, taken.total - 2 * job.covers
        check_bleed(pdf.pages[0], job.printer)
        if inside <= 0:
            raise LayoutError("le document n’a que sa couverture, il n’y a pas de dos à calculer")
        panels = list(pdf.pages)
        separate(pdf, job, zip(taken.numbers, panels, strict=True))
        spine = job.printer.spine(inside)
        flat = Flat(pdf, job, spine, panels, cycle)
        flat.side(panels[-1], panels[0], file, outside=True)
        if job.covers > 1:
            flat.side(panels[1], panels[-2], file, outside=False)
        flat.finish()
        del pdf.pages[: len(panels)]
        declare_x4(pdf, job.metadata, f"{job.metadata.title}, couverture", document, job.printer, COVER)
        return save(pdf, HEADER)


class Flat:
    """Lays out the sides of a flat cover, after the pages of the document."""

    def __init__(self, pdf: Pdf, job: Job, spine: float, panels: list[pikepdf.Page], cycle: str) -> None:
        self._pdf, self._job, self._spine, self._cycle = pdf, job, spine, cycle
        self._width, self._height = (float(value) for value in list(panels[0].obj.TrimBox)[2:])
        self._fold = self._width + spine * MM
        self._frame = Frame(self._width + self._fold, self._height, job.printer, (self._width, self._fold))
        self._lettering = Lettering(job.fonts, TAG)
        self._dressing = Dressing(pdf, self._frame, self._lettering)

    def side(self, left: pikepdf.Page, right: pikepdf.Page, file: str, *, outside: bool) -> None:
        """Add one side: a page, the spine, a page. The spine is bare inside, where it is glued."""
        bleed = self._job.printer.bleed * MM
        parts = [
            self._spine_ground(bleed) if outside else b"",
            b"/Left Do\n",
            f"q 1 0 0 1 {self._fold:.4f} 0 cm /Right Do Q\n".encode(),
            self._spine_words() if outside else b"",
        ]
        # Each panel is cut at the spine, and keeps its bleed on the three other sides.
        forms = Dictionary(
            Left=self._form(left, -bleed, self._width), Right=self._form(right, 0, self._width + bleed)
        )
        page = self._pdf.add_blank_page(page_size=(self._frame.width, self._height))
        page.obj.Contents = self._pdf.make_stream(b"".join(parts))
        page.obj.Resources = Dictionary(XObject=forms)
        width = f"{self._spine:.1f}".replace(".", ",")
        what = "extérieur" if outside else "intérieur"
        told = f"{file} · {what} · dos {width} mm · {french.long_date(self._job.metadata.date)}"
        self._dressing.dress(page, told)

    def finish(self) -> None:
        """Embed the fonts of spine and slug lines."""
        self._dressing.finish()

    def _form(self, page: pikepdf.Page, left: float, right: float) -> pikepdf.Object:
        bleed = self._job.printer.bleed * MM
        box = (left, -bleed, right, self._height + bleed)
        return as_form(self._pdf, page, Array([round(value, 4) for value in box]))

    def _ink(self, token: str) -> Ink:
        return Ink(*(value / 100 for value in self._job.palette.cmyk[token]))

    def _spine_ground(self, bleed: float) -> bytes:
        """The colour of the spine; it goes on below the panels, so that no white shows where they meet."""
        width, height = (self._spine + 2 * _UNDER) * MM, self._height + 2 * bleed
        left = self._width - _UNDER * MM
        ground = self._ink("ink").operands
        return b"q %b k %b re f Q\n" % (ground, f"{left:.4f} {-bleed:.4f} {width:.4f} {height:.4f}".encode())

    def _spine_words(self) -> bytes:
        """Title and cycle, read from foot to head as French spines are; nothing on a spine too narrow."""
        if self._spine < LEAST_SPINE:
            return b""
        size = min(_LARGEST, (self._spine - 2 * _MARGIN) * MM)
        title, ends = typography.title(self._job.metadata.title), _ENDS * MM
        cycle = typography.title(self._cycle)
        least = self._lettering.width(title, _TITLE, size) + self._lettering.width(cycle, _CYCLE, size * 0.8)
        if least + 3 * ends > self._height:
            return b""
        above = self._height - ends - self._lettering.width(cycle, _CYCLE, size * 0.8)
        middle = self._width + self._spine * MM / 2 + size * _CAP / 2
        return b"".join(
            (
                b"q %b k\n0 1 -1 0 %.4f 0 cm\n" % (self._ink("paper").operands, middle),
                self._lettering.line(title, _TITLE, size, (ends, 0)),
                self._lettering.line(cycle, _CYCLE, size * 0.8, (above, 0)),
                b"Q\n",
            )
        )
