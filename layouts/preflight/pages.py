"""How many pages, which are empty, which nearly so, and annotations where a press wants none."""

from __future__ import annotations

from collections.abc import Iterator

from layouts.preflight.document import Document
from layouts.preflight.findings import MM, Fault, Finding, plural, refusal, warning
from layouts.preflight.marks import Mark, common
from layouts.preflight.page import Page, box_of

_FOOT = 16 * MM  # where folio and running head stand, without tags to tell them
_LINE = 10 * MM  # ruled lines to write on are no farther apart
_WHOLE = 0.85  # a mark that covers as much of the page, both ways, is its ground


def check_count(document: Document) -> Iterator[Finding]:
    """As many pages as the other stages made, and a multiple of what the printer folds."""
    expected, count = document.expected, len(document.pages)
    has = f"le fichier a {plural(count, 'page', 'pages')}"
    if expected.pages is not None and count != expected.pages:
        yield document.finding("page-count", refusal(None, f"{has}, au lieu de {expected.pages}."))
    if count % expected.multiple:
        yield document.finding("page-count", refusal(None, f"{has}, qui n’est pas un multiple de {expected.multiple}."))


def check_annotations(page: Page) -> Iterator[Fault]:
    """No link, field or note in a file for a press (ISO 15930-7, annotations)."""
    annotations = list(page.obj.get("/Annots", ()))
    if annotations:
        kinds = ", ".join(sorted({str(each.get("/Subtype", "/?"))[1:] for each in annotations}))
        found = plural(len(annotations), "annotation", "annotations")
        text = f"la page porte {found} ({kinds}) ; un fichier d’imprimeur n’en porte aucune."
        yield refusal(box_of(annotations[0].Rect), text)


def check_empty(page: Page) -> Iterator[Fault]:
    """A page shows something besides its folio, unless it is meant to be empty."""
    if not page.meant_empty and not _content(page):
        yield refusal(page.trim, "la page est vide, sans que ce soit voulu.")


def check_sparse(page: Page) -> Iterator[Fault]:
    """A page whose marks leave over two thirds of its height free, where the layout does not mean it."""
    content = _content(page)
    if not content or page.meant_spare:
        return
    low, high = int(page.trim[1] + _FOOT), int(page.trim[3])
    free, top = 0.0, low
    for bottom, end in sorted((int(mark.box[1]), int(mark.box[3]) + 1) for mark in content):
        if bottom - top > _LINE:
            free += min(bottom, high) - top
        top = max(top, min(end, high))
    free = (free + high - top) / (high - low)
    if free > 2 / 3:
        text = f"la page est vide à {round(free * 100)} %."
        yield warning(page.trim, text)


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
