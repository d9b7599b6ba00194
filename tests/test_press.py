"""The press file: its inks, its boxes and marks, PDF/X-4, and what tools that nobody here wrote say of it.

PDF/X-4 is ISO 15930-7:2010, whose requirements are told here by their subject, for its text is not public; each test
also names the clause of ISO 32000-1 that defines the object it looks at.
"""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from layouts.assemble import Assembly
from layouts.errors import LayoutError
from layouts.finish.cover import cover
from layouts.finish.drawings import drawing_colours
from layouts.finish.lettering import Lettering
from layouts.finish.marks import Frame, marks_form, slug_line
from layouts.finish.pictures import Converter
from layouts.finish.press import Job, press
from layouts.finish.streams import separated
from layouts.preflight import Expectation, check
from layouts.preflight.document import Document
from layouts.preflight.standard import check_standard
from layouts.printer import Paper
from tests import presswork as work
from tests.building import Built
from tests.presswork import MM, document, job, operators, plates, rgb, screen, tool

INK = rgb("ink")
SHAPE = "100 100 200 200 re f"
FILE = "livre-imprimeur.pdf"
SLUG = "cartes-poker-imprimeur.pdf · page 88 · 25 novembre 2026"


def pressed(*streams: str, resources: dict[str, object] | None = None) -> list[str]:
    return operators(press(document(*streams, resources=resources), job("bureau"), FILE))


# The inks


@pytest.mark.parametrize("token", work.PALETTE.srgb)
def test_each_colour_of_the_palette_becomes_its_own_inks(token: str) -> None:
    wanted = " ".join(f"{value / 100:g}" for value in work.PALETTE.cmyk[token])
    assert f"{wanted} k" in pressed(f"{rgb(token)} rg {SHAPE}")
    assert f"{wanted} K" in pressed(f"{rgb(token)} RG 9 w 10 10 m 200 200 l S")


def test_words_in_ink_or_black_are_black_alone_and_overprint() -> None:
    for colour in (f"{INK} rg", "0 0 0 rg", "0 g", ""):
        found = pressed(f"{colour} @words")
        assert (
            found.index("/Overprint gs") < found.index("0 0 0 1 k") < found.index(next(f for f in found if "TJ" in f))
        )


def test_shapes_in_ink_keep_their_inks_and_never_overprint() -> None:
    found = pressed(f"{INK} rg @words {SHAPE}")
    rich = found.index("1 0.9 0.2 0.5 k")
    assert found.index("/Overprint gs") < found.index("/Knockout gs") < rich < found.index("f")


def test_rules_in_ink_are_black_alone_and_knock_out() -> None:
    border = "10 10 m 210 10 l 210 11.4 l 10 11.4 l W* n 10 10 200 90 re 10 11.4 200 87 re f*"  # as the engine does it
    for rule in ("10 10 200 0.5 re f", "0.5 w 10 10 m 200 10 l S", border):
        found = pressed(f"{INK} rg {INK} RG {rule}")
        assert {"0 0 0 1 k", "0 0 0 1 K"} & set(found)
        assert "/Overprint gs" not in found  # over a rich ink, the total would pass the limit


def test_a_rule_is_measured_on_paper() -> None:
    assert "0 0 0 1 k" in pressed(f"{INK} rg 0.1 0 0 0.1 0 0 cm 10 10 200 8 re f")
    assert "1 0.9 0.2 0.5 k" in pressed(f"{INK} rg 10 0 0 10 0 0 cm 10 10 200 0.5 re f")


def test_white_and_paper_words_knock_out() -> None:
    for token, inks in (("white", "0 0 0 0 k"), ("paper", "0 0.03 0.09 0 k")):
        found = pressed(f"{rgb(token)} rg @words")
        assert inks in found
        assert "/Overprint gs" not in found


def test_a_colour_is_restored_with_its_state() -> None:
    found = pressed(f"{rgb('sun')} rg q {rgb('red')} rg {SHAPE} Q {SHAPE}")
    assert found.index("0.02 0.88 0.88 0 k") < found.index("0 0.18 0.82 0 k")


