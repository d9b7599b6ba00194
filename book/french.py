"""Small French that depends on a name or a date: « au Mans », « d’Oullins », « 23 novembre 2026 »."""

from __future__ import annotations

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


def sentence_case(text: str) -> str:
    """Return the text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
