"""What may be written in an edition.yaml: one table, in the order in which a person would write it."""

from __future__ import annotations

import re
from typing import Any

from book.edition_files import PICTURES, own_file
from book.edition_words import COLOURS, FORMATS, OUTPUTS, SECTIONS
from book.fields import choice, line, link, number
from book.keys import (
    Group,
    Json,
    Key,
    a_file,
    an_id,
    by_name,
    group,
    one_of,
    prose,
    some,
    words,
    yes_or_no,
)  # fmt: skip
from book.local import Colour
from book.reading import Reading
from book.schema import SLUG
from book.source import Fields, Items, Scalar, Value

_SECURE = r"https://[^\s/]+\.[^\s/]+(/\S*)?"
_BARE = r"[^\s:/]+\.[^\s/]+(/\S*)?"
_HEX = r"#[0-9a-fA-F]{6}"
_INKS = 4
_ID: Json = {"type": "string", "pattern": f"^{SLUG}$"}
_SCENARIO: Json = {"type": "string", "pattern": r"^(S|L)\d+$"}
_FIGURE: Json = {"type": "string", "pattern": r"^L?F\d+$"}


def _selection(what: Key, noun: str, title: str, example: str) -> Key:
    parts = {
        "select": some(what, noun, f"Ne garder que {title}."),
        "omit": some(what, noun, f"Laisser de côté {title}."),
        "order": some(what, noun, f"Mettre en tête {title}, dans cet ordre ; le reste suit."),
    }
    whole = group(parts, f"Choisir {title.replace('ces', 'les')}.", example)

    def read(value: Value, label: str, reading: Reading) -> Group:
        found = whole.read(value, label, reading)
        assert isinstance(found, Group), "a group is read as one"
        if "select" in found.values and "omit" in found.values:
            message = f"{label} : « select » et « omit » ne vont pas ensemble."
            reading.fault(found.keys["omit"], message, "Nommer ce que l’on garde, ou ce que l’on laisse.")
        return found

    return Key(read, whole.json, whole.help, example)


def _colour(value: Value, label: str, reading: Reading) -> Colour:
    srgb, cmyk = value, None
    if isinstance(value, Fields):
        for key in value.values.keys() - {"srgb", "cmyk"}:
            reading.fault(value.keys[key], f"{label} : la clé « {key} » est inconnue.", "Clés : srgb, cmyk.")
        if "srgb" not in value.values:
            reading.fault(value.at, f"{label} : la clé « srgb » manque.")
            return Colour("", None, value.at)
        srgb = value.values["srgb"]
        cmyk = _inks(value.values["cmyk"], label, reading) if "cmyk" in value.values else None
    read = line(_HEX, '"#ff6f59"')(srgb, label, reading)
    return Colour(str(read).lower(), cmyk, value.at)


def _inks(value: Value, label: str, reading: Reading) -> tuple[int, int, int, int] | None:
    items = value.items if isinstance(value, Items) else ()
    shares = [int(i.text) for i in items if isinstance(i, Scalar) and re.fullmatch(r"\d{1,3}", i.text)]
    if len(items) != _INKS or len(shares) != _INKS or max(shares) > 100:
        reading.fault(value.at, f"{label} : « cmyk » est une liste de quatre nombres, de 0 à 100.")
        return None
    return shares[0], shares[1], shares[2], shares[3]


def _copies(value: Value, label: str, reading: Reading) -> int:
    count = number(value, label, reading)
    if count > 10_000:
        reading.fault(value.at, f"{label} : {count} exemplaires, il en faut au plus 10 000.")
    return count


def _printer(value: Value, label: str, reading: Reading) -> str:
    name = str(line(rf"{SLUG}|[^\s].*\.yaml", "bureau, ou mon-imprimeur.yaml", most=120)(value, label, reading))
    if name.endswith(".yaml"):
        path = own_file(name, value.at, label, (".yaml",), reading, value.at.file.parent)
        return str(path) if path else ""
    return name


