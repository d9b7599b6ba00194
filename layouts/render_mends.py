"""What WeasyPrint 70 does wrong and can be put right from outside; a test tells when a fault is gone from it.

Where a piece of text ends with a space before an element, fits a line without that space and not with it, the engine
keeps the first word alone on the line. It should keep all that fits: the whole piece if the line may be broken at
that space, what comes before the last word if it is a no-break one.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from weasyprint.layout import inline

_COLLAPSING = ("normal", "pre-line")
_NO_BREAK = ("\u00a0", "\u202f")

Split = Callable[..., tuple[Any, ...]]


def mend_lines() -> None:
    """Have lines broken where they are full. It does nothing the second time."""
    if not hasattr(inline.split_first_line, "__wrapped__"):
        inline.split_first_line = _keeping_what_fits(inline.split_first_line)


def _keeping_what_fits(split: Split) -> Split:
    @wraps(split)
    def mended(text: str, style: Any, *more: Any, **named: Any) -> tuple[Any, ...]:
        found = split(text, style, *more, **named)
        resume, kept = found[2], _kept(text)
        if resume is None or not kept or style["white_space"] not in _COLLAPSING:
            return found
        if " " in text.encode()[: found[1]].decode() or " " not in kept:
            return found  # more than the first word was kept, or there is no other
        layout, length, resume, *measures = split(kept, style, *more, **named)
        return layout, length, resume or len(kept.encode()) + 1, *measures

    return mended


def _kept(text: str) -> str:
    """What may stay on the line of a text that ends with a space; nothing of one that does not."""
    if text.endswith(" "):
        return text.rstrip(" ")
    return text.rpartition(" ")[0] if text.endswith(_NO_BREAK) else ""
