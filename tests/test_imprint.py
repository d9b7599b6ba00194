"""What the edition says of itself: set at assembly, so that editions share the sections that hold a place for it."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from book.editions import read_edition, territory_names
from book.model import Edition
from layouts.assemble.fonts import FontTable, share_fonts
from layouts.assemble.imprint import ImprintError, Imprints
from layouts.compose import Composer
from layouts.decks.dealing import usual_material
from layouts.decks.deck import Deck, make_deck
from layouts.decks.fitting import CardSetter
from layouts.decks.formats import format_named
from layouts.documents import Press
from layouts.layout import read_layout
from layouts.ledger import Imprint
from layouts.setting import faces
from layouts.setup import assembly_setup
from layouts.web import POSTER
from layouts.workshop import SEATS, Options, agenda
from tests.decks import press_of, small_edition

SHARED = ("cards", "sheets", "poster", "guide")


@pytest.fixture(scope="module")
def poker(project_root: Path) -> Deck:
    return make_deck(press_of(project_root), format_named(project_root, "poker"))


def composed(root: Path, edition: Edition, name: str) -> dict[str, str]:
    """The sections of a layout as they would be laid out: what the store tells them apart by."""
    press = press_of(root, edition)
    values = {
        "card": CardSetter(format_named(root, ""), press.assets / "fonts"),
        "frame": POSTER,
        "material": usual_material(edition, Options()),
        "agenda": agenda,
        "seats": SEATS,
    }
    composer = Composer(read_layout(root / "layouts" / name), edition, press.palette, press.assets, values)
    return {section.id: section.html for _, section in composer.fixed()}


@pytest.mark.parametrize("name", SHARED)
def test_an_edition_of_a_territory_lays_out_nothing_again(project_root: Path, name: str) -> None:
    national, other = (composed(project_root, read_edition(project_root, id), name) for id in ("nationale", "35"))
    assert national == other
    assert national


def test_the_edition_is_told_on_every_face(project_root: Path, poker: Deck) -> None:
    edition = poker.edition
    with pypdfium2.PdfDocument(poker.pdf) as pdf:
        for page in pdf:
            words = page.get_textpage().get_text_bounded()
            assert f"{edition.label} · version {edition.version}" in re.sub(r"\s+", " ", words)


def test_it_stands_on_the_line_of_the_code_and_is_an_artifact(poker: Deck) -> None:
    with pikepdf.open(io.BytesIO(poker.pdf)) as pdf:
        content = pdf.pages[1].obj.Contents.read_bytes().decode("latin-1")
    artifact, _, rest = content.partition("/Subtype /Footer")[2].partition("EMC")
    assert not rest.strip(), "it is drawn last"
    told = re.search(r"q 1 0 0 1 ([\d.]+) ([\d.]+) cm /Imprint\w+ Do Q", artifact)
    assert told
    with pypdfium2.PdfDocument(poker.pdf) as pdf:
        page = pdf[1].get_textpage()
        found = page.search("R", match_case=True, match_whole_word=True)
        boxes = []
        while (place := found.get_next()) is not None:
            boxes.append(page.get_charbox(place[0]))
        assert min(box[1] for box in boxes) == pytest.approx(float(told[2]), abs=0.1), "one baseline"


def test_places_that_are_alike_share_one_drawing(poker: Deck) -> None:
    alike = {(i.width, i.size, i.colour, i.flush_right) for p in poker.document.ledgers for i in p.imprints}
    with pikepdf.open(io.BytesIO(poker.pdf)) as pdf:
        drawn = {
            (name, form.objgen)
            for page in pdf.pages
            for name, form in page.obj.Resources.XObject.items()
            if name.startswith("/Imprint")
        }
    assert len(drawn) == len(alike) < len(poker.document.ledgers)


def drawing(press: Press, place: Imprint, said: tuple[str, ...] = ()) -> tuple[str, str, list[float]]:
    """The operators of a page that shows an imprint, those of the imprint, and its box."""
    setup = assembly_setup(read_layout(press.root / "layouts" / "cards"), press.edition, press.palette, press.assets)
    with pikepdf.Pdf.new() as pdf:
        page = pdf.add_blank_page()
        imprints = Imprints(pdf, said or setup.imprint, setup.furniture, FontTable(faces(setup.fonts)))
        shown = imprints.draw(page, place)
        (form,) = page.obj.Resources.XObject.values()
        return shown.decode(), form.read_bytes().decode(), [float(value) for value in form.BBox]


def test_every_territory_fits_the_narrowest_foot(project_root: Path, poker: Deck) -> None:
    place = poker.document.sections[0].pages[0].imprints[0]
    for name in (*territory_names("departement"), *territory_names("region")):
        assert drawing(press_of(project_root, read_edition(project_root, name)), place), name


def test_a_name_that_fits_no_foot_is_told(project_root: Path, poker: Deck) -> None:
    long = replace(small_edition(project_root), label="Édition de la communauté d’agglomération des Trois-Rivières")
    with pytest.raises(ImprintError, match=r"trop long de \d+ mm"):
        make_deck(press_of(project_root, long), poker.format).pdf  # noqa: B018


@pytest.mark.parametrize("flush_right", [False, True])
def test_the_first_words_that_fit_are_drawn(project_root: Path, flush_right: bool) -> None:
    press: Press = press_of(project_root)
    setup = assembly_setup(read_layout(project_root / "layouts" / "cards"), press.edition, press.palette, press.assets)
    table = FontTable(faces(setup.fonts))
    face = table.face(table.key_of(setup.furniture.head_font))
    said = ("Une phrase entière", "Une phrase")
    for words, width in ((said[0], 500.0), (said[1], face.set_line(said[1]).width / 100 + 0.1)):
        shown, drawn, box = drawing(press, Imprint(10, 20, width, 10, (0, 0, 0), flush_right), said)
        line = face.set_line(words)
        assert "q 1 0 0 1 10.000 20.000 cm /Imprint" in shown
        left = width - line.width / 100 if flush_right else 0
        assert f"1 0 0 1 {left:.3f} 0 Tm {line.array} ET" in drawn
        assert box[0] < 0
        assert box[2] > width


def test_nothing_of_its_letters_is_cut(project_root: Path) -> None:
    """Accents, descenders, overhangs: what a form of that box draws is what it would draw without one."""
    place = Imprint(20, 20, 200, 20, (0, 0, 0), False)
    press = press_of(project_root)
    setup = assembly_setup(read_layout(project_root / "layouts" / "cards"), press.edition, press.palette, press.assets)
    pictures = []
    for grown in (0, 50):
        with pikepdf.Pdf.new() as pdf:
            page = pdf.add_blank_page(page_size=(260, 60))
            table = FontTable(faces(setup.fonts))
            shown = Imprints(pdf, ("ÎÂÉÇ jgpq ÿ Qf",), setup.furniture, table).draw(page, place)
            (form,) = page.obj.Resources.XObject.values()
            x0, y0, x1, y1 = (float(value) for value in form.BBox)
            form.BBox = pikepdf.Array([x0 - grown, y0 - grown, x1 + grown, y1 + grown])
            share_fonts(page.obj.Resources, table.write(pdf))
            page.obj.Contents = pdf.make_stream(shown)
            out = io.BytesIO()
            pdf.save(out)
        with pypdfium2.PdfDocument(out.getvalue()) as drawn:
            pictures.append(drawn[0].render(scale=4).to_pil().convert("L"))
    assert pictures[0].tobytes() == pictures[1].tobytes()
    assert pictures[0].getextrema()[0] < 64
