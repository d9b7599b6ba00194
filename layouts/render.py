"""Section in, tagged PDF with bleed and its ledger out. The only user of WeasyPrint."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from weasyprint import CSS, Document
from weasyprint.text.fonts import FontConfiguration, get_hb_object_data
from weasyprint.urls import URLFetcher, URLFetcherResponse

from layouts.errors import LayoutError
from layouts.ledger import (
    PAGE_SLOT,
    SECTION_LINK,
    FontUse,
    Heading,
    Imprint,
    Line,
    Link,
    PageLedger,
    Rendered,
    Section,
)
from layouts.line_ends import keep_spaces
from layouts.render_checks import line_texts, overflows
from layouts.render_drawings import draw_once, paint_anew
from layouts.render_html import read_html
from layouts.render_mends import mend_lines
from layouts.render_tags import tidy_tags
from layouts.setting import faces

POINTS = 0.75  # CSS px to pt
_PLACE = re.compile(r" at (\d+):\d+")
_DECLARATION = re.compile(r"Ignored `(?P<declaration>.*)` at \d+:\d+, (?P<reason>.*)\.", re.DOTALL)
_REASONS = {"unknown property": "cette propriété n’existe pas", "invalid value": "cette valeur ne convient pas"}


class RenderingError(LayoutError):
    """WeasyPrint warned: a missing glyph, file or anchor, an unknown property. Nothing may be delivered."""


class _Warnings(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


class _ProjectFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint is not typed
    """Opens data: addresses and files below the given folders; anything else is refused."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        super().__init__(allowed_protocols=("data", "file"), allow_redirects=False)
        self._folders = tuple(folder.resolve() for folder in folders)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        if url.startswith("file:"):
            path = Path(url2pathname(urlsplit(url).path)).resolve()
            if not any(path.is_relative_to(folder) for folder in self._folders):
                raise ValueError(f"hors du projet et de l’édition : {path}")
        return super().fetch(url, headers)


class Renderer:
    """Renders the sections of one layout; style sheets and fonts are read once for all of them."""

    def __init__(self, stylesheets: tuple[Path, ...], tokens: str, folders: tuple[Path, ...]) -> None:
        mend_lines()
        draw_once()
        self._fetcher = _ProjectFetcher(folders)
        self._fonts = FontConfiguration()
        self._images: dict[str, Any] = {}  # a drawing that stands on several pages is read once
        self._faces: dict[str, str] = {}
        self._ours = {sha for folder in folders for sha in faces(folder)}
        with _refusing_warnings(lambda message: f"couleurs et longueurs : {message}"):
            self._styles = [CSS(string=tokens)]
        for path in stylesheets:
            with _refusing_warnings(partial(_told_of_sheet, path, folders)):
                self._styles.append(CSS(filename=str(path), font_config=self._fonts, url_fetcher=self._fetcher))

    def render(self, section: Section) -> Rendered:
        """Lay out one section. Raises RenderingError on any warning or on an unexpected number of pages."""
        with _refusing_warnings(lambda message: f"{section.id} : {message}"):
            html = read_html(section.html, self._fetcher)
            _send_links_out(html.etree_element)
            document = html.render(
                font_config=self._fonts, stylesheets=self._styles, pdf_variant="pdf/ua-1", cache=self._images
            )
            keep_spaces(document.pages)
            document.fonts = _FontsWithoutFiles()
            for page in document.pages:
                # An element inside a link would have an annotation of its own.
                page.links = [link for link in page.links if link[3].element.tag == "a"]
            pdf = document.write_pdf(
                finisher=partial(tidy_tags, section.id), pdf_variant="pdf/ua-1", uncompressed_pdf=True
            )
        if section.pages is not None and len(document.pages) != section.pages:
            raise RenderingError(
                f"{section.id} : {len(document.pages)} pages au lieu de {section.pages}, le texte est trop long"
            )
        pages = tuple(_page_ledger(page) for page in document.pages)
        return Rendered(section, pdf, pages, self._font_uses(section.id, document))

    def forget_pictures(self) -> None:
        """Let go of the drawings read so far: those of another edition are others."""
        self._images.clear()

    def _font_uses(self, where: str, document: Document) -> dict[str, FontUse]:
        """Tell which glyphs were drawn; a face that is not ours stands in for a glyph that ours lack."""
        uses: dict[str, FontUse] = {}
        for font in document.fonts.values():
            glyphs = {gid: (font.widths[gid], text) for gid, text in font.to_unicode.items()}
            if font.hash in uses:
                glyphs = {**glyphs, **uses[font.hash].glyphs}
            if font.hash not in self._faces:
                self._faces[font.hash] = hashlib.sha256(get_hb_object_data(font.hb_face)).hexdigest()
            if self._faces[font.hash] not in self._ours:
                lacking = "".join(text for _, text in glyphs.values())
                raise RenderingError(f"{where} : les polices du projet n’ont pas de quoi écrire « {lacking} »")
            face, name = self._faces[font.hash], font.name.decode().lstrip("/")
            uses[font.hash] = FontUse(face, name, font.flags, glyphs)
        return uses


