"""What machines read: index.json, the list of editions and files in French; SHA256SUMS, the checksums of all."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from layouts.site.manifest import PAGE
from layouts.site.measure import COVERS
from layouts.site.shelf import Shelf, Shown

_FAMILIES = {"departement": "département", "region": "région"}


def index(shelf: Shelf) -> bytes:
    """Return the list of the editions and of their files, addresses relative to it, keys and labels in French."""
    told = {
        "titre": shelf.first.identity.title,
        "cycle": shelf.first.identity.cycle,
        "langue": "fr",
        "page": PAGE,
        "sommes_de_controle": "SHA256SUMS",
        "editions": [_edition(shown) for shown in shelf.all],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def sums(editions: Iterable[Shown]) -> bytes:
    """Return the checksums of the files of all editions, as `sha256sum -c` reads them."""
    lines = (
        f"{piece.sha256}  {shown.folder}/{piece.path}\n" for shown in editions for piece in shown.manifest.files
    )
    return "".join(lines).encode()


def _edition(shown: Shown) -> dict[str, Any]:
    told, place = shown.identity, shown.place
    covers = COVERS if shown.manifest.covers else ()
    return {
        "identifiant": told.id,
        "nom": told.label,
        "titre": told.title,
        "sous_titre": told.subtitle,
        "territoire": {"code": place.code, "nom": place.name, "famille": _FAMILIES[place.family]} if place else None,
        "version": told.version,
        "date": told.date,
        "page": shown.address + PAGE,
        "couvertures": [f"{shown.address}{name}" for name in covers],
        "fichiers": [
            {
                "adresse": f"{shown.address}{line.address}",
                "nom": line.name,
                "usage": use.title,
                "caracteristiques": list(line.facts),
                "pages": line.piece.pages,
                "octets": line.piece.bytes,
                "sha256": line.piece.sha256,
                "version": line.piece.version,
            }
            for use in shown.uses
            for line in (*use.lines, *(line for fold in use.folds for line in fold.lines))
        ],
    }
