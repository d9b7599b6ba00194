"""An edition in, its deck out: every card rendered once, for all the files that are made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields

from book.model import Edition
from layouts.decks.fitting import CardSetter
from layouts.decks.formats import CardFormat
from layouts.documents import Document, Gather, Press
from layouts.engine import Engine
from layouts.errors import LayoutError
from layouts.ledger import Rendered, Section
from layouts.palette import Palette

FAMILIES = ("regle", "figures", "scenarios", "themes", "variables", "vierges")


@dataclass(frozen=True)
class Card:
    """One card: its code (S07, T2…), its family, its title, and the number of its front among the pages."""

    code: str
    family: str
    title: str
    page: int

    @property
    def back(self) -> int:
        """The number of its back among the pages."""
        return self.page + 1


@dataclass(frozen=True)
class CardPalette(Palette):
    """A palette together with the lengths of a format."""

    lengths: str = ""
    base: Palette | None = None

    def css(self) -> str:
        """Return the tokens as custom properties, lengths included."""
        return (self.base.css() if self.base else super().css()) + self.lengths

    def paint(self, svg: str) -> str:
        """Paint a drawing as the palette that this one stands for."""
        return self.base.paint(svg) if self.base else super().paint(svg)


@dataclass(frozen=True)
class PaintedPress(Press):
    """A press whose colours are given: those of another, which it stands for but for them."""

    colours: Palette | None = None

    @property
    def palette(self) -> Palette:  # given, not read
        """Its colours."""
        assert self.colours, "set by painted"
        return self.colours


def painted(press: Press, colours: Palette, gather: Gather | None = None) -> Press:
    """Return a press that lays out in other colours; what both lay out is kept for both."""
    return PaintedPress(
        press.root, press.edition, gather or press.gather, press.kept, press.memory, press.keep, colours
    )


@dataclass(frozen=True)
class Deck:
    """A rendered deck."""

    format: CardFormat
    edition: Edition
    cards: tuple[Card, ...]
    document: Document
    palette: Palette

    @property
    def pdf(self) -> bytes:
        """All faces, front and back in turn, with bleed."""
        return self.document.pdf


def make_deck(press: Press, format: CardFormat, palette: Palette | None = None) -> Deck:
    """Lay out the cards of an edition, in other colours if some are given.

    Raises LayoutError for texts that do not fit, all of them together.
    """
    if palette is None:
        return press.once(f"deck {format.id}", lambda: _make_deck(press, format, press.palette))
    return _make_deck(press, format, palette)


def _make_deck(press: Press, format: CardFormat, colours: Palette) -> Deck:
    setter = CardSetter(format, press.assets / "fonts")

    def gather(engine: Engine) -> Callable[[Iterable[Section]], list[Rendered]]:
        render_all = press.gather(engine)

        def once_fitted(sections: Iterable[Section]) -> list[Rendered]:
            waiting = list(sections)  # composing them tells what does not fit
            if setter.faults:
                raise LayoutError("\n".join(setter.faults))
            return render_all(waiting)

        return once_fitted

    named = {field.name: getattr(colours, field.name) for field in fields(Palette)}
    given = CardPalette(**named, lengths=format.css(), base=colours)
    cards = painted(press, given, gather).make("cards", {"card": setter})
    return Deck(format, press.edition, cards_of(press.edition), cards, colours)


def cards_of(edition: Edition) -> tuple[Card, ...]:
    """Return the cards of an edition, in the order of layouts/cards/layout.yaml."""
    corpus = edition.corpus
    told = [("R", "regle", corpus.pages["regle"].title)]
    told += [(figure.id, "figures", figure.title) for figure in corpus.figures.values()]
    told += [(scenario.id, "scenarios", scenario.title) for scenario in corpus.scenarios.values()]
    told += [(f"T{theme.order}", "themes", theme.title) for theme in corpus.themes.values()]
    told += [(f"V{variable.order:02d}", "variables", variable.title) for variable in corpus.variables.values()]
    told += [(f"B{kind[0].upper()}", "vierges", f"Votre {kind}") for kind in ("scénario", "figure", "variable")]
    return tuple(Card(code, family, title, 2 * i) for i, (code, family, title) in enumerate(told))
