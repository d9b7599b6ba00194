"""A page is looked at without its imprint, and the imprint by itself: what is found is what the whole page tells."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream

from layouts.decks.files import Wanted, make_cards
from layouts.preflight import Expectation, Finding, Seen, check
from layouts.preflight.document import Document
from layouts.preflight.look import WHOLE, Group, Told, look_all
from tests.decks import press_of, small_edition
from tests.preflight.makers import PRESS, SCREEN, TRIM, WORDS, changed, font, picture, press_file, screen_file

SHOWN = f"{WORDS} q 1 0 0 1 20 20 cm /Imprint1 Do Q"
GOOD = "BT 0 0 0 1 k /Text 7 Tf (Ain) Tj ET"
FILE = "fichier.pdf"
READ = Expectation("screen", TRIM, smallest=6, spare=frozenset({1}))

Resources = Callable[[Pdf], Dictionary]


def imprint(drawn: str, box: Sequence[float] = (-1, -2, 110, 8), embedded: bool = True) -> Resources:
    """The drawings of a page whose imprint is drawn so, in a room of that box."""
    return lambda pdf: Dictionary(
        Imprint1=Stream(
            pdf, drawn.encode("latin-1"), Type=Name.XObject, Subtype=Name.Form, BBox=Array(list(box)),
            Resources=Dictionary(Font=Dictionary(Text=font(pdf, embedded))),
        )
    )  # fmt: skip


def look(
    files: Mapping[str, bytes], expected: Mapping[str, Expectation], kept: dict[str, Seen] | None
) -> tuple[int, list[Any], tuple[Finding, ...]]:
    """How many pages are looked at, what each of them told, and what is found."""
    counted: list[int] = []

    def over(work: Callable[[Group], Told], groups: Sequence[Group]) -> Any:
        counted.append(sum(index != WHOLE for group in groups for _, index in group))
        return map(work, groups)

    documents = {name: Document(name, files[name], told) for name, told in expected.items()}
    look_all(documents, over, kept)
    told = [(s.faults, s.words, s.lines) for document in documents.values() for s in document.seen]
    for document in documents.values():
        document.close()
    return sum(counted), told, check(files, expected, kept=kept)


def same_both_ways(data: bytes, expected: Expectation, kept: dict[str, Seen]) -> tuple[int, tuple[Finding, ...]]:
    """How many pages are looked at, and what is found: nothing else than where nothing is kept."""
    number, told, found = look({FILE: data}, {FILE: expected}, kept)
    assert (told, found) == look({FILE: data}, {FILE: expected}, None)[1:]
    return number, found


@pytest.mark.parametrize("expected", [PRESS, READ, replace(PRESS, kind="sheet")], ids=lambda e: e.kind)
def test_another_name_is_not_another_page(expected: Expectation) -> None:
    kept: dict[str, Seen] = {}
    assert same_both_ways(press_file(SHOWN, XObject=imprint(GOOD)), expected, kept) == (1, ())
    other = GOOD.replace("Ain", "Pyrénées-Atlantiques")
    assert same_both_ways(press_file(SHOWN, XObject=imprint(other)), expected, kept) == (0, ())


FAULTS: dict[str, tuple[Expectation, Resources, str]] = {
    "contrast": (READ, imprint(GOOD.replace("0 0 0 1 k", "0.8 g")), SHOWN),
    "font": (PRESS, imprint(GOOD, embedded=False), SHOWN),
    "glyph": (PRESS, imprint(GOOD.replace("(Ain)", "(A\x81n)")), SHOWN),
    "black-text": (replace(PRESS, palette=()), imprint(GOOD.replace("0 0 0 1 k", ".7 .6 .4 1 k")), SHOWN),
    "colour": (PRESS, imprint(GOOD.replace("0 0 0 1 k", "1 0 0 rg")), SHOWN),
    "ink": (replace(PRESS, palette=(), ink_limit=250), imprint(GOOD.replace("0 0 0 1 k", ".9 .9 .8 0 k")), SHOWN),
    "reversed": (
        replace(PRESS, palette=()),
        imprint(GOOD.replace("0 0 0 1 k", "0 0 0 0 k").replace("7 Tf", "6 Tf")),
        f"0 1 .9 0 k -9 -9 300 300 re f {SHOWN}",
    ),
    "size": (READ, imprint(GOOD.replace("7 Tf", "5 Tf")), SHOWN),
    "clipped": (PRESS, imprint(GOOD, (-1, -2, 5, 8)), SHOWN),
    "safe-zone": (PRESS, imprint(GOOD.replace("(Ain)", f"({'Ain ' * 12})"), (-1, -2, 300, 8)), SHOWN),
    "picture": (PRESS, lambda pdf: Dictionary(), SHOWN),
    "hairline": (PRESS, imprint(f"{GOOD} 0 0 0 1 K 0.1 w 0 0 m 90 0 l S"), SHOWN),
    "marks": (replace(PRESS, marks=False), imprint(f"{GOOD} 1 1 1 1 k 0 0 90 5 re f"), SHOWN),
}


@pytest.mark.parametrize(("id", "fault"), FAULTS.items(), ids=FAULTS)
def test_a_fault_of_an_imprint_is_found(id: str, fault: tuple[Expectation, Resources, str]) -> None:
    expected, drawn, page = fault
    kept: dict[str, Seen] = {}
    good = GOOD.replace("0 0 0 1 k", "0 0 0 0 k") if id == "reversed" else GOOD
    assert same_both_ways(press_file(page, XObject=imprint(good)), expected, kept) == (1, ())
    number, found = same_both_ways(press_file(page, XObject=drawn), expected, kept)
    assert id in {finding.check for finding in found}
    assert number == 1
    assert same_both_ways(press_file(page, XObject=drawn), expected, kept) == (0, found)


def test_a_picture_in_the_place_of_an_imprint_is_seen() -> None:
    kept: dict[str, Seen] = {}
    same_both_ways(press_file(SHOWN, XObject=imprint(GOOD)), PRESS, kept)
    page = press_file(SHOWN, XObject=lambda pdf: Dictionary(Imprint1=picture(pdf, 0)))
    assert [finding.check for finding in same_both_ways(page, PRESS, kept)[1]] == ["picture"]


OVERPRINTED = Dictionary(Over=Dictionary(Type=Name.ExtGState, OP=True, op=True))


@pytest.mark.parametrize(("ground", "faults"), [("0 .1 .8 0", []), (".9 .8 .8 0", ["ink"])])
def test_black_that_overprints_is_weighed_with_what_is_beneath(ground: str, faults: list[str]) -> None:
    def drawn(words: str) -> Resources:
        def make(pdf: Pdf) -> Dictionary:
            forms = imprint(f"/Over gs {GOOD.replace('Ain', words)}")(pdf)
            forms.Imprint1.Resources.ExtGState = OVERPRINTED
            return forms

        return make

    expected = replace(PRESS, palette=())
    page = f"{ground} k -9 -9 300 300 re f {SHOWN}"
    kept: dict[str, Seen] = {}
    for words in ("Ain", "Aisne"):
        number, found = same_both_ways(press_file(page, XObject=drawn(words)), expected, kept)
        assert [finding.check for finding in found] == faults
    assert number == len(faults)  # what is at fault is looked at whole


@pytest.mark.parametrize("beside", ["0 1 .9 0 k 40 15 9 9 re f", "0 1 .9 0 k 20 20 m 60 20 l 60 40 l f"])
def test_an_imprint_on_several_colours_is_looked_at_with_its_page(beside: str) -> None:
    kept: dict[str, Seen] = {}
    for words in ("Ain", "Aisne"):
        page = press_file(f"{beside} {SHOWN}", XObject=imprint(GOOD.replace("Ain", words)))
        assert same_both_ways(page, PRESS, kept)[0] == 1


def test_a_fault_of_the_page_is_told_with_its_imprint() -> None:
    """Three runs too small, one of them the imprint: the sentence counts them all."""
    small = "0 0 0 0 k BT /Text 5 Tf 30 60 Td (un) Tj 0 20 Td (deux) Tj ET"
    page = f"0 1 .9 0 k -9 -9 300 300 re f {small} q 1 0 0 1 20 20 cm /Imprint1 Do Q"
    drawn = imprint("BT 0 0 0 0 k /Text 5 Tf (trois) Tj ET")
    kept: dict[str, Seen] = {}
    for looked in (1, 0):
        number, found = same_both_ways(press_file(page, XObject=drawn), replace(PRESS, palette=()), kept)
        assert number == looked
        assert "et 2 autres sur la page" in found[0].text


def test_words_and_lines_stand_where_the_imprint_is_drawn() -> None:
    """In the middle of a tagged page, within a form of it, turned and moved."""
    def dressed(words: str) -> Callable[[Pdf], None]:
        def change(pdf: Pdf) -> None:
            page = pdf.pages[0].obj
            form = Stream(
                pdf, b"q 1 0 0 1 5 5 cm /Imprint1 Do Q", Type=Name.XObject, Subtype=Name.Form,
                BBox=Array([0, 0, 200, 200]), Matrix=Array([0, 1, -1, 0, 60, 10]),
                Resources=Dictionary(XObject=imprint(GOOD.replace("Ain", words).replace("0 0 0 1 k", "0 g"))(pdf)),
            )  # fmt: skip
            page.Resources.XObject = Dictionary(Held=pdf.make_indirect(form))
            shown = page.Contents.read_bytes()
            page.Contents = pdf.make_stream(
                b"/Artifact <</Type /Pagination>> BDC /Held Do EMC " + shown + b" /Span <</MCID 0>> BDC /Held Do EMC"
            )

        return change

    data = screen_file("<h1>Un titre</h1><p>Une phrase.</p>")
    kept: dict[str, Seen] = {}
    for words, looked in (("Ain", 1), ("Haute-Garonne", 0)):
        number, told, found = look({FILE: changed(data, dressed(words))}, {FILE: SCREEN}, kept)
        assert (told, found) == look({FILE: changed(data, dressed(words))}, {FILE: SCREEN}, None)[1:]
        assert number == looked
        assert told[0][1] == (words, "Un", "titre", "Une", "phrase.", words)
        assert [line.mcid for line in told[0][2]][:: len(told[0][2]) - 1] == [-1, 0]


def test_the_cards_of_two_editions_are_one_look(project_root: Path) -> None:
    kept: dict[str, Seen] = {}
    edition = small_edition(project_root)
    for label, most in (("Édition de l’Ain", None), ("Édition des Pyrénées-Atlantiques", 0)):
        made = make_cards(press_of(project_root, replace(edition, label=label)), Wanted())
        files = {f"{folder}/{name}": data for folder, each in made.files.items() for name, data in each.items()}
        expected = {name: replace(told, pages=None) for name, told in made.expected.items()}
        assert set(expected) <= set(files)
        number, told, found = look(files, expected, kept)
        assert (told, found) == look(files, expected, None)[1:]
        assert most is None or number <= most
