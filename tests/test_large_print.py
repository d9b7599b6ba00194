"""The book in large print, read back: sizes, lines, contrasts, and the pages of the standard edition in its margin."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from book.editions import read_edition
from layouts.assemble import Furniture
from layouts.assemble.fonts import FontTable
from layouts.assemble.furniture import Foot, foot_operators
from layouts.choice import Choice
from layouts.compose import Composer
from layouts.concordance import concordance
from layouts.large_print import CONTRAST, FILE, KEY, SMALLEST, WEB
from layouts.layout import read_layout
from layouts.ledger import Line, PageLedger, Rendered, Section
from layouts.palette import read_palette
from layouts.setting import faces
from tests.building import Built
from tests.enlarging import Enlarged
from tests.pixels import contrast, page_grounds
from tests.reading import Book, Node, Run
from tests.test_book import validator

ROOT = Path(__file__).resolve().parent.parent
LAYOUT = ROOT / "layouts" / "large-print"
MM = 72 / 25.4
LEFT, RIGHT = 36 * MM, 188 * MM
TAB = re.compile(r"p\.\u00a0(\d+)")
WORD = re.compile(r"[^\W\d_]+")


@pytest.fixture(scope="module")
def large(enlarged: Enlarged) -> Book:
    return Book(enlarged.pdf)


def paragraphs(book: Book) -> Iterator[list[Run]]:
    """The runs of each paragraph and each item of a list, in reading order, where they stand on one page."""
    at: dict[tuple[int, int], list[Run]] = {}
    for number, runs in enumerate(book.runs, 1):
        for run in runs:
            if run.mcid is not None and run.text.strip():
                at.setdefault((number, run.mcid), []).append(run)
    for node in book.tree.walk():
        if node.kind in ("P", "LBody"):
            marks = list(node.marks())
            if len({page for page, _ in marks}) == 1:
                yield [run for mark in marks for run in at.get(mark, ())]


def lines_of(runs: list[Run]) -> list[list[Run]]:
    lines: list[list[Run]] = []
    for run in runs:
        if lines and abs(lines[-1][0].y - run.y) < 1:
            lines[-1].append(run)
        else:
            lines.append([run])
    return lines


# What the eye meets


def test_the_page_ledger(enlarged: Enlarged, large: Book, golden: Callable[[str, Path], None]) -> None:
    told = ["Pages : étiquette, section, nom de page, titre courant, pages du livre courant en marge", ""]
    pages = [(section, page) for section in enlarged.sections for page in section.pages]
    for label, (section, page), margin in zip(large.labels, pages, enlarged.margins, strict=True):
        head = section.section.head.replace("\u00a0", " ").replace("\u202f", " ")
        parts = (label, section.section.id, page.name, head, " ".join(folio for folio, _ in margin))
        told.append(" | ".join(parts).rstrip(" |"))
    golden("\n".join(told) + "\n", ROOT / "tests" / "golden" / "nationale-gros-caracteres.txt")


def test_pages_are_a4_and_not_too_many(large: Book) -> None:
    assert {tuple(round(float(v) / MM) for v in page.mediabox) for page in large.pdf.pages} == {(0, 0, 210, 297)}
    assert 120 <= len(large.pdf.pages) <= 260
    assert large.labels[:2] == ["C1", "2"]
    assert large.pdf.Root.PageLayout == "/SinglePage"


def test_nothing_that_is_read_is_below_18_points(large: Book) -> None:
    read = [run for runs in large.runs for run in runs if run.mcid is not None]
    assert [(run.text, run.size) for run in read if run.size < SMALLEST] == []
    folios = [run.size for runs in large.artifacts for run in runs]
    assert min(folios) >= 14


def test_reading_is_set_in_the_hyperlegible_face_upright(large: Book) -> None:
    names = {font.name.partition("+")[2] for font in large.fonts.values()}
    assert {name[:13] for name in names} == {"Capsule-Fiche", "Capsule-Titre"}, "families of faces.css"
    assert not any("Italic" in name for name in names)
    words = [run.text for runs in large.runs for run in runs if len(WORD.findall(run.text)) > 2]
    assert [text for text in words if text.isupper()] == []


def test_lines_are_far_enough_apart(large: Book) -> None:
    tight = [
        (above[0].text, above[0].y - below[0].y)
        for runs in paragraphs(large)
        for above, below in pairwise(lines_of(runs))
        if below[0].size < 24 and above[0].y - below[0].y < 1.3 * below[0].size
    ]
    assert tight == []


def test_text_is_flush_left_and_ragged_right(large: Book) -> None:
    told = (runs for runs in paragraphs(large) if runs and abs(runs[0].x - LEFT) < 1)
    many = [lines for runs in told if len(lines := lines_of(runs)) > 3 and not runs[0].text.strip().isdigit()]
    assert len(many) > 60
    for lines in many:
        assert max(abs(line[0].x - LEFT) for line in lines) < 0.5, lines[0][0].text
    lengths = {len("".join(run.text for run in line)) for lines in many for line in lines[:-1]}
    assert max(lengths) > 48
    assert len(lengths) > 15


def test_no_word_is_divided(large: Book, book: Book) -> None:
    told = "".join(book.text(number) for number in range(1, len(book.pdf.pages) + 1)).replace("\u00a0", " ")
    for runs in paragraphs(large):
        for above, below in pairwise(lines_of(runs)):
            end = "".join(run.text for run in above).split()[-1]
            start = "".join(run.text for run in below).split()[0]
            if end.endswith(("-", "\u2010", "\u00ad")):
                assert end + start in told, end + start


def test_every_text_stands_out_seven_to_one(enlarged: Enlarged) -> None:
    shown = sorted({pages[0] for pages in _first_pages(enlarged)} | {2, 3, 6, 7, len(enlarged.margins)})
    with pikepdf.open(io.BytesIO(enlarged.pdf)) as pdf:
        some = pikepdf.Pdf.new()
        for number in shown:
            some.pages.append(pdf.pages[number - 1])
        out = io.BytesIO()
        some.save(out)
    faint = [
        (shown[number - 1], box, colour, ground)
        for number, colour, box, ground in page_grounds(out.getvalue())
        if contrast(colour, ground) < CONTRAST
    ]
    assert faint == []


def _first_pages(enlarged: Enlarged) -> Iterator[tuple[int, str]]:
    """The first page of each section of another kind, and of one scenario and figure a ground."""
    first, seen = 1, set()
    for section in enlarged.sections:
        ground = re.search(r'class="chapter (ground-\w+)', section.section.html)
        kind = section.section.id[:1] + ground[1] if ground is not None else section.section.id
        if kind not in seen:
            seen.add(kind)
            yield first, kind
        first += len(section.pages)


def test_headings_are_not_left_alone_at_the_foot(large: Book) -> None:
    """A heading is followed, on its page, by what it heads."""
    lowest = [min(run.y for run in runs if run.mcid is not None) if any(r.mcid is not None for r in runs) else 0.0
              for runs in large.runs]  # fmt: skip
    at = {(n, run.mcid): run for n, runs in enumerate(large.runs, 1) for run in runs if run.mcid is not None}
    alone = [
        (page, at[page, mcid].text)
        for node in large.tree.walk()
        if re.fullmatch(r"H[1-6]", node.kind) and not list(_links(node))
        for page, mcid in list(node.marks())[-1:]
        if (page, mcid) in at and at[page, mcid].y <= lowest[page - 1] and not _is_ruled(large, page)
    ]
    assert alone == []


def _links(node: Node) -> Iterator[Node]:
    return (kid for kid in node.walk() if kid.kind == "Link")


def _is_ruled(large: Book, page: int) -> bool:
    """Whether a page has lines to write on: nothing is read below its headings."""
    return bytes(large.pdf.pages[page - 1].Contents.read_bytes()).count(b" re") > 3 and len(large.text(page)) < 300


# The margin


def tabs(large: Book) -> list[tuple[int, str, float]]:
    """Page, number and base line of each tab, read from what is drawn."""
    return [
        (number, found[1], run.y)
        for number, runs in enumerate(large.artifacts, 1)
        for run in runs
        if (found := TAB.fullmatch(run.text))
    ]


def test_every_page_of_the_book_has_its_tab(large: Book, book: Book, built: Built, enlarged: Enlarged) -> None:
    mine = {section.section.whole for section in enlarged.sections}
    ids = [section.section.whole for section in built.sections for _ in section.pages]
    there = [
        label
        for label, name, page in zip(book.labels, ids, built.pages, strict=True)
        if label.isdigit() and name in mine and (page.lines or page.anchors)
    ]
    assert len(there) >= len(built.pages) - 10, "title pages, contents and blank pages are other here"
    assert [number for _, number, _ in tabs(large)] == there


def test_tabs_follow_each_other_without_overlapping(large: Book) -> None:
    found = tabs(large)
    assert [int(number) for _, number, _ in found] == sorted(int(number) for _, number, _ in found)
    for (page, _, high), (other, _, low) in pairwise(found):
        assert page != other or high - low > 10 * MM


def test_beside_a_tab_stands_what_opens_the_page_of_the_book(large: Book, book: Book, built: Built) -> None:
    """The first words that a page of the book says are those of the line beside its tab, or its picture's are."""
    otherwise = {built.places["figures"], built.places["toile"]}  # drawn anew for the large page
    pictures = {page: node.alt for node in book.tree.walk() if node.kind == "Figure" for page, _ in node.marks()}
    mine = {page: node.alt for node in large.tree.walk() if node.kind == "Figure" for page, _ in node.marks()}
    for page, number, y in tabs(large):
        said = built.pages[int(number) - 1].words
        if not said:
            alt = pictures.get(int(number))
            assert alt is None or mine.get(page) == alt or int(number) in otherwise
            continue
        beside = [run for run in large.runs[page - 1] if run.mcid is not None and abs(run.y - y) < 1]
        line = " ".join(WORD.findall("".join(run.text for run in beside).casefold()))
        opening = WORD.findall(said.casefold())
        assert line, number
        assert any(" ".join(opening[i : i + 2]) in line or line in " ".join(opening[:12]) for i in range(8)), number


