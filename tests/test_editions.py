"""Editions: found by what one types, overlaid on the corpus, remembered, and begun anew."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from book.characters import ranges_of
from book.drift import accepted_memory, drift
from book.edition_words import COLOURS, GROUNDS
from book.editions import edition_names, read_edition, territory_names
from book.json_schema import NAME, json_schema
from book.model import Edition, Kind
from book.new_edition import new_edition
from book.problems import Problems
from book.territories import find_territory, read_territories, suggest_territory, territory_id

STORY = ("gironde", "indre-et-loire", "maine-et-loire", "meurthe-et-moselle", "paris", "rhone", "sarthe", "somme")
Make = Callable[[str], Edition]


@pytest.fixture
def make(project_root: Path, tmp_path: Path) -> Make:
    """Read an edition of the project's corpus, from the words of its file."""

    def read(text: str) -> Edition:
        folder = tmp_path / "essai"
        folder.mkdir(exist_ok=True)
        (folder / "edition.yaml").write_text(text, encoding="utf-8")
        return read_edition(project_root, folder)

    return read


@pytest.mark.parametrize(
    ("words", "id"),
    [
        ("33", "gironde"),
        ("gironde", "gironde"),
        ("Gironde", "gironde"),
        ("GIRONDE", "gironde"),
        ("nouvelle-aquitaine", "nouvelle-aquitaine"),
        ("Nouvelle Aquitaine", "nouvelle-aquitaine"),
        ("974", "la-reunion"),
        ("la reunion", "la-reunion"),
        ("Réunion", "la-reunion"),
        ("2A", "corse-du-sud"),
        ("2b", "haute-corse"),
        ("1", "ain"),
        ("l’Ain", "ain"),
        ("en côte d'or", "cote-d-or"),
        ("75", "paris"),
        ("region 75", "nouvelle-aquitaine"),
        ("Guadeloupe", "guadeloupe"),
        ("région Guadeloupe", "region-guadeloupe"),
    ],
)
def test_a_territory_is_found_by_what_one_types(project_root: Path, words: str, id: str) -> None:
    assert read_edition(project_root, words).id == id


def test_every_territory_is_found_by_its_names(project_root: Path) -> None:
    territories = read_territories(project_root / "book" / "territories.yaml")
    every = [territory for family in territories.values() for territory in family.values()]
    assert len({territory_id(territory, territories) for territory in every}) == 119
    for territory in every:
        assert find_territory(territory_id(territory, territories), territories) == territory
        for words in (territory.name, territory.where, territory.whose, territory.name.upper()):
            found = find_territory(words, territories)
            assert found is not None
            assert found.name == territory.name
    assert find_territory("atlantide", territories) is None
    assert suggest_territory("girond", territories) == "Vouliez-vous dire « Gironde » ?"
    assert suggest_territory("zzz", territories) == ""


def test_every_territory_makes_an_edition(project_root: Path) -> None:
    for id in (*territory_names("departement"), *territory_names("region")):
        edition = read_edition(project_root, id)
        assert edition.id == id
        assert edition.part is not None
        assert edition.place is not None
        assert edition.label == f"Édition {edition.place.whose}"
        assert edition.own_pages[0].id == "besoins"
        assert len(edition.corpus.scenarios) == 18


