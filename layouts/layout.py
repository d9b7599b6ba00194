"""A layout folder as a value: its style sheets, the order of its sections, its page furniture."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from layouts.data import read_data
from layouts.ledger import Side


@dataclass(frozen=True)
class Entry:
    """A line of a layout's order of sections.

    `template` is the file that composes it; `each` repeats it over a family of the corpus and `then` follows each
    of those; `side` is that of its first page, the one that is expected where the text `flows`, so that the side
    depends on the pages before; `pages` is None there; `indexes` marks what prints the numbers of the pages before
    it; `fill` marks the pages that complete the document to its multiple; `prefix` goes before the ids of its
    sections; `when` names what an edition must have for the section to be, one of these at least; `listed` puts it
    into the contents, under the title of its chapter or under `title`; `spare` says that its pages show little by
    design.
    """

    id: str
    template: str
    title: str
    prefix: str
    when: tuple[str, ...]
    listed: bool
    side: Side
    pages: int | None
    each: str
    then: Entry | None
    fill: bool
    flows: bool
    indexes: bool
    spare: bool


@dataclass(frozen=True)
class Layout:
    """What layout.yaml says; the raw `furniture` and `tones` are read by assembly.

    `title` tells what the document is, before the title of the edition; it is empty for the book itself.
    `imprint` is what pages say of the edition where they keep a place for it: a sentence, then shorter ones.
    `facing` pages have sides: in a document without, sections open on whatever page follows. `margin` tells how the
    page numbers of another document are set in the margin; it is empty where there are none.
    """

    folder: Path
    stylesheets: tuple[Path, ...]
    multiple: int
    covers: int
    furniture: dict[str, Any]
    tones: dict[str, dict[str, Any]]
    entries: tuple[Entry, ...]
    title: str = ""
    imprint: tuple[str, ...] = ()
    facing: bool = True
    margin: dict[str, Any] = field(default_factory=dict)


def read_layout(folder: Path) -> Layout:
    """Read the layout of a folder."""
    data = read_data(folder / "layout.yaml")
    facing = data.get("facing", True)
    return Layout(
        folder=folder,
        stylesheets=tuple((folder / name).resolve() for name in data["stylesheets"]),
        multiple=data["multiple"],
        covers=data["covers"],
        furniture=data["furniture"],
        tones=data["tones"],
        entries=tuple(_entry(entry, facing) for entry in data["sections"]),
        title=data.get("title", ""),
        imprint=tuple(data.get("imprint", ())),
        facing=facing,
        margin=data.get("margin", {}),
    )


def _entry(data: dict[str, Any], facing: bool) -> Entry:
    when = data.get("when", [])
    return Entry(
        id=data["id"],
        template=data.get("template", data["id"]),
        title=data.get("title", ""),
        prefix=data.get("prefix", ""),
        when=(when,) if isinstance(when, str) else tuple(when),
        listed=data.get("listed", False),
        side=data.get("side", "verso"),
        pages=data.get("pages"),
        each=data.get("each", ""),
        then=_entry(data["then"], facing) if "then" in data else None,
        fill=data.get("fill", False),
        flows=data.get("indexes", facing and "pages" not in data),
        indexes=data.get("indexes", False),
        spare=data.get("spare", False),
    )
