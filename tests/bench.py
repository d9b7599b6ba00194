"""How fast the book is built: against WeasyPrint alone and Chromium on the same HTML, in one run.

    python -m tests.bench [--runs 3]

Prints a table and writes bench.json into the current folder. Each measure is a fresh process; the median counts.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

ROOT = Path(__file__).resolve().parent.parent
LIMITS = {"WeasyPrint": 1.15, "Chromium": 2.0}
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "chrome")
CHROMIUM_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--no-pdf-header-footer",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
_STAGE = re.compile(r"^(\S.*?)\s+(\d+[.,]\d+) s\s*$", re.MULTILINE)
_BODY = re.compile(r"<body>(.*)</body>", re.DOTALL)
_SIDE = re.compile(r'<html[^>]*class="(\w+)"')


@dataclass
class Run:
    """One fresh process: seconds of the clock, peak memory of its largest process in MB, what it printed."""

    seconds: float
    memory: float
    printed: str = ""


@dataclass
class Measure:
    """The median of some runs of one builder."""

    name: str
    seconds: float
    memory: float
    pages: int
    stages: dict[str, float] = field(default_factory=dict)

    @property
    def speed(self) -> float:
        """Pages per second."""
        return self.pages / self.seconds


def whole_html(folder: Path) -> None:
    """Write the HTML of all sections as one document, livre.html, with the layout's own style sheets.

    Called in a process of its own: what this one holds in memory would count for those that it starts.
    """
    from layouts.layout import read_layout
    from layouts.palette import read_palette
    from tests.building import build_book

    built = build_book(folder / "dist")
    layout = read_layout(ROOT / "layouts" / "book")
    tokens = folder / "tokens.css"
    tokens.write_text(read_palette(ROOT / "layouts" / "base" / "palette.yaml").css(), encoding="utf-8")
    links = "".join(f'<link rel="stylesheet" href="{path.as_uri()}">' for path in (tokens, *layout.stylesheets))
    # In one document the side of a section is its own business, no longer that of the root.
    sides = "<style>.opens-verso { break-before: left } .opens-recto { break-before: right }</style>"
    bodies = "\n".join(_section(piece.section.html) for piece in built.sections)
    (folder / "livre.html").write_text(
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Livre</title>{links}{sides}</head>'
        f"<body>{bodies}</body></html>",
        encoding="utf-8",
    )


def _section(html: str) -> str:
    body, side = _BODY.search(html), _SIDE.search(html)
    assert body, "une section sans <body>"
    return f'<div class="opens-{side[1] if side else "verso"}">{body[1]}</div>'


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command and measure it, the processes that it starts included."""
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=out, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read().decode(errors="replace")
    if process.returncode:
        raise click.ClickException(f"{command[0]} a échoué :\n{printed[-2000:]}")
    unit = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kilobytes elsewhere
    return Run(seconds, usage.ru_maxrss / unit, printed)


def middle(name: str, runs: Sequence[Run], pages: int) -> Measure:
    """The median of the runs; stages are those of the run nearest to it."""
    seconds = statistics.median(run.seconds for run in runs)
    nearest = min(runs, key=lambda run: abs(run.seconds - seconds))
    stages = {stage: float(value.replace(",", ".")) for stage, value in _STAGE.findall(nearest.printed)}
    if stages:
        stages = {"démarrage": max(nearest.seconds - sum(stages.values()), 0.0), **stages}
    return Measure(name, seconds, statistics.median(run.memory for run in runs), pages, stages)


def measure_all(runs: int, folder: Path, tell: Callable[[str], None]) -> list[Measure]:
    """Measure our build, WeasyPrint's command line and Chromium, one run of each in turn."""
    tell("Composition du document unique…")
    compose = "import sys, pathlib, tests.bench; tests.bench.whole_html(pathlib.Path(sys.argv[1]))"
    run([sys.executable, "-c", compose, str(folder)], ROOT)
    page = folder / "livre.html"
    # The same file as theirs, inspection included; nothing kept from a run before.
    ours = ["make", "--fresh", "--only", "ecran", "--out", str(folder / "dist")]
    commands: dict[str, list[str]] = {
        "Le projet": [sys.executable, str(ROOT / "build.py"), *ours],
        "WeasyPrint": [
            sys.executable, "-m", "weasyprint", "-q", "--pdf-variant", "pdf/ua-1",
            str(page), str(folder / "weasyprint.pdf"),
        ],
    }  # fmt: skip
    if chromium := next(filter(None, map(shutil.which, CHROMIUM)), None):
        profile = f"--user-data-dir={folder / 'profil'}"
        printed = f"--print-to-pdf={folder / 'chromium.pdf'}"
        commands["Chromium"] = [chromium, *CHROMIUM_OPTIONS, profile, printed, page.as_uri()]
    else:
        tell("Chromium n’est pas installé : il n’est pas mesuré.")
    done: dict[str, list[Run]] = {name: [] for name in commands}
    for turn in range(runs):
        for name, command in commands.items():
            tell(f"{name}, mesure {turn + 1} sur {runs}…")
            done[name].append(run(command, folder))
    files = {
        "Le projet": next((folder / "dist").rglob("livre-ecran.pdf")),
        "WeasyPrint": folder / "weasyprint.pdf",
        "Chromium": folder / "chromium.pdf",
    }
    return [middle(name, some, _pages(files[name])) for name, some in done.items()]


def _pages(pdf: Path) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def _number(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".replace(".", ",")


def table_of(measures: Sequence[Measure]) -> Table:
    """The measures side by side, with how many times each one our build takes."""
    ours = measures[0]
    table = Table(title="Construire l’édition nationale")
    for heading in ("", "Temps", "Pages", "Pages/s", "Mémoire", "Rapport", "Voulu"):
        table.add_column(heading, justify="left" if not heading else "right")
    for measure in measures:
        limit = LIMITS.get(measure.name)
        ratio = ours.seconds / measure.seconds
        colour = "green" if limit and ratio <= limit else "red"
        table.add_row(
            measure.name,
            f"{_number(measure.seconds)} s",
            str(measure.pages),
            _number(measure.speed, 1),
            f"{measure.memory:.0f} Mo",
            f"[{colour}]× {_number(ratio)}[/]" if limit else "",
            f"≤ {_number(limit)}" if limit else "",
        )
    return table


def stages_of(measure: Measure) -> Table:
    """The share of each stage in our build."""
    table = Table(title="Part de chaque étape")
    table.add_column("")
    table.add_column("Temps", justify="right")
    table.add_column("Part", justify="right")
    for stage, seconds in measure.stages.items():
        table.add_row(stage, f"{_number(seconds)} s", f"{100 * seconds / measure.seconds:.0f} %")
    return table


@click.command()
@click.option("--runs", default=3, show_default=True, help="Mesures de chacun ; la médiane compte.")
def main(runs: int) -> None:
    """Mesure la construction de l’édition nationale ; écrit bench.json dans le dossier courant."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="banc-") as name:
        measures = measure_all(runs, Path(name), console.print)
    console.print(table_of(measures))
    console.print(stages_of(measures[0]))
    ratios = {measure.name: measures[0].seconds / measure.seconds for measure in measures[1:]}
    report = {"runs": runs, "measures": [asdict(measure) for measure in measures], "ratios": ratios}
    Path("bench.json").write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
