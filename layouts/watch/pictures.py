"""Pages drawn for the screen, each when a browser first asks for it."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

import pypdfium2

from layouts.assemble import Assembly, Place, places, proof
from layouts.ledger import Rendered

NARROWEST, WIDEST = 60, 3000  # px


@dataclass(frozen=True)
class Piece:
    """One section as it stands in its document: `first` is the index of its first page there."""

    rendered: Rendered
    first: int
    anchors: dict[str, Place]
    setup: Assembly

    @cached_property
    def digest(self) -> str:
        """The digest of all that its pictures depend on."""
        numbers = [self.anchors.get(slot, (-1,))[0] for page in self.rendered.pages for slot in page.slots]
        section = self.rendered.section
        setup = self.setup
        house = (setup.furniture, setup.tones, setup.palette, setup.imprint)
        around = (section.head, section.tone, self.first, numbers, house)
        return hashlib.sha256(self.rendered.pdf + repr(around).encode()).hexdigest()[:24]

    @cached_property
    def pdf(self) -> bytes:
        """Its pages, cut to their trim."""
        return proof(self.rendered, self.first, self.anchors, self.setup)


def pieces_of(sections: Iterable[Rendered], setup: Assembly) -> tuple[Piece, ...]:
    """Return the sections of a document as pieces, in the order of print."""
    whole = list(sections)
    anchors = places([page for rendered in whole for page in rendered.pages])
    pieces, first = [], 0
    for rendered in whole:
        pieces.append(Piece(rendered, first, anchors, setup))
        first += len(rendered.pages)
    return tuple(pieces)


class Pictures:
    """Draws pages of the pieces that were shown last and of those just before; a browser may still ask for them."""

    def __init__(self) -> None:
        self._now: dict[str, Piece] = {}
        self._before: dict[str, Piece] = {}
        self._lock = Lock()  # PDFium draws one page at a time

    def show(self, pieces: Iterable[Piece]) -> None:
        """Take the pieces of a new state; those that did not change keep what was made of them."""
        known = {**self._before, **self._now}
        self._before, self._now = self._now, {p.digest: known.get(p.digest, p) for p in pieces}

    def draw(self, digest: str, page: int, width: int) -> bytes | None:
        """Return a page as a PNG file of about so many pixels in width; nothing if it is not shown any more."""
        piece = self._now.get(digest) or self._before.get(digest)
        if piece is None or not 0 <= page < len(piece.rendered.pages):
            return None
        width = min(max(width, NARROWEST), WIDEST)
        with self._lock, pypdfium2.PdfDocument(piece.pdf) as document:
            leaf = document[page]
            image = leaf.render(scale=width / leaf.get_width(), rev_byteorder=True).to_pil()
        out = io.BytesIO()
        image.save(out, "PNG", compress_level=1)
        return out.getvalue()

    def size(self) -> tuple[float, float]:
        """Return the width and height of the first page that is shown, in points; nothing is (1, 1)."""
        for piece in self._now.values():
            with self._lock, pypdfium2.PdfDocument(piece.pdf) as document:
                width, height = document[0].get_size()
                return float(width), float(height)
        return 1.0, 1.0
