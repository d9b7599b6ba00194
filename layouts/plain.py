"""Records as plain values and back: what a store writes as JSON, for any frozen dataclass of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

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
    """Return the record of type `kind` that `to_plain` wrote.

    Raises KeyError, TypeError or ValueError if it is none.
    """
    hint: Any = kind  # to mypy a type with a variable cannot be a key
    read: T = _reader_of(hint)(value)
    return read


@cache
def _reader_of(kind: Any) -> Callable[[Any], Any]:
    """What reads values of one type: made once for each, as a ledger holds tens of thousands of them."""
    if is_dataclass(kind) and isinstance(kind, type):
        readers = [(name, _reader_of(hint)) for name, hint in get_type_hints(kind).items()]
        return lambda value: kind(**{name: read(value[name]) for name, read in readers})
    origin, hints = get_origin(kind), get_args(kind)
    if origin is tuple and hints[1:] == (Ellipsis,):
        each = _reader_of(hints[0])
        return lambda value: tuple(map(each, value))
    parts = [_reader_of(hint) for hint in hints] if origin in (tuple, dict) else []
    if origin is tuple:
        return lambda value: tuple(read(item) for read, item in zip(parts, value, strict=True))
    if origin is dict:
        return lambda value: {parts[0](key): parts[1](item) for key, item in value.items()}
    return kind if kind in (int, float, str, bool) else _as_it_is


def _as_it_is(value: Any) -> Any:
    return value