def test_no_colour_is_written_inside_a_path() -> None:
    building = False
    for each in pressed(f"{rgb('sun')} rg 10 10 m 99 99 l 99 10 l f {INK} rg 10 10 m 99 99 l 99 10 l f"):
        operator = each.split()[-1]
        assert not (building and operator in ("k", "K", "gs"))
        building = operator in ("m", "l")


def test_an_unknown_colour_is_told_with_its_page_and_value() -> None:
    with pytest.raises(LayoutError) as caught:
        press(document("1 0 0 rg " + SHAPE, "0.5 g " + SHAPE), job("bureau"), FILE)
    assert str(caught.value) == (
        "page 1 : la couleur #ff0000 n’est pas de la palette\npage 2 : la couleur #808080 n’est pas de la palette"
    )


@pytest.mark.parametrize(
    ("stream", "told"),
    [
        ("0 0 0 0.5 k " + SHAPE, "page 1 : une couleur n’est pas en sRGB, elle ne vient pas de la palette"),
        ("/Lab cs 1 2 3 sc", "page 1 : l’espace de couleur Lab n’est pas admis"),
        ("BI /W 1 /H 1 /CS /G /BPC 8 ID x EI", "page 1 : une image est écrite dans la page même"),
    ],
)
def test_what_the_palette_cannot_say_is_refused(stream: str, told: str) -> None:
    with pytest.raises(LayoutError, match=re.escape(told)):
        pressed(stream)


def test_a_stream_met_before_is_the_same_as_one_met_first() -> None:
    source = document(f"{rgb('sun')} rg {SHAPE} @words", f"{INK} rg {SHAPE}")
    separated.cache_clear()
    first = press(source, job("bureau"), FILE)
    found = separated.cache_info()
    assert press(source, job("bureau"), FILE) == first
    assert separated.cache_info().misses == found.misses, "nothing was separated again"


def test_a_stream_is_separated_for_what_it_names_and_for_its_inks() -> None:
    """The same operators: their graphics state is opaque, then is not; the palette has one yellow, then another."""
    stream = f"q /a1 gs {rgb('sun')} rg {SHAPE} Q"
    for alpha in (1, 0.5, 1):
        found = pressed(stream, resources={"/ExtGState": Dictionary(a1=Dictionary(ca=alpha))})
        assert ("/a1 gs" in found) == (alpha < 1)
    bright = replace(job("bureau"), palette=replace(work.PALETTE, cmyk={**work.PALETTE.cmyk, "sun": (0, 10, 80, 0)}))
    assert "0 0.1 0.8 0 k" in operators(press(document(stream.replace("/a1 gs", "")), bright, FILE))
    assert "0 0.18 0.82 0 k" in pressed(stream.replace("/a1 gs", ""))


def test_a_gradient_whose_colours_the_file_does_not_say_is_refused() -> None:
    mesh = Dictionary(ShadingType=1, ColorSpace=Name.DeviceRGB, Function=Dictionary(FunctionType=4))
    with pytest.raises(LayoutError, match="page 1 : un dégradé d’une sorte que la presse ne sait pas convertir"):
        pressed("/Shade sh", resources={"/Shading": Dictionary(Shade=mesh)})


def test_forms_and_patterns_are_separated_too() -> None:
    source = document("/Pattern cs /Tile scn 0 0 200 200 re f /Form Do")
    with Pdf.open(io.BytesIO(source)) as pdf:
        paint = f"{rgb('sun')} rg {SHAPE}".encode()
        box = Array([0, 0, 300, 300])
        form = pdf.make_stream(paint, Type=Name.XObject, Subtype=Name.Form, BBox=box, Resources=Dictionary())
        form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)
        tile = pdf.make_stream(
            paint, Type=Name.Pattern, PatternType=1, PaintType=1, TilingType=1, BBox=box, XStep=300, YStep=300
        )
        tile.Resources = Dictionary()
        resources = pdf.pages[0].obj.Resources
        resources.XObject, resources.Pattern = Dictionary(Form=form), Dictionary(Tile=tile)
        source = work.saved(pdf)
    with Pdf.open(io.BytesIO(press(source, job("bureau"), FILE))) as pdf:
        resources = pdf.pages[0].obj.Resources
        for part in (resources.XObject.Form, resources.Pattern.Tile):
            assert b"0 0.18 0.82 0 k" in part.read_bytes()
        assert "/Group" not in resources.XObject.Form


