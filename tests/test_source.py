"""Values read from files remember their lines; what a file may not hold is told, with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from book.reading import Reading
from book.source import Fields, Items, Scalar, read_markdown, read_yaml


def faults(reading: Reading) -> list[tuple[int, str]]:
    return [(problem.line, problem.message) for problem in reading.problems]


def yaml_of(tmp_path: Path, text: str | bytes) -> tuple[object, list[tuple[int, str]]]:
    path = tmp_path / "essai.yaml"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    reading = Reading()
    return read_yaml(path, reading), faults(reading)


def test_keys_and_items_know_their_line(tmp_path: Path) -> None:
    tree, found = yaml_of(tmp_path, "# rien\nun: 1\n\ndeux:\n  - a\n  - b: c\ntrois: |\n\n  x\n  y\n")
    assert found == []
    assert isinstance(tree, Fields)
    assert {key: at.line for key, at in tree.keys.items()} == {"un": 2, "deux": 4, "trois": 7}
    items = tree.values["deux"]
    assert isinstance(items, Items)
    assert [item.at.line for item in items.items] == [5, 6]
    block = tree.values["trois"]
    assert isinstance(block, Scalar)
    assert (block.text, block.at.line, block.at_offset(2).line) == ("x\ny", 9, 10)


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("01", "int"),
        ("1.5", "float"),
        ("oui", "str"),
        ("yes", "bool"),
        ("2019-05-13", "timestamp"),
        ("'33'", "str"),
        ("", "null"),
        ("~", "null"),
    ],
)
def test_scalars_say_what_yaml_takes_them_for(tmp_path: Path, text: str, type: str) -> None:
    tree, found = yaml_of(tmp_path, f"a: {text}\n")
    assert isinstance(tree, Fields)
    value = tree.values["a"]
    assert isinstance(value, Scalar)
    assert (value.type, found) == (type, [])


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("a: 1\na: 2\n", 2, "La clé « a » est déjà écrite à la ligne 1."),
        ("a: 1\nb:\n\tc: 2\n", 3, "Cette ligne commence par une tabulation."),
        ("a: &x 1\n", 1, "Les ancres et les renvois YAML (« & » et « * ») ne sont pas admis."),
        ("a: 1\nb: *x\n", 2, "Les ancres et les renvois YAML (« & » et « * ») ne sont pas admis."),
        ("a: 1\nb: c: d\n", 2, "Un « : » est en trop, ou cette ligne est mal alignée."),
        ("a: 1\nb: 'c\nd: 2\n", 2, "Un guillemet ouvert ici n’est jamais fermé."),
        ("a: [b,\n  c\n", 1, "Le crochet ouvert ici n’est pas fermé, ou il manque une virgule à la liste."),
        ("a: {b: 1\n", 1, "L’accolade ouverte ici n’est pas fermée, ou il y manque une virgule."),
        ("a: @b\n", 1, "Une valeur ne peut pas commencer par ce caractère."),
        ('a: "\\q"\n', 1, "Une barre oblique inverse est suivie d’un caractère inattendu."),
        ("a: 1\n---\nb: 2\n", 2, "Le fichier contient un second document YAML."),
        ("a:\n  - b\n  c: 1\n", 3, "La syntaxe YAML est fautive ici."),
        ("33: a\n", 1, "La clé « 33 » n’est pas lue comme un texte."),
        ("[a]: b\n", 1, "La clé «  » n’est pas lue comme un texte."),
        ("# rien\n", 1, "Il n’y a ici aucune clé : tout est vide ou en commentaire."),
        ("", 1, "Le fichier est vide."),
        ("a: 1\nb: x\x07\n", 2, "La ligne contient un caractère invisible (U+0007)."),
        ("a: 1\nb: é\n".encode("latin-1"), 2, "Le fichier n’est pas en UTF-8."),
    ],
)
def test_what_yaml_files_may_not_hold(tmp_path: Path, text: str | bytes, line: int, sentence: str) -> None:
    assert yaml_of(tmp_path, text)[1] == [(line, sentence)]


def test_aliases_are_refused_before_they_explode(tmp_path: Path) -> None:
    laughs = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    tree, found = yaml_of(tmp_path, "\n".join(laughs))
    assert tree is None
    assert {line for line, _ in found} == set(range(1, 31))


def test_a_file_from_another_system(tmp_path: Path) -> None:
    tree, found = yaml_of(tmp_path, "\ufeffa: é\r\nb: 2\r\n")
    assert isinstance(tree, Fields)
    assert (list(tree.values), found) == (["a", "b"], [])


def markdown_of(tmp_path: Path, text: str) -> tuple[tuple[Fields, Scalar] | None, list[tuple[int, str]]]:
    path = tmp_path / "essai.md"
    path.write_text(text, encoding="utf-8")
    reading = Reading()
    return read_markdown(path, reading), faults(reading)


def test_markdown_lines_are_lines_of_the_file(tmp_path: Path) -> None:
    parts, found = markdown_of(tmp_path, "---\nid: a\n\nb: c\n---\n\n\nUn.\n\n---\n\nDeux.\n")
    assert found == []
    assert parts is not None
    front, body = parts
    assert {key: at.line for key, at in front.keys.items()} == {"id": 2, "b": 4}
    assert (body.text, body.at.line) == ("Un.\n\n---\n\nDeux.", 8)
    assert body.at_offset(body.text.index("Deux")).line == 12


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("Un texte.\n", 1, "L’en-tête manque."),
        ("\n---\na: b\n---\n", 1, "L’en-tête manque."),
        ("---\na: b\n", 1, "L’en-tête n’est pas fermé."),
        ("---\n---\nUn texte.\n", 1, "Il n’y a ici aucune clé : tout est vide ou en commentaire."),
        ("---\n- a\n---\nUn texte.\n", 2, "L’en-tête doit être une suite de lignes « clé: valeur »."),
        ("---\na: b\nc: d: e\n---\n", 3, "Un « : » est en trop, ou cette ligne est mal alignée."),
    ],
)
def test_what_front_matter_may_not_be(tmp_path: Path, text: str, line: int, sentence: str) -> None:
    parts, found = markdown_of(tmp_path, text)
    assert (parts, found) == (None, [(line, sentence)])
