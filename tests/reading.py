"""Reads a PDF back: its text in the order of the structure tree, where each glyph stands, its links and bookmarks.

Written apart from what makes the PDF, so that a slip there is not repeated here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf

_ENTRY = re.compile(r"<([0-9a-f]{4})> <([0-9a-f]*)>")


@dataclass
class Font:
    """A font of the PDF: what each glyph id stands for, and the bytes of its file."""

    name: str
    text: dict[int, str]
    file: bytes

    @classmethod
    def read(cls, font: Any) -> Font:
        """Read a composite font with two-byte codes."""
        assert font.Subtype == Name.Type0
        assert font.Encoding == Name("/Identity-H")
        cmap = font.ToUnicode.read_bytes().decode("ascii")
        text = {int(gid, 16): bytes.fromhex(to).decode("utf-16-be") for gid, to in _ENTRY.findall(cmap)}
        descriptor = font.DescendantFonts[0].FontDescriptor
        return cls(str(font.BaseFont).lstrip("/"), text, descriptor.FontFile2.read_bytes())


@dataclass(frozen=True)
class Run:
    """A piece of text as one operator shows it."""

    mcid: int | None  # of the marked content that holds it; None in an artifact
    font: str
    size: float
    glyphs: tuple[int, ...]
    text: str
    colour: tuple[float, ...]
    x: float  # of the start of the baseline, in pt from the lower left corner
    y: float


@dataclass
class Node:
    """An element of the structure tree: its type, its alternative text, and its content in reading order."""

    kind: str
    alt: str
    kids: list[Node | tuple[int, int]] = field(default_factory=list)  # elements, and (page, mcid)

    def walk(self) -> Iterator[Node]:
        """Yield this element and all those in it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()

    def marks(self, without: tuple[str, ...] = ()) -> Iterator[tuple[int, int]]:
        """Yield page and marked content of all that the element holds, but for elements of some types."""
        if self.kind in without:
            return
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.marks(without)
            else:
                yield kid


@dataclass(frozen=True)
class LinkRead:
    """A link annotation: the page it is on, its rectangle, its label, and the page or address it leads to."""

    page: int
    box: tuple[float, float, float, float]
    label: str
    to: int | str


