"""The pages to download from, used in Chromium: by keyboard, on a telephone, without script, without network."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright
from pypdfium2 import PdfDocument

from tests.building import Built
from tests.sites import make_pages, shelf_of_some

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PAGES = ("index.html", "gironde/index.html", "hostile/index.html")
WIDTHS = (320, 768, 1280)
# Where the focus is, whether it is hidden from those who listen, how it is shown.
FOCUSED = """() => {
  const it = document.activeElement;
  const name = it.getAttribute("href") || it.id || it.tagName;
  return [name, it.closest("[aria-hidden]") !== null, getComputedStyle(it).outlineStyle];
}"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium est absent : la page n’a pas été essayée")


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory, built: Built) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    shelf_of_some(folder, built.pdf)
    make_pages(folder)
    return folder


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        yield launched(playwright)


def launched(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)


class Seen:
    """What a page asked for and complained of."""

    def __init__(self, page: Page) -> None:
        self.asked: list[str] = []
        self.said: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("requestfailed", lambda request: self.said.append(f"{request.url} : {request.failure}"))
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        yield context.new_page()


@pytest.fixture(scope="module")
def served(dist: Path) -> Iterator[str]:
    """The folder of files behind a web server of this machine."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=dist)) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("name", PAGES)
def test_it_fits_and_asks_for_nothing_elsewhere(page: Page, dist: Path, name: str) -> None:
    seen = Seen(page)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 700})
        page.goto((dist / name).as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        faces = page.evaluate("document.fonts.ready.then(all => [...all].map(face => face.status))")
        assert set(faces) == {"loaded"}
    assert seen.said == []
    assert [url for url in seen.asked if not url.startswith(dist.as_uri())] == []


@pytest.mark.parametrize(
    ("name", "width"),
    [("index.html", 320), ("index.html", 1280), ("gironde/index.html", 320), ("hostile/index.html", 1280)],
)
def test_axe_finds_nothing(page: Page, dist: Path, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    page.goto((dist / name).as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_it_is_used_by_keyboard_alone(page: Page, dist: Path) -> None:
    page.goto((dist / "index.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    stops = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        stop, hidden, outline = page.evaluate(FOCUSED)
        stops.add(stop)
        assert not hidden
        assert outline == "solid" or stop == "BODY"
    wanted = {"#carte", "query", "nationale/livre-ecran.pdf", "gironde/index.html", "hostile/index.html", "SHA256SUMS"}
    assert wanted <= stops
    page.locator("#query").focus()
    page.keyboard.type("gir")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/gironde/index.html")
    summary = page.locator("summary").first
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("details").first).to_have_attribute("open", "")


@pytest.mark.parametrize(
    ("typed", "answers"),
    [
        ("33", ["33 Gironde"]),
        ("gironde", ["33 Gironde"]),
        ("la réunion", ["974 La Réunion"]),
        ("REUNION", ["974 La Réunion"]),
        ("97411", ["974 La Réunion"]),
        ("33400", ["33 Gironde"]),
        ("20090", ["2A Corse-du-Sud"]),
        ("2a", ["2A Corse-du-Sud"]),
        ("bordeaux", ["33 Gironde"]),
        ("nouvelle aquitaine", ["Nouvelle-Aquitaine"]),
        ("24", ["24 Dordogne : Édition de Nouvelle-Aquitaine"]),
        ("l’Ain", ["01 Ain : prenez l’édition nationale"]),
        ("1", ["01 Ain : prenez l’édition nationale"]),
        ("<<>>", []),
        ("nulle part", []),
    ],
)
def test_the_search_finds(page: Page, dist: Path, typed: str, answers: list[str]) -> None:
    page.goto((dist / "index.html").as_uri())
    page.locator("#query").fill(typed)
    found = page.locator(".found li").all_text_contents()
    assert found[: len(answers)] == answers
    said = page.locator("#count").text_content() or ""
    assert said == "Rien de ce nom." if not answers else "réponse" in said
    page.locator("#query").fill("")
    expect(page.locator(".found li")).to_have_count(0)
    expect(page.locator(".spot-dim")).to_have_count(0)


def test_enter_goes_to_the_first_answer(page: Page, dist: Path) -> None:
    page.goto((dist / "index.html").as_uri())
    page.locator("#query").fill("paris")
    page.keyboard.press("Enter")
    page.wait_for_url("**/paris/index.html")
    expect(page.locator("h1")).to_have_text("Édition de Paris")


@pytest.mark.parametrize(("code", "folder"), [("33", "gironde"), ("24", "nouvelle-aquitaine"), ("974", "la-reunion")])
def test_the_map_leads_to_editions(page: Page, dist: Path, code: str, folder: str) -> None:
    page.goto((dist / "index.html").as_uri())
    shape = page.locator(f'.spot[data-code="{code}"] path').first
    shape.scroll_into_view_if_needed()
    shape.hover()
    expect(page.locator(".pointed")).to_contain_text(code)
    shape.click()
    page.wait_for_url(f"**/{folder}/index.html")


def test_it_works_without_script(browser: Browser, dist: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto((dist / "index.html").as_uri())
        assert not page.locator(".search").is_visible()
        page.locator('.spot[data-code="75"] path').first.click()
        page.wait_for_url("**/paris/index.html")
        page.get_by_role("link", name="Toutes les éditions").click()
        page.locator(".entry a", has_text="Gironde").click()
        page.wait_for_url("**/gironde/index.html")
        page.locator("details").last.locator("summary").click()
        assert page.locator(".sums dd").first.is_visible()


def test_a_file_downloads_and_opens(page: Page, served: str, dist: Path, tmp_path: Path) -> None:
    seen = Seen(page)
    page.goto(f"{served}gironde/index.html")
    with page.expect_download() as coming:
        page.get_by_role("link", name="Le livre en livret à plier").click()
    assert coming.value.suggested_filename == "gironde-livre-livret-a4.pdf"
    coming.value.save_as(tmp_path / "livret.pdf")
    content = (tmp_path / "livret.pdf").read_bytes()
    assert content == (dist / "gironde/livre-livret-a4.pdf").read_bytes()
    page.locator("details").last.locator("summary").click()
    assert hashlib.sha256(content).hexdigest() in page.locator(".sums").inner_text()
    with PdfDocument(content) as document:
        assert len(document) == 2
    assert seen.said == []
    assert [url for url in seen.asked if not url.startswith(served)] == []


def test_the_book_opens_in_the_browser(page: Page, served: str, dist: Path) -> None:
    page.goto(served)
    link = page.get_by_role("link", name="Le livre PDF", exact=False).first
    assert link.get_attribute("download") is None
    answer = page.request.get(served + (link.get_attribute("href") or ""))
    assert answer.headers["content-type"] == "application/pdf"
    with PdfDocument(answer.body()) as document:
        assert len(document) > 80


def test_words_from_outside_do_nothing(page: Page, dist: Path) -> None:
    seen = Seen(page)
    page.goto((dist / "hostile/index.html").as_uri())
    assert page.title().startswith("Édition <script>")
    page.goto((dist / "index.html").as_uri())
    page.locator("#query").fill("script")
    expect(page.locator(".found script, .found img")).to_have_count(0)
    assert seen.said == []


def test_it_prints_on_white(page: Page, dist: Path, tmp_path: Path) -> None:
    page.goto((dist / "index.html").as_uri())
    page.pdf(path=tmp_path / "page.pdf", format="A4", print_background=True)
    with PdfDocument(tmp_path / "page.pdf") as document:
        text = "".join(document[i].get_textpage().get_text_range() for i in range(len(document)))
        assert len(document) <= 7
    assert "Édition nationale" in text
    assert "Chercher par nom" not in text
