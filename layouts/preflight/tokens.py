"""Content streams cut into operators and operands (ISO 32000-1, 7.8.2).

What streams hold most of is taken whole, for speed: a path from its first operator to its last, and a line of type.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_TOKEN = re.compile(
    rb"""(?P<image>\bBI\s.*?\sID\s.*?\sEI\b)
    |(?P<path>(?:(?:[-+.0-9]++\s++){2,6}+(?:[mlcvy]|re)\s++|h\s++)++)
    |(?P<numbers>(?:[-+.0-9]++\s++)*+)(?P<operator>[A-Za-z'"][A-Za-z0-9*]*)
    |\[(?P<show>[^\[\]()/]*(?:\(\)[^\[\]()/]*)*)\]\s*TJ\b
    |(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))
    |/(?P<name>[^\s()<>\[\]{}/%]*)
    |(?P<open><<|\[)
    |(?P<close>>>|\])
    |<(?P<hex>[0-9A-Fa-f\s]*)>
    |(?P<string>\((?:[^()\\]|\\.|\((?:[^()\\]|\\.)*\))*\))
    |%[^\r\n]*""",
    re.VERBOSE | re.DOTALL,
)
_SHOWN = re.compile(rb"<([0-9A-Fa-f\s]*)>|([+-]?(?:\d+\.?\d*|\.\d+))")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r\n": b"", b"\r": b""}
_CONSTANTS = {b"true": True, b"false": False, b"null": None}

PATH, SHOW = "path", "show"
"""The operators that stand for several: a path's bytes, and the array of TJ where it holds no literal string."""

Operation = tuple[str, list[Any]]


class Name(str):
    """A PDF name, without its stroke."""

    __slots__ = ()


@lru_cache(maxsize=1024)  # a drawing stands on several pages, and the pages of the screen on the booklet's sheets
def operations(stream: bytes) -> tuple[Operation, ...]:
    """Return each operator with its operands: numbers, names, bytes, lists, dictionaries; BI is an inline image."""
    found: list[Operation] = []
    operands: list[Any] = []
    nested: list[list[Any]] = []
    for match in _TOKEN.finditer(stream):
        kind = match.lastgroup
        if kind == "operator":
            numbers, word = match.group("numbers", "operator")
            operands += map(float, numbers.split()) if numbers else ()
            if word in _CONSTANTS:
                operands.append(_CONSTANTS[word])
            else:
                found.append((word.decode(), operands))
                operands = []
        elif kind == "path":
            found.append((PATH, [match[0]]))
        elif kind == "show":
            found.append((SHOW, [_plain(match["show"])]))
            operands = []
        elif kind == "open":
            nested.append(operands)
            operands = []
        elif kind == "close" and nested:
            inner, operands = operands, nested.pop()
            operands.append(inner if match["close"] == b"]" else _dictionary(inner))
        elif kind == "image":
            found.append(("BI", [_entries(match["image"])]))
        elif kind is not None:
            operands.append(_operand(kind, match[kind]))
    return tuple(found)


def _entries(image: bytes) -> list[Any]:
    """The entries of an inline image, flat in a list."""
    return operations(image[2:].split(b" ID", 1)[0] + b" EI")[0][1]


def _operand(kind: str, raw: bytes) -> Any:
    if kind == "number":
        return float(raw)
    if kind == "name":
        return _name(raw)
    return _hex(raw) if kind == "hex" else _ESCAPE.sub(_unescape, raw[1:-1])


@lru_cache(maxsize=1024)
def _name(raw: bytes) -> Name:
    return Name(re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), raw).decode("latin-1"))


def _plain(array: bytes) -> bytes:
    """The array of a line written in one way, so that the same line of two files is the same."""
    for empty in (b"<>", b"()"):
        array = array.replace(empty, b" ")
    return b" ".join(array.replace(b"<", b" <").replace(b">", b"> ").split())


def shown(line: bytes) -> list[Any]:
    """The strings and kerns of a line; those of nothing are left out."""
    return [float(kern) if kern else _hex(text) for text, kern in _SHOWN.findall(line) if kern != b"0"]


@lru_cache(maxsize=8192)  # most strings of a line are one sign
def _hex(raw: bytes) -> bytes:
    text = raw.decode()
    return bytes.fromhex(text if len(text) % 2 == 0 else "".join(text.split()) + "0")


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 255]) if code.isdigit() else _ESCAPED.get(code, code)


def _dictionary(flat: list[Any]) -> dict[str, Any]:
    return {str(key): value for key, value in zip(flat[::2], flat[1::2], strict=False)}
