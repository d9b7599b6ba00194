"""The structure tree of a section, put right before its PDF is written (ISO 32000-1, 14.7 and 14.8).

The engine gives each piece of text an element of its own, which says nothing: half of the elements of a book. What they
hold goes to the element above; boxes without content are no elements.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import pydyf

POINTS = 0.75  # CSS px to pt
_SILENT = frozenset({"/Span", "/NonStruct", "/Div"})  # they say nothing of what is in them
# What may hold text itself: elements of blocks and of lines, not those that group others (14.8.4).
_HOLDERS = frozenset({"/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/LBody", "/Lbl", "/Link", "/Span", "/TD", "/TH"})
_TOLD = frozenset({"A", "Alt", "ActualText", "ID", "Lang", "E", "T"})


def tidy_tags(section: str, _document: Any, pdf: Any) -> None:
    """Put right the tree of a section's PDF, as WeasyPrint's `finisher`: ids are those of `section` alone."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    document = _object(pdf, root["K"][0])
    moved: dict[bytes, bytes] = {}
    _tidy(pdf, document, section, moved, holds=False)
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    for held in numbers[1::2]:
        if isinstance(held, list):  # what holds the text of a page; of a link, it is the element alone
            held[:] = [_above(moved, reference) for reference in held]


def _tidy(pdf: Any, element: Any, section: str, moved: dict[bytes, bytes], holds: bool) -> None:
    """Put right an element and what is below; `holds` tells whether the one above may hold text."""
    _mend(pdf, element, section)
    holds = element["S"] in _HOLDERS or (holds and element["S"] == "/NonStruct")
    kids: list[Any] = []
    for kid in element["K"]:
        child = _object(pdf, kid) if isinstance(kid, bytes) else None
        if child is None or child["Type"] != "/StructElem":
            kids.append(kid)
            continue
        _tidy(pdf, child, section, moved, holds)
        if not _says_nothing(child):
            kids.append(kid)
        elif not child["K"]:
            child.free = "f"
        elif holds and _is_text_of(element, child):
            kids += child["K"]
            moved[kid] = element.reference
            child.free = "f"
        else:
            kids.append(kid)
    element["K"][:] = kids


def _says_nothing(element: Any) -> bool:
    return element["S"] in _SILENT and _TOLD.isdisjoint(element)


def _is_text_of(element: Any, child: Any) -> bool:
    """Whether there is nothing but text in a child, and it is on the element's page."""
    return all(isinstance(kid, int) for kid in child["K"]) and element.get("Pg") == child.get("Pg")


def _above(moved: dict[bytes, bytes], reference: bytes) -> bytes:
    while reference in moved:
        reference = moved[reference]
    return reference


def _mend(pdf: Any, element: Any, section: str) -> None:
    """Put right what is true of a section alone: boxes in CSS pixels, names of table headers."""
    if element["S"] == "/Figure":
        height = float(_object(pdf, element["Pg"])["TrimBox"][3])
        left, top, right, bottom = (float(value) * POINTS for value in element["A"]["BBox"])
        element["A"]["BBox"][:] = [round(v, 3) for v in (left, height - bottom, right, height - top)]
    named = partial(_named, section)
    if "ID" in element:
        element["ID"] = named(element["ID"])
    if "Headers" in element.get("A", {}):
        element["A"]["Headers"][:] = map(named, element["A"]["Headers"])


def _named(section: str, key: Any) -> Any:
    return pydyf.String(f"{section}-{key.string}")


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
