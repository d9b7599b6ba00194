"""Edition and layout in, sections of HTML out. The only user of Jinja2."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from book import french, markup, typography
from book.model import Edition, Kind, Newscast, Text
from layouts.balance import balance
from layouts.brought import logo
from layouts.codes import lead_of, video_of
from layouts.columns import MM, Frame, Leaf, columned
from layouts.compose_cache import COMPILED
from layouts.compose_faults import telling_templates
from layouts.contents import Block, contents, on_spread
from layouts.drawings import Drawing, Drawings
from layouts.indexing import IndexFamily
from layouts.layout import Entry, Layout
from layouts.ledger import Section, Side
from layouts.maps import Map, draw_map, draw_place
from layouts.order import entries_of
from layouts.palette import Palette
from layouts.quilt import COVER_TILES, Cell, mosaic, quilt, strip
from layouts.setting import Face, faces
from layouts.web import PAGE, Web, draw_web
from layouts.web import Frame as WebFrame

KIND_LABELS = {
    Kind.SOURCE: "d’après les sources",
    Kind.EDITION: "texte de l’édition",
    Kind.LOCAL: "texte de l’édition locale",
}
# The faces of titles, standfirsts and small print, with their tracking in 1/1000 em, as in elements.css.
_DISPLAY = {
    "title": ("BricolageGrotesque_800ExtraBold.ttf", -22),
    "lead": ("SourceSerif4_400Regular_Italic.ttf", 0),
    "small": ("AtkinsonHyperlegibleNext_400Regular.ttf", 0),
}


@dataclass(frozen=True)
class CalledNote:
    """An editor's note as a section calls it: its letter there, and its text."""

    id: str
    letter: str
    text: Text


@dataclass
class SectionCalls:
    """Answers the calls of one section; a note has one letter in all of them, a reference one number."""

    edition: Edition
    notes: list[CalledNote] = field(default_factory=list)

    def note(self, name: str) -> markup.NoteCall:
        """Return the call of an editor's note."""
        called = next((called for called in self.notes if called.id == name), None)
        if called is None:
            known = self.edition.corpus.notes
            called = CalledNote(name, chr(ord("a") + list(known).index(name)), known[name].text)
            self.notes.append(called)
        return markup.NoteCall(called.letter, f"#note-{name}", f"note de l’éditeur {called.letter}")

    def reference(self, name: str) -> markup.NoteCall:
        """Return the call of a reference: its number in the list of sources."""
        number = list(self.edition.corpus.references).index(name) + 1
        return markup.NoteCall(str(number), f"#ref-{name}", f"source {number}")


