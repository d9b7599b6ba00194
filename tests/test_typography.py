"""French micro-typography: a table of what is written and what is set. ~ is U+00A0, _ is U+202F."""

from __future__ import annotations

import time
from itertools import combinations
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from book import typography
from book.typography import (
    CALL,
    EMITTED,
    NBSP,
    RULES,
    THIN,
    Run,
    no_widow,
    runs,
    title,
    typeset,
    typeset_parts,
)

CASES = (
    # Quotation marks.
    ('"Bonjour"', "«_Bonjour_»"),
    ("« Bonjour »", "«_Bonjour_»"),
    ("«Bonjour»", "«_Bonjour_»"),
    ("Il dit « oui ».", "Il dit «_oui_»."),
    ('Elle dit "un "mot" juste".', "Elle dit «_un “mot” juste_»."),
    ("« un « mot » juste »", "«_un “mot” juste_»"),
    ("« un “ mot ” juste »", "«_un “mot” juste_»"),
    ("“mot”", "“mot”"),
    ('l’"action"', "l’«_action_»"),
    ('("Agir")', "(«_Agir_»)"),
    ('un écran de 6" et demi', 'un écran de 6" et demi'),
    ("une citation « ouverte", "une citation «_ouverte"),
    # The apostrophe, the ellipsis.
    ("C'est l'action sociale d'aujourd'hui", "C’est l’action sociale d’aujourd’hui"),
    ("l’hôtel de vie", "l’hôtel de vie"),
    ("5' de pause", "5' de pause"),
    ("Et si...", "Et si…"),
    ("Et si...?", "Et si…_?"),
    ("des points....", "des points...."),
    ("affiches, tracts, etc...", "affiches, tracts,~etc."),
    ("affiches, tracts, etc…", "affiches, tracts,~etc."),
    # Double punctuation.
    ("Quel social demain ?", "Quel social demain_?"),
    ("Quel social demain?", "Quel social demain_?"),
    ("Demain ! Demain; demain", "Demain_! Demain_; demain"),
    ("Vraiment ?!", "Vraiment_?!"),
    ("Vraiment ? !", "Vraiment_?!"),
    ("Encore !!!", "Encore_!!!"),
    ("une date (?) et une autre [!]", "une date (?) et une autre [!]"),
    ("« Et si ? »", "«_Et si_?_»"),
    ("Et si « la ville » disait: « oui »?", "Et si «_la ville_» disait~: «_oui_»_?"),
    ("Voici :", "Voici~:"),
    ("Voici:", "Voici~:"),
    ("Voici : trois figures", "Voici~: trois figures"),
    ("S03, F5: la suite", "S03, F5~: la suite"),
    ("au format 16:9, à 14:30", "au format 16:9, à 14:30"),
    ("deux  espaces", "deux espaces"),
    ("déjà\u202f! posées\u00a0: oui", "déjà_! posées~: oui"),
    ("mal\u00a0! posées\u202f: oui", "mal_! posées~: oui"),
    # Dashes and periods.
    ("la ville - toute la ville - décide", "la ville –~toute la ville~– décide"),
    ("la ville – toute la ville – décide", "la ville –~toute la ville~– décide"),
    ("la ville — toute la ville —, puis", "la ville –~toute la ville~–, puis"),
    ("la ville -- et elle seule.", "la ville –~et elle seule."),
    ("Un – deux. Trois – quatre – cinq", "Un –~deux. Trois –~quatre~– cinq"),
    ("– Bonsoir.", "–~Bonsoir."),
    ("Metz-Nancy, co-ordinateur, peut-être", "Metz-Nancy, co-ordinateur, peut-être"),
    ("en 2019-2020", "en 2019–2020"),
    ("2019–2020", "2019–2020"),
    ("2019 - 2020", "2019–2020"),
    ("2020-2019", "2020-2019"),
    ("loi 2019-2020", "loi 2019-2020"),
    ("loi no 2015-2019", "loi n°~2015-2019"),
    ("13-14 mai 2019", "13–14~mai~2019"),
    ("16 - 17 septembre", "16–17~septembre"),
    ("2-3 ans", "2–3~ans"),
    ("p. 12-14", "p.~12–14"),
    ("2020-03-24", "2020-03-24"),
    # Numbers.
    ("1 500", "1_500"),
    ("10 000", "10_000"),
    ("1 234 567 habitants", "1_234_567~habitants"),
    ("1500 habitants", "1_500~habitants"),
    ("10000 euros", "10_000~euros"),
    ("265000 €", "265_000~€"),
    ("en 2050", "en 2050"),
    ("en 2050 personne ne sait", "en 2050~personne ne sait"),
    ("en 2019 265 participants", "en 2019 265~participants"),
    ("33000 Bordeaux", "33000 Bordeaux"),
    ("9,5 pt", "9,5~pt"),
    ("30 %", "30~%"),
    ("30%", "30~%"),
    ("12,5 % ; 40 €", "12,5~%_; 40~€"),
    ("10 min", "10~min"),
    ("265 participants, 18 scénarios, 7 figures", "265~participants, 18~scénarios, 7~figures"),
    ("j’en garde 3 s’il en reste", "j’en garde 3 s’il en reste"),
    ("98 × 140 mm", "98~×~140~mm"),
    ("98 x 140 mm", "98~×~140~mm"),
    ("98×140 mm", "98~×~140~mm"),
    ("98 mm × 140 mm", "98~mm~×~140~mm"),
    ("8 + 8", "8~+~8"),
    ("S03 et F5", "S03 et F5"),
    ("01 53 19 85 50", "01~53~19~85~50"),
    # Days and hours.
    ("3 mars 2020", "3~mars~2020"),
    ("le 1er mai", "le 1er~mai"),
    ("3 et 4 octobre 2019", "3 et 4~octobre~2019"),
    ("Juin 2019", "Juin~2019"),
    ("24/03/2020", "24/03/2020"),
    ("14 h 30", "14~h~30"),
    ("14h30", "14~h~30"),
    ("2 h", "2~h"),
    ("de 9h à 10h", "de 9~h à 10~h"),
    # Abbreviations and references.
    ("p. 42", "p.~42"),
    ("p.42", "p.~42"),
    ("page 42", "page~42"),
    ("voir les scénarios S03 et S11", "voir les scénarios~S03 et S11"),
    ("n° 3", "n°~3"),
    ("n°3", "n°~3"),
    ("ASH no 3151", "ASH n°~3151"),
    ("No 7", "N°~7"),
    ("nos 3 idées", "nos 3 idées"),
    ("§ 3", "§~3"),
    ("§3", "§~3"),
    ("art. 79", "art.~79"),
    ("loi no 2015-991 art. 79", "loi n°~2015-991 art.~79"),
    ("L. 123-4", "L.~123-4"),
    ("L.123-4", "L.~123-4"),
    ("L 123-4", "L~123-4"),
    ("L123-4 et R123-1", "L123-4 et R123-1"),
    ("art. L. 123-4, article R123-1", "art.~L.~123-4, article~R123-1"),
    ("décret 2023-632", "décret 2023-632"),
    ("M. Calmels, Mme Mesnage", "M.~Calmels, Mme~Mesnage"),
    ("Dr X, MM. Y et Z", "Dr~X, MM.~Y et Z"),
    ("B. Calmels", "B.~Calmels"),
    ("JT de Nancy", "JT~de Nancy"),
    ("JT d’Oullins", "JT~d’Oullins"),
    ("le CCAS/CIAS et/ou la ville", "le CCAS/CIAS et/ou la ville"),
    # Ordinals.
    ("2ème et 3ième, 2èmes", "2e et 3e, 2es"),
    ("1ère", "1re"),
    ("XXIème siècle", "XXIe~siècle"),
    ("XIXe et XXe siècles", "XIXe et XXe~siècles"),
    # What is never touched.
    ("https://exemple.fr/a?b=1;c:2 !", "https://exemple.fr/a?b=1;c:2_!"),
    ("(voir https://exemple.fr/a'b.)", "(voir https://exemple.fr/a'b.)"),
    ("weka.fr?", "weka.fr_?"),
    ("lagazettedescommunes.com/667013 ; fin", "lagazettedescommunes.com/667013_; fin"),
    ("d'exemple.fr/2019-2020/10-12 mai", "d’exemple.fr/2019-2020/10-12 mai"),
    ("prenom.nom@exemple.fr : écrire", "prenom.nom@exemple.fr~: écrire"),
    ("`a ? \"b\"` ?", "`a ? \"b\"`_?"),
    ("cœur, œuvre, Œdipe, à y voir", "cœur, œuvre, Œdipe, à y voir"),
    ("", ""),
    # Calls.
    (f"mot{CALL} ?", f"mot{CALL}_?"),
    (f"mot {CALL}.", f"mot{CALL}."),
)  # fmt: skip
WRITTEN = [written for written, _ in CASES]
FONTS = sorted((Path(__file__).resolve().parent.parent / "assets" / "fonts").glob("*/*.ttf"))


