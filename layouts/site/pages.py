"""All the pages from manifests: the one of all editions, one an edition, what machines read, what pages share."""

from __future__ import annotations

from pathlib import Path

from book.territories import read_territories
from layouts.compose_site import PageComposer
from layouts.delivery import deliver
from layouts.errors import LayoutError
from layouts.palette import read_palette
from layouts.site import MANIFEST, machine
from layouts.site.furniture import FOLDER, furniture, kept_names
from layouts.site.geography import region_view
from layouts.site.manifest import PAGE, SUMS, Manifest, refresh
from layouts.site.measure import COVERS
from layouts.site.shelf import Shelf, Shown, region_of, shelf

INDEX = "index.json"


def remake_site(root: Path, dist: Path) -> list[Path]:
    """Remake the pages of a folder of files from the manifests of its editions; return the paths of what changed.

    Nothing is rendered again but the cover of a book that is newer than its manifest. Raises LayoutError where a
    manifest cannot be read or where there is none, OSError.
    """
    manifests = _manifests(dist)
    if not manifests:
        raise LayoutError(f"Aucune édition dans {dist} : construisez-en une d’abord (python build.py make).")
    editions = shelf(manifests, read_territories(root / "book" / "territories.yaml"))
    site = dist / FOLDER
    present = frozenset(path.name for path in site.glob("*.woff2"))
    shared = furniture(root / "assets", read_palette(root / "layouts" / "base" / "palette.yaml"), present)
    shown_everywhere = {"shelf": editions, "covers": list(COVERS), "common": FOLDER}
    composer = PageComposer(Path(__file__).parent / "pages", shown_everywhere)
    maps = root / "assets" / "maps"
    written = _deliver_changed(shared, site)
    for shown in editions.all:
        written += _deliver_changed(_edition_files(shown, editions, composer, maps), dist / shown.folder)
    told = {"views": editions.spots(maps), "owner": editions.first.identity, "up": ""}
    pages = {
        PAGE: composer.page("index.html", told),
        INDEX: machine.index(editions),
        SUMS: machine.sums(editions.all),
    }
    written += _deliver_changed(pages, dist)
    for name in present - kept_names(root / "assets"):
        (site / name).unlink(missing_ok=True)
    return written


def _manifests(dist: Path) -> dict[str, Manifest]:
    """Read the manifest of each edition below a folder; all those that cannot be read are told together."""
    found: dict[str, Manifest] = {}
    faults = []
    for path in sorted(dist.glob(f"*/{MANIFEST}")):
        try:
            found[path.parent.name] = refresh(path.parent)
        except LayoutError as fault:
            faults.append(str(fault))
    if faults:
        raise LayoutError("\n".join(faults))
    return found


def _edition_files(shown: Shown, editions: Shelf, composer: PageComposer, maps: Path) -> dict[str, bytes]:
    place = shown.place
    view = region_view(maps, editions.table["departement"], region_of(place)) if place else None
    above = [each for region in editions.regions for each in region.own if place and region.place.code == place.region]
    values = {"shown": shown, "owner": shown.identity, "view": view, "above": above, "up": "../"}
    return {PAGE: composer.page("edition.html", values), SUMS: shown.manifest.sums.encode()}


def _deliver_changed(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write the files that are not there as they should be."""
    changed = {name: content for name, content in files.items() if not _holds(folder / name, content)}
    return deliver(changed, folder) if changed else []


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.stat().st_size == len(content) and path.read_bytes() == content
