"""Any layout folder and an edition in, its document out: the chain for sheets, posters, guides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from book.model import Edition
from layouts.assemble import Assembly, Opened, assembled
from layouts.cache import Cache
from layouts.colours import edition_palette
from layouts.compose import Composer
from layouts.engine import Engine
from layouts.finish import save, screen
from layouts.layout import read_layout
from layouts.ledger import PageLedger, Rendered, Section
from layouts.pagination import paginate
from layouts.palette import Palette
from layouts.setting import faces
from layouts.setup import assembly_setup
from layouts.state import digest_of
from layouts.store import Memory, Store, base_key, key_of, through

RenderAll = Callable[[Iterable[Section]], list[Rendered]]
T = TypeVar("T")
Gather = Callable[[Engine], RenderAll]
Keep = Callable[[Memory, Iterable[Section], RenderAll], list[Rendered]]


@dataclass(frozen=True)
class Document:
    """A layout's rendered sections for one edition, and what assembles them: all together, or some."""

    sections: tuple[Rendered, ...]
    setup: Assembly
    digest: str  # of all that its pages depend on

    @property
    def ledgers(self) -> tuple[PageLedger, ...]:
        """What each page holds, in order."""
        return tuple(page for section in self.sections for page in section.pages)

    @property
    def pdf(self) -> bytes:
        """The whole document, pages with bleed."""
        return self._files[0]

    @property
    def screen(self) -> bytes:
        """The document to read on screen: see layouts.finish.screen."""
        return self._files[1]

    @cached_property
    def _files(self) -> tuple[bytes, bytes]:
        """The two are saved from one assembly: nothing is read again in between."""
        with self.assembled() as pdf:
            return save(pdf), screen(pdf)

    def assembled(self) -> AbstractContextManager[Opened]:
        """Assemble the document anew, open for what is made of it."""
        return assembled(self.sections, self.setup)

    def part(self, section: Rendered) -> AbstractContextManager[Opened]:
        """Assemble one section as a document of its own, titled by its running head."""
        title = f"{section.section.head} · {self.setup.metadata.title}"
        return assembled((section,), replace(self.setup, metadata=replace(self.setup.metadata, title=title)))


@dataclass(frozen=True)
class Press:
    """What documents are made from, besides their layout: the project's folder and an edition of it.

    `gather` makes, from the engine that renders one section, what renders many: it may tell its progress or share the
    work, and then starts the engine before it forks.
    `kept` is the cache of rendered sections; without one, every section is laid out, once: `memory`
    holds what this press, and those made of it, have laid out. `keep` takes from them what there is and lays out
    the rest: at once, unless another way is given.
    """

    root: Path
    edition: Edition
    gather: Gather
    kept: Cache | None = None
    memory: dict[str, Rendered] = field(default_factory=dict, compare=False, repr=False)
    keep: Keep = through
    _made: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def assets(self) -> Path:
        """Fonts, drawings, maps."""
        return self.root / "assets"

    @cached_property
    def palette(self) -> Palette:
        """The colours of every layout, the edition's own among them. Raises Problems where those do not do."""
        return edition_palette(self.root, self.edition)

    def once(self, key: str, make: Callable[[], T]) -> T:
        """Return what was made under this key for this edition, made now if it was not."""
        if key not in self._made:
            self._made[key] = make()
        made: T = self._made[key]
        return made

    def make(self, name: str, values: Mapping[str, Any] | None = None) -> Document:
        """Lay out the folder `name` of layouts/; `values` are what its templates name besides the edition.

        Raises LayoutError where a page is at fault.
        """
        if values is None:
            return self.once(f"layout {name}", lambda: self._make(name, {}))
        return self._make(name, values)

    def _make(self, name: str, values: Mapping[str, Any]) -> Document:
        layout = read_layout(self.root / "layouts" / name)
        composer = Composer(layout, self.edition, self.palette, self.assets, values)
        tokens, folders = self.palette.css(), (self.root / "layouts", self.assets)
        house = self.root / "layouts"
        code = [*sorted(house.glob("render*.py")), house / "line_ends.py", house / "ledger.py"]
        base = base_key(layout.stylesheets, tokens, faces(self.assets / "fonts"), code)
        engine = Engine(base, layout.stylesheets, tokens, folders)
        sections = paginate(layout, composer, self._render_all(engine, base))
        setup = assembly_setup(layout, self.edition, self.palette, self.assets)
        return Document(sections, setup, _digest(base, sections, setup))

    def _render_all(self, engine: Engine, base: str) -> RenderAll:
        def render_all(sections: Iterable[Section]) -> list[Rendered]:
            made = self.gather(engine)(sections)
            engine.forget_pictures()
            return made

        store = Memory(self.memory, base, Store(self.kept, base) if self.kept else None)
        return lambda sections: self.keep(store, sections, render_all)


def _digest(base: str, sections: Iterable[Rendered], setup: Assembly) -> str:
    """The digest of an assembled document: of its sections as they stand in it, and of how they are joined."""
    pieces = (piece.section for piece in sections)
    told = (text for s in pieces for text in (key_of(base, s), s.head, s.tone))
    return digest_of((base, *told, repr(replace(setup, fonts=Path()))))
