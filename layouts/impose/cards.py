"""Cards on the sheets of an office printer, fronts and backs paired, with marks to cut and to fold by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

from layouts.assemble.metadata import Metadata
from layouts.assemble.provenance import CUT_OUT
from layouts.decks.sheets import MARGIN, Duplex, Mark, Place, Plan, folded, plan
from layouts.finish.alone import alone
from layouts.finish.forms import as_form
from layouts.finish.lettering import Lettering
from layouts.finish.metadata import describe
from layouts.finish.saving import save
from layouts.impose.geometry import Size

MM = 72 / 25.4
EDGE = 0.4  # mm of bleed kept where no card is beside: a cut a hair outside shows no white
_TAG = "CARTES"
_FONT = "AtkinsonHyperlegibleNext_400Regular.ttf"
_NOTE = 5.5  # pt, of what a sheet says of itself
_THIN = 0.25  # pt
_ROUND = 0.5523  # of a radius: the control points of a quarter of a circle


@dataclass(frozen=True)
class Desk:
    """How sheets are printed: the paper, the turning edge (or folded and glued), how far backs are moved in mm.

    `radius` rounds the corners of the cards; 0 leaves them square.
    """

    paper: Size
    duplex: Duplex
    offset: tuple[float, float] = (0.0, 0.0)
    radius: float = 0.0

    def plans(self, card: Size) -> tuple[Plan, Plan]:
        """Return the plans of the fronts and of the backs. Raises LayoutError where no card fits the paper."""
        if self.duplex == "pli":
            return folded(self.paper, card)
        front = plan(self.paper, card)
        return front, front.turned_over(self.duplex).moved(*self.offset)


Face = tuple[int, int]  # the pages of a front and of its back


def impose_cards(document: bytes, faces: Sequence[Face], desk: Desk, metadata: Metadata, fonts: Path) -> bytes:
    """Return the sheets of the chosen cards: front and back in turn, or single sides to fold and glue.

    A card that is wanted several times stands several times in `faces`. Raises LayoutError.
    """
    used = sorted({page for pair in faces for page in pair})
    with alone(document, lambda _: used) as (pdf, _, _):
        trim = [float(value) for value in pdf.pages[0].obj.TrimBox]
        card = Size(round((trim[2] - trim[0]) / MM, 2), round((trim[3] - trim[1]) / MM, 2))
        front, back = desk.plans(card)
        forms = {
            number: as_form(pdf, page, page.obj.MediaBox)  # with its bleed
            for number, page in zip(used, pdf.pages, strict=True)
        }
        lettering = Lettering(fonts, _TAG)
        press = _Sheets(pdf, forms, desk, card, lettering)
        each = len(front.places)
        groups = [faces[i : i + each] for i in range(0, len(faces), each)]
        for number, group in enumerate(groups, start=1):
            told = f"{metadata.title} · feuille {number} sur {len(groups)}"
            fronts = [(place, pair[0]) for place, pair in zip(front.places, group, strict=False)]
            backs = [(place, pair[1]) for place, pair in zip(back.places, group, strict=False)]
            if desk.duplex == "pli":
                press.add(fronts + backs, front.marks, f"{told} · à plier et à coller")
            else:
                press.add(fronts, front.marks, f"{told} · recto")
                press.add(backs, back.marks, f"{told} · verso")
        del pdf.pages[: len(used)]
        press.finish()
        _prefer(pdf, desk.duplex)
        describe(pdf, metadata, f"{metadata.title}, cartes à découper", document, CUT_OUT)
        return save(pdf)


class _Sheets:
    """Adds the sides of sheets to a document."""

    def __init__(
        self, pdf: Pdf, forms: dict[int, pikepdf.Object], desk: Desk, card: Size, lettering: Lettering
    ) -> None:
        self._pdf, self._forms, self._desk, self._card, self._lettering = pdf, forms, desk, card, lettering

    def add(self, placed: Sequence[tuple[Place, int]], marks: Iterable[Mark], told: str) -> None:
        """Add one side."""
        paper = self._desk.paper
        page = self._pdf.add_blank_page(page_size=(round(paper.width * MM, 3), round(paper.height * MM, 3)))
        places = [place for place, _ in placed]
        parts = [self._card_operators(place, number, places) for place, number in placed]
        parts.append(f"q 0 G {_THIN} w")
        parts += [_mark(mark) for mark in marks]
        if self._desk.radius:
            parts += [_corners(place, self._desk.radius) for place in places]
        parts.append("Q 0 g")
        x, y = (MARGIN + 8) * MM, (paper.height - MARGIN - 1.9) * MM
        note = self._lettering.line(told, _FONT, _NOTE, (x, y)) if self._has_room_above(places) else b""
        page.obj.Contents = self._pdf.make_stream("\n".join(parts).encode() + b"\n" + note)
        forms = {f"/Face{number + 1}": self._forms[number] for _, number in placed}
        page.obj.Resources = Dictionary(XObject=Dictionary(forms))

    def finish(self) -> None:
        """Give every side the font of its note."""
        fonts = self._lettering.write(self._pdf)
        for page in self._pdf.pages:
            page.obj.Resources.Font = fonts

    def _has_room_above(self, places: Sequence[Place]) -> bool:
        """Whether the note stands above the cards, on none of them."""
        return max(place.y + place.height for place in places) + 2.4 <= self._desk.paper.height - MARGIN

    def _card_operators(self, place: Place, number: int, places: Sequence[Place]) -> str:
        """Draw a face, cut to its trim where another is beside, a little outside it where none is."""
        left, bottom, right, top = (0.0 if self._desk.radius else EDGE,) * 4
        for other in places:
            if other is place:
                continue
            left, right = _kept(left, place.x - other.x - other.width), _kept(right, other.x - place.x - place.width)
            bottom, top = _kept(bottom, place.y - other.y - other.height), _kept(top, other.y - place.y - place.height)
        if self._desk.radius:
            clip = _rounded(place, self._desk.radius)
        else:
            box = (place.x - left, place.y - bottom, place.width + left + right, place.height + bottom + top)
            clip = " ".join(f"{value * MM:.4f}" for value in box) + " re"
        return f"q {clip} W n {matrix(place)} cm /Face{number + 1} Do Q"


def _kept(bleed: float, distance: float) -> float:
    """The bleed that is kept on a side, a card being that far on it: none where they touch."""
    return 0.0 if -1e-6 <= distance < 2 * EDGE else bleed


def matrix(place: Place) -> str:
    """Return the matrix that sets a face, drawn from its lower-left corner, into its place."""
    x, y, wide, high = (value * MM for value in (place.x, place.y, place.width, place.height))
    a, b, dx, dy = {0: (1, 0, 0, 0), 90: (0, 1, wide, 0), 180: (-1, 0, wide, high), 270: (0, -1, 0, high)}[place.turn]
    return f"{a} {b} {-b} {a} {x + dx:.4f} {y + dy:.4f}"


def _mark(mark: Mark) -> str:
    dash = "[1 1] 0 d" if mark.fold else "[] 0 d"
    points = [f"{value * MM:.4f}" for value in (mark.x1, mark.y1, mark.x2, mark.y2)]
    return f"{dash} {points[0]} {points[1]} m {points[2]} {points[3]} l S"


def _rounded(place: Place, radius: float) -> str:
    """The path of a place with rounded corners."""
    x, y, right, top = place.x, place.y, place.x + place.width, place.y + place.height
    near, far = radius * (1 - _ROUND), radius
    curves = [
        ("m", (x + far, y)),
        ("l", (right - far, y)),
        ("c", (right - near, y, right, y + near, right, y + far)),
        ("l", (right, top - far)),
        ("c", (right, top - near, right - near, top, right - far, top)),
        ("l", (x + far, top)),
        ("c", (x + near, top, x, top - near, x, top - far)),
        ("l", (x, y + far)),
        ("c", (x, y + near, x + near, y, x + far, y)),
    ]
    return " ".join(" ".join(f"{value * MM:.4f}" for value in points) + f" {name}" for name, points in curves) + " h"


def _corners(place: Place, radius: float) -> str:
    """The guide to round corners by: a hairline around the card."""
    return f"[] 0 d {_rounded(place, radius)} S"


def _prefer(pdf: Pdf, duplex: Duplex) -> None:
    """Ask the print dialogue for full size and for the right turning edge (ISO 32000-1, 12.2)."""
    wanted = {"long": Name.DuplexFlipLongEdge, "court": Name.DuplexFlipShortEdge, "pli": Name.Simplex}
    pdf.Root.ViewerPreferences = Dictionary(
        DisplayDocTitle=True, PrintScaling=Name("/None"), Duplex=wanted[duplex], PickTrayByPDFSize=True
    )
    pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))
