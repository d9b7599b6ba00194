"""The national edition, built whole and read back page by page."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from fontTools.ttLib import TTFont

from layouts.ledger import PAGE_SLOT, Rendered
from layouts.palette import read_palette
from tests.building import Built, page_ledger
from tests.pixels import contrast, page_grounds
from tests.reading import Book, Font, Run

ROOT = Path(__file__).resolve().parent.parent
MM = 72 / 25.4
WIDTH = 148 * MM
ENOUGH_CONTRAST = 4.5


# The ledger


def test_the_page_ledger(built: Built, book: Book, golden: Callable[[str, Path], None]) -> None:
    golden(page_ledger(built, book), ROOT / "tests" / "golden" / "nationale-pages.txt")


def test_the_book_is_of_the_length_that_was_asked(built: Built) -> None:
    assert len(built.pages) % 4 == 0
    assert 72 <= len(built.pages) <= 96
    assert len(built.pdf) < 4e6


def test_spreads_open_on_a_left_page(built: Built) -> None:
    openers = [name for name in built.places if re.fullmatch(r"S\d\d|F\d|jt-\w+", name)]
    assert len(openers) == 18 + 7 + 4
    assert [name for name in openers if built.places[name] % 2] == []


def test_every_scenario_and_figure_has_its_bookmark(built: Built, book: Book) -> None:
    pages = {page for _, _, page in book.bookmarks}
    for name in (name for name in built.places if re.fullmatch(r"S\d\d|F\d", name)):
        assert pages & {built.places[name], built.places[name] + 1}, name
    assert all(title == title.strip() != "" for _, title, _ in book.bookmarks)


def test_bookmarks_go_down_one_level_at_a_time_and_forward(book: Book) -> None:
    before = (0, 0)
    for level, title, page in book.bookmarks:
        assert level <= before[0] + 1, title
        assert page >= before[1], title
        before = level, page


# Links and page numbers


def test_every_printed_page_number_is_that_of_its_link(built: Built, book: Book) -> None:
    checked = 0
    for number, text in linked_numbers(built.pdf, book):
        assert number == text, f"{text} au lieu de {number}"
        checked += 1
    slots = sum(len(page.slots) for page in built.pages)
    indexed = sum(section.section.html.count('href="#page-') for section in built.sections)
    assert checked >= slots + indexed > 100


def linked_numbers(pdf: bytes, book: Book) -> Iterator[tuple[str, str]]:
    """For each link that ends with a number, the page it leads to and that number, read where the link stands."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = [page.get_textpage() for page in document]
        for link in book.links:
            named = re.search(r"\d$", link.label) and not re.search(r", pages? [\d–-]+$", link.label)
            if not isinstance(link.to, int) or named:
                continue  # an address, or a number that belongs to a name: source 4, article R123-1
            words = texts[link.page - 1].get_text_bounded(*link.box)
            if number := re.search(r"(?<![\w’])(\d{1,3})(?:[–-]\d{1,3})?\s*$", words):
                yield str(link.to), number[1]


def test_slots_are_all_filled(book: Book) -> None:
    for page in range(1, len(book.runs) + 1):
        assert PAGE_SLOT not in book.text(page)


def test_every_link_says_where_it_leads(book: Book) -> None:
    assert [link for link in book.links if not link.label.strip()] == []
    assert [link for link in book.links if link.label.strip().isdigit()] == []
    addresses = {link.to for link in book.links if isinstance(link.to, str)}
    assert [to for to in addresses if not to.startswith("https://")] == []


# Folios and running heads


def test_folios_and_running_heads_stand_where_the_layout_says(built: Built, book: Book) -> None:
    layout = furniture()
    number = 0
    for section in built.sections:
        for page in section.pages:
            number += 1
            tone = layout["tones"][page.name]
            expected = [str(number)] if tone["folio"] else []
            expected += [section.section.head] if tone["folio"] and tone["head"] and section.section.head else []
            found = [run for run in book.artifacts[number - 1] if run.text.strip()]
            assert [spaced(run.text) for run in found] == [spaced(text) for text in expected], number
            for run, outer in zip(found, (True, False), strict=False):
                check_place(run, book, verso=number % 2 == 0, outer=outer, style=layout["furniture"])


def spaced(text: str) -> str:
    """A face may draw all its spaces with one glyph."""
    return " ".join(text.split())


def furniture() -> dict[str, Any]:
    import yaml

    return dict(yaml.safe_load((ROOT / "layouts/book/layout.yaml").read_text("utf-8")))


def check_place(run: Run, book: Book, *, verso: bool, outer: bool, style: dict[str, Any]) -> None:
    """Folios stand at the outer edge, running heads at the inner one: left and right mirror each other."""
    assert run.y == pytest.approx(style["baseline"] * MM, abs=0.1)
    margin = style["outer" if outer else "inner"] * MM
    if verso == outer:
        assert run.x == pytest.approx(margin, abs=0.1), run.text
        return
    face = TTFont(io.BytesIO(book.fonts[run.font].file))
    advances = sum(face["hmtx"][face.getGlyphName(glyph)][0] for glyph in run.glyphs)
    kerning = 0.02 * run.size * len(run.glyphs)
    end = run.x + advances / face["head"].unitsPerEm * run.size
    assert end == pytest.approx(WIDTH - margin, abs=0.1 + kerning), run.text


