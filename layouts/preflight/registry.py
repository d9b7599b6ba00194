"""Every check, with the kinds of file that it is for. Another check is one function and one line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from layouts.preflight import access, boxes, cells, drawing, fields, inks, pages, reading, setting, standard, words
from layouts.preflight.document import Document
from layouts.preflight.findings import Expectation, Fault, Finding, Kind
from layouts.preflight.page import Page

_PRESSED: frozenset[Kind] = frozenset(("press", "cover"))
_TAGGED: frozenset[Kind] = frozenset(("screen", "form"))
_OFFICE: frozenset[Kind] = frozenset(("booklet", "sheet", "cards"))
_SHEET: frozenset[Kind] = frozenset(("sheet",))
_TILES: frozenset[Kind] = frozenset(("tiles",))
_PAGES = _TAGGED | _PRESSED | _SHEET  # files whose pages are those that were laid out
_WHOLE = _TAGGED | _PRESSED | _OFFICE  # files that show their pages whole
_ALL = _WHOLE | _TILES


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
    alone: bool = False  # of a file, it reads nothing of what the pages told
    by_run: bool = False  # of a page's text, it sees each run by itself and what is beneath


CHECKS: tuple[Check, ...] = (
    Check("page-count", "Nombre de pages", _ALL, of_file=pages.check_count),
    Check("standard", "Norme PDF/X-4", _PRESSED, of_file=standard.check_standard, alone=True),
    Check("boxes", "Formats et fond perdu", _ALL, of_page=boxes.check_boxes),
    Check("bleed", "Couleurs qui vont jusqu’au bord du fond perdu", _PRESSED, of_page=boxes.check_bleed),
    Check("marks", "Repères de coupe", _PRESSED, of_page=boxes.check_marks),
    Check("annotation", "Aucune annotation chez l’imprimeur", _PRESSED, of_page=pages.check_annotations),
    Check("empty", "Pages vides", _PAGES, of_page=pages.check_empty),
    Check("sparse", "Pages presque vides", frozenset({"screen"}), of_page=pages.check_sparse),
    Check("font", "Polices incorporées", _ALL, of_page=words.check_fonts, once=True, by_run=True),
    Check("glyph", "Signes manquants", _ALL, of_page=words.check_glyphs, by_run=True),
    Check("clipped", "Textes coupés", _WHOLE, of_page=words.check_clipped, by_run=True),
    Check("safe-zone", "Zone de sécurité", _PAGES, of_page=words.check_safe_zone, by_run=True),
    Check("picture", "Images présentes", _ALL, of_page=drawing.check_pictures),
    Check("resolution", "Finesse des images", _PRESSED | _OFFICE, of_page=drawing.check_resolution, instead=True),
    Check("hairline", "Filets trop fins", _PRESSED | _OFFICE, of_page=drawing.check_hairlines, instead=True),
    Check("colour", "Couleurs d’impression", _PRESSED, of_page=inks.check_colours, by_run=True),
    Check("black-text", "Noir seul pour le texte", _PRESSED, of_page=inks.check_black_text, by_run=True),
    Check("black-rule", "Noir seul pour les filets", _PRESSED, of_page=inks.check_black_rules),
    Check("ink", "Encrage", _PRESSED, of_page=inks.check_ink, by_run=True),
    Check(
        "reversed", "Petits textes en réserve", _PRESSED | _SHEET, of_page=reading.check_reversed, instead=True,
        by_run=True,
    ),
    Check("contrast", "Contrastes", _TAGGED, of_page=reading.check_contrast, by_run=True),
    Check("size", "Taille des caractères", _TAGGED, of_page=reading.check_sizes, by_run=True),
    Check("cells", "Cartes à découper", frozenset({"cards"}), of_page=cells.check_cells, by_run=True),
    Check("field", "Champs à remplir", frozenset({"form"}), of_page=fields.check_fields),
    Check("heading", "Niveaux de titres", _TAGGED, of_file=access.check_headings),
    Check("alternative", "Textes de remplacement", _TAGGED, of_file=access.check_alternatives),
    Check("link-label", "Libellés des liens", _TAGGED, of_file=access.check_labels),
    Check("reference", "Renvois aux pages", _TAGGED, of_file=access.check_references),
    Check("last-word", "Derniers mots seuls", _TAGGED, of_file=setting.check_last_words),
    Check("title", "Titres trop brisés", _TAGGED, of_file=setting.check_titles),
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
    pressed = any(other.like == name and other.kind in _PRESSED for other in expectations.values())
    alone = kind == "screen" and not pressed
    return tuple(each for each in CHECKS if kind in each.kinds or (each.instead and alone))
