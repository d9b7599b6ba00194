"""Small French that depends on a name or a date: « au Mans », « d’Oullins », « 23 novembre 2026 »."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

_VOWELS = "aeiouyàâäéèêëîïôöûüœæh"
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def at_town(name: str) -> str:
    """Return « à » and the town: à Nancy, au Mans, à La Rochelle."""
    if name.startswith("Le "):
        return f"au {name[3:]}"
    if name.startswith("Les "):
        return f"aux {name[4:]}"
    return f"à {name}"


def of_town(name: str) -> str:
    """Return « de » and the town: de Paris, d’Oullins, du Mans."""
    if name.startswith("Le "):
        return f"du {name[3:]}"
    if name.startswith("Les "):
        return f"des {name[4:]}"
    return f"d’{name}" if name[0].lower() in _VOWELS else f"de {name}"


def long_date(day: str) -> str:
    """Return an ISO day in words: 1er mars 2026. Raises ValueError where it is not a day."""
    value = date.fromisoformat(day)
    number = "1er" if value.day == 1 else str(value.day)
    return f"{number} {_MONTHS[value.month - 1]} {value.year}"


_UNITS = (
    "zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize",
)  # fmt: skip
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}


def in_words(number: int) -> str:
    """Return a whole number in letters, up to 69; above, in figures."""
    if number < len(_UNITS):
        return _UNITS[number]
    if number < 20:
        return f"dix-{_UNITS[number - 10]}"
    if number not in range(20, 70):
        return str(number)
    tens, units = number - number % 10, number % 10
    if units == 0:
        return _TENS[tens]
    return f"{_TENS[tens]} et un" if units == 1 else f"{_TENS[tens]}-{_UNITS[units]}"


def enumeration(words: Sequence[str]) -> str:
    """Join some words as a list: Paris, Oullins et Nancy."""
    return " et ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def sentence_case(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
