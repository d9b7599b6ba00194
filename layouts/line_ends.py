"""The spaces that WeasyPrint does not draw, given back to the text that a PDF holds.

It takes away the space at which it breaks a line, and draws none that stands alone between two elements: the words
on either side are then one word to a screen reader or a search. Such a space is drawn after the last glyph before
it, where it takes no room and leaves no trace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

_Line = tuple[Any, list[Any]]  # the element of the block around a line, and the line's text boxes


def keep_spaces(pages: Iterable[Any]) -> None:
    """Give laid out pages the spaces that would not be drawn; call it once, before they are.

    A word broken after its hyphen or its solidus gets none.
    """
    lines = [line for page in pages for line in _lines(page._page_box, None)]
    for (element, texts), (following, after) in pairwise([*lines, (None, [])]):
        for text, gap in pairwise(texts):
            if text.text.strip() and not gap.text.strip():
                _end_with_space(text)
        if following is not element or not _is_one_word(element, texts, after):
            _end_with_space(next(text for text in reversed(texts) if text.text.strip()))


def _end_with_space(text: Any) -> None:
    if text.text[-1] != "\u00a0":
        text.pango_layout.text = text.text.rstrip(" ") + " "


def _is_one_word(element: Any, texts: list[Any], after: list[Any]) -> bool:
    """Whether the last word of a line goes on in the next one."""
    end = "".join(text.text for text in texts).split()[-1]
    start = "".join(text.text for text in after).split()[0]
    return (end + start).casefold() in _said(element).casefold()


def _said(element: Any) -> str:
    """The text of an element; a forced break parts words as a space does."""
    parts = ((" " if kid.tag == "br" else _said(kid)) + (kid.tail or "") for kid in element)
    return (element.text or "") + "".join(parts)


def _lines(box: Any, element: Any) -> Iterator[_Line]:
    """Every line that shows text, in reading order."""
    box = getattr(box, "_box", box)  # an absolutely positioned box stands behind a placeholder
    if type(box).__name__ == "LineBox":
        texts = list(_texts(box))
        if any(text.text.strip() for text in texts):
            yield element, texts
    elif box.element is not None:
        element = box.element
    for child in getattr(box, "children", ()):
        yield from _lines(child, element)


def _texts(box: Any) -> Iterator[Any]:
    """The text boxes of a line; what is out of the flow, or a block within it, has lines of its own."""
    for child in box.children:
        kind = type(child).__name__
        if kind == "TextBox":
            yield child
        elif kind == "InlineBox":
            yield from _texts(child)
