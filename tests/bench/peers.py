"""The same book by others: the composed sections as one document, printed by those of them that are installed."""

from __future__ import annotations

import re
import shutil
import sys
from html import unescape
from pathlib import Path

from tests.bench.running import ROOT

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-pdf-header-footer",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
_BLOCK = re.compile(r"<(h[1-3]|p|li)\b[^>]*>(.*?)</\1>", re.DOTALL)
_MARK = re.compile(r"<[^>]+>")
_ESCAPED = re.compile(r"([\\#$*_`<>@\[\]~/=+-])")


def write_documents(folder: Path) -> None:
    """Write the sections as one document: livre.html with the layout's own style sheets, livre.typ with its text.

    Called in a process of its own: what this one holds in memory would count for those that it starts.
    """
    from layouts.layout import read_layout
    from layouts.palette import read_palette
    from tests.building import build_book

    built = build_book(folder / "dist")
    layout = read_layout(ROOT / "layouts" / "book")
    tokens = folder / "tokens.css"
    tokens.write_text(read_palette(ROOT / "layouts" / "base" / "palette.yaml").css(), encoding="utf-8")
    sheets = (tokens, *layout.stylesheets, ROOT / "tests" / "sides.css")
    links = "".join(f'<link rel="stylesheet" href="{path.as_uri()}">' for path in sheets)
    bodies = [(piece.section.side, _body(piece.section.html)) for piece in built.sections]
    whole = "\n".join(f'<div class="opens-{side}">{body}</div>' for side, body in bodies)
    (folder / "livre.html").write_text(
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Livre</title>{links}</head>'
        f"<body>{whole}</body></html>",
        encoding="utf-8",
    )
    text = "\n#pagebreak()\n".join("\n\n".join(_typst(body)) for _, body in bodies)
    (folder / "livre.typ").write_text(f'#set page("a5")\n#set text(lang: "fr", 9.5pt)\n{text}\n', encoding="utf-8")


def commands(folder: Path) -> dict[str, list[str]]:
    """Return the command of each of them that is installed; WeasyPrint's own is the measure of all others."""
    page, found = folder / "livre.html", {}
    found["WeasyPrint"] = [
        sys.executable, "-m", "weasyprint", "-q", "--pdf-variant", "pdf/ua-1", str(page), str(folder / "weasyprint.pdf")
    ]  # fmt: skip
    if chromium := next(filter(None, map(shutil.which, CHROMIUM)), None):
        printed = (f"--user-data-dir={folder / 'profil'}", f"--print-to-pdf={folder / 'chromium.pdf'}")
        found["Chromium"] = [chromium, *CHROMIUM_OPTIONS, *printed, page.as_uri()]
    if typst := shutil.which("typst"):
        found["Typst (texte seul)"] = [typst, "compile", str(folder / "livre.typ"), str(folder / "typst.pdf")]
    if vivliostyle := shutil.which("vivliostyle"):
        found["Vivliostyle"] = [vivliostyle, "build", str(page), "-o", str(folder / "vivliostyle.pdf")]
    return found


def _body(html: str) -> str:
    found = _BODY.search(html)
    assert found, "une section sans <body>"
    return found[1]


def _typst(body: str) -> list[str]:
    """The headings and paragraphs of a section in Typst's markup."""
    blocks = []
    for kind, inner in _BLOCK.findall(body):
        words = " ".join(unescape(_MARK.sub("", inner)).split())
        if words:
            level = "=" * int(kind[1]) + " " if kind[0] == "h" else "- " if kind == "li" else ""
            blocks.append(level + _ESCAPED.sub(r"\\\1", words))
    return blocks
