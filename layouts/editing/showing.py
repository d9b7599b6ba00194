"""How a drift is shown: the text that was replaced beside that of today, the words that differ marked in both."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from book.drift import Drift, Words, side_by_side

# Marks for those who see no colour, and the styles for those who do.
_GONE = "[-", "-]", "red strike"
_COME = "{+", "+}", "green underline"


def shown(drift: Drift) -> RenderableType:
    """Lay a drift out for a console, at its width."""
    old, new = side_by_side(drift)
    table = Table(box=None, expand=True, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Ce que l’édition a remplacé", ratio=1)
    table.add_column("Ce que dit la base aujourd’hui", ratio=1)
    before = _marked(old, _GONE) if drift.remembered else Text("(rien de noté)")
    table.add_row(before, _marked(new, _COME) if drift.remembered else Text(drift.now.strip()))
    own = Text.assemble(("Ce que dit l’édition : ", "bold"), drift.own.strip())
    place = Text(f"{drift.file}:{drift.line}: {drift.target}")
    return Group(place, Padding(table, (0, 0, 0, 2)), Padding(own, (0, 0, 1, 2)))


def _marked(parts: Iterable[Words], mark: tuple[str, str, str]) -> Text:
    first, last, style = mark
    text = Text()
    for part in parts:
        if part.changed:
            words = part.text.lstrip()
            text.append(part.text[: len(part.text) - len(words)])
            text.append(f"{first}{words}{last}", style)
        else:
            text.append(part.text)
    return text
