"""Texts fitted to a card: the greatest size of the declared range at which all blocks stand on the face.

Lines are broken by measured widths, as the rendering breaks them; what does not fit at the least size is told with
the card, its longest block, and the words too many. Nothing is ever clipped or cut within a sentence.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from book import markup, typography
from book.fields import plural
from book.model import Text
from layouts.balance import MM_PER_PT, balance
from layouts.codes import Code, Lead
from layouts.decks.formats import BLEED, CardFormat
from layouts.setting import Face, faces

S = TypeVar("S", bound=str)
T = TypeVar("T")

STEP = 0.25  # pt
LINE = 7.6  # mm, of a line to write on, its rule included
GUTTER = 3.0  # mm, between a QR code and what stands beside it
LEADING = 1.3  # as in layouts/cards/style.css, and so for what follows
_BOX, _PARAGRAPH, _NAME, _TITLE = 1.83, 3.0, 1.08, 1.06  # of a gap, pt, of the size
_SENTENCE = re.compile(r"(?<=[.?!…]) +(?=[A-ZÀ-Ý«])")
_HELD = re.compile(r'<span class="nowrap">([^<]+)</span>')
_HYPHEN = re.compile(r"-\w")
_AFTER = re.compile(r"(</span>\w*) (?=\w{1,9}\u202f?\S?$)")  # before one last short word
_ITEM = re.compile(r"^\d+\. +", re.MULTILINE)
_FACES = {
    "text": "AtkinsonHyperlegibleNext_400Regular.ttf",
    "bold": "AtkinsonHyperlegibleNext_700Bold.ttf",
    "display": "BricolageGrotesque_800ExtraBold.ttf",
}
_TRACKING = -22
_KERNING = 0.03  # of a line, more than the kerning around its spaces adds up to
_LISTED, _WORDS_A_LINE = 5, 10  # lines that a card's list takes without thinning its text, and what a further one takes


@dataclass(frozen=True)
class Block:
    """Paragraphs that share a face and a measure: `inset` (mm) and `indent` (em) are taken from the width."""

    name: str
    paragraphs: tuple[str, ...]
    face: str
    inset: float
    indent: float
    display: bool
    least: float = 0.0  # pt, that it takes even where its words take less

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)


@dataclass(frozen=True)
class Opening:
    """The beginning of a hypothesis: its question, and the whole sentences that follow within the format's words."""

    question: str
    rest: str


