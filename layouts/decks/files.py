"""The files of a deck: screen, press, home sheets, pictures, all of one rendering."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from book.model import Edition
from layouts.batch import Files
from layouts.brought import drawings_of
from layouts.decks.deck import Card, Deck, make_deck
from layouts.decks.eco import ink_saved, outline_palette
from layouts.decks.expected import face_expectation, home_expectation, press_expectation
from layouts.decks.faces import changes, choose, fingerprints, manifest, manifest_name
from layouts.decks.formats import CardFormat, format_named
from layouts.decks.pictures import pictures, zipped
from layouts.decks.sheets import PAPERS, Duplex
from layouts.documents import Press
from layouts.errors import LayoutError
from layouts.expectations import inks
from layouts.finish.drawings import colours_of
from layouts.finish.press import Job, press
from layouts.impose.cards import Desk, impose_cards
from layouts.impose.mire import mire
from layouts.layout import read_layout
from layouts.preflight import Expectation
from layouts.printer import read_printer
from layouts.setup import assembly_setup

SCREEN, PRESS, HOME, PICTURES = "ecran", "imprimeur", "maison", "images"
KEYS = (SCREEN, PRESS, HOME, PICTURES)
MOST_COPIES = 50  # that an office prints and cuts
FOLDER = "cartes"


@dataclass(frozen=True)
class Wanted:
    """What is wanted of a deck: its files, its format, which cards, and how the office prints them."""

    only: tuple[str, ...] = (SCREEN, PRESS, HOME)
    format: str = ""
    cards: str = ""
    copies: int = 1
    paper: str = "a4"
    duplex: Duplex = "long"
    offset: tuple[float, float] = (0.0, 0.0)
    rounded: bool = False
    eco: bool = False
    since: Path | None = None
    printer: str = "standard-couche"

    def desk(self, radius: float) -> Desk:
        """Return how sheets are printed."""
        return Desk(PAPERS[self.paper], self.duplex, self.offset, radius if self.rounded else 0.0)


@dataclass
class Made:
    """The files of a deck, what is to be told of them, and what they must be, by path."""

    files: Files = field(default_factory=dict)
    told: list[str] = field(default_factory=list)
    expected: dict[str, Expectation] = field(default_factory=dict)


def make_cards(press_: Press, wanted: Wanted) -> Made:
    """Make the files of an edition's deck. Raises LayoutError, Problems where the printer's file is at fault."""
    format = format_named(press_.root, wanted.format)
    palette = outline_palette(press_.palette, press_.root) if wanted.eco else None
    return card_files(press_, make_deck(press_, format, palette), wanted)


def card_files(press_: Press, deck: Deck, wanted: Wanted) -> Made:
    """Make the files of a deck. Raises as `make_cards` does."""
    format = deck.format
    made = Made({FOLDER: {}})
    prints = fingerprints(deck, _look(press_))
    cards = choose(deck.cards, wanted.cards)
    own, suffix = made.files[FOLDER], _suffix(press_, format, wanted)
    if wanted.since:
        found = changes(deck, prints, wanted.since, manifest_name(suffix))
        cards = tuple(card for card in cards if card in found.printed)
        made.told.append(replace(found, printed=cards).told)
    made.expected = deck_expectations(press_, deck, cards, wanted)
    if SCREEN in wanted.only:
        own[f"cartes{suffix}-ecran.pdf"] = deck.document.screen
    if PRESS in wanted.only and not wanted.eco:
        file = f"cartes{suffix}-imprimeur.pdf"
        own[file] = press(deck.pdf, _job(press_, deck, wanted), file)
    if HOME in wanted.only and cards:
        own[f"cartes{suffix}-a-decouper-{wanted.paper}.pdf"] = home(press_, deck, cards, wanted)
    if PICTURES in wanted.only:
        drawn = pictures(deck, cards)
        made.files |= {f"{FOLDER}/images{suffix}/{folder}": files for folder, files in drawn.items()}
        own[f"cartes{suffix}-images.zip"] = zipped(drawn)
    own[manifest_name(suffix)] = manifest(deck, prints)
    if wanted.eco:
        share = ink_saved(make_deck(press_, format).pdf, deck.pdf)
        made.told.append(f"Encre économisée : {share:.0%}, d’après les pages elles-mêmes.".replace("%", " %"))
    return made


def deck_expectations(
    press_: Press, deck: Deck, cards: tuple[Card, ...], wanted: Wanted
) -> dict[str, Expectation]:
    """Return what the files of a deck must be, by path, the chosen cards standing on the sheets to cut out."""
    own = f"{FOLDER}/cartes{_suffix(press_, deck.format, wanted)}"
    told = {f"{own}-ecran.pdf": face_expectation(deck)} if SCREEN in wanted.only else {}
    if PRESS in wanted.only and not wanted.eco:
        job = _job(press_, deck, wanted)
        known = inks(job.printer, press_.palette, [job.ink(colour) for colour in sorted(job.brought)])
        told[f"{own}-imprimeur.pdf"] = press_expectation(deck, known, f"{own}-ecran.pdf")
    if HOME in wanted.only and cards:
        faces = [card for card in cards for _ in range(wanted.copies)]
        desk = wanted.desk(deck.format.radius)
        told[f"{own}-a-decouper-{wanted.paper}.pdf"] = home_expectation(deck.format, desk, faces, f"{own}-ecran.pdf")
    return told


def home(press_: Press, deck: Deck, cards: tuple[Card, ...], wanted: Wanted) -> bytes:
    """Impose the chosen cards, each as many times as is wanted."""
    faces = [(card.page, card.back) for card in cards for _ in range(wanted.copies)]
    desk = wanted.desk(deck.format.radius)
    return impose_cards(deck.pdf, faces, desk, deck.document.setup.metadata, press_.assets / "fonts")


def make_mire(press_: Press, wanted: Wanted) -> bytes:
    """Make the calibration sheet of a paper, its back moved as the backs of cards would be."""
    layout = read_layout(press_.root / "layouts" / "cards")
    metadata = assembly_setup(layout, press_.edition, press_.palette, press_.assets).metadata
    duplex: Duplex = "long" if wanted.duplex == "pli" else wanted.duplex
    return mire(PAPERS[wanted.paper], duplex, wanted.offset, metadata, press_.assets / "fonts")


def copies_of(told: str, auto: bool) -> int:
    """Return how many copies are asked for; 0 where « auto » may let the packs decide."""
    if told == "auto" and auto:
        return 0
    if not told.isdecimal() or not 1 <= int(told) <= MOST_COPIES:
        more = ", ou auto" if auto else ""
        raise LayoutError(f"« {told} » n’est pas un nombre d’exemplaires : de 1 à {MOST_COPIES}{more}.")
    return int(told)


def copies_for(edition: Edition) -> int:
    """Return how many decks the sheets to cut out hold: as many as the edition asks for, so that stacks are cut.

    More than an office prints are the business of a printer's shop: the sheets then hold one deck.
    """
    return edition.copies if 1 <= edition.copies <= MOST_COPIES else 1


def _job(press_: Press, deck: Deck, wanted: Wanted) -> Job:
    printers, beside = press_.root / "layouts" / "printers", press_.edition.at.file.parent
    printer = read_printer(printers, press_.assets / "profiles", wanted.printer, beside)
    setup = deck.document.setup
    return Job(printer, press_.palette, setup.metadata, setup.fonts, 0, colours_of(drawings_of(press_.edition)))


def _suffix(press_: Press, format: CardFormat, wanted: Wanted) -> str:
    """What tells a deck's files from those of the usual one."""
    usual = format_named(press_.root, "")
    return (f"-{format.id}" if format.id != usual.id else "") + ("-eco" if wanted.eco else "")


def _look(press_: Press) -> list[bytes]:
    """The style sheets that decide how faces look."""
    return [path.read_bytes() for path in read_layout(press_.root / "layouts" / "cards").stylesheets]
