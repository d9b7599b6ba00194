"""The command line itself: click's own words in French, and the command that goes without saying."""

from __future__ import annotations

import gettext
import re
from typing import Any

import click

_WORDS = {
    # help
    "Usage:": "Emploi :",
    "Options": "Options",
    "Commands": "Commandes",
    "Positional arguments": "Arguments",
    "Show this message and exit.": "Afficher cette aide.",
    "default: {default}": "par défaut : {default}",
    "required": "obligatoire",
    # faults of a command line
    "Error: {message}": "Erreur : {message}",
    "Error: invalid input": "Erreur : réponse illisible.",
    "Aborted!": "Interrompu.",
    "Try '{command} {option}' for help.": "Pour l’aide : {command} {option}",
    "No such option {name!r}.": "L’option « {name} » n’existe pas.",
    "No such command {name!r}.": "La commande « {name} » n’existe pas.",
    "Did you mean {possibility}?": "Vouliez-vous dire {possibility} ?",
    "(Did you mean one of: {possibilities}?)": "Vouliez-vous dire l’une de celles-ci : {possibilities} ?",
    "Missing command.": "Il manque la commande.",
    "Missing argument": "Il manque l’argument",
    "Missing option": "Il manque l’option",
    "Missing parameter": "Il manque le paramètre",
    "Got unexpected extra argument ({args})": "Argument de trop : {args}.",
    "Got unexpected extra arguments ({args})": "Arguments de trop : {args}.",
    "Option {name!r} does not take a value.": "L’option « {name} » ne prend pas de valeur.",
    "Option {name!r} requires an argument.": "L’option « {name} » demande une valeur.",
    "Option {name!r} requires {nargs} arguments.": "L’option « {name} » demande {nargs} valeurs.",
    # faults of a value
    "Invalid value: {message}": "Valeur refusée : {message}",
    "Invalid value for {param_hint}: {message}": "Valeur refusée pour {param_hint} : {message}",
    "Choose from:\n\t{choices}": "Au choix :\n\t{choices}",
    "{value!r} is not {choice}.": "« {value} » n’est pas {choice}.",
    "{value!r} is not one of {choices}.": "« {value} » n’est pas au choix ; il y a {choices}.",
    "{value!r} is not a valid {number_type}.": "« {value} » n’est pas un {number_type}.",
    "{value} is not in the range {range}.": "{value} n’est pas dans les bornes : {range}.",
    # paths
    "file": "fichier",
    "directory": "dossier",
    "path": "chemin",
    "{name} {filename!r} does not exist.": "le {name} « {filename} » n’existe pas.",
    "{name} {filename!r} is a file.": "« {filename} » est un fichier ; il faut un dossier.",
    "{name} {filename!r} is a directory.": "« {filename} » est un dossier ; il faut un fichier.",
    "{name} {filename!r} is not readable.": "le {name} « {filename} » ne peut pas être lu.",
    "{name} {filename!r} is not writable.": "le {name} « {filename} » ne peut pas être écrit.",
}  # fmt: skip
_TYPES = {click.STRING: "texte", click.INT: "entier"}


class DefaultGroup(click.Group):
    """Commands of which one, `make`, goes without saying: where nothing is said, or options only."""

    default = "make"

    def __init__(self, **given: Any) -> None:
        settings = {"help_option_names": ["-h", "--help"]}
        super().__init__(context_settings=settings, subcommand_metavar="[COMMANDE] [ARGUMENTS]...", **given)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command before what is not one."""
        if not args or (args[0].startswith("-") and args[0] not in self.get_help_option_names(ctx)):
            args = [self.default, *args]
        return super().parse_args(ctx, args)


class _Said(str):
    """A sentence in which what click puts between straight quotes stands between French ones."""

    def format(self, *args: object, **given: Any) -> str:
        quoted = {key: re.sub(r"'([^' ]*)'", r"« \1 »", value) if isinstance(value, str) else value
                  for key, value in given.items()}  # fmt: skip
        return super().format(*args, **quoted)


def speak_french() -> None:
    """Have click speak French, whatever the machine's language; to be called before any option is declared.

    Click asks gettext for every sentence that it says: the answers are ours.
    """
    vars(gettext).update(dgettext=_said, dngettext=_counted)
    for kind, name in _TYPES.items():
        kind.name = name
    click.IntRange.name = _TYPES[click.INT]


def _said(_domain: str, message: str) -> str:
    return _Said(_WORDS.get(message, message))


def _counted(domain: str, one: str, many: str, count: int) -> str:
    return _said(domain, one if abs(count) < 2 else many)
