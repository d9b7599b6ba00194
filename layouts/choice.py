"""What a build is asked for: which files, for which printer, in which formats."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from book.edition_words import OUTPUTS
from book.model import Edition

PRINTER = "standard-couche"
ON_REQUEST = ("images",)  # heavy, and of use to few


@dataclass(frozen=True)
class Choice:
    """Outputs (empty: the usual ones), a printer's profile, formats of cards (empty: the first), a report or none."""

    only: tuple[str, ...] = ()
    printer: str = ""
    formats: tuple[str, ...] = ()
    report: bool = False

    def wants(self, *keys: str) -> tuple[str, ...]:
        """Return those of the outputs that are asked for."""
        return tuple(key for key in keys if (key in self.only if self.only else key not in ON_REQUEST))

    def of(self, edition: Edition) -> Choice:
        """Return the choice with the edition's own where nothing is asked."""
        only = self.only or tuple(key for key in OUTPUTS if key in edition.outputs)
        return replace(
            self,
            only=only,
            printer=self.printer or edition.printer or PRINTER,
            formats=self.formats or edition.formats,
        )

    def digest(self) -> str:
        """Return the digest of the choice, and of the printer's profile where it is a file."""
        profile = Path(self.printer)
        content = profile.read_bytes() if self.printer and profile.is_file() else b""
        return hashlib.sha256(repr(self).encode() + content).hexdigest()