def shown(text: str) -> str:
    return text.replace(NBSP, "~").replace(THIN, "_")


@pytest.mark.parametrize(("written", "expected"), CASES)
def test_table(written: str, expected: str) -> None:
    assert shown(typeset(written)) == expected


def test_setting_twice_changes_nothing_more() -> None:
    pairs = list(combinations(WRITTEN, 2))[::3]  # a third is enough for every case to meet many others
    for first, second in [*pairs, *((text, "") for text in WRITTEN)]:
        once = typeset_parts((f"{first} {second}",))
        assert typeset_parts(once) == once


@pytest.mark.parametrize("space", [" ", NBSP, THIN, "\u2009"])
def test_spaces_typed_otherwise_give_the_same(space: str) -> None:
    for text in map(typeset, WRITTEN):
        if not typography._ADDRESS.search(text):
            assert typeset(text.replace(NBSP, space).replace(THIN, space)) == text


def test_a_text_in_parts_is_set_as_whole() -> None:
    for written in WRITTEN:
        for cut in range(len(written) + 1):
            parts = typeset_parts((written[:cut], "", written[cut:]))
            assert len(parts) == 3
            assert not parts[1].strip(NBSP + THIN)
            assert "".join(parts) == typeset(written)


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("« ", "mot", " »"), ("«_", "mot", "_»")),
        (("«", "mot", "»"), ("«_", "mot", "_»")),
        (('"', "mot", '"?'), ("«_", "mot", "_»_?")),
        (("", "mot", "?"), ("", "mot", "_?")),
        (("un ", "mot.", "..", " ?"), ("un ", "mot…", "", "_?")),
        (("weka", ".fr", "?"), ("weka", ".fr", "_?")),
        (("le ", "3", " ", "mars"), ("le ", "3", "~", "mars")),
        ((), ("",)),
    ],
)  # fmt: skip
def test_parts(parts: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert tuple(map(shown, typeset_parts(parts))) == expected


def test_only_the_declared_characters_are_added() -> None:
    for written in WRITTEN:
        added = set(typeset(written)) - set(written)
        assert {char for char in added if not char.isalnum() and char != "."} <= EMITTED


@pytest.mark.parametrize("font", FONTS, ids=lambda path: path.stem)
def test_fonts_draw_what_is_added(font: Path) -> None:
    with TTFont(font, lazy=True) as opened:
        drawn = opened.getBestCmap()
    missing = {char for char in EMITTED if ord(char) not in drawn}
    assert missing <= ({THIN} if font.stem.startswith("AtkinsonHyperlegibleNext") else set())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_no_rule_is_idle(rule: typography.Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [typeset_parts((text,)) for text in WRITTEN]
    monkeypatch.setattr(typography, "RULES", tuple(other for other in RULES if other is not rule))
    assert [typeset_parts((text,)) for text in WRITTEN] != whole


def test_rules_are_named_once_and_sourced() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.source.partition(": ")[2] and rule.needs for rule in RULES)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("La fabrique des possibles", "La~fabrique des~possibles"),
        ("La maison des habitants d’ici et d’ailleurs", "La~maison des~habitants d’ici et~d’ailleurs"),
        ("L’espace universel de citoyenneté locale", "L’espace universel de~citoyenneté locale"),
        (
            "Négociatrice éthique pour une vieillesse heureuse",
            "Négociatrice éthique pour~une~vieillesse heureuse",
        ),
        ("Agora de la mégalopole Metz-Nancy", "Agora de~la~mégalopole Metz-Nancy"),
        ("Quel social demain sur nos territoires ?", "Quel social demain sur~nos~territoires_?"),
        ("Le droit d’un habitant", "Le~droit d’un~habitant"),
        ("Est-ce le Cass’Bar ?", "Est-ce le~Cass’Bar_?"),
        ("Le", "Le"),
    ],
)
def test_title(written: str, expected: str) -> None:
    assert shown(title(written)) == expected
    assert title(title(written)) == title(written)


