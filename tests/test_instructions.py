"""Content streams cut into instructions: what is copied is what was written, and another reader agrees on the cuts."""

from __future__ import annotations

import pikepdf
import pytest
from pikepdf import Pdf

from layouts.finish.instructions import IMAGE, OPERANDS, OPERATOR, PATH, PLAIN, STRANGE, across, cut, steps

PLAINLY = (
    b"q 1 0 0 -1 0 595.2 cm\n/a1.0 gs .5 -.25 +3. rg",
    b"10 10 m 20 20 l\r\n1 2 3 4 5 6 c h W* n 0 0 5 5 re\tf*",
    b"/Span <</MCID 0/Lang(fr)/E true/F[1 null/N]>> BDC BT/F1 12 Tf 1 0 0 1 5 5 Tm[<00 1a>-2.5(a\\)b\\\\)]TJ ET EMC",
    b"BT (line\\\nbreak) Tj 0 Tr T* (a)' 1 2 (b)\" ET",
    b"/P#20x scn /Pattern cs [2 1] 0 d [] 0 d 0 J 1 j 4 M d0 Q ",
    b"q\0/x0 Do\fQ",
    b"",
)
ANEW = (
    b"q % a comment (with) <odd> words\nQ",
    b"BT (balanced (parentheses (within) a) string) Tj ET",
    b"q 1 0 0 rg % last",
)


def told(stream: bytes) -> list[tuple[str, list[str]]]:
    """The instructions as pikepdf reads them, numbers by their value."""
    with Pdf.new() as pdf:
        parsed = pikepdf.parse_content_stream(pdf.make_stream(stream))
    return [(str(each.operator), [_told(value) for value in each.operands]) for each in parsed]


def _told(value: object) -> str:
    if isinstance(value, pikepdf.Object):
        return value.unparse().decode("latin-1")
    return repr(value) if isinstance(value, bool) else f"{float(value):.6f}"  # type: ignore[arg-type]


@pytest.mark.parametrize("stream", PLAINLY)
def test_cuts_joined_are_the_stream(stream: bytes) -> None:
    assert b"".join(piece[0] for piece in cut(stream)) == b"\n" + stream


@pytest.mark.parametrize("stream", PLAINLY + ANEW)
def test_each_cut_can_stand_alone(stream: bytes) -> None:
    """Any of them may be left out or have another before it, so none leans on its neighbours."""
    apart = [each for piece in cut(stream) for each in told(piece[0])]
    assert apart == told(stream)


@pytest.mark.parametrize("stream", PLAINLY + ANEW)
def test_an_operator_comes_with_its_operands(stream: bytes) -> None:
    for piece in cut(stream):
        if piece.lastindex == OPERATOR:
            ((operator, operands),) = told(piece[0])
            assert operator.encode() == piece[OPERATOR]
            assert [(operator, operands)] == told(piece[OPERANDS] + b" " + piece[OPERATOR])


def test_paths_and_what_has_no_colour_are_taken_whole() -> None:
    pieces = cut(b"q 0 J 4 M 0 0 m 9 9 l h f BT /F 9 Tf 1 0 0 1 0 0 Tm [<00>] TJ ET Q")
    assert [(piece.lastindex, piece[0].strip()) for piece in pieces if piece.lastindex in (PATH, PLAIN)] == [
        (PLAIN, b"0 J 4 M"),
        (PATH, b"0 0 m 9 9 l h"),
        (PLAIN, b"BT /F 9 Tf 1 0 0 1 0 0 Tm"),
        (PLAIN, b"ET"),
    ]


def test_an_image_in_the_stream_is_told_where_it_stands() -> None:
    pieces = cut(b"q BI /W 1 /H 1 /CS /G /BPC 8 ID x EI Q")
    assert [piece[OPERATOR] for piece in pieces if piece.lastindex == OPERATOR] == [b"q", IMAGE, b"Q"]


def test_nothing_is_left_uncut() -> None:
    assert all(piece.lastindex != STRANGE for stream in PLAINLY + ANEW for piece in cut(stream))


def test_how_thick_a_path_is() -> None:
    assert across(steps(b" 10 10 200 .5 re")) == 0.5
    assert across(steps(b" 10 10 m 210 10 l 210 11.5 l h W*")) == 1.5
    assert across(steps(b"")) == float("inf")
