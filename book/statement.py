"""What a statement is: its words, its kind, the references it stands on, the place where it is written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Kind(StrEnum):
    """What a statement is: a sourced fact, a text of the edition, or an addition of a regional edition."""

    SOURCE = "source"
    EDITION = "edition"
    LOCAL = "local"


@dataclass(frozen=True)
class At:
    """The place where a record is written: a file and its line, counted from 1."""

    file: Path
    line: int


@dataclass(frozen=True)
class Text:
    """A piece of prose in Markdown, what kind of statement it is, and the references it stands on."""

    markdown: str
    kind: Kind
    sources: tuple[str, ...]
    at: At

    @property
    def blank(self) -> bool:
        """Whether the words were switched off: the page leaves ruled space in their place."""
        return not self.markdown
