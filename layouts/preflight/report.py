"""What one can forward to a printer: each file, each check, each place shown; and the same for machines."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from markupsafe import Markup
from pikepdf import PdfError

from layouts.palette import read_palette
from layouts.preflight import pictures
from layouts.preflight.document import Document
from layouts.preflight.findings import Expectation, Finding, number, plural
from layouts.preflight.page import Page
from layouts.preflight.registry import BESIDES, CHECKS, Check, checks_for

_KINDS = {
    "screen": "fichier d’écran", "press": "fichier d’imprimeur", "cover": "couverture d’imprimeur",
    "booklet": "livret à plier", "form": "fiches à remplir à l’écran", "sheet": "feuilles à imprimer",
    "cards": "planches de cartes à découper", "tiles": "feuilles d’affiche à coller",
}  # fmt: skip
_SEVERITIES = {"refuse": "À corriger", "warn": "À regarder"}

_PAGE = Markup("""<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title>
<style>
{style}</style></head>
<body>
<header><p class="label">Contrôle avant impression</p><h1>{title}</h1><p class="verdict {tone}">{verdict}</p></header>
<main>
{body}</main>
</body>
</html>
""")
_FILE = Markup("""<section><h2>{name}</h2>
<p>{told}</p>
<details><summary>{checked}</summary><ul class="checks">
{checks}</ul></details>
{findings}{boxes}{inks}</section>
""")
_CHECK = Markup('<li class="{tone}">{title} <span>{count}</span></li>\n')
_FINDING = Markup("""<article class="{tone}"><p class="label">{severity} · {title}</p>
<p>{sentence}</p>{picture}</article>
""")
_SHOWN = Markup('<img src="{source}" alt="{alt}">')
_BOXES = Markup("""<h3>Formats</h3><figure>{picture}<figcaption>Page {folio} : en vert le format rogné, {trim} mm ;
en bleu le fond perdu, {bleed} mm ; en noir la feuille, {media} mm.</figcaption></figure>
""")
_INKS = Markup("""<h3>Encrage</h3><p>Somme des encres, textes non compris : {legend}.</p><ol class="inks">
{maps}</ol>
""")
_MAP = Markup('<li><img src="{source}" alt="page {folio}, {most} % au plus"> {folio} · {most} %</li>\n')
_LEVEL = Markup('<span class="level" style="background:{colour}"></span>\u00a0{least}\u00a0% et plus')


def report(
    files: Mapping[str, bytes], expectations: Mapping[str, Expectation], findings: Sequence[Finding], title: str
) -> dict[str, bytes]:
    """Return preflight.html and preflight.json for files that were checked, and what was found."""
    documents = {name: document for name in expectations if (document := _open(name, files, expectations))}
    body = Markup().join(_file(document, expectations, findings) for document in documents.values())
    lost = [finding for finding in findings if finding.file not in documents]
    body += Markup().join(_article(finding, None) for finding in lost)
    here = Path(__file__).parent
    tokens = read_palette(here.parent / "base" / "palette.yaml").css()
    style = tokens + (here / "report.css").read_text(encoding="utf-8")
    page = _PAGE.format(
        title=title, style=Markup(style), body=body, verdict=_verdict(findings), tone=_tone(findings)
    )
    told = _machine(documents, expectations, findings)
    for document in documents.values():
        document.close()
    return {
        "preflight.html": page.encode(),
        "preflight.json": (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode(),
    }


def _open(name: str, files: Mapping[str, bytes], expectations: Mapping[str, Expectation]) -> Document | None:
    try:
        return Document(name, files[name], expectations[name])
    except PdfError:
        return None  # a finding tells it


def _verdict(findings: Sequence[Finding]) -> str:
    refused = sum(finding.severity == "refuse" for finding in findings)
    warned = len(findings) - refused
    doubts = plural(warned, "point à regarder", "points à regarder")
    if refused:
        return f"Livraison refusée : {plural(refused, 'faute', 'fautes')}, {doubts}."
    return f"Les fichiers peuvent partir ; {doubts}." if warned else "Les fichiers peuvent partir."


def _tone(findings: Sequence[Finding]) -> str:
    severities = {finding.severity for finding in findings}
    return "refuse" if "refuse" in severities else "warn" if severities else "sound"


def _file(document: Document, expectations: Mapping[str, Expectation], findings: Sequence[Finding]) -> Markup:
    mine = [finding for finding in findings if finding.file == document.name]
    checks = checks_for(document.name, expectations)
    printed = document.expected.kind in ("press", "cover")
    count = plural(len(document.pages), "page", "pages")
    return _FILE.format(
        name=document.name,
        told=f"{_KINDS[document.expected.kind].capitalize()}, {count}. {_verdict(mine)}",
        checked=plural(len(checks), "contrôle fait", "contrôles faits"),
        checks=Markup().join(_check(each, mine) for each in checks),
        findings=Markup().join(_article(finding, document) for finding in mine),
        boxes=_boxes(document) if printed else "",
        inks=_inks(document) if printed else "",
    )


def _check(each: Check, findings: Sequence[Finding]) -> Markup:
    mine = [finding for finding in findings if finding.check == each.id]
    return _CHECK.format(title=each.title, tone=_tone(mine), count=str(len(mine)) if mine else "rien à redire")


def _article(finding: Finding, document: Document | None) -> Markup:
    picture = Markup()
    if document and finding.page and finding.box:
        source = pictures.place(document.pages[finding.page - 1], finding.box)
        picture = _SHOWN.format(source=source, alt=f"L’endroit, page {finding.folio}, entouré de rouge")
    return _FINDING.format(
        tone=finding.severity,
        severity=_SEVERITIES[finding.severity],
        title=_title(finding.check),
        sentence=finding.sentence(),
        picture=picture,
    )


def _title(check: str) -> str:
    return next((each.title for each in CHECKS if each.id == check), BESIDES.get(check, check))


def _boxes(document: Document) -> Markup:
    page, folio = document.pages[0], document.labels[0]
    alt = f"Page {folio} de {document.name}, ses formats dessinés"
    picture = _SHOWN.format(source=pictures.boxes(page), alt=alt)
    sizes = {name: _size(page, name) for name in ("trim", "bleed", "media")}
    return _BOXES.format(picture=picture, folio=folio, **sizes)


def _size(page: Page, name: str) -> str:
    x0, y0, x1, y1 = getattr(page, name)
    return f"{number((x1 - x0) * 25.4 / 72)} × {number((y1 - y0) * 25.4 / 72)}"


def _inks(document: Document) -> Markup:
    return _INKS.format(
        legend=Markup(", ").join(_LEVEL.format(colour=colour, least=least) for least, colour in pictures.LEVELS),
        maps=Markup().join(_maps(document)),
    )


def _maps(document: Document) -> Iterator[Markup]:
    for page, folio in zip(document.pages, document.labels, strict=True):
        source, most = pictures.inks(page)
        yield _MAP.format(source=source, folio=folio, most=most)


def _machine(
    documents: Mapping[str, Document], expectations: Mapping[str, Expectation], findings: Sequence[Finding]
) -> dict[str, object]:
    return {
        "delivered": all(finding.severity != "refuse" for finding in findings),
        "files": [
            {
                "file": document.name,
                "kind": document.expected.kind,
                "pages": len(document.pages),
                "checks": [each.id for each in checks_for(document.name, expectations)],
            }
            for document in documents.values()
        ],
        "findings": [
            {
                "severity": finding.severity, "check": finding.check, "file": finding.file, "page": finding.page,
                "folio": finding.folio, "box": finding.box, "text": finding.text,
            }
            for finding in findings
        ],
    }  # fmt: skip
