"""The section store: what it finds again, and what it survives."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from layouts.cache import Cache
from layouts.ledger import FontUse, Heading, Line, Link, PageLedger, Rendered, Section
from layouts.store import Memory, Store, base_key, key_of, through

SECTION = Section(id="S01", html="<p>é</p>", side="verso", pages=2, head="JT", tone="ink")


def rendered(section: Section = SECTION) -> Rendered:
    page = PageLedger(
        name="plate",
        anchors={"S01": (1.5, 2.0)},
        headings=(Heading(1, "Le Cass’Bar", 1.0, 2.0),),
        links=(Link("section:F3", "F3"),),
        slots=("F3",),
        lines=(Line("un deux", 12.5, False),),
    )
    return Rendered(section, b"%PDF-1.7 \xff", (page,), {"ABC": FontUse("f", "ABC+Face", 4, {7: (500, "é")})})


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(Cache(tmp_path / "store"), "base")


def path_of(section: Section, folder: Path) -> Path:
    key = key_of("base", section)
    return folder / "store" / key[:2] / key[2:]


def test_a_section_comes_back_as_it_was_put(store: Store) -> None:
    assert store.get(SECTION) is None
    store.put(rendered())
    assert store.get(SECTION) == rendered()


def test_head_and_tone_are_not_in_the_key(store: Store) -> None:
    store.put(rendered())
    other = replace(SECTION, head="Ailleurs", tone="paper")
    assert store.get(other) == rendered(other)


@pytest.mark.parametrize(
    "change",
    [{"html": "<p>e</p>"}, {"side": "recto"}, {"pages": 3}, {"id": "S02"}],
    ids=["html", "side", "pages", "id"],
)
def test_what_changes_the_bytes_changes_the_key(store: Store, change: dict[str, object]) -> None:
    store.put(rendered())
    assert store.get(replace(SECTION, **change)) is None  # type: ignore[arg-type]


def test_another_base_finds_nothing(store: Store, tmp_path: Path) -> None:
    store.put(rendered())
    assert Store(Cache(tmp_path / "store"), "other").get(SECTION) is None


@pytest.mark.parametrize("damage", [b"", b"short", None], ids=["empty", "truncated", "flipped"])
def test_a_damaged_entry_is_made_again(store: Store, tmp_path: Path, damage: bytes | None) -> None:
    store.put(rendered())
    (path,) = (tmp_path / "store").glob("??/*")
    data = path.read_bytes()
    path.write_bytes(data[:-1] + b"\x00" if damage is None else damage)
    asked: list[Section] = []

    def render_all(sections: Iterable[Section]) -> list[Rendered]:
        asked.extend(sections)
        return [rendered(section) for section in asked]

    assert through(store, [SECTION], render_all) == [rendered()]
    assert asked == [SECTION]
    assert store.get(SECTION) == rendered()


def test_only_what_is_missing_is_rendered_and_order_is_kept(store: Store) -> None:
    store.put(rendered())
    new = [replace(SECTION, id=f"S0{i}", html=str(i)) for i in (2, 3)]
    wanted = [new[0], SECTION, new[1]]
    done = through(store, wanted, lambda missing: [rendered(section) for section in missing])
    assert [piece.section for piece in done] == wanted
    assert through(store, wanted, lambda missing: pytest.fail(f"rendered again: {missing}")) == done


def test_what_is_missing_is_rendered_while_the_rest_is_still_to_come(store: Store) -> None:
    told: list[str] = []

    def composed() -> Iterator[Section]:
        for name in ("S01", "S02"):
            told.append(f"{name} composed")
            yield replace(SECTION, id=name)

    def render_all(sections: Iterable[Section]) -> list[Rendered]:
        made = []
        for section in sections:
            told.append(f"{section.id} rendered")
            made.append(rendered(section))
        return made

    through(store, composed(), render_all)
    assert told == ["S01 composed", "S01 rendered", "S02 composed", "S02 rendered"]


def test_a_store_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("a file where the folder should be")
    store = Store(Cache(tmp_path / "store"), "base")
    store.put(rendered())
    assert store.get(SECTION) is None


def test_the_least_recently_used_entries_go_first(store: Store, tmp_path: Path) -> None:
    sections = [replace(SECTION, id=f"S{i}", html=str(i)) for i in range(4)]
    for age, section in enumerate(sections):
        store.put(rendered(section))
        os.utime(path_of(section, tmp_path), ns=(age, age))
    store.get(sections[0])
    Cache(tmp_path / "store").prune(2 * path_of(sections[0], tmp_path).stat().st_size)
    assert [store.get(section) is not None for section in sections] == [True, False, False, True]
    assert not list((tmp_path / "store").glob("??/.*"))


def test_the_base_follows_style_sheets_fonts_tokens_and_code(tmp_path: Path) -> None:
    sheet, code = tmp_path / "a.css", tmp_path / "a.py"
    sheet.write_text("a{}")
    code.write_text("1")
    base = base_key([sheet], ":root{}", ["f1", "f2"], [code])
    assert base == base_key([sheet], ":root{}", ["f2", "f1"], [code])
    assert base != base_key([sheet], ":root{--x:1}", ["f1", "f2"], [code])
    assert base != base_key([sheet], ":root{}", ["f1"], [code])
    code.write_text("2")
    assert base != base_key([sheet], ":root{}", ["f1", "f2"], [code])


def test_memory_comes_before_the_store(store: Store) -> None:
    drawn: list[str] = []

    def render_all(sections: Iterable[Section]) -> list[Rendered]:
        made = [rendered(section) for section in sections]
        drawn.extend(each.section.id for each in made)
        return made

    held: dict[str, Rendered] = {}
    for behind in (None, store):
        again = replace(SECTION, head="un autre titre")
        first, second = (through(Memory(held, "base", behind), [each], render_all)[0] for each in (SECTION, again))
        assert first.section == SECTION
        assert second.section == again, "the head is not what was drawn before"
    assert drawn == ["S01"], "once, without a folder too"
    through(Memory({}, "base", store), [SECTION], render_all)
    through(Memory({}, "base", store), [SECTION], render_all)
    through(Memory({}, "other"), [SECTION], render_all)
    assert drawn == ["S01"] * 3, "in another base it is another drawing"