def test_the_bookmarks_lead_to_the_pages_of_the_book_too(large: Book) -> None:
    titles = [title for _, title, _ in large.bookmarks]
    start = titles.index("Pages du livre courant")
    assert [(title, page) for _, title, page in large.bookmarks[start + 1 :]] == [
        (f"p.\u00a0{number}", page) for page, number, _ in tabs(large)
    ]


def test_the_contents_give_both_pages(large: Book, enlarged: Enlarged, built: Built) -> None:
    there = {name: str(page) for name, page in built.places.items()}
    names = {page: name for name, page in large.destinations.items() if name in there and not name.startswith("page-")}
    ids = [section.section.id for section in enlarged.sections for _ in section.pages]
    checked = 0
    for link in large.links:
        if ids[link.page - 1] != "summary" or link.to not in names:
            continue
        runs = [run for run in large.runs[link.page - 1] if link.box[1] - 1 <= run.y <= link.box[3] + 1]
        numbers = {run.x < LEFT: run.text.strip() for run in runs if re.fullmatch(r"\s*\d+\s*", run.text)}
        assert numbers == {True: there[names[int(link.to)]], False: str(link.to)}, link.label
        checked += 1
    assert checked > 35


# Any edition


def test_an_edition_shares_its_scenarios_and_figures_with_the_others() -> None:
    palette = read_palette(ROOT / "layouts" / "base" / "palette.yaml")

    def sections(edition: str) -> dict[str, str]:
        read = read_edition(ROOT, edition)
        composer = Composer(read_layout(LAYOUT), read, palette, ROOT / "assets", {"frame": WEB})
        return {section.id: section.html for _, section in composer.fixed()}

    national, local = sections("nationale"), sections("gironde")
    assert set(national) < set(local)
    shared = {name for name in national if local[name] == national[name]}
    assert {name for name in national if re.fullmatch(r"S\d\d|jt-\w+", name)} <= shared
    assert {"F1", "capsule", "fabrication", "map", "ccas", "themes", "atelier", "glossary"} <= shared
    assert "part" in local


