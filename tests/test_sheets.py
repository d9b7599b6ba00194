"""The sheets: what one can write in them, by hand and on screen."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest

from book.editions import read_edition
from layouts.documents import Document, Press
from layouts.finish.fieldfont import field_font
from layouts.finish.fields import FieldError, fillable, paper, sheets
from layouts.ledger import Link
from layouts.workshop_files import file_name

SHOWN = ("S01", "S14", "S15", "F1", "F3", "F5")
MM = 72 / 25.4


def press_of(root: Path, only: tuple[str, ...] = ()) -> Press:
    """The press of the national edition, or of some of its scenarios and figures."""
    edition = read_edition(root, "nationale")
    corpus = edition.corpus
    if only:
        corpus = replace(
            corpus,
            scenarios={name: each for name, each in corpus.scenarios.items() if name in only},
            figures={name: each for name, each in corpus.figures.items() if name in only},
        )
    return Press(root, replace(edition, corpus=corpus), lambda render: lambda sections: list(map(render, sections)))


@pytest.fixture(scope="module")
def press(project_root: Path) -> Press:
    return press_of(project_root, SHOWN)


@pytest.fixture(scope="module")
def document(press: Press) -> Document:
    return press.make("sheets")


@pytest.fixture(scope="module")
def form(press: Press, document: Document) -> Iterator[pikepdf.Pdf]:
    with document.assembled() as pdf:
        filled = fillable(pdf, press.assets / "fonts", press.palette)
    with pikepdf.open(io.BytesIO(filled)) as pdf:
        yield pdf


def fields_of(form: pikepdf.Pdf) -> list[Any]:
    return list(form.Root.AcroForm.Fields)


def widgets_of(form: pikepdf.Pdf) -> list[Any]:
    return [widget for page in form.pages for widget in page.obj.get("/Annots", ()) if widget.Subtype == "/Widget"]


def texts_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def test_every_sheet_is_one_leaf(document: Document) -> None:
    assert [section.section.id for section in document.sections] == [f"fiche-{name}" for name in SHOWN]
    assert [len(section.pages) for section in document.sections] == [2] * len(SHOWN)


def test_every_place_to_write_is_a_field_and_nothing_else_is_left_of_it(
    document: Document, form: pikepdf.Pdf
) -> None:
    marked = [link for s in document.sections for page in s.pages for link in page.links]
    widgets = widgets_of(form)
    assert len(widgets) == len(marked) > 20 * len(SHOWN)
    assert all(link.target.startswith("field:") for link in marked)
    assert not any("/A" in widget or "/Contents" in widget for widget in widgets)


def test_names_are_unique_and_tell_their_sheet(form: pikepdf.Pdf) -> None:
    names = [str(field.T) for field in fields_of(form)]
    assert len(set(names)) == len(names)
    assert {name.split("-")[0] for name in names} == set(SHOWN)
    assert not any("." in name for name in names)  # a dot would tell a field within a field


def test_every_field_is_labelled_in_the_words_of_the_page(form: pikepdf.Pdf) -> None:
    labels = {str(field.T): str(field.TU) for field in fields_of(form)}
    assert all(labels.values())
    assert labels["S15-demain"].startswith("Dès demain")
    assert " ".join(labels["S15-plausible"].split()) == "Est-ce plausible ?"
    assert all("/TU" in widget for widget in widgets_of(form))


def test_fields_are_tabbed_in_the_order_of_reading(form: pikepdf.Pdf) -> None:
    forms: list[Any] = []

    def walk(element: Any) -> None:
        if element.get("/S") == "/Form":
            forms.append(element.K[0].Obj.objgen)
        for kid in element.get("/K", ()):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                walk(kid)

    walk(form.Root.StructTreeRoot.K[0])
    assert forms == [widget.objgen for widget in widgets_of(form)]
    assert {str(page.obj.Tabs) for page in form.pages} == {"/S"}


def test_the_form_needs_nothing_that_is_not_in_the_file(form: pikepdf.Pdf) -> None:
    acro = form.Root.AcroForm
    assert not acro.NeedAppearances
    font = acro.DR.Font["/Fiche"]
    assert "/FontFile2" in font.FontDescriptor
    for widget in widgets_of(form):
        assert "/N" in widget.AP
        if "/DA" in widget:
            assert "/Fiche" in str(widget.DA)


@pytest.mark.parametrize("char", "aéèêëàâîïôöûùüçœæÉÀÇŒ«»’…–—€?0")
def test_french_can_be_typed(project_root: Path, char: str) -> None:
    with pikepdf.new() as pdf:
        font = field_font(pdf, project_root / "assets" / "fonts")
        code = char.encode("cp1252")[0]
        assert int(font.Widths[code - int(font.FirstChar)]) > 0


def test_a_scale_has_five_circles_of_which_one_is_chosen(form: pikepdf.Pdf) -> None:
    scales = [field for field in fields_of(form) if field.FT == "/Btn"]
    assert len(scales) == 2 * len(SHOWN)
    for scale in scales:
        states = [sorted(set(kid.AP.N.keys()) - {"/Off"}) for kid in scale.Kids]
        assert states == [["/1"], ["/2"], ["/3"], ["/4"], ["/5"]]
        assert int(scale.Ff) & 1 << 15
        assert all(kid.Parent.objgen == scale.objgen for kid in scale.Kids)


def test_fields_keep_to_their_places(form: pikepdf.Pdf) -> None:
    for page in form.pages:
        boxes = [[float(v) for v in widget.Rect] for widget in page.obj.Annots]
        width, height = float(page.mediabox[2]), float(page.mediabox[3])
        for i, (left, low, right, top) in enumerate(boxes):
            assert 10 * MM < left < right < width - 10 * MM
            assert 10 * MM < low < top < height - 10 * MM
            for other in boxes[i + 1 :]:
                apart = right <= other[0] or other[2] <= left or top <= other[1] or other[3] <= low
                assert apart


def test_there_is_room_to_write(form: pikepdf.Pdf) -> None:
    """Lines of 8.4 mm, and at least a third of each sheet's two pages."""
    for page in form.pages:
        boxes = [[float(v) for v in widget.Rect] for widget in page.obj.Annots if "/DA" in widget]
        room = sum((right - left) * (top - low) for left, low, right, top in boxes) / MM**2
        assert room > 0.2 * 210 * 297
        assert min(top - low for _, low, _, top in boxes) >= 6.7 * MM


