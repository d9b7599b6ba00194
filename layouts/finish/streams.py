"""One content stream, from sRGB to the press's inks.

The colour of a mark is known when the mark is made, not when the colour is set: the same ink-blue is black alone in
words and rules, and four inks in a shape. So colours are held back until a mark is painted with them, and written
then, before its path begins (ISO 32000-1, 8.2: no colour operator inside a path).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import pikepdf

from layouts.finish.colours import BLACK, Grey, Ink, Inks, Rgb, rgb_of, unknown
from layouts.finish.instructions import END, IMAGE, PATH, PLAIN, across, cut, name_of, numbers, scale_of, steps
from layouts.finish.saving import packed

THIN = 1.5  # pt: a stroke or a filled path no thicker than this is a rule
_SIMPLE = 8  # operators at most in a path that clips a rule out of a frame, as the engine draws borders
_KEPT = 1024  # streams: those of an edition, which the next one shares for the most part

_STROKED_TEXT = (1, 2, 5, 6)
_INITIAL: Rgb = (0, 0, 0)
OVERPRINT, KNOCKOUT = "/Overprint", "/Knockout"

Paint = Rgb | str  # a colour, or the resource name of a pattern
Written = tuple[Paint, bool] | None
Kinds = frozenset[tuple[bytes, str, str]]
"""The resources that a stream may name: the operator that does (Do, gs), the name with its stroke, the kind."""

PICTURE, STENCIL, FORM, OPAQUE, STATE = "picture", "stencil", "form", "opaque", "state"
"""What a resource is that a stream names: one that it draws, or a graphics state."""
PATTERN, SHADING, FAULT = "pattern", "shading", "fault"


class Start(NamedTuple):
    """What a stream takes from where it is painted."""

    scale: float
    fill: Paint = _INITIAL
    stroke: Paint = _INITIAL
    width: float = 1.0
    text_mode: int = 0
    clip: float = float("inf")  # the least thickness of what clips
    overprint: bool = False


class Met(NamedTuple):
    """A resource that a stream names, with what is in force then; or a fault, named by its sentence."""

    kind: str
    name: str
    start: Start


class Separated(NamedTuple):
    """A stream in the press's inks, compressed, and what it met, each once, in order."""

    packed: bytes
    met: tuple[Met, ...]


@dataclass(slots=True)
class _State:
    """The part of the graphics state that decides the inks: what is asked for, and what was written."""

    scale: float
    fill: Paint
    stroke: Paint
    width: float
    text_mode: int
    clip: float
    overprint: bool
    written_fill: Written = None
    written_stroke: Written = None

    def copy(self) -> _State:
        return _State(
            self.scale, self.fill, self.stroke, self.width, self.text_mode, self.clip, self.overprint,
            self.written_fill, self.written_stroke,
        )  # fmt: skip

    @property
    def start(self) -> Start:
        return Start(self.scale, self.fill, self.stroke, self.width, self.text_mode, self.clip, self.overprint)


@lru_cache(maxsize=_KEPT)
def separated(stream: bytes, start: Start, kinds: Kinds, inks: Inks) -> Separated:
    """Separate a stream, painted from `start`, whose resources are of these `kinds`, into `inks`.

    It depends on nothing else, so a stream that many pages or editions share is separated once. Raises PdfError for
    what is no content stream, KeyError for a resource that is not there.
    """
    return _Stream({(operator, name): kind for operator, name, kind in kinds}, start, inks).separate(stream)