def test_a_palette_over_the_limit_is_refused() -> None:
    heavy = replace(job(), printer=replace(work.printer(), ink_limit=250))
    with pytest.raises(LayoutError, match="« ink » demande 260 % d’encre, l’imprimeur en admet 250 %"):
        press(document(SHAPE), heavy, FILE)


def test_more_bleed_than_was_rendered_is_refused() -> None:
    wide = replace(job(), printer=replace(work.printer(), bleed=5))
    with pytest.raises(LayoutError, match="demande 5 mm de fond perdu, les pages sont rendues avec 3 mm"):
        press(document(SHAPE), wide, FILE)


# The pictures of an edition


def photograph() -> Image.Image:
    picture = Image.new("RGB", (64, 4))
    picture.putdata([(x * 4, y * 80, 255 - x * 4) for y in range(4) for x in range(64)])
    return picture


@pytest.mark.parametrize("name", ["standard-couche", "standard-offset"])
def test_pictures_are_converted_within_the_ink_limit(name: str) -> None:
    source = document("q 64 0 0 4 0 0 cm /Picture Do Q")
    with Pdf.open(io.BytesIO(source)) as pdf:
        image = pdf.make_stream(photograph().tobytes(), Type=Name.XObject, Subtype=Name.Image, Width=64, Height=4)
        image.ColorSpace, image.BitsPerComponent = Name.DeviceRGB, 8
        pdf.pages[0].obj.Resources.XObject = Dictionary(Picture=image)
        source = work.saved(pdf)
    printer = work.printer(name)
    with Pdf.open(io.BytesIO(press(source, job(name), FILE))) as pdf:
        found = pdf.pages[0].obj.Resources.XObject.Picture
        assert found.ColorSpace == Name.DeviceCMYK
        converted = Image.frombytes("CMYK", (64, 4), found.read_bytes())
    assert 150 < work.heaviest(converted) <= printer.ink_limit


@pytest.mark.parametrize("name", ["standard-couche", "standard-offset"])
def test_no_colour_at_all_is_converted_over_the_limit(name: str) -> None:
    printer = work.printer(name)
    cube = Image.new("RGB", (32 * 32, 32))
    cube.putdata([(r * 8, g * 8, b * 8) for r in range(32) for g in range(32) for b in range(32)])
    converted = Converter(printer.profile, printer.ink_limit).picture(cube)
    assert work.heaviest(converted) <= printer.ink_limit
    assert sum(Converter(printer.profile, printer.ink_limit).colour((255, 255, 255))) == 0


def test_the_colours_of_a_brought_drawing_are_converted_the_palette_s_are_not() -> None:
    brought = drawing_colours(b'<svg><path fill="#0055a4" style="stroke: rgb(239, 65, 53)"/><g fill="none"/></svg>')
    assert brought == {(0, 85, 164), (239, 65, 53)}
    made = press(document(f"0 0.333333 0.643137 rg {SHAPE}"), job("bureau", brought=brought), FILE)
    assert any(each.endswith(" k") for each in operators(made))


# The national edition


@pytest.fixture(scope="session")
def assembled(built: Built) -> tuple[bytes, Assembly]:
    return work.assembled(built)


@pytest.fixture(scope="session")
def files(assembled: tuple[bytes, Assembly]) -> dict[str, bytes]:
    source, setup = assembled
    printer = work.printer("standard-offset")
    national = Job(printer, setup.palette, setup.metadata, setup.fonts, setup.covers)
    return {
        "screen": screen(source),
        "inside": press(source, national, FILE),
        "cover": cover(source, national, "couverture-imprimeur.pdf", "Le CCAS en 2050"),
        "whole": press(source, replace(national, printer=work.printer("bureau")), FILE),
    }


