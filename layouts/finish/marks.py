"""What stands around a page for the printer: crop marks, registration targets, colour bar, slug line.

All of it is outside the bleed, 2 mm at least from the trim, in the registration colour, which prints on every plate
(ISO 32000-1, 8.6.6.4: the Separation colour space whose colorant is All).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pikepdf import Array, Dictionary, Name, Pdf, Stream

from layouts.finish.lettering import Lettering
from layouts.printer import MARK_LENGTH, Printer

MM = 72 / 25.4
STROKE = 0.25  # pt, 0.088 mm: marks are at most 0.1 mm thick
_RADIUS = 1.4  # mm, of a registration target
_PATCH = 4.5  # mm, side of a patch of the colour bar
_INSET = 10.0  # mm from the corner of the trim to the colour bar and to the slug line
_CLEAR = 0.5  # mm, between a target and the slug line
_FONT, _SIZE = "AtkinsonHyperlegibleNext_400Regular.ttf", 6.0

# Solids of each ink, their overprints two by two, half tints.
_PATCHES = (
    *((1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 0), (0, 0, 0, 1)),
    *((1, 1, 0, 0), (0, 1, 1, 0), (1, 0, 1, 0)),
    *((0.5, 0, 0, 0), (0, 0.5, 0, 0), (0, 0, 0.5, 0), (0, 0, 0, 0.5)),
)


@dataclass(frozen=True)
class Frame:
    """The trim of a page, and the lengths around it, in pt; `folds` are where a cover is scored."""

    width: float
    height: float
    printer: Printer
    folds: tuple[float, ...] = ()

    def box(self, margin: float) -> Array:
        """Return the trim enlarged on each side by a margin in mm."""
        around = margin * MM
        box = (-around, -around, self.width + around, self.height + around)
        return Array([round(value, 4) for value in box])

    @property
    def bleed(self) -> Array:
        """The trim and its bleed."""
        return self.box(self.printer.bleed)

    @property
    def media(self) -> Array:
        """The trim, its bleed and the slug."""
        return self.box(self.printer.bleed + self.printer.slug)


def marks_form(pdf: Pdf, frame: Frame) -> Stream:
    """Return the marks of a page of this size, as a form that all such pages share."""
    ink = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([1, 1, 1, 1]), N=1)
    every_plate = pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, ink]))
    lines = [f"{STROKE} w", "/Registration CS 1 SCN", *_crops(frame), *_targets(frame), *_scores(frame)]
    if frame.printer.colour_bar:
        lines += _colour_bar(frame)
    return Stream(
        pdf,
        "\n".join(lines).encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=frame.media,
        Resources=Dictionary(ColorSpace=Dictionary(Registration=every_plate)),
    )


def slug_line(text: str, frame: Frame, lettering: Lettering) -> bytes:
    """Return the operators of the line of text below the page, in black; under the target if it would run into it."""
    below = (frame.printer.mark_offset + MARK_LENGTH / 2) * MM + _SIZE * 0.3
    ends = _INSET * MM + lettering.width(text, _FONT, _SIZE)
    if ends > _middle(frame) - (MARK_LENGTH / 2 + _CLEAR) * MM:
        below += (MARK_LENGTH / 2 + _CLEAR) * MM + _SIZE * 0.42  # the capitals are 0.72 high
    line = lettering.line(text, _FONT, _SIZE, (_INSET * MM, -below))
    return b"q 0 0 0 1 k\n" + line + b"Q\n"


def _crops(frame: Frame) -> Iterator[str]:
    near = frame.printer.mark_offset * MM
    far = near + MARK_LENGTH * MM
    for x, outward in ((0.0, -1), (frame.width, 1)):
        for y, upward in ((0.0, -1), (frame.height, 1)):
            yield _segment(x + outward * near, y, x + outward * far, y)
            yield _segment(x, y + upward * near, x, y + upward * far)


def _scores(frame: Frame) -> Iterator[str]:
    near = frame.printer.mark_offset * MM
    far = near + MARK_LENGTH * MM
    if frame.folds:
        yield "[2 1.5] 0 d"
    for x in frame.folds:
        yield _segment(x, -near, x, -far)
        yield _segment(x, frame.height + near, x, frame.height + far)
    if frame.folds:
        yield "[] 0 d"


def _targets(frame: Frame) -> Iterator[str]:
    """A circle and a cross in the middle of each side; above a cover, clear of its spine and of its longer line.

    Above a narrow page the target is beside the colour bar, if there is room.
    """
    away = (frame.printer.mark_offset + MARK_LENGTH / 2) * MM
    middle = _middle(frame)
    radius, arm, bend = _RADIUS * MM, MARK_LENGTH / 2 * MM, 0.5523 * _RADIUS * MM
    bar = (_INSET + len(_PATCHES) * _PATCH + _CLEAR) * MM if frame.printer.colour_bar else 0.0
    above = max(middle, bar + arm)
    places = [(middle, -away), (-away, frame.height / 2), (frame.width + away, frame.height / 2)]
    for x, y in (*places, *([(above, frame.height + away)] if above + arm < frame.width else ())):
        yield _segment(x - arm, y, x + arm, y)
        yield _segment(x, y - arm, x, y + arm)
        circle = f"{radius:.3f} 0 m "
        for (a, b), (c, d) in (((1, 0), (0, 1)), ((0, 1), (-1, 0)), ((-1, 0), (0, -1)), ((0, -1), (1, 0))):
            circle += (
                f"{a * radius + c * bend:.3f} {b * radius + d * bend:.3f} "
                f"{c * radius + a * bend:.3f} {d * radius + b * bend:.3f} {c * radius:.3f} {d * radius:.3f} c "
            )
        yield f"q 1 0 0 1 {x:.3f} {y:.3f} cm {circle}s Q"


def _middle(frame: Frame) -> float:
    return frame.folds[0] * 0.8 if frame.folds else frame.width / 2


def _colour_bar(frame: Frame) -> Iterator[str]:
    """A row of patches above the page, between the crop marks and the target."""
    side = _PATCH * MM
    y = frame.height + (frame.printer.mark_offset + (MARK_LENGTH - _PATCH) / 2) * MM
    for i, inks in enumerate(_PATCHES):
        yield " ".join(f"{ink:g}" for ink in inks) + " k"
        yield f"{_INSET * MM + i * side:.3f} {y:.3f} {side:.3f} {side:.3f} re f"


def _segment(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0:.3f} {y0:.3f} m {x1:.3f} {y1:.3f} l S"
