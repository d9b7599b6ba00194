"""Text as it was drawn: fonts, glyphs, what is cut, what comes too near the edge, what two files say differently."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from layouts.preflight.document import Document
from layouts.preflight.findings import MM, Box, Fault, Finding, mm, number, plural, quote, refusal
from layouts.preflight.marks import Mark, common
from layouts.preflight.page import Page
from layouts.preflight.runs import words_of

_CUT = 0.6  # pt: less is the air around the letters
_NEAR = 0.3  # pt of slack at the edge of the safe zone


def check_fonts(page: Page) -> Iterator[Fault]:
    """Every font is in the file."""
    first: dict[str, Mark] = {}
    for mark in page.marks:
        if mark.kind == "text" and not mark.embedded:
            first.setdefault(mark.name, mark)
    for name, mark in first.items():
        yield refusal(mark.box, f"la police « {name} » n’est pas incorporée.")


def check_glyphs(page: Page) -> Iterator[Fault]:
    """No character draws the box of a missing glyph."""
    for mark in page.texts:
        if mark.faulty:
            around = quote(mark.text.replace("\ufffd", "□"))
            text = f"un signe manque à la police « {mark.name} », dans {around}, {page.where(mark.box)}."
            yield refusal(mark.box, text)


def check_clipped(page: Page) -> Iterator[Fault]:
    """No run of text is cut by the edge of a box."""
    for mark in page.texts:
        lost = _overhang(mark.whole, mark.box)
        if lost > _CUT:
            words = plural(_hidden(mark), "mot caché", "mots cachés")
            place = page.where(mark.whole)
            text = f"le texte {quote(mark.text)} est coupé de {mm(lost)} par son cadre, environ {words}, {place}."
            yield refusal(mark.whole, text)


def _hidden(mark: Mark) -> int:
    """About how many words of a run its clip hides, in part at least."""
    words = words_of(mark)
    left, _, right, _ = mark.whole
    up, down = mark.whole[3] - mark.box[3], mark.box[1] - mark.whole[1]
    if max(up, down) > _CUT or not mark.visible:
        return len(words)
    places = [(left + start * (right - left), left + end * (right - left)) for _, start, end in words]
    return sum(start < mark.box[0] - _CUT or end > mark.box[2] + _CUT for start, end in places)


def check_safe_zone(page: Page) -> Iterator[Fault]:
    """No text crosses the trim or comes nearer to it than the safe zone."""
    safe = page.expected.safe
    zone = _shrunk(page.trim, safe * MM)
    for mark in page.texts:
        over = _overhang(mark.box, zone)
        if over > _NEAR and _meets(mark.box, page.bleed):  # elsewhere it is in the slug, or hidden
            left = safe - over / MM
            how = f"sort de la page de {number(-left)} mm" if left < 0 else f"est à {number(left)} mm du bord"
            text = f"le texte {quote(mark.text)} {how} ; il en faut {number(safe)} mm."
            yield refusal(mark.box, text)


def _overhang(box: Box, zone: Box) -> float:
    return max(zone[0] - box[0], zone[1] - box[1], box[2] - zone[2], box[3] - zone[3])


def _meets(one: Box, other: Box) -> bool:
    shared = common(one, other)
    return shared[2] > shared[0] and shared[3] > shared[1]


def _shrunk(box: Box, by: float) -> Box:
    return box[0] + by, box[1] + by, box[2] - by, box[3] - by


def words_on(page: Page) -> tuple[str, ...]:
    """The words of a page, its slug left out, in the order of drawing."""
    inside = (mark for mark in page.texts if _meets(mark.whole, page.bleed))
    return tuple(word for mark in inside for word, _, _ in words_of(mark))


def compare_words(documents: Mapping[str, Document]) -> Iterator[Finding]:
    """Each page of a file says what the file that it is like says on the pages that it shows."""
    for document in documents.values():
        model = documents.get(document.expected.like)
        if model is None:
            continue
        shows = document.expected.shows or tuple((page,) for page in range(1, len(model.seen) + 1))
        for page, (seen, shown) in enumerate(zip(document.seen, shows, strict=False), 1):
            said = [word for each in shown for word in model.seen[each - 1].words]
            printed = list(seen.words)
            more = document.expected.kind in ("cover", "cards")  # the spine, the sheet have words of their own
            if more:
                printed = [*(Counter(printed) & Counter(said)).elements()]
            if shown and (text := _difference(said, printed, ordered=len(shown) == 1 and not more)):
                yield document.finding("words", refusal(None, text), page)


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
