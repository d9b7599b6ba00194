"""The finished files read back, by other code than that which wrote them: what may not be delivered, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pikepdf import PdfError

from layouts.ledger import PageLedger
from layouts.preflight.document import Document
from layouts.preflight.findings import Cmyk, Expectation, Finding, Kind
from layouts.preflight.registry import checks_for
from layouts.preflight.report import report
from layouts.preflight.words import compare_words

__all__ = ["Cmyk", "Expectation", "Finding", "Kind", "check", "refused", "report"]


def check(
    files: Mapping[str, bytes], expectations: Mapping[str, Expectation], pages: Sequence[PageLedger] = ()
) -> tuple[Finding, ...]:
    """Return what is wrong with the files, in the order of files and pages.

    Files without an expectation are passed over. `pages` are the ledgers of the screen file's pages, in order:
    they tell what overflowed when the pages were laid out.
    """
    documents: dict[str, Document] = {}
    findings: list[Finding] = []
    for name, expectation in expectations.items():
        try:
            documents[name] = Document(name, files[name], expectation)
        except PdfError:
            findings.append(Finding("refuse", "file", name, 0, "", None, "le fichier ne se lit pas."))
    for document in documents.values():
        for each in checks_for(document, documents):
            findings += each.run(document)
    findings += compare_words(documents)
    findings += _overflows(documents, pages)
    for document in documents.values():
        document.close()
    order = {name: i for i, name in enumerate(expectations)}
    return tuple(sorted(findings, key=lambda f: (order[f.file], f.page, f.severity, f.check, f.text)))


def refused(findings: Sequence[Finding]) -> bool:
    """Whether something forbids delivery."""
    return any(finding.severity == "refuse" for finding in findings)


def _overflows(documents: Mapping[str, Document], pages: Sequence[PageLedger]) -> Iterator[Finding]:
    screen = next((d for d in documents.values() if d.expected.kind == "screen"), None)
    if screen is None:
        return
    for page, ledger in zip(screen.pages, pages, strict=False):
        for overflow in ledger.overflows:
            yield screen.finding("refuse", "overflow", page, overflow.box, overflow.text)
