"""Text as it was drawn: fonts, glyphs, what is cut, what comes too near the edge, what two files say differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from layouts.preflight.document import Document, Page
from layouts.preflight.findings import MM, Box, Finding, mm, number, quote
from layouts.preflight.marks import Mark, common
from layouts.preflight.runs import words_of

_CUT = 0.6  # pt: less is the air around the letters
_NEAR = 0.3  # pt of slack at the edge of the safe zone


def check_fonts(document: Document) -> Iterator[Finding]:
    """Every font is in the file."""
    for font in document.fonts:
        if not font.embedded:
            page, mark = _first_run(document, font.name)
            text = f"la police « {font.name} » n’est pas incorporée."
            yield document.finding("refuse", "font", page, mark.box if mark else None, text)


def _first_run(document: Document, font: str) -> tuple[Page | None, Mark | None]:
    runs = ((page, mark) for page in document.pages for mark in page.texts if mark.name == font)
    return next(runs, (None, None))


def check_glyphs(document: Document) -> Iterator[Finding]:
    """No character draws the box of a missing glyph."""
    for page in document.pages:
        for mark in page.texts:
            if mark.faulty:
                around = quote(mark.text.replace("\ufffd", "□"))
                text = f"un signe manque à la police « {mark.name} », dans {around}, {page.where(mark.box)}."
                yield document.finding("refuse", "glyph", page, mark.box, text)


def check_clipped(document: Document) -> Iterator[Finding]:
    """No run of text is cut by the edge of a box."""
    for page in document.pages:
        for mark in page.texts:
            lost = _overhang(mark.whole, mark.box)
            if lost > _CUT:
                text = f"le texte {quote(mark.text)} est coupé de {mm(lost)} par son cadre."
                yield document.finding("refuse", "clipped", page, mark.whole, text)


def check_safe_zone(document: Document) -> Iterator[Finding]:
    """No text crosses the trim or comes nearer to it than the safe zone."""
    safe = document.expected.safe
    for page in document.pages:
        zone = _shrunk(page.trim, safe * MM)
        for mark in page.texts:
            over = _overhang(mark.box, zone)
            if over > _NEAR and _meets(mark.box, page.bleed):  # elsewhere it is in the slug, or hidden
                left = safe - over / MM
                how = f"sort de la page de {number(-left)} mm" if left < 0 else f"est à {number(left)} mm du bord"
                text = f"le texte {quote(mark.text)} {how} ; il en faut {number(safe)} mm."
                yield document.finding("refuse", "safe-zone", page, mark.box, text)


def _overhang(box: Box, zone: Box) -> float:
    return max(zone[0] - box[0], zone[1] - box[1], box[2] - zone[2], box[3] - zone[3])


def _meets(one: Box, other: Box) -> bool:
    shared = common(one, other)
    return shared[2] > shared[0] and shared[3] > shared[1]


def _shrunk(box: Box, by: float) -> Box:
    return box[0] + by, box[1] + by, box[2] - by, box[3] - by


def compare_words(documents: Mapping[str, Document]) -> Iterator[Finding]:
    """Each page of a file for print says what the screen file says on the pages that it shows."""
    screen = next((d for d in documents.values() if d.expected.kind == "screen"), None)
    if screen is None:
        return
    one_to_one = tuple((page.number,) for page in screen.pages)
    for document in documents.values():
        shows = document.expected.shows or (one_to_one if document.expected.kind == "press" else ())
        for page, shown in zip(document.pages, shows, strict=False):
            said = [word for number_ in shown for word in _words(screen.pages[number_ - 1])]
            printed = _words(page)
            if document.expected.kind == "cover":
                printed = [*(Counter(printed) & Counter(said)).elements()]  # the spine has words of its own
            if shown and (text := _difference(said, printed, ordered=len(shown) == 1)):
                yield document.finding("refuse", "words", page, None, text)


def _words(page: Page) -> list[str]:
    inside = (mark for mark in page.texts if _meets(mark.whole, page.bleed))
    return [word for mark in inside for word, _, _ in words_of(mark)]


def _difference(said: list[str], printed: list[str], ordered: bool) -> str:
    if said == printed or (ordered and "".join(said) == "".join(printed)):
        return ""
    missing, added = Counter(said) - Counter(printed), Counter(printed) - Counter(said)
    if not missing and not added:
        return "les mots ne se suivent pas comme dans le fichier d’écran." if ordered else ""
    parts = []
    if missing:
        parts.append(f"il manque {quote(' '.join(missing.elements()))}")
    if added:
        parts.append(f"il y a en plus {quote(' '.join(added.elements()))}")
    return f"le texte n’est pas celui du fichier d’écran : {' et '.join(parts)}."
