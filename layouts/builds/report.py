"""The report of a comparison: a page for a browser, its pictures and its fonts beside it, nothing from elsewhere."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from book.fields import plural
from layouts.builds.changes import PageChange
from layouts.builds.folders import Comparison, FileChange
from layouts.builds.identify import kind_of
from layouts.builds.marking import Passage
from layouts.builds.telling import labels, moves, rows, tally, told, verdict
from layouts.builds.volume import Leaf, Volume
from layouts.compose_site import PageComposer
from layouts.palette import read_palette
from layouts.site.furniture import faces_css, web_fonts

PAGE, PICTURES = "index.html", "images"
_HERE = Path(__file__).parent / "report"
_QUALITY = 80
_MOST = 12  # passages told of one page


@dataclass(frozen=True)
class Picture:
    """A page drawn: its file beside the report, and its size in px."""

    file: str
    width: int
    height: int


@dataclass(frozen=True)
class Pair:
    """A page that changed, before and after, and the places that differ."""

    change: PageChange
    before: Picture
    after: Picture

    @property
    def name(self) -> str:
        """What the page is called."""
        before, after = self.change.before.label, self.change.after.label
        page = "Page " if after.isdigit() else ""
        return page + (after if before == after else f"{after} (avant : {before})")

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The first of the words that changed."""
        return self.change.passages[:_MOST]

    @property
    def more(self) -> int:
        """How many passages are left untold."""
        return len(self.change.passages) - len(self.passages)


@dataclass(frozen=True)
class Shown:
    """A file with all that is drawn of it."""

    id: str
    file: FileChange
    pairs: tuple[Pair, ...]
    added: tuple[tuple[Leaf, Picture], ...]
    removed: tuple[tuple[Leaf, Picture], ...]

    @property
    def kind(self) -> str:
        """What the file is."""
        return kind_of(self.file.said) if self.file.said else self.file.name


def report(comparison: Comparison, root: Path, present: frozenset[str]) -> dict[str, dict[str, bytes]]:
    """Return the files of the report by folder and name, less the fonts that are among the names `present`."""
    pictures: dict[str, bytes] = {}
    changed = [file for file in comparison.files if file.state == "changed" and file.changes and not file.follows]
    shown = [_show(f"f{number}", file, pictures) for number, file in enumerate(changed, start=1)]
    assets = root / "assets"
    palette = read_palette(root / "layouts" / "base" / "palette.yaml")
    composer = PageComposer(_HERE, {"told": told, "labels": labels, "moves": moves, "plural": plural})
    values = {
        "comparison": comparison,
        "shown": shown,
        "anchors": {each.file.name: each.id for each in shown},
        "rows": rows(comparison),
        "verdict": verdict(comparison),
        "tally": tally(comparison),
    }
    style = palette.css() + "\n" + faces_css(assets) + (_HERE / "style.css").read_text(encoding="utf-8")
    page = composer.page("report.html", values)
    files = {PAGE: page, "style.css": style.encode(), **web_fonts(assets, present)}
    return {"": files, PICTURES: pictures}


def _show(id: str, file: FileChange, pictures: dict[str, bytes]) -> Shown:
    assert file.changes
    assert file.old
    assert file.new
    with ExitStack() as stack:
        old, new = (stack.enter_context(closing(Volume(path))) for path in (file.old, file.new))
        pairs = tuple(
            Pair(page, _draw(old, page.before.index, pictures), _draw(new, page.after.index, pictures))
            for page in file.changes.of("changed")
        )
        added = tuple((leaf, _draw(new, leaf.index, pictures)) for leaf in file.changes.added)
        removed = tuple((leaf, _draw(old, leaf.index, pictures)) for leaf in file.changes.removed)
        return Shown(id, file, pairs, added, removed)


def _draw(volume: Volume, index: int, pictures: dict[str, bytes]) -> Picture:
    """Draw a page and keep it under a name that follows from it: what is drawn twice is kept once."""
    drawn = volume.picture(index)
    content = _webp(drawn)
    name = hashlib.sha256(content).hexdigest()[:16] + ".webp"
    pictures[name] = content
    return Picture(f"{PICTURES}/{name}", drawn.width, drawn.height)


def _webp(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "WEBP", quality=_QUALITY, method=4)
    return out.getvalue()


def clear(folder: Path, made: Mapping[str, Mapping[str, bytes]]) -> None:
    """Take away the pictures of a report that was made here before."""
    for path in (folder / PICTURES).glob("*.webp"):
        if path.name not in made[PICTURES]:
            path.unlink()
