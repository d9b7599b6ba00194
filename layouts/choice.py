"""What a build is asked for: which files, for which printer, in which formats."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from book.edition_words import DETACHED, KIT, LARGE_PRINT, OUTPUTS
from book.model import Edition

PRINTER = "standard-couche"
ON_REQUEST = ("images", LARGE_PRINT, DETACHED, KIT)  # heavy, or many, and of use to few


@dataclass(frozen=True)
class Choice:
    """Outputs (empty: the usual ones), a printer's profile, formats of cards (empty: the first), a report or none.

    `more` are outputs that an edition adds to the usual ones.
    """

    only: tuple[str, ...] = ()
    printer: str = ""
    formats: tuple[str, ...] = ()
    report: bool = False
    more: tuple[str, ...] = ()

    def wants(self, *keys: str) -> tuple[str, ...]:
        """Return those of the outputs that are asked for."""
        usual = (key for key in keys if key not in ON_REQUEST or key in self.more)
        return tuple(key for key in keys if key in self.only) if self.only else tuple(usual)

    def of(self, edition: Edition) -> Choice:
        """Return the choice with the edition's own where nothing is asked.

        The book is in large print where the formats say so; the edition that all others start from has it anyway,
        its sheets one by one, and the kit of a workshop.
        """
        formats = self.formats or edition.formats
        more: tuple[str, ...] = (LARGE_PRINT,) if LARGE_PRINT in formats else ()
        more = more if edition.base else (LARGE_PRINT, DETACHED, KIT)
        told = (*edition.outputs, *more) if edition.outputs else ()
        only = self.only or tuple(key for key in OUTPUTS if key in told)
        return replace(
            self,
            only=only,
            printer=self.printer or edition.printer or PRINTER,
            formats=tuple(format for format in formats if format != LARGE_PRINT),
            more=more,
        )

    def digest(self) -> str:
        """Return the digest of the choice, and of the printer's profile where it is a file."""
        profile = Path(self.printer)
        content = profile.read_bytes() if self.printer and profile.is_file() else b""
        return hashlib.sha256(repr(self).encode() + content).hexdigest()
