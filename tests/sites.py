"""Folders of editions for the tests of the download pages: real identities, small files."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pikepdf

from book.editions import read_edition
from book.model import Contact, Edition, Partner
from book.territories import read_territories, territory_id
from layouts.site.furniture import FOLDER, web_fonts
from layouts.site.manifest import record
from layouts.site.pages import remake_site

ROOT = Path(__file__).resolve().parent.parent
TABLE = read_territories(ROOT / "book" / "territories.yaml")
HOSTILE = "<script>document.title='pris'</script>\"'><img src=x onerror=alert(1)>"
SIZES = {
    "livre-ecran.pdf": (148, 210),
    "livre-imprimeur.pdf": (148, 210),
    "livre-livret-a4.pdf": (297, 210),
    "fiches/a-remplir/S01-le-cass-bar.pdf": (210, 297),
    "affiche-a3.pdf": (297, 420),
    "cartes/cartes-ecran.pdf": (98, 140),
}


@cache
def pdf(width: float, height: float, pages: int = 2, title: str = "") -> bytes:
    """A document of blank pages, in mm."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page(page_size=(width * 72 / 25.4, height * 72 / 25.4))
        if title:
            document.docinfo["/Title"] = title
        document.save(out, deterministic_id=True)
    return out.getvalue()


def fill(folder: Path, files: dict[str, bytes] | None = None) -> None:
    """Write the files of an edition: small ones of their true sizes, and some more."""
    small = {name: pdf(*size, title="S01 Le Cass’Bar · Fiches") for name, size in SIZES.items()}
    for name, content in {**small, "notes de séance.txt": b"x", **(files or {})}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def put(edition: Edition, dist: Path, files: dict[str, bytes] | None = None) -> Path:
    """Write the files and the manifest of an edition below a folder; return its own."""
    fill(dist / edition.id, files)
    record(edition, dist / edition.id)
    return dist / edition.id


def hostile() -> Edition:
    """An edition all of whose words try to be more than words."""
    made = read_edition(ROOT, "nationale")
    return replace(
        made,
        id="hostile",
        base="nationale",
        label=f"Édition {HOSTILE}",
        title=HOSTILE,
        subtitle=HOSTILE,
        version=HOSTILE,
        author=HOSTILE,
        rights=HOSTILE,
        partners=(Partner(HOSTILE, HOSTILE, HOSTILE, None, HOSTILE, made.at),),
        contacts=(Contact(HOSTILE, HOSTILE, HOSTILE, HOSTILE, "", "", made.at),),
        credits=(HOSTILE,),
    )


def shelf_of_some(dist: Path, book: bytes) -> None:
    """The national edition with a real book, some territories, and the hostile one."""
    put(read_edition(ROOT, "nationale"), dist, {"livre-ecran.pdf": book})
    for name in ("33", "75", "2A", "974", "nouvelle-aquitaine"):
        put(read_edition(ROOT, name), dist)
    put(hostile(), dist)


def make_pages(dist: Path) -> None:
    """Make the pages of a folder, with fonts that are cut once for all."""
    (dist / FOLDER).mkdir()
    for name, content in _fonts().items():
        (dist / FOLDER / name).write_bytes(content)
    remake_site(ROOT, dist)


@cache
def _fonts() -> dict[str, bytes]:
    made = web_fonts(ROOT / "assets", frozenset())
    return {name: content for name, content in made.items() if name.endswith(".woff2")}


def shelf_of_all(dist: Path) -> int:
    """An edition for each territory of France; return how many."""
    model = read_edition(ROOT, "33")
    places = [place for family in TABLE.values() for place in family.values()]
    for place in places:
        edition = replace(model, id=territory_id(place, TABLE), label=place.name, place=place)
        (dist / edition.id).mkdir()
        for name in ("affiche-a3.pdf", "guide-animation.pdf"):
            (dist / edition.id / name).write_bytes(pdf(297, 420))
        record(edition, dist / edition.id)
    return len(places)


class Links(HTMLParser):
    """The addresses that a page leads to or shows, and the ids that it has."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.ids: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name in ("href", "src"):
                self.addresses.append(value or "")
            elif name == "id":
                self.ids.add(value or "")


def lost(page: Path) -> list[str]:
    """The addresses of a page that lead to nothing beside it."""
    found = Links(page)
    return [address for address in found.addresses if not _lands(address, page, found.ids)]


def _lands(address: str, page: Path, ids: set[str]) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or address.startswith("/"):
        return False
    if not parts.path:
        return parts.fragment in ids
    target = Path(unquote(urlsplit(urljoin(page.as_uri(), address)).path))
    return target.is_file()
