"""Rendering, assembling, delivering: what is refused, what is replaced, what is left whole."""

from __future__ import annotations

import errno
import io
import os
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from layouts.assemble import Assembly, assemble
from layouts.assemble.furniture import SlotError, set_page_numbers
from layouts.assemble.outline import UnknownTarget, places
from layouts.delivery import deliver
from layouts.errors import LayoutError, UnwrittenError
from layouts.ledger import PageLedger, Rendered, Section
from layouts.palette import read_palette
from layouts.render import Renderer, RenderingError
from layouts.voice import ENOUGH
from layouts.workers import spread

ROOT = Path(__file__).resolve().parent.parent
BASE = ROOT / "layouts" / "base"
PALETTE = read_palette(BASE / "palette.yaml")
BLANK = PageLedger(name="", anchors={}, headings=(), links=(), slots=(), lines=())


def renderer(*sheets: Path, folders: tuple[Path, ...] = ()) -> Renderer:
    own = (BASE / "faces.css", BASE / "elements.css")
    return Renderer((*own, *sheets), PALETTE.css(), (ROOT / "layouts", ROOT / "assets", *folders))


@pytest.fixture(scope="module")
def plain() -> Renderer:
    return renderer()


def section(body: str, pages: int | None = 1, name: str = "essai") -> Section:
    html = f'<!doctype html><html lang="fr"><head><title>Essai</title></head><body>{body}</body></html>'
    return Section(name, html, "recto", pages, "", "ink")


# Rendering


def test_a_section_gives_its_ledger(plain: Renderer) -> None:
    body = (
        '<h1 id="S01">Le Cass’Bar</h1><p><a href="#S02">La fabrique, p. '
        '<span class="page-number" data-page-of="S02">0000</span></a></p><p data-index="no">Tu</p>'
    )
    (page,) = plain.render(section(body)).pages
    assert set(page.anchors) == {"S01"}
    assert [(heading.level, heading.label) for heading in page.headings] == [(1, "Le Cass’Bar")]
    assert [(link.target, link.label) for link in page.links] == [("section:S02", "La fabrique, p.")]
    assert page.slots == ("S02",)
    assert "Cass’Bar" in page.words
    assert "Tu" not in page.words
    assert [(line.text, line.silent) for line in page.lines] == [
        ("Le Cass’Bar", False), ("La fabrique, p.", False), ("Tu", True)
    ]  # fmt: skip
    assert page.lines[0].y > page.lines[1].y > page.lines[2].y


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p>\u6c34</p>", ""),  # a glyph that no face of the project has
        ('<img src="file:///absente.png" alt="Rien">', "absente.png"),
        ('<p style="colour-of-mine: red">Propriété inconnue</p>', "colour-of-mine"),
        ('<p style="width: large">Valeur inconnue</p>', "width"),
    ],
    ids=["glyph", "image", "property", "value"],
)
def test_a_warning_fails_the_build(plain: Renderer, body: str, told: str) -> None:
    with pytest.raises(RenderingError, match=f"(?s)^essai : .*{told}"):
        plain.render(section(body))


def test_a_warning_of_a_style_sheet_fails_the_build(tmp_path: Path) -> None:
    sheet = tmp_path / "style.css"
    sheet.write_text("p { colour-of-mine: red }", encoding="utf-8")
    with pytest.raises(RenderingError, match=r"^\S+\.css:1: « colour-of-mine:.* » : cette propriété n’existe pas"):
        renderer(sheet, folders=(tmp_path,))


def test_too_long_a_text_is_told(plain: Renderer) -> None:
    with pytest.raises(RenderingError, match="2 pages au lieu de 1"):
        plain.render(section('<p>Un</p><p style="break-before: page">Deux</p>'))


