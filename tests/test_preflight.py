"""The preflight sees each fault, and says it in French; it says nothing of files in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from layouts.preflight import Finding, check, refused
from layouts.preflight.registry import BESIDES, CHECKS
from tests.preflight.cases import CASES, Case, Files, both, cards, form, press, screen
from tests.preflight.makers import PRESS, SCREEN, WORDS
from tests.preflight.standard_cases import standard_files

EXPECTED = Path(__file__).parent / "preflight" / "expected"
WARNINGS = {"sparse", "last-word", "title"}


def findings(case: Case) -> tuple[Finding, ...]:
    files = case.make()
    return check(
        {name: data for name, (data, _) in files.items()},
        {name: expected for name, (_, expected) in files.items()},
        {"ecran.pdf": case.pages},
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_fault_is_told(case: Case, golden: Callable[[str, Path], None]) -> None:
    found = findings(case)
    assert {finding.check for finding in found} == {case.check}
    golden("".join(f"{finding.sentence()}\n" for finding in found), EXPECTED / f"{case.name}.txt")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_fault_forbids_delivery_a_warning_does_not(case: Case) -> None:
    warns = case.check in WARNINGS or case.name == "picture-middling"
    assert refused(findings(case)) is not warns


def test_no_sentence_is_left_without_its_case() -> None:
    assert {path.stem for path in EXPECTED.glob("*.txt")} == {case.name for case in CASES}


def test_every_check_has_a_case_that_trips_it() -> None:
    assert {case.check for case in CASES} == {*(each.id for each in CHECKS), *BESIDES}


SOUND: dict[str, Callable[[], Files]] = {
    "press": press(),
    "ground to the bleed": press(f"0 .18 .82 0 k -9 -9 400 400 re f {WORDS}"),
    "text in the slug": press(f"{WORDS} BT /Text 6 Tf 20 -20 Td (presse.pdf) Tj ET", sheet=15),
    "rule of a quarter point": press(f"{WORDS} 0 0 0 1 K 0.25 w 20 60 m 120 60 l S"),
    "shape that leaves the page": press(f"0 .18 .82 0 k -20 60 m 60 90 l -20 120 l f {WORDS}"),
    "small type on white": press("0 0 0 1 k BT /Text 6 Tf 30 110 Td (Bonjour) Tj ET"),
    "overprint within the limit": press(f"0 .18 .82 0 k 20 60 90 80 re f {WORDS}"),
    "large grey title": screen("<p style='font-size:19pt;line-height:22pt;color:#888'>Grand</p>"),
    "headings step by step": screen("<h1>Un</h1><h2>Deux</h2><h3>Trois</h3><p>texte</p><h2>Deux</h2>"),
    "right reference": screen("<p><a href='#b'>La fin, page 2</a></p><p id=b style='break-before:page'>b</p>"),
    "year in a link": screen("<p><a href='#b'>Vers 2050</a></p><p id=b style='break-before:page'>b</p>"),
    "two words at the end": screen(
        "<p>Une phrase qui va jusqu’au bout de la ligne, puis ces mots encore, et deux autres.</p>"
    ),
    "page meant to show little": screen(
        "<p>Un peu de texte en tête.</p>", expected=replace(SCREEN, empty=frozenset(), spare=frozenset({1}))
    ),
    "marks beside a card": cards("10 28 m 25 28 l S 28 200 m 28 225 l S", "1 0 0 1 9 0 cm " + WORDS),
    "guide to round the corners of a card": cards("28.35 28.35 113.39 170.08 re S", "1 0 0 1 9 0 cm " + WORDS),
    "fields apart": form(("Le titre", (20, 20, 80, 40)), ("Le témoin", (20, 50, 80, 70))),
    "PDF/X-4": standard_files(lambda pdf: None),
    "words said twice beside those of the cover": both("Soir le Soir", "Soir le Soir Dos", ((1,),), "cover"),
    "page meant to be empty": press(WORDS, "", expected=replace(PRESS, empty=frozenset({2}))),
}


@pytest.mark.parametrize("make", SOUND.values(), ids=SOUND)
def test_nothing_is_said_of_what_is_in_order(make: Callable[[], Files]) -> None:
    assert [finding.sentence() for finding in findings(Case("", "", make))] == []


def test_files_that_are_not_expected_are_passed_over() -> None:
    assert check({"autre.pdf": b"rien"}, {}) == ()


def test_findings_come_in_the_order_of_files_and_pages() -> None:
    thin = f"{WORDS} 0 0 0 1 K 0.1 w 20 60 m 120 60 l S"
    files = press(thin, f"{thin} 1 0 0 rg 20 60 90 30 re f")()
    data, expected = files["presse.pdf"]
    found = check({"b.pdf": data, "a.pdf": data}, {"b.pdf": expected, "a.pdf": expected})
    assert [(f.file, f.page, f.check) for f in found] == [
        *(("b.pdf", page, name) for page, name in ((1, "hairline"), (2, "colour"), (2, "hairline"))),
        *(("a.pdf", page, name) for page, name in ((1, "hairline"), (2, "colour"), (2, "hairline"))),
    ]


def test_a_screen_file_alone_is_checked_for_print_too() -> None:
    thin = "<p style='border-bottom:0.1pt solid #000'>Un texte</p>"
    data = screen(thin)()["ecran.pdf"][0]
    assert [finding.check for finding in check({"e.pdf": data}, {"e.pdf": SCREEN})] == ["hairline"]
