"""Content streams cut into operators and operands (ISO 32000-1, 7.8.2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

_TOKEN = re.compile(
    rb"""(?P<image>\bBI\s.*?\sID\s.*?\sEI\b)
    |\[(?P<show>[^\[\]()/]*)\]\s*TJ\b
    |(?P<number>[+-]?(?:\d+\.?\d*|\.\d+))
    |/(?P<name>[^\s()<>\[\]{}/%]*)
    |(?P<operator>[A-Za-z'"][A-Za-z0-9*]*)
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

Operation = tuple[str, list[Any]]


class Name(str):
    """A PDF name, without its stroke."""

    __slots__ = ()


def operations(stream: bytes) -> Iterator[Operation]:
    """Yield each operator with its operands: numbers, names, bytes, lists, dictionaries; BI is an inline image."""
    operands: list[Any] = []
    nested: list[list[Any]] = []
    for match in _TOKEN.finditer(stream):
        kind = match.lastgroup
        if kind == "number":
            operands.append(float(match[0]))
        elif kind == "show":
            yield "TJ", [_shown(match["show"])]
            operands = []
        elif kind == "operator":
            word = match[0]
            if word in _CONSTANTS:
                operands.append(_CONSTANTS[word])
            else:
                yield word.decode(), operands
                operands = []
        elif kind == "open":
            nested.append(operands)
            operands = []
        elif kind == "close" and nested:
            inner, operands = operands, nested.pop()
            operands.append(inner if match["close"] == b"]" else _dictionary(inner))
        elif kind == "image":
            yield "BI", [next(operations(match["image"][2:].split(b" ID", 1)[0] + b" BI"), ("BI", []))[1]]
        elif kind is not None:
            operands.append(_operand(kind, match[kind]))


def _operand(kind: str, raw: bytes) -> Any:
    if kind == "name":
        return Name(re.sub(rb"#([0-9A-Fa-f]{2})", lambda m: bytes([int(m[1], 16)]), raw).decode("latin-1"))
    return _hex(raw) if kind == "hex" else _ESCAPE.sub(_unescape, raw[1:-1])


@lru_cache(maxsize=20_000)  # the screen's lines are those of the press and of the booklet
def _shown(raw: bytes) -> list[Any]:
    return [float(kern) if kern else _hex(text) for text, kern in _SHOWN.findall(raw)]


def _hex(raw: bytes) -> bytes:
    text = raw.decode()
    return bytes.fromhex(text if len(text) % 2 == 0 else "".join(text.split()) + "0")


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    return bytes([int(code, 8) & 255]) if code.isdigit() else _ESCAPED.get(code, code)


def _dictionary(flat: list[Any]) -> dict[str, Any]:
    return {str(key): value for key, value in zip(flat[::2], flat[1::2], strict=False)}
