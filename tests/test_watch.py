"""Watching: a save becomes new pixels of its spread alone, a fault takes a picture's place, no one else may look."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops

from layouts.assemble import assemble
from layouts.cache import Cache
from layouts.watch.faults import Fault
from layouts.watch.server import HOST
from layouts.watch.session import LAYOUTS, Session, Watched
from layouts.watch.view import View
from tests.presswork import screen
from tests.watching import FILE, WORD, Browser, copy_project, pages_of, watching

EDITION = """\
base: nationale
label: Édition d’essai
newscasts: {omit: [paris, talence, nancy]}
sections: {omit: [themes, map, fabrication, ccas, capsule, atelier, retenir, glossary, web]}
"""
STYLE = "layouts/book/style.css"
Edit = Callable[..., Path]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sections that all workers share: each is laid out once."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "watch-cache"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("watched"), EDITION)


@pytest.fixture
def edit(root: Path) -> Iterator[Edit]:
    """Change words of a file of the copy, which is as before at the end."""
    before: dict[Path, str] = {}

    def change(file: str, old: str = "", new: str = "", add: str = "") -> Path:
        path = root / file
        text = path.read_text(encoding="utf-8")
        before.setdefault(path, text)
        assert old in text
        path.write_text(text.replace(old, new) + add, encoding="utf-8")
        return path

    yield change
    for path, text in before.items():
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def session(root: Path, cache: Path) -> Session:
    """A session that has just begun."""
    made = Session(Watched(root, "essai"), Cache(cache))
    made.refresh()
    assert made.view.faults == ()
    return made


def digests(view: View) -> dict[str, str]:
    """The digest of each section that is shown."""
    shown = [page for leaf in view.leaves for page in (leaf.left, leaf.right) if page]
    return {page.section: page.digest for page in shown}


def states(view: View) -> dict[str, str]:
    """The sections that are not as they should be."""
    shown = [page for leaf in view.leaves for page in (leaf.left, leaf.right) if page]
    return {page.section: page.state for page in shown if page.state}


def finish(session: Session) -> None:
    while session.unfinished:
        session.go_on()


def image(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png))


def drawn(session: Session, digest: str, index: int, width: int = 500) -> Image.Image:
    png = session.pictures.draw(digest, index, width)
    assert png
    return image(png)


def same(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and ImageChops.difference(one, other).getbbox() is None


def test_the_pictures_are_those_of_the_finished_document(session: Session) -> None:
    pieces = session.pieces
    whole = screen(assemble(tuple(piece.rendered for piece in pieces), pieces[0].setup))
    with pypdfium2.PdfDocument(whole) as document:
        for piece in pieces:
            for index in range(len(piece.rendered.pages)):
                page = document[piece.first + index]
                expected = page.render(scale=300 / page.get_width(), rev_byteorder=True).to_pil()
                shown = drawn(session, piece.digest, index, 300)
                assert same(shown, expected), f"{piece.rendered.section.id}, {index}"


def test_a_word_changes_its_spread_alone(session: Session, edit: Edit) -> None:
    before, was = digests(session.view), session.view
    pages = [drawn(session, before["S07"], index) for index in (0, 1)]
    session.refresh([edit(FILE, "Dès sept heures", "Dès neuf heures")])  # a change that no other test has kept
    assert session.view.changed == ("S07",)
    assert session.view.focus == "S07"
    assert session.view.faults == ()
    finish(session)
    after = digests(session.view)
    moved = {section for section in after if after[section] != before[section]}
    assert moved == {"S07", "colophon"}  # the colophon prints the fingerprint of the corpus
    assert [same(page, drawn(session, after["S07"], index)) for index, page in enumerate(pages)] == [True, False]
    assert [leaf.left is None for leaf in was.leaves] == [leaf.left is None for leaf in session.view.leaves]


@pytest.mark.parametrize(
    ("file", "change", "told"),
    [
        (FILE, {"old": "figures: [F3]", "new": "figures: [F9]"}, f"{FILE}:5: « figures » renvoie à « F9 »"),
        (STYLE, {"add": ".hypothesis { colr: var(--red) }\n"}, f"{STYLE}:{{last}}: « colr:"),
        ("layouts/book/sections/scenario.html", {"add": "{% endfor %}"}, "layouts/book/sections/scenario.html:"),
        ("layouts/book/sections/scenario.html", {"add": "\n{{ nobody.knows }}"}, "scenario.html:{last}: Le gabarit"),
        ("layouts/book/layout.yaml", {"add": "\n: ["}, "layouts/book/layout.yaml:{last}: Ce fichier n’est pas du YAML"),
        ("layouts/base/palette.yaml", {"old": "srgb:", "new": "srgbx:"}, "layouts/base/palette.yaml:1: "),
        ("assets/drawings/scenarios/S07.svg", {"old": "</svg>"}, "assets/drawings/scenarios/S07.svg:"),
    ],
    ids=["corpus", "style", "template", "name", "layout", "palette", "drawing"],
)
def test_a_fault_takes_the_place_of_the_picture_until_it_is_mended(
    session: Session, edit: Edit, file: str, change: dict[str, str], told: str
) -> None:
    before = digests(session.view)
    path = edit(file, **change)
    session.refresh([path])
    finish(session)
    assert session.view.stale
    last = len(path.read_text(encoding="utf-8").splitlines())
    assert told.format(last=last) in str(session.view.faults[0])
    if file == FILE:
        assert session.view.faults[0].sections == ("S07",)
        assert "Possibles : F" in session.view.faults[0].hint
    path.write_text((Path(__file__).parent.parent / file).read_text(encoding="utf-8"), encoding="utf-8")
    session.refresh([path])
    finish(session)
    assert (session.view.faults, session.view.stale, states(session.view)) == ((), False, {})
    assert digests(session.view) == before


def test_a_page_at_fault_does_not_hide_the_others(session: Session, edit: Edit) -> None:
    template = "layouts/book/sections/scenario.html"
    session.refresh([edit(template, add='{% if item.id == "S07" %}<p style="break-before: page">Trop.</p>{% endif %}')])
    finish(session)
    assert states(session.view) == {"S07": "fault"}
    assert not session.view.stale
    (fault,) = session.view.faults
    assert fault.place == f"{FILE}:1"
    assert "3 pages au lieu de 2" in fault.message
    assert fault.sections == ("S07",)


def test_text_that_does_not_fit_is_marked_where_it_stands(session: Session, edit: Edit) -> None:
    session.looked_at = ("S07",)
    session.refresh([edit(STYLE, add=".hypothesis { height: 10mm; overflow: hidden }\n")])
    text = next(leaf.right for leaf in session.view.leaves if leaf.right and leaf.right.section == "S07")
    assert text.marks
    mark = text.marks[0]
    assert 0 <= mark.left < mark.left + mark.width <= 1
    assert 0 <= mark.top < mark.top + mark.height <= 1
    assert any("S07" in fault.sections and mark.text[1:] in fault.message for fault in session.view.faults)
    assert not session.view.stale


def test_what_is_looked_at_comes_first(session: Session, edit: Edit) -> None:
    before = digests(session.view)
    session.looked_at = ("S08",)
    session.refresh([edit(STYLE, add="h1 { color: var(--red) }\n")])
    assert session.view.changed == ("S08",)
    assert session.view.focus == ""  # it is in view: the place is kept
    assert states(session.view)["S09"] == "waiting"
    assert digests(session.view)["S09"] == before["S09"]
    finish(session)
    assert states(session.view) == {}
    assert {"S06", "S07", "S09"} <= set(session.view.changed)
    assert not {"S08", "endpaper"} & set(session.view.changed)


def test_a_drawing_is_brought_into_view_by_its_section(session: Session, edit: Edit) -> None:
    session.looked_at = ("cover",)
    session.refresh([edit("assets/drawings/scenarios/S07.svg", "var(--blue)", "var(--green)")])
    assert session.view.focus == "S07"
    finish(session)
    assert {"contents", "jt-oullins"} <= set(session.view.changed)  # which show it, smaller


def test_pages_that_move_are_told(session: Session, edit: Edit) -> None:
    before = {line.id: line.page for line in session.view.sections}
    session.refresh([edit("book/editions/essai/edition.yaml", "fabrication, ", "")])
    finish(session)
    after = {line.id: line.page for line in session.view.sections}
    assert before["S06"].removeprefix("page ") == str(int(after["S06"].removeprefix("page ")) - 2)
    assert "fabrication" in after


def test_one_section_alone(root: Path, cache: Path, edit: Edit) -> None:
    session = Session(Watched(root, "essai", only="s07"), Cache(cache))
    session.refresh()
    assert [line.id for line in session.view.sections] == ["S07"]
    assert set(digests(session.view)) == {"S07"}
    session.refresh([edit(STYLE, add="h1 { color: var(--blue) }\n")])
    assert list(session.view.changed) == ["S07"]
    told = session.view
    finish(session)
    assert list(session.view.changed) == []  # nothing more to see of it
    assert session.view.leaves == told.leaves


def test_a_section_that_is_not_there_is_told(root: Path, cache: Path) -> None:
    session = Session(Watched(root, "essai", only="S070"), Cache(cache))
    session.refresh()
    (fault,) = session.view.faults
    assert fault == Fault("", "Aucune section ne s’appelle « S070 ». Vouliez-vous dire « S07 » ?")


@pytest.mark.parametrize(("layout", "only", "labels"), [
    ("sheets", "S07", ["recto", "verso"]),
    ("cards", "F3", ["recto", "verso"]),
    ("poster", "", ["page 1"]),
    ("guide", "", ["page 1", "page 2", "page 3", "page 4"]),
])  # fmt: skip
def test_every_layout_can_be_watched(root: Path, cache: Path, layout: str, only: str, labels: list[str]) -> None:
    assert layout in LAYOUTS
    session = Session(Watched(root, "essai", layout, only), Cache(cache))
    session.refresh()
    assert session.view.faults == ()
    shown = [page for leaf in session.view.leaves for page in (leaf.left, leaf.right) if page]
    assert [page.label for page in shown] == labels
    height = drawn(session, shown[0].digest, 0, 400).height
    assert abs(height - 400 * session.view.height / session.view.width) <= 1


def test_a_save_is_told_and_shown(root: Path, cache: Path, edit: Edit) -> None:
    with watching(Watched(root, "essai"), cache) as (_, browser), browser.listening() as views:
        first = next(views)
        before = {page["section"]: page["digest"] for page in pages_of(first)}
        pictures = [browser.picture(page) for page in pages_of(first, "S07")]
        path = edit(FILE, *WORD)
        told = next(view for view in views if "S07" in view["changed"])
        assert told["focus"] == "S07"
        assert told["seconds"] > 0
        after = [browser.picture(page) for page in pages_of(told, "S07")]
        assert [same(image(a), image(b)) for a, b in zip(pictures, after, strict=True)] == [True, False]
        assert {p["section"] for p in pages_of(told) if p["digest"] != before[p["section"]]} <= {"S07", "colophon"}
        path.write_text(path.read_text(encoding="utf-8").replace("id: S07", "id: S70"), encoding="utf-8")
        fault = next(view for view in views if view["faults"])["faults"][0]
        assert fault["place"].startswith(f"{FILE}:")
        path.write_text((Path(__file__).parent.parent / FILE).read_text(encoding="utf-8"), encoding="utf-8")
        mended = next(view for view in views if not view["stale"] and not view["faults"])
        assert pages_of(mended, "S07")[0]["digest"] == before["S07"]


def test_no_one_else_may_look(root: Path, cache: Path) -> None:
    with watching(Watched(root, "essai"), cache) as (session, browser):
        assert session.server.server_address[0] == HOST == "127.0.0.1"
        page = pages_of(json.loads(browser.get("/view")[2]))[0]
        inside = ("/", "/view", "/events", "/palette.css", f"/pictures/{page['digest']}/0.png?width=300")
        for path in inside:
            for host in ("exemple.test", f"exemple.test:{browser.port}", "127.0.0.1", "127.0.0.1:1", "[::1]"):
                status, _, content = browser.get(path, host)
                assert status == 421, (path, host)
                assert page["digest"].encode() not in content
        assert browser.get("/", f"localhost:{browser.port}")[0] == 200
        outside = ("/build.py", "/book/corpus/themes.yaml", "/assets/fonts/../../build.py", "/assets/fonts/%2e%2e/x",
                   "/etc/passwd", "//etc/passwd", "/pictures/nothing/0.png?width=300", "/pictures/",
                   f"/pictures/{page['digest']}/9.png?width=300", f"/pictures/{page['digest']}/0.png")  # fmt: skip
        assert {path: browser.get(path)[0] for path in outside} == dict.fromkeys(outside, 404)
        status, headers, _ = browser.get("/")
        assert status == 200
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def command(root: Path, cache: Path, *arguments: str) -> subprocess.Popen[str]:
    environment = os.environ | {"XDG_CACHE_HOME": str(cache), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "build.py", "watch", "essai", *arguments],
        cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_the_command_ends_cleanly_and_tells_a_port_that_is_taken(root: Path, tmp_path: Path) -> None:
    process = command(root, tmp_path, "--layout", "poster")
    assert process.stdout
    told = next(line for line in process.stdout if "http://127.0.0.1:" in line)
    port = told.split("http://127.0.0.1:")[1].split("/")[0]
    other = command(root, tmp_path, "--layout", "poster", "--port", port)
    assert f"Le port {port} est pris" in other.communicate(timeout=60)[1]
    assert other.returncode == 1
    process.send_signal(signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (0, "")
    assert "Arrêté." in out


@pytest.fixture
def chromium() -> Iterator[Any]:
    """A browser of this machine, its window as large as a laptop's."""
    where = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if where is None:
        pytest.skip("Chromium n’est pas installé")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=["--no-sandbox", "--disable-gpu"])
        try:
            yield browser.new_page(viewport={"width": 1280, "height": 800})
        finally:
            browser.close()


