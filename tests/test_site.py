"""The pages to download from, read back as files: what they list, where they lead, what they cost."""

from __future__ import annotations

import hashlib
import io
import json
import re
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from unittest import mock
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from fontTools.ttLib import TTFont
from PIL import Image

import build
from book.editions import read_edition
from layouts.errors import LayoutError
from layouts.palette import read_palette
from layouts.site import manifest
from layouts.site.catalogue import facts, uses, weight
from layouts.site.furniture import cut_font
from layouts.site.geography import colour_of, views
from layouts.site.manifest import Manifest, record, refresh
from layouts.site.measure import Piece, measure
from layouts.site.pages import remake_site
from tests.building import Built
from tests.sites import HOSTILE, ROOT, SIZES, TABLE, lost, make_pages, pdf, put, shelf_of_all, shelf_of_some

PALETTE = read_palette(ROOT / "layouts/base/palette.yaml")
SITE = ROOT / "layouts" / "site"
OURS = {"edition.json", "index.html", "SHA256SUMS", "couverture-240.webp", "couverture-720.webp"}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory, built: Built) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    shelf_of_some(folder, built.pdf)
    make_pages(folder)
    return folder


def delivered(folder: Path) -> set[str]:
    """The files of an edition that pages must list."""
    paths = (path for path in folder.rglob("*") if path.is_file() and path.name not in OURS)
    return {path.relative_to(folder).as_posix() for path in paths}


# Manifests


def test_a_manifest_tells_what_is_in_the_folder(tmp_path: Path) -> None:
    folder = put(read_edition(ROOT, "33"), tmp_path)
    told = {piece.path: piece for piece in refresh(folder).files}
    assert set(told) == delivered(folder)
    for name, (width, height) in SIZES.items():
        content = (folder / name).read_bytes()
        piece = told[name]
        assert (piece.bytes, piece.sha256) == (len(content), hashlib.sha256(content).hexdigest())
        assert (piece.pages, piece.version) == (2, "1.0")
        assert (piece.width, piece.height) == pytest.approx((width, height), abs=0.1)
    assert told["notes de séance.txt"].pages == 0


def counted(folder: Path) -> tuple[Manifest, list[str]]:
    """Refresh a manifest; return it and the names of the files that were read."""
    read: list[str] = []

    def note(path: Path) -> Piece:
        read.append(path.name)
        return measure(path)

    with mock.patch.object(manifest, "measure", note):
        return refresh(folder), read


def test_only_what_has_changed_is_read_again(tmp_path: Path) -> None:
    folder = put(read_edition(ROOT, "33"), tmp_path)
    before, read = counted(folder)
    assert read == []
    (folder / "notes de séance.txt").write_bytes(b"y")  # of the same size
    (folder / "affiche-a3.pdf").unlink()
    (folder / "venue-apres.zip").write_bytes(b"zip")
    after, read = counted(folder)
    assert read == ["notes de séance.txt", "venue-apres.zip"]
    assert {p.path for p in after.files} == {p.path for p in before.files} - {"affiche-a3.pdf"} | {"venue-apres.zip"}
    sums = {p.path: p.sha256 for p in after.files}
    assert sums["notes de séance.txt"] == hashlib.sha256(b"y").hexdigest()
    assert counted(folder) == (after, [])


def test_a_file_of_an_earlier_version_keeps_it(tmp_path: Path) -> None:
    edition = read_edition(ROOT, "33")
    folder = put(edition, tmp_path)
    (folder / "livre-ecran.pdf").write_bytes(pdf(148, 210, 6))
    told = {piece.path: piece.version for piece in record(replace(edition, version="1.1"), folder).files}
    assert told["livre-ecran.pdf"] == "1.1"
    assert set(told.values()) == {"1.0", "1.1"}
    make_pages(tmp_path)
    page = (folder / "index.html").read_text("utf-8")
    assert page.count("· version 1.0") == len(told) - 1


