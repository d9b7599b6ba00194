"""The contents share their lines out over facing pages, and take a picture where there is room for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from book.editions import read_edition
from layouts.contents import Block, Row, contents, on_spread, shared_out

LISTED = [("capsule", "Ouvrons la capsule", False), ("jt", "", True), ("figure", "", True), ("index", "Index", False)]


def block(name: str, count: int) -> Block:
    return Block(tuple(Row(f"{name}-{i}", f"{name} {i}") for i in range(count)), heading=name, target=name)


def targets(pages: tuple[tuple[Block, ...], ...]) -> list[str]:
    return [row.target for page in pages for part in page for row in part.rows]


def test_the_national_contents_have_their_picture_and_lose_no_line(project_root: Path) -> None:
    edition = read_edition(project_root, "nationale")
    blocks = contents(edition, LISTED)
    spread = on_spread(blocks)
    assert (len(spread.pages), spread.picture) == (2, True)
    expected = ["capsule", *edition.corpus.scenarios, *edition.corpus.figures, "index"]
    assert targets(spread.pages) == expected


@pytest.mark.parametrize(("rows", "picture", "pages"), [(4, True, 2), (5, True, 2), (6, False, 2), (14, False, 4)])
def test_the_picture_gives_way_to_lines(rows: int, picture: bool, pages: int) -> None:
    blocks = [block(name, rows) for name in ("a", "b", "c", "d", "e", "f")]
    spread = on_spread(blocks)
    assert (spread.picture, len(spread.pages)) == (picture, pages)
    assert targets(spread.pages) == [row.target for part in blocks for row in part.rows]
    if not picture:
        assert spread.pages == shared_out(blocks)