@pytest.fixture(params=["inside", "cover", "whole"])
def pdf(request: pytest.FixtureRequest, files: dict[str, bytes]) -> Iterator[Pdf]:
    with Pdf.open(io.BytesIO(files[request.param])) as opened:
        yield opened


def box(page: pikepdf.Page, name: str) -> list[float]:
    return [float(value) for value in page.obj[f"/{name}Box"]]


def streams(pdf: Pdf) -> Iterator[tuple[Any, Any]]:
    """Every content stream of a document with its resources."""
    for page in pdf.pages:
        yield page, page.obj.get("/Resources", Dictionary())
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and (each.get("/Subtype") == "/Form" or "/PatternType" in each):
            yield each, each.get("/Resources", Dictionary())


def test_x4_version_1_6(files: dict[str, bytes]) -> None:
    """ISO 15930-7, use of PDF 1.6; ISO 32000-1, 7.5.2 File header."""
    for name in ("inside", "cover", "whole"):
        assert files[name].startswith(b"%PDF-1.6\n")


def test_x4_identifier_and_no_encryption(pdf: Pdf) -> None:
    """ISO 15930-7, file identifier, encryption; ISO 32000-1, 14.4 and 7.6."""
    assert len(pdf.trailer.ID) == 2
    assert not pdf.is_encrypted


def test_x4_output_intent(pdf: Pdf) -> None:
    """ISO 15930-7, output intent; ISO 32000-1, 14.11.5: one GTS_PDFX, its CMYK output profile embedded."""
    (intent,) = pdf.Root.OutputIntents
    assert intent.S == "/GTS_PDFX"
    assert (str(intent.OutputConditionIdentifier), str(intent.RegistryName)) == ("FOGRA47", "http://www.color.org")
    assert str(intent.Info)
    assert intent.DestOutputProfile.N == 4
    assert intent.DestOutputProfile.read_bytes()[12:20] == b"prtrCMYK"


