"""A finished file read back: boxes, marks, links, tags, and its pages drawn without their text."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pikepdf
from PIL.Image import Image

from layouts.preflight.content import play
from layouts.preflight.findings import Box, Expectation, Finding, Severity, mm
from layouts.preflight.fonts import Font
from layouts.preflight.graphics import Shared
from layouts.preflight.marks import Mark
from layouts.preflight.raster import Raster
from layouts.preflight.structure import Element, read_structure


@dataclass(frozen=True)
class Annotation:
    """An annotation: its kind, its place, what it says, and the page that it leads to (from 1; 0 for none)."""

    kind: str
    box: Box
    contents: str
    target: int


class Page:
    """One page; what is costly is read when first asked for."""

    def __init__(self, document: Document, index: int, page: pikepdf.Page) -> None:
        self.number = index + 1
        self._document, self._page = document, page
        obj = page.obj
        self.media = _box(page.mediabox)
        self.view = _box(page.cropbox)  # what a reader, and the raster, show
        self.trim = _box(obj.TrimBox) if "/TrimBox" in obj else self.media
        self.bleed = _box(obj.BleedBox) if "/BleedBox" in obj else self.trim
        self.has_trim = "/TrimBox" in obj
        self.has_bleed = "/BleedBox" in obj

    @property
    def folio(self) -> str:
        """The page's label."""
        return self._document.labels[self.number - 1]

    @cached_property
    def marks(self) -> list[Mark]:
        """What the page paints."""
        return play(self._page.obj, self._document.shared)

    @cached_property
    def texts(self) -> list[Mark]:
        """The runs of text that show something."""
        return [m for m in self.marks if m.kind == "text" and m.colour.space and m.text.strip()]

    @cached_property
    def annotations(self) -> list[Annotation]:
        """The annotations, in the page's order."""
        return [self._document.annotation(given) for given in self._page.obj.get("/Annots", ())]

    @cached_property
    def alpha(self) -> Image:
        """What the page paints besides its text: 0 where nothing is; one pixel for a point."""
        return self._document.raster.ground(self.number - 1, white=False).getchannel("A")

    @cached_property
    def paper(self) -> Image:
        """The page drawn on white without its text; one pixel for a point."""
        return self._document.raster.ground(self.number - 1, white=True)

    def pixels(self, box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """A box of the page in pixels of a drawing of it, at least one pixel wide and high."""
        left, top = round(box[0] - self.view[0]), round(self.view[3] - box[3])
        right, bottom = round(box[2] - self.view[0]), round(self.view[3] - box[1])
        width, height = size
        left, top = min(max(left, 0), width - 1), min(max(top, 0), height - 1)
        return left, top, max(min(right, width), left + 1), max(min(bottom, height), top + 1)

    def where(self, box: Box) -> str:
        """A place told from the upper left corner of the trim."""
        left, top = max(box[0] - self.trim[0], 0), max(self.trim[3] - box[3], 0)
        return f"à {mm(left, 0)} du bord gauche et {mm(top, 0)} du haut"


class Document:
    """One file with what is expected of it. Raises pikepdf.PdfError where the bytes are not a PDF."""

    def __init__(self, name: str, data: bytes, expectation: Expectation) -> None:
        self.name, self.data, self.expected = name, data, expectation
        self.pdf = pikepdf.Pdf.open(io.BytesIO(data))
        self.shared = Shared()
        self.pages = [Page(self, i, page) for i, page in enumerate(self.pdf.pages)]

    @cached_property
    def labels(self) -> list[str]:
        """What the pages call themselves."""
        if "/PageLabels" not in self.pdf.Root:
            return [str(page.number) for page in self.pages]
        return [str(page.label) for page in self.pdf.pages]

    @cached_property
    def fonts(self) -> list[Font]:
        """The fonts that the pages draw with, known once the marks of all of them are read."""
        for page in self.pages:
            _ = page.marks
        return list(self.shared.fonts.values())

    @cached_property
    def raster(self) -> Raster:
        """The file as another library draws it."""
        return Raster(self.data)

    @cached_property
    def elements(self) -> list[Element]:
        """The elements of the structure tree, in reading order."""
        return read_structure(self.pdf, self._places)

    @cached_property
    def by_mcid(self) -> dict[tuple[int, int], list[Mark]]:
        """Runs of text by page number and marked content."""
        found: dict[tuple[int, int], list[Mark]] = {}
        for page in self.pages:
            for mark in page.texts:
                found.setdefault((page.number, mark.mcid), []).append(mark)
        return found

    @cached_property
    def _places(self) -> dict[tuple[int, int], int]:
        return {page.obj.objgen: i + 1 for i, page in enumerate(self.pdf.pages)}

    @cached_property
    def _names(self) -> dict[str, Any]:
        names: Any = self.pdf.Root.get("/Names", {})
        return dict(pikepdf.NameTree(names.Dests).items()) if "/Dests" in names else {}

    def annotation(self, given: Any) -> Annotation:
        """Read an annotation dictionary."""
        action = given.get("/A", pikepdf.Dictionary())
        target = given.get("/Dest", action.get("/D") if action.get("/S") == "/GoTo" else None)
        if isinstance(target, pikepdf.String | pikepdf.Name):
            target = self._names.get(str(target).lstrip("/"))
        if isinstance(target, pikepdf.Dictionary):
            target = target.get("/D")
        page = self._places.get(target[0].objgen, 0) if isinstance(target, pikepdf.Array) else 0
        kind = str(given.get("/Subtype", "")).lstrip("/")
        return Annotation(kind, _box(given.Rect), str(given.get("/Contents", "")), page)

    def finding(self, severity: Severity, check: str, page: Page | None, box: Box | None, text: str) -> Finding:
        """A finding in this file."""
        number, folio = (page.number, page.folio) if page else (0, "")
        rounded = tuple(round(value, 2) for value in box) if box else None
        return Finding(severity, check, self.name, number, folio, rounded, text)  # type: ignore[arg-type]

    def close(self) -> None:
        """Let go of the file."""
        self.pdf.close()
        if "raster" in self.__dict__:
            self.raster.close()


def _box(array: Any) -> Box:
    x0, y0, x1, y1 = (float(value) for value in array)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def runs_of(document: Document, element: Element) -> Iterator[tuple[int, Mark]]:
    """The runs of an element with their page numbers, in reading order."""
    for page, mcid in element.content:
        for mark in document.by_mcid.get((page, mcid), ()):
            yield page, mark
