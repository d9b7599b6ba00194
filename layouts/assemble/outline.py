"""Destinations, links, bookmarks and page labels of the assembled document."""

from __future__ import annotations

from math import inf

import pikepdf
from pikepdf import Array, Dictionary, Name, NameTree, OutlineItem, Pdf, String

from layouts.errors import LayoutError
from layouts.ledger import SECTION_LINK, Heading, PageLedger

Place = tuple[int, float, float]  # page index from 0, x, y


TOP = (0.0, inf)  # the upper left corner of a page, whatever its height


class UnknownTarget(LayoutError):
    """A link or a page number points to an anchor that no section holds."""


def places(pages: list[PageLedger]) -> dict[str, Place]:
    """Return where each anchor is; the first one wins where a name stands twice."""
    found: dict[str, Place] = {}
    for index, page in enumerate(pages):
        found[f"page-{index + 1}"] = (index, *TOP)
        for name, (x, y) in page.anchors.items():
            found.setdefault(name, (index, x, y))
    return found


def write_destinations(pdf: Pdf, anchors: dict[str, Place]) -> None:
    """Write the named destinations, so that a link from outside can name one (file.pdf#S07)."""
    tree = NameTree.new(pdf)
    for name in sorted(anchors):
        index, x, y = anchors[name]
        page = pdf.pages[index].obj
        tree[name] = Array([page, Name.XYZ, x, min(y, float(page.TrimBox[3])), 0])
    pdf.Root.Names = Dictionary(Dests=tree.obj)


def resolve_links(page: pikepdf.Page, ledger: PageLedger, anchors: dict[str, Place]) -> None:
    """Turn links to other sections into destinations and give each link its label (PDF/UA-1, 7.18.5)."""
    annotations = page.obj.get("/Annots", Array())
    for annotation, link in zip(annotations, ledger.links, strict=True):
        annotation.Contents = String(link.label)
        action = annotation.get("/A")
        if action is None or not str(action.URI).startswith(SECTION_LINK):
            continue
        target = str(action.URI).removeprefix(SECTION_LINK)
        if target not in anchors:
            raise UnknownTarget(target)
        del annotation.A
        annotation.Dest = String(target)


def write_outline(pdf: Pdf, pages: list[PageLedger]) -> None:
    """Write the bookmarks, nested by the level of their headings."""
    with pdf.open_outline() as outline:
        open_levels: list[tuple[int, list[OutlineItem]]] = [(0, outline.root)]
        for index, page in enumerate(pages):
            for heading in page.headings:
                while open_levels[-1][0] >= heading.level:
                    open_levels.pop()
                item = _bookmark(pdf, index, heading)
                open_levels[-1][1].append(item)
                open_levels.append((heading.level, item.children))


def _bookmark(pdf: Pdf, index: int, heading: Heading) -> OutlineItem:
    item = OutlineItem(heading.label, destination=Array([pdf.pages[index].obj, Name.XYZ, heading.x, heading.y, 0]))
    item.is_closed = heading.level > 1
    return item


def write_page_labels(pdf: Pdf, covers: int) -> None:
    """Label pages by their folio; the `covers` first and last ones as C1, C2, C3, C4."""
    decimal, prefix = Name.D, String("C")
    count = len(pdf.pages)
    if not covers:
        pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=decimal)]))
        return
    nums: list[int | Dictionary] = [0, Dictionary(S=decimal, P=prefix)]
    nums += [covers, Dictionary(S=decimal, St=covers + 1)]
    nums += [count - covers, Dictionary(S=decimal, P=prefix, St=covers + 1)]
    pdf.Root.PageLabels = Dictionary(Nums=Array(nums))
