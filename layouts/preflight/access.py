"""What a reader with a screen reader meets: levels of headings, alternatives, labels; and where references lead."""

from __future__ import annotations

import re
from collections.abc import Iterator

from layouts.preflight.document import Document
from layouts.preflight.findings import Box, Finding, quote, refusal
from layouts.preflight.marks import common
from layouts.preflight.seen import Line

_HEADING = re.compile(r"H([1-6])")
_ADDRESS = re.compile(r"(?:https?://|ftp://|www\.|mailto:|section:|#|file:)\S*", re.IGNORECASE)
_NUMBER = re.compile(r"(?:.*\b(?:p\.|pp\.|pages?)\s*)?(\d{1,3})[\s.,;)]*", re.IGNORECASE | re.DOTALL)


def check_headings(document: Document) -> Iterator[Finding]:
    """A heading is at most one level below the one before it (ISO 14289-1, 7.4)."""
    before = 0
    for element in document.elements:
        level = _HEADING.fullmatch(element.kind)
        if level is None:
            continue
        if int(level[1]) > before + 1:
            lines = [line for _, line in document.lines_of(element)]
            title = quote("".join(line.text for line in lines))
            after = f"après un titre de niveau {before}" if before else "en tête du document"
            text = f"le titre {title} est de niveau {level[1]} {after} : un niveau est sauté."
            yield document.finding("heading", refusal(lines[0].box if lines else None, text), element.page)
        before = int(level[1])


def check_alternatives(document: Document) -> Iterator[Finding]:
    """Every drawing says in words what it shows (ISO 14289-1, 7.3)."""
    for element in document.elements:
        if element.kind == "Figure" and not element.alternative.strip():
            where = document.pages[element.page - 1].where(element.box) if element.page and element.box else ""
            text = f"un dessin n’a pas de texte de remplacement{', ' if where else ''}{where}."
            yield document.finding("alternative", refusal(element.box, text), element.page)


def check_labels(document: Document) -> Iterator[Finding]:
    """Every link says where it leads, in words rather than by an address (ISO 14289-1, 7.18.5)."""
    for page, link in document.links:
        label = link.contents.strip()
        if label and not _ADDRESS.fullmatch(label):
            continue
        fault = f"n’a pour libellé qu’une adresse, {quote(label)}" if label else "n’a pas de libellé"
        said = "".join(line.text for line in _under(document, page, link.box)).strip()
        shown = f" sur {quote(said)}" if said and said != label else ""
        yield document.finding("link-label", refusal(link.box, f"le lien{shown} {fault}."), page)


def check_references(document: Document) -> Iterator[Finding]:
    """A page number printed in a link is that of the page to which the link leads."""
    for page, link in document.links:
        # The mark of a call is the number of a source or the letter of a note, and says so in its label.
        if not link.target or link.contents.startswith(("source ", "note ")):
            continue
        lines = _under(document, page, link.box)
        printed, line = _printed_number(lines)
        folio = document.labels[link.target - 1]
        if line and printed != folio:
            said = " ".join(line.text.strip() for line in lines)
            text = f"le renvoi {quote(said)} dit page {printed} et mène page {folio}."
            yield document.finding("reference", refusal(line.box, text), page)


def _under(document: Document, page: int, box: Box) -> list[Line]:
    """The lines that a link's box covers, most of them at least."""
    return [line for line in document.seen[page - 1].lines if _share(line.box, box) > 0.5]


def _share(run: Box, box: Box) -> float:
    if run[0] >= box[2] or run[2] <= box[0] or run[1] >= box[3] or run[3] <= box[1]:
        return 0.0
    shared = common(run, box)
    width, height = shared[2] - shared[0], shared[3] - shared[1]
    return width * height / (((run[2] - run[0]) * (run[3] - run[1])) or 1)


def _printed_number(runs: list[Line]) -> tuple[str, Line | None]:
    """The page number at the right end of a link: a run of its own, or what follows « page »."""
    if not runs:
        return "", None
    last = max(runs, key=lambda run: (run.box[2], -run.box[1]))
    found = _NUMBER.fullmatch(last.text.strip())
    if found is None:
        return "", None
    alone = found[0].strip(" .,;)") == found[1]
    if alone and (len(runs) == 1 and last.size < 6.5):
        return "", None  # a note's call
    return found[1], last
