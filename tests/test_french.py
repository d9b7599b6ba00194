"""Small French: prepositions before towns, days in words."""

from __future__ import annotations

import pytest

from book import french


@pytest.mark.parametrize(
    ("town", "at", "of"),
    [
        ("Paris", "à Paris", "de Paris"),
        ("Oullins", "à Oullins", "d’Oullins"),
        ("Amiens", "à Amiens", "d’Amiens"),
        ("Évreux", "à Évreux", "d’Évreux"),
        ("Hyères", "à Hyères", "d’Hyères"),
        ("Le Mans", "au Mans", "du Mans"),
        ("Les Ulis", "aux Ulis", "des Ulis"),
        ("La Rochelle", "à La Rochelle", "de La Rochelle"),
        ("L’Isle-Jourdain", "à L’Isle-Jourdain", "de L’Isle-Jourdain"),
        ("Lespinasse", "à Lespinasse", "de Lespinasse"),
    ],
)
def test_towns(town: str, at: str, of: str) -> None:
    assert french.at_town(town) == at
    assert french.of_town(town) == of


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-11-23", "23 novembre 2026"),
        ("2019-05-01", "1er mai 2019"),
        ("2050-08-15", "15 août 2050"),
        ("2024-02-29", "29 février 2024"),
    ],
)
def test_days(day: str, words: str) -> None:
    assert french.long_date(day) == words


@pytest.mark.parametrize("day", ["2023-02-29", "23/11/2026", "novembre"])
def test_what_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        french.long_date(day)


@pytest.mark.parametrize(("text", "said"), [("des santés", "Des santés"), ("égalité", "Égalité"), ("", "")])
def test_sentence_case(text: str, said: str) -> None:
    assert french.sentence_case(text) == said
