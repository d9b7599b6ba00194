"""Records as plain values and back: what a store writes as JSON, for any frozen dataclass of ours."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_plain(value: Any) -> Any:
    """Return a record as dictionaries, lists and scalars; keys of dictionaries become text."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    return value


def from_plain(kind: type[T], value: Any) -> T:
    """Return the record of type `kind` that `to_plain` wrote. Raises KeyError or TypeError if it is none."""
    read: T = _read(kind, value)
    return read


def _read(kind: Any, value: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        return kind(**{name: _read(hint, value[name]) for name, hint in _hints(kind).items()})
    origin, parts = get_origin(kind), get_args(kind)
    if origin is tuple:
        hints = [parts[0]] * len(value) if parts[1:] == (Ellipsis,) else parts
        return tuple(_read(hint, item) for hint, item in zip(hints, value, strict=True))
    if origin is dict:
        return {_read(parts[0], key): _read(parts[1], item) for key, item in value.items()}
    if origin is Literal or value is None:
        return value
    return kind(value) if kind in (int, float, str, bool) else value


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
