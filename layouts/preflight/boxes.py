"""Page boxes, bleed and crop marks (ISO 15930-7, bounding boxes; ISO 32000-1, 14.11.2)."""

from __future__ import annotations

from collections.abc import Iterator

from layouts.preflight.findings import MM, Box, Fault, mm, number, refusal
from layouts.preflight.graphics import grown
from layouts.preflight.marks import Mark, common, within
from layouts.preflight.page import Page

_SLACK = 0.3  # pt: a tenth of a millimetre
_NEAREST_MARK = 2 * MM  # marks nearer to the trim show where the knife slips
_SHORTEST = 14  # px of the raster, 5 mm: a drawing that leaves the page askew has shorter gaps
_SIDES = ("à gauche", "en bas", "à droite", "en haut")


def check_boxes(page: Page) -> Iterator[Fault]:
    """Trim of the size that is expected, inside the bleed, inside the sheet."""
    expected = page.expected
    printed = expected.kind in ("press", "cover")
    for text in (*_sizes(page, expected.trim), *(_nesting(page, expected.bleed) if printed else ())):
        yield refusal(page.trim, text)


def _sizes(page: Page, trim: tuple[float, float]) -> Iterator[str]:
    width, height = page.trim[2] - page.trim[0], page.trim[3] - page.trim[1]
    if abs(width - trim[0] * MM) > _SLACK or abs(height - trim[1] * MM) > _SLACK:
        asked = f"{number(trim[0])} × {number(trim[1])} mm"
        yield f"le format rogné est de {number(width / MM)} × {mm(height)}, au lieu de {asked}."


def _nesting(page: Page, bleed: float) -> Iterator[str]:
    if not page.has_trim or not page.has_bleed:
        yield f"la page n’a pas de {'TrimBox' if not page.has_trim else 'BleedBox'}."
        return
    if not within(page.trim, page.bleed, _SLACK):
        yield "la TrimBox dépasse de la BleedBox."
    if not within(page.bleed, page.media, _SLACK):
        yield "la BleedBox dépasse de la MediaBox."
    for side, found in zip(_SIDES, _margins(page.trim, page.bleed), strict=True):
        if abs(found - bleed * MM) > _SLACK and within(page.trim, page.bleed, _SLACK):
            yield f"le fond perdu est de {mm(found)} {side}, au lieu de {number(bleed)} mm."


def _margins(inner: Box, outer: Box) -> tuple[float, float, float, float]:
    return inner[0] - outer[0], inner[1] - outer[1], outer[2] - inner[2], outer[3] - inner[3]


def check_bleed(page: Page) -> Iterator[Fault]:
    """What is painted at the edge of the trim goes on to the edge of the bleed."""
    if not page.expected.bleed or not _may_gap(page):
        return
    for side, box in _gaps(page):
        text = f"la couleur s’arrête avant le bord du fond perdu, {side}, sur {mm(_length(box))}."
        yield refusal(box, text)


def _length(box: Box) -> float:
    return max(box[2] - box[0], box[3] - box[1])


def _may_gap(page: Page) -> bool:
    """Whether something is painted at the edge of the trim, and no ground covers the whole of the bleed."""
    edge = grown(page.trim, -2.5)
    at_edge = (mark for mark in page.shapes if not within(mark.box, edge) and _shares(mark.box, page.trim))
    return any(at_edge) and not any(mark.flat and within(page.bleed, mark.box, _SLACK) for mark in page.shapes)


def _shares(one: Box, other: Box) -> bool:
    shared = common(one, other)
    return shared[2] > shared[0] and shared[3] > shared[1]


def _gaps(page: Page) -> Iterator[tuple[str, Box]]:
    """The stretches along each side where the trim's edge is painted and the bleed's is not."""
    t, b = page.trim, page.bleed
    strips = {
        "à gauche": ((t[0] + 1, t[1], t[0] + 2, t[3]), (b[0] + 1, t[1], b[0] + 2, t[3])),
        "à droite": ((t[2] - 2, t[1], t[2] - 1, t[3]), (b[2] - 2, t[1], b[2] - 1, t[3])),
        "en bas": ((t[0], t[1] + 1, t[2], t[1] + 2), (t[0], b[1] + 1, t[2], b[1] + 2)),
        "en haut": ((t[0], t[3] - 2, t[2], t[3] - 1), (t[0], b[3] - 2, t[2], b[3] - 1)),
    }
    for side, (inside, outside) in strips.items():
        painted, reached = (_alpha(page, strip) for strip in (inside, outside))
        missing = [here > 127 and not there for here, there in zip(painted, reached, strict=False)]
        first, length = _longest(missing)
        if length < _SHORTEST:
            continue
        if side in ("à gauche", "à droite"):
            yield side, (inside[0], t[3] - first - length, inside[2], t[3] - first)
        else:
            yield side, (t[0] + first, inside[1], t[0] + first + length, inside[3])


def _alpha(page: Page, box: Box) -> bytes:
    return page.ground.crop(page.pixels(box, page.ground.size)).getchannel("A").tobytes()


def _longest(flags: list[bool]) -> tuple[int, int]:
    """Where the longest run of true flags starts, and its length."""
    best, start = (0, 0), 0
    if not any(flags):
        return best
    for i, flag in enumerate([*flags, False]):
        if not flag:
            best = max(best, (start, i - start), key=lambda run: run[1])
            start = i + 1
    return best


def check_marks(page: Page) -> Iterator[Fault]:
    """Crop and registration marks outside the bleed, at least 2 mm from the trim; there where they are wanted."""
    wanted = page.expected.marks
    marks = [mark for mark in page.marks if mark.kind != "text" and is_registration(mark) and mark.visible]
    if wanted is True and not marks:
        yield refusal(None, "les repères de coupe manquent.")
    elif wanted is False and marks:
        text = "le fichier a des repères de coupe que cet imprimeur ne veut pas."
        yield refusal(marks[0].box, text)
    else:
        yield from _intruders(page, marks)


def _intruders(page: Page, marks: list[Mark]) -> Iterator[Fault]:
    near = grown(page.trim, _NEAREST_MARK)
    for mark in marks:
        for zone, what in ((page.bleed, "entre dans le fond perdu"), (near, "est à moins de 2 mm du format rogné")):
            shared = common(mark.box, grown(zone, -_SLACK))
            if shared[2] > shared[0] and shared[3] > shared[1]:
                text = f"un repère de coupe {what}, {page.where(mark.box)}."
                yield refusal(mark.box, text)
                return


def is_registration(mark: Mark) -> bool:
    """Whether a mark is in the registration colour: all inks at once."""
    inks = mark.colour.cmyk()
    return inks is not None and min(inks) > 99