def test_x4_xmp(pdf: Pdf) -> None:
    """ISO 15930-7, XMP: identification, dates, media management, Trapped; ISO 32000-1, 14.3.2 and 14.11.6."""
    with pdf.open_metadata() as xmp:
        assert xmp["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
        assert xmp["xmp:CreateDate"] == xmp["xmp:ModifyDate"] == xmp["xmp:MetadataDate"] == "2026-11-23T00:00:00Z"
        assert str(xmp["xmpMM:DocumentID"]).startswith("uuid:")
        assert (xmp["xmpMM:VersionID"], xmp["xmpMM:RenditionClass"]) == ("1.0", "default")
        assert xmp["pdf:Trapped"] == "False"
        assert xmp["dc:title"] == str(pdf.docinfo.Title)
        assert "pdfuaid:part" not in xmp
    assert pdf.docinfo.Trapped == "/False"


def test_x4_metadata_is_readable_without_decoding(files: dict[str, bytes]) -> None:
    """ISO 15930-7, XMP; ISO 32000-1, 14.3.2: a reader that knows no PDF finds the packet."""
    for name in ("inside", "cover", "whole"):
        assert (
            b"<pdfxid:GTS_PDFXVersion>PDF/X-4<" in files[name] or b'pdfxid:GTS_PDFXVersion="PDF/X-4"' in files[name]
        )


def test_x4_boxes(pdf: Pdf) -> None:
    """ISO 15930-7, bounding boxes; ISO 32000-1, 14.11.2: trim in bleed in media, no ArtBox, no CropBox within."""
    for page in pdf.pages:
        trim, bleed, media = box(page, "Trim"), box(page, "Bleed"), box(page, "Media")
        assert media[0] <= bleed[0] <= trim[0] < trim[2] <= bleed[2] <= media[2]
        assert media[1] <= bleed[1] <= trim[1] < trim[3] <= bleed[3] <= media[3]
        assert "/ArtBox" not in page.obj
        assert "/CropBox" not in page.obj


def test_x4_no_annotation_action_form_or_script(pdf: Pdf) -> None:
    """ISO 15930-7, annotations, actions; ISO 32000-1, 12.5, 12.6, 12.7: nothing of the screen is left."""
    assert {str(key) for key in pdf.Root.keys()} <= {  # noqa: SIM118  # not a dict
        "/Type", "/Pages", "/Lang", "/Metadata", "/OutputIntents", "/PageLabels",
    }  # fmt: skip
    for page in pdf.pages:
        assert not {"/Annots", "/AA", "/StructParents", "/Tabs"} & set(page.obj.keys())


def test_x4_no_tag_is_left(pdf: Pdf) -> None:
    """ISO 32000-1, 14.6: marked content would point into a tree that is gone."""
    for stream, _ in streams(pdf):
        assert not {"BDC", "BMC", "EMC", "MP", "DP"} & {str(each.operator) for each in instructions(stream)}


def test_x4_no_foreign_object(pdf: Pdf) -> None:
    """ISO 15930-7, PostScript XObjects, OPI, alternates, transfer functions; ISO 32000-1, 8.8.2, 8.9.5.4, 10.4."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream | pikepdf.Dictionary):
            assert each.get("/Subtype") != "/PS"
            assert not {"/OPI", "/Alternates", "/TR", "/TR2", "/HTP", "/JS", "/EF"} & set(each.keys())
            assert each.get("/Filter") != "/LZWDecode"


def test_x4_info_and_xmp_tell_the_same(pdf: Pdf) -> None:
    """ISO 15930-7, document information; ISO 32000-1, 14.3.3: what is told twice is told alike."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        keys = ("dc:title", "xmp:CreatorTool", "pdf:Producer", "xmp:CreateDate", "xmp:ModifyDate")
        told = [str(xmp[key]) for key in keys]
    info = [str(pdf.docinfo[key]) for key in ("/Title", "/Creator", "/Producer", "/CreationDate", "/ModDate")]
    assert info[:3] == told[:3]
    assert [re.sub(r"\D", "", each)[:14] for each in info[3:]] == [re.sub(r"\D", "", each) for each in told[3:]]


def test_x4_nothing_is_kept_elsewhere(pdf: Pdf) -> None:
    """ISO 15930-7, complete exchange; ISO 32000-1, 7.3.8, 7.11.4, 8.10.4: no outer stream, file or reference."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream | pikepdf.Dictionary):
            assert not {"/F", "/FFilter", "/Ref", "/EF", "/AF"} & set(each.keys()) or each.get("/Type") == "/Annot"


def test_x4_compression(pdf: Pdf) -> None:
    """ISO 15930-7, compression; ISO 32000-1, 7.4: neither LZW nor a filter of encryption."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream):
            assert str(each.get("/Filter", "/FlateDecode")) in ("/FlateDecode", "/DCTDecode")


def test_x4_rendering_intents_and_halftones(pdf: Pdf) -> None:
    """ISO 15930-7, rendering intents, halftones; ISO 32000-1, 8.6.5.8 and 10.5: left to the press."""
    for stream, _ in streams(pdf):
        assert not {"ri", "i"} & {str(each.operator) for each in instructions(stream)}
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream | pikepdf.Dictionary):
            assert not {"/HT", "/HalftoneType", "/Intent"} & set(each.keys())


@pytest.mark.parametrize("name", ["inside", "cover", "whole"])
def test_x4_by_the_preflight(files: dict[str, bytes], name: str) -> None:
    """All that the preflight's own reading of the standard asks; its cases show that each demand can fail."""
    read = Document(FILE, files[name], Expectation("press", (148, 210), condition="FOGRA47"))
    assert [finding.text for finding in check_standard(read)] == []
    read.close()


