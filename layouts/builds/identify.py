"""Which edition and version a file is, and whether it is up to date with the corpus and the edition at hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from book.model import Edition
from layouts.assemble import provenance as uses
from layouts.assemble.provenance import Provenance, provenance_of
from layouts.errors import LayoutError

State = Literal["current", "stale", "unknown"]
Find = Callable[[str], Edition | None]
"""Finds the edition at hand, by the id that a file tells; nothing where there is none."""

_USES = {
    uses.SCREEN: "à lire à l’écran",
    uses.PAPER: "à imprimer",
    uses.FILLABLE: "à remplir à l’écran",
    uses.PRESS: "pour l’imprimeur",
    uses.COVER: "couverture à plat, pour l’imprimeur",
    uses.BOOKLET: "livret A4 à plier",
    uses.CUT_OUT: "planches à découper",
    uses.TILES: "feuilles A4 à coller",
    uses.TEST_SHEET: "mire de calage",
}


@dataclass(frozen=True)
class Identified:
    """A file, where it says that it comes from, and how it stands to what is at hand."""

    path: Path
    provenance: Provenance
    state: State
    told: str  # the state, in a sentence or two

    @property
    def lines(self) -> tuple[str, ...]:
        """What is told of the file."""
        said = self.provenance
        return (
            str(self.path),
            f"  {kind_of(said)}",
            f"  {said.label} ({said.edition}), version {said.version}",
            f"  {self.told}",
        )


def kind_of(said: Provenance) -> str:
    """Say what a file is: its document, and what it is made for."""
    return f"{said.document}, {_USES.get(said.use, said.use)}"


def identify(path: Path, find: Find, corpus: Callable[[], str]) -> Identified:
    """Identify a file; `corpus` returns the fingerprint of the corpus at hand.

    Raises LayoutError for what is no file of ours, Problems where the edition at hand is at fault.
    """
    said = provenance_of(path)
    here = find(said.edition)
    if here is None:
        return Identified(path, said, *_by_corpus(said, corpus()))
    return Identified(path, said, *_by_edition(said, here))


def _by_edition(said: Provenance, here: Edition) -> tuple[State, str]:
    if said.edition != here.id:
        return "unknown", f"Rien à comparer : l’édition donnée est « {here.id} », le fichier est d’une autre."
    if said.fingerprint == here.fingerprint:
        return "current", "À jour : le corpus et l’édition d’ici disent la même chose."
    what = "l’édition" if said.corpus == here.corpus_fingerprint else "le corpus"
    version = f" L’édition en est à la version {here.version}." if said.version != here.version else ""
    return "stale", f"Pas à jour : {what} a changé.{version} Le refaire : build.py make {here.id}"


def _by_corpus(said: Provenance, corpus: str) -> tuple[State, str]:
    if said.corpus != corpus:
        return "stale", "Pas à jour : le corpus a changé. Son édition n’est pas de ce projet."
    hint = "pour la comparer, donner son dossier avec --edition."
    return "unknown", f"Même corpus qu’ici. Son édition n’est pas de ce projet : {hint}"


def pdfs_of(path: Path) -> tuple[Path, ...]:
    """Return a file, or those below a folder. Raises LayoutError for a folder without a PDF."""
    below = tuple(sorted(path.rglob("*.pdf"))) if path.is_dir() else (path,)
    if not below:
        raise LayoutError(f"{path} : ce dossier ne contient aucun PDF.")
    return below
