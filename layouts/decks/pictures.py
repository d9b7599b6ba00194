"""The faces as pictures for online whiteboards: PNG cut to their trim, round corners transparent, and a zip of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable, Iterator

import pypdfium2
from PIL import Image, ImageDraw

from book.territories import slug
from layouts.decks.deck import Card, Deck
from layouts.decks.formats import BLEED

FULL, LIGHT = 300, 100  # dpi
_FOLDERS = {FULL: "300-dpi", LIGHT: "legeres"}
_SMOOTH = 4  # the mask is drawn that much larger, then reduced
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows: the same bytes each time


def pictures(deck: Deck, cards: Iterable[Card]) -> dict[str, dict[str, bytes]]:
    """Return the pictures of the faces of cards by folder and name, in both sizes; names sort as the deck does."""
    made: dict[str, dict[str, bytes]] = {folder: {} for folder in _FOLDERS.values()}
    with pypdfium2.PdfDocument(deck.pdf) as pdf:
        for name, number in _named(deck, set(cards)):
            for dpi, folder in _FOLDERS.items():
                made[folder][name] = _picture(pdf[number], deck, dpi)
    return made


def zipped(folders: dict[str, dict[str, bytes]]) -> bytes:
    """Return the folders in one zip; PNG is compressed already."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for folder, files in sorted(folders.items()):
            for name, content in sorted(files.items()):
                entry = zipfile.ZipInfo(f"{folder}/{name}", _ZIP_DAY)
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, content)
    return out.getvalue()


def _named(deck: Deck, wanted: Collection[Card]) -> Iterator[tuple[str, int]]:
    for order, card in enumerate(deck.cards, start=1):
        if card in wanted:
            name = f"{order:02}-{card.code}-{slug(card.title)}"
            yield f"{name}-1-recto.png", card.page
            yield f"{name}-2-verso.png", card.back


def _picture(page: pypdfium2.PdfPage, deck: Deck, dpi: int) -> bytes:
    """Draw the trim of a page whose bleed surrounds it."""
    scale = dpi / 25.4
    width, height = round(deck.format.width * scale), round(deck.format.height * scale)
    bleed = BLEED * 72 / 25.4
    drawn = page.render(scale=dpi / 72, crop=(bleed, bleed, bleed, bleed)).to_pil().convert("RGB")
    picture = drawn if drawn.size == (width, height) else drawn.resize((width, height), Image.Resampling.LANCZOS)
    flat = picture.quantize(colors=256, dither=Image.Dither.NONE) if dpi == LIGHT else picture
    rounded = flat.convert("RGBA")
    rounded.putalpha(_mask(width, height, deck.format.radius * scale))
    out = io.BytesIO()
    rounded.save(out, "PNG", dpi=(dpi, dpi), compress_level=6)
    return out.getvalue()


def _mask(width: int, height: int, radius: float) -> Image.Image:
    large = Image.new("L", (width * _SMOOTH, height * _SMOOTH), 0)
    box = (0, 0, width * _SMOOTH - 1, height * _SMOOTH - 1)
    ImageDraw.Draw(large).rounded_rectangle(box, radius * _SMOOTH, fill=255)
    return large.resize((width, height), Image.Resampling.BOX)
