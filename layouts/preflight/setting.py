"""How lines fall: a last word left alone, a title broken too often. Told, not refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from layouts.preflight.document import Document
from layouts.preflight.findings import MM, Box, Finding, quote, warning
from layouts.preflight.seen import Line
from layouts.preflight.structure import Element

_HEADING = re.compile(r"H[1-6]?|Title")
_READ = frozenset(("P", "LBody", "TD", "TH", "BlockQuote", "Caption", "LI", "DD"))
_MANY_LINES = 3
_WIDE = 0.5  # of the block's width: a last word as long as this does not look lost
_NARROW = 44 * MM  # no setting of a column as narrow keeps every last word in company
_WORD = re.compile(r"[\w’'-]*\w[\w’'-]*")
_REFERENCE = re.compile(r"\d{1,3}")  # a page number at the end of its row


def check_last_words(document: Document) -> Iterator[Finding]:
    """No paragraph ends in a line of one word, in columns wide enough to have the choice."""
    for element in _own(document):
        if element.kind not in _READ and not _HEADING.fullmatch(element.kind):
            continue
        lines = _lines(document, element)
        if len(lines) < 2 or lines[-1][0] != lines[-2][0]:
            continue
        page, last = lines[-1]
        box = _box(last)
        width = max(_box(line)[2] for _, line in lines) - min(_box(line)[0] for _, line in lines)
        if width > _NARROW and box[2] - box[0] < _WIDE * width and _is_one_word(text_of(last)):
            where = document.pages[page - 1].where(box)
            text = f"le mot {quote(text_of(last))} est seul sur la dernière ligne, {where}."
            yield document.finding("last-word", warning(box, text), page)


def _is_one_word(line: str) -> bool:
    words = _WORD.findall(line)
    return len(words) == 1 and _REFERENCE.fullmatch(words[0]) is None


def check_titles(document: Document) -> Iterator[Finding]:
    """No title breaks into three lines or more."""
    for element in _own(document):
        if not _HEADING.fullmatch(element.kind):
            continue
        lines = _lines(document, element)
        if len(lines) >= _MANY_LINES:
            page, first = lines[0]
            title = quote(" ".join(text_of(line) for _, line in lines))
            text = f"le titre {title} tient sur {len(lines)} lignes."
            yield document.finding("title", warning(_box(first), text), page)


def _own(document: Document) -> list[Element]:
    """The elements of a file, unless it says what another one does: there it was told."""
    return [] if document.expected.like else document.elements


def _lines(document: Document, element: Element) -> list[tuple[int, list[Line]]]:
    """The lines of a block, each with its page number, from the runs on the same base line."""
    lines: list[tuple[int, list[Line]]] = []
    for page, run in document.lines_of(element):
        if lines and lines[-1][0] == page and _same_line(lines[-1][1], run):
            lines[-1][1].append(run)
        else:
            lines.append((page, [run]))
    return lines


def _same_line(line: list[Line], run: Line) -> bool:
    box, other = _box(line), run.box
    shared = min(box[3], other[3]) - max(box[1], other[1])
    return shared > 0.4 * min(box[3] - box[1], other[3] - other[1])


def _box(line: list[Line]) -> Box:
    return (
        min(run.box[0] for run in line), min(run.box[1] for run in line),
        max(run.box[2] for run in line), max(run.box[3] for run in line),
    )  # fmt: skip


def text_of(line: list[Line]) -> str:
    """What a line says; runs that do not touch are parted by a space."""
    said = line[0].text
    for before, run in pairwise(line):
        gap = run.box[0] - before.box[2]
        said += (" " if gap > 0.12 * run.size and not said.endswith(" ") else "") + run.text
    return said.strip()