class Composer:
    """Composes the sections of one edition in one layout."""

    def __init__(
        self,
        layout: Layout,
        edition: Edition,
        palette: Palette,
        assets: Path,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        """Take what sections are made of; `values` are further ones that the layout's templates name."""
        self._layout, self.edition, self._palette, self._assets = layout, edition, palette, assets
        self.entries = entries_of(layout, edition)
        self._drawings = Drawings(assets / "drawings", palette, edition.drawings, edition.id)
        self._jinja = _environment(layout)
        self._jinja.filters.update(lines=self._lines, columned=self._columned)
        self._jinja.globals.update(
            edition=edition,
            drawing=self._drawings,
            kind_label=KIND_LABELS.__getitem__,
            quilt=self._quilt,
            strip=self._strip,
            blocks=self._blocks,
            contents=lambda: on_spread(self._blocks()),
            mosaic=mosaic,
            logo=logo,
            prints=self._prints,
            emblem=self._emblem,
            france=self._map,
            place_map=self._place_map,
            web=self._web,
            lead=partial(lead_of, edition),
            video=partial(video_of, edition),
            **(values or {}),
        )

    def fixed(self) -> Iterator[tuple[Entry, Section]]:
        """Every section whose side and page count are known before rendering, in the order of print."""
        for entry in (entry for entry in self.entries if not entry.flows):
            for item in self._items(entry):
                yield entry, self._compose(entry, item, entry.side)
                if entry.then and isinstance(item, Newscast):
                    for scenario in self.edition.scenarios_of_newscast(item.id):
                        yield entry.then, self._compose(entry.then, scenario, entry.then.side)

    def flow(
        self,
        entry: Entry,
        side: Side,
        index: Callable[[], Sequence[IndexFamily]] = tuple,
        ordinal: int = 0,
        tight: bool = False,
    ) -> Section:
        """A section whose side depends on the pages before it.

        `index` is called where it is printed; `ordinal` counts its parts, or fill pages, from 0; `tight` spares room.
        """
        return self._compose(entry, None, side, index=index, ordinal=ordinal, tight=tight)

    def _items(self, entry: Entry) -> Sequence[Any]:
        """The records that an entry is repeated over: a family of the corpus, by its name in the model."""
        return tuple(getattr(self.edition.corpus, entry.each).values()) if entry.each else (None,)

    def _compose(
        self, entry: Entry, item: Any, side: Side, **more: Any
    ) -> Section:
        calls = SectionCalls(self.edition)
        context = {
            "entry": entry,
            "item": item,
            "title": self._title(entry),
            "calls": calls,
            **more,
        }
        with telling_templates(self._layout.folder / "sections"):
            template = self._jinja.get_template(f"{entry.template}.html")
            module = template.make_module(context)
            shell = self._jinja.get_template("template.html")
            html = shell.render(body=Markup(str(module)), side=side)  # made by our own templates
        key = entry.prefix + item.id if item else entry.id
        ordinal = more.get("ordinal", 0)
        return Section(
            id=f"{key}-{ordinal}" if ordinal else key,
            html=html,
            side=side,
            pages=getattr(module, "page_count", entry.pages),
            head=getattr(module, "head", ""),
            tone=getattr(module, "tone", "ink"),
            parts=getattr(module, "parts", 1),
        )

    def _title(self, entry: Entry) -> str:
        if page := self.edition.corpus.pages.get(entry.id):
            return page.title
        told = next((found for name in entry.when if (found := getattr(self.edition, name))), None)
        first = told[0] if isinstance(told, tuple) else told
        return str(getattr(first, "title", entry.title))

    def _prints(self, id: str) -> bool:
        """Whether the edition prints a section of this layout, so that others may send to it."""
        return any(entry.id == id for entry in self.entries)

    def _lines(self, text: Text | str, size: float, width: float, display: str = "title") -> Markup:
        """Balance a title or a standfirst over its lines, for type of `size` pt within `width` mm."""
        words = typography.title(markup.plain(text.markdown if isinstance(text, Text) else text))
        file, tracking = _DISPLAY[display]
        lines = balance(words, _face(self._assets / "fonts", file), size, width, tracking)
        # Before <br>, the engine would break a full line at the space too, and leave a line empty.
        return Markup("<br> ").join(lines)

    def _columned(
        self, families: Sequence[IndexFamily], width: float, hanging: float, aside: float, first: float, page: float,
        **pt: float,
    ) -> tuple[Leaf, ...]:  # fmt: skip
        """Lay the index in two columns a page; widths and heights are in mm, type and lines in pt."""
        mm = {"width": width, "hanging": hanging, "aside": aside, "first": first, "page": page}
        frame = Frame(**{name: value * MM for name, value in mm.items()}, **pt)
        return columned(families, frame, _face(self._assets / "fonts", _DISPLAY["small"][0]))

    def _plates(self) -> list[Drawing]:
        """The tiles of the cover: those of the scenarios, with the figures where they are few."""
        corpus = self.edition.corpus
        plates = [self._drawings("scenarios", scenario) for scenario in corpus.scenarios]
        if len(plates) < COVER_TILES:
            plates += [self._drawings("figures", figure) for figure in corpus.figures]
        return plates

    def _emblem(self) -> Drawing:
        """A composition of tiles that is the edition's own."""
        return self._drawings("editions", self.edition.id)

    def _quilt(self) -> tuple[Cell, ...]:
        return quilt(self._plates(), self.edition.id)

    def _strip(self) -> tuple[Cell, ...]:
        return strip(self._plates(), self.edition.id)

    def _blocks(self) -> tuple[Block, ...]:
        listed = [(entry, self._title(entry)) for entry in self.entries if entry.each or entry.listed]
        return contents(self.edition, [(entry.id, title, bool(entry.each)) for entry, title in listed])

    def _map(self) -> Map:
        corpus = self.edition.corpus
        unions = [corpus.territories[code].name for code in corpus.unions]
        towns = [workshop.city for workshop in corpus.workshops.values()]
        alt = (
            "Carte de France, outre-mer compris. En jaune, les départements dont l’Udccas a soutenu le cycle : "
            f"{', '.join(unions)}. "
            f"Des points marquent les villes des ateliers : {', '.join(towns)}."
        )
        return draw_map(self._assets / "maps", self._palette, corpus.unions, towns, alt)

    def _place_map(self) -> str:
        """The edition's territory among the others, as an address."""
        place, territories = self.edition.place, self.edition.corpus.territories
        assert place, "only the edition of a territory has its map"
        codes = [place.code] if place.family == "departement" else []
        codes += [t.code for t in territories.values() if place.family == "region" and t.region == place.code]
        return draw_place(self._assets / "maps", self._palette, codes)

    def _web(self, frame: WebFrame = PAGE) -> Web:
        grounds = {name: self._drawings("figures", name).ground for name in self.edition.corpus.figures}
        return draw_web(self.edition, grounds, self._palette, frame)


def _environment(layout: Layout) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([layout.folder / "sections", layout.folder.parent / "base"]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        auto_reload=False,
        bytecode_cache=COMPILED,
    )
    environment.filters.update(
        plain=markup.plain,
        prose=_prose,
        inline=_inline,
        whole=_whole,
        day=french.long_date,
        in_words=french.in_words,
        at_town=french.at_town,
        of_town=french.of_town,
        sentence=french.sentence_case,
    )
    return environment


@pass_context
def _prose(context: Context, text: Text) -> Markup:
    """Set a text of one or more paragraphs; its calls are answered by the section."""
    return markup.render(text.markdown, calls=context["calls"])


@pass_context
def _inline(context: Context, text: Text | str) -> Markup:
    """Set a text of one paragraph, without its element."""
    words = text.markdown if isinstance(text, Text) else text
    return markup.render_inline(words, calls=context["calls"])


def _whole(text: str) -> str:
    """Set a short text that stays on one line."""
    return markup.plain(text).replace(" ", typography.NBSP)


def _face(folder: Path, name: str) -> Face:
    return next(face for face in faces(folder).values() if face.path.name == name)
