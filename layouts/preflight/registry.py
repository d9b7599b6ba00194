"""Every check, with the kinds of file that it is for. Another check is one function and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
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
    """One check: what it looks at, said in French for the report, and the files that it is for."""

    title: str
    run: Callable[[Document], Iterator[Finding]]
    kinds: frozenset[Kind]
    instead: bool = False  # made on the screen file too where there is none for the press


CHECKS: tuple[Check, ...] = (
    Check("Nombre de pages", pages.check_count, _ALL),
    Check("Formats et fond perdu", boxes.check_boxes, _ALL),
    Check("Couleurs qui vont jusqu’au bord du fond perdu", boxes.check_bleed, _PRINTED),
    Check("Repères de coupe", boxes.check_marks, _PRINTED),
    Check("Aucune annotation chez l’imprimeur", pages.check_annotations, _PRINTED),
    Check("Pages vides", pages.check_empty, _TRIMMED),
    Check("Pages presque vides", pages.check_sparse, _SCREEN),
    Check("Polices incorporées", words.check_fonts, _ALL),
    Check("Signes manquants", words.check_glyphs, _ALL),
    Check("Textes coupés", words.check_clipped, _ALL),
    Check("Zone de sécurité", words.check_safe_zone, _TRIMMED),
    Check("Images présentes", drawing.check_pictures, _ALL),
    Check("Finesse des images", drawing.check_resolution, _PRINTED, instead=True),
    Check("Filets trop fins", drawing.check_hairlines, _PRINTED, instead=True),
    Check("Couleurs d’impression", inks.check_colours, _PRINTED),
    Check("Noir seul pour le texte", inks.check_black_text, _PRINTED),
    Check("Encrage", inks.check_ink, _PRINTED),
    Check("Petits textes en réserve", reading.check_reversed, _PRINTED, instead=True),
    Check("Contrastes", reading.check_contrast, _SCREEN),
    Check("Niveaux de titres", access.check_headings, _SCREEN),
    Check("Textes de remplacement", access.check_alternatives, _SCREEN),
    Check("Libellés des liens", access.check_labels, _SCREEN),
    Check("Renvois aux pages", access.check_references, _SCREEN),
    Check("Derniers mots seuls", setting.check_last_words, _SCREEN),
    Check("Titres trop brisés", setting.check_titles, _SCREEN),
)
