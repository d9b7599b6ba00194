"""Editions on their pages: what is left out is gone everywhere, what is added is there, marked and drawn."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pikepdf
import pytest

from book.editions import read_edition
from book.model import Edition, Figure, Kind, Scenario, Text
from layouts.assemble import assemble
from layouts.brought import drawings_of, logo
from layouts.colours import edition_palette
from layouts.contents import Block, Row, on_spread
from layouts.finish.drawings import colours_of
from layouts.finish.press import Job, press
from layouts.layout import read_layout
from layouts.order import entries_of
from layouts.outputs import printer_for
from layouts.quilt import mosaic
from layouts.setup import assembly_setup
from tests.building import Built, build_book, page_ledger
from tests.composing import LAYOUTS, anchors, composed, composer_of, targets, words
from tests.reading import Book

ROOT = Path(__file__).resolve().parent.parent
Sections = dict[str, dict[str, str]]
TWO_OUT = """\
territory: "29"
newscasts: {omit: [paris, talence]}
figures: {order: [F5]}
sections: {omit: [fabrication, part, index], order: [atelier, retenir]}
"""


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Edition]:
    """Read an edition from the words of its file."""

    def read(text: str) -> Edition:
        folder = tmp_path_factory.mktemp("essai")
        (folder / "edition.yaml").write_text(text, encoding="utf-8")
        return read_edition(ROOT, folder)

    return read


def all_of(edition: Edition) -> Sections:
    return {layout: composed(ROOT, edition, layout) for layout in LAYOUTS}


@pytest.fixture(scope="module")
def whole() -> Edition:
    return read_edition(ROOT, "nationale")


@pytest.fixture(scope="module")
def example() -> Edition:
    return read_edition(ROOT, "exemple")


@pytest.fixture(scope="module")
def sections(example: Edition) -> Sections:
    return all_of(example)


# What is left out


@pytest.fixture(scope="module")
def chosen(make: Callable[[str], Edition]) -> Edition:
    return make(TWO_OUT)


@pytest.fixture(scope="module")
def left(chosen: Edition) -> Sections:
    return all_of(chosen)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_left_out_is_nowhere_referred_to(
    whole: Edition, chosen: Edition, left: Sections, layout: str
) -> None:
    html = "\n".join(left[layout].values())
    said = words(html)
    for family in ("newscasts", "scenarios", "figures"):
        gone = getattr(whole.corpus, family).keys() - getattr(chosen.corpus, family).keys()
        assert gone
        for id in gone:
            assert getattr(whole.corpus, family)[id].title not in said
            assert not re.search(rf'\b{id}\b(?![^<]*svg)', said) or family == "newscasts", id
            assert not {id, f"jt-{id}", f"fiche-{id}"} & {*anchors(html), *targets(html)}
    assert "le radar" not in said.lower()
    assert "dix-huit scénarios, dans l’ordre" not in said


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_link_leads_somewhere(left: Sections, sections: Sections, layout: str) -> None:
    for edition in (left, sections):
        html = "\n".join(edition[layout].values())
        assert set(targets(html)) - anchors(html) == set()


def test_sections_follow_the_edition(chosen: Edition, left: Sections) -> None:
    ids = list(left["book"])
    assert not {"fabrication", "index"} & set(ids)
    places = [ids.index(name) for name in ("contents", "atelier", "part", "capsule", "jt-oullins", "S06", "jt-nancy")]
    assert places == sorted(places)
    assert [id for id in ids if re.fullmatch(r"F\d", id)] == ["F5", "F1", "F2", "F3", "F4", "F6"]
    assert ids.index("retenir") < ids.index("web")
    assert chosen.own_pages[0].lead.split(".")[0][:40] in words(left["book"]["part"])  # its part omitted, not its page


def test_counts_are_those_of_the_edition(left: Sections) -> None:
    assert "Six figures" in words(left["book"]["figures"])
    assert "8 scénarios, 6 figures" in words(left["book"]["cover"])
    assert "8 scénarios, 6 figures, 9 liens" in words(left["book"]["web"])
    assert "8 scénarios, 6 figures, 9 liens" in words(left["poster"]["poster"])
    assert len(left["cards"]) == 1 + 6 + 8 + 5 + 14 + 3
    assert len(left["sheets"]) == 8 + 6


def test_sections_move_within_their_part_of_the_book(make: Callable[[str], Edition]) -> None:
    book = read_layout(ROOT / "layouts" / "book")
    edition = make('territory: "33"\nsections: {order: [index, web, map, glossary]}\n')
    ids = [entry.id for entry in entries_of(book, edition)]
    assert ids[ids.index("contents") + 1] == "map"
    assert ids.index("atelier") < ids.index("newscast") < ids.index("web") < ids.index("retenir") < ids.index("index")
    assert ids.index("index") < ids.index("glossary") < ids.index("sources") < ids.index("notes")
    assert [entry.id for entry in entries_of(book, make('territory: "33"\n'))] == [
        entry.id for entry in book.entries if entry.id not in ("foreword", "partners")
    ]


def test_scenarios_and_figures_are_the_same_sections_in_every_edition(whole: Edition) -> None:
    """What an edition does not change is laid out once for all of them."""
    for layout in ("book", "cards", "sheets"):
        common = composed(ROOT, whole, layout)
        other = composed(ROOT, read_edition(ROOT, "974"), layout)
        shared = [id for id in common if re.search(r"(^|-)[SF]\d+$|^(theme|variable|jt)-", id)]
        assert len(shared) >= 25
        assert [id for id in shared if common[id] != other[id]] == []


# What is added


def test_own_newscast_and_scenarios_tell_where_they_come_from(example: Edition, sections: Sections) -> None:
    opener, scenario = words(sections["book"]["jt-local"]), words(sections["book"]["L2"])
    assert "Journal local" in opener
    assert "ces scénarios ne viennent d’aucun atelier du cycle" in opener
    assert "Réalisé après" not in opener
    assert "Raconté dans le journal" not in scenario
    assert "ajout local" in scenario
    assert "texte de l’édition locale" in scenario
    assert example.corpus.references["gazette-exemple"].title in scenario
    assert "Figure LF1" in composer_head(example, "LF1")


def composer_head(edition: Edition, id: str) -> str:
    return next(section.head for _, section in composer_of(ROOT, edition, "book").fixed() if section.id == id)


def test_local_words_are_marked_where_the_rest_is_not_local(sections: Sections) -> None:
    marked = {id for id, html in sections["book"].items() if 'class="local-mark"' in html}
    assert {"L1", "L2", "LF1", "S03", "glossary", "retenir", "sources", "notes"} <= marked
    assert not marked & {"S01", "F1", "capsule", "jt-paris"}
    assert sections["book"]["S03"].count("local-mark") == 1  # the one text that it says in other words


@pytest.mark.parametrize("layout", LAYOUTS)
def test_own_drawings_are_where_drawings_are(example: Edition, sections: Sections, layout: str) -> None:
    html = "\n".join(sections[layout].values())
    drawing = composer_of(ROOT, example, layout)._drawings
    for family, id in (("scenarios", "L1"), ("scenarios", "L2"), ("figures", "LF1")):
        own = drawing(family, id)
        assert own.alt == example.drawings[id].alt
        if layout in ("book", "cards", "sheets"):
            assert own.alt in words(html)
    if layout in ("book", "poster", "sheets"):
        assert drawing("figures", "LF1").tile in unescape(html)


def test_own_tiles_are_on_the_cover_and_in_the_contents(example: Edition, sections: Sections) -> None:
    composer = composer_of(ROOT, example, "book")
    shown = {cell.drawing.alt for cell in composer._quilt()}
    assert shown & {example.drawings["L1"].alt, example.drawings["L2"].alt}
    for id in ("L1", "L2"):
        assert composer._drawings("scenarios", id).tile in unescape(sections["book"]["contents"])


def test_partners_contacts_and_credits_are_printed(example: Edition, sections: Sections) -> None:
    html = sections["book"]["partners"]
    assert example.partners[0].alt in words(html)
    assert 'href="mailto:camille@example.org"' in html
    assert 'href="https://example.org/union"' in html
    for line in (*example.credits, *(partner.name for partner in example.partners)):
        assert line in words(html)
    foreword = words(sections["book"]["foreword"])
    assert example.foreword
    assert example.foreword.signature in foreword
    assert "Cette édition est un exemple" in foreword  # no territory's page holds the presentation


def test_a_film_is_told_on_the_opener_of_its_newscast(make: Callable[[str], Edition]) -> None:
    book = composed(ROOT, make("videos: {nancy: https://example.org/film}\n"), "book")
    assert 'href="https://example.org/film"' in book["jt-nancy"]
    assert "Le film" not in words(book["jt-paris"])


def test_logos_weigh_alike(example: Edition) -> None:
    wide = logo(example.partners[0])
    assert wide
    assert wide.width == pytest.approx(2 * wide.height)  # as its file
    assert 400 < wide.width * wide.height < 700
    assert logo(example.partners[1]) is None


# What is left to be written


def test_blank_texts_leave_ruled_space(whole: Edition, make: Callable[[str], Edition]) -> None:
    edition = make('territory: "07"\ntexts: false\n')
    blank = all_of(edition)
    for id in ("S03", "F5"):
        record: Scenario | Figure = whole.corpus.scenarios.get(id) or whole.corpus.figures[id]
        gone = [text for text in texts_of(record) if text.kind is Kind.EDITION]
        assert len(gone) > 5
        for layout in ("book", "cards", "sheets"):
            html = next(html for key, html in blank[layout].items() if key in (id, f"fiche-{id}"))
            said = words(html)
            assert [text for text in gone if text.markdown.split(".")[0] in said] == []
            assert len(re.findall(r'class="(?:blank-line|ask|line|rule)"', html)) >= 5, (layout, id)
    opener = blank["book"]["jt-paris"]
    assert "à vous d’écrire" in words(opener)
    assert opener.count('class="rule"') == 3
    assert "à vous d’écrire" in words(blank["book"]["S03"])
    assert "texte de l’édition" not in words(blank["book"]["S03"])


def texts_of(record: Scenario | Figure) -> list[Text]:
    values = vars(record).values()
    flat = [item for value in values for item in (value if isinstance(value, tuple) else (value,))]
    return [item for item in flat if isinstance(item, Text)]


# How pages are shared out


def test_a_mosaic_covers_its_page() -> None:
    for count in range(1, 17):
        boxes = mosaic(count)
        assert len(boxes) == count + 1
        assert sum(box.width * box.height for box in boxes) == pytest.approx(158 * 220)
        assert max(box.x + box.width for box in boxes) == pytest.approx(158)
        assert max(box.y + box.height for box in boxes) == pytest.approx(220)


@pytest.mark.parametrize(("newscasts", "told", "pages"), [(1, 4, 2), (4, 5, 2), (5, 6, 2), (8, 9, 4), (2, 60, 4)])
def test_contents_are_shared_out_in_spreads(newscasts: int, told: int, pages: int) -> None:
    rows = {n: tuple(Row(f"S{n}-{i}", "Un titre", f"S{i}", "scenarios") for i in range(told)) for n in range(newscasts)}
    blocks = [Block(rows[n], f"JT {n}", f"jt-{n}", f"{n}") for n in rows]
    made = on_spread(blocks)
    assert len(made.pages) == pages
    assert all(page for page in made.pages)
    shown = [row for page in made.pages for block in page for row in block.rows]
    assert shown == [row for block in blocks for row in block.rows]
    lone = [block for page in made.pages for block in page if len(block.rows) < 2]
    assert lone == []  # no heading at the foot of a page, no last line at the head of one
    assert [block.heading for page in made.pages for block in page if block.heading] == [b.heading for b in blocks]


# The example, laid out


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build_book(tmp_path_factory.mktemp("exemple"), "exemple")


def test_the_page_ledger_of_the_example(built: Built, golden: Callable[[str, Path], None]) -> None:
    golden(page_ledger(built, Book(built.pdf)), ROOT / "tests" / "golden" / "exemple-pages.txt")


def test_what_the_example_brings_reaches_the_press(built: Built, example: Edition) -> None:
    """Its logo, in inks alone."""
    sections = {section.section.id: section for section in built.sections}
    printer = printer_for(ROOT, example, "bureau")
    layout = read_layout(ROOT / "layouts" / "book")
    setup = assembly_setup(layout, example, edition_palette(ROOT, example), ROOT / "assets")
    brought = colours_of(drawings_of(example))
    assert (0x1F, 0x8A, 0x70) in brought
    job = Job(printer, setup.palette, setup.metadata, setup.fonts, 0, brought)
    pressed = press(assemble((sections["partners"],), setup), job, "essai.pdf")
    with pikepdf.open(io.BytesIO(pressed)) as pdf:
        content = b"".join(part.read_bytes() for page in pdf.pages for part in page.Contents.as_list())
    assert b" rg" not in content
    assert b" k" in content
