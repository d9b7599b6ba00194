"""Every check, with the kinds of file that it is for. Another check is one function and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from layouts.preflight import access, boxes, drawing, inks, pages, reading, setting, words
from layouts.preflight.document import Document
from layouts.preflight.findings import Expectation, Fault, Finding, Kind
from layouts.preflight.page import Page

_ALL: frozenset[Kind] = frozenset(("screen", "press", "cover", "booklet"))
_PRINTED: frozenset[Kind] = frozenset(("press", "cover"))
_SCREEN: frozenset[Kind] = frozenset(("screen",))
_TRIMMED = _SCREEN | _PRINTED


@dataclass(frozen=True)
class Check:
    """One check: the id of its findings, what it looks at, in French for the report, and the files it is for.

    A check `of` a page sees that page alone, and depends on nothing else: what it found may be kept and used again.
    """

    id: str
    title: str
    kinds: frozenset[Kind]
    of_page: Callable[[Page], Iterator[Fault]] | None = None
    of_file: Callable[[Document], Iterator[Finding]] | None = None
    instead: bool = False  # made on the screen file too where there is none for the press
    once: bool = False  # told of a file once, at its first page


CHECKS: tuple[Check, ...] = (
    Check("page-count", "Nombre de pages", _ALL, of_file=pages.check_count),
    Check("boxes", "Formats et fond perdu", _ALL, of_page=boxes.check_boxes),
    Check("bleed", "Couleurs qui vont jusqu’au bord du fond perdu", _PRINTED, of_page=boxes.check_bleed),
    Check("marks", "Repères de coupe", _PRINTED, of_page=boxes.check_marks),
    Check("annotation", "Aucune annotation chez l’imprimeur", _PRINTED, of_page=pages.check_annotations),
    Check("empty", "Pages vides", _TRIMMED, of_page=pages.check_empty),
    Check("sparse", "Pages presque vides", _SCREEN, of_page=pages.check_sparse),
    Check("font", "Polices incorporées", _ALL, of_page=words.check_fonts, once=True),
    Check("glyph", "Signes manquants", _ALL, of_page=words.check_glyphs),
    Check("clipped", "Textes coupés", _ALL, of_page=words.check_clipped),
    Check("safe-zone", "Zone de sécurité", _TRIMMED, of_page=words.check_safe_zone),
    Check("picture", "Images présentes", _ALL, of_page=drawing.check_pictures),
    Check("resolution", "Finesse des images", _PRINTED, of_page=drawing.check_resolution, instead=True),
    Check("hairline", "Filets trop fins", _PRINTED, of_page=drawing.check_hairlines, instead=True),
    Check("colour", "Couleurs d’impression", _PRINTED, of_page=inks.check_colours),
    Check("black-text", "Noir seul pour le texte", _PRINTED, of_page=inks.check_black_text),
    Check("ink", "Encrage", _PRINTED, of_page=inks.check_ink),
    Check("reversed", "Petits textes en réserve", _PRINTED, of_page=reading.check_reversed, instead=True),
    Check("contrast", "Contrastes", _SCREEN, of_page=reading.check_contrast),
    Check("size", "Taille des caractères", _SCREEN, of_page=reading.check_sizes),
    Check("heading", "Niveaux de titres", _SCREEN, of_file=access.check_headings),
    Check("alternative", "Textes de remplacement", _SCREEN, of_file=access.check_alternatives),
    Check("link-label", "Libellés des liens", _SCREEN, of_file=access.check_labels),
    Check("reference", "Renvois aux pages", _SCREEN, of_file=access.check_references),
    Check("last-word", "Derniers mots seuls", _SCREEN, of_file=setting.check_last_words),
    Check("title", "Titres trop brisés", _SCREEN, of_file=setting.check_titles),
)

# What no file tells alone: these are seen by comparing files, or while pages are laid out.
BESIDES = {
    "words": "Mêmes mots que le fichier d’écran",
    "overflow": "Textes qui débordent de leur cadre",
    "file": "Fichiers lisibles",
}


def checks_for(name: str, expectations: Mapping[str, Expectation]) -> tuple[Check, ...]:
    """The checks that are for a file, given what the others are."""
    kind = expectations[name].kind
    pressed = any(other.like == name and other.kind in _PRINTED for other in expectations.values())
    alone = kind == "screen" and not pressed
    return tuple(each for each in CHECKS if kind in each.kinds or (each.instead and alone))
