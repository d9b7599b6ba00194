"""Pages looked at once: what was seen of a page is used again where nothing of it has changed, and only there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from layouts.plain import from_plain, to_plain
from layouts.preflight import Finding, Seen, check
from layouts.preflight.digest import Digests
from layouts.preflight.labels import page_labels
from layouts.preflight.look import WHOLE, Group, Told
from layouts.workers import spread
from tests.preflight.cases import CASES, Case, form, press, screen
from tests.preflight.makers import PRESS, SCREEN, WORDS, changed, composite_font

WRITTEN = "0 0 0 1 k BT /Text 12 Tf 30 110 Td [<0024>0<0025>] TJ ET"
THIN = f"{WORDS} 0 0 0 1 K 0.1 w 20 60 m 120 60 l S"


def looks(
    *pages: str, expected: Any = PRESS, kept: dict[str, Seen] | None = None, **changes: Any
) -> tuple[int, tuple[Finding, ...]]:
    """How many pages are looked at in a file of these pages, and what is found."""
    looked: list[int] = []

    def over(look: Callable[[Group], Told], groups: Sequence[Group]) -> Iterator[Told]:
        looked.append(sum(index != WHOLE for group in groups for _, index in group))
        return map(look, groups)

    data = press(*pages, **changes)()["presse.pdf"][0]
    found = check({"presse.pdf": data}, {"presse.pdf": expected}, over=over, kept=kept)
    return sum(looked), found


def test_pages_that_did_not_change_are_not_looked_at_again() -> None:
    kept: dict[str, Seen] = {}
    assert looks(THIN, WORDS, kept=kept)[0] == 2
    number, found = looks(WORDS, THIN, f"{WORDS} 1 0 0 rg 20 60 90 30 re f", kept=kept)
    assert number == 1
    assert [(f.page, f.check) for f in found] == [(2, "hairline"), (3, "colour")]  # the page told its own place


def test_other_expectations_are_another_look() -> None:
    kept: dict[str, Seen] = {}
    looks(WORDS, kept=kept)
    assert looks(WORDS, expected=replace(PRESS, pages=1), kept=kept)[0] == 0  # a matter of the whole file
    assert looks(WORDS, expected=replace(PRESS, safe=5), kept=kept)[0] == 1
    assert looks(WORDS, expected=replace(PRESS, empty=frozenset({1})), kept=kept)[0] == 1


def lettered(**told: Any) -> Callable[[Pdf], Dictionary]:
    """The fonts of a page: one that tells this of its codes."""
    return lambda pdf: Dictionary(Text=composite_font(pdf, **told))


@pytest.mark.parametrize(
    "more",
    [
        {"texts": {36: "A", 37: "B", 38: "C"}, "widths": {38: 900}},
        {"texts": {38: "C", 37: "B", 36: "A"}, "widths": {36: 600}},
    ],
)
def test_a_font_that_tells_more_is_no_other_look(more: dict[str, Any]) -> None:
    kept: dict[str, Seen] = {}
    assert looks(WRITTEN, kept=kept, Font=lettered(texts={36: "A", 37: "B"})) == (1, ())
    assert looks(WRITTEN, kept=kept, Font=lettered(**more)) == (0, ())


@pytest.mark.parametrize(
    ("told", "faults"),
    [
        ({"texts": {36: "A", 38: "C"}}, ["glyph"]),
        ({"texts": {36: "A", 37: "B"}, "widths": {37: 11_000}}, ["safe-zone"]),
        ({"texts": {36: "A", 37: "B"}, "embedded": False}, ["font"]),
        ({"texts": {36: "A", 37: "C"}}, []),
    ],
)
def test_a_font_that_tells_another_thing_is_another_look(told: dict[str, Any], faults: list[str]) -> None:
    kept: dict[str, Seen] = {}
    looks(WRITTEN, kept=kept, Font=lettered(texts={36: "A", 37: "B"}))
    number, found = looks(WRITTEN, kept=kept, Font=lettered(**told))
    assert (number, [f.check for f in found]) == (1, faults)


def test_a_font_of_a_form_is_told_where_the_form_names_it() -> None:
    def form(**told: Any) -> Callable[[Pdf], Dictionary]:
        return lambda pdf: Dictionary(
            Card=Stream(
                pdf, WRITTEN.encode(), Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 300, 300]),
                Resources=Dictionary(Font=Dictionary(Text=composite_font(pdf, **told))),
            )
        )  # fmt: skip

    kept: dict[str, Seen] = {}
    page = f"{WORDS} /Card Do"
    looks(page, kept=kept, XObject=form(texts={36: "A", 37: "B"}))
    assert looks(page, kept=kept, XObject=form(texts={36: "A", 37: "B", 38: "C"}))[0] == 0
    number, found = looks(page, kept=kept, XObject=form(texts={36: "A"}))
    assert (number, [f.check for f in found]) == (1, ["glyph"])


def on_no_page(work: Callable[[Group], Told], groups: Sequence[Group]) -> Iterator[Told]:
    """Look at no page, whatever is asked."""
    return map(work, [group for group in groups if all(index == WHOLE for _, index in group)])


def test_what_was_seen_can_be_written_and_read() -> None:
    data, expected = screen("<h1>Un</h1><p>texte</p><h3>Trois</h3>")()["ecran.pdf"]
    kept: dict[str, Seen] = {}
    found = check({"e.pdf": data}, {"e.pdf": expected}, kept=kept)
    again = {key: from_plain(Seen, to_plain(seen)) for key, seen in kept.items()}
    assert check({"e.pdf": data}, {"e.pdf": expected}, kept=again, over=on_no_page) == found
    assert [f.check for f in found] == ["heading"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_kept_tells_the_same(case: Case) -> None:
    made = case.make()
    files = {name: data for name, (data, _) in made.items()}
    expected = {name: told for name, (_, told) in made.items()}
    found, kept = check(files, expected), dict[str, Seen]()
    assert check(files, expected, kept=kept) == found
    assert check(files, expected, kept=kept, over=on_no_page) == found


def test_several_processes_find_the_same_in_the_same_order() -> None:
    made = {f"{case.name}/{name}": told for case in CASES for name, told in case.make().items() if not told[1].like}
    files = {name: data for name, (data, _) in made.items()}
    expected = {name: told for name, (_, told) in made.items()}

    def over(work: Callable[[Group], Told], groups: Sequence[Group]) -> Iterator[Told]:
        return (result() for result in spread(work, groups, jobs=4))

    found = check(files, expected)
    assert check(files, expected, over=over, kept={}) == found
    assert {"standard", "heading", "contrast"} <= {finding.check for finding in found}


def test_the_name_that_several_fields_share_is_part_of_the_page() -> None:
    def named(label: str) -> bytes:
        def change(pdf: Pdf) -> None:
            widget, parent = pdf.pages[0].obj.Annots[0], pdf.make_indirect(Dictionary(TU=String(label)))
            del widget.TU
            widget.Parent = parent

        return changed(form(("Le titre", (20, 20, 80, 40)))()["ecran.pdf"][0], change)

    expected, kept = replace(SCREEN, kind="form"), dict[str, Seen]()
    assert check({"f.pdf": named("Le titre")}, {"f.pdf": expected}, kept=kept) == ()
    assert [f.check for f in check({"f.pdf": named("")}, {"f.pdf": expected}, kept=kept)] == ["field"]


@pytest.mark.parametrize(
    ("key", "one", "other"),
    [
        # What looks like an entry that is left aside, and is not: a colorant, a text, a name within an array.
        ("ColorSpace", "<< /S [ /DeviceN /P 5 /DeviceRGB ] >>", "<< /S [ /DeviceN /P 6 /DeviceRGB ] >>"),
        ("Properties", "<< /M << /Said (/P 1 0 R\\)) >> >>", "<< /M << /Said (/P 2 0 R\\)) >> >>"),
        ("Shading", "<< /G [ [ 1 ] /A 5 ] >>", "<< /G [ [ 1 ] /A 6 ] >>"),
        ("Shading", "<< /G [ << /D [ 1 ] >> /A 5 ] >>", "<< /G [ << /D [ 1 ] >> /A 6 ] >>"),
        ("Pattern", "<< /P 5 >>", "<< /P 6 >>"),
        ("ExtGState", "<< /A << /ca 1 >> >>", "<< /A << /ca 0 >> >>"),
        ("XObject", "<< /Font << /Parent 5 >> >>", "<< /Font << /Parent 6 >> >>"),
        ("Pattern", "<< /A1 5 /B << /Dest 4 >> >>", "<< /A1 6 /B << /Dest 4 >> >>"),
    ],
)
def test_nothing_else_is_left_out_of_what_tells_pages_apart(key: str, one: str, other: str) -> None:
    def digest(told: str) -> bytes:
        with Pdf.new() as pdf:
            page = pdf.add_blank_page().obj
            page.Resources = Dictionary({f"/{key}": Object.parse(told.encode())})
            return Digests(pdf).of_page(page)

    assert digest(one) == digest(one)
    assert digest(one) != digest(other)


def test_pages_call_themselves_as_the_file_says() -> None:
    with Pdf.new() as pdf:
        for _ in range(8):
            pdf.add_blank_page()
        ranges = [
            (0, Dictionary(S=Name.r)), (2, Dictionary(P=String("Cahier "), S=Name.D, St=9)), (4, Dictionary(S=Name.A)),
            (5, Dictionary(P=String("Dos"))), (6, Dictionary(S=Name.a, St=27)),
        ]  # fmt: skip
        pdf.Root.PageLabels = Dictionary(Nums=Array([part for pair in ranges for part in pair]))
        labels = page_labels(pdf)
        assert labels[:7] == [str(page.label) for page in pdf.pages][:7]
    # AA, BB… for the second 26 pages (ISO 32000-1, table 159): the library counts as columns of a sheet are named.
    assert labels == ["i", "ii", "Cahier 9", "Cahier 10", "A", "Dos", "aa", "bb"]
