"""Files are delivered together or not at all: what the preflight refuses in one of them is told of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from layouts.batch import Batch, Files, RefusedError
from layouts.batches import Hands, produce
from tests.preflight.cases import press
from tests.preflight.makers import PRESS, WORDS

THIN = f"{WORDS} 0 0 0 1 K 0.1 w 20 60 m 120 60 l S"


def one_by_one(work: Callable[[Any], Any], tasks: list[Any]) -> Iterable[Callable[[], Any]]:
    return (lambda task=task: work(task) for task in tasks)  # type: ignore[misc]  # called at once


def batch(name: str, folder: str, content: str) -> Batch:
    data = press(content)()["presse.pdf"][0]
    made: Files = {folder: {f"{name}.pdf": data}}
    path = f"{folder}/{name}.pdf".lstrip("/")
    return Batch(name, "", (lambda: made,), {path: PRESS})


def test_every_batch_is_read_back() -> None:
    with pytest.raises(RefusedError) as refused:
        produce([batch("livre", "", THIN), batch("jeu", "cartes", THIN)], Hands(one_by_one))
    assert [line.split(" : ")[0] for line in str(refused.value).splitlines()] == [
        "livre.pdf, page 1", "cartes/jeu.pdf, page 1",
    ]  # fmt: skip
    assert refused.value.report == {}


def test_the_report_on_a_refusal_shows_why() -> None:
    with pytest.raises(RefusedError) as refused:
        produce([batch("livre", "", WORDS), batch("jeu", "cartes", THIN)], Hands(one_by_one), "Essai")
    page = refused.value.report["preflight.html"].decode()
    assert "Livraison refusée : 1 faute" in page
    assert "cartes/jeu.pdf, page 1 : un filet de 0,1 pt" in page


def test_one_report_tells_of_all_files() -> None:
    done = produce([batch("livre", "", WORDS), batch("jeu", "cartes", WORDS)], Hands(one_by_one), "Essai")
    assert [sorted(each.files) for each in done.values()] == [
        ["livre.pdf", "preflight.html", "preflight.json"], ["cartes/jeu.pdf"],
    ]  # fmt: skip
    page = done["livre"].files["preflight.html"].decode()
    assert "Les fichiers peuvent partir." in page
    assert "livre.pdf" in page
    assert "cartes/jeu.pdf" in page
