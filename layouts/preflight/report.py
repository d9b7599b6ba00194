"""What one can forward to a printer: each file, each check, each place shown; and the same for machines."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from markupsafe import Markup
from pikepdf import PdfError

from layouts.palette import read_palette
from layouts.preflight import pictures
from layouts.preflight.document import Document
from layouts.preflight.facts import facts, size
from layouts.preflight.findings import Expectation, Finding, plural
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
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Contrôle · {title}</title>
<style>
{style}</style></head>
<body>
<header><p class="label">Contrôle avant impression</p><h1>{title}</h1><p class="verdict {tone}">{verdict}</p></header>
<main>
{body}</main>
</body>
</html>
""")
_FILES = Markup("""<table class="files"><caption class="label">{caption}</caption>
<thead><tr><th>Fichier</th><th>Pages</th><th>Format</th><th>Contrôle</th></tr></thead>
<tbody>
{rows}</tbody></table>
""")
_ROW = Markup("""<tr><th>{name}<br><span class="kind">{kind}</span></th><td>{pages}</td>
<td>{size}</td><td><span class="verdict {tone}">{told}</span></td></tr>
""")
_LINK = Markup('<a href="#{place}">{name}</a>')
_FILE = Markup("""<section id="{place}"><h2>{name}</h2>
<p>{told}</p>
{facts}{findings}{boxes}{checks}{inks}</section>
""")
_CHECKS = Markup("""<details{open}><summary>{checked}</summary><ul class="checks">
{checks}</ul></details>
""")
_FACTS = Markup("<dl>\n{rows}</dl>\n")
_FACT = Markup("<dt>{name}</dt><dd>{told}</dd>\n")
_CHECK = Markup('<li class="{tone}">{title} <span>{count}</span></li>\n')
_DONE = Markup("<li>{title}</li>\n")
_FINDING = Markup("""<article class="{tone}"><p class="label">{severity} · {title}</p>
<p>{sentence}</p>{picture}</article>
""")
_SHOWN = Markup('<img src="{source}" alt="{alt}">')
_BOXES = Markup("""<h3>Formats</h3><figure>{picture}
<figcaption>Page {folio} : <b class="trim">format rogné</b>, {trim} ;
<b class="bleed">fond perdu</b>, {bleed} ; <b class="media">feuille</b>, {media}.</figcaption></figure>
""")
_INKS = Markup("""<h3>Encrage</h3><p>Somme des encres jusqu’au bord du fond perdu, textes non compris : {legend}.</p>
<ol class="inks">
{maps}</ol>
""")
_MAP = Markup('<li><img src="{source}" alt="page {folio}, {most} % au plus"> {folio} · {most} %</li>\n')
_LEVEL = Markup(
    '<span class="key"><span class="level" style="background:{colour}"></span> {least}\u00a0% et plus</span>'
)
_FOR_THE_PRESS = ("press", "cover")


def report(
    files: Mapping[str, bytes], expectations: Mapping[str, Expectation], findings: Sequence[Finding], title: str
) -> dict[str, bytes]:
    """Return preflight.html and preflight.json for files that were checked, and what was found."""
    documents = {name: document for name in expectations if (document := _open(name, files, expectations))}
    pressed = [document for document in documents.values() if _is_pressed(document)]
    others = [document for document in documents.values() if not _is_pressed(document)]
    body = _part("Pour l’imprimeur", pressed, expectations, findings)
    body += _part("Les autres fichiers", others, expectations, findings)
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


def _is_pressed(document: Document) -> bool:
    return document.expected.kind in _FOR_THE_PRESS


def _part(
    caption: str, part: Sequence[Document], expectations: Mapping[str, Expectation], findings: Sequence[Finding]
) -> Markup:
    """A table of files, then those of which there is more to tell: all that goes to a printer, and what has faults."""
    if not part:
        return Markup()
    by_file = {document: [finding for finding in findings if finding.file == document.name] for document in part}
    shown = [document for document in part if _is_pressed(document) or by_file[document]]
    rows = Markup().join(_row(document, mine, document in shown) for document, mine in by_file.items())
    bodies = Markup().join(_file(document, expectations, by_file[document]) for document in shown)
    # Of the others what was checked is told once for each sort.
    sorts = {document.expected.kind: document for document in part if not _is_pressed(document)}
    bodies += Markup().join(
        _checks(f"Contrôles faits : {_KINDS[kind]}", document, expectations, ()) for kind, document in sorts.items()
    )
    return _FILES.format(caption=caption, rows=rows) + bodies


def _row(document: Document, mine: Sequence[Finding], shown: bool) -> Markup:
    return _ROW.format(
        name=_LINK.format(place=_place(document), name=document.name) if shown else document.name,
        kind=_KINDS[document.expected.kind],
        pages=len(document.pages),
        size=size(document.pages[0].trim),
        tone=_tone(mine),
        told=plural(len(mine), "point", "points") if mine else "rien à redire",
    )


def _place(document: Document) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in document.name)


def _file(document: Document, expectations: Mapping[str, Expectation], mine: Sequence[Finding]) -> Markup:
    printed = _is_pressed(document)
    maps = [pictures.inks(page) for page in document.pages] if printed else []
    told = facts(document, [most for _, most in maps]) if printed else ()
    count = plural(len(checks_for(document.name, expectations)), "contrôle fait", "contrôles faits")
    return _FILE.format(
        place=_place(document),
        name=document.name,
        told=f"{_KINDS[document.expected.kind].capitalize()}. {_verdict(mine)}",
        facts=_FACTS.format(rows=Markup().join(_FACT.format(name=n, told=t) for n, t in told)) if printed else "",
        findings=Markup().join(_article(finding, document) for finding in mine),
        boxes=_boxes(document) if printed else "",
        checks=_checks(count, document, expectations, mine, open_=True) if printed else "",
        inks=_inks(document, maps) if printed else "",
    )


def _checks(
    told: str, document: Document, expectations: Mapping[str, Expectation], mine: Sequence[Finding], open_: bool = False
) -> Markup:
    checks = checks_for(document.name, expectations)
    listed = Markup().join(_check(each, mine) if open_ else _DONE.format(title=each.title) for each in checks)
    return _CHECKS.format(open=" open" if open_ else "", checked=told, checks=listed)


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
    shown = next((i for i, page in enumerate(document.pages) if _bleeds(page)), 0)
    page, folio = document.pages[shown], document.labels[shown]
    alt = f"Page {folio} de {document.name}, ses formats dessinés"
    picture = _SHOWN.format(source=pictures.boxes(page), alt=alt)
    sizes = {name: size(getattr(page, name)) for name in ("trim", "bleed", "media")}
    return _BOXES.format(picture=picture, folio=folio, **sizes)


def _bleeds(page: Page) -> bool:
    """Whether something is painted into the bleed, on a side at least."""
    return any(mark.kind == "fill" and mark.visible and mark.box[0] < page.trim[0] - 1 for mark in page.marks)


def _inks(document: Document, maps: Sequence[tuple[str, int]]) -> Markup:
    shown = (
        _MAP.format(source=source, folio=folio, most=most)
        for (source, most), folio in zip(maps, document.labels, strict=True)
    )
    legend = Markup(", ").join(_LEVEL.format(colour=colour, least=least) for least, colour in pictures.LEVELS)
    return _INKS.format(legend=legend, maps=Markup().join(shown))


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
