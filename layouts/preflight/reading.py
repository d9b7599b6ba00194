"""Whether words can be read on what lies beneath them: contrast, and small type reversed out of a colour."""

from __future__ import annotations

from collections.abc import Iterator

from layouts.preflight.findings import Box, Fault, number, plural, quote, refusal
from layouts.preflight.light import Rgb, contrast, luminance
from layouts.preflight.marks import Mark
from layouts.preflight.page import Page
from layouts.preflight.runs import LINE, words_of

_LARGE, _LARGE_BOLD = 18.0, 14.0  # pt (WCAG 2.1, 1.4.3)
_SMALLEST_REVERSED = 7.0  # pt
_PAPER = 0.8  # luminance from which a ground holds so little ink that no letter fills in
_PART = 0.1  # of a word's box: less is the softened edge of a shape


def check_contrast(page: Page) -> Iterator[Fault]:
    """Every word is 4.5:1 against what is beneath, 3:1 where it is large, or what the file promises if that is more."""
    faults: dict[tuple[str, str], list[tuple[Box, str, float, float]]] = {}
    for mark in page.texts:
        rgb = mark.colour.rgb()
        if rgb is None:
            continue
        usual = 3.0 if mark.size >= (_LARGE_BOLD if mark.bold else _LARGE) - 0.05 else 4.5
        least = max(usual, page.expected.contrast)
        for word, box, ground, found in _weak(page, mark, rgb, least):
            key = _hex(rgb), _hex(ground)
            faults.setdefault(key, []).append((box, word, found, least))
    for (ink, under), places in faults.items():
        box, _, found, least = places[0]
        words = quote(" ".join(word for _, word, _, _ in places))
        ratio = f"{number(int(found * 100) / 100, 2)} pour 1 ({ink} sur {under})"
        text = f"le contraste de {words} est de {ratio} ; il en faut {number(least)}."
        yield refusal(box, text)


def _weak(page: Page, mark: Mark, rgb: Rgb, least: float) -> Iterator[tuple[str, Box, Rgb, float]]:
    """The words of a run that are too near in colour to a part of what is beneath them."""
    turned = _turned(mark)
    grounds = _grounds(page, mark.box, turned)
    if len(grounds) == 1:
        if (found := contrast(rgb, grounds[0])) < least:
            yield mark.text.strip(), mark.box, grounds[0], found
        return
    for word, start, end in words_of(mark):
        box = _part(mark.box, start, end, turned)
        worst = min(_grounds(page, box, turned), key=lambda ground: contrast(rgb, ground))
        if (found := contrast(rgb, worst)) < least:
            yield word, box, worst, found


def _grounds(page: Page, box: Box, turned: bool) -> list[Rgb]:
    """The colours that cover a fair part of what is beneath a word; their mean where it is a mixture."""
    colours = page.grounds(_core(box, turned))
    area = sum(count for count, _ in colours)
    large = [colour for count, colour in colours if count >= _PART * area]
    if large:
        return large
    red, green, blue = (sum(count * colour[i] for count, colour in colours) / area for i in range(3))
    return [(red, green, blue)]


def _core(box: Box, turned: bool) -> Box:
    """A line's box without what hangs below the base line and the top of its capitals."""
    height = box[3] - box[1]
    return box if turned else (box[0], box[1] + 0.27 * height, box[2], box[3] - 0.12 * height)


def _turned(mark: Mark) -> bool:
    """Whether a line does not run from left to right: its box is not as high as its type."""
    return abs((mark.box[3] - mark.box[1]) / (mark.size or 1) - LINE) > 0.01


def _part(box: Box, start: float, end: float, turned: bool) -> Box:
    if turned:
        return box  # few lines are, and they are short
    width = box[2] - box[0]
    return box[0] + start * width, box[1], box[0] + end * width, box[3]


def _hex(rgb: Rgb) -> str:
    return "#" + "".join(f"{round(value * 255):02x}" for value in rgb)


def check_sizes(page: Page) -> Iterator[Fault]:
    """No text that is read is smaller than the file promises; folios and running heads are not counted."""
    least = page.expected.smallest
    small = [mark for mark in page.texts if not mark.pagination and mark.size < least - 0.05]
    if small:
        size = number(min(mark.size for mark in small))
        yield refusal(small[0].box, f"le texte {quote(small[0].text)} est à {size} pt ; il en faut {number(least)}.")


def check_reversed(page: Page) -> Iterator[Fault]:
    """Type lighter than a printed ground is at least 7 pt: finer, the ink fills it."""
    small: dict[float, list[Mark]] = {}
    for mark in page.texts:
        rgb = mark.colour.rgb()
        if rgb is None or mark.size >= _SMALLEST_REVERSED - 0.05:
            continue
        grounds = [luminance(ground) for ground in _grounds(page, mark.box, _turned(mark))]
        if min(grounds) < min(luminance(rgb), _PAPER):
            small.setdefault(round(mark.size, 2), []).append(mark)
    for size, marks in small.items():
        others = f", et {plural(len(marks) - 1, 'autre', 'autres')} sur la page" if len(marks) > 1 else ""
        text = (
            f"le texte {quote(marks[0].text)} est en réserve à {number(size)} pt{others} ; "
            f"il en faut {number(_SMALLEST_REVERSED)}."
        )
        yield refusal(marks[0].box, text)
