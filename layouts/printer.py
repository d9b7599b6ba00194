"""A printer's numbers as a value: what the press files must be for those presses and that paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from book.fields import choice, line
from book.model import At
from book.problems import Problem, Problems
from book.reading import Reading, or_among
from book.source import Fields, Items, Scalar, Value, read_yaml
from layouts.state import digest_of

# The marks start outside the bleed, 2 mm at least from the trim, and are this long (mm).
MARK_GAP, MARK_LEAST, MARK_LENGTH = 1.0, 2.0, 5.0

Binding = str  # "dos-carre" (perfect: a cover apart) or "agrafe" (saddle stitch: one file)


@dataclass(frozen=True)
class Paper:
    """A paper: its grammage in g/m² and its bulk, the volume of a gram."""

    grammage: float
    bulk: float

    @property
    def thickness(self) -> float:
        """Thickness of a leaf, in mm."""
        return self.grammage * self.bulk / 1000


@dataclass(frozen=True)
class Printer:
    """What a printer asks for. Lengths in mm, inks in percent, resolutions in pixels per inch."""

    name: str
    binding: Binding
    bleed: float
    slug: float
    marks: bool
    colour_bar: bool
    slug_line: bool
    safe: float
    condition: str
    profile: Path
    ink_limit: float
    resolution: float
    resolution_floor: float
    multiple: int
    paper: Paper

    @property
    def cover_apart(self) -> bool:
        """Whether the cover is a file of its own."""
        return self.binding == "dos-carre"

    @property
    def mark_offset(self) -> float:
        """Where the marks start, from the trim."""
        return max(self.bleed + MARK_GAP, MARK_LEAST)

    @property
    def digest(self) -> str:
        """The digest of its numbers and of its ICC profile."""
        return digest_of((repr(self), sha256(self.profile.read_bytes()).hexdigest()))

    def spine(self, pages: int) -> float:
        """Width of the spine of a block of so many pages."""
        return pages / 2 * self.paper.thickness


def printer_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the project's own profiles, sorted."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def read_printer(folder: Path, profiles: Path, name_or_path: str, beside: Path | None = None) -> Printer:
    """Read a profile of `folder` by its name, or a file by its path, also sought `beside` an edition.

    `profiles` holds the ICC profiles of the project; a printer's own may lie beside the file.
    Raises Problems, all of them together.
    """
    file = _file(folder, name_or_path, beside)
    reading = Reading()
    tree = read_yaml(file, reading)
    if tree is not None and not isinstance(tree, Fields):
        reading.fault(tree.at, "Le fichier doit être une suite de lignes « clé: valeur ».")
    printer = _printer(tree, file, profiles, reading) if isinstance(tree, Fields) else None
    reading.finish()
    assert printer is not None, "a profile without problem is read whole"
    return printer


def _file(folder: Path, name_or_path: str, beside: Path | None) -> Path:
    path = Path(name_or_path)
    if path.name == name_or_path and not path.suffix:
        names = printer_names(folder)
        if name_or_path not in names:
            message = f"Aucun profil d’imprimeur ne s’appelle « {name_or_path} »."
            raise Problems([Problem(folder, 1, message, or_among(name_or_path, names))])
        return folder / f"{name_or_path}.yaml"
    return beside / path if beside and not path.exists() and (beside / path).exists() else path


def _printer(tree: Fields, file: Path, profiles: Path, reading: Reading) -> Printer | None:
    faults = len(reading.problems)
    found = _record(tree, _FIELDS, "", At(file, 1), reading)
    if len(reading.problems) > faults:
        return None
    paper = found.pop("paper")
    assert isinstance(paper, dict), "read by _paper"
    icc = str(found.pop("profile"))
    places = [file.parent / icc, profiles / icc]
    found["profile"] = next((place for place in places if place.is_file()), places[-1])
    printer = Printer(**found, paper=Paper(**paper))  # type: ignore[arg-type]  # each key has its reader
    _check(printer, tree, reading)
    return printer


def _check(printer: Printer, tree: Fields, reading: Reading) -> None:
    """Tell what the numbers say against each other."""
    needed = printer.mark_offset + MARK_LENGTH - printer.bleed
    if printer.marks and printer.slug < needed:
        message = f"« slug » : {_told(printer.slug)} mm ne suffisent pas aux repères, il en faut {_told(needed)}."
        reading.fault(tree.keys["slug"], message, "Ou dire « marks: false ».")
    if printer.colour_bar and not printer.marks:
        reading.fault(tree.keys["colour_bar"], "« colour_bar » : la gamme d’encres va avec les repères.")
    if printer.slug_line and printer.slug < needed:
        message = f"« slug_line » : la ligne de service demande {_told(needed)} mm de « slug »."
        reading.fault(tree.keys["slug_line"], message)
    if printer.resolution_floor > printer.resolution:
        message = "« resolution_floor » dépasse « resolution » : c’est le plancher, plus bas que la cible."
        reading.fault(tree.keys["resolution_floor"], message)
    if not printer.profile.is_file():
        names = sorted(path.name for path in printer.profile.parent.glob("*.icc"))
        message = f"« profile » : le profil ICC « {printer.profile.name} » manque."
        reading.fault(tree.keys["profile"], message, or_among(printer.profile.name, names))
    elif printer.profile.read_bytes()[12:20] != b"prtrCMYK":
        message = f"« profile » : « {printer.profile.name} » n’est pas un profil d’imprimante CMJN."
        reading.fault(tree.keys["profile"], message)


Reader = Callable[[Value, str, Reading], object]


def _record(tree: Fields, fields: Mapping[str, Reader], of: str, at: At, reading: Reading) -> dict[str, object]:
    """Read each key by its reader; tell those that are missing or unknown."""
    for key in tree.values.keys() - fields.keys():
        reading.fault(tree.keys[key], f"La clé « {key} » est inconnue{of}.", or_among(key, fields))
    for key in fields.keys() - tree.values.keys():
        reading.fault(at, f"La clé « {key} » manque{of}.")
    return {key: read(tree.values[key], f"« {key} »", reading) for key, read in fields.items() if key in tree.values}


def _measure(unit: str, least: float, most: float, whole: bool = False) -> Reader:
    """Make the reader of a number between two others."""

    def read(value: Value, label: str, reading: Reading) -> float:
        number = value.text if isinstance(value, Scalar) and value.type in ("int", "float") else ""
        try:
            found = int(number) if whole else float(number)
        except ValueError:
            hint = "Avec un point, pas une virgule : 0.9." if not whole else ""
            sort = "un nombre entier" if whole else "un nombre"
            reading.fault(value.at, f"{label} : il faut {sort}, sans guillemets ni unité.", hint)
            return 0
        if not least <= found <= most:
            told = f"{label} : {_told(found)} n’est pas possible, il faut de {_told(least)} à {most:g}{unit}."
            reading.fault(value.at, told)
        return found

    return read


def _told(number: float) -> str:
    return f"{number:g}".replace(".", ",")


def _yes_or_no(value: Value, label: str, reading: Reading) -> bool:
    if isinstance(value, Scalar) and value.text in ("true", "false"):
        return value.text == "true"
    reading.fault(value.at, f"{label} : il faut true (oui) ou false (non).")
    return False


def _paper(value: Value, label: str, reading: Reading) -> object:
    if isinstance(value, Scalar | Items):
        hint = "Exemple : {grammage: 90, bulk: 1.25}."
        reading.fault(value.at, f"{label} : il faut le grammage et la main.", hint)
        return {}
    fields = {"grammage": _measure(" g/m²", 30, 500), "bulk": _measure("", 0.5, 3)}
    return _record(value, fields, f" dans {label}", value.at, reading)


_FIELDS: Mapping[str, Reader] = {
    "name": line(),
    "binding": choice("dos-carre", "agrafe"),
    "bleed": _measure(" mm", 0, 20),
    "slug": _measure(" mm", 0, 50),
    "marks": _yes_or_no,
    "colour_bar": _yes_or_no,
    "slug_line": _yes_or_no,
    "safe": _measure(" mm", 0, 30),
    "condition": line(r"[A-Za-z][\w .-]*", "FOGRA39"),
    "profile": line(r"[^/\\]+\.(icc|icm)", "FOGRA39L_coated.icc"),
    "ink_limit": _measure(" %", 100, 400),
    "resolution": _measure(" dpi", 72, 2400),
    "resolution_floor": _measure(" dpi", 72, 2400),
    "multiple": _measure(" pages", 1, 64, whole=True),
    "paper": _paper,
}
