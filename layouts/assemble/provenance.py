"""Where a file comes from, as it says itself: edition, version, fingerprints, and what the file is for.

It stands twice in a file: in a namespace of our own in XMP (ISO 16684-1, 7.1), beside the standard fields that say
part of it (dc:identifier, xmpMM:VersionID), and in the information dictionary (ISO 32000-1, 14.3.3), which tools
that know no XMP show.
"""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from pikepdf import Dictionary, PasswordError, Pdf, PdfError, String

from layouts.errors import LayoutError

NAMESPACE = "urn:fabriquer-l-action-sociale:provenance:1.0#"
SCREEN = "ecran"
PAPER = "papier"
FILLABLE = "a-remplir"
PRESS = "imprimeur"
COVER = "couverture"
BOOKLET = "livret"
CUT_OUT = "a-decouper"
TILES = "a-coller"
TEST_SHEET = "mire"
_LONGEST = 200  # signs of a value that is read back
# The names of the fields in the information dictionary; in XMP they are those of the class.
_INFO = {
    "edition": "EditionId",
    "label": "EditionLabel",
    "version": "EditionVersion",
    "fingerprint": "EditionFingerprint",
    "corpus": "CorpusFingerprint",
    "document": "DocumentKind",
    "use": "DocumentUse",
}
_USE = re.compile(rb"(<edition:use [^>]*>)[^<]*(</edition:use>)")
_PDF_UA = b"<pdfuaid:part>1</pdfuaid:part>\n"


@dataclass(frozen=True)
class Provenance:
    """The edition (id, label, version), its fingerprint and that of the corpus, the document and its use.

    `document` is what the layout calls itself (« Cartes »); `use` is one of the constants of this module.
    """

    edition: str
    label: str
    version: str
    fingerprint: str
    corpus: str
    document: str
    use: str = SCREEN

    @property
    def identifier(self) -> str:
        """The file's source in one word, for dc:identifier."""
        return f"{self.edition}/{self.version}/{self.fingerprint}"

    @property
    def xmp(self) -> str:
        """The elements of the namespace, which is declared on each: they can stand in any description."""
        return "".join(
            f'<edition:{name} xmlns:edition="{NAMESPACE}">{escape(value)}</edition:{name}>\n'
            for name, value in asdict(self).items()
        )

    @property
    def info(self) -> dict[str, str]:
        """The entries of the information dictionary."""
        return {_INFO[name]: value for name, value in asdict(self).items()}


def restamp(pdf: Pdf, use: str, *, tagged: bool = True) -> None:
    """Say that a document, as it was assembled, became a file for another use.

    If it lost its tags, it no longer claims PDF/UA.
    """
    told = pdf.Root.Metadata.read_bytes()
    told = _USE.sub(lambda found: found[1] + escape(use).encode() + found[2], told)
    pdf.Root.Metadata.write(told if tagged else told.replace(_PDF_UA, b""))
    pdf.docinfo[f"/{_INFO['use']}"] = String(use)


def inherit(pdf: Pdf, source: Pdf) -> None:
    """Give a document made of another's pages what that one says of itself."""
    pdf.docinfo = pdf.make_indirect(Dictionary({key: String(str(value)) for key, value in source.docinfo.items()}))
    pdf.Root.Metadata = pdf.copy_foreign(source.Root.Metadata)
    pdf.Root.Lang = String(str(source.Root.Lang))
    pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)


def read_provenance(pdf: Pdf) -> Provenance | None:
    """Return what a file says of where it comes from, in XMP, else in its information; nothing if neither does."""
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as xmp:
        told = {name: _plain(xmp.get(_in_xmp(name)) or "") for name in _INFO}
    if not all(told.values()):
        info = pdf.docinfo if "/Info" in pdf.trailer else Dictionary()
        told = {name: _plain(info.get(f"/{key}", "")) for name, key in _INFO.items()}
    return Provenance(**told) if all(told.values()) else None


def provenance_of(path: Path) -> Provenance:
    """Read where a file comes from. Raises LayoutError, with a sentence, where it does not say or cannot be read."""
    try:
        with Pdf.open(path) as pdf:
            found = read_provenance(pdf)
    except FileNotFoundError as error:
        raise LayoutError(f"{path} : il n’y a pas de fichier à cet endroit.") from error
    except PasswordError as error:
        raise LayoutError(f"{path} : ce PDF est chiffré, il faut son mot de passe pour le lire.") from error
    except PdfError as error:
        raise LayoutError(f"{path} : ce fichier n’est pas un PDF, ou il est abîmé.") from error
    except OSError as error:
        raise LayoutError(f"{path} : ce fichier ne se laisse pas lire.") from error
    if found is None:
        message = "ce PDF ne dit pas d’où il vient : il n’est pas d’ici, ou un autre programme l’a réécrit."
        raise LayoutError(f"{path} : {message}")
    return found


def _in_xmp(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _plain(value: object) -> str:
    """A value as it can be told on a terminal: a file may come from anywhere, and say anything."""
    return "".join(sign for sign in str(value)[:_LONGEST] if sign.isprintable())
