"""Whether a file is what it says it is: PDF/X-4 (ISO 15930-7:2010, which stands on PDF 1.6).

Requirements are told by their subject, with the clause of ISO 32000-1 that defines the object looked at. What other
checks see page by page (boxes, fonts, colours, annotations) is not looked at again here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pikepdf import Name

from layouts.preflight.document import Document
from layouts.preflight.findings import Finding, quote, refusal

_NEWEST = (1, 6)
_REQUIRED = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID", "xmpMM:RenditionClass",
             "xmpMM:VersionID", "dc:title")  # fmt: skip
_STANDARD_BLENDS = frozenset(
    f"/{name}"
    for name in (
        "Normal", "Compatible", "Multiply", "Screen", "Overlay", "Darken", "Lighten", "ColorDodge", "ColorBurn",
        "HardLight", "SoftLight", "Difference", "Exclusion", "Hue", "Saturation", "Color", "Luminosity",
    )
)  # fmt: skip
_HALFTONES = (1, 5)
_CMYK_PRINTER = b"prtrCMYK"  # bytes 12 to 20 of a profile: its class and its colours (ICC.1, 7.2)
# What the objects are asked for below, and what another object may say in their place.
_TOLD = re.compile(
    rb"/(?:PS|Subtype2|OPI|Alternates|Ref|TR2?|HTP|HalftoneType|LZWDecode|Crypt|F|JavaScript|BM|ca|CA|SMask|Group)\b"
    rb"|/(?:Filter|Subtype|Type|S) \d"
)
_ROOT = {
    "/AA": "des actions", "/OpenAction": "une action à l’ouverture", "/AcroForm": "un formulaire",
    "/OCProperties": "des calques", "/AF": "des fichiers joints", "/Collection": "un porte-documents",
}  # fmt: skip
_NAMES = {"/JavaScript": "du JavaScript", "/EmbeddedFiles": "des fichiers joints"}


def check_standard(document: Document) -> Iterator[Finding]:
    """The file identifies itself, tells how it is to be printed, and holds nothing that PDF/X-4 forbids."""
    if not document.expected.condition:
        return
    told: list[str] = []
    for look in (_header, _identity, _intent, _catalogue, _pages, _objects):
        told += look(document)
    for text in dict.fromkeys(told):
        yield document.finding("standard", refusal(None, f"ce n’est pas un PDF/X-4 : {text}."))


def _header(document: Document) -> Iterator[str]:
    """Version, encryption, identifier (ISO 32000-1, 7.5.2, 7.6, 14.4)."""
    pdf = document.pdf
    if tuple(int(part) for part in pdf.pdf_version.split(".")) > _NEWEST:
        yield f"il est en PDF {pdf.pdf_version.replace('.', ',')}, plus récent que 1,6"
    if pdf.is_encrypted:
        yield "il est chiffré"
    if len(pdf.trailer.get("/ID", ())) != 2:
        yield "il n’a pas d’identifiant"


def _identity(document: Document) -> Iterator[str]:
    """XMP and the information dictionary, which agree (ISO 32000-1, 14.3; trapping, 14.11.6)."""
    pdf = document.pdf
    if "/Metadata" not in pdf.Root:
        yield "il n’a pas de métadonnées XMP"
        return
    xmp = pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False)  # only read
    said = {key: str(xmp.get(key, "")) for key in ("pdfxid:GTS_PDFXVersion", "pdf:Trapped", *_REQUIRED)}
    if said["pdfxid:GTS_PDFXVersion"] != "PDF/X-4":
        yield "ses métadonnées ne le disent pas"
    yield from (f"« {key} » manque dans ses métadonnées" for key in _REQUIRED if not said[key])
    if said["pdf:Trapped"] not in ("True", "False"):
        yield "il ne dit pas si le recouvrement des couleurs est fait (Trapped)"
    info = pdf.docinfo
    if said["dc:title"] != str(info.get("/Title", "")):
        yield f"son titre est {quote(str(info.get('/Title', '')))} ici et {quote(said['dc:title'])} là"
    for key, date in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
        if _digits(str(info.get(key, "")))[:8] != _digits(said[date])[:8]:
            yield f"ses métadonnées ne s’accordent pas sur « {date} »"
    if str(info.get("/Trapped", "")).lstrip("/") != said["pdf:Trapped"]:
        yield "ses métadonnées ne s’accordent pas sur le recouvrement (Trapped)"


def _digits(date: str) -> str:
    return re.sub(r"\D", "", date)


def _intent(document: Document) -> Iterator[str]:
    """One output intent, its profile in the file (ISO 32000-1, 14.11.5)."""
    intents = [each for each in document.pdf.Root.get("/OutputIntents", ()) if each.get("/S") == Name.GTS_PDFX]
    if len(intents) != 1:
        yield "il lui faut une condition d’impression, et une seule"
        return
    condition = str(intents[0].get("/OutputConditionIdentifier", ""))
    if condition != document.expected.condition:
        yield f"sa condition d’impression est {quote(condition)}, au lieu de {quote(document.expected.condition)}"
    profile = intents[0].get("/DestOutputProfile")
    if not isinstance(profile, pikepdf.Stream):
        yield "le profil ICC de sa condition d’impression n’est pas incorporé"
    elif profile.get("/N") != 4 or profile.read_bytes()[12:20] != _CMYK_PRINTER:
        yield "le profil ICC de sa condition d’impression n’est pas celui d’une presse CMJN"


def _catalogue(document: Document) -> Iterator[str]:
    """Nothing to run, to fill in, to show or hide, nor any file within (ISO 32000-1, 7.11.4, 8.11, 12.6, 12.7)."""
    root = document.pdf.Root
    yield from (f"il contient {what}" for key, what in _ROOT.items() if key in root)
    names = root.get("/Names", pikepdf.Dictionary())
    yield from (f"il contient {what}" for key, what in _NAMES.items() if key in names)


def _pages(document: Document) -> Iterator[str]:
    """The trim is told once; transparent paint is mixed in the inks of the press (ISO 32000-1, 11.4.7, 14.11.2)."""
    for number, page in enumerate(document.pdf.pages, 1):
        obj = page.obj
        if "/ArtBox" in obj:
            yield f"la page {number} a une ArtBox"
        if obj.get("/UserUnit", 1) != 1:
            yield f"la page {number} change d’unité"
        if "/AA" in obj:
            yield f"la page {number} contient des actions"
        if "/PresSteps" in obj:
            yield f"la page {number} contient des étapes de présentation"


def _objects(document: Document) -> Iterator[str]:
    transparent = blended = False
    for each in (part for thing in document.pdf.objects if _is_telling(thing) for part in _parts(thing)):
        yield from (text for has, text in _FORBIDDEN if has(each))
        transparent |= _is_transparent(each)
        blended |= each.get("/Type") == Name.Page and _space(each) == Name.DeviceCMYK
        if "/Group" in each and _space(each) not in (None, Name.DeviceCMYK, Name.DeviceGray):
            yield "une transparence se mélange dans un espace qui n’est pas celui de la presse"
    if transparent and not blended:
        yield "une transparence n’a pas d’espace où se mélanger"


def _is_telling(thing: Any) -> bool:
    """Whether an object names something that is looked for here; few do."""
    said = (thing.stream_dict if isinstance(thing, pikepdf.Stream) else thing).unparse(resolved=True)
    return _TOLD.search(said) is not None


def _parts(thing: Any) -> Iterator[Any]:
    """An object and the dictionaries within it that are no objects of their own."""
    if isinstance(thing, pikepdf.Array):
        values = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        yield thing
        values = [value for _, value in thing.items()]
    else:
        return
    for value in values:
        if isinstance(value, pikepdf.Dictionary | pikepdf.Array) and not value.is_indirect:
            yield from _parts(value)


def _space(thing: Any) -> Any:
    group = thing.get("/Group")
    return group.get("/CS") if isinstance(group, pikepdf.Dictionary) else None


def _is_transparent(thing: Any) -> bool:
    if thing.get("/Subtype") == Name.Image:
        return "/SMask" in thing
    return (
        thing.get("/ca", 1) != 1
        or thing.get("/CA", 1) != 1
        or isinstance(thing.get("/SMask"), pikepdf.Dictionary)
        or thing.get("/BM", Name.Normal) not in (Name.Normal, Name.Compatible)
    )


def _filters(thing: Any) -> list[str]:
    filters = thing.get("/Filter", ())
    return [str(each) for each in (filters if isinstance(filters, pikepdf.Array) else [filters] if filters else ())]


def _blend(thing: Any) -> bool:
    modes = thing.get("/BM", Name.Normal)
    return any(str(mode) not in _STANDARD_BLENDS for mode in (modes if isinstance(modes, pikepdf.Array) else [modes]))


# ISO 32000-1: 8.8.2 PostScript, 8.9.5.4 alternates, 8.10.4 references, 14.11.7 OPI, 10.4 transfer functions,
# 10.5 halftones, 7.4.4 LZW, 7.4.10 crypt, 7.3.8 external streams, 11.3.5 blend modes, 12.6.4.16 JavaScript.
_FORBIDDEN: tuple[tuple[Callable[[Any], bool], str], ...] = (
    (lambda e: e.get("/Subtype") == Name.PS or e.get("/Subtype2") == Name.PS, "il contient du PostScript"),
    (lambda e: "/OPI" in e, "une image renvoie à un fichier (OPI)"),
    (lambda e: "/Alternates" in e, "une image a des variantes"),
    (lambda e: e.get("/Subtype") == Name.Form and "/Ref" in e, "un élément renvoie à un autre fichier"),
    (lambda e: "/TR" in e and e.get("/Type") == Name.ExtGState, "une courbe de transfert change les couleurs"),
    (lambda e: e.get("/TR2", Name.Default) != Name.Default, "une courbe de transfert change les couleurs"),
    (lambda e: "/HTP" in e, "l’origine d’une trame est imposée"),
    (lambda e: "/HalftoneType" in e and e.HalftoneType not in _HALFTONES, "une trame n’est pas admise"),
    (lambda e: "/LZWDecode" in _filters(e), "une compression LZW n’est pas admise"),
    (lambda e: "/Crypt" in _filters(e), "un contenu est chiffré"),
    (lambda e: isinstance(e, pikepdf.Stream) and "/F" in e, "un contenu est dans un autre fichier"),
    (lambda e: e.get("/S") == Name.JavaScript, "il contient du JavaScript"),
    (_blend, "un mode de fusion n’est pas admis"),
)