LONG = "Un paragraphe qui tient sur plus d’une ligne du livre"


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        (" et dit oui.", " et~dit~oui."),
        (" et dit « oui ».", " et dit~«_oui_»."),
        (" et pourquoi ?", " et~pourquoi_?"),
        (" et finit par toi ?", " et finit~par~toi_?"),
        (" et dit ceci :", " et dit~ceci~:"),
        (" et dure 10 min", " et dure~10~min"),
        (" et connaît le savoir-vivre.", " et connaît le savoir-vivre."),
        (" une directrice d’établissement", " une directrice d’établissement"),
        (" intercommunalités, oui", " intercommunalités,~oui"),
        (" et anticonstitutionnellement oui", " et anticonstitutionnellement oui"),
        (" –", " –"),
    ],
)
def test_no_widow(ending: str, expected: str) -> None:
    once = no_widow(typeset(LONG + ending))
    assert shown(once) == LONG + expected
    assert no_widow(once) == once


def test_no_widow_leaves_labels_alone() -> None:
    assert no_widow("Paris, Oullins, Talence et Nancy") == "Paris, Oullins, Talence et Nancy"
    assert no_widow("") == ""


@pytest.mark.parametrize(
    ("text", "raised"),
    [
        ("le 1er mai", ["er"]),
        ("la 1re, les 1ers, les 2es, la 2de", ["re", "ers", "es", "de"]),
        ("le XXIe siècle, la Ve République, les XIXe-XXe", ["e", "e", "e", "e"]),
        ("Le Me Ce De, S03e, F5, 3d, 9,5e", []),
        ("Vie, LE XXI, Ier", ["er"]),
        ("", []),
    ],
)
def test_runs(text: str, raised: list[str]) -> None:
    cut = runs(text)
    assert "".join(run.text for run in cut) == text
    assert [run.text for run in cut if run.raised] == raised


def test_runs_cut_at_the_ending_only() -> None:
    assert runs("au XXIe siècle") == (Run("au XXI", False), Run("e", True), Run(" siècle", False))


def test_setting_sixty_thousand_characters_is_quick() -> None:
    text = (
        "Et si la ville d'ici, « en 2050 », disait : « oui » ? Le 5 mars 2020, 265 participants ont débattu. "
    )
    paragraphs = [f"{index}. {text * 3}" for index in range(210)]
    assert sum(map(len, paragraphs)) > 60_000
    started = time.process_time()
    for paragraph in paragraphs:
        typeset_parts((paragraph,))
    assert time.process_time() - started < 0.5  # some 0.07 s where it was written; the rest is leeway
