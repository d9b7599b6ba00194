"""Faulty corpora and what is said of them: a case is a folder of files, laid over a minimal faultless corpus.

In `cases/<name>/`, `in/` holds the files laid over, `removed.txt` names those taken away, and `expected.txt`
is the exact output. `pytest --refresh` rewrites the expected outputs.
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from book.editions import edition_names, read_edition
from book.loading import load_corpus
from book.model import Kind
from book.problems import Problem, Problems, did_you_mean

CASES = Path(__file__).parent / "cases"
MINIMAL = CASES / "_minimal"
NAMES = sorted(path.name for path in CASES.iterdir() if not path.name.startswith("_"))


def lay(case: Path, root: Path) -> None:
    """Lay a case over the minimal corpus."""
    shutil.copytree(MINIMAL, root, dirs_exist_ok=True)
    if (case / "in").is_dir():
        shutil.copytree(case / "in", root, dirs_exist_ok=True)
    if (case / "removed.txt").is_file():
        for name in (case / "removed.txt").read_text(encoding="utf-8").split():
            (root / name).unlink()


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, tmp_path: Path, golden: Callable[[str, Path], None]) -> None:
    lay(CASES / name, tmp_path)
    with pytest.raises(Problems) as caught:
        read_edition(tmp_path, "nationale")
    golden(caught.value.format(tmp_path) + "\n", CASES / name / "expected.txt")


def test_there_are_cases() -> None:
    assert len(NAMES) >= 20


def test_minimal_edition() -> None:
    edition = read_edition(MINIMAL, "nationale")
    assert (edition.id, edition.date, edition.territory) == ("nationale", "2026-11-23", None)
    assert edition.keywords == ("essai", "corpus")
    corpus = edition.corpus
    assert list(corpus.scenarios) == ["S01", "S02"]
    assert [scenario.number for scenario in corpus.scenarios.values()] == [1, 2]
    assert corpus.unions == ("01", "2A")
    assert [term.term for term in corpus.index] == ["Ville", "bonheur"]
    assert corpus.workshops["bourg"].note is None
    assert corpus.scenarios["S02"].testimony is None


def test_texts_know_their_kind_and_their_line() -> None:
    corpus = load_corpus(MINIMAL / "book" / "corpus")
    summary = corpus.workshops["ville"].summary
    assert (summary.kind, summary.sources, summary.at.line) == (Kind.SOURCE, ("gazette-2020",), 8)
    hypothesis = corpus.scenarios["S01"].hypothesis
    assert (hypothesis.kind, hypothesis.sources, hypothesis.at.line) == (Kind.EDITION, (), 19)
    assert hypothesis.markdown.startswith("Et si la salle")
    page = corpus.pages["capsule"]
    assert (page.text.kind, page.text.sources, page.at.line) == (Kind.SOURCE, ("gazette-2020",), 1)
    assert corpus.workshops["bourg"].at.line == 14
    assert corpus.scenarios["S01"].questions[2].at.line == 12


def test_order_of_print_is_told_by_the_records(tmp_path: Path) -> None:
    lay(MINIMAL, tmp_path)
    path = tmp_path / "book" / "corpus" / "newscasts.yaml"
    records = path.read_text(encoding="utf-8").split("bourg:\n", 1)
    path.write_text("bourg:\n" + records[1] + records[0], encoding="utf-8")
    assert list(load_corpus(path.parent).newscasts) == ["ville", "bourg"]


def test_an_edition_is_found_by_name_or_path() -> None:
    folder = MINIMAL / "book" / "editions" / "bretonne"
    assert edition_names(MINIMAL) == ("bretonne", "nationale")
    by_name = read_edition(MINIMAL, "bretonne")
    assert by_name.territory == "35"
    assert read_edition(MINIMAL, folder) == read_edition(MINIMAL, folder / "edition.yaml") == by_name


def test_an_unknown_edition() -> None:
    with pytest.raises(Problems) as caught:
        read_edition(MINIMAL, "national")
    assert caught.value.format(MINIMAL) == (
        "book/editions:1: Aucune édition, aucun territoire ne s’appelle « national ».\n"
        "    Vouliez-vous dire « nationale » ?"
    )


def test_an_edition_path_that_leads_nowhere(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        read_edition(MINIMAL, tmp_path / "absente")
    assert caught.value.format(tmp_path) == "absente/edition.yaml:1: Le fichier manque."


def test_an_empty_folder_tells_every_missing_file(tmp_path: Path) -> None:
    with pytest.raises(Problems) as caught:
        load_corpus(tmp_path)
    assert len(caught.value.problems) == 14


def test_problems_are_sorted_told_once_and_survive_a_process() -> None:
    late, early = Problem(Path("b"), 1, "Non."), Problem(Path("a"), 12, "Non.", "Essayer.\nEncore.")
    problems = Problems([late, early, late, Problem(Path("a"), 2, "Oui.")])
    assert str(problems) == "a:2: Oui.\na:12: Non.\n    Essayer.\n    Encore.\nb:1: Non."
    assert pickle.loads(pickle.dumps(problems)).problems == problems.problems


def test_did_you_mean() -> None:
    assert did_you_mean("Naancy", ["paris", "nancy"]) == "Vouliez-vous dire « nancy » ?"
    assert did_you_mean("zzz", ["paris", "nancy"]) == ""
    assert did_you_mean("zzz", []) == ""
