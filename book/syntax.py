"""What PyYAML's parsers complain of, told in French to who writes the files."""

from __future__ import annotations

from typing import NamedTuple

import yaml

NO_ANCHORS = "Les ancres et les renvois YAML (« & » et « * ») ne sont pas admis."


class Told(NamedTuple):
    """A fault of syntax: where it is, counted from 1, a sentence, and what can be done about it."""

    line: int
    message: str
    hint: str


class _Row(NamedTuple):
    context: str  # what the parser was at, in words that both PyYAML's parsers use
    problem: str  # what it met there
    message: str
    hint: str = ""


# The first row whose words are found tells the fault; the last is always found.
_ROWS = (
    _Row("quoted", "unexpected end of stream", "Un guillemet ouvert ici n’est jamais fermé."),
    _Row(
        "",
        "mapping values are not allowed",
        "Un « : » est en trop, ou cette ligne est mal alignée.",
        "Un texte qui contient « : » s’écrit entre guillemets.",
    ),
    _Row("flow sequence", "", "Le crochet ouvert ici n’est pas fermé, ou il manque une virgule à la liste."),
    _Row("flow mapping", "", "L’accolade ouverte ici n’est pas fermée, ou il y manque une virgule."),
    _Row(
        "",
        "cannot start any token",
        "Une valeur ne peut pas commencer par ce caractère.",
        "Mettre la valeur entre guillemets.",
    ),
    _Row(
        "",
        "unknown escape character",
        "Une barre oblique inverse est suivie d’un caractère inattendu.",
        "Entre guillemets doubles, une barre oblique inverse s’écrit deux fois.",
    ),
    _Row("", "undefined alias", NO_ANCHORS, "Un texte qui commence par « * » s’écrit entre guillemets."),
    _Row("", "another document", "Le fichier contient un second document YAML.", "Retirer la ligne « --- »."),
    _Row(
        "",
        "",
        "La syntaxe YAML est fautive ici.",
        "Vérifier l’alignement, les guillemets et les tirets de cette ligne et de la précédente.",
    ),
)


def tell(error: yaml.YAMLError) -> Told:
    """Tell an error of PyYAML's; what is left open is told where it was opened."""
    context, problem, mark = "", "", None
    if isinstance(error, yaml.MarkedYAMLError):
        context, problem = error.context or "", error.problem or ""
        left_open = "quoted" in context or "flow" in context
        mark = (error.context_mark if left_open else None) or error.problem_mark
    row = next(row for row in _ROWS if row.context in context and row.problem in problem)
    return Told(mark.line + 1 if mark else 1, row.message, row.hint)
