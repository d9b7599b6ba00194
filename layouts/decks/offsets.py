"""How far a printer sets backs from fronts: as one tells it, and as a file remembers it for the next time."""

from __future__ import annotations

import re
from math import isfinite
from pathlib import Path

import yaml

from layouts.errors import LayoutError

Offset = tuple[float, float]
"""In mm, to the right and upwards, seen from the back."""

MOST = 10.0
_EXAMPLE = "deux nombres en mm, comme 1.5,-0.8 (ou 1,5;-0,8)"
_LINE = re.compile(r"^offset:.*$", re.MULTILINE)
_TOLD = "# Décalage des versos de cette imprimante, en mm : vers la droite, vers le haut.\n"


def offset_of(told: str, memory: Path | None) -> Offset:
    """Return the offset told, else the one that a memory file holds, else none. Raises LayoutError."""
    if told:
        return _pair(_numbers(told), f"« {told} »")
    if memory is None:
        return 0.0, 0.0
    try:
        data = yaml.safe_load(memory.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise LayoutError(
            f"{memory} n’existe pas encore : donner le décalage une fois (--offset), il le retiendra."
        ) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LayoutError(f"{memory} ne se lit pas : il y faut une ligne « offset: [1.5, -0.8] ».") from error
    held = data.get("offset") if isinstance(data, dict) else None
    if not isinstance(held, list):
        raise LayoutError(f"{memory} : il y manque « offset: [1.5, -0.8] ».")
    return _pair([value if isinstance(value, int | float) else None for value in held], f"{memory} : {held}")


def remembered(offset: Offset, memory: Path) -> str:
    """Return what a memory file says once it holds an offset; what else it said is kept."""
    line = f"offset: [{offset[0]:g}, {offset[1]:g}]"
    before = memory.read_text(encoding="utf-8") if memory.is_file() else ""
    if _LINE.search(before):
        return _LINE.sub(line, before, count=1)
    return f"{before.rstrip()}\n{_TOLD}{line}\n".lstrip()


def _numbers(told: str) -> list[float | None]:
    """Read numbers between commas, or with decimal commas between semicolons."""
    parts = told.replace(",", ".").split(";") if ";" in told else told.split(",")
    found: list[float | None] = []
    for part in parts:
        try:
            found.append(float(part))
        except ValueError:
            found.append(None)
    return found


def _pair(values: list[float | None], told: str) -> Offset:
    numbers = [float(value) for value in values if value is not None and isfinite(value)]
    if len(values) != 2 or len(numbers) != 2:
        raise LayoutError(f"{told} n’est pas un décalage : {_EXAMPLE}.")
    if max(map(abs, numbers)) > MOST:
        raise LayoutError(f"{told} : un décalage d’au plus {MOST:g} mm, sans quoi c’est le bord de retournement.")
    return numbers[0], numbers[1]
