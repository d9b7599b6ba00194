"""A finished file read back: its pages, links, tags, labels, and what its pages told."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf

from layouts.preflight.digest import Digests
from layouts.preflight.findings import Box, Expectation, Fault, Finding
from layouts.preflight.graphics import Shared
from layouts.preflight.labels import page_labels
from layouts.preflight.page import Page, box_of
from layouts.preflight.raster import Raster
from layouts.preflight.seen import Line, Seen
from layouts.preflight.structure import Element, read_structure


@dataclass(frozen=True)
class Annotation:
    """An annotation: its kind, its place, what it says, and the page that it leads to (from 1; 0 for none)."""

    kind: str
    box: Box
    contents: str
    target: int


@dataclass(frozen=True)
class Whole:
    """What a file tells whatever is on its pages: its tags, links and labels, and what checks of these alone found."""

    elements: list[Element]
    links: list[tuple[int, Annotation]]
    labels: list[str]
    found: dict[str, list[Finding]]


class Document:
    """One file with what is expected of it. Raises pikepdf.PdfError where the bytes are not a PDF."""

    def __init__(self, name: str, data: bytes, expectation: Expectation) -> None:
        self.name, self.expected = name, expectation
        self.pdf = pikepdf.Pdf.open(io.BytesIO(data))
        self._shared, self._raster = Shared(), Raster(data)
        self.pages = [
            Page(page, i, expectation, self._shared, self._raster) for i, page in enumerate(self.pdf.pages)
        ]
        self.seen: list[Seen] = []
        """What each page told, in order, once it was looked at."""
        self.found: dict[str, list[Finding]] = {}
        """What checks that see no page found, by their names."""

    def take(self, whole: Whole) -> None:
        """Take what was read of the file as a whole."""
        self.elements, self.links, self.labels = whole.elements, whole.links, whole.labels
        self.found = whole.found

    @cached_property
    def digests(self) -> Digests:
        """What tells whether two pages are the same but for their imprints."""
        return Digests(self.pdf)

    @cached_property
    def whole_digests(self) -> Digests:
        """What tells whether two pages are the same."""
        return Digests(self.pdf, whole=True)

    @cached_property
    def labels(self) -> list[str]:
        """What the pages call themselves."""
        return page_labels(self.pdf)

    @cached_property
    def elements(self) -> list[Element]:
        """The elements of the structure tree, in reading order."""
        return read_structure(self.pdf, self._places)

    @cached_property
    def _by_mcid(self) -> dict[tuple[int, int], list[Line]]:
        found: dict[tuple[int, int], list[Line]] = {}
        for number, seen in enumerate(self.seen, 1):
            for line in seen.lines:
                found.setdefault((number, line.mcid), []).append(line)
        return found

    def lines_of(self, element: Element) -> Iterator[tuple[int, Line]]:
        """The lines of an element with their page numbers, in reading order."""
        for page, mcid in element.content:
            for line in self._by_mcid.get((page, mcid), ()):
                yield page, line

    @cached_property
    def _places(self) -> dict[tuple[int, int], int]:
        return {page.obj.objgen: i + 1 for i, page in enumerate(self.pdf.pages)}

    @cached_property
    def _names(self) -> dict[str, Any]:
        names: Any = self.pdf.Root.get("/Names", {})
        return dict(pikepdf.NameTree(names.Dests).items()) if "/Dests" in names else {}

    @cached_property
    def links(self) -> list[tuple[int, Annotation]]:
        """The links with the number of their page, in the order of pages."""
        return [
            (number, self._link(given))
            for number, page in enumerate(self.pages, 1)
            for given in page.obj.get("/Annots", ())
            if given.get("/Subtype") == "/Link"
        ]

    def _link(self, given: Any) -> Annotation:
        action = given.get("/A", pikepdf.Dictionary())
        target = given.get("/Dest", action.get("/D") if action.get("/S") == "/GoTo" else None)
        if isinstance(target, pikepdf.String | pikepdf.Name):
            target = self._names.get(str(target).lstrip("/"))
        if isinstance(target, pikepdf.Dictionary):
            target = target.get("/D")
        page = self._places.get(target[0].objgen, 0) if isinstance(target, pikepdf.Array) else 0
        return Annotation("Link", box_of(given.Rect), str(given.get("/Contents", "")), page)

    def finding(self, check: str, fault: Fault, page: int = 0) -> Finding:
        """A fault of a page of this file (0: of the file) as a finding."""
        folio = self.labels[page - 1] if page else ""
        return Finding(fault.severity, check, self.name, page, folio, fault.box, fault.text)

    def close(self) -> None:
        """Let go of the file."""
        self.pdf.close()
        self._raster.close()
