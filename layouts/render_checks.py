"""Text that does not fit, read from WeasyPrint's boxes while a page is being laid out.

A finished file tells nothing of it: what a box hides is still among its words, and a column that runs over another
looks like any other text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from layouts.ledger import Overflow

POINTS = 0.75  # CSS px to pt
MM = 96 / 25.4  # px
SAFE = 3.0  # mm: no text nearer to the trim
_SLACK = 0.35 * MM  # less is the air around the letters
_ASCENT, _DESCENT = 0.72, 0.21  # em: what a line takes above and below its base line

Rect = tuple[float, float, float, float]  # left, top, right, bottom, in px from the trim's upper left corner


@dataclass
class _Line:
    """A line of text: its words, where they stand, and the boxes around it, outermost first."""

    words: str
    rect: Rect
    around: tuple[Any, ...]


@dataclass
class _Fault:
    """What sticks out of one box by one side: the lines, how far the farthest goes, and the words too many."""

    block: str
    how: str
    first: str
    far: float
    rect: Rect
    words: int = 0


_Faults = dict[tuple[str, str], _Fault]


def overflows(page: Any) -> tuple[Overflow, ...]:
    """Return what does not fit on a page: cut, out of its box, over other text, too near the trim."""
    lines = list(_lines(page._page_box, ()))
    faults: _Faults = {}
    for line in lines:
        for block, how, far, part in _sticking_out(line, page._page_box):
            _gather(faults, line, (block, how), far, part)
    for line, other, far in _over_each_other(lines):
        _gather(faults, line, (_name(line.around), f"recouvre {_quote(other.words)}"), far, 1.0)
    height = page.height
    return tuple(_told(fault, height) for fault in faults.values())


def _lines(box: Any, around: tuple[Any, ...]) -> Iterator[_Line]:
    """Every line of text of a page, in reading order."""
    box = getattr(box, "_box", box)  # an absolutely positioned box stands behind a placeholder
    if type(box).__name__ == "LineBox":
        texts = list(line_texts(box))
        words = "".join(text.text for text in texts)
        if words.strip():
            rects = [_rect(text) for text in texts if text.text.strip()]
            yield _Line(words, _union(rects), around)
    for child in getattr(box, "children", ()):
        yield from _lines(child, (*around, box))


def line_texts(box: Any) -> Iterator[Any]:
    """The text boxes of a line; not those of a block within it, which has lines of its own."""
    for child in box.children:
        child = getattr(child, "_box", child)
        kind = type(child).__name__
        if kind == "TextBox":
            yield child
        elif kind == "InlineBox":
            yield from line_texts(child)


def _rect(text: Any) -> Rect:
    size = text.style["font_size"]
    base = text.position_y + text.baseline
    return text.position_x, base - _ASCENT * size, text.position_x + text.width, base + _DESCENT * size


def _sticking_out(line: _Line, page: Any) -> Iterator[tuple[str, str, float, float]]:
    """The faults of one line: the block, how it fails, by how many px, and which part of the line is too much."""
    for box in line.around[1:]:
        if box.style["overflow"] != "visible":
            yield from _against(line, box, "est coupé par", _padding(box))
        elif box.style["height"] != "auto" and box.height > 0 and "Block" in type(box).__name__:
            # A box without height holds nothing: things hang from it.
            yield from _against(line, box, "dépasse le bas de", (-1e6, -1e6, 1e6, _padding(box)[3]))
    holder = next((box for box in reversed(line.around) if _sets_width(box)), None)
    if holder is not None:
        left, _, right, _ = _padding(holder)
        left += min(getattr(holder.style["text_indent"], "value", 0), 0)  # a hanging first line
        yield from _against(line, holder, "est trop large pour", (left, -1e6, right, 1e6))
    yield from _against(line, None, f"est à moins de {SAFE:g} mm du bord de la page", _safe_zone(page))
    if not any(_is_out_of_flow(box) for box in line.around):
        foot = page.position_y + page.margin_top + page.height
        yield from _against(line, None, "dépasse le bas de la page", (-1e6, -1e6, 1e6, foot))


def _against(line: _Line, box: Any, how: str, zone: Rect) -> Iterator[tuple[str, str, float, float]]:
    left, top, right, bottom = line.rect
    across = max(zone[0] - left, right - zone[2])
    down = max(zone[1] - top, bottom - zone[3])
    far = max(across, down)
    if far > _SLACK:
        part = 1.0 if down > _SLACK else min(across / max(right - left, 1), 1.0)
        said = f"{how} {_label(box)}" if box is not None else how
        yield _name(line.around), said, far, part


def _over_each_other(lines: list[_Line]) -> Iterator[tuple[_Line, _Line, float]]:
    """Lines of different blocks that share a place, and how far the one runs over the other."""
    ordered = sorted(lines, key=lambda line: line.rect[1])
    for i, line in enumerate(ordered):
        for other in ordered[i + 1 :]:
            if other.rect[1] >= line.rect[3]:
                break
            across = min(line.rect[2], other.rect[2]) - max(line.rect[0], other.rect[0])
            down = min(line.rect[3], other.rect[3]) - other.rect[1]
            least = min(line.rect[3] - line.rect[1], other.rect[3] - other.rect[1])
            if across > MM and down > 0.3 * least:
                yield line, other, min(across, down)


def _gather(faults: _Faults, line: _Line, key: tuple[str, str], far: float, part: float) -> None:
    fault = faults.get(key)
    if fault is None:
        fault = faults[key] = _Fault(*key, line.words, far, line.rect)
    fault.far = max(fault.far, far)
    fault.rect = _union([fault.rect, line.rect])
    fault.words += max(round(part * len(line.words.split())), 1)


def _told(fault: _Fault, height: float) -> Overflow:
    many = f"environ {fault.words} mots de trop" if fault.words > 1 else "environ un mot de trop"
    if fault.how.startswith("recouvre"):
        many = f"environ {fault.words} mots" if fault.words > 1 else "un mot"
    far = f"{fault.far / MM:.1f}".replace(".", ",").removesuffix(",0")
    text = f"le texte de {fault.block}, {_quote(fault.first)}, {fault.how} : {far} mm, {many}."
    left, top, right, bottom = fault.rect
    box = (left * POINTS, (height - bottom) * POINTS, right * POINTS, (height - top) * POINTS)
    return Overflow(text, tuple(round(value, 2) for value in box))  # type: ignore[arg-type]


def _sets_width(box: Any) -> bool:
    return "Block" in type(box).__name__ or "Cell" in type(box).__name__


def _is_out_of_flow(box: Any) -> bool:
    return box.style is not None and box.style["position"] in ("absolute", "fixed")


def _padding(box: Any) -> Rect:
    left, top = box.padding_box_x(), box.padding_box_y()
    return left, top, left + box.padding_width(), top + box.padding_height()


def _safe_zone(page: Any) -> Rect:
    edge = SAFE * MM
    return edge, edge, page.margin_width() - edge, page.margin_height() - edge


def _union(rects: list[Rect]) -> Rect:
    return (
        min(rect[0] for rect in rects), min(rect[1] for rect in rects),
        max(rect[2] for rect in rects), max(rect[3] for rect in rects),
    )  # fmt: skip


def _name(around: tuple[Any, ...]) -> str:
    """The nearest block that has a name of its own: a class, or a heading."""
    named = (box for box in reversed(around) if box.element is not None)
    return next((label for box in named if (label := _label(box, only_named=True))), "la page")


def _label(box: Any, only_named: bool = False) -> str:
    element = box.element
    classes = (element.get("class") or "").split()
    if classes:
        return f"« {classes[0]} »"
    if element.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
        return f"« {element.tag} »"
    return "" if only_named else f"« {element.tag} »"


def _quote(words: str) -> str:
    said = " ".join(words.split())
    return f"« {said if len(said) <= 40 else said[:40].rsplit(' ', 1)[0] + '…'} »"
