"""An edition's folder: what would come out the same is left as it stands, and what was touched is made again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from layouts.state import NAME, Plan, Shelf

DIGESTS = {"livre": "a", "cartes": "b"}
FILES = {"livre": {"livre.pdf": b"un"}, "cartes": {"cartes/jeu.pdf": b"deux", "cartes/dos.pdf": b"trois"}}


def plan(digests: Mapping[str, str], inputs: str = "1", whole: bool = True) -> Plan:
    return Plan(inputs, digests, pages=92, whole=whole)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that holds what a whole build delivered."""
    place = tmp_path / "nationale"
    written = Shelf(place).deliver(FILES, plan(DIGESTS))
    assert sorted(path.relative_to(place).as_posix() for path in written) == [
        "cartes/dos.pdf", "cartes/jeu.pdf", "livre.pdf",
    ]  # fmt: skip
    return place


def test_what_was_delivered_stands(folder: Path) -> None:
    shelf = Shelf(folder)
    assert shelf.holds("1")
    assert shelf.state.pages == 92
    assert shelf.stands("livre", "a")
    assert not shelf.holds("2")
    assert not shelf.stands("livre", "other")
    assert not shelf.stands("unknown", "a")


@pytest.mark.parametrize("touch", [Path.unlink, lambda path: path.write_bytes(b"touched")])
def test_a_file_that_was_touched_or_is_gone_does_not_stand(folder: Path, touch: object) -> None:
    assert callable(touch)
    touch(folder / "cartes" / "dos.pdf")
    shelf = Shelf(folder)
    assert not shelf.holds("1")
    assert not shelf.stands("cartes", "b")
    assert shelf.stands("livre", "a")


DAMAGED = ["", "{", "[]", '{"inputs": 1}', '{"inputs": "1", "pages": 1, "batches": {"a": 3}}']


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_state_is_as_none(folder: Path, content: str) -> None:
    (folder / NAME).write_text(content, encoding="utf-8")
    assert not Shelf(folder).holds("1")
    assert not Shelf(folder).stands("livre", "a")


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert not Shelf(tmp_path / "none").holds("")


def test_files_that_nothing_tells_any_more_are_taken_away(folder: Path) -> None:
    (folder / "notes.txt").write_text("à moi", encoding="utf-8")
    Shelf(folder).deliver({"cartes": {"cartes/jeu.pdf": b"quatre"}}, plan({"livre": "a", "cartes": "c"}, "2"))
    left = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert left == {"livre.pdf", "cartes/jeu.pdf", "notes.txt", NAME}
    assert Shelf(folder).holds("2")


def test_a_partial_build_leaves_the_rest(folder: Path) -> None:
    Shelf(folder).deliver({"cartes": {"cartes/jeu.pdf": b"quatre"}}, plan({"cartes": "c"}, "2", whole=False))
    shelf = Shelf(folder)
    assert shelf.stands("livre", "a")
    assert shelf.stands("cartes", "c")
    assert shelf.state.pages == 92


def test_the_report_of_a_refusal_stands_beside_until_the_files_pass(folder: Path) -> None:
    (told,) = Shelf(folder).refuse({"preflight.html": b"why"})
    assert told == folder / "refus-preflight.html"
    assert told.read_bytes() == b"why"
    assert Shelf(folder).holds("1")  # what was delivered before is whole
    Shelf(folder).deliver(FILES, plan(DIGESTS))
    assert not told.exists()
