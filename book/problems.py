"""What is wrong, where, and what to do about it: said in French, all at once, in the order of the files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

_SPACES = "\u00a0\u2009\u202f"


@dataclass(frozen=True, order=True)
class Problem:
    """One fault of one file; problems sort by file, then line, then message."""

    file: Path
    line: int
    message: str
    hint: str = ""

    def format(self, root: Path | None = None) -> str:
        """Write the problem as `file:line: sentence`, the hint indented below; paths are told from `root`."""
        shown = self.file.relative_to(root) if root and self.file.is_relative_to(root) else self.file
        lines = [f"{shown.as_posix()}:{self.line}: {self.message}"]
        lines += [f"    {line}" for line in self.hint.splitlines()]
        return "\n".join(map(_visible, lines))


class Problems(Exception):
    """All the problems of one run, sorted, each told once."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(set(problems)))
        # The arguments are the problems, so that the exception survives the way back from a worker process.
        super().__init__(self.problems)

    def format(self, root: Path | None = None) -> str:
        """Write every problem, one after the other."""
        return "\n".join(problem.format(root) for problem in self.problems)

    def __str__(self) -> str:
        return self.format()


def _visible(line: str) -> str:
    """A line as a terminal may show it: what a file says in signs that command or hide is told by its code."""
    return "".join(sign if sign.isprintable() or sign in _SPACES else f"U+{ord(sign):04X}" for sign in line)


def did_you_mean(word: str, candidates: Iterable[str]) -> str:
    """Propose the candidate that looks most like a word, as a French question; empty where none does."""
    known = {candidate.casefold(): candidate for candidate in candidates}
    close = get_close_matches(word.casefold(), known, n=1)
    return f"Vouliez-vous dire « {known[close[0]]} » ?" if close else ""
