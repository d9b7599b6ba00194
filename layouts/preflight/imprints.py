"""Imprints looked at by themselves: a page is the same in every edition but for the edition's name that it bears.

So a page is looked at without its imprints, and they are put back where they are one line of words on one colour, and
neither they nor the page are at fault. In all other cases the page is looked at as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pikepdf

from layouts.preflight.content import play_form
from layouts.preflight.graphics import Shared, Spot, State, form_box, placed
from layouts.preflight.inkmap import black_on
from layouts.preflight.inks import check_ink, may_weigh
from layouts.preflight.marks import Colour, Mark, within
from layouts.preflight.page import Page
from layouts.preflight.registry import Check
from layouts.preflight.runs import TextState
from layouts.preflight.seen import Line, Room, Seen
from layouts.preflight.tokens import SHOW, operations
from layouts.preflight.words import words_on

# What draws words, and changes nothing that the page's own state does to them.
_DRAWS = frozenset(("cm", "gs", "g", "rg", "k", "BT", "ET", "Tf", "Td", "TD", "Tm", "T*", "Tj", "TJ", SHOW))
_SHOWS = ("Tj", "TJ", SHOW)


def lines_on(page: Page) -> tuple[Line, ...]:
    """The lines of a page that has tags; the others need not be told."""
    return tuple(Line(m.text, m.box, m.size, m.mcid) for m in page.texts) if page.is_tagged else ()


def rooms_on(page: Page, checks: Iterable[Check]) -> tuple[Room, ...]:
    """The rooms of the imprints that were left out of a page; none where one cannot be looked at by itself."""
    rooms = []
    weighed = any(each.of_page is check_ink for each in checks)
    for spot in page.spots:
        form = page.thing(spot.path)
        if not _is_form(form) or not _is_plain(spot.state):
            return ()
        box = form_box(form, placed(form, spot.state))
        ground = page.beneath(box)
        if ground is None or ground.rgb() is None:
            return ()
        before = page.showing(page.marks[: spot.marks])
        rooms.append(
            Room(
                spot.path, spot.state.ctm, spot.state.clip, spot.mcid, spot.pagination, (*spot.state.fill,), box,
                (*ground,), black_on(before, box) if weighed else 0.0, len(words_on(before)), len(lines_on(before)),
            )
        )  # fmt: skip
    return tuple(rooms)


def joined(page: Page, seen: Seen, checks: Sequence[Check]) -> Seen | None:
    """What a look at the whole page would find, where its imprints were left out; None where that has to be seen."""
    if not seen.rooms:
        return seen
    if seen.faults:
        return None
    words, lines, told, lined = list[str](), list[Line](), 0, 0
    for room in seen.rooms:
        imprint = _told(page, room, checks)
        if imprint is None:
            return None
        words += [*seen.words[told : room.words], *imprint.words]
        lines += [*seen.lines[lined : room.lines], *imprint.lines]
        told, lined = room.words, room.lines
    return replace(seen, words=(*words, *seen.words[told:]), lines=(*lines, *seen.lines[lined:]))


def _told(page: Page, room: Room, checks: Iterable[Check]) -> Seen | None:
    """What an imprint tells in its room, unless something is wrong with it. Most pages of a file ask the same."""
    form = page.thing(room.path)
    if not _is_form(form):
        return None
    alike = replace(room, path=(), words=0, lines=0)
    key = form.objgen, alike, len(room.path), page.trim, page.bleed, page.cells, page.is_tagged
    known = page.shared.apart
    if key not in known or not form.is_indirect:
        known[key] = _look(page, room, form, checks)
    found: Seen | None = known[key]
    return found


def _look(page: Page, room: Room, form: pikepdf.Object, checks: Iterable[Check]) -> Seen | None:
    marks = _words(page, room, form)
    limit = page.expected.ink_limit
    if marks is None or may_weigh(marks, room.black, limit):
        return None
    ground = Mark("fill", room.box, room.box, Colour(*room.ground), flat=True, thin=room.box[3] - room.box[1])
    alone = page.showing([ground, *marks])
    if any(True for each in checks if each.of_page and each.by_run for _ in each.of_page(alone)):
        return None
    return Seen((), words_on(alone), lines_on(alone))


def _words(page: Page, room: Room, form: pikepdf.Object) -> list[Mark] | None:
    """The runs of an imprint as they stand on the page; None where it is more than words within its room."""
    drawn = [operator for operator, _ in operations(form.read_bytes())]
    first = next((i for i, operator in enumerate(drawn) if operator in _SHOWS), 0)
    if not {*drawn} <= _DRAWS or "Tf" not in drawn[:first]:
        return None
    state = State(room.matrix, TextState(), clip=room.clip, fill=Colour(*room.fill))
    spot = Spot(room.path, state, room.mcid, room.pagination, 0)
    marks = play_form(form, spot, Shared(fonts=page.shared.fonts))
    inside = all(_is_hidden(mark) or (mark.visible and within(mark.box, room.box)) for mark in marks)
    return marks if inside else None


def _is_hidden(mark: Mark) -> bool:
    """Whether a run is all outside its clip, as on the sheets that show another part of a poster."""
    return mark.box[2] < mark.box[0] or mark.box[3] < mark.box[1]


def _is_form(thing: pikepdf.Object | None) -> bool:
    return isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form" and "/BBox" in thing


def _is_plain(state: State) -> bool:
    """Whether nothing is in force that a form would take over, besides its place, its clip and its colour."""
    text = state.text
    usual = (text.mode, text.rise, text.leading, text.scale, text.char_space, text.word_space) == (0, 0, 0, 1, 0, 0)
    return usual and state.opaque and not (state.over_fill or state.multiply)
