"""Where a file comes from: said by every file, read back by `identify`, held against what is at hand."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from click.testing import CliRunner, Result

import build
from book.editions import read_edition
from book.model import Edition
from layouts.assemble.provenance import NAMESPACE, Provenance, read_provenance
from layouts.decks.files import Wanted, make_cards, make_mire
from layouts.decks.kit import make_kit
from layouts.finish.cover import cover
from layouts.finish.press import press
from layouts.impose.booklet import Office, booklet
from layouts.workshop import Options
from layouts.workshop_files import (
    detached_sheets,
    guide_document,
    guide_files,
    poster_document,
    poster_files,
    sheet_files,
)
from tests.building import SCREEN, Built
from tests.decks import press_of, small_edition
from tests.presswork import FONTS, METADATA, PALETTE, document, job

GOLDEN = Path(__file__).parent / "golden"


def identify(*arguments: str | Path) -> Result:
    return CliRunner().invoke(build.main, ["identify", *map(str, arguments)])


def said_by(content: bytes) -> Provenance | None:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return read_provenance(pdf)


def few(root: Path) -> Edition:
    """An edition whose files are soon made."""
    small = small_edition(root)
    scenarios = {"S15": small.corpus.scenarios["S15"]}
    figures = {id: small.corpus.figures[id] for id in scenarios["S15"].figures}
    themes = {id: replace(theme, echoes=()) for id, theme in small.corpus.themes.items()}
    return replace(small, corpus=replace(small.corpus, scenarios=scenarios, figures=figures, themes=themes))


@pytest.fixture(scope="module")
def files(project_root: Path, built: Built) -> Mapping[str, bytes]:
    """A file of each kind, by its path below the folder of an edition."""
    of_few = press_of(project_root, few(project_root))
    made: dict[str, dict[str, bytes]] = {}
    for each in (
        sheet_files(of_few, of_few.make("sheets")),
        detached_sheets(of_few, of_few.make("sheets")),
        poster_files(of_few, poster_document(of_few)),
        guide_files(guide_document(of_few, Options())),
        make_cards(of_few, Wanted()).files,
        make_kit(of_few, 2, Wanted()),
    ):
        for folder, more in each.items():
            made.setdefault(folder, {}).update(more)
    made["cartes"]["mire-a4.pdf"] = make_mire(of_few, Wanted())
    made[""][SCREEN] = built.pdf
    flat = {f"{folder}/{name}".lstrip("/"): content for folder, each in made.items() for name, content in each.items()}
    return {name: content for name, content in flat.items() if name.endswith(".pdf")}


def test_every_file_says_where_it_comes_from(files: Mapping[str, bytes], project_root: Path) -> None:
    edition = read_edition(project_root, "nationale")
    assert len(files) > 15
    for name, content in files.items():
        said = said_by(content)
        assert said is not None, name
        assert (said.edition, said.label, said.version) == ("nationale", "Édition nationale", edition.version), name
        assert (said.fingerprint, said.corpus) == (edition.fingerprint, edition.corpus_fingerprint), name


@pytest.mark.parametrize("name", ["livre-ecran.pdf", "affiche-a4-a-coller.pdf", "trousse/2-fiches-a4.pdf"])
def test_it_is_said_twice_and_in_standard_words(files: Mapping[str, bytes], name: str) -> None:
    said = said_by(files[name])
    assert said is not None
    with pikepdf.open(io.BytesIO(files[name])) as pdf:
        assert str(pdf.docinfo.EditionId) == said.edition
        assert str(pdf.docinfo.DocumentUse) == said.use
        with pdf.open_metadata() as xmp:
            assert xmp[f"{{{NAMESPACE}}}fingerprint"] == said.fingerprint
            assert xmp["dc:identifier"] == f"nationale/{said.version}/{said.fingerprint}"
            assert xmp["xmpMM:VersionID"] == said.version
            assert xmp["dc:title"] == str(pdf.docinfo.Title)
            assert ("pdfuaid:part" in xmp) == (name == "livre-ecran.pdf"), "what has no tags does not claim PDF/UA"
        assert str(pdf.Root.Lang) == "fr"
        del pdf.Root.Metadata
        assert read_provenance(pdf) == said, "one of the two is enough"


def test_files_for_the_printer_say_it_too() -> None:
    source = document(*["0 g 0 0 9 9 re f"] * 8)
    office = Office(0.1, PALETTE, METADATA, FONTS, 2)
    made = {
        "imprimeur": press(source, job(covers=2), "x.pdf"),
        "couverture": cover(source, job(covers=2), "x.pdf", "Le CCAS en 2050"),
        "livret": booklet(source, office),
    }
    for use, content in made.items():
        assert said_by(content) == replace(METADATA.provenance, use=use)


def test_the_colophon_prints_the_fingerprints(book: object, built: Built, project_root: Path) -> None:
    edition = read_edition(project_root, "nationale")
    holding = [section.section.id for section in built.sections if edition.fingerprint in section.section.html]
    assert holding == ["colophon"], "and no other section is laid out again for it"


# identify


@pytest.fixture
def place(tmp_path: Path, files: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a file of each kind, from which paths are given."""
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_each_kind_is_named(place: Path, golden: Callable[[str, Path], None]) -> None:
    shutil.rmtree(place / "fiches" / "a-remplir")
    result = identify(".")
    assert (result.exit_code, result.stderr) == (0, "")
    golden(result.stdout, GOLDEN / "identify.txt")


