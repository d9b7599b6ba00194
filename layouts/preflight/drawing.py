"""Pictures and lines: there, fine enough, thick enough."""

from __future__ import annotations

from collections.abc import Iterator

from layouts.preflight.findings import Fault, number, refusal, warning
from layouts.preflight.marks import Mark, common
from layouts.preflight.page import Page

_HAIRLINE = 0.25  # pt
_LONG = 6.0  # pt, 2 mm: shorter, it is a corner, or a detail of a miniature


def check_pictures(page: Page) -> Iterator[Fault]:
    """No picture is named and absent, or without a byte."""
    for mark in page.marks:
        if mark.kind == "image" and mark.faulty:
            text = f"l’image « {mark.name} » {mark.faulty}, {page.where(mark.box)}."
            yield refusal(mark.box, text)


def check_resolution(page: Page) -> Iterator[Fault]:
    """Pictures above the floor; those between floor and target are told."""
    floor, target = page.expected.resolution_floor, page.expected.resolution
    for mark in page.marks:
        if mark.kind != "image" or not mark.visible or min(mark.pixels) == 0:
            continue
        dots = min(mark.pixels[0] / mark.thin, mark.pixels[1] / mark.size) * 72
        if dots < target - 0.5:
            asked = f"le plancher est de {floor}" if dots < floor - 0.5 else f"{target} sont conseillés"
            text = f"une image n’a que {number(dots, 0)} points par pouce, {page.where(mark.box)} ; {asked}."
            yield (refusal if dots < floor - 0.5 else warning)(mark.box, text)


def check_hairlines(page: Page) -> Iterator[Fault]:
    """No line thinner than a press can hold, drawn as a stroke or as a thin shape."""
    thin = [mark for mark in page.marks if _is_hairline(mark) and _on(mark, page.bleed)]
    if thin:
        worst = min(thin, key=lambda mark: mark.thin)
        many = f" ({len(thin)} sur la page)" if len(thin) > 1 else ""
        text = (
            f"un filet de {number(worst.thin, 2)} pt{many}, {page.where(worst.box)} ; "
            "il en faut 0,25 pour tenir à l’impression."
        )
        yield refusal(worst.box, text)


def _is_hairline(mark: Mark) -> bool:
    length = max(mark.box[2] - mark.box[0], mark.box[3] - mark.box[1])
    return mark.kind in ("fill", "stroke") and mark.thin < _HAIRLINE - 0.005 and length >= _LONG


def _on(mark: Mark, zone: tuple[float, float, float, float]) -> bool:
    shared = common(mark.box, zone)
    return shared[2] >= shared[0] and shared[3] >= shared[1]
