"""Pages looked at once: what was seen of a page is used again where nothing of it has changed, and only there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pikepdf import Array, Dictionary, Name, Pdf, String

from layouts.plain import from_plain, to_plain
from layouts.preflight import Finding, Seen, check
from layouts.preflight.labels import page_labels
from layouts.preflight.look import Group
from tests.preflight.cases import press, screen
from tests.preflight.makers import PRESS, WORDS

THIN = f"{WORDS} 0 0 0 1 K 0.1 w 20 60 m 120 60 l S"


def looks(*pages: str, expected: Any = PRESS, kept: dict[str, Seen] | None = None) -> tuple[int, tuple[Finding, ...]]:
    """How many pages are looked at in a file of these pages, and what is found."""
    looked: list[int] = []

    def over(look: Callable[[Group], list[Seen]], groups: Sequence[Group]) -> Iterator[list[Seen]]:
        looked.append(sum(map(len, groups)))
        return map(look, groups)

    data = press(*pages)()["presse.pdf"][0]
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


def test_what_was_seen_can_be_written_and_read() -> None:
    data, expected = screen("<h1>Un</h1><p>texte</p><h3>Trois</h3>")()["ecran.pdf"]
    kept: dict[str, Seen] = {}
    found = check({"e.pdf": data}, {"e.pdf": expected}, kept=kept)
    again = {key: from_plain(Seen, to_plain(seen)) for key, seen in kept.items()}
    assert check({"e.pdf": data}, {"e.pdf": expected}, kept=again, over=lambda _, places: iter(())) == found
    assert [f.check for f in found] == ["heading"]


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
