"""Editions on the command line: begun by flags or by questions, checked at once, held against what they replaced."""

from __future__ import annotations

import os
import pty
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import build
from book.edition_schema import EDITION
from book.editions import read_edition
from book.reading import Reading
from book.source import Fields, read_yaml

GOLDEN = Path(__file__).parent / "golden"
ROOT = Path(__file__).resolve().parent.parent
TITLE = "Fabriquer l’action sociale de demain"


def run(*arguments: str | Path, asked: str = "") -> Result:
    return CliRunner().invoke(build.main, [*map(str, arguments)], input=asked, env={"COLUMNS": "100"})


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def said(path: str) -> list[str]:
    """The lines of a file that are no comments."""
    lines = Path(path).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


# new


def test_flags_make_a_file_of_what_differs() -> None:
    flags = ("--title", TITLE, "--label", "Édition de l’Ardèche", "--address", "https://example.org/07")
    result = run("new", "07", "--folder", "ici", *flags)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "build.py check ici/ardeche" in result.stdout
    assert said("ici/ardeche/edition.yaml") == ['territory: "07"', 'address: "https://example.org/07"']
    assert read_edition(ROOT, "ici/ardeche").address == "https://example.org/07"
    assert run("check", "ici/ardeche").exit_code == 0


def test_an_edition_can_start_from_one_beside_it() -> None:
    assert run("new", "Pays basque", "--folder", "ici", "--title", "Demain").exit_code == 0
    assert said("ici/pays-basque/edition.yaml") == ['title: "Demain"', 'label: "Édition « Pays basque »"']
    assert run("new", "64", "--folder", "ici", "--base", "pays-basque", "--title", "Demain").exit_code == 0
    assert said("ici/pyrenees-atlantiques/edition.yaml") == ['territory: "64"', 'base: "pays-basque"']
    assert read_edition(ROOT, "ici/pyrenees-atlantiques").title == "Demain"


def test_a_folder_at_hand_is_told_by_its_path_and_a_file_taken_by_any_name() -> None:
    assert run("new", "64", "--folder", ".").exit_code == 0
    Path("pyrenees-atlantiques").rename("béarn")
    assert "    Pour le dossier de ce nom qui est ici : ./béarn\n" in run("check", "béarn").stderr
    assert run("check", "./béarn").exit_code == 0
    Path("béarn/edition.yaml").rename("béarn/texte.yml")
    assert run("check", "béarn/texte.yml").exit_code == 0


def test_what_cannot_be_written_is_told(golden: Callable[[str, Path], None]) -> None:
    told = []
    for arguments in (
        ("33",),
        ("!!!", "--folder", "ici"),
        ("333", "--folder", "ici"),
        ("07", "--folder", "ici", "--base", "atlantide", "--title", "x" * 400, "--label", "日本", "--address", "ftp://x"),
    ):
        result = run("new", *arguments)
        assert (result.exit_code, result.stdout) == (1, "")
        told.append(result.stderr)
    Path("ici").mkdir()
    Path("ici/ariege").write_text("", encoding="utf-8")
    result = run("new", "09", "--folder", "ici")
    assert result.exit_code == 1
    told.append(result.stderr)
    golden("".join(told).replace(f"{ROOT}/", ""), GOLDEN / "new-refused.txt")


def test_questions_are_asked_until_they_are_answered(
    monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, Path], None]
) -> None:
    monkeypatch.setattr(build._Shop, "interactive", True)
    answers = ["atlantide", "", "x" * 81, "Nos lendemains", "", "", "example.org", "https://example.org/07"]
    result = run("new", "07", "--folder", "ici", asked="\n".join(answers) + "\n")
    assert result.exit_code == 0
    assert said("ici/ardeche/edition.yaml") == [
        'territory: "07"', 'title: "Nos lendemains"', 'address: "https://example.org/07"',
    ]  # fmt: skip
    golden(result.output, GOLDEN / "new-asked.txt")


def test_questions_are_asked_on_a_real_terminal() -> None:
    terminal, side = pty.openpty()
    command = [sys.executable, str(ROOT / "build.py"), "new", "08", "--folder", "ici"]
    process = subprocess.Popen(command, stdin=side, stdout=side, stderr=side, close_fds=True)
    os.close(side)
    os.write(terminal, "\nL’Ardenne demain\n\n\n\n".encode())
    seen = b""
    try:
        while chunk := os.read(terminal, 4096):
            seen += chunk
    except OSError:  # Linux says so when the other side is closed
        pass
    assert process.wait(30) == 0
    os.close(terminal)
    assert "[Édition des Ardennes]" in seen.decode()
    assert said("ici/ardennes/edition.yaml") == ['territory: "08"', 'title: "L’Ardenne demain"']


