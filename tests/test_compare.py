"""What changed between two builds: pages found by what they show, cards by their codes; the report, the status."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from pathlib import Path

import pikepdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from click.testing import CliRunner, Result
from pikepdf import Name
from PIL import Image, ImageDraw
from playwright.sync_api import sync_playwright

import build
from book.editions import read_edition
from book.model import Edition, Text
from layouts.assemble import assemble
from layouts.assemble.provenance import NAMESPACE
from layouts.builds.changes import Changes, compare_volumes
from layouts.builds.marking import spots
from layouts.builds.volume import Volume
from layouts.cache import Cache
from layouts.decks.files import HOME, SCREEN, Wanted, make_cards
from layouts.delivery import deliver
from layouts.documents import Press
from layouts.layout import read_layout
from layouts.setup import assembly_setup
from layouts.workshop_files import sheet_files
from tests.building import Built
from tests.decks import press_of, small_edition
from tests.presswork import screen
from tests.test_site_browser import CHROMIUM, OPTIONS

GOLDEN = Path(__file__).parent / "golden"
SHEETS = "fiches/fiches-a-imprimer.pdf"


def compare(*arguments: str | Path) -> Result:
    return CliRunner().invoke(build.main, ["compare", *map(str, arguments)])


def rewritten(edition: Edition) -> Edition:
    """The small edition some time later: words of S15 are others, S01 and F3 are gone."""

    def said(text: Text, words: str) -> Text:
        return replace(text, markdown=words)

    corpus = edition.corpus
    old = corpus.scenarios["S15"]
    new = replace(
        old,
        concerned=said(old.concerned, "Tout le quartier, du primeur au dentiste."),
        questions=(said(old.questions[0], "Qui pèse, et avec quelle balance ?"), *old.questions[1:]),
    )
    scenarios = {id: new if id == "S15" else one for id, one in corpus.scenarios.items() if id != "S01"}
    figures = {id: figure for id, figure in corpus.figures.items() if id != "F3"}
    return replace(edition, version="1.1", corpus=replace(corpus, scenarios=scenarios, figures=figures))


def built_into(folder: Path, press: Press) -> Path:
    made = sheet_files(press, press.make("sheets"))
    for below, files in make_cards(press, Wanted(only=(SCREEN, HOME))).files.items():
        made.setdefault(below, {}).update(files)
    for below, files in made.items():
        deliver(files, folder / below)
    (folder / "a-lire.txt").write_text(press.edition.version, encoding="utf-8")
    (folder / "licence.txt").write_text("CC BY-SA 4.0", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def place(project_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a build, `avant`, and a later one, `apres`."""
    folder = tmp_path_factory.mktemp("compare")
    edition = small_edition(project_root)
    press = replace(press_of(project_root, edition), kept=Cache(folder / "kept"))
    built_into(folder / "avant", press)
    built_into(folder / "apres", replace(press, edition=rewritten(edition)))
    (folder / "apres" / "ajout.txt").write_text("", encoding="utf-8")
    return folder


