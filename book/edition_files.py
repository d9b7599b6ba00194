"""The files that stand beside an edition: found in its folder and nowhere else, of the kind their name says."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from book.model import At
from book.pictures import check_picture
from book.reading import Reading

PICTURES = (".svg", ".png", ".jpg", ".jpeg")
# A scheme, or the way a network folder is written.
_NETWORK = re.compile(r"[a-zA-Z][\w+.-]*:(?!$)|//|\\\\")
_LONGEST = 200  # bytes of a path
_LARGEST_TEXT = 200_000  # bytes


def own_file(name: str, at: At, label: str, suffixes: tuple[str, ...], reading: Reading, root: Path) -> Path | None:
    """Find a file that an edition names, from its folder `root`; where it may not be read, tell why."""
    fault, hint = _refusal(name, root, suffixes)
    if fault:
        reading.fault(at, f"{label} : {fault}", hint)
        return None
    path = root / name
    if path.suffix.lower() in PICTURES and not check_picture(path, at, label, reading):
        return None
    return path


def _refusal(name: str, root: Path, suffixes: tuple[str, ...]) -> tuple[str, str]:
    """Say why a file cannot be read, and what to do; two empty texts where it can."""
    beside = "Copier le fichier dans le dossier de l’édition et donner son nom."
    written = PurePosixPath(name)
    if not name.isprintable() or len(name.encode()) > _LONGEST:
        return "ce n’est pas un nom de fichier.", "Un nom court, sans caractère caché."
    if _NETWORK.match(name):
        return f"« {name} » est une adresse, il faut un fichier.", beside
    if "\\" in name:
        return f"« {name} » contient une barre oblique inverse.", "Les dossiers se séparent par « / »."
    if written.is_absolute() or ".." in written.parts or name.startswith("~"):
        return f"« {name} » est hors du dossier de l’édition.", beside
    if written.suffix.lower() not in suffixes:
        return f"« {name} » n’a pas la fin attendue.", f"Admis : {', '.join(suffixes)}."
    path = root / name
    if leads_out(path, root):
        return f"« {name} » mène, par un lien, hors du dossier de l’édition.", beside
    if path.is_dir():
        return f"« {name} » est un dossier, il faut un fichier.", beside
    if not path.is_file():
        return f"le fichier « {name} » manque.", f"Il est attendu dans {root.name}/."
    return "", ""


def leads_out(path: Path, root: Path) -> bool:
    """Tell whether a path, its links followed, leaves a folder."""
    return not path.resolve().is_relative_to(root.resolve())


def fit_to_read(path: Path, root: Path, reading: Reading) -> bool:
    """Tell whether a text file may be read: it is in the folder, links followed, and of a sensible size."""
    if leads_out(path, root):
        reading.fault(At(path, 1), "Ce fichier mène, par un lien, hors du dossier de l’édition.")
        return False
    if path.exists() and not path.is_file():
        reading.fault(At(path, 1), "Ce n’est pas un fichier.", "Un fichier de texte est attendu ici.")
        return False
    if path.is_file() and path.stat().st_size > _LARGEST_TEXT:
        message = f"Le fichier pèse plus de {_LARGEST_TEXT // 1000} ko : ce n’est pas un texte d’édition."
        reading.fault(At(path, 1), message)
        return False
    return True
