"""Any layout folder and an edition in, its document out: the chain for sheets, posters, guides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from book.model import Edition
from layouts.assemble import Assembly, assemble
from layouts.compose import Composer
from layouts.layout import Layout, read_layout
from layouts.ledger import Rendered, Section
from layouts.pagination import paginate
from layouts.palette import Palette, read_palette
from layouts.render import Renderer
from layouts.setup import assembly_setup

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
    """

    root: Path
    edition: Edition
    gather: Gather

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
        sections = paginate(layout, composer, self.gather(self._renderer(layout).render))
        return Document(sections, assembly_setup(layout, self.edition, self.palette, self.assets))

    def _renderer(self, layout: Layout) -> Renderer:
        return Renderer(layout.stylesheets, self.palette.css(), (self.root / "layouts", self.assets))