# Glyphs and fonts


def test_no_glyph_is_missing(book: Book) -> None:
    outlines = {key: TTFont(io.BytesIO(font.file))["glyf"] for key, font in book.fonts.items()}
    for number, runs in enumerate(book.runs, 1):
        for run in runs:
            assert 0 not in run.glyphs, f"page {number} : {run.text}"
            assert "\ufffd" not in run.text, f"page {number} : {run.text}"
            names = outlines[run.font]
            for glyph in run.glyphs:
                drawn = names[names.glyphOrder[glyph]].numberOfContours != 0
                said = book.fonts[run.font].text[glyph]
                assert drawn != said.isspace(), f"page {number} : {said!r} dans {run.text}"


def test_each_face_is_embedded_once_and_subset(book: Book) -> None:
    own = {path: TTFont(path) for path in sorted((ROOT / "assets" / "fonts").rglob("*.ttf"))}
    faces = [face_of(font, own) for font in book.fonts.values()]
    assert len(set(faces)) == len(faces)
    for font, path in zip(book.fonts.values(), faces, strict=True):
        assert re.match(r"[A-Z]{6}\+", font.name)
        assert len(font.file) < path.stat().st_size
        table = TTFont(io.BytesIO(font.file))["glyf"]
        kept = sum(table[name].numberOfContours != 0 for name in table.glyphOrder)
        assert kept <= len(font.text) + 40, font.name  # with the parts of composed glyphs


def face_of(font: Font, own: dict[Path, TTFont]) -> Path:
    """The one font file of the project whose outlines are those of the embedded font."""
    mine = TTFont(io.BytesIO(font.file))
    gids = sorted(font.text.keys() - {0})

    def same(face: TTFont) -> bool:
        if max(gids) >= len(face.getGlyphOrder()):
            return False
        return all(
            mine["glyf"][mine.getGlyphName(gid)].getCoordinates(mine["glyf"])[0]
            == face["glyf"][face.getGlyphName(gid)].getCoordinates(face["glyf"])[0]
            for gid in gids
        )

    (path,) = [path for path, face in own.items() if same(face)]
    return path


def test_no_type_is_too_small_but_what_is_raised(book: Book) -> None:
    for number, runs in enumerate(book.runs, 1):
        for run in runs:
            size = run.size * (0.75 if run.mcid is not None else 1)  # a section counts in CSS pixels
            assert size >= 7.45 or len(run.text.strip()) <= 3, f"page {number} : {run.text} à {size:.1f} pt"


def test_the_preflight_has_nothing_to_say_of_the_pages(built: Built) -> None:
    """No last word alone on its line, no title in too many lines, no page emptier than the layout means it to be."""
    assert "à voir" not in built.said, built.said


def test_no_font_stays_outside(book: Book) -> None:
    for page in book.pdf.pages:
        for part in page.obj.Resources.get("/XObject", {}).values():
            inner: Any = part.Resources.get("/Font", {}) if "/Resources" in part else {}
            assert set(inner.keys()) <= book.fonts.keys()


# Text in reading order


def test_the_words_of_every_section_are_read_in_their_order(built: Built, book: Book) -> None:
    """Word for word: neither the end of a line nor that of a block runs two words together, or parts one."""
    first = 1
    for section in built.sections:
        pages = range(first, first + len(section.pages))
        read = "".join(book.text(page, ("Lbl",)) for page in pages)
        assert words(read) == words(written(section, built.places)), section.section.id
        first += len(section.pages)


def words(text: str) -> list[str]:
    """The words of a text; what is set in capitals says the same."""
    return text.casefold().split()


def written(section: Rendered, places: dict[str, int]) -> str:
    reader = Words(places)
    reader.feed(section.section.html)
    return "".join(reader.words)


