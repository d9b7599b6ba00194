"""A copy of the project that is watched: files to edit, and what a browser would be told and shown."""

from __future__ import annotations

import http.client
import json
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

from layouts.cache import Cache
from layouts.watch.loop import Watching
from layouts.watch.session import Watched

ROOT = Path(__file__).resolve().parent.parent
WORD = ("Dès sept heures", "Dès huit heures")  # in the corpus, and what it becomes
FILE = "book/corpus/scenarios/S07-la-plateforme-sport-sante.md"
WIDTH = 700  # px
SECONDS = 60.0  # beyond, nothing comes any more

Answer = tuple[int, dict[str, str], bytes]
View = dict[str, Any]


def copy_project(folder: Path, edition: str = "") -> Path:
    """Copy what may be edited (and the command) below `folder`, with an edition « essai » if its file is given."""
    for name in ("book", "layouts", "assets"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "readme"))
    shutil.copy(ROOT / "build.py", folder)
    if edition:
        file = folder / "book" / "editions" / "essai" / "edition.yaml"
        file.parent.mkdir()
        file.write_text(edition, encoding="utf-8")
    return folder


@dataclass
class Browser:
    """Asks the server as a browser does, over one connection; keeps the last view it was told."""

    port: int
    views: list[View] = field(default_factory=list)

    def get(self, path: str, host: str = "") -> Answer:
        """Ask for an address, under another name of the host if one is given."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        try:
            connection.request("GET", path, headers={"Host": host} if host else {})
            answer = connection.getresponse()
            return answer.status, dict(answer.headers), answer.read()
        finally:
            connection.close()

    @contextmanager
    def listening(self) -> Iterator[Iterator[View]]:
        """Open the stream of events; the views come one by one, that of now first."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=SECONDS)
        connection.request("GET", "/events")
        try:
            yield self._views(connection.getresponse())
        finally:
            connection.close()

    def _views(self, answer: http.client.HTTPResponse) -> Iterator[View]:
        kind = ""
        while line := answer.readline().decode():
            if line.startswith("event: "):
                kind = line.removeprefix("event: ").strip()
            elif line.startswith("data: ") and kind == "view":
                yield json.loads(line.removeprefix("data: "))

    def picture(self, page: View, width: int = WIDTH) -> bytes:
        """Fetch the picture of a page."""
        status, headers, content = self.get(f"/pictures/{page['digest']}/{page['index']}.png?width={width}")
        assert (status, headers["Content-Type"]) == (200, "image/png")
        return content


def pages_of(view: View, section: str = "") -> list[View]:
    """Return the pages of a view, those of a section if one is named."""
    pages = [leaf[side] for leaf in view["leaves"] for side in ("left", "right") if leaf[side]]
    return [page for page in pages if not section or page["section"] == section]


@contextmanager
def watching(watched: Watched, cache: Path) -> Iterator[tuple[Watching, Browser]]:
    """Watch a project, with its server and all, as the command does."""
    session = Watching(watched, Cache(cache), time.perf_counter)
    session.start(1)
    with session.running():
        worker = Thread(target=session.work)
        worker.start()
        try:
            yield session, Browser(session.server.server_port)
        finally:
            session.stop.set()
            worker.join()


def seconds_from_save_to_pixels(folder: Path, times: int = 5) -> list[float]:
    """Measure the time from a saved word of one scenario to the new pictures of its spread, the whole book watched.

    The server, the event and both pictures count; the browser, which has only to show them, does not. The project is
    copied below `folder`, and laid out once before the clock starts; each measure changes the word to a new one.
    """
    root = copy_project(folder / "projet")
    file, (before, _) = root / FILE, WORD
    text = file.read_text(encoding="utf-8")
    taken = []
    with watching(Watched(root, "nationale"), folder / "cache") as (_, browser), browser.listening() as views:
        next(views)
        time.sleep(2)  # the engine starts meanwhile, as it does while a person opens a file
        for number in range(times):
            start = time.perf_counter()
            file.write_text(text.replace(before, f"Dès {number + 1} h {number}"), encoding="utf-8")
            view = next(view for view in views if "S07" in view["changed"])
            for page in pages_of(view, "S07"):
                browser.picture(page, 1100)
            taken.append(time.perf_counter() - start)
            next(view for view in views if not any(page["state"] for page in pages_of(view)))  # the rest follows
            time.sleep(0.3)
    return taken
