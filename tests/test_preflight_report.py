"""The report shows each finding with its place, and tells machines the same."""

from __future__ import annotations

import base64
import io
import json
import re
from dataclasses import replace

import pytest
from PIL import Image

from layouts.preflight import Finding, check, report, told_together
from tests.preflight.cases import press, screen
from tests.preflight.makers import PRESS, SCREEN, WORDS
from tests.preflight.standard_cases import standard_files

THIN = f"0 .18 .82 0 k -9 -9 80 400 re f {WORDS} 0 0 0 1 K 0.1 w 20 60 m 120 60 l S"
_PICTURE = re.compile(r'<img src="data:image/png;base64,([^"]+)" alt="([^"]+)">')


def made(content: str = THIN) -> tuple[str, dict[str, object], tuple[Finding, ...]]:
    files = {
        "livre-ecran.pdf": screen("<p>Un texte, encore &amp; encore</p>")()["ecran.pdf"],
        "presse.pdf": press(content, expected=replace(PRESS, like="livre-ecran.pdf", shows=((),)))()["presse.pdf"],
    }
    data = {name: pair[0] for name, pair in files.items()}
    expected = {name: pair[1] for name, pair in files.items()}
    found = check(data, expected)
    out = report(data, expected, found, "Livre d’essai & cartes")
    assert set(out) == {"preflight.html", "preflight.json"}
    return out["preflight.html"].decode(), json.loads(out["preflight.json"]), found


def test_the_finding_is_shown_with_its_place() -> None:
    page, _, found = made()
    assert found[0].sentence() in page
    pictures = {alt: base64.b64decode(data) for data, alt in _PICTURE.findall(page)}
    place = Image.open(io.BytesIO(pictures["L’endroit, page 1, entouré de rouge"])).convert("RGB")
    red = sum(count for count, colour in place.getcolors(1 << 20) or [] if colour == (228, 65, 47))
    assert red > 100


def test_the_boxes_and_the_inks_are_drawn() -> None:
    page, _, _ = made()
    alts = [alt for _, alt in _PICTURE.findall(page)]
    assert "Page 1 de presse.pdf, ses formats dessinés" in alts
    assert "page 1, 100 % au plus" in alts
    assert '<b class="trim">format rogné</b>, 60 × 80 mm' in page


def test_a_file_for_the_press_tells_what_it_is() -> None:
    data, expected = standard_files(lambda pdf: None)()["presse.pdf"]
    page = report({"presse.pdf": data}, {"presse.pdf": expected}, (), "Essai")["preflight.html"].decode()
    told = dict(re.findall(r"<dt>(.+?)</dt><dd>(.+?)</dd>", page))
    assert told["Norme et condition d’impression"] == "PDF/X-4, FOGRA39, profil ICC incorporé : FOGRA39L Coated"
    assert told["Fond perdu"] == "3 mm de chaque côté, soit 154 × 216 mm"
    assert told["Feuille"] == "174 × 236 mm, traits de coupe et repères à 4 mm de la coupe au moins"
    assert told["Polices"].startswith("2 polices, toutes incorporées : ")
    assert told["Images"] == "aucune : tous les dessins sont des tracés"
    assert told["Date"] == "23 novembre 2026"


def test_what_goes_to_the_printer_comes_first_and_what_is_sound_besides_takes_a_row() -> None:
    page, _, _ = made()
    assert page.index("presse.pdf") < page.index("livre-ecran.pdf")
    assert re.findall(r'<section id="([^"]+)"', page) == ["presse-pdf"]
    assert "Contrôles faits : fichier d’écran" in page


def test_the_map_shows_where_the_ink_is() -> None:
    page, _, _ = made()
    data = next(data for data, alt in _PICTURE.findall(page) if alt == "page 1, 100 % au plus")
    view = Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
    assert view.getpixel((view.width // 3, view.height // 2)) == (157, 240, 210)
    assert view.getpixel((view.width - 2, view.height // 2)) == (255, 255, 255)


def test_it_stands_alone_and_escapes_what_it_quotes() -> None:
    page, _, _ = made()
    assert page.startswith('<!doctype html>\n<html lang="fr">')
    assert "<title>Contrôle · Livre d’essai &amp; cartes</title>" in page
    assert not re.search(r'(?:src|href)="(?!data:|#)|url\(|@import', page)


def test_machines_are_told_the_same() -> None:
    _, told, found = made()
    assert told["delivered"] is False
    findings = told["findings"]
    assert isinstance(findings, list)
    assert [finding["text"] for finding in findings] == [finding.text for finding in found]
    files = told["files"]
    assert isinstance(files, list)
    assert [file["kind"] for file in files] == ["screen", "press"]
    assert "ink" in files[1]["checks"]


@pytest.mark.parametrize(
    ("content", "verdict"),
    [(WORDS, "Les fichiers peuvent partir."), (THIN, "Livraison refusée : 1 faute, 0 point à regarder.")],
)
def test_the_verdict(content: str, verdict: str) -> None:
    assert verdict in made(content)[0]


def test_a_file_that_cannot_be_read_is_told() -> None:
    found = check({"a.pdf": b"rien"}, {"a.pdf": SCREEN})
    page = report({"a.pdf": b"rien"}, {"a.pdf": SCREEN}, found, "Essai")["preflight.html"].decode()
    assert "a.pdf : le fichier ne se lit pas." in page


def test_what_is_found_on_many_pages_is_told_in_one_line() -> None:
    def lost(file: str, page: int) -> Finding:
        return Finding("warn", "last-word", file, page, str(page), None, f"le mot « mot{page} » est seul.")

    found = [lost("fiches.pdf", 2), lost("fiches.pdf", 2), lost("fiches.pdf", 9), lost("guide.pdf", 3)]
    found += [Finding("warn", "sparse", "fiches.pdf", page, "", None, "la page est vide.") for page in (4, 5, 12)]
    assert told_together(found) == (
        "fiches.pdf, pages 2 et 9 : derniers mots seuls.",
        "guide.pdf, page 3 : le mot « mot3 » est seul.",
        "fiches.pdf, pages 4, 5 et 12 : pages presque vides.",
    )
