"""How many pages, which are empty, which nearly so, and annotations where a press wants none."""

from __future__ import annotations

from collections.abc import Iterator

from layouts.preflight.document import Document, Page
from layouts.preflight.findings import MM, Finding, plural
from layouts.preflight.marks import Mark, common

_FOOT = 16 * MM  # where folio and running head stand, without tags to tell them
_LINE = 10 * MM  # ruled lines to write on are no farther apart
_WHOLE = 0.85  # a mark that covers as much of the page, both ways, is its ground


def check_count(document: Document) -> Iterator[Finding]:
    """As many pages as the other stages made, and a multiple of what the printer folds."""
    expected, count = document.expected, len(document.pages)
    if expected.pages is not None and count != expected.pages:
        text = f"le fichier a {plural(count, 'page', 'pages')}, au lieu de {expected.pages}."
        yield document.finding("refuse", "page-count", None, None, text)
    if count % expected.multiple:
        text = f"le fichier a {plural(count, 'page', 'pages')}, qui n’est pas un multiple de {expected.multiple}."
        yield document.finding("refuse", "page-count", None, None, text)


def check_annotations(document: Document) -> Iterator[Finding]:
    """No link, field or note in a file for a press (ISO 15930-7, 6.2.17)."""
    for page in document.pages:
        if page.annotations:
            kinds = ", ".join(sorted({annotation.kind for annotation in page.annotations}))
            found = plural(len(page.annotations), "annotation", "annotations")
            text = f"la page porte {found} ({kinds}) ; un fichier d’imprimeur n’en porte aucune."
            yield document.finding("refuse", "annotation", page, page.annotations[0].box, text)


def check_empty(document: Document) -> Iterator[Finding]:
    """A page shows something besides its folio, unless it is meant to be empty."""
    for page in document.pages:
        if page.number not in document.expected.empty and not _content(page):
            yield document.finding("refuse", "empty", page, page.trim, "la page est vide, sans que ce soit voulu.")


def check_sparse(document: Document) -> Iterator[Finding]:
    """A page whose marks leave over two thirds of its height free."""
    for page in document.pages:
        content = _content(page)
        if not content or page.number in document.expected.empty:
            continue
        low, high = int(page.trim[1] + _FOOT), int(page.trim[3])
        free, top = 0.0, low
        for bottom, end in sorted((int(mark.box[1]), int(mark.box[3]) + 1) for mark in content):
            if bottom - top > _LINE:
                free += min(bottom, high) - top
            top = max(top, min(end, high))
        free = (free + high - top) / (high - low)
        if free > 2 / 3:
            text = f"la page est vide à {round(free * 100)} %."
            yield document.finding("warn", "sparse", page, page.trim, text)


def _content(page: Page) -> list[Mark]:
    """What a page shows of its own: neither furniture, nor ground, nor white on white, nor what is cut off."""
    return [mark for mark in page.marks if not mark.pagination and _shows(mark, page)]


def _shows(mark: Mark, page: Page) -> bool:
    seen = common(mark.box, page.trim)
    width, height = seen[2] - seen[0], seen[3] - seen[1]
    if width <= 0 or height < 0 or (mark.kind == "text" and not (mark.text.strip() and mark.colour.space)):
        return False
    if mark.kind == "text" and seen[3] < page.trim[1] + _FOOT and len(page.texts) < 4:
        return False
    if mark.kind == "fill" and mark.colour.rgb() == (1.0, 1.0, 1.0):
        return False
    trim_width, trim_height = page.trim[2] - page.trim[0], page.trim[3] - page.trim[1]
    return mark.kind in ("text", "image") or width < trim_width * _WHOLE or height < trim_height * _WHOLE