def test_covers_are_those_of_the_book(dist: Path, tmp_path: Path) -> None:
    for name, width in (("couverture-240.webp", 240), ("couverture-720.webp", 720)):
        with Image.open(dist / "nationale" / name) as picture:
            assert picture.format == "WEBP"
            assert picture.width == width
            assert picture.height / picture.width == pytest.approx(210 / 148, abs=0.01)
            assert len(picture.convert("RGB").getcolors(100_000) or ()) > 12, "the cover is a quilt of colours"
    folder = put(read_edition(ROOT, "33"), tmp_path)
    (folder / "livre-ecran.pdf").unlink()
    assert not refresh(folder).covers
    assert not list(folder.glob("couverture-*")), "a cover without its book tells what is not there"


def test_a_folder_without_edition_is_told(tmp_path: Path) -> None:
    done = CliRunner().invoke(build.main, ["site", "--out", str(tmp_path)])
    assert (done.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert done.output == (
        "Les pages de téléchargement n’ont pas été refaites.\n"
        f"Aucune édition dans {tmp_path} : construisez-en une d’abord (python build.py make).\n"
    )


def test_a_day_that_is_none_is_no_manifest(tmp_path: Path) -> None:
    path = put(read_edition(ROOT, "33"), tmp_path) / "edition.json"
    path.write_text(path.read_text("utf-8").replace("2026-11-23", "hier"), "utf-8")
    with pytest.raises(LayoutError, match=r"gironde/edition\.json n’est pas une fiche"):
        remake_site(ROOT, tmp_path)


@pytest.mark.parametrize("content", ["{", "[]", '{"identity": {}}', '{"identity": 3, "covers": 1, "files": 2}', "\x00"])
def test_manifests_that_are_none_are_told_together(tmp_path: Path, content: str) -> None:
    for name in ("33", "75"):
        (put(read_edition(ROOT, name), tmp_path) / "edition.json").write_text(content, "utf-8")
    with pytest.raises(LayoutError) as caught:
        remake_site(ROOT, tmp_path)
    assert [line.partition(" n’est pas ")[0] for line in str(caught.value).splitlines()] == [
        str(tmp_path / name / "edition.json") for name in ("gironde", "paris")
    ]
    assert not (tmp_path / "index.html").exists()


def test_a_build_leaves_a_manifest_and_the_pages(tmp_path: Path) -> None:
    runner = CliRunner(env={"XDG_CACHE_HOME": str(tmp_path / "cache")})

    def make() -> None:
        words = ["make", "33", "--only", "guide", "--jobs", "1", "--out", str(tmp_path / "dist")]
        done = runner.invoke(build.main, words)
        assert done.exit_code == 0, done.output

    make()
    page = tmp_path / "dist" / "gironde" / "index.html"
    assert lost(page) == lost(tmp_path / "dist" / "index.html") == []
    assert "Le guide d’animation" in page.read_text("utf-8")
    (page.parent / "edition.json").unlink()
    make()
    assert [piece.path for piece in refresh(page.parent).files] == ["guide-animation.pdf"]


# Pages


def test_every_link_lands(dist: Path) -> None:
    pages = [dist / "index.html", *sorted(dist.glob("*/index.html"))]
    assert len(pages) == 8
    assert {page.relative_to(dist).as_posix(): lost(page) for page in pages if lost(page)} == {}


def test_all_that_is_there_is_listed(dist: Path) -> None:
    told = json.loads((dist / "index.json").read_text("utf-8"))
    listed = {f["adresse"]: f for edition in told["editions"] for f in edition["fichiers"]}
    folders = [path.parent for path in dist.glob("*/edition.json")]
    there = {f"{folder.name}/{name}" for folder in folders for name in delivered(folder)}
    assert set(map(unquote, listed)) == there
    lines = (dist / "SHA256SUMS").read_text("utf-8").splitlines()
    sums = {name: told for told, _, name in (line.partition("  ") for line in lines)}
    assert sums == {name: hashlib.sha256((dist / name).read_bytes()).hexdigest() for name in there}
    assert {f["sha256"] for f in listed.values()} == set(sums.values())
    page = (dist / "gironde" / "index.html").read_text("utf-8")
    for line in (dist / "gironde" / "SHA256SUMS").read_text("utf-8").splitlines():
        assert line.split()[0] in page


def test_words_from_outside_stay_words(dist: Path) -> None:
    for page in (dist / "index.html", dist / "hostile" / "index.html"):
        text = page.read_text("utf-8")
        assert "<img src=x" not in text
        assert "<script>document" not in text
    told = json.loads((dist / "index.json").read_text("utf-8"))["editions"]
    assert HOSTILE in {edition["titre"] for edition in told}


def test_pages_are_remade_alike(dist: Path) -> None:
    assert remake_site(ROOT, dist) == []
    paths = [path for names in ("*.html", "*/*.html", "site.commun/*") for path in dist.glob(names)]
    held = {path: path.read_bytes() for path in paths}
    for path in held:
        path.unlink()
    assert set(remake_site(ROOT, dist)) == set(held)
    assert {path: path.read_bytes() for path in held} == held


def test_the_national_edition_alone_has_its_page(tmp_path: Path) -> None:
    put(read_edition(ROOT, "nationale"), tmp_path)
    make_pages(tmp_path)
    assert lost(tmp_path / "index.html") == []
    assert "Aucune édition de département" in (tmp_path / "index.html").read_text("utf-8")


def test_an_edition_alone_has_its_page(tmp_path: Path) -> None:
    put(read_edition(ROOT, "33"), tmp_path)
    make_pages(tmp_path)
    assert lost(tmp_path / "index.html") == []
    assert 'id="nationale"' not in (tmp_path / "index.html").read_text("utf-8")


def test_all_the_territories_cost_little(tmp_path: Path) -> None:
    count = shelf_of_all(tmp_path)
    assert count == 119
    make_pages(tmp_path)
    (tmp_path / "gironde" / "affiche-a3.pdf").write_bytes(pdf(297, 420, 3))
    start = time.process_time()
    changed = {path.relative_to(tmp_path).as_posix() for path in remake_site(ROOT, tmp_path)}
    spent = time.process_time() - start
    sums = {"SHA256SUMS", "index.json", "gironde/SHA256SUMS", "gironde/index.html"}
    assert changed == sums
    assert spent < 2.5, f"{spent:.1f} s"
    text = (tmp_path / "index.html").read_text("utf-8")
    assert len(text.encode()) < 200_000
    assert len(re.findall('<li class="entry">', text)) == 119
    assert 'class="spot spot-bare"' not in text


# What files are for


def piece(path: str, **more: float) -> Piece:
    size, pages = int(more.get("bytes", 1)), int(more.get("pages", 0))
    return Piece(path, size, "0" * 64, pages, more.get("w", 0.0), more.get("h", 0.0), "", "1")


@pytest.mark.parametrize(
    ("path", "use", "name"),
    [
        ("livre-ecran.pdf", "Lire", "Le livre"),
        ("livre-gros-caracteres.pdf", "Lire", "Le livre en gros caractères"),
        ("livre-livret-a4.pdf", "Imprimer au bureau", "Le livre en livret à plier"),
        ("livre-imprimeur.pdf", "Envoyer à l’imprimeur", "L’intérieur du livre"),
        ("cartes/cartes-tarot-imprimeur.pdf", "Envoyer à l’imprimeur", "Les cartes"),
        ("cartes/cartes-a-decouper-a4.pdf", "Découper", "Le jeu de cartes à découper"),
        ("cartes/cartes-eco-a-decouper-a4.pdf", "Découper", "Le jeu de cartes à fonds blancs"),
        ("affiche-a4-a-coller.pdf", "Accrocher", "L’affiche à coller"),
        ("trousse/2-fiches-a4.pdf", "Préparer la trousse", "Les fiches"),
        ("cartes/cartes-images.zip", "Illustrer", "Les cartes en images"),
        ("affiche-geante.epub", "Autres fichiers", "affiche-geante.epub"),
        ("sous/dossier/inconnu", "Autres fichiers", "sous/dossier/inconnu"),
    ],
)
def test_a_name_tells_what_a_file_is_for(path: str, use: str, name: str) -> None:
    (found,) = uses([piece(path)])
    assert (found.title, [line.name for line in found.lines]) == (use, [name])


def test_what_no_pattern_knows_is_told_by_what_it_is() -> None:
    (found,) = uses([piece("a.epub"), piece("b.xyz")])
    assert [line.told for line in found.lines] == ["Livre numérique EPUB", "Fichier"]


def test_files_that_are_many_are_folded() -> None:
    sheets = [piece(f"fiches/a-remplir/S{number:02}-x.pdf") for number in range(18)]
    (found,) = uses([piece("guide-animation.pdf"), *sheets])
    assert [line.name for line in found.lines] == ["Le guide d’animation"]
    assert [len(fold.lines) for fold in found.folds] == [18]


def test_every_icon_and_ground_of_the_table_is_there() -> None:
    table = build.ROOT / "layouts/site/files.yaml"
    for icon, ground in re.findall(r"icon: (\w+), ground: (\w+)", table.read_text("utf-8")):
        assert (SITE / "icons" / f"{icon}.svg").is_file()
        assert ground in PALETTE.grounds


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"w": 148.0, "h": 210.0, "pages": 92, "bytes": 718992}, ("PDF", "A5", "92 pages", "0,7 Mo")),
        ({"w": 297.0, "h": 210.0, "pages": 1, "bytes": 1200}, ("PDF", "A4", "1 page", "1 Ko")),
        ({"w": 300.8, "h": 210.0, "pages": 2, "bytes": 12_400_000}, ("PDF", "301 × 210 mm", "2 pages", "12 Mo")),
        ({}, ("PDF", "1 Ko")),
    ],
)
def test_facts_are_told_in_french(told: dict[str, float], expected: tuple[str, ...]) -> None:
    assert tuple(fact.replace("\u00a0", " ") for fact in facts(piece("x.pdf", **told))) == expected
    assert weight(94_999).replace("\u00a0", " ") == "95 Ko"


