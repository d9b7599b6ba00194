"""Files that are made together: of what, by what, and what they must be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from layouts.errors import LayoutError
from layouts.ledger import PageLedger
from layouts.preflight import Expectation, Finding, Kept, Over, check, refused, report, told_together

Files = dict[str, dict[str, bytes]]
"""Files by folder, below that of the edition, and by name."""


@dataclass(frozen=True)
class Finished:
    """The files of a batch by their paths below the edition's folder, what they must be, what was found in them."""

    files: Mapping[str, bytes]
    expected: Mapping[str, Expectation] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """What deserves a look, in few lines; the report tells it one by one."""
        return told_together(finding for finding in self.findings if finding.severity == "warn")


class RefusedError(LayoutError):
    """What was made may not be delivered; `report` shows why, where it was asked for."""

    def __init__(self, done: Iterable[Finished], report: Mapping[str, bytes]) -> None:
        faults = [f.sentence() for each in done for f in each.findings if f.severity == "refuse"]
        super().__init__("\n".join(faults))
        self.report = report


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

    def finish(self, files: Mapping[str, bytes], over: Over = map, kept: Kept | None = None) -> Finished:
        """Read the files back; for `over` and `kept` see layouts.preflight.check."""
        return Finished(files, self.expected, check(files, self.expected, self.ledgers, over, kept))


def passed(done: Sequence[Finished], title: str = "") -> dict[str, bytes]:
    """Return the report on all that was made, if it has a title. Raises RefusedError on what forbids delivery."""
    files = {path: data for each in done for path, data in each.files.items()}
    expected = {path: told for each in done for path, told in each.expected.items()}
    findings = [finding for each in done for finding in each.findings]
    told = report(files, expected, findings, title) if title and expected else {}
    if refused(findings):
        raise RefusedError(done, told)
    return told
