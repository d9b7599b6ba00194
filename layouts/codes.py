"""QR codes: where an edition leads its readers, and the code that a telephone reads there (ISO/IEC 18004).

Only addresses that the corpus or the edition gives are ever drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

import segno

from book.model import Edition
from layouts.drawings import address as data_address
from layouts.errors import LayoutError

QUIET = 4  # modules, clear around a code (ISO/IEC 18004, 6.3.8)
MODULE = 0.4  # mm, the least that office printers and telephones agree on
LEAST = 15.0  # mm, the least side of a code, quiet zone included
_SCHEME = "https://"
_KEPT = "/:?#[]@!$&'()*+,;=%~"  # of a path: what means something there, and what is quoted already
_LEVELS = ("m", "l")  # of correction: the stronger where there is room for it


@dataclass(frozen=True)
class Code:
    """A code to print: its picture as an address, its side in mm with the quiet zone, its alternative text."""

    picture: str
    size: float
    alt: str


@dataclass(frozen=True)
class Lead:
    """Where a reader is led: what is there, in two or three words, and the address without its scheme."""

    told: str
    address: str

    @property
    def link(self) -> str:
        """The address in full, in the letters that an address may have (RFC 3986): a telephone guesses no accent."""
        host, slash, path = self.address.partition("/")
        return _SCHEME + host.encode("idna").decode() + slash + quote(path, safe=_KEPT)

    def code(self, least: float = LEAST, most: float = 25.0) -> Code:
        """Return the code of the address, its side between two lengths in mm.

        Raises LayoutError where the address is too long to be read at that size.
        """
        for level in _LEVELS:
            drawn = segno.make_qr(self.link, error=level, boost_error=False)
            side = drawn.symbol_size(border=QUIET)[0]
            size = max(least, round(side * MODULE, 2))
            if size <= most:
                return Code(data_address(_svg(drawn)), size, f"Code QR, {self.told} : {self.address}")
        raise LayoutError(
            f"L’adresse « {self.link} » est trop longue pour un code QR de {most:g} mm : en donner une plus courte."
        )


def lead_of(edition: Edition) -> Lead | None:
    """Return where an edition leads: its own address, else the page that the corpus stands on, else nowhere."""
    if edition.address:
        return Lead("Cette édition", edition.address.removeprefix(_SCHEME))
    return source_of(edition)


def source_of(edition: Edition) -> Lead | None:
    """Return the page that the corpus stands on, where its references tell its address."""
    cycle = (r for r in edition.corpus.references.values() if r.family == "cycle" and r.address)
    source = next(cycle, None)
    return Lead("La source", source.address) if source else None


def video_of(edition: Edition, newscast: str) -> Lead | None:
    """Return the video of a newscast, where the edition knows it."""
    address = edition.videos.get(newscast)
    return Lead("Ce journal en vidéo", address.removeprefix(_SCHEME)) if address else None


def _svg(code: segno.QRCode) -> str:
    """Draw a code as shapes, black on white: the press sets black in black ink alone."""
    side = code.symbol_size(border=QUIET)[0]
    runs = []
    for y, row in enumerate(code.matrix_iter(border=QUIET)):
        x = 0
        for dark, modules in groupby(row):
            length = len(list(modules))
            if dark:
                runs.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<rect width="{side}" height="{side}" fill="#ffffff"/><path d="{"".join(runs)}" fill="#000000"/></svg>'
    )