@pytest.mark.parametrize(
    ("code", "first", "hosted", "supported"),
    [
        ("33", "talence", ("talence",), ("33",)),
        ("37", "paris", (), ("37",)),
        ("49", "paris", (), ("49",)),
        ("54", "nancy", ("nancy",), ("54",)),
        ("69", "oullins", ("oullins",), ("69",)),
        ("72", "paris", ("le-mans",), ("72",)),
        ("75", "paris", ("paris",), ()),
        ("80", "paris", ("amiens",), ()),
        ("07", "paris", (), ()),
        ("nouvelle-aquitaine", "talence", ("talence",), ("33",)),
        ("pays-de-la-loire", "paris", ("le-mans",), ("49", "72")),
    ],
)
def test_the_part_in_the_work(
    project_root: Path, code: str, first: str, hosted: tuple[str, ...], supported: tuple[str, ...]
) -> None:
    edition = read_edition(project_root, code)
    assert next(iter(edition.corpus.newscasts)) == first
    assert next(iter(edition.corpus.scenarios.values())).newscast == first
    assert edition.part is not None
    assert (edition.part.hosted, edition.part.supported) == (hosted, supported)
    assert edition.part.text.kind is Kind.EDITION
    assert "weka-2020" in edition.part.text.sources
    words = edition.part.text.markdown
    assert ("Aucun des six ateliers" in words) == (not hosted)
    assert ("Aucune des six Udccas" in words) == (not supported)
    assert ("deux faits distincts" in words) == bool(hosted and supported)


def test_the_editions_of_the_project(project_root: Path) -> None:
    assert set(edition_names(project_root)) == {*STORY, "nationale", "exemple"}
    for name in edition_names(project_root):
        edition = read_edition(project_root, name)
        if name in STORY:
            assert edition.presentation is not None
            assert (edition.foreword, edition.partners, edition.contacts) == (None, (), ())


def test_the_example_uses_every_key(project_root: Path) -> None:
    edition = read_edition(project_root, "exemple")
    assert edition.foreword is not None
    assert "fictif" in edition.foreword.signature
    assert list(edition.corpus.newscasts) == ["nancy", "paris", "oullins", "talence", "local"]
    assert "S15" not in edition.corpus.scenarios
    assert edition.subtitle.startswith("19 scénarios, 8 figures")
    assert {"L1", "L2", "LF1", "local", "banc-public", "gazette-exemple"} == edition.own
    assert edition.is_local("L1")
    assert not edition.is_local("S03")
    assert edition.drawings["L1"].file is not None
    assert len(edition.drawings["L2"].rows) == 4
    assert edition.corpus.scenarios["L1"].hypothesis.kind is Kind.LOCAL
    assert edition.corpus.scenarios["S03"].concerned.kind is Kind.LOCAL
    assert "themes" not in edition.corpus.pages
    assert [scenario.id for scenario in edition.scenarios_of_figure("LF1")] == ["L1", "L2"]
    assert drift(edition) == ()


@pytest.mark.parametrize("family", ["scenarios", "figures", "newscasts"])
def test_what_is_left_out_is_nowhere_referred_to(project_root: Path, make: Make, family: str) -> None:
    for id in getattr(read_edition(project_root, "nationale").corpus, family):
        edition = make(f'territory: "07"\n{family}:\n  omit: [{id}]\n')  # a name left would be a problem
        corpus = edition.corpus
        assert id not in getattr(corpus, family)
        for scenario in corpus.scenarios.values():
            assert scenario.newscast in corpus.newscasts
            assert scenario.figures
            assert {*scenario.figures, *scenario.related} <= {*corpus.figures, *corpus.scenarios}
        assert all(set(theme.echoes) <= corpus.scenarios.keys() for theme in corpus.themes.values())
        assert edition.subtitle.startswith(f"{len(corpus.scenarios)} scénarios, {len(corpus.figures)} figures")
        assert "ix-huit scénarios, dans l’ordre" not in corpus.pages["capsule"].text.markdown


def test_a_selection_is_followed(make: Make) -> None:
    edition = make("newscasts:\n  select: [nancy]\nsections:\n  omit: [index, themes]\n")
    assert list(edition.corpus.scenarios) == ["S15", "S16", "S17", "S18"]
    assert list(edition.corpus.figures) == ["F1", "F2", "F4", "F5"]
    assert edition.remarks[0].startswith("Laissés de côté avec ce dont ils dépendaient : S01, S02")
    assert edition.subject.startswith("Quatre scénarios et quatre figures")
    assert edition.omitted == ("index", "themes")
    assert edition.corpus.pages["capsule"].text.markdown.count("cinq thèmes") == 0
    assert edition.corpus.scenarios["S15"].related == ("S18",)