class _Stream:
    """One content stream being separated."""

    def __init__(self, kinds: Mapping[tuple[bytes, str], str], start: Start, inks: Inks) -> None:
        self.kinds, self.inks = kinds, inks
        self.state = _State(*start)
        self.stack: list[_State] = []
        self.path: list[bytes] = []
        self.out: list[bytes] = []
        self.met: dict[tuple[str, str], Met] = {}

    def separate(self, stream: bytes) -> Separated:
        path, out = self.path, self.out
        for piece in cut(stream):
            kind = piece.lastindex
            if kind == PATH:
                path.append(piece[0])
            elif kind in (PLAIN, END):
                out.append(piece[0])
            else:
                operands, operator = piece.group(3, 4)  # OPERANDS, OPERATOR
                handler = _HANDLERS.get(operator)
                if handler is None or handler(self, operator, operands):
                    out.append(piece[0])
        return Separated(packed(b"".join(out)), tuple(self.met.values()))

    def _meet(self, kind: str, name: str) -> None:
        self.met.setdefault((kind, name), Met(kind, name, self.state.start))

    # Each handler is given the operator and its operands, and says whether they are kept.

    def _drop(self, *_: bytes) -> bool:
        return False

    def _fill(self, *_: bytes) -> bool:
        # A rule knocks out: over a rich ink, an overprinted one would pass the ink limit.
        rule = self.state.fill in self.inks.black and (self.state.clip <= THIN or self._across() <= THIN)
        self._write(fill=True, black=rule)
        return self._end()

    def _stroke(self, *_: bytes) -> bool:
        self._write(fill=False, black=self.state.width * self.state.scale <= THIN)
        return self._end()

    def _fill_and_stroke(self, *_: bytes) -> bool:
        self._write(fill=True, black=False)
        self._write(fill=False, black=False)
        return self._end()

    def _end(self, *_: bytes) -> bool:
        """End a path, which is written now."""
        path = b"".join(self.path)
        if b"W" in path and len(steps(path)) <= _SIMPLE:
            self.state.clip = min(self.state.clip, self._across())
        self.out.append(path)
        self.path.clear()
        return True

    def _across(self) -> float:
        """The least thickness of the path, on paper."""
        return across(steps(b"".join(self.path))) * self.state.scale

    def _show(self, *_: bytes) -> bool:
        self._write(fill=True, black=True, overprint=True)
        if self.state.text_mode in _STROKED_TEXT:
            self._write(fill=False, black=True, overprint=True)
        return True

    def _write(self, *, fill: bool, black: bool, overprint: bool = False) -> None:
        """Write the colour that a mark is made with, where it is not the one in force."""
        state = self.state
        paint = state.fill if fill else state.stroke
        alone = black and paint in self.inks.black
        overprint = overprint and alone
        if state.overprint != overprint:
            self.out.append(f"\n{OVERPRINT if overprint else KNOCKOUT} gs".encode())
            state.overprint = overprint
        wanted = (paint, alone)
        if wanted == (state.written_fill if fill else state.written_stroke):
            return
        if fill:
            state.written_fill = wanted
        else:
            state.written_stroke = wanted
        if isinstance(paint, str):
            name = pikepdf.Name(paint).unparse()
            self.out.append((b"\n/Pattern cs\n%b scn" if fill else b"\n/Pattern CS\n%b SCN") % name)
            return
        try:
            ink = BLACK if alone else self.inks[paint]
        except KeyError:
            self._meet(FAULT, unknown(paint))
        else:
            self.out.append(_told(ink, fill))

    def _save(self, *_: bytes) -> bool:
        self.stack.append(self.state.copy())
        return True

    def _restore(self, *_: bytes) -> bool:
        self.state = self.stack.pop()
        return True

    def _transform(self, _operator: bytes, operands: bytes) -> bool:
        self.state.scale *= scale_of(numbers(operands))
        return True

    def _line_width(self, _operator: bytes, operands: bytes) -> bool:
        self.state.width = float(operands)
        return True

    def _text_mode(self, _operator: bytes, operands: bytes) -> bool:
        self.state.text_mode = int(operands)
        return True

    def _colour(self, operator: bytes, operands: bytes) -> bool:
        """Hold back a colour; the space of `sc` is told by its number of operands."""
        fill = operator.islower()
        if b"/" in operands:
            name = name_of(operands)
            self._meet(PATTERN, name)
            self._set(fill, name)
        elif (rgb := _rgb(operands)) is not None:
            self._set(fill, rgb)
        else:
            self._meet(FAULT, "une couleur n’est pas en sRGB, elle ne vient pas de la palette")
        return False

    def _space(self, operator: bytes, operands: bytes) -> bool:
        """Hold back a colour space, whose first colour is black."""
        name = name_of(operands)
        if name not in ("/DeviceRGB", "/DeviceGray", "/Pattern"):
            self._meet(FAULT, f"l’espace de couleur {name[1:]} n’est pas admis")
        self._set(operator == b"cs", _INITIAL)
        return False

    def _set(self, fill: bool, paint: Paint) -> None:
        if fill:
            self.state.fill = paint
        else:
            self.state.stroke = paint

    def _draw(self, operator: bytes, operands: bytes) -> bool:
        name = name_of(operands)
        kind = self.kinds[operator, name]
        if kind != PICTURE:  # what a form does not set itself, it takes from here
            self._write(fill=True, black=False)
        self._meet(kind, name)
        return True

    def _graphics_state(self, operator: bytes, operands: bytes) -> bool:
        name = name_of(operands)
        kind = self.kinds[operator, name]
        if kind == STATE:
            self._meet(kind, name)
        return kind == STATE

    def _shading(self, _operator: bytes, operands: bytes) -> bool:
        self._meet(SHADING, name_of(operands))
        return True

    def _image(self, *_: bytes) -> bool:
        self._meet(FAULT, "une image est écrite dans la page même, sa couleur n’est pas connue")
        return False


@lru_cache(maxsize=256)
def _told(ink: Ink | Grey, fill: bool) -> bytes:
    """The instruction that sets an ink."""
    return f"\n{' '.join(f'{round(value, 4):g}' for value in ink)} {ink.operator(fill)}".encode()


@lru_cache(maxsize=256)
def _rgb(operands: bytes) -> Rgb | None:
    """The colour of three numbers, or of one grey."""
    values = numbers(operands)
    return rgb_of(values if len(values) == 3 else values * 3) if len(values) in (1, 3) else None


_HANDLERS: dict[bytes, Callable[[_Stream, bytes, bytes], bool]] = {
    **dict.fromkeys((b"BDC", b"BMC", b"EMC", b"MP", b"DP", b"BX", b"EX"), _Stream._drop),
    **dict.fromkeys((b"f", b"F", b"f*"), _Stream._fill),
    **dict.fromkeys((b"S", b"s"), _Stream._stroke),
    **dict.fromkeys((b"B", b"B*", b"b", b"b*"), _Stream._fill_and_stroke),
    **dict.fromkeys((b"Tj", b"TJ", b"'", b'"'), _Stream._show),
    **dict.fromkeys((b"rg", b"RG", b"g", b"G", b"k", b"K", b"sc", b"SC", b"scn", b"SCN"), _Stream._colour),
    **dict.fromkeys((b"cs", b"CS"), _Stream._space),
    b"n": _Stream._end,
    b"q": _Stream._save,
    b"Q": _Stream._restore,
    b"cm": _Stream._transform,
    b"w": _Stream._line_width,
    b"Tr": _Stream._text_mode,
    b"Do": _Stream._draw,
    b"gs": _Stream._graphics_state,
    b"sh": _Stream._shading,
    IMAGE: _Stream._image,
}
