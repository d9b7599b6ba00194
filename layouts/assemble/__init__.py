"""Rendered sections in, one document out: pages with bleed, tags, links, bookmarks, labels, shared fonts."""

from __future__ import annotations

import atexit
import io
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pikepdf
from pikepdf import Pdf

from layouts.assemble.fonts import FontTable, share_fonts
from layouts.assemble.furniture import Foot, Furniture, foot_operators, set_page_numbers
from layouts.assemble.imprint import Imprints
from layouts.assemble.metadata import Metadata, write_metadata
from layouts.assemble.outline import (
    Place,
    UnknownTarget,
    places,
    resolve_links,
    write_destinations,
    write_outline,
    write_page_labels,
)
from layouts.assemble.parallel import SLOT, Margin, Mark, Parallel, margin_operators, write_parallel_outline
from layouts.assemble.tags import TagTree
from layouts.finish import save
from layouts.ledger import PageLedger, Rendered, Side
from layouts.palette import Palette
from layouts.setting import faces

_HELD = 192  # sections: those of an edition's documents, most of which are in the next edition too

Opened = Pdf
"""A document that is open, to be changed and saved."""

__all__ = [
    "Assembly",
    "Furniture",
    "Margin",
    "Mark",
    "Metadata",
    "Opened",
    "Parallel",
    "Place",
    "Tone",
    "assemble",
    "assembled",
    "places",
    "proof",
]


@dataclass(frozen=True)
class Tone:
    """Whether pages of one name show folio and head, and in which colour token (empty: the section's own)."""

    folio: bool
    head: bool
    colour: str


@dataclass(frozen=True)
class Assembly:
    """What assembly needs besides the sections: the page furniture, its tones by page name, metadata, fonts.

    `imprint` is what the edition says of itself where pages keep a place for it, in words ever shorter; `parallel`
    is the document whose page numbers stand in the margin, if there is one.
    """

    furniture: Furniture
    tones: dict[str, Tone]
    metadata: Metadata
    palette: Palette
    fonts: Path
    covers: int  # pages of cover before and after the numbered ones
    imprint: tuple[str, ...] = ()
    parallel: Parallel | None = None


def assemble(sections: tuple[Rendered, ...], setup: Assembly) -> bytes:
    """Join sections into one tagged PDF whose pages still have their bleed. Raises as `assembled` does."""
    with assembled(sections, setup) as pdf:
        return save(pdf)


@contextmanager
def assembled(sections: tuple[Rendered, ...], setup: Assembly) -> Iterator[Opened]:
    """Join sections into one tagged document whose pages still have their bleed, open for what is made of it.

    Raises UnknownTarget for a reference to an anchor that no section holds, SlotError where a page number
    has no place, ImprintError where the edition's name does not fit its own.
    """
    with Pdf.new() as pdf:
        fonts = FontTable(faces(setup.fonts))
        imprints = Imprints(pdf, setup.imprint, setup.furniture, fonts)
        tags = TagTree(pdf)
        ledgers = [page for section in sections for page in section.pages]
        anchors = places(ledgers)
        met: Counter[bytes] = Counter()
        first = 0
        for section in sections:
            source = _opened(section.pdf, met[section.pdf])
            met[section.pdf] += 1
            pages = _append(pdf, source, section, fonts)
            tags.append(source, pages)
            _dress_all(pdf, pages, section, first, setup, fonts, imprints, anchors)
            for page, ledger in zip(pages, section.pages, strict=True):
                resolve_links(page, ledger, anchors)
            first += len(section.pages)
        _share(pdf, fonts)
        tags.write()
        write_destinations(pdf, anchors)
        write_outline(pdf, ledgers)
        if setup.parallel:
            write_parallel_outline(pdf, setup.parallel)
        write_page_labels(pdf, setup.covers)
        write_metadata(pdf, setup.metadata)
        yield pdf


@lru_cache(maxsize=_HELD)
def _opened(section: bytes, _copy: int) -> Pdf:
    """A section, opened to be copied from: it stays open, and what was read of it need not be read again.

    Two sections of one document whose bytes are the same are two copies: what is copied twice from one is shared.
    """
    return Pdf.open(io.BytesIO(section))