def test_x4_fonts_are_embedded(pdf: Pdf) -> None:
    """ISO 15930-7, fonts; ISO 32000-1, 9.9: every descriptor holds its program, subsets are told apart."""
    descriptors = [
        each
        for each in pdf.objects
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/FontDescriptor"
    ]
    assert descriptors
    assert all("/FontFile2" in each for each in descriptors)
    names = [str(each.FontName) for each in descriptors]
    assert len(names) == len(set(names))


def test_x4_colours_are_those_of_the_output_intent(pdf: Pdf) -> None:
    """ISO 15930-7, colour spaces; ISO 32000-1, 8.6.4: no device RGB where the intent is CMYK, in any stream."""
    for stream, _ in streams(pdf):
        for each in instructions(stream):
            assert str(each.operator) not in ("rg", "RG", "g", "G", "sc", "SC", "sh")
            if str(each.operator) in ("cs", "CS"):
                assert each.operands[0] in ("/Pattern", "/Registration")
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream):
            assert each.get("/ColorSpace") in (None, "/DeviceCMYK", "/DeviceGray")


def test_x4_registration_colour(pdf: Pdf) -> None:
    """ISO 15930-7, Separation; ISO 32000-1, 8.6.6.4: the colorant All, with one alternate for the whole file."""
    spaces = [
        resources.ColorSpace.Registration
        for _, resources in streams(pdf)
        if "/Registration" in resources.get("/ColorSpace", {})
    ]
    assert all(space[1] == "/All" and space[2] == "/DeviceCMYK" for space in spaces)
    assert len({space.objgen for space in spaces}) <= 1


