"""The finished files read back, by other code than that which wrote them: what may not be delivered, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pikepdf import PdfError

from layouts.ledger import PageLedger
from layouts.preflight.document import Document
from layouts.preflight.findings import Cmyk, Expectation, Finding, Kind, refusal
from layouts.preflight.look import Kept, Over, look_all
from layouts.preflight.registry import checks_for
from layouts.preflight.report import report
from layouts.preflight.seen import Seen
from layouts.preflight.telling import told_together
from layouts.preflight.words import compare_words

__all__ = [
    "Cmyk",
    "Expectation",
    "Finding",
    "Kept",
    "Kind",
    "Over",
    "Seen",
    "check",
    "refused",
    "report",
    "told_together",
]

Ledgers = Mapping[str, Sequence[PageLedger]]


def check(
    files: Mapping[str, bytes],
    expectations: Mapping[str, Expectation],
    ledgers: Ledgers | None = None,
    over: Over = map,
    kept: Kept | None = None,
) -> tuple[Finding, ...]:
    """Return what is wrong with the files, in the order of files and pages.

    Files without an expectation are passed over. `ledgers` are those of the pages of a file, in order, by its name:
    they tell what overflowed when the pages were laid out. `over` looks at many pages as `map` would; `kept` is what
    was seen before, and receives what is seen now.
    """
    documents: dict[str, Document] = {}
    findings: list[Finding] = []
    for name, expectation in expectations.items():
        try:
            documents[name] = Document(name, files[name], expectation)
        except PdfError:
            findings.append(Finding("refuse", "file", name, 0, "", None, "le fichier ne se lit pas."))
    try:
        look_all(documents, over, kept)
        for document in documents.values():
            findings += _told(document, expectations)
        findings += compare_words(documents)
        findings += _overflows(documents, ledgers or {})
    finally:
        for document in documents.values():
            document.close()
    order = {name: i for i, name in enumerate(expectations)}
    return tuple(sorted(findings, key=lambda f: (order[f.file], f.page, f.severity, f.check, f.text)))


def refused(findings: Sequence[Finding]) -> bool:
    """Whether something forbids delivery."""
    return any(finding.severity == "refuse" for finding in findings)


def _told(document: Document, expectations: Mapping[str, Expectation]) -> Iterator[Finding]:
    """What the pages of a file told, and what the whole of it tells."""
    checks = checks_for(document.name, expectations)
    once = {each.id for each in checks if each.once}
    told: set[tuple[str, str]] = set()
    for number, seen in enumerate(document.seen, 1):
        for noted in seen.faults:
            what = noted.check, noted.fault.text
            if noted.check not in once or what not in told:
                yield document.finding(noted.check, noted.fault, number)
            told.add(what)
    for each in checks:
        if each.of_file:
            yield from document.found[each.id] if each.alone else each.of_file(document)


def _overflows(documents: Mapping[str, Document], ledgers: Ledgers) -> Iterator[Finding]:
    for name, pages in ledgers.items():
        for number, ledger in enumerate(pages if name in documents else (), 1):
            for overflow in ledger.overflows:
                yield documents[name].finding("overflow", refusal(overflow.box, overflow.text), number)