class Book:
    """A PDF opened for reading; pages are numbered from 1."""

    def __init__(self, data: bytes) -> None:
        self.pdf = Pdf.open(io.BytesIO(data))
        self._numbers = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages, 1)}

    @cached_property
    def fonts(self) -> dict[str, Font]:
        """The fonts by resource name, the same on all pages."""
        found: dict[str, Font] = {}
        for page in self.pdf.pages:
            for key, font in page.obj.Resources.get("/Font", {}).items():
                if key not in found:
                    found[key] = Font.read(font)
        return found

    @cached_property
    def runs(self) -> list[list[Run]]:
        """The text that each page shows, in the order of drawing; the first list is that of page 1."""
        return [list(self._runs(page)) for page in self.pdf.pages]

    def _runs(self, page: pikepdf.Page) -> Iterator[Run]:  # noqa: C901  # one branch an operator
        marks: list[int | None] = []
        colour: tuple[float, ...] = (0.0,)
        stack: list[tuple[tuple[float, ...], pikepdf.Matrix]] = []
        key, size, matrix, text = "", 0.0, pikepdf.Matrix(), pikepdf.Matrix()
        for instruction in pikepdf.parse_content_stream(page):
            operands: Any = instruction.operands
            operator = instruction.operator
            name = str(operator)
            if name in ("BDC", "BMC"):
                marks.append(_mcid(operands, marks))
            elif name == "EMC":
                marks.pop()
            elif name == "q":
                stack.append((colour, matrix))
            elif name == "Q":
                colour, matrix = stack.pop()
            elif name == "cm":
                matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            elif name == "rg":
                colour = tuple(map(float, operands))
            elif name == "BT":
                text = pikepdf.Matrix()
            elif name == "Tm":
                text = pikepdf.Matrix(*map(float, operands))
            elif name == "Tf":
                key, size = str(operands[0]), float(operands[1])
            elif name in ("TJ", "Tj"):
                glyphs = tuple(_glyphs(operands[0] if name == "TJ" else operands))
                words = "".join(self.fonts[key].text.get(glyph, "\ufffd") for glyph in glyphs)
                mcid = marks[-1] if marks else None
                start = text @ matrix
                yield Run(mcid, key, size, glyphs, words, colour, start.e, start.f)

    @cached_property
    def tree(self) -> Node:
        """The structure tree."""
        return self._node(self.pdf.Root.StructTreeRoot.K[0])

    def _node(self, element: Any) -> Node:
        node = Node(str(element.S).lstrip("/"), str(element.get("/Alt", "")))
        page = self._numbers.get(element.Pg.objgen, 0) if "/Pg" in element else 0
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, Dictionary):
                if "/S" in kid:
                    node.kids.append(self._node(kid))
                elif "/MCID" in kid:
                    own = self._numbers[kid.Pg.objgen] if "/Pg" in kid else page
                    node.kids.append((own, int(kid.MCID)))
            else:
                node.kids.append((page, int(kid)))
        return node

    @cached_property
    def _marked(self) -> dict[tuple[int, int], str]:
        marked: dict[tuple[int, int], str] = {}
        for number, runs in enumerate(self.runs, 1):
            for run in runs:
                if run.mcid is not None:
                    marked[number, run.mcid] = marked.get((number, run.mcid), "") + run.text
        return marked

    def text(self, page: int, without: tuple[str, ...] = ()) -> str:
        """The text of a page in reading order, list markers and the like left out by type."""
        return "".join(self._marked.get(mark, "") for mark in self._on_page(without).get(page, ()))

    def _on_page(self, without: tuple[str, ...]) -> dict[int, list[tuple[int, int]]]:
        if without not in self._orders:
            order: dict[int, list[tuple[int, int]]] = {}
            for mark in self.tree.marks(without):
                order.setdefault(mark[0], []).append(mark)
            self._orders[without] = order
        return self._orders[without]

    @cached_property
    def _orders(self) -> dict[tuple[str, ...], dict[int, list[tuple[int, int]]]]:
        return {}

    def text_of(self, node: Node) -> str:
        """The text of an element."""
        return "".join(self._marked.get(mark, "") for mark in node.marks())

    @cached_property
    def artifacts(self) -> list[list[Run]]:
        """The text of each page that is outside of the structure: folio and running head."""
        return [[run for run in runs if run.mcid is None] for runs in self.runs]

    @cached_property
    def destinations(self) -> dict[str, int]:
        """The page of each named destination."""
        names = pikepdf.NameTree(self.pdf.Root.Names.Dests)
        return {str(name): self._numbers[target[0].objgen] for name, target in names.items()}

    @cached_property
    def links(self) -> list[LinkRead]:
        """Every link annotation."""
        found = []
        for number, page in enumerate(self.pdf.pages, 1):
            for annotation in page.obj.get("/Annots", []):
                assert annotation.Subtype == Name.Link
                left, low, right, high = (float(value) for value in annotation.Rect)
                found.append(
                    LinkRead(
                        number,
                        (min(left, right), min(low, high), max(left, right), max(low, high)),
                        str(annotation.get("/Contents", "")),
                        self._target(annotation),
                    )
                )
        return found

    def _target(self, annotation: Any) -> int | str:
        if "/Dest" in annotation:
            return self.destinations[str(annotation.Dest)]
        action = annotation.A
        if action.S == Name.URI:
            return str(action.URI)
        return self.destinations[str(action.D)]

    @cached_property
    def bookmarks(self) -> list[tuple[int, str, int]]:
        """Each bookmark: its level from 1, its words, its page."""
        found: list[tuple[int, str, int]] = []

        def read(items: Any, level: int) -> None:
            for item in items:
                found.append((level, item.title, self._numbers[item.destination[0].objgen]))
                read(item.children, level + 1)

        with self.pdf.open_outline() as outline:
            read(outline.root, 1)
        return found

    @cached_property
    def labels(self) -> list[str]:
        """The label of each page."""
        return [page.label for page in self.pdf.pages]


def _mcid(operands: Any, marks: list[int | None]) -> int | None:
    if len(operands) > 1 and isinstance(operands[1], Dictionary) and "/MCID" in operands[1]:
        return int(operands[1].MCID)
    if str(operands[0]) == "/Artifact":
        return None
    return marks[-1] if marks else None


def _glyphs(parts: Any) -> Iterator[int]:
    for part in parts:
        if isinstance(part, pikepdf.String):
            codes = bytes(part)
            yield from (int.from_bytes(codes[i : i + 2], "big") for i in range(0, len(codes), 2))
