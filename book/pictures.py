"""The pictures that an edition brings: what their name says, of a sensible size, and without anything active."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from xml.parsers import expat

from book.model import At
from book.paths import are_numbers, is_path
from book.reading import Reading

_BYTES = 5_000_000
_PIXELS = 30_000_000
_SIDE = 10_000
_SVG_BYTES = 500_000
_COPIES = 1000
_DEPTH = 100  # elements
_FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}

_SVG = "http://www.w3.org/2000/svg"
_ADMITTED = frozenset({
    "svg", "g", "defs", "title", "desc", "metadata", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "use", "symbol", "clipPath", "mask", "pattern", "linearGradient", "radialGradient", "stop", "style",
})  # fmt: skip
_TOLD = {
    "script": "un script",
    "image": "une image incorporée",
    "text": "du texte",
    "foreignObject": "un objet étranger",
    "a": "un lien",
    "font": "une police",
    "filter": "un filtre",
}
_REMEDY = {"text": "Convertir les textes en tracés.", "image": "Tout dessiner en tracés."}
_OUTER = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|@font-face|javascript:|expression\(", re.IGNORECASE)


def check_picture(path: Path, at: At, label: str, reading: Reading) -> bool:
    """Tell what is wrong with a picture, where it is named or, in a drawing, on its own line."""
    faults = len(reading.problems)
    size = path.stat().st_size
    most = _SVG_BYTES if path.suffix.lower() == ".svg" else _BYTES
    if size > most:
        weight = f"{size / 1e6:.1f}".replace(".", ",")
        limit = f"{most / 1e6:g}".replace(".", ",")
        message = f"{label} : « {path.name} » pèse {weight} Mo, il en faut au plus {limit}."
        reading.fault(at, message, "L’exporter de nouveau, plus petit.")
    elif path.suffix.lower() == ".svg":
        _Drawing(path, reading).check()
    elif fault := _photograph_fault(path):
        reading.fault(at, f"{label} : « {path.name} » {fault}")
    return len(reading.problems) == faults


def _photograph_fault(path: Path) -> str:
    """Open a picture, its size first; say what is wrong with it."""
    # Here: most editions bring no picture, and Pillow is slow to import.
    from PIL import Image, ImageFile, UnidentifiedImageError

    wanted = _FORMATS[path.suffix.lower()]
    bombs = (Image.DecompressionBombError, Image.DecompressionBombWarning)
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        lenient = ImageFile.LOAD_TRUNCATED_IMAGES  # the layout's engine sets it for the whole process
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            with Image.open(path, formats=(wanted,)) as picture:
                width, height = picture.size
                if width * height > _PIXELS or max(width, height) > _SIDE:
                    return f"mesure {width} × {height} pixels, il en faut au plus {_PIXELS // 10**6} millions."
                picture.load()
        except bombs:
            return f"a trop de pixels, il en faut au plus {_PIXELS // 10**6} millions."
        except UnidentifiedImageError:
            return f"n’est pas une image {wanted}, comme son nom le dit."
        except (OSError, SyntaxError, ValueError):
            return "est abîmée : on ne peut pas la lire jusqu’au bout."
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = lenient
    return ""


class _Drawing:
    """One reading of an SVG file: what may not be there is told with its line."""

    def __init__(self, path: Path, reading: Reading) -> None:
        self._path, self._reading = path, reading
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._open: list[str] = []
        self._ids: list[str] = []  # of the open elements, "" where one has none
        self._copies: dict[str, list[str]] = {"": []}  # what each id holds copies of; "" is the whole drawing
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._words
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.ProcessingInstructionHandler = self._instruction

    def check(self) -> None:
        """Read the whole file, or up to the fault that makes going on useless."""
        try:
            self._parser.Parse(self._path.read_bytes(), True)
            self._check_copies()
        except _TooBadError:
            return
        except expat.ExpatError as error:
            self._fault("Ce fichier n’est pas un dessin SVG bien formé.", line=error.lineno)
        except (LookupError, ValueError):
            self._fault("Ce fichier n’est pas écrit en UTF-8.", "L’exporter de nouveau.", line=1)

    def _fault(self, message: str, hint: str = "", line: int = 0) -> None:
        at = At(self._path, line or self._parser.CurrentLineNumber)
        self._reading.fault(at, message, hint)

    def _doctype(self, name: str, system: str | None, public: str | None, internal: bool) -> None:
        hint = "Retirer la ligne « <!DOCTYPE… »."
        self._fault("Un dessin ne peut pas déclarer de DOCTYPE ni d’entités.", hint)
        raise _TooBadError

    def _instruction(self, target: str, data: str) -> None:
        self._fault(f"Un dessin ne peut pas contenir d’instruction « <?{target} ».")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        namespace, _, tag = name.rpartition(" ")
        if not self._open and (tag != "svg" or namespace != _SVG):
            self._fault("Ce fichier n’est pas un dessin SVG.", 'Sa racine est <svg xmlns="…/2000/svg">.')
            raise _TooBadError
        if not self._open:
            self._check_size(attributes.get("viewBox", ""))
        if len(self._open) >= _DEPTH:
            self._fault(f"Le dessin emboîte plus de {_DEPTH} éléments les uns dans les autres.")
            raise _TooBadError
        if namespace == _SVG and tag not in _ADMITTED and "metadata" not in self._open:
            self._fault(f"Un dessin ne peut pas contenir {_told(tag)}.", _REMEDY.get(tag, ""))
        self._open.append(tag)
        self._ids.append(attributes.get("id", ""))
        for key, value in attributes.items():
            self._attribute(key.rpartition(" ")[2], value)
            if tag == "use" and key.rpartition(" ")[2] == "href":
                for id in {"", *self._ids[:-1]}:
                    self._copies.setdefault(id, []).append(value.removeprefix("#"))

    def _check_size(self, box: str) -> None:
        if not box:
            self._fault("Le dessin ne dit pas sa taille : « viewBox » manque.")
        elif not are_numbers(box, 4) or min(float(side) for side in box.replace(",", " ").split()[2:]) <= 0:
            self._fault(f"« viewBox » ne donne pas une taille : « {box[:40]} ».", "Exemple : 0 0 120 60.")

    def _check_copies(self) -> None:
        """Copies of copies can grow without end, or turn in a circle."""
        known: dict[str, int] = {}

        def count(id: str, above: tuple[str, ...]) -> int:
            if id in above or len(above) > 20:
                return _COPIES + 1
            if id not in known:
                known[id] = sum(1 + count(copied, (*above, id)) for copied in self._copies.get(id, ()))
            return known[id]

        if count("", ()) > _COPIES:
            self._fault(f"Le dessin se recopie lui-même plus de {_COPIES} fois (« use »).")

    def _attribute(self, key: str, value: str) -> None:
        if key.lower().startswith("on"):
            self._fault(f"Un dessin ne peut pas contenir de script (« {key} »).")
        elif key in ("href", "src") and not value.startswith("#"):
            self._fault(f"Un dessin ne peut pas renvoyer hors de lui-même (« {value[:40]} »).")
        elif _OUTER.search(value):
            self._fault(f"Un dessin ne peut pas renvoyer hors de lui-même (« {key} »).")
        elif key == "d" and value.strip() and not is_path(value):
            self._fault("Ce tracé (« d ») n’est pas de ceux que l’on sait dessiner.", "L’exporter de nouveau.")

    def _words(self, words: str) -> None:
        if self._open[-1:] == ["style"] and ("\\" in words or _OUTER.search(words)):
            self._fault("Le style d’un dessin ne peut pas renvoyer hors de lui-même.")

    def _end(self, name: str) -> None:
        self._open.pop()
        self._ids.pop()


class _TooBadError(Exception):
    """Nothing more of this file is worth reading."""


def _told(tag: str) -> str:
    if tag.startswith(("animate", "set")):
        return "d’animation"
    return _TOLD.get(tag, f"l’élément « {tag} »")