def test_texts_are_switched_off(make: Make) -> None:
    edition = make("texts: false\n")
    scenario = edition.corpus.scenarios["S03"]
    assert not edition.texts
    assert scenario.hypothesis.blank
    assert all(question.blank for question in scenario.questions)
    assert scenario.testimony is not None
    assert not scenario.testimony.blank
    assert edition.corpus.figures["F5"].portrait.blank
    assert not edition.corpus.pages["capsule"].text.blank


def test_editions_inherit_at_any_depth(project_root: Path, tmp_path: Path) -> None:
    said = {
        "aine": "base: nouvelle-aquitaine\nversion: '2.0'\ncolours: {coral: '#ff0000'}\nscenarios: {omit: [S01]}\n",
        "cadette": "base: aine\ncolours: {plum: '#400040'}\n",
        "benjamine": "base: cadette\nterritory: '17'\nscenarios: {omit: [S02]}\n",
    }
    for name, text in said.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "edition.yaml").write_text(text, encoding="utf-8")
    edition = read_edition(project_root, tmp_path / "benjamine")
    assert (edition.id, edition.base, edition.version) == ("benjamine", "cadette", "2.0")
    assert edition.label == "Édition de la Charente-Maritime"
    assert edition.colours.keys() == {"coral", "plum"}
    assert "S01" in edition.corpus.scenarios
    assert "S02" not in edition.corpus.scenarios
    assert read_edition(project_root, tmp_path / "cadette").label == "Édition de Nouvelle-Aquitaine"


def test_drift_tells_the_texts_whose_base_changed(project_root: Path, tmp_path: Path) -> None:
    own = "Des jeunes, des voisins, un gardien de nuit et tous ceux qui le croisent."
    (tmp_path / "essai").mkdir()
    file = tmp_path / "essai" / "edition.yaml"
    file.write_text(f"replace:\n  S03:\n    concerned: {own}\n", encoding="utf-8")
    edition = read_edition(project_root, file)
    (told,) = drift(edition)
    assert (told.target, told.remembered, told.line, told.own) == ("scenarios.S03.concerned", False, 3, own)
    memory = accepted_memory(edition)
    assert memory is not None
    memory[0].write_text(memory[1], encoding="utf-8")
    edition = read_edition(project_root, file)
    assert drift(edition) == ()
    assert accepted_memory(edition) == memory
    memory[0].write_text(memory[1].replace("Des jeunes", "Des gens"), encoding="utf-8")
    (told,) = drift(read_edition(project_root, file))
    assert told.remembered
    assert told.before.startswith("Des gens")
    assert told.now.startswith("Des jeunes")


def test_a_new_edition_reads_without_fault(project_root: Path, tmp_path: Path) -> None:
    new = new_edition(project_root, "07", folder=tmp_path, answers={"title": 'Un "essai"', "base": "nationale"})
    assert new.path == tmp_path / "ardeche" / "edition.yaml"
    new.path.parent.mkdir()
    new.path.write_text(new.text, encoding="utf-8")
    edition = read_edition(project_root, new.path)
    assert (edition.id, edition.territory, edition.title) == ("ardeche", "07", 'Un "essai"')
    assert new.text.startswith("# yaml-language-server: $schema=")
    schema = re.match(r"# yaml-language-server: \$schema=(\S+)", new.text)
    assert schema is not None
    assert (new.path.parent / schema[1]).resolve() == project_root / "book" / "editions" / NAME
    with pytest.raises(Problems, match="existe déjà"):
        new_edition(project_root, "ardèche", folder=tmp_path)
    with pytest.raises(Problems, match="inconnue"):
        new_edition(project_root, "08", folder=tmp_path, answers={"titre": "x"})


def test_the_comments_of_a_new_edition_are_right(project_root: Path, tmp_path: Path) -> None:
    text = new_edition(project_root, "essai", folder=tmp_path).text
    lines = [re.sub("^# ", "", line) for line in text.split("\n")]
    kept = [line for line in lines if re.match(r"[a-z]+:|  ", line)]
    assert isinstance(yaml.safe_load("\n".join(kept)), dict)


