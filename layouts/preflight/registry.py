"""Every check, with the kinds of file that it is for. Another check is one function and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from layouts.preflight import access, boxes, drawing, inks, pages, reading, setting, words
from layouts.preflight.document import Document
from layouts.preflight.findings import Finding, Kind

_ALL: frozenset[Kind] = frozenset(("screen", "press", "cover", "booklet"))
_PRINTED: frozenset[Kind] = frozenset(("press", "cover"))
_SCREEN: frozenset[Kind] = frozenset(("screen",))
_TRIMMED = _SCREEN | _PRINTED


@dataclass(frozen=True)
class Check:
    """One check: the id of its findings, what it looks at, in French for the report, and the files it is for."""

    id: str
    title: str
    run: Callable[[Document], Iterator[Finding]]
    kinds: frozenset[Kind]
    instead: bool = False  # made on the screen file too where there is none for the press


CHECKS: tuple[Check, ...] = (
    Check("page-count", "Nombre de pages", pages.check_count, _ALL),
    Check("boxes", "Formats et fond perdu", boxes.check_boxes, _ALL),
    Check("bleed", "Couleurs qui vont jusqu’au bord du fond perdu", boxes.check_bleed, _PRINTED),
    Check("marks", "Repères de coupe", boxes.check_marks, _PRINTED),
    Check("annotation", "Aucune annotation chez l’imprimeur", pages.check_annotations, _PRINTED),
    Check("empty", "Pages vides", pages.check_empty, _TRIMMED),
    Check("sparse", "Pages presque vides", pages.check_sparse, _SCREEN),
    Check("font", "Polices incorporées", words.check_fonts, _ALL),
    Check("glyph", "Signes manquants", words.check_glyphs, _ALL),
    Check("clipped", "Textes coupés", words.check_clipped, _ALL),
    Check("safe-zone", "Zone de sécurité", words.check_safe_zone, _TRIMMED),
    Check("picture", "Images présentes", drawing.check_pictures, _ALL),
    Check("resolution", "Finesse des images", drawing.check_resolution, _PRINTED, instead=True),
    Check("hairline", "Filets trop fins", drawing.check_hairlines, _PRINTED, instead=True),
    Check("colour", "Couleurs d’impression", inks.check_colours, _PRINTED),
    Check("black-text", "Noir seul pour le texte", inks.check_black_text, _PRINTED),
    Check("ink", "Encrage", inks.check_ink, _PRINTED),
    Check("reversed", "Petits textes en réserve", reading.check_reversed, _PRINTED, instead=True),
    Check("contrast", "Contrastes", reading.check_contrast, _SCREEN),
    Check("heading", "Niveaux de titres", access.check_headings, _SCREEN),
    Check("alternative", "Textes de remplacement", access.check_alternatives, _SCREEN),
    Check("link-label", "Libellés des liens", access.check_labels, _SCREEN),
    Check("reference", "Renvois aux pages", access.check_references, _SCREEN),
    Check("last-word", "Derniers mots seuls", setting.check_last_words, _SCREEN),
    Check("title", "Titres trop brisés", setting.check_titles, _SCREEN),
)

# What no file tells alone: these are seen by comparing files, or while pages are laid out.
BESIDES = {
    "words": "Mêmes mots que le fichier d’écran",
    "overflow": "Textes qui débordent de leur cadre",
    "file": "Fichiers lisibles",
}


def checks_for(document: Document, documents: Mapping[str, Document]) -> Iterator[Check]:
    """The checks that are for a file, given the others."""
    kinds = {other.expected.kind for other in documents.values()}
    alone = document.expected.kind == "screen" and not kinds & {"press", "cover"}
    return (each for each in CHECKS if document.expected.kind in each.kinds or (each.instead and alone))