class Words(HTMLParser):
    """The words of a section's HTML, with the page numbers that assembly sets; blocks part words."""

    INLINE = frozenset(("a", "span", "strong", "em", "sup", "code"))

    def __init__(self, places: dict[str, int]) -> None:
        super().__init__()
        self.words: list[str] = []
        self._places, self._open = places, [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.INLINE:
            self.words.append(" ")
        if tag not in ("br", "img", "meta", "hr", "wbr"):
            self._open.append((tag, dict(attrs).get("data-page-of") or ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag
        if tag not in self.INLINE:
            self.words.append(" ")

    def handle_data(self, data: str) -> None:
        tag, target = self._open[-1]
        if tag != "title":
            self.words.append(data.replace(PAGE_SLOT, str(self._places[target])) if target else data)


def test_a_title_is_read_before_its_text(built: Built, book: Book) -> None:
    seen: set[int] = set()
    for node in book.tree.walk():
        if node.kind in ("P", "H1"):
            page = next(node.marks(), (0, 0))[0]
            if node.kind == "H1":
                seen.add(page)
            elif page in {built.places[f"F{n}"] + 1 for n in range(1, 8)} and len(book.text_of(node)) > 40:
                assert page in seen, book.text_of(node)


def test_what_a_page_shows_is_marked_or_an_artifact(book: Book) -> None:
    held = set(book.tree.marks())
    for number, runs in enumerate(book.runs, 1):
        assert {(number, run.mcid) for run in runs if run.mcid is not None} <= held


def test_every_drawing_speaks_french(book: Book) -> None:
    figures = [node for node in book.tree.walk() if node.kind == "Figure"]
    assert len(figures) >= 18 + 7 + 4
    for node in figures:
        assert 30 <= len(node.alt) <= 420, node.alt
        assert re.search(r"\b(un|une|des|de|du|la|le|les|l’|d’)\b", node.alt.lower()), node.alt
        assert "'" not in node.alt


def test_what_the_file_says_of_itself(book: Book) -> None:
    root, info = book.pdf.Root, book.pdf.docinfo
    assert (str(root.Lang), bool(root.ViewerPreferences.DisplayDocTitle), bool(root.MarkInfo.Marked)) == (
        "fr", True, True,
    )  # fmt: skip
    assert str(info.Title) == "Fabriquer l’action sociale de demain"
    xmp = root.Metadata.read_bytes().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    for said in (info.Title, info.Author, info.Subject, "CC BY-SA 4.0"):
        assert str(said) in xmp


def test_page_labels_are_the_folios(book: Book) -> None:
    count = len(book.labels)
    assert book.labels[:3] == ["C1", "C2", "3"]
    assert book.labels[-3:] == [str(count - 2), "C3", "C4"]


# Contrast


def test_every_text_stands_out_from_what_is_beneath_it(built: Built) -> None:
    faint = []
    for number, colour, box, ground in page_grounds(built.pdf):
        if contrast(colour, ground) < ENOUGH_CONTRAST:
            faint.append(f"page {number}, {box} : {colour} sur {ground}, {contrast(colour, ground):.1f}")
    assert faint == []


def test_every_colour_of_text_is_a_token(book: Book) -> None:
    palette = read_palette(ROOT / "layouts/base/palette.yaml")
    tokens = {tuple(round(value * 255) for value in palette.rgb(token)) for token in palette.srgb}
    found = {tuple(round(v * 255) for v in run.colour) for runs in book.runs for run in runs if run.text.strip()}
    assert found <= tokens


# Bytes


def test_the_same_bytes_elsewhere_on_another_day(built: Built, tmp_path: Path) -> None:
    """Another process, folder, home, time zone, hash seed, number of jobs and date."""
    there, home = tmp_path / "ailleurs", tmp_path / "chez-soi"
    home.mkdir()
    for name in ("book", "layouts", "assets"):
        shutil.copytree(ROOT / name, there / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "build.py", there)
    (home / "sitecustomize.py").write_text(ANOTHER_DAY, encoding="utf-8")
    changed = {
        "HOME": str(home), "TZ": "Pacific/Auckland", "PYTHONHASHSEED": "2050", "PYTHONPATH": str(home), "LC_ALL": "C",
    }  # fmt: skip
    command = [sys.executable, str(there / "build.py"), "make", "--only", "ecran", "--out", str(home / "dist")]
    done = subprocess.run(command, cwd=home, env=os.environ | changed, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = (home / "dist").rglob("livre-ecran.pdf")
    assert path.read_bytes() == built.pdf, "les octets diffèrent d’une construction à l’autre"


ANOTHER_DAY = """
import datetime, time
SHIFT = 12345678.9
now = time.time
time.time = lambda: now() + SHIFT
for name in ("gmtime", "localtime"):
    true = getattr(time, name)
    setattr(time, name, lambda seconds=None, true=true: true(time.time() if seconds is None else seconds))
class Datetime(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return cls.fromtimestamp(time.time(), tz)
    @classmethod
    def utcnow(cls):
        return cls.utcfromtimestamp(time.time())
class Date(datetime.date):
    @classmethod
    def today(cls):
        return cls.fromtimestamp(time.time())
datetime.datetime, datetime.date = Datetime, Date
"""


# PDF/UA-1


def validator() -> str | None:
    beside = ROOT.parent / "shared" / "tools" / "verapdf"
    return shutil.which("verapdf") or (str(beside) if os.access(beside, os.X_OK) else None)


@pytest.mark.skipif(validator() is None, reason="veraPDF est absent : la conformité PDF/UA-1 n’est pas vérifiée")
def test_verapdf_finds_nothing_against_pdf_ua_1(built: Built, tmp_path: Path) -> None:
    path = tmp_path / "livre-ecran.pdf"
    path.write_bytes(built.pdf)
    command = [validator() or "", "--flavour", "ua1", "--format", "text", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 2 and "could not be set up" in done.stderr:
        pytest.skip(f"veraPDF ne s’installe pas ici : {done.stderr.strip()}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("PASS")