def _replace(value: Value, label: str, reading: Reading) -> Fields:
    """Keep the replacements as they are written: what each must be is known once the corpus is."""
    if isinstance(value, Fields) and value.values:
        return value
    reading.fault(value.at, f"{label} : il faut un identifiant, puis les textes à remplacer, en retrait.")
    return Fields({}, {}, value.at)


_PARTNER = group({
    "name": words("Le nom, en toutes lettres.", 80, required=True),
    "role": words("Ce que fait ce partenaire ici.", 120),
    "address": words("Son site, sans https://.", 120, _BARE, "example.org"),
    "logo": a_file("Son logo : SVG, PNG ou JPEG, dans le dossier de l’édition.", PICTURES),
    "alt": words("Ce que montre le logo, pour qui ne le voit pas.", 200),
})  # fmt: skip
_CONTACT = group({
    "name": words("Le nom.", 80, required=True),
    "role": words("La fonction.", 120),
    "organisation": words("L’organisme.", 120),
    "email": words("L’adresse électronique.", 120, r"[^\s@]+@[^\s@]+\.[^\s@]+", "contact@example.org"),
    "phone": words("Le téléphone.", 30, r"\+?[\d .]{6,}", '"05 00 00 00 00"'),
    "address": words("Le site, sans https://.", 120, _BARE, "example.org"),
})  # fmt: skip
_ENTRY = group({
    "term": words("Le mot.", 60, required=True),
    "definition": prose("Ce qu’il veut dire.", (3, 70), inline=True, required=True),
})  # fmt: skip
_ARTICLE = group({
    "title": words("Le titre de l’article.", 160, required=True),
    "publisher": words("Le journal ou l’organisme.", 80, required=True),
    "date": words("La date, telle qu’on l’imprime.", 40),
    "address": words("L’adresse, sans https://.", 200, _BARE, "example.org/article"),
    "supports": words("Ce que l’article établit, en une phrase.", 200, required=True),
})  # fmt: skip
_NEWSCAST = group({
    "title": words("Le titre du journal qui raconte vos scénarios.", 60),
    "short": words("Son nom court.", 30),
    "intro": prose("Son introduction.", (10, 80)),
})  # fmt: skip
_REPLACED: dict[str, Any] = {"type": "object", "additionalProperties": {"type": "object"}}

