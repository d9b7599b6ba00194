"""Files that say they are PDF/X-4 and are not: a sound one, and a change for each requirement."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

from pikepdf import Array, Dictionary, Encryption, Name, Pdf, Stream, StreamDecodeLevel, String

from layouts.expectations import inks
from layouts.finish.press import press
from layouts.preflight import Expectation
from tests import presswork as work

Change = Callable[[Pdf], Any]
FILE = "presse.pdf"


@cache
def sound() -> bytes:
    """A page with a word, as the press's finishing makes it."""
    return press(work.document("0 0 0 rg @words"), work.job(), FILE)


def standard_files(change: Change) -> Callable[[], dict[str, tuple[bytes, Expectation]]]:
    """The sound file after a change."""

    def make() -> dict[str, tuple[bytes, Expectation]]:
        expected = inks(work.printer(), work.PALETTE).printed("press", (148, 210), ((1,),), "")
        with Pdf.open(io.BytesIO(sound())) as pdf:
            options = change(pdf)
            out = io.BytesIO()
            pdf.save(out, fix_metadata_version=False, **(options if isinstance(options, dict) else {}))
        return {FILE: (out.getvalue(), expected)}

    return make


def root(key: str, value: Any) -> Change:
    def change(pdf: Pdf) -> None:
        pdf.Root[key] = value

    return change


def without(*keys: str) -> Change:
    def change(pdf: Pdf) -> None:
        for key in keys:
            del pdf.Root[key]

    return change


def on_page(key: str, value: Any) -> Change:
    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj[key] = value

    return change


def state(**entries: Any) -> Change:
    """Give the page a graphics state, which it need not use."""

    def change(pdf: Pdf) -> None:
        given = {f"/{key}": value(pdf) if callable(value) else value for key, value in entries.items()}
        pdf.pages[0].obj.Resources.ExtGState["/Other"] = Dictionary({"/Type": Name.ExtGState, **given})

    return change


def xobject(make: Callable[[Pdf], Stream]) -> Change:
    """Give the page a form or a picture, which it need not paint."""

    def change(pdf: Pdf) -> None:
        pdf.pages[0].obj.Resources.XObject["/Other"] = pdf.make_indirect(make(pdf))

    return change


def form(pdf: Pdf, **entries: Any) -> Stream:
    return Stream(pdf, b"", {"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, 1, 1]), **entries})


def picture(pdf: Pdf, **entries: Any) -> Stream:
    told = {"/Type": Name.XObject, "/Subtype": Name.Image, "/Width": 1, "/Height": 1, "/ColorSpace": Name.DeviceGray}
    return Stream(pdf, b"\0", {**told, "/BitsPerComponent": 8, **entries})


def intent(key: str, make: Callable[[Pdf], Any]) -> Change:
    def change(pdf: Pdf) -> None:
        value = make(pdf)
        if value is None:
            del pdf.Root.OutputIntents[0][key]
        else:
            pdf.Root.OutputIntents[0][key] = value

    return change


def xmp(key: str, value: str | None) -> Change:
    def change(pdf: Pdf) -> None:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            if value is None:
                del metadata[key]
            else:
                metadata[key] = value

    return change


def info(key: str, value: Any) -> Change:
    def change(pdf: Pdf) -> None:
        pdf.docinfo[key] = value

    return change


def two_intents(pdf: Pdf) -> None:
    pdf.Root.OutputIntents.append(Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFX))


def lzw(pdf: Pdf) -> dict[str, Any]:
    """Give the page a form whose stream is compressed in the old way, and keep it so."""
    old = form(pdf)
    old.write(b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01", filter=Name.LZWDecode)
    pdf.pages[0].obj.Resources.XObject["/Other"] = pdf.make_indirect(old)
    return {"stream_decode_level": StreamDecodeLevel.none, "compress_streams": False}


X4: dict[str, Change] = {
    "x4-lzw": lzw,
    "x4-newer-version": lambda pdf: {"min_version": "1.7"},
    "x4-encrypted": lambda pdf: {"encryption": Encryption(user="", owner="secret")},
    "x4-no-metadata": without("/Metadata"),
    "x4-not-said": xmp("pdfxid:GTS_PDFXVersion", "PDF/X-3:2003"),
    "x4-no-date": xmp("xmp:MetadataDate", None),
    "x4-other-title": info("/Title", String("Un autre titre")),
    "x4-other-date": info("/ModDate", String("D:20200101000000Z")),
    "x4-trapped-unknown": xmp("pdf:Trapped", "Unknown"),
    "x4-no-intent": without("/OutputIntents"),
    "x4-two-intents": two_intents,
    "x4-other-condition": intent("/OutputConditionIdentifier", lambda pdf: String("FOGRA27")),
    "x4-no-profile": intent("/DestOutputProfile", lambda pdf: None),
    "x4-profile-of-a-screen": intent("/DestOutputProfile", lambda pdf: pdf.make_stream(b" " * 12 + b"mntrRGB ", N=3)),
    "x4-script": root("/Names", Dictionary(JavaScript=Dictionary(Names=Array()))),
    "x4-script-action": root("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("1"))),
    "x4-attachment": root("/Names", Dictionary(EmbeddedFiles=Dictionary(Names=Array()))),
    "x4-form": root("/AcroForm", Dictionary(Fields=Array())),
    "x4-layers": root("/OCProperties", Dictionary(OCGs=Array(), D=Dictionary())),
    "x4-art-box": on_page("/ArtBox", Array([0, 0, 10, 10])),
    "x4-unit": on_page("/UserUnit", 2),
    "x4-page-action": on_page("/AA", Dictionary(O=Dictionary(S=Name.Named, N=Name.Print))),
    "x4-presentation": on_page("/PresSteps", Dictionary(Type=Name.NavNode)),
    "x4-transfer-curve": state(TR=Name.Identity),
    "x4-transfer-curve-2": state(TR2=Name.Identity),
    "x4-halftone-origin": state(HTP=Array([0, 0])),
    "x4-halftone": state(HT=Dictionary(Type=Name.Halftone, HalftoneType=6)),
    "x4-blend-mode": state(BM=Name.Other),
    "x4-transparency-without-space": state(ca=0.5),
    "x4-group-in-rgb": xobject(
        lambda pdf: form(pdf, **{"/Group": Dictionary(S=Name.Transparency, CS=Name.DeviceRGB)})
    ),
    "x4-postscript": xobject(lambda pdf: form(pdf, **{"/Subtype2": Name.PS})),
    "x4-reference": xobject(lambda pdf: form(pdf, **{"/Ref": Dictionary(F=String("a.pdf"), Page=0)})),
    "x4-opi": xobject(lambda pdf: form(pdf, **{"/OPI": Dictionary()})),
    "x4-alternates": xobject(lambda pdf: picture(pdf, **{"/Alternates": Array()})),
    "x4-outside": xobject(lambda pdf: picture(pdf, **{"/F": String("a.dat")})),
}  # fmt: skip
