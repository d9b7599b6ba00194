"""All that an edition is delivered as: the one list of its batches of files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from book.edition_words import DETACHED, KIT
from layouts.batch import Batch, Files, Finished, passed
from layouts.choice import Choice
from layouts.decks.deck import Deck, make_deck
from layouts.decks.files import PICTURES, Wanted, card_files, copies_for, deck_expectations
from layouts.decks.formats import format_named
from layouts.decks.kit import kit_expectations, make_kit
from layouts.documents import Document, Press
from layouts.errors import LayoutError
from layouts.house import house_digest
from layouts.large_print import KEY as LARGE
from layouts.large_print import large_print_batch
from layouts.outputs import KEYS as BOOK
from layouts.outputs import book_batch, printer_for
from layouts.preflight import Expectation, Kept
from layouts.printer import Printer
from layouts.state import digest_of
from layouts.workshop import Options
from layouts.workshop_files import (
    GUIDE,
    POSTERS,
    SHEETS,
    detached_expectations,
    detached_sheets,
    guide_document,
    guide_expectations,
    guide_files,
    poster_document,
    poster_expectations,
    poster_files,
    sheet_expectations,
    sheet_files,
)

Expected = Mapping[str, Expectation]

CARDS = "cartes"
_FEW = 24  # pages to look at
TABLES = 4  # of the kit that every build makes; `kit` makes it for others


@dataclass(frozen=True)
class Hands:
    """Who does the work: `spread` does many tasks, at the same time if it can, and yields the call for each result.

    `seen` holds what the preflight saw of pages before.
    """

    spread: Callable[[Callable[[Any], Any], list[Any]], Iterable[Callable[[], Any]]]
    seen: Kept | None = None

    def over(self, look: Callable[[Any], Any], groups: Sequence[Any]) -> Iterator[Any]:
        """Do the work of `map` over groups of pages; few of them cost less here than in other processes."""
        if sum(map(len, groups)) < _FEW:
            return map(look, groups)
        return (result() for result in self.spread(look, list(groups)))


def batches(press: Press, choice: Choice) -> Iterator[Batch]:
    """Lay out the documents that are asked for, and yield what is to be made of each.

    Raises LayoutError where a page is at fault, Problems where the printer's file is.
    """
    printer = printer_for(press.root, press.edition, choice.printer)
    if choice.wants(*BOOK, LARGE):
        yield from _books(press, choice, printer)
    house = house_digest(press.root)

    def batch(name: str, document: Document, make: Callable[[], Files], expected: Expected, *more: str) -> Batch:
        # The first file is the one that is read on screen: its pages are those that were laid out.
        ledgers = {next(iter(expected)): document.ledgers} if expected else {}
        return Batch(name, digest_of((house, document.digest, *more)), (make,), expected, ledgers)

    for format in choice.formats or ("",) if choice.wants(CARDS, PICTURES) else ():
        deck = make_deck(press, format_named(press.root, format))
        wanted = Wanted(format=format, copies=copies_for(press.edition), printer=choice.printer)
        told, cut = deck_expectations(press, deck, deck.cards, wanted), (printer.digest, str(wanted.copies))
        yield batch(f"{CARDS}{format}", deck.document, partial(_cards, press, deck, wanted), told, *cut)
        if choice.wants(PICTURES):
            drawn = replace(wanted, only=(PICTURES,))
            yield batch(f"{PICTURES}{format}", deck.document, partial(_cards, press, deck, drawn), {})
    for key, make, expected in (
        (SHEETS, sheet_files, sheet_expectations), (DETACHED, detached_sheets, detached_expectations)
    ):  # fmt: skip
        if choice.wants(key):
            sheets = press.make("sheets")
            yield batch(key, sheets, partial(make, press, sheets), expected(sheets))
    if choice.wants(POSTERS):
        poster = poster_document(press)
        yield batch(POSTERS, poster, partial(poster_files, press, poster), poster_expectations())
    if choice.wants(GUIDE):
        guide = guide_document(press, Options())
        yield batch(GUIDE, guide, partial(guide_files, guide), guide_expectations(guide))
    if choice.wants(KIT):
        yield _kit(press, house)


def produce(wanted: Sequence[Batch], hands: Hands, title: str = "") -> dict[str, Finished]:
    """Make the files of batches, by their names, and read them back.

    With a `title` the report of the preflight on all of them joins the first. Raises LayoutError, all faults together:
    where a file may not be delivered, a RefusedError that holds the report.
    """
    tasks = [(b, m) for b, batch in enumerate(wanted) for m in range(len(batch.makers))]
    files: list[dict[str, bytes]] = [{} for _ in wanted]
    faults: list[str] = []
    for (b, _), result in zip(tasks, hands.spread(lambda task: wanted[task[0]].make(task[1]), tasks), strict=True):
        try:
            files[b] |= result()
        except LayoutError as fault:
            faults.append(str(fault))
    if faults:
        raise LayoutError("\n".join(faults))
    done = {
        batch.name: batch.finish(made, hands.over, hands.seen) for batch, made in zip(wanted, files, strict=True)
    }
    if told := passed(tuple(done.values()), title):
        first = next(iter(done))
        done[first] = replace(done[first], files={**done[first].files, **told})
    return done


def _books(press: Press, choice: Choice, printer: Printer) -> Iterator[Batch]:
    book, only = press.make("book"), choice.wants(*BOOK)
    if only:
        yield book_batch(press.root, book, press.edition, () if only == BOOK else only, printer)
    if choice.wants(LARGE):
        yield large_print_batch(press, book)


def _kit(press: Press, house: str) -> Batch:
    """The kit is made of the deck and the sheets, and of documents of its own that follow from the whole edition."""
    deck = make_deck(press, format_named(press.root, "")).document
    _ = deck.pdf  # assembled here, once for all makers
    documents = (deck, press.make("sheets"), poster_document(press), guide_document(press, Options(groups=TABLES)))
    digest = digest_of((house, *(document.digest for document in documents), str(TABLES)))
    wanted = Wanted(copies=0)
    return Batch(KIT, digest, (lambda: make_kit(press, TABLES, wanted),), kit_expectations(press, wanted))


def _cards(press: Press, deck: Deck, wanted: Wanted) -> Files:
    return card_files(press, deck, wanted).files
