"""What the preflight is told of each file: numbers of the layout and of the printer, pages of the sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from layouts.expectations import Book, expectations
from layouts.palette import Palette, read_palette
from layouts.printer import Printer, read_printer


@pytest.fixture(scope="module")
def palette(project_root: Path) -> Palette:
    return read_palette(project_root / "layouts/base/palette.yaml")


@pytest.fixture
def printer(project_root: Path) -> Printer:
    return read_printer(project_root / "layouts/printers", project_root / "assets/profiles", "standard-couche")


def test_a_cover_apart_leaves_the_inside(palette: Palette, printer: Printer) -> None:
    told = expectations(Book(12, (148, 210), 2, 4, frozenset({2, 5})), printer, palette)
    inside, cover = told["livre-imprimeur.pdf"], told["couverture-imprimeur.pdf"]
    assert (inside.pages, inside.empty) == (8, frozenset({3}))
    assert inside.shows == tuple((n,) for n in range(3, 11))
    assert (cover.pages, cover.shows) == (2, ((12, 1), (2, 11)))
    assert cover.trim[0] == pytest.approx(296 + printer.spine(8))
    assert (0, 18, 82, 0) in inside.palette


def test_sheets_hold_the_last_and_the_first_page(palette: Palette, printer: Printer) -> None:
    told = expectations(Book(10, (148, 210), 2, 2), printer, palette)["livre-livret-a4.pdf"]
    # Two blanks come before the back cover's inside, page 9.
    assert told.shows == ((), (), (10, 1), (2, 9), (3,), (4,), (8, 5), (6, 7))
    assert (told.pages, told.trim) == (8, (297, 210))
