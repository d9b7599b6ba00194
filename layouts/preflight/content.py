"""A page's content streams played back into marks: paths, text and pictures with colour, clip and size."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf

from layouts.preflight.colours import chosen, family, gradient_ends, is_picture, picture_space
from layouts.preflight.findings import Box
from layouts.preflight.graphics import (
    IMPRINT,
    Shared,
    Spot,
    State,
    form_box,
    grown,
    matrix,
    parameters,
    placed,
    sides,
    steps,
)
from layouts.preflight.marks import IDENTITY, Colour, Mark, common, corners, seen_through, times
from layouts.preflight.outlines import Outline, box_of, outline, upright
from layouts.preflight.runs import TextLine, TextState
from layouts.preflight.tokens import PATH, SHOW, operations

_UNIT: Box = (0.0, 0.0, 1.0, 1.0)
_DEEPEST = 12  # forms within forms; beyond, a file draws itself


def play(page: Any, shared: Shared, apart: bool = False) -> list[Mark]:
    """Return what a page paints; its imprints are left out and told as spots, where they are looked at `apart`."""
    shared.marks, shared.tags, shared.codes = [], [], {}
    shared.spots = [] if apart else None
    resources = page.get("/Resources", pikepdf.Dictionary())
    _Player(shared, resources, State(IDENTITY, TextState()), ()).run(_stream(page))
    return shared.marks


def play_form(form: Any, spot: Spot, shared: Shared) -> list[Mark]:
    """Return what a form paints at a place of a page."""
    shared.marks, shared.tags, shared.spots = [], [(spot.mcid, spot.pagination)], None
    _Player(shared, pikepdf.Dictionary(), spot.state, spot.path[:-2]).draw(form, *spot.path[-2:])
    return shared.marks


def _stream(page: Any) -> bytes:
    contents = page.get("/Contents")
    if isinstance(contents, pikepdf.Array):
        return b"\n".join(part.read_bytes() for part in contents)
    return contents.read_bytes() if contents is not None else b""


class _Player:
    """Plays one stream: a page, a form, a pattern's cell. One method for each family of operators.

    `within` tells of which resources a form is: the kind and the name of each form from the page on.
    """

    def __init__(self, shared: Shared, resources: Any, state: State, within: tuple[str, ...]) -> None:
        self._shared, self._resources, self._state, self._within = shared, resources, state, within
        self._base = state.ctm
        self._saved: list[State] = []
        self._line = TextLine()
        self._path = b""
        self._clips = False
        self._found: dict[tuple[str, str], Any] = {}
        self._set: dict[str, list[tuple[str, Any]]] = {}

    def run(self, stream: bytes) -> None:
        """Play the stream."""
        for operator, operands in operations(stream):
            method = _OPERATORS.get(operator)
            if method:
                method(self, operator, operands)

    def _graphics(self, operator: str, operands: list[Any]) -> None:
        state = self._state
        if operator == "q":
            self._saved.append(state.copy())
        elif operator == "Q":
            self._state = self._saved.pop() if self._saved else state
        elif operator == "cm":
            a, b, c, d, e, f = operands
            state.ctm = times((a, b, c, d, e, f), state.ctm)
        elif operator == "w":
            state.width = operands[0]
        else:
            for part, value in self._parameters(operands[0]):
                setattr(state, part, value)

    def _parameters(self, name: str) -> list[tuple[str, Any]]:
        """What a graphics state sets of ours."""
        if name not in self._set:
            self._set[name] = parameters(self._resource("/ExtGState", name) or pikepdf.Dictionary())
        return self._set[name]

    def _resource(self, kind: str, name: str) -> Any:
        found = self._found.get((kind, name))
        if found is None:
            found = self._found[kind, name] = self._resources.get(kind, pikepdf.Dictionary()).get("/" + name)
        return found

    def _build(self, operator: str, operands: list[Any]) -> None:
        if operator == PATH:
            self._path += operands[0]
        elif operator in ("W", "W*"):
            self._clips = True
        else:  # the last of a stream, which nothing follows
            self._path += f"{' '.join(map(repr, operands))} {operator} ".encode()

    def _paint(self, operator: str, _: list[Any]) -> None:
        shape = outline(self._path)
        self._path = b""
        state = self._state
        if shape:
            box = box_of(shape, state.ctm)
            if operator not in ("n", "S", "s"):
                self._fill_path(shape, box)
            if operator not in ("n", "f", "F", "f*"):
                self._add("stroke", grown(box, self._thickness() / 2), state.stroke, state.over_stroke)
                self._shared.marks[-1].thin = self._thickness()
            if self._clips:
                state.clip = common(state.clip, box)
                state.clip_thin = min(box[2] - box[0], box[3] - box[1])
                state.boxed &= upright(shape, state.ctm)
        self._clips = False

    def _thickness(self) -> float:
        a, b, c, d, _, _ = self._state.ctm
        return float(self._state.width * abs(a * d - b * c) ** 0.5)

    def _fill_path(self, shape: Outline, box: Box) -> None:
        state = self._state
        if state.pattern:
            self._pattern(box)
            return
        self._add("fill", box, state.fill, state.over_fill)
        mark = self._shared.marks[-1]
        mark.shape = shape, state.ctm
        mark.flat = state.opaque and state.boxed and not mark.adds and upright(shape, state.ctm)
        mark.thin = min(box[2] - box[0], box[3] - box[1], state.clip_thin)

    def _add(self, kind: Any, box: Box, colour: Colour, overprints: bool) -> Mark:
        mark = Mark(kind, box, common(box, self._state.clip), colour)
        return self._record(mark, overprints)

    def _record(self, mark: Mark, overprints: bool) -> Mark:
        mark.adds = overprints or self._state.multiply
        mark.depth = len(self._within) // 2
        mark.mcid, mark.pagination = self._shared.tag
        self._shared.marks.append(mark)
        return mark

    def _fill(self, operator: str, operands: list[Any]) -> None:
        state = self._state
        state.fill, state.pattern = chosen(operator, operands, state.fill, self._resources)

    def _stroke(self, operator: str, operands: list[Any]) -> None:
        state = self._state
        state.stroke, _ = chosen(operator, operands, state.stroke, self._resources)

    def _text(self, operator: str, operands: list[Any]) -> None:
        text = self._state.text
        if operator == "BT":
            self._line.begin()
            return
        if operator not in ("Td", "Tm", "T*"):
            text = self._state.text = text.copy()
        if operator == "Tf":
            font = self._resource("/Font", operands[0])
            text.font = self._shared.font(font) if font is not None else None
            text.codes = self._shared.codes.setdefault((*self._within, f"/{operands[0]}"), set())
            text.size = operands[1]
        elif operator in ("Td", "TD", "Tm", "T*"):
            self._line.move(operator, operands, text)
        else:
            text.set(operator, operands)

    def _show(self, operator: str, operands: list[Any]) -> None:
        state = self._state
        if operator in ("'", '"'):
            if operator == '"':
                state.text = state.text.copy()
                state.text.word_space, state.text.char_space = operands[0], operands[1]
            self._line.move("T*", [], state.text)
        run = self._line.show(operator, operands[-1], state.text, state.ctm)
        if run is not None:
            run.box = common(run.whole, state.clip)
            if run.colour.space:
                run.colour = state.stroke if state.text.mode == 1 else state.fill
            self._record(run, state.over_fill)

    def _mark(self, operator: str, operands: list[Any]) -> None:
        tags = self._shared.tags
        if operator == "EMC":
            if tags:
                tags.pop()
            return
        given = operands[1] if len(operands) > 1 else {}
        if isinstance(given, str):
            named = self._resource("/Properties", given)
            given = {str(key).lstrip("/"): value for key, value in (named or {}).items()}
        mcid, pagination = self._shared.tag
        mcid = int(given["MCID"]) if "MCID" in given else mcid
        tags.append((mcid, pagination or str(given.get("Type", "")).lstrip("/") == "Pagination"))

    def _object(self, operator: str, operands: list[Any]) -> None:
        state = self._state
        if operator == "BI":
            self._inline(operands[0] if operands else [])
            return
        if operator == "sh":
            self._gradient(self._resource("/Shading", operands[0]), state.clip)
            return
        thing = self._resource("/XObject", operands[0])
        if self._shared.spots is not None and operands[0].startswith(IMPRINT):
            path = (*self._within, "/XObject", f"/{operands[0]}")
            self._shared.spots.append(Spot(path, state.copy(), *self._shared.tag, len(self._shared.marks)))
        elif thing is None:
            mark = self._add("image", seen_through(state.ctm, _UNIT), Colour("", ()), False)
            mark.name, mark.faulty = operands[0], "manque"
        elif is_picture(thing):
            self._picture(thing, operands[0])
        else:
            self.draw(thing, "/XObject", f"/{operands[0]}")

    def draw(self, form: Any, kind: str, name: str) -> None:
        """Play a form in the state that is in force."""
        self._nested(form, placed(form, self._state), kind, name)

    def _picture(self, image: Any, name: str) -> None:
        state = self._state
        space = picture_space(image, self._resources)
        colour = state.fill if space == "stencil" else Colour(space, ())
        mark = self._add("image", seen_through(state.ctm, _UNIT), colour, state.over_fill)
        mark.name, mark.pixels = name, (int(image.Width), int(image.Height))
        mark.thin, mark.size = sides(state.ctm)
        if not image.read_raw_bytes():
            mark.faulty = "est vide"
        elif space == "CMYK":
            mark.inks = self._shared.heaviest(image)

    def _inline(self, flat: list[Any]) -> None:
        given = {str(key): value for key, value in zip(flat[::2], flat[1::2], strict=False)}
        space = family(given.get("CS", given.get("ColorSpace", "G")), self._resources)
        mark = self._add("image", seen_through(self._state.ctm, _UNIT), Colour(space, ()), False)
        mark.pixels = int(given.get("W", given.get("Width", 0))), int(given.get("H", given.get("Height", 0)))
        mark.thin, mark.size = sides(self._state.ctm)

    def _pattern(self, box: Box) -> None:
        """Play a pattern's cell, moved to the first place where it shows inside the filled shape."""
        pattern = self._resource("/Pattern", self._state.pattern)
        visible = common(box, self._state.clip)
        if pattern is None or pattern.get("/PatternType") != 1:
            self._gradient(pattern.get("/Shading") if pattern is not None else None, box)
            return
        inner = State(times(matrix(pattern), self._base), TextState(), clip=visible)
        cell = seen_through(inner.ctm, tuple(float(v) for v in pattern.BBox))  # type: ignore[arg-type]
        step = corners(inner.ctm, (0.0, 0.0, float(pattern.XStep), float(pattern.YStep)))
        across, down = abs(step[2][0] - step[0][0]), abs(step[2][1] - step[0][1])
        moved = (steps(cell[0], cell[2], visible[0], across), steps(cell[1], cell[3], visible[1], down))
        inner.ctm = times(inner.ctm, (1.0, 0.0, 0.0, 1.0, *moved))
        self._nested(pattern, inner, "/Pattern", f"/{self._state.pattern}")

    def _gradient(self, shading: Any, box: Box) -> None:
        """Each colour between which a gradient runs, as if it were painted over the whole of it."""
        space = family(shading.ColorSpace, self._resources) if shading is not None else "inconnu"
        for values in dict.fromkeys(gradient_ends(shading.get("/Function"))) if shading is not None else ():
            self._add("fill", box, Colour(space, values), self._state.over_fill).thin = box[2] - box[0]
        if shading is None or "/Function" not in shading:
            self._add("fill", box, Colour(space, ()), self._state.over_fill)

    def _nested(self, thing: Any, inner: State, kind: str, name: str) -> None:
        if len(self._within) >= 2 * _DEEPEST:
            return
        if "/BBox" in thing:
            inner.clip = form_box(thing, inner)
            inner.boxed &= not (inner.ctm[1] or inner.ctm[2])
        resources = thing.get("/Resources", self._resources)
        _Player(self._shared, resources, inner, (*self._within, kind, name)).run(thing.read_bytes())


_OPERATORS: dict[str, Callable[[_Player, str, list[Any]], None]] = {
    word: method
    for words, method in (
        ("q Q cm gs w", _Player._graphics), (f"{PATH} m l c v y h re W W*", _Player._build),
        ("n f F f* B B* b b* S s", _Player._paint), ("g rg k cs sc scn", _Player._fill),
        ("G RG K CS SC SCN", _Player._stroke), ("BT Tf Tc Tw Tz TL Ts Tr Td TD Tm T*", _Player._text),
        (f"{SHOW} Tj TJ ' \"", _Player._show), ("BMC BDC EMC", _Player._mark), ("Do sh BI", _Player._object),
    )
    for word in words.split()
}  # fmt: skip
