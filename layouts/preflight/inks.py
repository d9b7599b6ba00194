"""Colours of a file for a press: CMYK only, known ones, black text on one plate, ink within the limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from layouts.preflight.findings import Box, Cmyk, Fault, number, quote, refusal
from layouts.preflight.inkmap import beneath
from layouts.preflight.light import luminance
from layouts.preflight.marks import Mark, common
from layouts.preflight.page import Page

_SAME = 0.6  # percent: rounding, not another colour
_DARK = 0.05  # luminance: what prints as black
_RULE, _LONG = 1.5, 12  # pt: a rule is no thicker; times its thickness: it is longer
_WHITE: Cmyk = (0, 0, 0, 0)
_ALWAYS: tuple[Cmyk, ...] = (_WHITE, (0, 0, 0, 100))
_FAMILIES = ("Gray", "CMYK", "stencil")


def check_colours(page: Page) -> Iterator[Fault]:
    """No RGB and no colour that the palette does not know, inside the bleed."""
    allowed = (*_ALWAYS, *page.expected.palette)
    seen: Counter[str] = Counter()
    first: dict[str, Mark] = {}
    for mark in _inside(page):
        fault = _fault(mark, allowed if page.expected.palette else ())
        if fault:
            seen[fault] += 1
            first.setdefault(fault, mark)
    for fault, count in seen.items():
        mark = first[fault]
        times = f", {count} fois" if count > 1 else ""
        text = f"{fault}{times}, d’abord {page.where(mark.box)}."
        yield refusal(mark.box, text)


def _fault(mark: Mark, allowed: tuple[Cmyk, ...]) -> str:
    colour = mark.colour
    thing = {"text": "du texte", "image": "une image"}.get(mark.kind, "un aplat ou un filet")
    if "RGB" in colour.space:
        value = f" ({', '.join(number(v * 255, 0) for v in colour.values)})" if colour.values else ""
        return f"{thing} est en RVB{value}"
    inks = colour.cmyk()
    if mark.kind == "image":
        return "" if colour.space in _FAMILIES or inks is not None else f"{thing} est en {colour.space or 'rien'}"
    if inks is None:
        return f"{thing} est dans un espace de couleur inconnu ({colour.space})"
    if allowed and not any(_same(inks, known) for known in allowed):
        return f"{thing} est d’une couleur hors de la palette ({told(inks)})"
    return ""


def _same(one: Cmyk, other: Cmyk) -> bool:
    return all(abs(a - b) <= _SAME for a, b in zip(one, other, strict=True))


def told(inks: Cmyk) -> str:
    """Inks by their French initials."""
    return " ".join(f"{letter} {number(value, 0)}" for letter, value in zip("CMJN", inks, strict=True))


def check_black_rules(page: Page) -> Iterator[Fault]:
    """Rules in the colour of words are printed by the black plate alone: on four, they would show a coloured edge."""
    rules = [mark for mark in _inside(page) if mark.kind in ("fill", "stroke") and _is_rule(mark)]
    rules = [mark for mark in rules if any(_same(mark.colour.cmyk() or _WHITE, ink) for ink in page.expected.rich)]
    if rules:
        first = rules[0]
        many = f" ({len(rules)} sur la page)" if len(rules) > 1 else ""
        inks = told(first.colour.cmyk() or (0, 0, 0, 0))
        text = f"un filet noir{many} n’est pas sur le noir seul ({inks}), {page.where(first.box)}."
        yield refusal(first.box, text)


def _is_rule(mark: Mark) -> bool:
    width, height = mark.box[2] - mark.box[0], mark.box[3] - mark.box[1]
    return mark.thin <= _RULE and max(width, height) >= _LONG * max(mark.thin, 0.25)


def _is_rich(mark: Mark) -> bool:
    inks, rgb = mark.colour.cmyk(), mark.colour.rgb()
    return inks is not None and rgb is not None and max(inks[:3]) > _SAME and luminance(rgb) < _DARK


def check_black_text(page: Page) -> Iterator[Fault]:
    """Text that prints as black is printed by the black plate alone."""
    seen: dict[str, list[Mark]] = {}
    for mark in page.texts:
        inks = mark.colour.cmyk()
        if inks and _is_rich(mark) and _meets(mark.box, page.bleed):
            seen.setdefault(told(inks), []).append(mark)
    for inks_told, marks in seen.items():
        text = (
            f"le texte noir {quote(marks[0].text)} n’est pas sur le noir seul ({inks_told}), "
            f"{page.where(marks[0].box)}."
        )
        yield refusal(marks[0].box, text)


def check_ink(page: Page) -> Iterator[Fault]:
    """No place carries more ink than the paper bears."""
    limit = page.expected.ink_limit
    heaviest: tuple[float, Cmyk, Box] | None = None
    for inks, box in _loads(page, limit):
        if sum(inks) > limit + 0.5 and (heaviest is None or sum(inks) > heaviest[0]):
            heaviest = sum(inks), inks, box
    if heaviest:
        text = (
            f"l’encrage atteint {number(heaviest[0], 0)} % ({told(heaviest[1])}) {page.where(heaviest[2])} ; "
            f"la limite est de {number(limit, 0)} %."
        )
        yield refusal(heaviest[2], text)


def may_weigh(more: Iterable[Mark], black: float, limit: float) -> bool:
    """Whether these runs may be over the limit, or make others be so: `black` is what black adds up to beneath them."""
    for mark in more:
        colour = sum((mark.colour.cmyk() or _WHITE)[:3])
        if colour + 100 > limit or (mark.adds and (colour or black > limit)):
            return True
    return False


def _loads(page: Page, limit: float) -> Iterator[tuple[Cmyk, Box]]:
    """The inks laid by each mark inside the bleed, with what is beneath where they add to it."""
    laid = [(mark, inks) for mark in _inside(page) if (inks := _own(mark))]
    adding = {id(mark): load for mark, load in beneath(page)} if _may_add_up(laid, limit) else {}
    for mark, inks in laid:
        yield adding.get(id(mark), inks), mark.box


def _own(mark: Mark) -> Cmyk | None:
    if len(mark.inks) == 4:
        c, m, y, k = mark.inks
        return c * 100, m * 100, y * 100, k * 100
    return mark.colour.cmyk()


def _may_add_up(laid: list[tuple[Mark, Cmyk]], limit: float) -> bool:
    """Whether inks that add to those beneath may pass the limit: black does not, where the others leave room."""
    added = {inks for mark, inks in laid if mark.adds}
    room = max((sum(inks[:3]) for _, inks in laid), default=0.0) + 100
    return bool(added) and (room > limit or any(any(inks[:3]) for inks in added))


def _inside(page: Page) -> Iterator[Mark]:
    for mark in page.marks:
        # The registration colour is no ink of the page; another check sees that it stays outside.
        if mark.colour.space in ("", "Separation All") or (mark.kind == "text" and not mark.text.strip()):
            continue
        if _meets(mark.box, page.bleed):
            yield mark


def _meets(one: Box, other: Box) -> bool:
    shared = common(one, other)
    return shared[2] - shared[0] > 0.1 and shared[3] - shared[1] > 0.1
