"""What was found, told in few lines: one for each thing that was looked for in each file."""

from __future__ import annotations

from collections.abc import Iterable

from layouts.preflight.findings import Finding
from layouts.preflight.registry import BESIDES, CHECKS

_TITLES = {check.id: check.title for check in CHECKS} | BESIDES


def told_together(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Tell findings in their order: those of one check in one file by their pages, one alone by its own sentence."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.file, finding.check), []).append(finding)
    told = []
    for (file, check), some in groups.items():
        pages = [str(page) for page in dict.fromkeys(finding.page for finding in some)]
        if len(pages) < 2:
            told += [finding.sentence() for finding in some]
            continue
        title = _TITLES[check]
        listed = f"{', '.join(pages[:-1])} et {pages[-1]}"
        told.append(f"{file}, pages {listed} : {title[0].lower()}{title[1:]}.")
    return tuple(told)