@pytest.mark.parametrize(
    "url", ["http://exemple.invalid/a.png", "https://exemple.invalid/a.png", "ftp://exemple.invalid/a.png"]
)
def test_nothing_comes_from_the_network(plain: Renderer, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def reached(*_: object, **__: object) -> None:
        pytest.fail("le réseau a été appelé")

    monkeypatch.setattr("socket.socket.connect", reached)
    monkeypatch.setattr("socket.getaddrinfo", reached)
    with pytest.raises(RenderingError, match=r"exemple\.invalid"):
        plain.render(section(f'<img src="{url}" alt="Rien">'))


def test_no_file_outside_the_project_is_read(plain: Renderer, tmp_path: Path) -> None:
    picture = tmp_path / "dehors.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>', encoding="utf-8")
    body = f'<img src="{picture.as_uri()}" alt="Dehors">'
    with pytest.raises(RenderingError, match="hors du projet"):
        plain.render(section(body))
    inside = f"{(ROOT / 'assets').as_uri()}/../../{picture.name}"
    with pytest.raises(RenderingError, match="hors du projet"):
        plain.render(section(f'<img src="{inside}" alt="Dehors">'))
    assert renderer(folders=(tmp_path,)).render(section(body)).pdf


def test_fonts_wait_for_assembly(plain: Renderer) -> None:
    rendered = plain.render(section("<p>Un texte <em>court</em>.</p>"))
    assert len(rendered.pdf) < 20_000
    assert {use.face for use in rendered.fonts.values()} <= {font_sha(path) for path in fonts()}
    assert {"U", "n", "é"} - {text for use in rendered.fonts.values() for _, text in use.glyphs.values()} == {"é"}


def fonts() -> list[Path]:
    return sorted((ROOT / "assets" / "fonts").rglob("*.ttf"))


def font_sha(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()


# Workers


def test_workers_render_the_same_bytes_in_order(plain: Renderer) -> None:
    some = [section(f"<h1>Titre {number}</h1>", name=f"n{number}") for number in range(ENOUGH)]
    alone = [call() for call in spread(plain.render, some, 1)]
    together = [call() for call in spread(plain.render, some, 2)]
    assert together == alone


def test_workers_tell_each_fault(plain: Renderer) -> None:
    some = [section("<p>Bien</p>", name=f"n{number}") for number in range(ENOUGH)]
    some[3] = replace(some[3], pages=2)
    for number, call in enumerate(spread(plain.render, some, 2)):
        if number == 3:
            with pytest.raises(LayoutError, match=r"^n3 : "):
                call()
        else:
            assert call().section.id == f"n{number}"


# Assembly


def test_the_first_place_of_an_anchor_counts() -> None:
    pages = [replace(BLANK, anchors={"a": (1.0, 2.0)}), replace(BLANK, anchors={"a": (3.0, 4.0), "b": (5.0, 6.0)})]
    found = places(pages)
    assert (found["a"], found["b"]) == ((0, 1.0, 2.0), (1, 5.0, 6.0))
    assert found["page-2"][0] == 1


def test_a_link_to_nothing_is_refused(plain: Renderer, built_setup: Assembly) -> None:
    rendered = plain.render(section('<section class="sheet"><p><a href="#S99">Nulle part</a></p></section>'))
    with pytest.raises(UnknownTarget, match="S99"):
        assemble((named(rendered),), built_setup)


def test_a_page_number_of_nothing_is_refused(plain: Renderer, built_setup: Assembly) -> None:
    rendered = plain.render(section('<p>Page <span class="page-number" data-page-of="S99">0000</span></p>'))
    with pytest.raises(UnknownTarget, match="S99"):
        assemble((named(rendered),), built_setup)


def test_sections_that_are_the_same_stand_each_by_itself(plain: Renderer, built_setup: Assembly) -> None:
    one = named(plain.render(section("<h1>Deux fois</h1><p>Les mêmes mots.</p>")))
    other = replace(one, section=replace(one.section, id="autre"))
    assert one.pdf == other.pdf
    first = assemble((one, other), built_setup)
    with pikepdf.open(io.BytesIO(first)) as pdf:
        assert len({page.obj.objgen for page in pdf.pages}) == 2
        kids = list(pdf.Root.StructTreeRoot.K[0].K)
        assert len({kid.objgen for kid in kids}) == len(kids) == 2 * len({str(kid.S) for kid in kids})
        assert [page.obj.StructParents for page in pdf.pages] == [0, 1]
    assert assemble((one, other), built_setup) == first, "what was opened for one document is whole for the next"


def named(rendered: Rendered) -> Rendered:
    """Give pages the name that the book's furniture knows."""
    return replace(rendered, pages=tuple(replace(page, name="sheet") for page in rendered.pages))


@pytest.fixture
def built_setup() -> Assembly:
    from book.editions import read_edition
    from layouts.layout import read_layout
    from layouts.setup import assembly_setup

    layout = read_layout(ROOT / "layouts" / "book")
    return assembly_setup(layout, read_edition(ROOT, "nationale"), PALETTE, ROOT / "assets")


class OneFace:
    """A font table with one face, whose zero is glyph 16 and whose figures follow."""

    def __init__(self) -> None:
        self.drawn: set[int] = set()

    def face(self, _key: str) -> OneFace:
        return self

    def digits_like(self, zero: int) -> dict[str, int]:
        if zero != 16:
            raise KeyError(zero)
        return {str(digit): 16 + digit for digit in range(10)}

    def width_of(self, _glyph: int) -> int:
        return 500

    def draw(self, _key: str, glyphs: dict[int, tuple[int, str]]) -> None:
        self.drawn |= glyphs.keys()


ZEROS = b"/F 9 Tf [<0010>-3<0010><0010>0<0010>] TJ"


def test_page_numbers_are_set_flush_right() -> None:
    face = OneFace()
    assert set_page_numbers(ZEROS, ("42",), face) == b"/F 9 Tf [-1000<00140012>] TJ"  # type: ignore[arg-type]
    assert face.drawn == {0x14, 0x12}


def test_four_other_glyphs_are_no_slot() -> None:
    dots = b"/F 9 Tf [<0011><0011><0011><0011>] TJ "
    assert set_page_numbers(dots + ZEROS, ("7",), OneFace()) == dots + b"/F 9 Tf [-1500<0017>] TJ"  # type: ignore[arg-type]


@pytest.mark.parametrize("numbers", [("1", "2"), ("1", "2", "3")])
def test_slots_and_numbers_agree(numbers: tuple[str, ...]) -> None:
    drawing = ZEROS if len(numbers) == 2 else ZEROS * 2
    with pytest.raises(SlotError):
        set_page_numbers(drawing, numbers, OneFace())  # type: ignore[arg-type]
    with pytest.raises(SlotError):
        set_page_numbers(ZEROS * 4, numbers, OneFace())  # type: ignore[arg-type]


# Delivery

FORMER, NEW = {"a.pdf": b"former a", "b.pdf": b"former b"}, {"a.pdf": b"new a", "b.pdf": b"new b"}


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_files_are_delivered(tmp_path: Path) -> None:
    assert deliver(FORMER, tmp_path / "x" / "y") == [tmp_path / "x" / "y" / name for name in FORMER]
    deliver(NEW, tmp_path / "x" / "y")
    assert contents(tmp_path / "x" / "y") == NEW


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("fault", "told"), [(FULL, UnwrittenError), (KeyboardInterrupt(), KeyboardInterrupt)])
def test_an_interrupted_delivery_leaves_former_files_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException, told: type[BaseException]
) -> None:
    deliver(FORMER, tmp_path)
    calls = 0

    def fsync(_handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise fault

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(told, match=r"plus de place sur le disque|^$"):
        deliver(NEW, tmp_path)
    assert contents(tmp_path) == FORMER


def test_what_a_killed_build_has_left_goes_once_no_other_can_be_writing_it(tmp_path: Path) -> None:
    deliver(FORMER, tmp_path)
    name = next(iter(FORMER))
    left, young, other = (tmp_path / hidden for hidden in (f".{name}.abcd1234", f".{name}.efgh5678", ".htaccess"))
    for path in (left, young, other):
        path.touch()
    for path in (left, other):
        os.utime(path, (1e9, 1e9))
    deliver(NEW, tmp_path)
    assert [path.exists() for path in (left, young, other)] == [False, True, True]


def test_files_of_several_folders_are_delivered_together_or_not_at_all(tmp_path: Path) -> None:
    deliver(FORMER, tmp_path / "sous")
    first = next(iter(NEW))
    (tmp_path / "occupé").write_bytes(b"un fichier")
    with pytest.raises(UnwrittenError, match=r"occupé/a.pdf : un fichier est à la place d’un dossier."):
        deliver({f"sous/{first}": NEW[first], "occupé/a.pdf": b"a"}, tmp_path)
    assert contents(tmp_path / "sous") == FORMER


def test_a_build_killed_between_two_moves_leaves_only_whole_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(FORMER, tmp_path)
    true, calls = Path.replace, 0

    def move(self: Path, target: Path) -> Path:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise KeyboardInterrupt
        return true(self, target)

    monkeypatch.setattr(Path, "replace", move)
    with pytest.raises(KeyboardInterrupt):
        deliver(NEW, tmp_path)
    for name, content in contents(tmp_path).items():
        if not name.startswith("."):
            assert content in (FORMER[name], NEW[name])
    assert FORMER.keys() <= contents(tmp_path).keys()
