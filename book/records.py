"""The records of a corpus by the name of their family, for what treats all families alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from book.model import Corpus


def records_of(corpus: Corpus, family: str) -> Mapping[str, Any]:
    """Return the records of a family, by id."""
    records: Mapping[str, Any] = getattr(corpus, family)
    return records


def with_records(corpus: Corpus, family: str, records: Mapping[str, Any]) -> Corpus:
    """Return the corpus with other records in place of those of a family."""
    changed: dict[str, Any] = {family: records}
    return replace(corpus, **changed)
