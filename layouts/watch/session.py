"""A document kept at hand: read, composed and laid out again at each change, with what the browser is to be told."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from book.editions import read_edition
from book.fields import plural
from book.model import Edition
from book.problems import did_you_mean
from layouts.cache import Cache
from layouts.decks.deck import make_deck
from layouts.decks.formats import format_named
from layouts.documents import Document, Press
from layouts.engine import Engine
from layouts.errors import LayoutError
from layouts.layout import read_layout
from layouts.ledger import Rendered, Section
from layouts.watch.faults import Fault, Told, fault_of_line, faults_of, section_named, sections_by_file, told_sections
from layouts.watch.pictures import Pictures, Piece, pieces_of
from layouts.watch.sections import Sections
from layouts.watch.view import View, leaves_of, listed, only
from layouts.web import POSTER
from layouts.workers import spread
from layouts.workshop import Options
from layouts.workshop_files import guide_document

LAYOUTS: dict[str, Callable[[Press], Document]] = {
    "book": lambda press: press.make("book"),
    "cards": lambda press: make_deck(press, format_named(press.root, "")).document,
    "sheets": lambda press: press.make("sheets"),
    "poster": lambda press: press.make("poster", {"frame": POSTER}),
    "guide": lambda press: guide_document(press, Options()),
}
"""The documents that can be watched, by the folder of their layout."""

_REMEMBERED = 400  # sections, some tens of megabytes; beyond, the store has them

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Watched:
    """What is watched: an edition of a project in one layout, whole or one section of it."""

    root: Path
    edition: str
    layout: str = "book"
    only: str = ""


class Session:
    """One document that is watched. `view` is what to show now; `pictures` draws it.

    `kept` is the cache of rendered sections; `progress` is told how many sections are laid out, of how
    many. Sections `looked_at` are laid out before the others.
    """

    def __init__(self, watched: Watched, kept: Cache, progress: Progress = lambda _done, _all: None) -> None:
        self.view = View()
        self.pictures = Pictures()
        self.pieces: tuple[Piece, ...] = ()
        self.looked_at: tuple[str, ...] = ()
        self._watched, self._kept, self._progress = watched, kept, progress
        self._sections = Sections()
        self._told: dict[str, Told] = {}
        self._edition: Edition | None = None
        self._name = ""
        self._put_off = 0
        self._memory: dict[str, Rendered] = {}
        self._changed: Collection[Path] = ()

    @property
    def unfinished(self) -> bool:
        """Whether sections still wait to be laid out."""
        return bool(self._sections.waiting)

    def refresh(self, changed: Collection[Path] = (), jobs: int = 1) -> None:
        """Lay out what changed; what is in view comes first. Faults become part of the view, none is raised."""
        alone = section_named(self._watched.only, self._told) if self._watched.only else None
        self._changed = changed
        self._sections.begin([alone] if alone else [*sections_by_file(self._told, changed), *self.looked_at])
        self._make(jobs)
        self._put_off = len(self._sections.waiting)

    def go_on(self) -> bool:
        """Lay out one of the sections that wait; tell whether the view is another now."""
        try:
            self._sections.do_one()
        except Exception as error:
            self._fail(error)
            return True
        if self.unfinished:
            self._progress(self._put_off - len(self._sections.waiting), self._put_off)
            return False
        self._sections.begin(())
        self._make(1)
        return True

    def warm_up(self) -> None:
        """Start the engine, if nothing has been laid out yet: the first save is not to wait for it."""
        with suppress(Exception):  # a fault is told when something is to be laid out
            self._sections.warm_up()

    def folders(self) -> tuple[Path, ...]:
        """Return the folders whose files count: the project's, and that of an edition from elsewhere."""
        root = self._watched.root
        ours = tuple(root / name for name in ("book", "layouts", "assets"))
        own = Path(self._watched.edition)
        elsewhere = own if own.is_dir() else own.parent if own.is_file() else None
        if elsewhere and not any(elsewhere.resolve().is_relative_to(folder) for folder in ours):
            return (*ours, elsewhere.resolve())
        return ours

    def _make(self, jobs: int) -> None:
        try:
            document = self._document(jobs)
            self._show(pieces_of(document.sections, document.setup))
        except Exception as error:  # whatever a file that is being written may bring about, the next save mends
            self._fail(error)

    def _fail(self, error: Exception) -> None:
        self._sections.begin(())
        faults = faults_of(error, self._watched.root, self._told, self._changed)
        self.view = replace(self.view, faults=faults, stale=True, changed=(), focus="")

    def _document(self, jobs: int) -> Document:
        watched = self._watched
        if len(self._memory) > _REMEMBERED:
            self._memory.clear()
        self._edition = read_edition(watched.root, watched.edition)
        layout = read_layout(watched.root / "layouts" / watched.layout)
        self._told = told_sections(layout, self._edition)
        self._name = f"{self._edition.label} · {layout.title or 'Livre'}"
        gather = _Gather(self._sections, self._progress, jobs)
        return LAYOUTS[watched.layout](
            Press(watched.root, self._edition, gather, self._kept, self._memory, self._sections.through)
        )

    def _show(self, pieces: tuple[Piece, ...]) -> None:
        assert self._edition, "read before it is shown"
        earlier = {p.rendered.section.id: p.digest for p in self.pieces}
        first = not self.pieces
        self.pieces = pieces
        self.pictures.show(pieces)
        size = self.pictures.size()
        states = dict.fromkeys(self._sections.waiting, "waiting") | dict.fromkeys(self._sections.faults, "fault")
        leaves = leaves_of(pieces, states, size)
        ids = [p.rendered.section.id for p in pieces]
        wanted = self._wanted(ids)
        moved = [p.rendered.section.id for p in pieces if not first and p.digest != earlier.get(p.rendered.section.id)]
        shown = [id for id in moved if not wanted or id == wanted]
        self.view = View(
            title=self._edition.title,
            document=self._name,
            width=size[0],
            height=size[1],
            leaves=only(leaves, wanted) if wanted else leaves,
            sections=listed(leaves, self._told, (wanted,) if wanted else ()),
            changed=tuple(shown),
            focus=self._focus(shown),
            faults=tuple(self._faults()),
        )

    def _wanted(self, ids: Iterable[str]) -> str:
        """The id of the only section to show, if there is one. Raises LayoutError where none bears the name."""
        name, known = self._watched.only, list(ids)
        if not name:
            return ""
        found = section_named(name, known)
        if found is None:
            hint = did_you_mean(name, known) or f"Il y a, par exemple, {', '.join(known[:4])}."
            raise LayoutError(f"Aucune section ne s’appelle « {name} ». {hint}")
        return found

    def _faults(self) -> Iterable[Fault]:
        for piece in self.pieces:
            id = piece.rendered.section.id
            if id in self._sections.waiting or id in self._sections.faults:
                continue  # an earlier picture stands in
            if overflows := [overflow for page in piece.rendered.pages for overflow in page.overflows]:
                fault = fault_of_line(f"{id} : {overflows[0].text}", self._watched.root, self._told)
                more = len(overflows) - 1
                yield replace(fault, hint=f"Et {plural(more, 'autre')} sur ces pages, en rouge." if more else "")
        for id, told in self._sections.faults.items():
            for line in told.splitlines():
                fault = fault_of_line(line, self._watched.root, self._told)
                yield fault if fault.sections else replace(fault, sections=(id,))

    def _focus(self, moved: list[str]) -> str:
        """The section to bring into view: that of the saved file, else the first that changed if none is in view.

        One save moves the reader once.
        """
        spoilt = [*moved, *self._sections.faults]
        if not self._changed or not spoilt:
            return ""
        own = [id for id in sections_by_file(self._told, self._changed) if id in spoilt]
        seen = any(id in self.looked_at for id in moved)
        self._changed = ()
        return own[0] if own else "" if seen else spoilt[0]


@dataclass(frozen=True)
class _Gather:
    """Lays out many sections; those at fault are noted and left out."""

    sections: Sections
    progress: Progress
    jobs: int

    def __call__(self, engine: Engine) -> Callable[[Iterable[Section]], list[Rendered]]:
        def render_all(sections: Iterable[Section]) -> list[Rendered]:
            waiting, done = list(sections), []
            engine.start()
            for number, (section, result) in enumerate(
                zip(waiting, spread(engine, waiting, self.jobs), strict=True), start=1
            ):
                try:
                    done.append(result())
                except LayoutError as fault:
                    self.sections.faults[section.id] = str(fault)
                self.progress(number, len(waiting))
            return done

        return render_all
