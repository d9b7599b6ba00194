"""What the browser is told: the leaves of a document, what changed, what stands in the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from layouts.ledger import PageLedger
from layouts.watch.faults import Fault, Told
from layouts.watch.pictures import Piece


@dataclass(frozen=True)
class Mark:
    """Text that does not fit: what is told of it, and its box in shares of the page, from its upper left corner."""

    text: str
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Shown:
    """One page: its section, where its picture is, what it is called, what does not fit on it.

    `state` is empty where the picture is current, « waiting » where it is being laid out again, « fault » where it
    cannot be.
    """

    section: str
    digest: str
    index: int
    label: str
    state: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Leaf:
    """Two pages that are seen together, left and right; one of them may be none."""

    left: Shown | None
    right: Shown | None


@dataclass(frozen=True)
class Listed:
    """A line of the list of sections; `page` is the number of its first page, where pages have one."""

    id: str
    title: str
    page: str


@dataclass(frozen=True)
class View:
    """All that the browser shows. `stale`: the pictures are those of before the faults."""

    title: str = ""
    document: str = ""
    width: float = 1.0  # of a page, in points
    height: float = 1.0
    leaves: tuple[Leaf, ...] = ()
    sections: tuple[Listed, ...] = ()
    changed: tuple[str, ...] = ()
    focus: str = ""
    faults: tuple[Fault, ...] = ()
    stale: bool = False
    note: str = ""
    seconds: float = 0.0


def leaves_of(pieces: Iterable[Piece], states: Mapping[str, str], size: tuple[float, float]) -> tuple[Leaf, ...]:
    """Arrange pages as a reader sees them: both sides of a sheet or card together, else facing pages."""
    whole = tuple(pieces)
    pairs = all(len(p.rendered.pages) == 2 and p.rendered.section.side == "recto" for p in whole)
    count = sum(len(p.rendered.pages) for p in whole)
    pages = [
        Shown(
            section=piece.rendered.section.id,
            digest=piece.digest,
            index=index,
            label=("verso" if index else "recto") if pairs else _folio(piece, piece.first + index, count),
            state=states.get(piece.rendered.section.id, ""),
            marks=tuple(_marks(ledger, size)),
        )
        for piece in whole
        for index, ledger in enumerate(piece.rendered.pages)
    ]
    if pairs:
        return tuple(Leaf(*pages[i : i + 2]) for i in range(0, len(pages), 2))
    if count == 1:
        return (Leaf(pages[0], None),)
    facing = [None, *pages, *([None] if count % 2 == 0 else [])]
    return tuple(Leaf(*facing[i : i + 2]) for i in range(0, len(facing), 2))


def _folio(piece: Piece, index: int, count: int) -> str:
    covers = piece.setup.covers
    if index < covers:
        return f"C{index + 1}"
    if index >= count - covers:
        return f"C{index - count + 2 * covers + 1}"
    return f"page {index + 1}"


def _marks(ledger: PageLedger, size: tuple[float, float]) -> Iterable[Mark]:
    width, height = size
    for overflow in ledger.overflows:
        left, low, right, high = overflow.box
        yield Mark(
            overflow.text, left / width, 1 - high / height, (right - left) / width, (high - low) / height
        )


def only(leaves: Iterable[Leaf], section: str) -> tuple[Leaf, ...]:
    """Keep the leaves that show a section."""
    return tuple(leaf for leaf in leaves if section in sections_of(leaf))


def sections_of(leaf: Leaf) -> tuple[str, ...]:
    """Return the ids of the sections that a leaf shows."""
    return tuple(dict.fromkeys(page.section for page in (leaf.left, leaf.right) if page))


def title_of(section: str, told: Mapping[str, Told]) -> str:
    """Return the title of a section; further pages to write on (notes-1) bear that of the first."""
    known = told.get(section) or told.get(section.rpartition("-")[0])
    return known.title if known and known.title else section


def _number(label: str) -> str:
    """What the list says of a page: its number, or its place among the covers; nothing of the side of a card."""
    return label.removeprefix("page ") if label not in ("recto", "verso") else ""


def listed(leaves: Iterable[Leaf], told: Mapping[str, Told], wanted: Collection[str] = ()) -> tuple[Listed, ...]:
    """Return the list of sections, each with the label of its first page."""
    found: dict[str, Listed] = {}
    for leaf in leaves:
        for page in (leaf.left, leaf.right):
            if page and page.section not in found and (not wanted or page.section in wanted):
                found[page.section] = Listed(page.section, title_of(page.section, told), _number(page.label))
    return tuple(found.values())
