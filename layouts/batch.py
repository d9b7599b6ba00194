"""Files that are made together: of what, by what, and what they must be."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from layouts.errors import LayoutError
from layouts.ledger import PageLedger
from layouts.preflight import Expectation, Finding, Kept, Over, check, report

Files = dict[str, dict[str, bytes]]
"""Files by folder, below that of the edition, and by name."""


@dataclass(frozen=True)
class Finished:
    """The files of a batch by their paths below the edition's folder, fit for delivery, and what deserves a look."""

    files: Mapping[str, bytes]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Batch:
    """Files that stand or go together; `digest` is that of all they depend on.

    Each of the makers makes some of them and knows nothing of the others: they may work at the same time.
    `expected` tells what a file must be, `ledgers` those of its pages, by its path; `pages` counts those of the book.
    """

    name: str
    digest: str
    makers: tuple[Callable[[], Files], ...]
    expected: Mapping[str, Expectation] = field(default_factory=dict)
    ledgers: Mapping[str, Sequence[PageLedger]] = field(default_factory=dict)
    pages: int = 0

    def make(self, maker: int) -> dict[str, bytes]:
        """Make the files of one maker, by path. Raises LayoutError."""
        made = self.makers[maker]()
        return {str(PurePosixPath(folder, name)): data for folder, each in made.items() for name, data in each.items()}

    def finish(self, files: dict[str, bytes], over: Over, kept: Kept | None, reported: str = "") -> Finished:
        """Read the files back, and join the report of that to them if its title is `reported`.

        For `over` and `kept` see layouts.preflight.check. Raises LayoutError on what forbids delivery.
        """
        findings = check(files, self.expected, self.ledgers, over, kept)
        if refused := [_told(finding) for finding in findings if finding.severity == "refuse"]:
            raise LayoutError("\n".join(refused))
        if reported and self.expected:
            files = files | report(files, self.expected, findings, reported)
        return Finished(files, tuple(_told(finding) for finding in findings))


def _told(finding: Finding) -> str:
    return f"{finding.file}, page {finding.page} : {finding.text}"