def test_the_browser_shows_the_change_and_keeps_its_place(root: Path, cache: Path, edit: Edit, chromium: Any) -> None:
    heard: list[str] = []
    chromium.on("console", lambda message: heard.append(message.text) if message.type != "log" else None)
    chromium.on("pageerror", lambda error: heard.append(str(error)))
    spread = chromium.locator("article", has_text="S07 · La plateforme sport santé")
    text = spread.locator(".page").nth(1)
    with watching(Watched(root, "essai"), cache) as (watched, _):
        chromium.goto(f"{watched.server.address}#S07")
        text.locator("img").wait_for()
        chromium.wait_for_function("() => [...document.images].some(i => i.alt.startsWith('S07') && i.complete)")
        chromium.evaluate("document.getElementById('pages').scrollTop += 37")
        place = chromium.evaluate("document.getElementById('pages').scrollTop")
        before = text.locator("img").get_attribute("src")

        edit(FILE, *WORD)
        chromium.wait_for_function("b => ![...document.images].some(i => i.getAttribute('src') === b)", arg=before)
        assert spread.get_attribute("data-changed") == "true"
        assert chromium.evaluate("document.getElementById('pages').scrollTop") == place
        assert text.locator("img").evaluate("i => i.complete && i.naturalWidth > 0")
        assert "S07" in chromium.locator("#status").inner_text()

        path = edit(FILE, "figures: [F3]", "figures: [F9]")
        chromium.locator("#faults").wait_for()
        assert f"{FILE}:5:" in chromium.locator("#faults").inner_text()
        assert spread.locator("img").count() == 0
        assert f"{FILE}:5:" in spread.inner_text()
        assert chromium.locator(".page[data-state=stale]").count() > 10
        assert chromium.evaluate("document.getElementById('pages').scrollTop") == place

        path.write_text(path.read_text(encoding="utf-8").replace("F9", "F3"), encoding="utf-8")
        chromium.locator("#faults").wait_for(state="hidden")
        text.locator("img").wait_for()
        assert chromium.locator(".page[data-state=stale]").count() == 0
        _walk_by_keyboard(chromium)
    chromium.wait_for_function("() => document.body.classList.contains('lost')")
    assert [line for line in heard if "ERR_" not in line] == []  # the command has ended: its events have too


