"""One structure tree from the trees of the sections (ISO 32000-1, 14.7; PDF/UA-1, ISO 14289-1, 7)."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, String

PX_TO_PT = 0.75


class TagTree:
    """Appends section trees below one Document element; the keys of the parent tree are shifted."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._nums = Array()
        self._next = 0
        self._document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))

    def append(self, source: Pdf, pages: list[pikepdf.Page], section: str) -> None:
        """Take the tree of `source`, whose pages were already copied into the document as `pages`."""
        root = self._pdf.copy_foreign(source.Root.StructTreeRoot)
        for element in root.K[0].K:
            element.P = self._document
            self._document.K.append(element)
            _mend(element, section)
        nums = root.ParentTree.Nums
        for i in range(0, len(nums), 2):
            self._nums.append(int(nums[i]) + self._next)
            self._nums.append(nums[i + 1])
        for page in pages:
            page.obj.StructParents = int(page.obj.StructParents) + self._next
            for annotation in page.obj.get("/Annots", ()):
                annotation.StructParent = int(annotation.StructParent) + self._next
        self._next += len(nums) // 2

    def write(self) -> None:
        """Set the finished tree in the document's catalogue."""
        root = self._pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=Array([self._document]),
                ParentTree=self._pdf.make_indirect(Dictionary(Nums=self._nums)),
                ParentTreeNextKey=self._next,
            )
        )
        self._document.P = root
        self._pdf.Root.StructTreeRoot = root


def _mend(element: pikepdf.Object, section: str) -> None:
    """Put right what is true of a section alone: boxes in CSS pixels, names of table headers."""
    if element.S == "/Figure":
        height = float(element.Pg.TrimBox[3])
        left, top, right, bottom = (float(value) * PX_TO_PT for value in element.A.BBox)
        element.A.BBox = Array([round(v, 3) for v in (left, height - bottom, right, height - top)])
    if "/ID" in element:
        element.ID = String(f"{section}-{element.ID}")
    if element.S == "/TD" and "/Headers" in element.get("/A", {}):
        element.A.Headers = Array([String(f"{section}-{header}") for header in element.A.Headers])
    for kid in element.get("/K", ()):
        if isinstance(kid, Dictionary) and kid.get("/Type") == "/StructElem":
            _mend(kid, section)
