"""From the name or the folder of an edition to an Edition over the corpus of the project."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from book.loading import read_corpus, read_record
from book.model import At, Corpus, Edition
from book.problems import Problem, Problems
from book.reading import Reading, or_among
from book.schema import EDITION
from book.source import Fields, Scalar, read_yaml
from book.territories import read_territories

_CORPUS = Path("book", "corpus")
_EDITIONS = Path("book", "editions")
_TERRITORIES = Path("book", "territories.yaml")
_FILE = "edition.yaml"


def edition_names(project_root: Path) -> tuple[str, ...]:
    """Return the names of the project's own editions, sorted."""
    return tuple(sorted(path.parent.name for path in (project_root / _EDITIONS).glob(f"*/{_FILE}")))


def read_edition(project_root: Path, name_or_path: str | Path) -> Edition:
    """Read an edition of the project, or of a folder given by its path; raise all the problems together."""
    file = _edition_file(project_root, name_or_path)
    reading = Reading()
    corpus = read_corpus(project_root / _CORPUS, reading)
    corpus = replace(corpus, territories=read_territories(project_root / _TERRITORIES)["departement"])
    edition = _read_identity(file, corpus, reading)
    if edition and file.parent.parent == project_root / _EDITIONS and edition.id != file.parent.name:
        message = f"L’identifiant « {edition.id} » demande un dossier nommé « {edition.id} »."
        reading.fault(edition.at, message)
    reading.finish()
    assert edition is not None, "an edition without problem is read whole"
    return edition


def _edition_file(project_root: Path, name_or_path: str | Path) -> Path:
    """Find the file of an edition: a bare word is a name, all else a path to a folder or to its file."""
    path = Path(name_or_path)
    if path.name == str(name_or_path) and not path.suffix and path.name:
        names = edition_names(project_root)
        if path.name not in names:
            message = f"Aucune édition ne s’appelle « {path.name} »."
            raise Problems([Problem(project_root / _EDITIONS, 1, message, or_among(path.name, names))])
        return project_root / _EDITIONS / path.name / _FILE
    return path if path.suffix == ".yaml" else path / _FILE


def _read_identity(file: Path, corpus: Corpus, reading: Reading) -> Edition | None:
    tree = read_yaml(file, reading)
    if tree is None:
        return None
    if not isinstance(tree, Fields):
        reading.fault(tree.at, "Le fichier doit être une suite de lignes « clé: valeur ».")
        return None
    edition = read_record(EDITION, tree, At(file, 1), reading, corpus=corpus)
    written = tree.values.get("date")
    if isinstance(edition, Edition) and isinstance(written, Scalar) and not _is_day(edition.date):
        reading.fault(written.at, f"« date » : « {edition.date} » n’est pas un jour du calendrier.")
    return edition if isinstance(edition, Edition) else None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
