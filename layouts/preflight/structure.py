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
    """A block of the structure tree: its type, its own marked content (page, MCID), its alternative text."""

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
        self._pages, self._roles = pages, roles

    def visit(self, node: Any, page: int, block: Element) -> None:
        """Take a node's children: content goes to the block they are in."""
        kids = node.get("/K")
        for kid in kids if isinstance(kids, pikepdf.Array) else () if kids is None else (kids,):
            if isinstance(kid, int):
                self._take(block, page, kid)
            elif "/S" in kid:
                here = self._pages.get(kid.Pg.objgen, page) if "/Pg" in kid else page
                self.visit(kid, here, self._block(kid, here, block))
            elif "/MCID" in kid:
                self._take(block, self._pages.get(kid.Pg.objgen, page) if "/Pg" in kid else page, int(kid.MCID))

    def _take(self, block: Element, page: int, mcid: int) -> None:
        block.content.append((page, mcid))
        block.page = block.page or page

    def _block(self, node: Any, page: int, around: Element) -> Element:
        kind = str(node.S)
        kind = str(self._roles.get(kind, kind))
        if kind in _INLINE:
            return around
        alternative = str(node.get("/Alt", node.get("/ActualText", "")))
        box = None
        if kind == "/Figure" and isinstance(attributes := node.get("/A"), pikepdf.Dictionary):
            values = tuple(float(value) for value in attributes.get("/BBox", ()))
            box = values if len(values) == 4 else None
        element = Element(kind.lstrip("/"), page, alternative, box)
        self.elements.append(element)
        return element