def test_the_json_schema_is_fresh(project_root: Path, golden: Callable[[str, Path], None]) -> None:
    golden(json_schema(), project_root / "book" / "editions" / NAME)
    schema = json.loads(json_schema())
    for name in edition_names(project_root):
        said = yaml.safe_load((project_root / "book" / "editions" / name / "edition.yaml").read_text("utf-8"))
        assert said.keys() <= schema["properties"].keys()


def test_the_characters_are_those_of_the_fonts(project_root: Path, golden: Callable[[str, Path], None]) -> None:
    from fontTools.ttLib import TTFont

    fonts = sorted((project_root / "assets" / "fonts").rglob("*.ttf"))
    drawn = set.intersection(*(set(TTFont(font).getBestCmap()) for font in fonts))
    rows = ",\n".join(f"    {json.dumps(row)}" for row in ranges_of(code for code in drawn if code >= 0x20))
    names = ",\n".join(f"    {json.dumps(font.name)}" for font in fonts)
    text = f'{{\n  "from": [\n{names}\n  ],\n  "ranges": [\n{rows}\n  ]\n}}\n'
    golden(text, project_root / "assets" / "fonts" / "characters.json")


def test_the_colours_are_those_of_the_palette(project_root: Path) -> None:
    path = project_root / "layouts" / "base" / "palette.yaml"
    palette = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(COLOURS) == palette["colours"].keys()
    assert set(GROUNDS) == palette["grounds"].keys()


def test_fingerprints_follow_the_words(project_root: Path, tmp_path: Path) -> None:
    shutil.copytree(project_root / "book", tmp_path / "book", ignore=shutil.ignore_patterns("__pycache__"))

    def prints(name: str | Path, root: Path = tmp_path) -> tuple[str, str]:
        edition = read_edition(root, name)
        return edition.corpus_fingerprint, edition.fingerprint

    corpus, gironde = prints("33")
    assert prints("gironde", project_root) == (corpus, gironde)
    assert len({prints(name)[1] for name in ("33", "37", "07", "nationale", "exemple")}) == 5
    file = tmp_path / "book" / "editions" / "gironde" / "edition.yaml"
    file.write_text(file.read_text("utf-8") + "copies: 3\n", encoding="utf-8")
    assert prints("33")[0] == corpus
    assert prints("33")[1] != gironde
    notes = tmp_path / "book" / "corpus" / "notes.yaml"
    notes.write_bytes(notes.read_bytes().replace(b"\n", b"\r\n"))
    assert prints("07") == prints("07", project_root)
    notes.write_text(notes.read_text("utf-8") + "# .\n", encoding="utf-8")
    assert prints("07")[0] != corpus
    assert prints("07")[1] != prints("07", project_root)[1]


def test_a_fingerprint_is_of_the_files_that_the_edition_names(project_root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exemple"
    shutil.copytree(project_root / "book" / "editions" / "exemple", folder)
    before = read_edition(project_root, folder).fingerprint
    assert before == read_edition(project_root, "exemple").fingerprint
    (folder / "replaced.yaml").unlink()
    (folder / "brouillon.md").write_text("Un brouillon.\n", encoding="utf-8")
    assert read_edition(project_root, folder).fingerprint == before
    (folder / "brouillon.md").unlink()
    named = [path for path in folder.rglob("*") if path.is_file()]
    assert {path.suffix for path in named} >= {".md", ".svg", ".yaml"}
    for path in named:
        content = path.read_bytes()
        path.write_bytes(content.rstrip() + b"\n\n")
        assert read_edition(project_root, folder).fingerprint != before, path
        path.write_bytes(content)
    file = folder.parent / "essai.yaml"
    file.write_text("texts: false\n", encoding="utf-8")
    first = read_edition(project_root, file).fingerprint
    file.write_text("texts: true\n", encoding="utf-8")
    assert read_edition(project_root, file).fingerprint != first, "whatever the name of its file"