def test_what_is_typed_is_read_back(press: Press, document: Document) -> None:
    with document.part(document.sections[0]) as opened:
        pdf = pikepdf.open(io.BytesIO(fillable(opened, press.assets / "fonts", press.palette)))
    title = next(field for field in fields_of(pdf) if field.T == "S01-titre")
    title.V = pikepdf.String("Le comptoir fête ses dix ans")
    out = io.BytesIO()
    pdf.save(out)
    filled = pypdfium2.PdfDocument(out.getvalue())
    filled.init_forms()
    assert filled.get_formtype() == pypdfium2.raw.FORMTYPE_ACRO_FORM
    again = pikepdf.open(io.BytesIO(out.getvalue()))
    assert any(str(field.get("/V", "")) == "Le comptoir fête ses dix ans" for field in fields_of(again))
    filled.close()


def test_a_sheet_alone_is_called_and_titled_by_what_it_is(press: Press, document: Document) -> None:
    names = [file_name(section) for section in document.sections]
    assert names[:3] == [
        "S01-le-cass-bar",
        "S14-negociatrice-ethique-pour-une-vieillesse-heureuse",
        "S15-la-taxe-sur-les-produits-ultra-transformes",
    ]
    with document.part(document.sections[2]) as alone:
        assert str(alone.docinfo.Title).startswith("S15 La taxe sur les produits ultra-transformés · Fiches d’atelier")


def test_paper_has_the_same_words_and_no_field(press: Press, document: Document) -> None:
    fonts, palette = press.assets / "fonts", press.palette
    with document.assembled() as one, document.assembled() as other, document.assembled() as both:
        screen, printed = fillable(one, fonts, palette), paper(other)
        assert sheets(both, fonts, palette) == (printed, screen), "made together or apart"
    assert texts_of(printed) == texts_of(screen)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert not any("/Annots" in page.obj for page in pdf.pages)
        assert not {"/AcroForm", "/StructTreeRoot"} & set(pdf.Root.keys())


def test_a_found_sheet_goes_home(document: Document, press: Press) -> None:
    with document.assembled() as pdf:
        texts = texts_of(paper(pdf))
    for section, (front, back) in zip(SHOWN, _pairs(texts), strict=True):
        for text, side in ((front, "recto"), (back, "verso")):
            assert f"{section} · {side}" in text
            assert f"{press.edition.label} · version {press.edition.version}" in text


def _pairs(texts: list[str]) -> list[tuple[str, str]]:
    return list(zip(texts[::2], texts[1::2], strict=True))


@pytest.mark.parametrize(
    ("target", "label", "told"),
    [
        ("field:lines/S01-titre", "Un titre", "deux champs portent le nom « S01-titre »"),
        ("field:stars/S01-etoiles", "Des étoiles", "« stars » n’est pas une sorte de champ"),
        ("field:text/S01-muet", "", "« S01-muet » n’a pas d’étiquette"),
    ],
)
def test_a_field_at_fault_is_told(press: Press, document: Document, target: str, label: str, told: str) -> None:
    first = document.sections[0]
    page = first.pages[0]
    with document.part(first) as pdf:
        assert isinstance(page.links[1], Link)
        annotation = pdf.pages[0].obj.Annots[1]
        annotation.A.URI, annotation.Contents = pikepdf.String(target), pikepdf.String(label)
        with pytest.raises(FieldError, match=told):
            fillable(pdf, press.assets / "fonts", press.palette)


def test_without_texts_of_the_edition_there_is_room_for_ones_own(project_root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "muette"
    folder.mkdir()
    (folder / "edition.yaml").write_text('territory: "07"\ntexts: false\n', encoding="utf-8")
    edition = read_edition(project_root, str(folder))
    first = dict(list(edition.corpus.scenarios.items())[:1])
    alone = replace(edition, corpus=replace(edition.corpus, scenarios=first, figures=edition.corpus.figures))
    press = Press(project_root, alone, lambda render: lambda sections: list(map(render, sections)))
    links = [link for section in press.make("sheets").sections[:1] for page in section.pages for link in page.links]
    names = [link.target.rpartition("/")[2] for link in links]
    assert {"S01-hypothese", "S01-question-1", "S01-question-3"} <= set(names)
