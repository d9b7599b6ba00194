"""From a layout's order to the rendered sections in their final order, on their right sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from layouts.compose import Composer
from layouts.errors import LayoutError
from layouts.indexing import build_index
from layouts.layout import Entry, Layout
from layouts.ledger import PageLedger, Rendered, Section, Side

RenderAll = Callable[[Iterable[Section]], list[Rendered]]

_FEW_WORDS = 90


class PaginationError(LayoutError):
    """A section would open on the wrong side, or the document cannot reach its multiple of pages."""


def paginate(layout: Layout, composer: Composer, render_all: RenderAll) -> tuple[Rendered, ...]:
    """Render every section and return them in the order of print.

    All that may be is rendered at once, sections while the next ones are composed. What flows opens on the side
    that the layout expects, and is rendered again where it does not; an index is rendered when all the pages
    before it are known. Raises PaginationError.
    """
    asked: list[Entry] = []
    rendered = render_all(_asked(composer, asked))
    by_entry: dict[str, list[Rendered]] = {}
    for entry, piece in zip(asked, rendered, strict=True):
        by_entry.setdefault(_owner(composer.entries, entry), []).append(piece)
    done: list[Rendered] = []
    for i, entry in enumerate(composer.entries):
        if not entry.flows:
            for piece in by_entry.get(entry.id, ()):
                if layout.facing:
                    _check_side(piece, _count(done))
                done.append(piece)
        elif entry.fill:
            after = sum(_count(by_entry.get(later.id, ())) for later in composer.entries[i + 1 :])
            done += _fill(entry, composer, render_all, _count(done), after, layout.multiple)
        elif entry.indexes:
            done += _index(composer, entry, done, render_all)
        else:
            side = _side(_count(done))
            ready = next((piece for piece in by_entry.get(entry.id, ()) if piece.section.side == side), None)
            done.append(_flow(partial(composer.flow, entry, side), render_all, ready))
    if _count(done) % layout.multiple:
        raise PaginationError(f"{_count(done)} pages, au lieu d’un multiple de {layout.multiple}")
    return tuple(done)


def _asked(composer: Composer, asked: list[Entry]) -> Iterator[Section]:
    """Compose what depends on no other section, and note the entry of each."""
    for entry, section in composer.fixed():
        asked.append(entry)
        yield section
    for entry in composer.entries:
        if entry.flows and not entry.fill and not entry.indexes:
            asked.append(entry)
            yield composer.flow(entry, entry.side)


def _owner(entries: Iterable[Entry], entry: Entry) -> str:
    """The entry of the layout that a section stands under: a scenario stands under its newscast."""
    return next(own.id for own in entries if own is entry or own.then is entry)


def _fill(
    entry: Entry, composer: Composer, render_all: RenderAll, before: int, after: int, multiple: int
) -> list[Rendered]:
    """Pages to write on, at least one, that bring the document to its multiple."""
    missing = -(before + after) % multiple or multiple
    sections = [composer.flow(entry, _side(before + i), ordinal=i) for i in range(missing)]
    return render_all(sections)


def _index(composer: Composer, entry: Entry, done: list[Rendered], render_all: RenderAll) -> list[Rendered]:
    """The index of what is done, its parts together; where there are several, each is a page."""
    before = _count(done)
    families = build_index(composer.edition, _pages(done))
    first = composer.flow(entry, _side(before), lambda: families)
    others = [composer.flow(entry, _side(before + i), lambda: families, ordinal=i) for i in range(1, first.parts)]
    return render_all([first, *others])


def _flow(compose: Callable[..., Section], render_all: RenderAll, ready: Rendered | None) -> Rendered:
    """A section that flows; set a little tighter where that spares a last page of a few lines."""
    (loose,) = [ready] if ready else render_all([compose()])
    if len(loose.pages) == 1 or len(loose.pages[-1].words.split()) > _FEW_WORDS:
        return loose
    (tight,) = render_all([compose(tight=True)])
    return tight if len(tight.pages) < len(loose.pages) else loose


def _check_side(piece: Rendered, before: int) -> None:
    if piece.section.side != _side(before):
        raise PaginationError(f"{piece.section.id} s’ouvrirait page {before + 1}, du mauvais côté")


def _side(before: int) -> Side:
    """The side of the page that follows `before` pages; page 1 is a recto."""
    return "verso" if before % 2 else "recto"


def _count(pieces: Iterable[Rendered]) -> int:
    return sum(len(piece.pages) for piece in pieces)


def _pages(pieces: Iterable[Rendered]) -> list[PageLedger]:
    return [page for piece in pieces for page in piece.pages]
