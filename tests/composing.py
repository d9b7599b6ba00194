"""Composes all the layouts of an edition, without laying anything out: what tests of selections read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

from book.model import Edition
from layouts.colours import edition_palette
from layouts.compose import Composer
from layouts.decks.dealing import usual_material
from layouts.decks.fitting import CardSetter
from layouts.decks.formats import format_named
from layouts.indexing import build_index
from layouts.layout import read_layout
from layouts.ledger import PageLedger
from layouts.web import POSTER
from layouts.workshop import SEATS, Options, agenda

LAYOUTS = ("book", "cards", "sheets", "poster", "guide")


def composer_of(root: Path, edition: Edition, layout: str) -> Composer:
    """Return what composes a layout of an edition."""
    assets = root / "assets"
    values: dict[str, Any] = {}
    if layout == "cards":
        values = {"card": CardSetter(format_named(root, ""), assets / "fonts")}
    elif layout == "poster":
        values = {"frame": POSTER}
    elif layout == "guide":
        values = {"material": usual_material(edition, Options()), "agenda": agenda, "seats": SEATS}
    return Composer(read_layout(root / "layouts" / layout), edition, edition_palette(root, edition), assets, values)


def composed(root: Path, edition: Edition, layout: str) -> dict[str, str]:
    """Return the HTML of each section of a layout, by its id."""
    composer = composer_of(root, edition, layout)
    sections = [section for _, section in composer.fixed()]
    opened = [PageLedger("", dict.fromkeys(anchors(section.html), (0, 0)), (), (), (), ()) for section in sections]
    sections += [
        composer.flow(entry, "recto", lambda: build_index(edition, opened))
        for entry in composer.entries
        if entry.flows
    ]
    return {section.id: section.html for section in sections}


def anchors(html: str) -> set[str]:
    """The anchors that a section holds."""
    return set(re.findall(r'(?<![-\w])id="([^"]+)"', html))


def targets(html: str) -> Iterator[str]:
    """What a section sends to: its links and its page numbers; pages by their number aside."""
    for target in re.findall(r'href="#([^"]+)"|data-page-of="([^"]+)"', html):
        name = "".join(target)
        if not name.startswith("page-"):
            yield name


def words(html: str) -> str:
    """What a section says, alternative texts and labels included, on one line."""
    said = re.findall(r'(?:alt|title|aria-label)="([^"]*)"|>([^<]*)', html)
    text = unescape(" ".join("".join(each) for each in said))
    return " ".join(text.replace("\u00a0", " ").replace("\u202f", " ").split())
