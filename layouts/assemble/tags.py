"""One structure tree from the trees of the sections (ISO 32000-1, 14.7; PDF/UA-1, ISO 14289-1, 7)."""

from __future__ import annotations

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf


class TagTree:
    """Appends section trees below one Document element; the keys of the parent tree are shifted."""

    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._nums = Array()
        self._next = 0
        self._document = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, K=Array()))

    def append(self, source: Pdf, pages: list[pikepdf.Page]) -> None:
        """Take the tree of `source`, whose pages were already copied into the document as `pages`."""
        root = self._pdf.copy_foreign(source.Root.StructTreeRoot)
        for element in root.K[0].K:
            element.P = self._document
            self._document.K.append(element)
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