@pytest.mark.parametrize(
    ("edition", "changes", "asked", "made"),
    [
        ("nationale", {}, (), True),
        ("nationale", {}, ("ecran",), False),
        ("gironde", {}, (), False),
        ("gironde", {}, (KEY,), True),
        ("gironde", {"formats": ("a6", KEY)}, (), True),
        ("gironde", {"formats": (KEY,), "outputs": ("ecran",)}, (), True),
        ("gironde", {"outputs": (KEY,)}, (), True),
        ("gironde", {"outputs": ("ecran",)}, (), False),
    ],
)
def test_it_is_made_where_it_is_asked_for(
    edition: str, changes: dict[str, tuple[str, ...]], asked: tuple[str, ...], made: bool
) -> None:
    choice = Choice(asked).of(replace(read_edition(ROOT, edition), **changes))  # type: ignore[arg-type]
    assert bool(choice.wants(KEY)) is made
    assert KEY not in choice.formats, "it is no format of cards"


@pytest.mark.skipif(validator() is None, reason="veraPDF est absent : la conformité PDF/UA-1 n’est pas vérifiée")
def test_verapdf_finds_nothing_against_pdf_ua_1(enlarged: Enlarged, tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(enlarged.pdf)
    command = [validator() or "", "--flavour", "ua1", "--format", "text", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 2 and "could not be set up" in done.stderr:
        pytest.skip(f"veraPDF ne s’installe pas ici : {done.stderr.strip()}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("PASS")


# The concordance by itself


def rendered(name: str, *pages: tuple[dict[str, tuple[float, float]], list[Line]]) -> Rendered:
    ledgers = tuple(PageLedger("", anchors, (), (), (), tuple(lines)) for anchors, lines in pages)
    return Rendered(Section(name, "", "recto", None, "", "ink"), b"", ledgers, {})


def said(*lines: str, silent: bool = False) -> list[Line]:
    return [Line(text, 700.0 - 20 * i, silent) for i, text in enumerate(lines)]


def marks(standard: list[Rendered], other: list[Rendered], covers: int = 0) -> list[list[tuple[str, float]]]:
    return [[(m.folio, m.y) for m in page] for page in concordance(standard, other, covers, size=18, apart=30)]


def test_a_page_starts_at_the_line_that_holds_its_first_words() -> None:
    standard = rendered("a", ({}, said("un deux trois quatre cinq six")), ({}, said("sept huit neuf dix onze douze")))
    other = rendered("a", ({}, said("un deux trois", "quatre cinq")), ({}, said("six sept", "huit neuf dix onze")))
    assert marks([standard], [other]) == [[("1", 700.0)], [("2", 700.0)]]


def test_a_page_without_words_starts_at_its_anchor() -> None:
    plate = ({"S01": (0.0, 595.0)}, said("S01", silent=True))
    standard = rendered("a", plate, ({}, said("un deux trois quatre")))
    other = rendered("a", ({"S01": (0.0, 780.0)}, said("un deux trois quatre")))
    assert marks([standard], [other]) == [[("1", 762.0), ("2", 700.0)]]


def test_marks_that_would_overlap_are_parted() -> None:
    standard = rendered("a", ({}, said("un deux trois quatre")), ({}, said("cinq six sept huit")))
    other = rendered("a", ({}, said("un deux trois quatre cinq six sept huit")))
    assert marks([standard], [other]) == [[("1", 700.0), ("2", 670.0)]]


def test_page_numbers_in_the_text_do_not_count() -> None:
    standard = rendered("index", ({}, said("accueil, 12, 30", "bénévolat, 7", "cuisine, 9", "débat, 4")))
    other = rendered("index", ({}, said("accueil, 61", "bénévolat, 50, 52", "cuisine, 70", "débat, 8")))
    assert marks([standard], [other]) == [[("1", 700.0)]]


def test_covers_and_missing_sections_have_no_mark() -> None:
    page: tuple[dict[str, tuple[float, float]], list[Line]] = ({}, said("un deux trois quatre"))
    standard = [rendered("cover", page), rendered("gone", page), rendered("a", page), rendered("back", page)]
    other = [rendered("cover", page), rendered("a", page), rendered("back", page)]
    assert marks(standard, other, covers=1) == [[], [("3", 700.0)], []]


def test_a_long_running_head_ends_in_an_ellipsis() -> None:
    style = Furniture(13, 36, 12, 16, "AtkinsonHyperlegibleNext_700Bold.ttf",
                      "AtkinsonHyperlegibleNext_400Regular.ttf", 0, mirrored=False)  # fmt: skip
    fonts = FontTable(faces(ROOT / "assets" / "fonts"))
    long = "L12 · " + "un titre très long " * 8
    drawn = foot_operators(Foot("recto", "12", long, (0, 0, 0)), style, 210 * MM, fonts)
    end = fonts.face(fonts.key_of(style.head_font)).set_line("…").array[2:6]
    assert f"<{end}>".encode() in drawn
    assert f"1 0 0 1 {12 * MM:.3f}".encode() in drawn, "the folio stands at the same place on every page"
    short = foot_operators(Foot("recto", "12", "Glossaire", (0, 0, 0)), style, 210 * MM, fonts)
    assert f"<{end}>".encode() not in short


