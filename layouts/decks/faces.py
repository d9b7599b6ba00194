"""Which cards are wanted, and which changed: selections as one writes them, fingerprints of faces."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from book.fields import plural
from layouts.decks.deck import FAMILIES, Card, Deck
from layouts.errors import LayoutError

_NAMES = {"règle": "regle", "scénarios": "scenarios", "thèmes": "themes"}
_RANGE = re.compile(r"([A-Z]+)(\d+)-([A-Z]+)?(\d+)")


def choose(cards: Iterable[Card], wanted: str) -> tuple[Card, ...]:
    """Return the cards that a list names: families, codes, ranges of codes (figures,S01-S06,V03).

    Raises LayoutError for a name that no card answers to. An empty list is the whole deck.
    """
    deck = tuple(cards)
    if not wanted.strip():
        return deck
    chosen: set[str] = set()
    for word in filter(None, (word.strip() for word in wanted.split(","))):
        found = {card.code for card in deck if _answers(card, word)}
        if not found:
            families = ", ".join(FAMILIES)
            raise LayoutError(f"Aucune carte ne répond à « {word} ». Familles : {families} ; codes : F1, S01-S06, V03.")
        chosen |= found
    return tuple(card for card in deck if card.code in chosen)


def _answers(card: Card, word: str) -> bool:
    family = _NAMES.get(word.lower(), word.lower())
    if family == card.family or word.upper() == card.code:
        return True
    if between := _RANGE.fullmatch(word.upper()):
        letters, first, _, last = between.groups()
        own = re.fullmatch(r"([A-Z]+)(\d+)", card.code)
        return bool(own and own[1] == letters and int(first) <= int(own[2]) <= int(last))
    return False


@dataclass(frozen=True)
class Changes:
    """What differs from an earlier deck: cards to print, and what is to be taken out of the box."""

    printed: tuple[Card, ...]
    removed: tuple[str, ...]

    @property
    def told(self) -> str:
        """Say it in one sentence."""
        if not self.removed and not self.printed:
            return "Aucune carte n’a changé."
        out = f"À retirer de la boîte : {', '.join(self.removed)}." if self.removed else "Rien à retirer de la boîte."
        return f"{plural(len(self.printed), 'carte')} à imprimer. {out}"


def fingerprints(deck: Deck, look: Iterable[bytes]) -> dict[str, str]:
    """Return a digest of both faces of each card: its words and drawings, and the style sheets (`look`)."""
    base = hashlib.sha256("\0".join([deck.format.css(), deck.palette.css()]).encode())
    for sheet in look:
        base.update(sheet)
    found = {}
    for card, rendered in zip(deck.cards, deck.document.sections, strict=True):
        face = base.copy()
        face.update(rendered.section.html.encode())
        found[card.code] = face.hexdigest()[:24]
    return found


def manifest(deck: Deck, prints: dict[str, str]) -> bytes:
    """Return the fingerprints as a file, to be compared with by a later build."""
    told = {"format": deck.format.id, "cards": prints}
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def manifest_name(suffix: str) -> str:
    """Return the name of the file of fingerprints of a format and a look."""
    return f"cartes{suffix}-empreintes.json"


def changes(deck: Deck, prints: dict[str, str], earlier: Path, name: str) -> Changes:
    """Compare a deck with the one that an earlier build left in a folder: its own, its edition's, or above them.

    `name` is that of the file of fingerprints. Raises LayoutError where there is none to read.
    """
    places = (earlier, earlier / "cartes", earlier / deck.edition.id / "cartes")
    path = next((place / name for place in places if (place / name).is_file()), None)
    if path is None:
        lacks = f"aucun {name} n’y est, que laisse un jeu de cartes" if earlier.is_dir() else "pas de tel dossier"
        raise LayoutError(f"{earlier} : {lacks}. On ne peut donc pas dire ce qui a changé.")
    try:
        before = dict(json.loads(path.read_text(encoding="utf-8"))["cards"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LayoutError(f"{path} ne se lit pas : ce n’est pas ce que laisse un jeu de cartes.") from error
    printed = tuple(card for card in deck.cards if before.get(card.code) != prints[card.code])
    removed = tuple(code for code in before if before[code] != prints.get(code))
    return Changes(printed, removed)
