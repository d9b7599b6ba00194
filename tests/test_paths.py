"""The path data that a drawing may hold."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from book.paths import are_numbers, is_path


@pytest.mark.parametrize(
    "data",
    [
        "M0 0",
        " M 0,0 L 10 10 20 20 z ",
        "m0-5.5l.5.5l1e2-3E-1h5v-5H1.V.5Z",
        "M1 1C1 2 3 4 5 6 7 8 9 10 11 12s1 2 3 4q1 2 3 4t5 6",
        "M0 0a1 1 0 01.5.5 2 2 0 1 0 3 3A5,5,0,0,1,9,9",
    ],
)
def test_what_is_a_path(data: str) -> None:
    assert is_path(data)


@pytest.mark.parametrize(
    "data",
    [
        *("L0 0", "M0", "M0 0 L", "M0 0 L1 2 3", "M 1e999 0", "M nan 0"),
        *("M0 0 B5 5", "M0 0 Z5", "M0 0a1 1 0 2 0 3 3", "x", "0 0"),
    ],
)
def test_what_is_none(data: str) -> None:
    assert not is_path(data)


def test_every_drawing_of_the_house_is_made_of_paths(project_root: Path) -> None:
    drawings = sorted((project_root / "assets" / "drawings").rglob("*.svg"))
    found = [d for path in drawings for d in re.findall(r'\sd="([^"]+)"', path.read_text("utf-8"))]
    assert len(found) > 100
    assert [d for d in found if not is_path(d)] == []


def test_numbers() -> None:
    assert are_numbers("0 -242 1200,1684", 4)
    assert not are_numbers("0 0 10", 4)
    assert not are_numbers("0 0 1e400 9", 4)
    assert not are_numbers("0 0 10 10 5", 4)


@pytest.mark.parametrize("data", ["M" + "1" * 200_000, "M0 0a" + "1" * 200_000, "M0 0" + "L1 1" * 50_000 + "L"])
def test_a_long_fault_is_found_at_once(data: str) -> None:
    start = time.process_time()
    assert not is_path(data)
    assert time.process_time() - start < 1