class _FontsWithoutFiles(dict[str, Any]):
    """The fonts of a section, whose files stay out of its PDF: assembly embeds each face once."""

    def __setitem__(self, key: str, font: Any) -> None:
        font.file_content = b""
        font.clean = lambda to_unicode, hinting: None  # would subset the font for this section alone
        super().__setitem__(key, font)


@contextmanager
def _refusing_warnings(tell: Callable[[str], str]) -> Iterator[None]:
    """Turn whatever WeasyPrint warns of meanwhile into one RenderingError; `tell` says where each warning is."""
    logger, heard = logging.getLogger("weasyprint"), _Warnings()
    before = (logger.propagate, logger.handlers)
    logger.propagate, logger.handlers = False, [heard]
    try:
        yield
    finally:
        logger.propagate, logger.handlers = before
    if heard.messages:
        paint_anew()
        raise RenderingError("\n".join(map(tell, dict.fromkeys(heard.messages))))


def _told_of_sheet(sheet: Path, folders: tuple[Path, ...], message: str) -> str:
    """Write a warning about a style sheet as file:line: sentence, the file from the project's folder."""
    root = next((folder.parent for folder in folders if sheet.is_relative_to(folder)), sheet.parent)
    match = _DECLARATION.fullmatch(message)
    place = _PLACE.search(message)
    told = f"« {match['declaration']} » : {_REASONS.get(match['reason'], match['reason'])}." if match else message
    return f"{sheet.relative_to(root).as_posix()}:{place[1] if place else 1}: {told}"


def _send_links_out(root: Any) -> None:
    """Give links to anchors of other sections an address of their own, resolved at assembly."""
    here = {element.get("id") for element in root.iter() if element.get("id")}
    for element in root.iter("a"):
        href = element.get("href", "")
        if href.startswith("#") and href[1:] not in here:
            element.set("href", SECTION_LINK + href[1:])


def _page_ledger(page: Any) -> PageLedger:
    height = page.height

    def point(x: float, y: float) -> tuple[float, float]:
        return round(x * POINTS, 3), round((height - y) * POINTS, 3)

    slots: list[str] = []
    lines: list[Line] = []
    imprints: list[Imprint] = []
    for box in _boxes(page._page_box):
        if box.element is not None and box.element.get("data-imprint") is not None:
            imprints.append(_imprint(box, point(box.content_box_x(), box.position_y + box.margin_height())))
        if type(box).__name__ == "LineBox":
            texts = [text for text in line_texts(box) if not _slot(text)]
            if words := "".join(text.text for text in texts).strip():
                baseline = point(0, texts[0].position_y + texts[0].baseline)[1]
                lines.append(Line(words, baseline, box.element_is_silent))
        elif target := _slot(box):
            slots.append(target)
    return PageLedger(
        name=page._page_box.page_type.name or "",
        anchors={name: point(*target[:2]) for name, target in sorted(page.anchors.items())},
        headings=tuple(
            Heading(level, label.replace(PAGE_SLOT, "").strip(), *point(*target))
            for level, label, target, _ in page.bookmarks
        ),
        links=tuple(Link(target, _label(box)) for _, target, _, box in page.links),
        slots=tuple(slots),
        lines=tuple(lines),
        overflows=overflows(page),
        imprints=tuple(imprints),
    )


def _imprint(box: Any, at: tuple[float, float]) -> Imprint:
    """The place that an empty inline block keeps: its foot stands on the baseline of its line."""
    style = box.style
    red, green, blue = style["color"].to("srgb").coordinates
    right = style["text_align_all"] in ("right", "end")
    size = round(style["font_size"] * POINTS, 3)
    return Imprint(*at, round(box.width * POINTS, 3), size, (red, green, blue), right)


def _slot(box: Any) -> str:
    """The anchor whose page number a box of text stands for, or nothing."""
    return str(box.element.get("data-page-of", "")) if getattr(box, "text", None) == PAGE_SLOT else ""


def _boxes(box: Any, silent: bool = False) -> Iterator[Any]:
    """Every box of a page's content in reading order; those inside [data-index=no] are marked silent."""
    box = getattr(box, "_box", box)  # an absolutely positioned box stands behind a placeholder
    if box.element is not None and box.element.get("data-index") == "no":
        silent = True
    box.element_is_silent = silent
    yield box
    for child in getattr(box, "children", ()):
        yield from _boxes(child, silent)


def _label(box: Any) -> str:
    element = box.element
    label = element.get("aria-label") or element.get("title") or "".join(element.itertext())
    return " ".join(label.replace(PAGE_SLOT, "").split())
