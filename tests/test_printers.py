"""The profiles of printers: those that ship, a user's own, and what is told of one with a fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from book.problems import Problems
from layouts.printer import printer_names, read_printer
from tests.presswork import PRINTERS, PROFILES

SOUND = (PRINTERS / "standard-couche.yaml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> str:
    path = folder / "mon-imprimeur.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def faults(folder: Path, *changes: tuple[str, str]) -> list[str]:
    text = SOUND
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    with pytest.raises(Problems) as caught:
        read_printer(PRINTERS, PROFILES, written(folder, text))
    return caught.value.format(folder).splitlines()


def test_three_profiles_ship() -> None:
    assert printer_names(PRINTERS) == ("bureau", "standard-couche", "standard-offset")
    coated, uncoated, desk = (
        read_printer(PRINTERS, PROFILES, name) for name in ("standard-couche", "standard-offset", "bureau")
    )
    assert (coated.condition, coated.bleed, coated.ink_limit, coated.cover_apart) == ("FOGRA39", 3, 300, True)
    assert (uncoated.condition, uncoated.bleed, uncoated.ink_limit) == ("FOGRA47", 3, 280)
    assert (desk.bleed, desk.marks, desk.cover_apart, desk.paper.thickness) == (0, False, False, 0.1)


@pytest.mark.parametrize("name", printer_names(PRINTERS))
def test_a_shipped_profile_keeps_the_safe_zone_and_the_floor(name: str) -> None:
    printer = read_printer(PRINTERS, PROFILES, name)
    assert printer.safe >= 3
    assert printer.resolution_floor >= 150
    assert printer.mark_offset >= max(2, printer.bleed)


def test_the_spine_follows_pages_grammage_and_bulk() -> None:
    printer = read_printer(PRINTERS, PROFILES, "standard-offset")
    assert printer.spine(92) == pytest.approx(92 / 2 * 90 * 1.25 / 1000)


def test_a_user_s_own_file_is_read_beside_the_edition_with_its_own_icc(tmp_path: Path) -> None:
    icc = (PROFILES / "FOGRA39L_coated.icc").read_bytes()
    (tmp_path / "mien.icc").write_bytes(icc)
    written(tmp_path, SOUND.replace("FOGRA39L_coated.icc", "mien.icc"))
    printer = read_printer(PRINTERS, PROFILES, "mon-imprimeur.yaml", beside=tmp_path)
    assert printer.profile == tmp_path / "mien.icc"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("bleed: 3", "bled: 3", "La clé « bled » est inconnue.\n    Vouliez-vous dire « bleed » ?"),
        ("bleed: 3", 'bleed: "3"', "« bleed » : il faut un nombre, sans guillemets ni unité."),
        ("bleed: 3", "bleed: 3 mm", "« bleed » : il faut un nombre, sans guillemets ni unité."),
        ("bleed: 3", "bleed: 60", "« bleed » : 60 n’est pas possible, il faut de 0 à 20 mm."),
        ("marks: true", "marks: oui", "« marks » : il faut true (oui) ou false (non)."),
        ("dos-carre ", "dos-caré ", "« binding » : « dos-caré » n’est pas un choix possible."),
        ("multiple: 4", "multiple: 4.5", "« multiple » : il faut un nombre entier, sans guillemets ni unité."),
        ("slug: 10", "slug: 5", "« slug » : 5 mm ne suffisent pas aux repères, il en faut 6."),
        ("39L_coated.icc", "39L_cotaed.icc", "manque.\n    Vouliez-vous dire « FOGRA39L_coated.icc » ?"),
        ("resolution_floor: 150", "resolution_floor: 600", "« resolution_floor » dépasse « resolution »"),
        ("{grammage: 115, bulk: 0.9}", "115", "« paper » : il faut le grammage et la main."),
        ("bulk: 0.9", "main: 0.9", "La clé « main » est inconnue dans « paper »."),
    ],
)
def test_a_fault_is_told_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = "\n".join(faults(tmp_path, (old, new)))
    line = SOUND[: SOUND.index(old)].count("\n") + 1
    assert told in text
    assert f"mon-imprimeur.yaml:{line}: " in text


def test_a_missing_key_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path, ("bleed: 3\n", "")) == ["mon-imprimeur.yaml:1: La clé « bleed » manque."]


def test_all_faults_are_told_together(tmp_path: Path) -> None:
    assert (
        len([x for x in faults(tmp_path, ("bleed: 3", "bleed: trois"), ("marks: true", "marks: oui")) if x[0] != " "])
        == 2
    )


def test_a_profile_that_is_no_cmyk_printer_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ecran.icc").write_bytes(b"\0" * 12 + b"mntrRGB " + b"\0" * 200)
    text = "\n".join(faults(tmp_path, ("FOGRA39L_coated.icc", "ecran.icc")))
    assert "« ecran.icc » n’est pas un profil d’imprimante CMJN." in text


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(Problems, match="Aucun profil d’imprimeur ne s’appelle « standard-couché »") as caught:
        read_printer(PRINTERS, PROFILES, "standard-couché")
    assert "Vouliez-vous dire « standard-couche » ?" in str(caught.value)


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(Problems, match="Le fichier manque"):
        read_printer(PRINTERS, PROFILES, str(tmp_path / "rien.yaml"))