@pytest.fixture
def beside(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the builds, from which paths are given."""
    monkeypatch.chdir(place)
    return place


def changes(before: Path, after: Path) -> Changes:
    old, new = Volume(before), Volume(after)
    try:
        return compare_volumes(old, new)
    finally:
        old.close()
        new.close()


@dataclass(frozen=True)
class Reported:
    """A report, and what was told when it was made."""

    folder: Path
    result: Result


@pytest.fixture(scope="module")
def reported(place: Path) -> Reported:
    folder = place / "rapport"
    return Reported(folder, compare(place / "avant", place / "apres", "--out", folder))


@pytest.fixture(scope="module")
def report(reported: Reported) -> Path:
    return reported.folder


# What is told, and the status


def test_what_changed_is_told(place: Path, reported: Reported, golden: Callable[[str, Path], None]) -> None:
    assert (reported.result.exit_code, reported.result.stderr) == (1, "")
    golden(reported.result.stdout.replace(f"{place}/", ""), GOLDEN / "compare.txt")


def test_a_build_is_the_same_as_itself(beside: Path) -> None:
    result = compare("avant", "avant", "--out", "pareil")
    assert result.exit_code == 0
    assert "Rien n’a changé" in result.stdout
    assert "Rien n’a changé" in (beside / "pareil" / "index.html").read_text("utf-8").replace("\u00a0", " ")


def test_another_corpus_that_prints_the_same_is_the_same(beside: Path) -> None:
    with pikepdf.open(f"avant/{SHEETS}") as pdf:
        with pdf.open_metadata(update_docinfo=False) as xmp:
            xmp[f"{{{NAMESPACE}}}corpus"] = "0" * 16
        pdf.save("autre-corpus.pdf")
    assert Path("autre-corpus.pdf").read_bytes() != Path(f"avant/{SHEETS}").read_bytes()
    assert compare(f"avant/{SHEETS}", "autre-corpus.pdf", "--out", "pareil").exit_code == 0


def test_nothing_to_compare(beside: Path, golden: Callable[[str, Path], None]) -> None:
    (beside / "vide").mkdir(exist_ok=True)
    (beside / "note.pdf").write_text("Bonjour", encoding="utf-8")
    told = []
    for pair in (("avant", "nulle-part"), ("avant", "note.pdf"), ("vide", "avant"), ("note.pdf", f"avant/{SHEETS}")):
        result = compare(*pair, "--out", "jamais")
        assert (result.exit_code, result.stdout) == (2, "")
        told.append(result.stderr)
    assert compare("avant").exit_code == 2
    assert not (beside / "jamais").exists()
    golden("".join(told), GOLDEN / "compare-refused.txt")


# Pages


def test_pages_that_only_went_elsewhere_did_not_change(beside: Path) -> None:
    with pikepdf.open(f"avant/{SHEETS}") as pdf:
        first = pdf.pages[0]
        del pdf.pages[0]
        pdf.pages.append(first)
        pdf.save("deplace.pdf")
        count = len(pdf.pages)
    found = changes(Path(f"avant/{SHEETS}"), Path("deplace.pdf"))
    assert {(page.before.index, page.after.index) for page in found.of("moved")} == {
        (0, count - 1), *((index, index - 1) for index in range(1, count)),
    }  # fmt: skip
    assert (found.of("changed"), found.added, found.removed) == ((), (), ())


def test_pages_come_and_go(beside: Path) -> None:
    whole = Path(f"avant/{SHEETS}")
    with pikepdf.open(whole) as pdf:
        del pdf.pages[2:4]
        pdf.save("court.pdf")
    gone, come = changes(whole, Path("court.pdf")), changes(Path("court.pdf"), whole)
    assert [leaf.index for leaf in gone.removed] == [leaf.index for leaf in come.added] == [2, 3]
    assert not gone.added
    assert not gone.of("changed")


def test_page_numbers_that_follow_are_no_change(built: Built, project_root: Path, tmp_path: Path) -> None:
    """Two pages come into the book: the contents, the running orders, the figures tell new numbers, and no more."""
    edition = read_edition(project_root, "nationale")
    press = press_of(project_root, edition)
    setup = assembly_setup(read_layout(project_root / "layouts" / "book"), edition, press.palette, press.assets)
    spare = next(section for section in built.sections if section.section.id == "half-title")
    place = next(i for i, section in enumerate(built.sections) if section.section.id == "ccas")
    longer = (*built.sections[:place], spare, spare, *built.sections[place:])
    for name, sections in (("avant", built.sections), ("apres", longer)):
        (tmp_path / f"{name}.pdf").write_bytes(screen(assemble(sections, setup)))
    found = changes(tmp_path / "avant.pdf", tmp_path / "apres.pdf")
    assert len(found.added) == 2
    assert not found.removed
    assert found.of("changed") == ()
    renumbered = {page.before.title for page in found.of("renumbered")}
    assert "Sommaire" in renumbered
    assert len(found.of("renumbered")) + len(found.of("moved")) > 80
    numbers = found.of("renumbered")[0].passages[0]
    assert int(numbers.new[0].text) == int(numbers.old[0].text) + 2


def test_a_number_that_is_no_page_is_a_change(tmp_path: Path) -> None:
    for name, number in (("a", "265"), ("b", "256")):
        with pikepdf.new() as pdf:
            font = pikepdf.Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
            sheet = pdf.add_blank_page(page_size=(300, 300)).obj
            sheet.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
            sheet.Contents = pdf.make_stream(f"BT /F 24 Tf 40 200 Td ({number} personnes) Tj ET".encode())
            pdf.save(tmp_path / f"{name}.pdf")
    (changed,) = changes(tmp_path / "a.pdf", tmp_path / "b.pdf").of("changed")
    assert [(passage.removed, passage.added) for passage in changed.passages] == [("265", "256")]
    ((left, top, right, bottom),) = changed.places
    assert left < 54 / 300 < right
    assert top < 95 / 300 < bottom
    assert right - left < 0.25


# Marks


def test_the_places_that_differ() -> None:
    old = Image.new("RGB", (600, 900), "white")
    new = old.copy()
    brush = ImageDraw.Draw(new)
    brush.rectangle((100, 90, 130, 120), fill="black")
    brush.rectangle((400, 700, 401, 701), fill="black")
    brush.rectangle((10, 10, 40, 40), fill=(250, 250, 250))  # a shade that no one sees
    one, other = spots(old, new)
    for (left, top, right, bottom), inside in ((one, (100, 90, 131, 121)), (other, (400, 700, 402, 702))):
        assert (left * 600, top * 900) <= inside[:2]
        assert (right * 600, bottom * 900) >= inside[2:]
        assert (right - left) * 600 <= inside[2] - inside[0] + 24
        assert (bottom - top) * 900 <= inside[3] - inside[1] + 24
    assert spots(old, old.copy()) == ()
    assert spots(old, old.resize((300, 900))) == ((0.0, 0.0, 1.0, 1.0),)


# The report


class Reading(HTMLParser):
    """What a page refers to, its pictures, and the words that went and came."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.pictures: list[dict[str, str]] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.styles: list[str] = []
        self.told: dict[str, list[str]] = {"del": [], "ins": []}
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attributes}
        self.ids |= {known["id"]} if "id" in known else set()
        self.links += [known[name] for name in ("href", "src") if name in known]
        if tag == "img":
            self.pictures.append(known)
        if known.get("class") == "spot":
            self.styles.append(known["style"])
        if tag in self.told:
            self._open.append(tag)
            self.told[tag].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.told:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self.told[self._open[-1]][-1] += data


