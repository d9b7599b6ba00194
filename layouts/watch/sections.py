"""Which sections are laid out at once and which later, and what stands in for one at fault."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial

from layouts.errors import LayoutError
from layouts.ledger import Rendered, Section
from layouts.store import Memory, Store

Shelf = Store | Memory
RenderAll = Callable[[Iterable[Section]], list[Rendered]]
FEW = 4  # sections that are laid out at once, whoever looks


class Sections:
    """The sections of a document that is watched.

    Those that somebody looks at come first; for the others an earlier picture stands in until `do_one` has been
    called often enough. A section at fault is told in `faults`, by its id, and its last good picture stands in.
    """

    def __init__(self) -> None:
        self.faults: dict[str, str] = {}
        self._wanted: frozenset[str] = frozenset()
        self._last: dict[str, Rendered] = {}
        self._later: dict[str, Callable[[], object]] = {}
        self._warming: Callable[[], object] | None = None

    @property
    def waiting(self) -> frozenset[str]:
        """The ids of the sections that are still to be laid out."""
        return frozenset(self._later)

    def begin(self, wanted: Collection[str]) -> None:
        """Forget what was under way; lay out the `wanted` sections first, all of them where none is named."""
        self._wanted = frozenset(wanted)
        self.faults, self._later = {}, {}

    def do_one(self) -> None:
        """Lay out and keep one of the sections that wait."""
        self._later.pop(next(iter(self._later)))()

    def warm_up(self) -> None:
        """Lay out one section for nothing, unless one was laid out since this began."""
        if self._warming:
            self._warming()
            self._warming = None

    def through(self, store: Shelf, sections: Iterable[Section], render_all: RenderAll) -> list[Rendered]:
        """Take what the store has and render the rest, now or later; the order is that of `sections`.

        `render_all` leaves out the sections at fault. Raises LayoutError for one that never had a good picture.
        """
        asked = list(sections)
        found = {section.id: store.get(section) for section in asked}
        missing = [section for section in asked if found[section.id] is None]
        some_first = len(missing) > FEW or bool(self._later) or any(s.id in self._wanted for s in missing)
        for section in filter(self._may_wait, missing if some_first else ()):
            self._later[section.id] = partial(_lay_out, store, render_all, [section])
        now = [section for section in missing if section.id not in self._later]
        self._warming = None if now else partial(render_all, asked[:1])
        found |= {made.section.id: made for made in (_lay_out(store, render_all, now) if now else ())}
        return [self._standing(section.id, found[section.id]) for section in asked]

    def _may_wait(self, section: Section) -> bool:
        return bool(self._wanted) and section.id not in self._wanted and section.id in self._last

    def _standing(self, id: str, rendered: Rendered | None) -> Rendered:
        if rendered is not None:
            self._last[id] = rendered
        elif id not in self._last:
            raise LayoutError("\n".join(self.faults.values()))
        return self._last[id]


def _lay_out(store: Shelf, render_all: RenderAll, sections: list[Section]) -> list[Rendered]:
    made = render_all(sections)
    for rendered in made:
        store.put(rendered)
    return made
