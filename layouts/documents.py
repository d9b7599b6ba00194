"""Any layout folder and an edition in, its document out: the chain for sheets, posters, guides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from book.model import Edition
from layouts.assemble import Assembly, assemble
from layouts.compose import Composer
from layouts.layout import Layout, read_layout
from layouts.ledger import Rendered, Section
from layouts.pagination import paginate
from layouts.palette import Palette, read_palette
from layouts.setting import faces
from layouts.setup import assembly_setup
from layouts.store import Memory, Store, base_key, through

if TYPE_CHECKING:
    from layouts.render import Renderer

RenderAll = Callable[[Iterable[Section]], list[Rendered]]
Gather = Callable[[Callable[[Section], Rendered]], RenderAll]


@dataclass(frozen=True)
class Document:
    """A layout's rendered sections for one edition, and what assembles them: all together, or some."""

    sections: tuple[Rendered, ...]
    setup: Assembly

    @cached_property
    def pdf(self) -> bytes:
        """The whole document, pages with bleed."""
        return assemble(self.sections, self.setup)

    def part(self, section: Rendered) -> bytes:
        """One section as a document of its own, titled by its running head."""
        title = f"{section.section.head} · {self.setup.metadata.title}"
        return assemble((section,), replace(self.setup, metadata=replace(self.setup.metadata, title=title)))


@dataclass(frozen=True)
class Press:
    """What documents are made from, besides their layout: the project's folder and an edition of it.

    `gather` makes, from what renders one section, what renders many: it may tell its progress or share the work.
    `kept` is the folder of the store of rendered sections; without one, every section is laid out, once: `memory`
    holds what this press, and those made of it, have laid out.
    """

    root: Path
    edition: Edition
    gather: Gather
    kept: Path | None = None
    memory: dict[str, Rendered] = field(default_factory=dict, compare=False, repr=False)

    @property
    def assets(self) -> Path:
        """Fonts, drawings, maps."""
        return self.root / "assets"

    @cached_property
    def palette(self) -> Palette:
        """The colours of every layout."""
        return read_palette(self.root / "layouts" / "base" / "palette.yaml")

    def make(self, name: str, values: Mapping[str, Any] | None = None) -> Document:
        """Lay out the folder `name` of layouts/; `values` are what its templates name besides the edition.

        Raises LayoutError where a page is at fault.
        """
        layout = read_layout(self.root / "layouts" / name)
        composer = Composer(layout, self.edition, self.palette, self.assets, values)
        sections = paginate(layout, composer, self._render_all(layout))
        return Document(sections, assembly_setup(layout, self.edition, self.palette, self.assets))

    def _render_all(self, layout: Layout) -> RenderAll:
        engine = _Engine(layout, self.palette.css(), (self.root / "layouts", self.assets))

        def render_all(sections: Iterable[Section]) -> list[Rendered]:
            waiting = list(sections)
            if waiting:
                engine.start()  # before any process is forked: style sheets and fonts are read once for all
            return self.gather(engine.render)(waiting)

        code = [self.root / "layouts" / name for name in ("render.py", "render_checks.py", "line_ends.py", "ledger.py")]
        base = base_key(layout.stylesheets, engine.tokens, faces(self.assets / "fonts"), code)
        store = Memory(self.memory, base, Store(self.kept, base) if self.kept else None)
        return lambda sections: through(store, sections, render_all)


@dataclass
class _Engine:
    """Starts WeasyPrint when the first section is to be laid out: a build of kept sections never does."""

    layout: Layout
    tokens: str
    folders: tuple[Path, ...]
    _renderer: Renderer | None = None

    def start(self) -> Renderer:
        if self._renderer is None:
            from layouts.render import Renderer

            self._renderer = Renderer(self.layout.stylesheets, self.tokens, self.folders)
        return self._renderer

    def render(self, section: Section) -> Rendered:
        return self.start().render(section)
