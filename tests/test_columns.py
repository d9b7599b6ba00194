"""The index in two columns: lines counted as they are set, columns even, nothing beyond the foot of a page."""

from __future__ import annotations

from pathlib import Path

import pytest

from book.editions import read_edition
from layouts.columns import MM, Column, Frame, Leaf, columned, lines_of
from layouts.indexing import IndexEntry, IndexFamily, build_index
from layouts.setting import Face
from tests.building import Built

ROOT = Path(__file__).resolve().parent.parent
FACE = Face(ROOT / "assets/fonts/atkinson-hyperlegible-next/AtkinsonHyperlegibleNext_400Regular.ttf")
FRAME = Frame(55.5 * MM, 3 * MM, 8 * MM, 8.2, 11.4, title=19, gap=10, first=163 * MM, page=178 * MM)


def family(title: str, count: int) -> IndexFamily:
    return IndexFamily(title, tuple(IndexEntry(f"{title.lower()} {i:03}", (i + 1,)) for i in range(count)))


def height(column: Column) -> float:
    titles = sum(bool(part.title) for part in column)
    lines = sum(lines_of(entry, FRAME, FACE) for part in column for entry in part.entries)
    return lines * FRAME.line + titles * FRAME.title + (titles - bool(column[0].title)) * FRAME.gap


def told(leaves: tuple[Leaf, ...]) -> list[tuple[str, str]]:
    """Every title and every entry, in reading order."""
    parts = [part for leaf in leaves for column in leaf for part in column]
    return [
        pair for part in parts for pair in ([("title", part.title)] if part.title else [])
        + [("entry", entry.term) for entry in part.entries]
    ]  # fmt: skip


@pytest.mark.parametrize("counts", [(3, 4, 5), (60, 2, 7), (1, 1, 1), (30, 30, 300), (400, 5, 44), (26,)])
def test_all_is_set_once_in_order_and_fits_its_page(counts: tuple[int, ...]) -> None:
    families = [family(name, count) for name, count in zip(("Lieux", "Figures", "Notions"), counts, strict=False)]
    leaves = columned(families, FRAME, FACE)
    expected = [
        pair for f in families for pair in [("title", f.title), *(("entry", entry.term) for entry in f.entries)]
    ]
    assert told(leaves) == expected
    for number, leaf in enumerate(leaves):
        assert 1 <= len(leaf) <= 2
        assert all(height(column) <= (FRAME.page if number else FRAME.first) for column in leaf)


@pytest.mark.parametrize("count", range(3, 39))
def test_no_title_stands_alone_at_a_foot_and_no_entry_at_a_head(count: int) -> None:
    for leaf in columned([family("Lieux", count), family("Figures", 41 - count), family("Notions", 90)], FRAME, FACE):
        for column in leaf:
            assert not column[-1].title or len(column[-1].entries) >= 2
            assert column[0].title or len(column[0].entries) >= 2


def test_the_columns_of_a_page_are_even() -> None:
    left, right = columned([family("Notions", 61)], FRAME, FACE)[0]
    assert height(left) >= height(right) >= height(left) - FRAME.title - 2 * FRAME.line


def test_the_last_family_opens_a_page() -> None:
    pages = columned([family("Lieux", 5), family("Notions", 5)], FRAME, FACE)
    assert [leaf[0][0].title for leaf in pages] == ["Lieux", "Notions"]


def test_lines_are_counted_as_the_book_sets_them(built: Built) -> None:
    pages = [page for section in built.sections if section.section.whole == "index" for page in section.pages]
    before = next(i for i, page in enumerate(built.pages) if page is pages[0])
    families = build_index(read_edition(ROOT, "nationale"), built.pages[:before])
    counted = sum(lines_of(entry, FRAME, FACE) for f in families for entry in f.entries)
    titles, pages_aside = 1 + len(families), sum(entry.opens for f in families for entry in f.entries)
    assert counted + titles + pages_aside == sum(len(page.lines) for page in pages)
    assert len(pages) == len(columned(families, FRAME, FACE))
