"""What pages call themselves (ISO 32000-1, 12.4.2 Page labels)."""

from __future__ import annotations

from typing import Any

import pikepdf

_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
          (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def page_labels(pdf: pikepdf.Pdf) -> list[str]:
    """Return the label of every page; its number where the file says nothing."""
    count = len(pdf.pages)
    if "/PageLabels" not in pdf.Root:
        return [str(number) for number in range(1, count + 1)]
    ranges = dict(sorted((int(first), given) for first, given in pikepdf.NumberTree(pdf.Root.PageLabels).items()))
    labels, first = list[str](), 0
    given: Any = pikepdf.Dictionary()
    for index in range(count):
        if index in ranges:
            given, first = ranges[index], index
        number = index - first + int(given.get("/St", 1))
        labels.append(str(given.get("/P", "")) + _written(number, str(given.get("/S", ""))))
    return labels


def _written(number: int, style: str) -> str:
    if style in ("/r", "/R"):
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman if style == "/r" else roman.upper()
    if style in ("/a", "/A"):  # a, b … z, aa, bb…
        letter = chr(ord(style[1]) + (number - 1) % 26)
        return letter * ((number - 1) // 26 + 1)
    return str(number) if style == "/D" else ""
