"""One content stream, from sRGB to the press's inks.

The colour of a mark is known when the mark is made, not when the colour is set: the same ink-blue is black alone in
words and rules, and four inks in a shape. So colours are held back until a mark is painted with them, and written
then, before its path begins (ISO 32000-1, 8.2: no colour operator inside a path).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

import pikepdf
from pikepdf import Name, Operator

from layouts.finish.colours import BLACK, Inks, Rgb, rgb_of
from layouts.finish.gradients import convert_gradient

THIN = 1.5  # pt: a stroke or a filled path no thicker than this is a rule
_SIMPLE = 8  # operators at most in a path that clips a rule out of a frame, as the engine draws borders

_MARKED = frozenset({"BDC", "BMC", "EMC", "MP", "DP", "BX", "EX"})
_CLIPS = frozenset({"W", "W*"})
_BUILD = frozenset({"m", "l", "c", "v", "y", "h", "re"}) | _CLIPS
_FILLS, _STROKES = frozenset({"f", "F", "f*"}), frozenset({"S", "s"})
_BOTH = frozenset({"B", "B*", "b", "b*"})
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_STROKED_TEXT = (1, 2, 5, 6)
_INITIAL: Rgb = (0, 0, 0)
OVERPRINT, KNOCKOUT = Name("/Overprint"), Name("/Knockout")

Paint = Rgb | str  # a colour, or the resource name of a pattern
Written = tuple[Any, ...]


@dataclass
class State:
    """The part of the graphics state that decides the inks: what is asked for, and what was written."""

    scale: float
    fill: Paint = _INITIAL
    stroke: Paint = _INITIAL
    width: float = 1.0
    text_mode: int = 0
    clip: float = float("inf")  # the least thickness of what clips
    written_fill: Written = ()
    written_stroke: Written = ()
    overprint: bool = False


class Document(Protocol):
    """What a stream needs of the document that it belongs to."""

    inks: Inks
    transparent: bool

    def part(self, part: pikepdf.Object, state: State) -> None:
        """Separate a form or a pattern that the stream paints."""

    def image(self, image: pikepdf.Stream) -> None:
        """Convert an image that the stream paints."""

    def mask(self, group: pikepdf.Object) -> None:
        """Convert the group whose light is a mask of what the stream paints."""

    def fault(self, told: str) -> None:
        """Remember a fault."""


def is_opaque(state: pikepdf.Object) -> bool:
    """Whether a graphics state only says that paint is opaque, as the engine writes before each mark."""
    return all(key in ("/Type", "/ca", "/CA") and (key == "/Type" or value == 1) for key, value in state.items())


class Stream:
    """One content stream being separated."""

    def __init__(self, document: Document, resources: pikepdf.Object, state: State) -> None:
        self.all, self.resources, self.state = document, resources, state
        self.stack: list[State] = []
        self.path: list[Any] = []
        self.out: list[Any] = []

    def separate(self, source: Any) -> bytes:
        """Return the operators of the stream, separated."""
        for instruction in pikepdf.parse_content_stream(source):
            if isinstance(instruction, pikepdf.ContentStreamInlineImage):
                self.all.fault("une image est écrite dans la page même, sa couleur n’est pas connue")
                continue
            name = str(instruction.operator)
            if name in _BUILD:
                self.path.append(instruction)
            elif name in _MARKED:
                continue
            else:
                handler = _HANDLERS.get(name)
                if handler is None or handler(self, name, instruction.operands):
                    self.out.append(instruction)
        return pikepdf.unparse_content_stream(self.out)

    # Each handler says whether the operator itself is kept.

    def _paint(self, name: str, _: Any) -> bool:
        if name in _FILLS:
            # A rule knocks out: over a rich ink, an overprinted one would pass the ink limit.
            rule = self.state.fill in self.all.inks.black and (self.state.clip <= THIN or self._across() <= THIN)
            self._write(fill=True, black=rule)
        elif name in _STROKES:
            rule = self.state.width * self.state.scale <= THIN
            self._write(fill=False, black=rule)
        elif name in _BOTH:
            self._write(fill=True, black=False)
            self._write(fill=False, black=False)
        if len(self.path) <= _SIMPLE and any(str(each.operator) in _CLIPS for each in self.path):
            self.state.clip = min(self.state.clip, self._across())
        self.out += self.path
        self.path = []
        return True

    def _across(self) -> float:
        """The least thickness of the path, on paper."""
        points = [point for instruction in self.path for point in _points(instruction)]
        across = [max(values) - min(values) for values in zip(*points, strict=True)] if points else [float("inf")]
        return float(min(across) * self.state.scale)

    def _show(self, _name: str, _operands: Any) -> bool:
        self._write(fill=True, black=True, overprint=True)
        if self.state.text_mode in _STROKED_TEXT:
            self._write(fill=False, black=True, overprint=True)
        return True

    def _write(self, *, fill: bool, black: bool, overprint: bool = False) -> None:
        """Write the colour that a mark is made with, where it is not the one in force."""
        state = self.state
        paint = state.fill if fill else state.stroke
        alone = black and paint in self.all.inks.black
        overprint = overprint and alone
        if state.overprint != overprint:
            self.out.append(([OVERPRINT if overprint else KNOCKOUT], Operator("gs")))
            state.overprint = overprint
        wanted: Written = (paint, alone)
        if wanted == (state.written_fill if fill else state.written_stroke):
            return
        if fill:
            state.written_fill = wanted
        else:
            state.written_stroke = wanted
        if isinstance(paint, str):
            self.out.append(([Name.Pattern], Operator("cs" if fill else "CS")))
            self.out.append(([Name(paint)], Operator("scn" if fill else "SCN")))
            return
        try:
            ink = BLACK if alone else self.all.inks[paint]
        except KeyError:
            self._unknown(paint)
            return
        self.out.append(([round(value, 4) for value in ink], Operator(ink.operator(fill))))

    def _unknown(self, rgb: Rgb) -> None:
        self.all.fault("la couleur #{:02x}{:02x}{:02x} n’est pas de la palette".format(*rgb))

    def _save(self, _name: str, _operands: Any) -> bool:
        self.stack.append(replace(self.state))
        return True

    def _restore(self, _name: str, _operands: Any) -> bool:
        self.state = self.stack.pop()
        return True

    def _transform(self, _name: str, operands: Any) -> bool:
        self.state.scale *= _scale(operands)
        return True

    def _line_width(self, _name: str, operands: Any) -> bool:
        self.state.width = float(operands[0])
        return True

    def _text_mode(self, _name: str, operands: Any) -> bool:
        self.state.text_mode = int(operands[0])
        return True

    def _colour(self, name: str, operands: Any) -> bool:
        """Hold back a colour; the space of `sc` is told by its number of operands."""
        fill = name.islower()
        if operands and isinstance(operands[-1], Name):
            self._set(fill, self._pattern(str(operands[-1])))
        elif len(operands) == 3:
            self._set(fill, rgb_of(float(value) for value in operands))
        elif len(operands) == 1:
            self._set(fill, rgb_of([float(operands[0])] * 3))
        else:
            self.all.fault("une couleur n’est pas en sRGB, elle ne vient pas de la palette")
        return False

    def _space(self, name: str, operands: Any) -> bool:
        """Hold back a colour space, whose first colour is black."""
        if operands[0] not in ("/DeviceRGB", "/DeviceGray", "/Pattern"):
            self.all.fault(f"l’espace de couleur {str(operands[0])[1:]} n’est pas admis")
        self._set(name == "cs", _INITIAL)
        return False

    def _set(self, fill: bool, paint: Paint) -> None:
        if fill:
            self.state.fill = paint
        else:
            self.state.stroke = paint

    def _pattern(self, name: str) -> str:
        pattern = self.resources.Pattern[name]
        if pattern.PatternType != 1 or pattern.PaintType != 1:
            self.all.fault("un motif d’une sorte que la presse ne sait pas convertir")
        else:
            self.all.part(pattern, State(scale=_scale(pattern.get("/Matrix", [1, 0, 0, 1, 0, 0]))))
        return name

    def _draw(self, _name: str, operands: Any) -> bool:
        part = self.resources.XObject[str(operands[0])]
        if part.Subtype == "/Image":
            if part.get("/ImageMask", False):
                self._write(fill=True, black=False)
            assert isinstance(part, pikepdf.Stream), "an image is a stream"
            self.all.image(part)
            return True
        # What a form does not set itself, it takes from here.
        self._write(fill=True, black=False)
        scale = self.state.scale * _scale(part.get("/Matrix", [1, 0, 0, 1, 0, 0]))
        inner = replace(self.state, scale=scale, written_fill=(), written_stroke=())
        self.all.part(part, inner)
        return True

    def _graphics_state(self, _name: str, operands: Any) -> bool:
        state = self.resources.ExtGState[str(operands[0])]
        if is_opaque(state):
            return False
        self.all.transparent = True
        if isinstance(mask := state.get("/SMask"), pikepdf.Dictionary):
            self.all.mask(mask.G)
        return True

    def _shading(self, _name: str, operands: Any) -> bool:
        try:
            known = convert_gradient(self.resources.Shading[str(operands[0])], self.all.inks)
        except KeyError as unknown:
            self._unknown(unknown.args[0])
        else:
            if not known:
                self.all.fault("un dégradé d’une sorte que la presse ne sait pas convertir")
        return True


def _points(instruction: Any) -> list[tuple[float, float]]:
    """The points of an operator that builds a path; of a rectangle, two corners."""
    numbers = [float(value) for value in instruction.operands]
    if str(instruction.operator) == "re":
        x, y, width, height = numbers
        return [(x, y), (x + width, y + height)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _scale(matrix: Any) -> float:
    a, b, c, d = (float(value) for value in list(matrix)[:4])
    return float(abs(a * d - b * c) ** 0.5)


Handler = Callable[[Stream, str, Any], bool]
_HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(_FILLS | _STROKES | _BOTH | {"n"}, Stream._paint),
    **dict.fromkeys(_SHOWS, Stream._show),
    **dict.fromkeys(("rg", "RG", "g", "G", "k", "K", "sc", "SC", "scn", "SCN"), Stream._colour),
    **dict.fromkeys(("cs", "CS"), Stream._space),
    "q": Stream._save,
    "Q": Stream._restore,
    "cm": Stream._transform,
    "w": Stream._line_width,
    "Tr": Stream._text_mode,
    "Do": Stream._draw,
    "gs": Stream._graphics_state,
    "sh": Stream._shading,
}