def test_what_cannot_be_identified(place: Path, golden: Callable[[str, Path], None]) -> None:
    (place / "vide").mkdir()
    (place / "note.pdf").write_text("Bonjour", encoding="utf-8")
    with pikepdf.open(SCREEN) as pdf:
        pdf.save("chiffre.pdf", encryption=pikepdf.Encryption(owner="a", user="b"))
        del pdf.Root.Metadata, pdf.trailer.Info
        pdf.save("sans-marque.pdf")
    result = identify("nulle-part.pdf", "note.pdf", "chiffre.pdf", "sans-marque.pdf", "vide", SCREEN)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{SCREEN}\n  Livre"), "the others are told all the same"
    golden(result.stderr, GOLDEN / "identify-refused.txt")


def test_what_is_out_of_date(
    place: Path, project_root: Path, monkeypatch: pytest.MonkeyPatch, golden: Callable[[str, Path], None]
) -> None:
    """The corpus changed; then the edition alone; then another edition is asked for, and one from elsewhere."""
    root = place / "projet"
    shutil.copytree(project_root / "book", root / "book", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(build._Shop, "root", root)
    notes, file = root / "book" / "corpus" / "notes.yaml", root / "book" / "editions" / "nationale" / "edition.yaml"
    told = []

    def tell(*arguments: str) -> int:
        result = identify(SCREEN, *arguments)
        told.append(f"{result.exit_code}\n{result.output}")
        return result.exit_code

    assert tell() == 0
    notes.write_text(notes.read_text("utf-8") + "# .\n", encoding="utf-8")
    assert tell() == 3
    shutil.copy(project_root / "book" / "corpus" / "notes.yaml", notes)
    said = file.read_text("utf-8")
    file.write_text(said.replace('version: "1.0"', 'version: "1.1"'), encoding="utf-8")
    assert file.read_text("utf-8") != said
    assert tell() == 3
    assert tell("--edition", "33") == 1
    shutil.copy(project_root / "book" / "editions" / "nationale" / "edition.yaml", file)
    assert tell("--edition", "projet/book/editions/nationale") == 0
    golden("\n".join(told), GOLDEN / "identify-stale.txt")


def test_an_edition_that_is_not_of_the_project(place: Path) -> None:
    with pikepdf.open(SCREEN) as pdf:
        with pdf.open_metadata(update_docinfo=False) as xmp:
            xmp[f"{{{NAMESPACE}}}edition"] = "../../ailleurs\x1b[2J"
        pdf.save("autre.pdf")
    result = identify("autre.pdf")
    assert result.exit_code == 1
    assert "\x1b" not in result.stdout
    assert "Même corpus qu’ici" in result.stdout
