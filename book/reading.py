"""What is gathered while files are read: problems, ids that exist, links that must lead to one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from book.model import At
from book.problems import Problem, Problems, did_you_mean

# Below this number, showing every id that exists helps more than it tires.
_FEW = 12


def or_among(word: str, candidates: Iterable[str]) -> str:
    """Propose the nearest of some words, or show them all when none is near and they are few."""
    known = list(candidates)
    shown = f"Possibles : {', '.join(known)}." if 0 < len(known) <= _FEW else ""
    return did_you_mean(word, known) or shown


@dataclass(frozen=True)
class Link:
    """A place where a file names a record of a family; `origin` is what a person sees written there."""

    origin: str
    family: str
    id: str
    at: At


class Reading:
    """One run over the files of an edition; readers add to it, `finish` tells what was found wrong."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self._links: list[Link] = []
        self._known: dict[str, dict[str, At]] = {}
        self._places: dict[str, str] = {}

    def fault(self, at: At, message: str, hint: str = "") -> None:
        """Remember a problem."""
        self.problems.append(Problem(at.file, at.line, message, hint))

    def follow(self, link: Link) -> None:
        """Remember a link, to be followed once every id is known."""
        self._links.append(link)

    def open_family(self, family: str, place: str) -> None:
        """Declare that the records of a family are about to be read from a place, a file or a folder.

        Links to a family that could not be read at all are not followed: each would be told as a fault.
        """
        self._known[family] = {}
        self._places[family] = place

    def announce(self, family: str, id: str, at: At) -> None:
        """Remember that a record exists, even if it is found faulty later; two may not share an id."""
        first = self._known[family].setdefault(id, at)
        if first is not at:
            self.fault(at, f"L’identifiant « {id} » est déjà pris par {first.file.name}, ligne {first.line}.")

    def announce_once(self, family: str, id: str, at: At) -> None:
        """Remember that a record exists, which several files may make be."""
        self._known.setdefault(family, {}).setdefault(id, at)

    def known(self, family: str) -> tuple[str, ...]:
        """Return the ids of a family that were announced."""
        return tuple(self._known.get(family, ()))

    def follow_links(self) -> None:
        """Tell the links that lead nowhere."""
        for link in self._links:
            ids = self._known.get(link.family)
            if ids is not None and link.id not in ids:
                message = f"{link.origin} renvoie à « {link.id} », absent de {self._places[link.family]}."
                self.fault(link.at, message, or_among(link.id, sorted(ids)))

    def finish(self) -> None:
        """Raise the problems, if there are any."""
        if self.problems:
            raise Problems(self.problems)
