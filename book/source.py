"""From files to values that remember file and line: YAML, and Markdown under a YAML front matter.

PyYAML composes the tree and tells the marks; nothing is constructed from tags, so a file can only hold
words, lists and mappings. What each of them means is said in `book.schema`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from book.model import At
from book.reading import Reading
from book.syntax import NO_ANCHORS, tell

_FENCE = "---"
# The C parser is ten times faster; PyYAML is sometimes built without it.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH = 100
_BRACKET = re.compile(r"[\[\]{}]")
_DASHES = re.compile(r"(?:[-?:] +){20}|(?:^ *[-?] *\n){100}|^ {120}", re.MULTILINE)
_DEEP = "Le fichier emboîte trop de listes les unes dans les autres."
# Characters that no one sees, and line ends that YAML alone would count.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")


@dataclass(frozen=True)
class Scalar:
    """A single value: its text, what YAML takes it for, and whether its lines are lines of the file."""

    text: str
    type: str  # str, int, float, bool, null, timestamp
    at: At
    literal: bool = False

    def at_offset(self, offset: int) -> At:
        """Return the place of a character of the text."""
        skipped = self.text.count("\n", 0, offset) if self.literal else 0
        return At(self.at.file, self.at.line + skipped)


@dataclass(frozen=True)
class Items:
    """A list of values."""

    items: tuple[Value, ...]
    at: At


@dataclass(frozen=True)
class Fields:
    """A mapping: its values by key, and where each key is written."""

    values: Mapping[str, Value]
    keys: Mapping[str, At]
    at: At


Value = Scalar | Items | Fields


def read_yaml(path: Path, reading: Reading) -> Value | None:
    """Read a YAML file; where it cannot be read, tell why and return nothing."""
    text = _read_text(path, reading)
    return None if text is None else _compose(text, path, reading)


def read_markdown(path: Path, reading: Reading) -> tuple[Fields, Scalar] | None:
    """Read a Markdown file: the fields of its front matter, and its body."""
    text = _read_text(path, reading)
    if text is None:
        return None
    lines = text.split("\n")
    fences = [number for number, line in enumerate(lines) if line.rstrip() == _FENCE]
    if not fences or fences[0] != 0:
        reading.fault(At(path, 1), "L’en-tête manque.", "La première ligne du fichier doit être « --- ».")
        return None
    if len(fences) == 1:
        reading.fault(At(path, 1), "L’en-tête n’est pas fermé.", "Il se termine par une ligne « --- ».")
        return None
    # The opening fence gives way to an empty line, so that the marks of the parser are lines of the file.
    front = _compose("\n".join(["", *lines[1 : fences[1]]]), path, reading)
    if front is None:
        return None
    if not isinstance(front, Fields):
        reading.fault(front.at, "L’en-tête doit être une suite de lignes « clé: valeur ».")
        return None
    body = _block("\n".join(lines[fences[1] + 1 :]), "str", At(path, fences[1] + 2))
    return Fields(front.values, front.keys, At(path, 1)), body


def _read_text(path: Path, reading: Reading) -> str | None:
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        reading.fault(At(path, 1), "Le fichier manque.")
        return None
    except IsADirectoryError:
        reading.fault(At(path, 1), "Ce n’est pas un fichier.", "Un fichier de texte est attendu ici.")
        return None
    except OSError:
        reading.fault(At(path, 1), "Le fichier ne se laisse pas lire.", "Vérifier ses droits d’accès.")
        return None
    try:
        # A letter and its accent are one character, as the fonts have them.
        text = unicodedata.normalize("NFC", raw.decode("utf-8-sig").replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        reading.fault(At(path, line), "Le fichier n’est pas en UTF-8.", "L’enregistrer de nouveau en UTF-8.")
        return None
    if not text.strip():
        reading.fault(At(path, 1), "Le fichier est vide.")
        return None
    unseen = _UNSEEN.search(text)
    if unseen:
        line = text.count("\n", 0, unseen.start()) + 1
        reading.fault(At(path, line), f"La ligne contient un caractère invisible (U+{ord(unseen[0]):04X}).")
        return None
    return text


def _compose(text: str, path: Path, reading: Reading) -> Value | None:
    tabs = [n for n, line in enumerate(text.split("\n"), 1) if "\t" in line[: len(line) - len(line.lstrip())]]
    for line in tabs:
        reading.fault(At(path, line), "Cette ligne commence par une tabulation.", "Mettre des espaces.")
    if tabs:
        return None
    if _is_deep(text):
        reading.fault(At(path, 1), _DEEP)
        return None
    try:
        anchors = _anchors(text)
        node = None if anchors else yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        told = tell(error)
        reading.fault(At(path, told.line), told.message, told.hint)
        return None
    for line in anchors:
        reading.fault(At(path, line), NO_ANCHORS, "Un texte qui commence par « & » s’écrit entre guillemets.")
    if node is None and not anchors:
        reading.fault(At(path, 1), "Il n’y a ici aucune clé : tout est vide ou en commentaire.")
    return None if node is None else _value(node, path, reading)


def _is_deep(text: str) -> bool:
    """Tell whether lists stand in lists beyond what anyone writes: the parser in C would fall with the process."""
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth = max(0, depth + (1 if bracket[0] in "[{" else -1))
        if depth > _DEPTH:
            return True
    return _DASHES.search(text) is not None


def _anchors(text: str) -> list[int]:
    """Return the lines that set an anchor: an alias makes the tree no tree, and can make it explode."""
    if "&" not in text:
        return []
    tokens = yaml.scan(text, Loader=_LOADER)
    return [t.start_mark.line + 1 for t in tokens if isinstance(t, yaml.AnchorToken | yaml.AliasToken)]


def _value(node: yaml.Node, path: Path, reading: Reading) -> Value:
    at = At(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _fields(node, at, reading)
    if isinstance(node, yaml.SequenceNode):
        return Items(tuple(_value(item, path, reading) for item in node.value), at)
    kind = node.tag.rpartition(":")[2]
    if isinstance(node, yaml.ScalarNode) and node.style == "|":
        return _block(node.value, kind, At(path, at.line + 1))
    return Scalar(node.value.strip(), kind, at)


def _fields(node: yaml.MappingNode, at: At, reading: Reading) -> Fields:
    values: dict[str, Value] = {}
    keys: dict[str, At] = {}
    for key_node, value_node in node.value:
        key_at = At(at.file, key_node.start_mark.line + 1)
        key = key_node.value if isinstance(key_node, yaml.ScalarNode) else ""
        if not key_node.tag.endswith(":str") or not key:
            quoted = f'L’écrire entre guillemets : "{key}".' if key else ""
            reading.fault(key_at, f"La clé « {key} » n’est pas lue comme un texte.", quoted)
        elif key in keys:
            reading.fault(key_at, f"La clé « {key} » est déjà écrite à la ligne {keys[key].line}.")
        else:
            keys[key] = key_at
            values[key] = _value(value_node, at.file, reading)
    return Fields(values, keys, at)


def _block(text: str, kind: str, at: At) -> Scalar:
    """Make a scalar of lines of the file, which starts where its first word is."""
    blank = len(text) - len(text.lstrip())
    return Scalar(text.strip(), kind, At(at.file, at.line + text.count("\n", 0, blank)), literal=True)