def test_files_that_lie_are_told_as_bytes(tmp_path: Path) -> None:
    for name in ("faux.pdf", "faux.png"):
        (tmp_path / name).write_bytes(b"rien de tel")
        found = measure(tmp_path / name)
        assert (found.pages, found.width, found.bytes) == (0, 0.0, 11)


# France


def test_each_departement_is_on_the_map_once_and_paris_twice() -> None:
    shown = views(ROOT / "assets/maps", TABLE["departement"])
    count = Counter(outline.place.code for view in shown for outline in view.outlines)
    assert set(count) == set(TABLE["departement"])
    assert {code for code, times in count.items() if times == 2} == {"75", "92", "93", "94"}


def test_each_region_has_a_colour_of_the_palette() -> None:
    assert {colour_of(code) for code in TABLE["region"]} <= set(PALETTE.srgb)
    swatches = set(re.findall(r"\.swatch-([\w-]+)", (SITE / "style.css").read_text("utf-8")))
    assert swatches == {colour_of(code) for code in TABLE["region"]}


# Fonts


@pytest.mark.parametrize(
    "file",
    [
        "bricolage-grotesque/BricolageGrotesque_800ExtraBold.ttf",
        "atkinson-hyperlegible-next/AtkinsonHyperlegibleNext_400Regular.ttf",
    ],
)
def test_a_cut_font_keeps_its_signs_and_its_licence(file: str) -> None:
    signs = frozenset(map(ord, "Éœ’«» –abc0123"))
    cut = TTFont(io.BytesIO(cut_font(ROOT / "assets/fonts" / file, signs)))
    assert cut.flavor == "woff2"
    assert signs | {0x202F} <= set(cut.getBestCmap())
    assert len(cut.getGlyphOrder()) < 60
    assert "Open Font License" in str(cut["name"].getName(13, 3, 1))
