"""A PDF read to be compared: what each page looks like, less what moves with it; what it says; what it is called."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image
from pypdfium2 import raw

from layouts.assemble.provenance import Provenance, provenance_of
from layouts.builds.unseen import addresses, alternatives, key_of
from layouts.errors import LayoutError

Box = tuple[float, float, float, float]  # left, top, right, bottom, in shares of the page

MANIFEST = "-empreintes.json"  # how the name of the file ends that tells the cards of a deck
_DPI, _COARSE = 110, 72  # of what is shown, and of what is only compared
_LONGEST = 1600  # px, of a poster
_THUMB = (16, 24)
_CHAPTERS = 2  # levels of bookmarks


@dataclass(frozen=True)
class Leaf:
    """A page as it is compared: what it is called, its size in pt, the digest of its look, its words.

    Folio, running head and imprint are not in its look, nor in its words.
    """

    index: int  # from 0
    label: str
    title: str  # of the chapter that it belongs to
    size: tuple[float, float]
    look: str
    thumb: bytes  # 16 × 24 levels of grey
    words: tuple[str, ...]
    foot: str  # what stands on it beside: running head, imprint; less its own number


@dataclass(frozen=True)
class Word:
    """A word and where it stands on its page."""

    text: str
    box: Box


class Volume:
    """An open PDF, to be closed; `codes` are those of its cards, two faces each, where it is a deck."""

    def __init__(self, path: Path, codes: tuple[str, ...] = ()) -> None:
        """Open a file. Raises LayoutError where it cannot be read."""
        self.path = path
        self.provenance = _provenance(path)
        try:
            self._pdf = pdfium.PdfDocument(path)
        except (pdfium.PdfiumError, OSError) as error:
            raise LayoutError(f"{path} : ce fichier n’est pas un PDF que l’on puisse lire.") from error
        self.codes = codes if 2 * len(codes) == len(self._pdf) else ()

    def close(self) -> None:
        """Let the file go."""
        self._pdf.close()

    def __len__(self) -> int:
        return len(self._pdf)

    @cached_property
    def leaves(self) -> tuple[Leaf, ...]:
        """Every page."""
        return tuple(self._leaf(index) for index in range(len(self)))

    def picture(self, index: int, bare: bool = False) -> Image.Image:
        """Draw the trim of a page to be shown; `bare`, to be compared: less its folio, running head and imprint."""
        page = self._pdf[index]
        try:
            if bare:
                _bare(page)
            left, bottom, right, top = page.get_trimbox()
            media = page.get_mediabox()
            crop = (left - media[0], bottom - media[1], media[2] - right, media[3] - top)
            scale = min((_COARSE if bare else _DPI) / 72, _LONGEST / max(right - left, top - bottom))
            bitmap = page.render(scale=scale, crop=crop, may_draw_forms=False, rev_byteorder=True)
            drawn: Image.Image = bitmap.to_pil()
            return drawn if drawn.mode == "RGB" else drawn.convert("RGB")
        finally:
            page.close()

    def words(self, index: int) -> tuple[Word, ...]:
        """Return the words of a page in the order of its text, and where they stand; less its furniture."""
        page = self._pdf[index]
        try:
            _bare(page)
            left, bottom, right, top = page.get_trimbox()
            text = page.get_textpage()
            count = text.count_chars()
            signs = [chr(raw.FPDFText_GetUnicode(text.raw, i)) for i in range(count)]
            found = []
            for first, last in _runs(signs):
                boxes = [text.get_charbox(i) for i in range(first, last)]
                box = (
                    (min(b[0] for b in boxes) - left) / (right - left),
                    (top - max(b[3] for b in boxes)) / (top - bottom),
                    (max(b[2] for b in boxes) - left) / (right - left),
                    (top - min(b[1] for b in boxes)) / (top - bottom),
                )
                found.append(Word("".join(signs[first:last]), box))
            return tuple(found)
        finally:
            page.close()

    @cached_property
    def outline(self) -> tuple[str, ...]:
        """The bookmarks, as one reads them."""
        return tuple("  " * mark.level + str(mark.get_title()) for mark in self._pdf.get_toc())

    @cached_property
    def alternatives(self) -> tuple[str, ...]:
        """The texts that stand for drawings, in the order of reading."""
        return self._on_pages(alternatives)

    @cached_property
    def links(self) -> tuple[str, ...]:
        """The addresses outside the document that its links lead to."""
        return self._on_pages(addresses)

    @cached_property
    def boxes(self) -> tuple[tuple[float, ...], ...]:
        """The boxes of the first page, in pt, rounded: media, bleed, trim; none where there is no page."""
        if not len(self):
            return ()
        page = self._pdf[0]
        try:
            boxes = (page.get_mediabox(), page.get_bleedbox(), page.get_trimbox())
            return tuple(tuple(round(value) for value in box) for box in boxes)
        finally:
            page.close()

    def _on_pages(self, find: Callable[[pdfium.PdfDocument, pdfium.PdfPage], Iterable[str]]) -> tuple[str, ...]:
        found: list[str] = []
        for page in self._pdf:
            found += find(self._pdf, page)
            page.close()
        return tuple(found)

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        """The title of the chapter of each page: of the last bookmark of the first levels up to it."""
        starts: dict[int, str] = {}
        for mark in self._pdf.get_toc():
            place = mark.get_dest() if mark.level < _CHAPTERS else None
            if place is not None and place.get_index() is not None:
                starts.setdefault(place.get_index(), mark.get_title())
        titles, current = [], ""
        for index in range(len(self)):
            current = starts.get(index, current)
            titles.append(current)
        return tuple(titles)

    def _label(self, index: int) -> str:
        if self.codes:
            return f"{self.codes[index // 2]} {'verso' if index % 2 else 'recto'}"
        return str(self._pdf.get_page_label(index)) or str(index + 1)

    def _leaf(self, index: int) -> Leaf:
        picture = self.picture(index, bare=True)
        label = self._label(index)
        page = self._pdf[index]
        try:
            left, bottom, right, top = page.get_trimbox()
            whole = page.get_textpage().get_text_bounded().split()
            _bare(page)
            words = page.get_textpage().get_text_bounded().split()
        finally:
            page.close()
        foot = " ".join(word for word in less(whole, words) if word != label)
        look = hashlib.sha256(repr(picture.size).encode() + picture.tobytes()).hexdigest()
        thumb = picture.convert("L").resize(_THUMB, Image.Resampling.BOX).tobytes()
        size = right - left, top - bottom
        return Leaf(index, label, self._titles[index], size, look, thumb, tuple(words), foot)


def card_codes(path: Path) -> tuple[str, ...]:
    """Return the codes of the cards of a file, in its order, by the manifest beside it; none where there is none."""
    manifest = path.with_name(path.name.rpartition("-")[0] + MANIFEST)
    try:
        return tuple(map(str, json.loads(manifest.read_text(encoding="utf-8"))["cards"]))
    except (OSError, ValueError, KeyError, TypeError):
        return ()


def _provenance(path: Path) -> Provenance | None:
    try:
        return provenance_of(path)
    except LayoutError:
        return None


def _bare(page: pdfium.PdfPage) -> None:
    """Take the folio, the running head and the imprint off a page; the file stays as it is."""
    for item in [item for item in page.get_objects(max_depth=1) if _is_furniture(item)]:
        page.remove_obj(item)


def _is_furniture(item: pdfium.PdfObject) -> bool:
    """Whether an object belongs to a pagination artifact, the only ones that are attached (ISO 32000-1, 14.8.2.2)."""
    for i in range(raw.FPDFPageObj_CountMarks(item.raw)):
        mark = raw.FPDFPageObj_GetMark(item.raw, i)
        for j in range(raw.FPDFPageObjMark_CountParams(mark)):
            if key_of(mark, j) == "Attached":
                return True
    return False


def less(some: Sequence[str], others: Sequence[str]) -> tuple[str, ...]:
    """Return what is in the one and not in the others, as many times as it is more often there."""
    left = Counter(others)
    found = []
    for told in some:
        if left[told]:
            left[told] -= 1
        else:
            found.append(told)
    return tuple(found)


def _runs(signs: list[str]) -> Iterator[tuple[int, int]]:
    """The first and the last sign, not included, of each word."""
    first = None
    for i, sign in enumerate([*signs, " "]):
        if sign.strip() and first is None:
            first = i
        elif not sign.strip() and first is not None:
            yield first, i
            first = None