# fmt: off
EDITION: dict[str, Key] = {
    "base": words("L’édition dont celle-ci part ; sans rien dire, l’édition nationale.", 60, SLUG, "nationale"),
    "id": words("Le nom de l’édition dans les fichiers : celui de son dossier.", 60, SLUG, "gironde"),
    "territory": words("Un département ou une région : son code, entre guillemets, ou son nom.", 60, example='"33"'),
    "title": words("Le titre, s’il change.", 80),
    "subtitle": words("Le sous-titre ; « {scenarios} » et « {figures} » comptent ce que l’édition montre.", 120),
    "label": words("Le nom de l’édition, sous le titre.", 60, example="Édition de la Gironde"),
    "cycle": words("Le nom du cycle.", 80),
    "version": words("La version, à augmenter à chaque tirage.", 20, example='"1.0"'),
    "date": words("Le jour de cette version ; tous les fichiers le portent.", 10, r"\d{4}-\d\d-\d\d", '"2026-11-23"'),
    "language": words("La langue.", 5, r"[a-z]{2}(-[A-Z]{2})?", "fr"),
    "author": words("Qui signe les fichiers.", 120),
    "subject": words("De quoi il est question, pour les moteurs de recherche.", 200),
    "keywords": some(words("", 40), "mot-clé", "Les mots-clés des fichiers.", "[CCAS, Gironde]", most=30),
    "rights": words("Les droits.", 240),
    "presentation": prose("Un court texte qui présente cette édition, de 10 à 90 mots.", (10, 90),
                          example="|-\n  Cette édition…"),
    "foreword": a_file("Un avant-propos signé : un fichier Markdown.", (".md",), "avant-propos.md"),
    "partners": some(_PARTNER, "partenaire", "Les partenaires, dans l’ordre où ils s’impriment.",
                     "\n  - name: …\n    logo: logo.svg", most=24),
    "contacts": some(_CONTACT, "contact", "À qui écrire.", "\n  - name: …\n    email: …", most=12),
    "credits": some(words("", 200), "ligne", "Ce que l’on doit à qui, une ligne chacun.", "\n  - …", most=20),
    "colours": by_name(choice(*COLOURS), {"enum": list(COLOURS)}, Key(_colour, {"anyOf": [
        {"type": "string", "pattern": f"^{_HEX}$"},
        {"type": "object", "required": ["srgb"], "additionalProperties": False, "properties": {
            "srgb": {"type": "string", "pattern": f"^{_HEX}$"},
            "cmyk": {"type": "array", "minItems": _INKS, "maxItems": _INKS,
                     "items": {"type": "integer", "minimum": 0, "maximum": 100}}}}]}, ""),
        "Des couleurs à la place de celles de la palette ; le contraste est vérifié.", '\n  coral: "#ff6f59"'),
    "address": words("L’adresse où mènent les codes QR.", 200, _SECURE, "https://example.org/gironde"),
    "newscasts": _selection(an_id("newscasts", _ID), "journal", "ces journaux", "\n  order: [talence]"),
    "scenarios": _selection(an_id("scenarios", _SCENARIO), "scénario", "ces scénarios", "\n  omit: [S15]"),
    "figures": _selection(an_id("figures", _FIGURE), "figure", "ces figures", "\n  omit: [F7]"),
    "sections": group({
        "omit": some(one_of("", *SECTIONS), "partie", "Les parties que l’on laisse de côté."),
        "order": some(one_of("", *SECTIONS), "partie", "Les parties que l’on met en tête de leur moitié du livre."),
    }, "Choisir les parties du livre.", "\n  omit: [themes]"),
    "newscast": Key(_NEWSCAST.read, _NEWSCAST.json, "Le journal de vos propres scénarios (dossier scenarios/).",
                    "\n  title: Le journal de la Gironde"),
    "glossary": by_name(line(SLUG, "point-conseil"), _ID, _ENTRY, "Des mots de plus au glossaire.",
                        "\n  point-conseil:\n    term: point conseil\n    definition: …"),
    "press": by_name(line(SLUG, "journal-2027"), _ID, _ARTICLE, "Des articles de plus, que vos textes peuvent citer.",
                     "\n  journal-2027:\n    title: …\n    publisher: …\n    supports: …"),
    "replace": Key(_replace, _REPLACED, "D’autres mots que ceux de la base : l’identifiant, puis le champ.",
                   "\n  S03:\n    concerned: …"),
    "texts": yes_or_no("Dire « false » pour laisser des lignes à la place des textes de l’édition.", "false"),
    "videos": by_name(link("newscasts"), _ID, words("", 200, _SECURE, "https://example.org/film"),
                      "L’adresse du film de chaque journal.", "\n  talence: https://…"),
    "outputs": some(one_of("", *OUTPUTS), "fichier", "Ce que l’on fabrique ; sinon, tout.",
                    "[ecran, imprimeur, cartes]"),
    "formats": some(one_of("", *FORMATS), "format", "Les formats des cartes et du livre.", "[98x140]"),
    "printer": Key(_printer, {"type": "string"}, "Le profil d’imprimeur, ou son fichier, à côté.", "bureau"),
    "copies": Key(_copies, {"type": "integer", "minimum": 1, "maximum": 10_000}, "Le nombre d’exemplaires.", "50"),
}
# fmt: on
IDENTITY = (
    "title",
    "subtitle",
    "cycle",
    "label",
    "version",
    "date",
    "language",
    "author",
    "subject",
    "keywords",
    "rights",
)  # fmt: skip
"""The keys that an edition must have, its own or those of its base."""