def test_the_report_stands_by_itself(report: Path) -> None:
    text = (report / "index.html").read_text("utf-8")
    page = Reading(text)
    assert '<html lang="fr">' in text
    assert "<script" not in text
    assert len(page.pictures) > 6
    for link in page.links:
        assert link[1:] in page.ids if link.startswith("#") else (report / link).is_file(), link
    for picture in page.pictures:
        assert picture["alt"].endswith(".")
        with Image.open(report / picture["src"]) as drawn:
            assert (str(drawn.width), str(drawn.height)) == (picture["width"], picture["height"])
    shown = {Path(picture["src"]).name for picture in page.pictures}
    assert {path.name for path in (report / "images").iterdir()} == shown
    for style in page.styles:
        numbers = [float(part.split(":")[1].strip(" %")) for part in style.split(";")]
        assert all(0 <= number <= 100 for number in numbers)
        assert max(numbers[0] + numbers[2], numbers[1] + numbers[3]) <= 100.02


def test_the_report_tells_the_words(report: Path) -> None:
    told = Reading((report / "index.html").read_text("utf-8")).told
    assert any("dentiste" in words for words in told["ins"])
    assert any("balance" in words for words in told["ins"])
    assert any("version 1.0" in words for words in told["del"])
    assert any("version 1.1" in words for words in told["ins"])


def test_pictures_of_another_time_go(place: Path, report: Path) -> None:
    (report / "images" / "ancienne.webp").write_bytes(b"")
    before = (report / "index.html").read_bytes()
    fonts = {path: path.stat().st_mtime_ns for path in report.glob("*.woff2")}
    compare(place / "avant", place / "apres", "--out", report)
    assert not (report / "images" / "ancienne.webp").exists()
    assert (report / "index.html").read_bytes() == before, "the same report, to the byte"
    assert fonts
    assert {path: path.stat().st_mtime_ns for path in report.glob("*.woff2")} == fonts, "cut once"


@pytest.mark.skipif(CHROMIUM is None, reason="Chromium est absent : le rapport n’a pas été essayé")
def test_the_report_in_a_browser(report: Path) -> None:
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS).new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("requestfailed", lambda request: said.append(request.url))
        page.goto((report / "index.html").as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        marks = page.locator(".spot")
        assert marks.first.is_visible()
        page.get_by_label("Encadrer ce qui diffère").uncheck()
        assert not marks.first.is_visible()
        assert said == []
        for width in (1280, 320):
            page.set_viewport_size({"width": width, "height": 700})
            assert page.evaluate("document.documentElement.scrollWidth") == width
            found = Axe().run(page)
            assert found.violations_count == 0, found.generate_report()


def test_what_one_does_not_see_is_told(built: Built, tmp_path: Path) -> None:
    """A bookmark, a text for a drawing, an address: no page looks otherwise."""
    (tmp_path / "avant.pdf").write_bytes(built.pdf)
    with pikepdf.open(io.BytesIO(built.pdf)) as pdf:
        with pdf.open_outline() as outline:
            outline.root[0].title = "Autrement"
        figure = next(item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Alt" in item)
        figure.Alt = pikepdf.String("Un dessin.")
        link = next(
            item for page in pdf.pages for item in page.obj.get("/Annots", ()) if "/URI" in item.get("/A", {})
        )
        link.A.URI = pikepdf.String("https://example.org/")
        pdf.save(tmp_path / "apres.pdf")
    found = changes(tmp_path / "avant.pdf", tmp_path / "apres.pdf")
    assert not found.seen
    assert {aside.name: len(aside.added) for aside in found.asides} == {
        "Signets": 1, "Textes de remplacement": 1, "Liens": 1,
    }  # fmt: skip
    assert "https://example.org/" in found.asides[-1].added


def test_the_report_is_no_part_of_a_build(beside: Path) -> None:
    shutil.copytree("avant", "seul")
    assert compare("avant", "seul", "--out", "seul/rapport").exit_code == 0
    assert compare("avant", "seul", "--out", "seul/rapport").exit_code == 0