class CardSetter:
    """What the templates of cards ask: sizes that fit, beginnings of texts, lengths of the format."""

    def __init__(self, format: CardFormat, fonts: Path) -> None:
        self.format = format
        self.faults: list[str] = []
        self._room: dict[str, float] = {}  # pt that the texts of a card leave on its back
        by_name = {face.path.name: face for face in faces(fonts).values()}
        self._faces = {name: by_name[file] for name, file in _FACES.items()}
        self.gutter = GUTTER
        self.inner = format.width - 2 * format.margin
        self.bleed_width = format.width + 2 * BLEED
        self.bleed_picture = format.picture + BLEED
        self.rule_count = int((self._height - format.title[0] * 2 * _NAME) * MM_PER_PT / LINE)

    @property
    def _height(self) -> float:
        """The height of a back between its margins, in pt."""
        format = self.format
        return (format.height - format.margin - format.band) / MM_PER_PT - format.foot * 2.2

    def title(self, code: str, title: str, beside: float = 0.0, under: float = 0.0) -> float:
        """Return the greatest size at which a title stands on its front. What fits at none is told in `faults`.

        `beside` (mm) and `under` (pt) are kept for what stands on its right and below it.
        """
        format, words = self.format, typography.title(markup.plain(title))
        below = format.height - format.picture - format.margin * 0.62 - format.band
        height = below / MM_PER_PT - format.label * 1.35 - 1.5 - format.foot * 2.2 - under
        width = self.inner - beside
        for most in (2, 9):  # two lines, rather than a greater size on three
            for size in _sizes(format.title):
                lines = balance(words, self._faces["display"], size, width, _TRACKING)
                fits = len(lines) * size * _TITLE <= height and self._widest(lines, size) <= width / MM_PER_PT
                if fits and len(lines) <= most:
                    return size
        lines = balance(words, self._faces["display"], format.title[0], width, _TRACKING)
        most = max(1, int(height / format.title[0] / _TITLE))
        return self._too_long(code, "le titre", sum(len(line.split()) for line in lines[most:]) or 1, format.title)

    def text(
        self,
        code: str,
        blocks: Sequence[Block],
        gaps: int,
        boxes: int,
        heads: int,
        kinds: int = 0,
        short: bool = False,
        more: float = 0.0,
    ) -> float:
        """Return the greatest size at which the blocks stand on a back, beside what has a fixed height.

        That is so many gaps, boxes, headings and lines that tell the kind of a text, and `more` (pt); `short` is for
        what says little.
        """
        format, sizes = self.format, self.format.short if short else self.format.text
        head, kind = format.label * 1.35 + 2, format.foot * 1.3 + _PARAGRAPH
        fixed = format.label * 1.35 + 1 + (gaps + boxes * _BOX) * format.gap + heads * head + kinds * kind + more
        free = self._height - fixed
        for size in _sizes(sizes):
            taken = sum(self._block_height(block, size) for block in blocks)
            if taken <= free:
                self._room[code] = free - taken
                return size
        least = sizes[0]
        over = sum(self._block_height(block, least) for block in blocks) - free
        longest = max((block for block in blocks if not block.display), key=lambda block: block.words)
        lines = max(1, self._lines(longest, least))
        too_many = math.ceil(over / (least * LEADING)) * longest.words / lines
        return self._too_long(code, longest.name, min(longest.words, math.ceil(too_many)), sizes)

    def lines_left(self, code: str, others: int) -> int:
        """Return how many lines to write on the texts of a card leave, `others` standing elsewhere; one at least."""
        return max(1, int(self._room.get(code, 0.0) * MM_PER_PT / LINE) - others)

    def kinds(self, told: str) -> int:
        """Return how many lines the words that tell the kind of a text make."""
        width = self.inner / MM_PER_PT / self.format.foot * 1000
        return _broken(markup.plain(told), self._faces["text"], width)

    def block(
        self,
        name: str,
        *texts: Text | str,
        bold: bool = False,
        display: bool = False,
        inset: float = 0,
        indent: float = 0,
        least: float = 0,
    ) -> Block:
        """Make a block of one text, or of several."""
        paragraphs = tuple(filter(None, map(typography.title if display else typography.no_widow, map(_plain, texts))))
        face = "display" if display else "bold" if bold else "text"
        return Block(name, paragraphs, face, inset, indent, display, least)

    def blocks(self, name: str, texts: Iterable[Text | str], **how: float) -> Block:
        """Make a block of the paragraphs of a list."""
        return self.block(name, *texts, **how)  # type: ignore[arg-type]

    def lead_height(self, lead: Lead | None, beside: float) -> float:
        """Return the height (pt) of the words that stand by a QR code that takes `beside` mm; none where none leads."""
        if lead is None:
            return 0.0
        width = (self.inner - beside) / MM_PER_PT / self.format.foot * 1000
        lines = 1 + math.ceil(self._faces["text"].width(lead.address) / width)  # it breaks anywhere
        return _PARAGRAPH + lines * self.format.foot * 1.3

    def beside_code(self, code: Code | None, lead: Lead | None) -> float:
        """Return the least height (pt) of what stands by a QR code, between a heading and the words of the code."""
        if code is None:
            return 0.0
        words = self.lead_height(lead, code.size + GUTTER)
        return max(0.0, code.size / MM_PER_PT - self.format.label * 1.35 - 2 - words)

    def opening(self, text: Text) -> Opening:
        """Return the beginning of a hypothesis."""
        first, _, rest = text.markdown.partition("\n\n")
        question = markup.plain(first)
        return Opening(question, _begin(markup.plain(rest), self.format.excerpt - len(question.split())))

    def excerpt(self, text: Text, listed: int = 0) -> str:
        """Return the whole sentences that begin a text, within the words of the format: one at least.

        Beside a list of more than a few lines (`listed`), each of these takes the place of some words.
        """
        words = markup.plain(text.markdown)
        most = self.format.excerpt - _WORDS_A_LINE * max(0, listed - _LISTED)
        return _begin(words, most) or _SENTENCE.split(words)[0]

    def tail(self, words: str) -> str:
        """Hold the last words of a paragraph together, so that none stands alone on its last line."""
        return typography.no_widow(words)

    def held(self, html: S) -> S:
        """Hold the words of a set text that are kept whole at their hyphens alone.

        The engine, when an element that does not break begins where a line is full, breaks the line far too early.
        """
        kept = _HELD.sub(lambda found: _HYPHEN.sub(r'<span class="nowrap">\g<0></span>', found[1]), html)
        return type(html)(_AFTER.sub("\\1\u00a0", kept))

    def records(self, family: Mapping[str, T], ids: Iterable[str]) -> list[T]:
        """Return the records of a family that have these ids."""
        return [family[id] for id in ids]

    def items(self, text: Text) -> list[str]:
        """Return the items of a numbered list."""
        return [item.strip() for item in _ITEM.split(text.markdown) if item.strip()]

    def _too_long(self, code: str, block: str, words: int, sizes: tuple[float, float]) -> float:
        """Remember what does not fit; the least size stands in, so that the other cards are looked at too."""
        self.faults.append(
            f"carte {code}, format {self.format.name} : {block} a {plural(words, 'mot')} de trop "
            f"à {sizes[0]:g} pt".replace(".", ",")
        )
        return sizes[0]

    def _block_height(self, block: Block, size: float) -> float:
        if not block.paragraphs:
            return 0.0
        if block.display:
            size, face = self.format.title[0], self._faces["display"]
            lines = sum(len(balance(title, face, size, self.inner, _TRACKING)) for title in block.paragraphs)
            return lines * size * _NAME
        return max(block.least, self._lines(block, size) * size * LEADING + len(block.paragraphs) * _PARAGRAPH)

    def _lines(self, block: Block, size: float) -> int:
        width = (self.inner - block.inset) / MM_PER_PT - block.indent * size
        face = self._faces[block.face]
        return sum(_broken(paragraph, face, width / size * 1000) for paragraph in block.paragraphs)

    def _widest(self, lines: Iterable[str], size: float) -> float:
        face = self._faces["display"]
        return max(face.width(line, _TRACKING) for line in lines) * size / 1000


def _sizes(range: tuple[float, float]) -> Iterable[float]:
    """The sizes of a range, from the greatest."""
    size = range[1]
    while size >= range[0]:
        yield size
        size -= STEP


def _broken(paragraph: str, face: Face, width: float) -> int:
    """How many lines a paragraph makes within a width in 1/1000 em.

    The widths of its words tell, but for the kerning around spaces; near the edge the whole line is shaped.
    """
    space = face.width(" ")
    lines, line, about = 1, "", 0.0
    for word in paragraph.split(" "):
        longer, wider = (f"{line} {word}", about + space + face.width(word)) if line else (word, face.width(word))
        near = abs(wider - width) < _KERNING * width
        if line and (face.width(longer) if near else wider) > width:
            lines, line, about = lines + 1, word, face.width(word)
        else:
            line, about = longer, wider
    return lines


def _plain(text: Text | str) -> str:
    return markup.plain(text.markdown if isinstance(text, Text) else text)


def _begin(words: str, most: int) -> str:
    kept: list[str] = []
    for sentence in _SENTENCE.split(words):
        if sum(len(each.split()) for each in kept) + len(sentence.split()) > most:
            break
        kept.append(sentence)
    return " ".join(kept)
