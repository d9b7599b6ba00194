"""What goes on while a document is watched: wait for a save, lay out what it changes, tell the browsers."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread

from watchfiles import DefaultFilter, watch

from layouts.cache import Cache
from layouts.watch.hub import Hub
from layouts.watch.server import Server
from layouts.watch.session import Session, Watched
from layouts.watch.view import View

QUIET = 8  # ms without another save before a change is taken up: editors write a file in several steps
_IDLE = 200  # ms
_PATIENCE = 0.5  # s between two looks at whether to stop
_CODE = "Le programme ou ses polices ont changé : relancer la commande pour en tenir compte."


class Watching:
    """A session, its server and what waits for saves, at work until `stop` is set.

    `tell` is called with each new view; `clock` gives the time in seconds.
    """

    def __init__(
        self,
        watched: Watched,
        kept: Cache,
        clock: Callable[[], float],
        tell: Callable[[View], None] = lambda _view: None,
        port: int = 0,
    ) -> None:
        """Take the port at once. Raises OSError where it is not free."""
        self.hub = Hub()
        self.session = Session(watched, kept, self.hub.tell_busy)
        self.server = Server(self.session, self.hub, watched.root, port)
        self.stop = Event()
        self._listening = Event()
        self._clock, self._tell = clock, tell
        self._saved: Queue[tuple[float, frozenset[Path]]] = Queue()
        self._note = ""

    def start(self, jobs: int) -> None:
        """Lay out the whole document, on so many cores as nothing else runs yet; nobody is told."""
        self.session.refresh(jobs=jobs)
        self.hub.tell_view(self.session.view)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Serve pages and wait for saves meanwhile."""
        threads = [Thread(target=work, daemon=True) for work in (self.server.serve_forever, self._listen)]
        for thread in threads:
            thread.start()
        self._listening.wait()
        try:
            yield
        finally:
            self.stop.set()
            self.hub.close()
            self.server.shutdown()
            self.server.server_close()
            for thread in threads:
                thread.join()

    def work(self) -> None:
        """Take up saves as they come, and what waits in between, until `stop` is set."""
        before = self.session.view
        self.session.refresh()  # what was saved before anybody listened
        if self.session.view.changed or self.session.view.faults != before.faults:
            self._show(None)
        if self._saved.empty():
            self.session.warm_up()
        gc.freeze()  # what is here now stays: the collector need not look at it again
        try:
            self._work()
        finally:
            gc.unfreeze()

    def _work(self) -> None:
        while not self.stop.is_set():
            try:
                start, saved = self._saved.get(timeout=0 if self.session.unfinished else _PATIENCE)
                while not self._saved.empty():
                    saved |= self._saved.get()[1]
                self._take_up(start, saved)
            except Empty:
                if self.session.unfinished and self.session.go_on():
                    self._show(None)

    def _take_up(self, start: float, saved: frozenset[Path]) -> None:
        code = {path for path in saved if path.suffix in (".py", ".ttf")}
        if code:
            self._note = _CODE
        if saved - code:
            self.session.refresh(saved - code)
        self._show(start)

    def _show(self, start: float | None) -> None:
        seconds = self._clock() - start if start is not None else 0.0
        self.session.view = replace(self.session.view, note=self._note, seconds=round(seconds, 3))
        self.hub.tell_view(self.session.view)
        self._tell(self.session.view)

    def _listen(self) -> None:
        folders = self.session.folders()
        answers = partial(watch, *folders, watch_filter=_Saved(), step=QUIET, rust_timeout=_IDLE, yield_on_timeout=True)
        try:
            for changes in answers(stop_event=self.stop):
                self._listening.set()  # the first answer, even of nothing, tells that saves are seen
                if changes:
                    self._saved.put((self._clock(), frozenset(Path(path) for _, path in changes)))
        except OSError as error:  # the system watches no more files, say
            self._note = f"Les enregistrements ne sont plus vus : {error}."
            self._saved.put((self._clock(), frozenset()))
        finally:
            self._listening.set()


class _Saved(DefaultFilter):
    """What editors leave beside a file is not a save."""

    ignore_entity_patterns = (*DefaultFilter.ignore_entity_patterns, r"^\.", r"\.tmp$", r"\.bak$", r"^4913$", r"#$")


@dataclass(frozen=True)
class Told:
    """What the terminal says of a view."""

    view: View

    def lines(self) -> Iterator[str]:
        """Yield one line for what changed, and one for each fault."""
        view = self.view
        seconds = f" · {view.seconds:.2f} s".replace(".", ",") if view.seconds else ""
        if view.stale:
            yield f"En attente d’une correction{seconds}"
        elif view.changed:
            yield f"{', '.join(view.changed[:6])}{' …' if len(view.changed) > 6 else ''}{seconds}"
        for fault in view.faults:
            yield from str(fault).splitlines()
