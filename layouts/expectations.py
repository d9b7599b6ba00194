"""What finished files must be, told to the preflight: numbers of the layouts, of the printer, of the sheets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from layouts.palette import Palette
from layouts.preflight.findings import Cmyk, Expectation, Kind
from layouts.printer import Printer

Shows = tuple[tuple[int, ...], ...]
SCREEN = "livre-ecran.pdf"
A4, A4_ACROSS, A3 = (210.0, 297.0), (297.0, 210.0), (297.0, 420.0)
OFFICE_SAFE = 5.0  # mm, what an office printer leaves white


@dataclass(frozen=True)
class Inks:
    """What a press may print: the palette's inks, and those of the colours that an edition brings, in percent."""

    printer: Printer
    known: tuple[Cmyk, ...]
    rich: tuple[Cmyk, ...]  # that of words, in shapes

    def printed(
        self, kind: Kind, trim: tuple[float, float], shows: Shows, like: str, multiple: int = 1, safe: float = 0.0
    ) -> Expectation:
        """Return what a file for the press must be, whose pages hold these pages of the screen's file."""
        printer = self.printer
        return Expectation(
            kind=kind, trim=trim, pages=len(shows), multiple=multiple, bleed=printer.bleed,
            safe=safe or printer.safe, marks=printer.marks, ink_limit=printer.ink_limit,
            resolution=round(printer.resolution), resolution_floor=round(printer.resolution_floor),
            palette=self.known, rich=self.rich, condition=printer.condition, like=like, shows=shows,
        )  # fmt: skip


def inks(printer: Printer, palette: Palette, brought: Iterable[Cmyk] = ()) -> Inks:
    """Return what a printer may print of a palette and of the inks `brought`."""
    return Inks(printer, (*palette.cmyk.values(), *brought), (palette.cmyk["ink"],))


@dataclass(frozen=True)
class Book:
    """The document that the files are made of: pages, trim in mm, pages of each cover, multiple.

    `empty` are the pages meant to show nothing, `spare` those meant to show little.
    """

    pages: int
    trim: tuple[float, float]
    covers: int
    multiple: int
    empty: frozenset[int] = frozenset()
    spare: frozenset[int] = frozenset()


def expectations(
    book: Book, printer: Printer, palette: Palette, brought: Iterable[Cmyk] = ()
) -> dict[str, Expectation]:
    """Return the expectations by file name; pages are numbered from 1. `brought` are an edition's own inks."""
    inside = tuple(range(1 + book.covers, book.pages - book.covers + 1)) if printer.cover_apart else ()
    shown = inside or tuple(range(1, book.pages + 1))
    press = inks(printer, palette, brought)

    def printed(kind: Kind, trim: tuple[float, float], shows: Shows, multiple: int) -> Expectation:
        empty = frozenset(n for n, pages in enumerate(shows, 1) if all(page in book.empty for page in pages))
        return replace(press.printed(kind, trim, shows, SCREEN, multiple), empty=empty)

    told = {
        SCREEN: Expectation(
            "screen", book.trim, book.pages, book.multiple, empty=book.empty, spare=book.spare,
            resolution=round(printer.resolution), resolution_floor=round(printer.resolution_floor),
        ),
        "livre-imprimeur.pdf": printed("press", book.trim, tuple((page,) for page in shown), printer.multiple),
        "livre-livret-a4.pdf": _booklet(book),
    }  # fmt: skip
    if printer.cover_apart:
        width, height = book.trim
        flat = (2 * width + printer.spine(book.pages - 2 * book.covers), height)
        sides = ((book.pages, 1), (2, book.pages - 1))[: 1 + (book.covers > 1)]
        told["couverture-imprimeur.pdf"] = printed("cover", flat, sides, 1)
    return told


def _booklet(book: Book) -> Expectation:
    """Two pages that tell how, then the sides of the sheets: outermost first, front then back."""
    places = -(-book.pages // 4) * 4
    kept = book.pages - book.covers
    order = [*range(1, kept + 1), *[0] * (places - book.pages), *range(kept + 1, book.pages + 1)]
    sides: list[tuple[int, ...]] = [(), ()]
    for first in range(0, places // 2, 2):
        sides += [(order[-first - 1], order[first]), (order[first + 1], order[-first - 2])]
    shows = tuple(tuple(page for page in side if page) for side in sides)
    return Expectation("booklet", A4_ACROSS, len(shows), 2, like=SCREEN, shows=shows)
