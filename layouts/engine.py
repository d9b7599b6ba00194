"""WeasyPrint for one layout, started when its first section is to be laid out, in whatever process that is."""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from layouts.ledger import Rendered, Section
from layouts.libraries import found_by_name

if TYPE_CHECKING:
    from layouts.render import Renderer

_MOST = 16  # layouts, and states of their style sheets, whose engines are held


def load() -> None:
    """Import the engine, which takes a while."""
    with found_by_name():
        import layouts.render  # noqa: F401  # for those who need it next


@dataclass(frozen=True)
class Engine:
    """The engine for a layout whose style sheets are as they are (`base`).

    It serves later editions too: started once in a process, it is found again.
    """

    base: str
    stylesheets: tuple[Path, ...]
    tokens: str
    folders: tuple[Path, ...]

    def __call__(self, section: Section) -> Rendered:
        """Lay out a section. Raises LayoutError."""
        return self._renderer().render(section)

    def start(self) -> None:
        """Start here, before processes are forked: style sheets and fonts are read once for all of them."""
        self._renderer()

    def forget_pictures(self) -> None:
        """Let go of the drawings read here so far: those of another edition are others."""
        if self in _started:
            _started[self].forget_pictures()

    def _renderer(self) -> Renderer:
        if self not in _started:
            load()
            from layouts.render import Renderer

            while len(_started) >= _MOST:
                del _started[next(iter(_started))]
            _started[self] = Renderer(self.stylesheets, self.tokens, self.folders)
        return _started[self]


_started: dict[Engine, Renderer] = {}
atexit.register(_started.clear)  # the engine's fonts are let go while its libraries still stand
