"""The tags of a file as a flat list of the elements that matter, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pikepdf

from layouts.preflight.findings import Box

# Elements within a line; their content belongs to the block around them.
_INLINE = frozenset(
    f"/{kind}"
    for kind in ("Span", "Link", "NonStruct", "Em", "Strong", "Reference", "Note", "Quote", "Code", "Annot")
)


@dataclass
class Element:
    """A block of the structure tree: its type, its own marked content (page, MCID); a drawing's words and place."""

    kind: str
    page: int  # from 1; 0 where it holds nothing
    alternative: str
    box: Box | None
    content: list[tuple[int, int]] = field(default_factory=list)


def read_structure(pdf: pikepdf.Pdf, pages: dict[tuple[int, int], int]) -> list[Element]:
    """Return the elements of a tagged file; none for an untagged one."""
    if "/StructTreeRoot" not in pdf.Root:
        return []
    reader = _Reader(pages, pdf.Root.StructTreeRoot.get("/RoleMap", pikepdf.Dictionary()))
    reader.visit(pdf.Root.StructTreeRoot, 0, Element("", 0, "", None))
    return reader.elements


class _Reader:
    def __init__(self, pages: dict[tuple[int, int], int], roles: Any) -> None:
        self.elements: list[Element] = []
        self._pages, self._roles = pages, {name: str(role) for name, role in roles.items()}

    def visit(self, node: Any, page: int, block: Element) -> None:
        """Take a node's children: content goes to the block they are in."""
        kids = node.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else () if kids is None else (kids,):
            if isinstance(kid, int):
                self._take(block, page, kid)
            elif (kind := kid.get("/S")) is not None:
                here = self._page_of(kid, page)
                self.visit(kid, here, self._block(kid, str(kind), here, block))
            elif (mcid := kid.get("/MCID")) is not None:
                self._take(block, self._page_of(kid, page), int(mcid))

    def _page_of(self, node: Any, around: int) -> int:
        page = node.get("/Pg")
        return around if page is None else self._pages.get(page.objgen, around)

    def _take(self, block: Element, page: int, mcid: int) -> None:
        block.content.append((page, mcid))
        block.page = block.page or page

    def _block(self, node: Any, kind: str, page: int, around: Element) -> Element:
        kind = self._roles.get(kind, kind)
        if kind in _INLINE:
            return around
        element = Element(kind[1:], page, "", None)
        if kind == "/Figure":
            element.alternative = str(node.get("/Alt", node.get("/ActualText", "")))
            if isinstance(attributes := node.get("/A"), pikepdf.Dictionary):
                values = tuple(float(value) for value in attributes.get("/BBox", ()))
                element.box = values if len(values) == 4 else None
        self.elements.append(element)
        return element