def test_no_question_where_no_one_can_answer() -> None:
    result = run("new", "09", "--folder", "ici")
    assert result.exit_code == 0
    assert "?" not in result.stdout
    assert said("ici/ariege/edition.yaml") == ['territory: "09"']


def test_check_answers_at_once() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([sys.executable, str(ROOT / "build.py"), "check", "gironde"], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert "Rien à redire" in done.stdout.decode()
    assert (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime) < 0.9, "s, of the processor’s time"


# drift


@pytest.fixture
def edition(place: Path) -> Path:
    """An edition anywhere on the disk that replaces two texts; what it replaced is noted, one of them wrongly."""
    folder = place / "ailleurs" / "essai"
    folder.mkdir(parents=True)
    (folder / "edition.yaml").write_text(
        "territory: '07'\n"
        "replace:\n"
        "  S03:\n"
        "    concerned: Des jeunes, des voisins, un gardien de nuit et tous ceux qui le croisent.\n"
        "  S16:\n"
        "    concerned: Des voyageurs sans toit, des réceptionnistes de nuit, et le quartier au petit matin.\n",
        encoding="utf-8",
    )
    assert run("drift", "ailleurs/essai", "--accept").exit_code == 0
    memory = folder / "replaced.yaml"
    noted = memory.read_text("utf-8")
    assert noted.count("replaces:") == 2
    assert "partis de chez eux" in noted
    memory.write_text(noted.replace("partis de chez eux", "en rupture avec leur famille"), encoding="utf-8")
    return folder


def test_a_drift_is_shown_side_by_side(edition: Path, golden: Callable[[str, Path], None]) -> None:
    result = run("drift", "ailleurs/essai")
    assert (result.exit_code, result.stderr) == (0, "")
    shown = "\n".join(line.rstrip() for line in result.stdout.splitlines()) + "\n"
    golden(shown, GOLDEN / "drift.txt")


def test_what_was_read_is_accepted(edition: Path) -> None:
    assert "a changé depuis que l’édition l’a remplacé" in run("check", "ailleurs/essai").stdout
    before = run("drift", "ailleurs/essai", "--accept")
    assert before.exit_code == 0
    assert "C’est noté dans ailleurs/essai/replaced.yaml" in before.stdout
    assert "Aucun texte remplacé n’a changé depuis." in run("drift", "ailleurs/essai").stdout
    assert "à revoir" not in run("check", "ailleurs/essai").stdout


def test_what_was_never_noted_is_told(edition: Path) -> None:
    (edition / "replaced.yaml").unlink()
    result = run("drift", "ailleurs/essai")
    assert result.stdout.count("(rien de noté)") == 2
    assert run("check", "ailleurs/essai").stdout.count("n’a pas été noté en le remplaçant") == 2


def test_the_texts_of_a_base_are_its_own_to_accept(edition: Path) -> None:
    cadette = edition.parent / "cadette"
    cadette.mkdir()
    (cadette / "edition.yaml").write_text("base: essai\n", encoding="utf-8")
    result = run("drift", "ailleurs/cadette", "--accept")
    assert result.exit_code == 0
    assert not (cadette / "replaced.yaml").exists()
    assert "build.py drift ailleurs/essai --accept" in result.stdout
    assert "en rupture" in (edition / "replaced.yaml").read_text("utf-8")


def test_a_memory_that_cannot_be_written_is_told(edition: Path) -> None:
    (edition / "replaced.yaml").unlink()
    shutil.copytree(edition, edition.parent / "copie")
    (edition.parent / "copie" / "replaced.yaml").mkdir()
    result = run("drift", "ailleurs/copie", "--accept")
    assert result.exit_code == 1
    assert "replaced.yaml" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("key", [key for key, what in EDITION.items() if what.example])
def test_the_example_of_a_key_can_be_taken(key: str, tmp_path: Path) -> None:
    """What a new file offers in comments is right as soon as its « … » are filled in."""
    (tmp_path / "avant-propos.md").write_text("Un texte.", encoding="utf-8")
    (tmp_path / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>', encoding="utf-8")
    filled = EDITION[key].example.replace("https://…", "https://example.org/film").replace("email: …", "email: a@b.fr")
    if key == "presentation":
        filled = filled.replace("…", " réunit une à une les dix pages que nous avons écrites")
    path = tmp_path / "edition.yaml"
    path.write_text(f"{key}: {filled.replace('…', 'Trois mots suffisent')}\n", encoding="utf-8")
    reading = Reading()
    read = read_yaml(path, reading)
    assert isinstance(read, Fields)
    EDITION[key].read(read.values[key], key, reading)
    assert [problem.message for problem in reading.problems] == []