atexit.register(_opened.cache_clear)  # they are let go while the library still stands


def proof(section: Rendered, first: int, anchors: dict[str, Place], setup: Assembly) -> bytes:
    """Return the pages of one section as they look in the whole document, to be drawn: no tags, links, bookmarks.

    `first` is the index of its first page there, `anchors` tells the places of all the document (see `places`).
    Raises UnknownTarget and SlotError as assembly does.
    """
    with Pdf.new() as pdf, Pdf.open(io.BytesIO(section.pdf)) as source:
        fonts = FontTable(faces(setup.fonts))
        imprints = Imprints(pdf, setup.imprint, setup.furniture, fonts)
        pages = _append(pdf, source, section, fonts)
        _dress_all(pdf, pages, section, first, setup, fonts, imprints, anchors)
        _share(pdf, fonts)
        for page in pages:
            page.obj.MediaBox = page.obj.TrimBox
            for key in {"/TrimBox", "/BleedBox", "/Annots"} & page.obj.keys():
                del page.obj[key]
        return save(pdf)


def _append(pdf: Pdf, source: Pdf, section: Rendered, fonts: FontTable) -> list[pikepdf.Page]:
    """Add the pages of a section as they were rendered, and return them."""
    before = len(pdf.pages)
    fonts.add(section.fonts)
    with warnings.catch_warnings():
        # Links, destinations and bookmarks are made from the ledgers, so none is lost here.
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)
        pdf.pages.extend(source.pages)
    return [pdf.pages[before + i] for i in range(len(section.pages))]


def _share(pdf: Pdf, fonts: FontTable) -> None:
    resources = fonts.write(pdf)
    for page in pdf.pages:
        share_fonts(page.obj.Resources, resources)


def _dress_all(
    pdf: Pdf,
    pages: list[pikepdf.Page],
    section: Rendered,
    first: int,
    setup: Assembly,
    fonts: FontTable,
    imprints: Imprints,
    anchors: dict[str, Place],
) -> None:
    for index, (page, ledger) in enumerate(zip(pages, section.pages, strict=True), start=first):
        _dress(pdf, page, ledger, section, index, setup, fonts, imprints, anchors)


def _dress(
    pdf: Pdf,
    page: pikepdf.Page,
    ledger: PageLedger,
    section: Rendered,
    index: int,
    setup: Assembly,
    fonts: FontTable,
    imprints: Imprints,
    anchors: dict[str, Place],
) -> None:
    """Set the page numbers that the page prints, its folio, its running head, imprint and margin."""
    numbers = tuple(_number(target, anchors, setup.parallel) for target in ledger.slots)
    stream = set_page_numbers(page.obj.Contents.read_bytes(), numbers, fonts)
    tone = setup.tones[ledger.name]
    foot = b""
    if tone.folio:
        side: Side = "verso" if index % 2 else "recto"
        colour = setup.palette.rgb(tone.colour or section.section.tone)
        head = section.section.head if tone.head else ""
        width = float(page.obj.TrimBox[2])
        foot = foot_operators(Foot(side, str(index + 1), head, colour), setup.furniture, width, fonts)
    for imprint in ledger.imprints:
        foot += imprints.draw(page, imprint)
    if setup.parallel and index < len(setup.parallel.marks):
        foot += margin_operators(setup.parallel.marks[index], setup.parallel.margin, setup.palette, fonts)
    page.obj.Contents = pdf.make_stream(b"q\n" + stream + b"\nQ\n" + foot)


def _number(target: str, anchors: dict[str, Place], parallel: Parallel | None) -> str:
    """The page number that a slot prints: of this document, or of the other one."""
    if parallel and target.startswith(SLOT):
        number = parallel.folios.get(target.removeprefix(SLOT), "")
    else:
        number = str(anchors[target][0] + 1) if target in anchors else ""
    if not number:
        raise UnknownTarget(target)
    return number