def test_x4_no_transparency_without_a_blend_space(pdf: Pdf) -> None:
    """ISO 15930-7, transparency; ISO 32000-1, 11.6: the flat colours of the book need none at all."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream | pikepdf.Dictionary):
            assert "/Group" not in each
            assert "/SMask" not in each
            assert each.get("/ca", 1) == each.get("/CA", 1) == 1


def test_overprint_is_that_of_black_alone(pdf: Pdf) -> None:
    """ISO 32000-1, 8.6.7: with OPM 1, a component at zero leaves what is below; only K is printed over."""
    for stream, _ in streams(pdf):
        over, inks, saved = False, "", list[tuple[bool, str]]()
        for each in instructions(stream):
            operator = str(each.operator)
            if operator == "q":
                saved.append((over, inks))
            elif operator == "Q":
                over, inks = saved.pop()
            elif operator == "gs":
                over = each.operands[0] == "/Overprint"
            elif operator == "k":
                inks = " ".join(f"{float(value):g}" for value in each.operands)
            elif operator in ("Tj", "TJ", "f", "f*") and over:
                assert inks == "0 0 0 1"


def instructions(stream: Any) -> list[Any]:
    return [each for each in pikepdf.parse_content_stream(stream) if hasattr(each, "operator")]


# Marks


def test_marks_are_outside_the_bleed_thin_and_on_every_plate(files: dict[str, bytes]) -> None:
    with Pdf.open(io.BytesIO(files["inside"])) as opened:
        page = opened.pages[0]
        left, bottom, right, top = box(page, "Bleed")
        marks = instructions(page.obj.Resources.XObject.Marks)
        segments = [
            (float(each.operands[0]), float(each.operands[1])) for each in marks if str(each.operator) in "ml"
        ]
        widths = {float(each.operands[0]) for each in marks if str(each.operator) == "w"}
    outside = [x <= left or x >= right or y <= bottom or y >= top for x, y in segments[:16]]
    assert len(segments) > 16
    assert all(outside)
    assert all(
        min(abs(x), abs(x - 148 * MM)) < 1e-2 or min(abs(y), abs(y - 210 * MM)) < 1e-2 for x, y in segments[:16]
    )
    assert max(widths) * 25.4 / 72 <= 0.1
    assert min(widths) >= 0.25


def test_nothing_but_the_page_is_inside_the_bleed(files: dict[str, bytes], tmp_path: Path) -> None:
    inside = dict(enumerate(plates(files["inside"], folder(tmp_path, "marks"), 30, 2, 2)))
    plain = dict(enumerate(plates(files["whole"], folder(tmp_path, "plain"), 30, 4, 4)))
    edge = round(3 / 25.4 * 30)
    width, height = plain[0].size
    cut = inside[0].crop((edge, edge, edge + width, edge + height))
    differing = sum(1 for one, other in zip(cut.tobytes(), plain[0].tobytes(), strict=True) if abs(one - other) > 128)
    assert differing < width * height * 4 * 0.02


def folder(path: Path, name: str) -> Path:
    (path / name).mkdir()
    return path / name


# The cover


@pytest.mark.parametrize("width", [63, 70, 98, 105, 148, 210])
def test_no_target_is_under_the_colour_bar_or_the_slug_line(width: float) -> None:
    frame = Frame(width * MM, 150 * MM, work.printer("standard-couche"))
    with Pdf.new() as pdf:
        marks = marks_form(pdf, frame).read_bytes().decode()
        line = slug_line(SLUG, frame, Lettering(work.FONTS, "ESSAIS")).decode()
    targets = [(float(x), float(y)) for x, y in re.findall(r"q 1 0 0 1 (\S+) (\S+) cm", marks)]
    patches = [tuple(map(float, found)) for found in re.findall(r"(\S+) (\S+) (\S+) \S+ re f", marks)]
    assert len(targets) == (3 if width < 65 else 4)
    assert patches
    arm = 2.5 * MM
    for x, y in targets:
        assert not any(px - arm < x < px + side + arm and abs(py - y) < side + arm for px, py, side in patches)
    start, base = (float(value) for value in re.findall(r"1 0 0 1 (\S+) (\S+) Tm", line)[0])
    below = min(targets, key=lambda place: place[1])
    room = below[0] - arm - start
    told = Lettering(work.FONTS, "ESSAIS").width(SLUG, "AtkinsonHyperlegibleNext_400Regular.ttf", 6.0)
    assert told < room or base + 0.72 * 6 <= below[1] - arm


def test_the_cover_is_as_wide_as_its_spine_says(files: dict[str, bytes]) -> None:
    with Pdf.open(io.BytesIO(files["inside"])) as inside, Pdf.open(io.BytesIO(files["cover"])) as flat:
        spine = len(inside.pages) / 2 * 90 * 1.25 / 1000
        assert box(flat.pages[0], "Trim")[2] == pytest.approx((2 * 148 + spine) * MM, abs=0.01)
        assert len(flat.pages) == 2


@pytest.mark.parametrize(("bulk", "words"), [(2.0, True), (0.5, False)])
def test_the_spine_speaks_where_there_is_room(assembled: tuple[bytes, Assembly], bulk: float, words: bool) -> None:
    source, setup = assembled
    printer = replace(work.printer("standard-offset"), paper=Paper(90, bulk))
    made = cover(source, Job(printer, setup.palette, setup.metadata, setup.fonts, 2), "c.pdf", "Le CCAS en 2050")
    with Pdf.open(io.BytesIO(made)) as flat:
        shows = [each for each in instructions(flat.pages[0]) if str(each.operator) == "TJ"]
    assert len(shows) == (3 if words else 1)  # title, cycle, slug line


@pytest.mark.parametrize("bleed", [0, 3, 5])
def test_colour_reaches_the_bleed_of_any_printer(assembled: tuple[bytes, Assembly], bleed: float) -> None:
    source, setup = assembled
    printer = replace(work.printer("standard-offset"), bleed=bleed)
    national = Job(printer, setup.palette, setup.metadata, setup.fonts, setup.covers)
    pages = {FILE: press(source, national, FILE), "cover.pdf": cover(source, national, "cover.pdf", "Le CCAS en 2050")}
    with Pdf.open(io.BytesIO(pages["cover.pdf"])) as flat:
        width = box(flat.pages[0], "Trim")[2] / MM
    inside, flat_cover = Expectation("press", (148, 210), bleed=bleed), Expectation("cover", (width, 210), bleed=bleed)
    expected = {FILE: inside, "cover.pdf": flat_cover}
    assert [each.sentence() for each in check(pages, expected) if each.check in ("boxes", "bleed", "marks")] == []


# Same words, same bytes


def words_of(pdf: bytes) -> list[list[str]]:
    opened = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded().split() for page in opened]
    finally:
        opened.close()


def test_screen_and_press_have_the_same_words_on_the_same_pages(files: dict[str, bytes]) -> None:
    on_screen = words_of(files["screen"])
    assert words_of(files["whole"]) == on_screen
    for mine, theirs in zip(words_of(files["inside"]), on_screen[2:-2], strict=True):
        slug = mine.index(FILE)
        assert sorted(mine[:slug] + mine[slug + 8 :]) == sorted(theirs)


def test_the_bytes_follow_from_the_document_alone() -> None:
    source = document(f"{INK} rg @words")
    assert press(source, job(), FILE) == press(source, job(), FILE)


# What others say


@pytest.mark.parametrize("name", ["inside", "cover", "whole"])
def test_qpdf_finds_nothing(files: dict[str, bytes], name: str, tmp_path: Path) -> None:
    path = tmp_path / "press.pdf"
    path.write_bytes(files[name])
    told = subprocess.run([tool("qpdf"), "--check", str(path)], capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_poppler_sees_the_boxes_and_the_fonts(files: dict[str, bytes], tmp_path: Path) -> None:
    path = tmp_path / "press.pdf"
    path.write_bytes(files["inside"])
    info = subprocess.run([tool("pdfinfo"), "-box", str(path)], capture_output=True, text=True, check=True).stdout
    found: Callable[[str], list[float]] = lambda name: [  # noqa: E731  # three boxes, one line each
        float(value) for value in (re.search(rf"{name}: +([-\d. ]+)", info) or [""] * 2)[1].split()
    ]
    assert found("TrimBox") == pytest.approx([0, 0, 148 * MM, 210 * MM], abs=0.01)
    assert found("BleedBox") == pytest.approx([-3 * MM, -3 * MM, 151 * MM, 213 * MM], abs=0.01)
    assert found("MediaBox") == pytest.approx([-13 * MM, -13 * MM, 161 * MM, 223 * MM], abs=0.01)
    fonts = subprocess.run([tool("pdffonts"), str(path)], capture_output=True, text=True, check=True).stdout
    rows = fonts.splitlines()[2:]
    assert rows
    assert all(re.search(r"Identity-H +yes yes yes", row) for row in rows)


def test_ghostscript_puts_black_words_on_the_black_plate_alone(tmp_path: Path) -> None:
    ground = f"{rgb('sun')} rg 0 0 420 596 re f {INK} rg @words"
    (page,) = plates(press(document(ground), job("bureau"), FILE), tmp_path, 50)
    colours = page.getcolors(page.width * page.height)
    assert colours is not None
    found = {inks for _, inks in colours}
    assert found == {(0, 46, 209, 0), (0, 46, 209, 255)}  # the ground goes on below the words


def test_ghostscript_finds_a_page_of_text_on_the_black_plate_alone(
    files: dict[str, bytes], built: Built, tmp_path: Path
) -> None:
    page = built.places["ccas"]
    (found,) = plates(files["whole"], tmp_path, 60, page, page)
    cyan, magenta, yellow, black = found.split()
    assert [plate.getextrema() for plate in (cyan, magenta, yellow)] == [(0, 0)] * 3
    assert black.getextrema() == (0, 255)


@pytest.mark.parametrize("name", ["inside", "cover"])
def test_ghostscript_finds_no_place_over_the_ink_limit(files: dict[str, bytes], name: str, tmp_path: Path) -> None:
    limit = work.printer("standard-offset").ink_limit
    over = {
        i: heavy
        for i, page in enumerate(plates(files[name], tmp_path, 24), 1)
        if (heavy := work.heaviest(page)) > limit + 1
    }
    assert over == {}