def _walk_by_keyboard(page: Any) -> None:
    current = "document.querySelector('[aria-current]')?.dataset.section"
    page.keyboard.press("Home")
    page.wait_for_function(f"() => {current} === 'cover'")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(f"() => {current} === 'endpaper'")
    page.keyboard.press("End")
    page.wait_for_function(f"() => {current} === 'endpaper-back' || {current} === 'back-cover'")
    wide = page.locator(".page").first.evaluate("p => p.clientWidth")
    page.keyboard.press("+")
    page.wait_for_function("w => document.querySelector('.page').clientWidth !== w", arg=wide)
    page.keyboard.press("l")
    assert page.locator("#list").is_hidden()
    assert page.locator("#list-button").get_attribute("aria-expanded") == "false"


def test_the_page_is_accessible(root: Path, cache: Path, edit: Edit, chromium: Any) -> None:
    from axe_playwright_python.sync_playwright import Axe

    with watching(Watched(root, "essai"), cache) as (watched, _):
        chromium.goto(watched.server.address)
        chromium.locator("article img").first.wait_for()
        for fault in (False, True):
            if fault:
                edit(FILE, "figures: [F3]", "figures: [F9]")
                chromium.locator("#faults").wait_for()
            found = Axe().run(chromium)
            assert found.violations_count == 0, found.generate_report()


def test_a_browser_that_stays_away_costs_nothing(root: Path, cache: Path) -> None:
    with watching(Watched(root, "essai"), cache) as (watched, browser):
        with browser.listening() as views:
            next(views)
        assert isinstance(browser, Browser)
        watched.hub.tell_view(watched.session.view)  # to nobody
        assert browser.get("/view")[0] == 200
