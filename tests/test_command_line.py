"""The command line speaks French throughout, and tells what it refuses with the status of a misuse."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from build import main
from layouts.command_line import _WORDS

ENGLISH = re.compile(r"\b(Usage|Show|this|exit|Error|Try|such|TEXT|INTEGER|RANGE|DIRECTORY|FILE)\b")


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, list(words), prog_name="build.py")
    return result.exit_code, result.output


def clicks_own_sentences() -> set[str]:
    """Every sentence that click hands to gettext."""
    found = set()
    for file in Path(click.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "ngettext"):
                found |= {each.value for each in node.args if isinstance(each, ast.Constant)}
    return {each for each in found if isinstance(each, str)} | {"required"}


@pytest.mark.parametrize("command", ["", *sorted(main.commands)])
def test_helps_in_french(command: str) -> None:
    status, told = run(*filter(None, [command, "--help"]))
    assert status == 0
    assert told.startswith(f"Emploi : {' '.join(filter(None, ['build.py', command]))} [OPTIONS]")
    assert not ENGLISH.search(told)
    assert "..." not in re.sub(r"\S\.\.\.", "", told), "a short help is cut"


def test_short_helps_hold_on_their_line() -> None:
    _, told = run("--help")
    commands = told.partition("Commandes:")[2].strip().splitlines()
    assert len(commands) == len(main.commands)
    assert all(line.endswith(".") and not line.endswith("...") for line in commands)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("--olny ecran", "L’option « --olny » n’existe pas. Vouliez-vous dire « --only » ?"),
        ("mkae", "La commande « mkae » n’existe pas. Vouliez-vous dire « make » ?"),
        ("make --only", "L’option « --only » demande une valeur."),
        ("make --report=oui", "L’option « --report » ne prend pas de valeur."),
        ("make --jobs deux", "Valeur refusée pour « --jobs » : « deux » n’est pas un entier."),
        ("make --jobs 0", "Valeur refusée pour « --jobs » : 0 n’est pas dans les bornes : x>=1."),
        ("make --out README.md", "Valeur refusée pour « --out » : « README.md » est un fichier ; il faut un dossier."),
        ("watch --layout livre", "« livre » n’est pas au choix ; il y a « book », « cards »,"),
        ("mire --printer layouts", "« layouts » est un dossier ; il faut un fichier."),
        ("check a b c", "Arguments de trop : b c."),
        ("compare a", "Il manque l’argument « APRÈS »."),
    ],
)
def test_refuses_in_french(words: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(__file__).parent.parent)
    status, said = run(*words.split())
    assert status == 2
    assert told in said
    assert not ENGLISH.search(said)


def test_every_translated_sentence_is_one_of_clicks() -> None:
    assert set(_WORDS) <= clicks_own_sentences()


def test_making_goes_without_saying() -> None:
    assert run("--jobs", "0") == run("make", "--jobs", "0")
