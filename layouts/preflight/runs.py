"""Text operators played back into runs: what is written, where, how large (ISO 32000-1, 9)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from layouts.preflight.fonts import Font
from layouts.preflight.marks import BLACK, IDENTITY, Colour, Mark, Matrix, seen_through, times
from layouts.preflight.tokens import SHOW, shown

_DESCENT, _ASCENT = -0.21, 0.72  # in em: what a line of type takes below and above its base line
LINE = _ASCENT - _DESCENT


class TextState:
    """The text parameters of the graphics state, restored with it: what changes is a copy."""

    __slots__ = ("char_space", "codes", "font", "leading", "mode", "rise", "scale", "size", "word_space")

    def __init__(self) -> None:
        self.font: Font | None = None
        self.codes: set[int] = set()  # those shown in this font, wherever on the page
        self.size = self.char_space = self.word_space = self.leading = self.rise = 0.0
        self.scale = 1.0
        self.mode = 0

    def copy(self) -> TextState:
        """A copy that may change alone."""
        twin = TextState.__new__(TextState)
        twin.font, twin.codes, twin.size, twin.mode = self.font, self.codes, self.size, self.mode
        twin.char_space, twin.word_space, twin.scale = self.char_space, self.word_space, self.scale
        twin.leading, twin.rise = self.leading, self.rise
        return twin

    def set(self, operator: str, operands: list[Any]) -> None:
        """Play Tc, Tw, Tz, TL, Ts, Tr."""
        value = float(operands[0])
        if operator == "Tr":
            self.mode = int(value)
        elif operator == "Tz":
            self.scale = value / 100
        else:
            names = {"Tc": "char_space", "Tw": "word_space", "TL": "leading", "Ts": "rise"}
            setattr(self, names[operator], value)


class TextLine:
    """The text matrices of a text object; they move as runs are shown."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Play BT."""
        self._matrix: Matrix = IDENTITY
        self._line: Matrix = IDENTITY

    def move(self, operator: str, operands: list[Any], state: TextState) -> None:
        """Play Td, TD, Tm, T*."""
        if operator == "Tm":
            a, b, c, d, e, f = operands
            self._line = (a, b, c, d, e, f)
        else:
            x, y = operands if operands else (0.0, -state.leading)
            if operator == "TD":
                state.leading = -y
            self._line = times((1.0, 0.0, 0.0, 1.0, x, y), self._line)
        self._matrix = self._line

    def show(self, operator: str, shown_: Any, state: TextState, ctm: Matrix) -> Mark | None:
        """Play a string, the array of TJ or a line; return the run, without its clip and marking, or None if empty."""
        if state.font is None:
            return None
        setting = state.font, state.size, state.scale, state.char_space, state.word_space
        items = shown_ if operator == "TJ" else [shown_]
        run = _line(shown_, *setting) if operator == SHOW else _run(items, *setting)
        state.codes |= run.codes
        matrix = times(self._matrix, ctm)
        self._matrix = times((1.0, 0.0, 0.0, 1.0, run.advance, 0.0), self._matrix)
        return _mark(run, state, matrix) if run.text or run.faulty else None


class Run(NamedTuple):
    """A line set at the origin: how far it goes, what it shows from where to where, its characters' places."""

    advance: float
    left: float
    right: float
    text: str
    xs: tuple[float, ...]  # 0…1 of the run
    faulty: str
    codes: frozenset[int]


@lru_cache(maxsize=20_000)  # the screen's lines are those of the press and of the booklet
def _line(line: bytes, font: Font, size: float, scale: float, char_space: float, word_space: float) -> Run:
    return _run(shown(line), font, size, scale, char_space, word_space)


def _run(items: list[Any], font: Font, size: float, scale: float, char_space: float, word_space: float) -> Run:
    pen = end = 0.0
    starts, texts, codes, faulty = list[float](), list[str](), list[int](), ""
    unit, spread = size * scale, char_space * scale
    for item in items:
        if item.__class__ is float:
            pen -= item / 1000 * unit
            continue
        for code, text, width, missing in font.signs(item):
            codes.append(code)
            starts.append(pen)
            texts.append(text)
            if missing and not faulty:
                faulty = f"code {code}"
            end = pen + width * unit
            pen = end + spread
            if code == 32 and not font.composite:
                pen += word_space * scale
    if not texts:
        return Run(pen, 0.0, 0.0, "", (), "", frozenset())
    # Blanks at either end take no place: a number set flush right begins where its first figure stands.
    first = next((i for i, text in enumerate(texts) if text.strip()), 0)
    last = next((i for i in range(len(texts), 0, -1) if texts[i - 1].strip()), len(texts))
    left = starts[first]
    right = end if last == len(texts) else starts[last]
    length = (right - left) or 1.0
    places = [(start - left) / length for start, part in zip(starts, texts, strict=True) for _ in part or ""]
    return Run(pen, left, right, "".join(texts), (*places, 1.0), faulty, frozenset(codes))


def _mark(run: Run, state: TextState, matrix: Matrix) -> Mark:
    assert state.font, "a run has a font"
    low, high = _DESCENT * state.size + state.rise, _ASCENT * state.size + state.rise
    box = seen_through(matrix, (run.left, low, run.right, high))
    height = (matrix[2] ** 2 + matrix[3] ** 2) ** 0.5
    return Mark(
        kind="text", whole=box, box=box, colour=Colour("", ()) if state.mode == 3 else BLACK, name=state.font.name,
        text=run.text, xs=run.xs, size=state.size * height, bold=state.font.bold,
        embedded=state.font.embedded, faulty=run.faulty,
    )  # fmt: skip


def words_of(mark: Mark) -> list[tuple[str, float, float]]:
    """The words of a run, each with where it starts and ends along the run, 0…1."""
    words: list[tuple[str, float, float]] = []
    start = -1
    for i, character in enumerate([*mark.text, " "]):
        if character.isspace():
            if start >= 0:
                words.append((mark.text[start:i], mark.xs[start], min(mark.xs[i], 1.0)))
            start = -1
        elif start < 0:
            start = i
    return words
