"""Measure, print tables, write bench.json.

    python -m tests.bench [--runs 3] [--editions 10,20,101] [--only "un mot"]

Each measure is a fresh process, and the median counts; cases and peers take turns, so that all see the same machine.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from tests.bench.cases import Batch, Case, cases, growth
from tests.bench.peers import commands
from tests.bench.running import ROOT, Measure, Project, Run, median, run

REFERENCE = "WeasyPrint"
EACH = 0.05  # aimed at for each further edition of a batch, all its files
COMPOSE = "import sys, pathlib, tests.bench.peers as peers; peers.write_documents(pathlib.Path(sys.argv[1]))"


def measure_peers(runs: int, folder: Path, tell: Callable[[str], None]) -> list[Measure]:
    """Measure WeasyPrint's command line and its peers on the book as one document."""
    tell("Composition du document unique…")
    run([sys.executable, "-c", COMPOSE, str(folder)], ROOT)
    done: dict[str, list[Run]] = {name: [] for name in commands(folder)}
    for turn in range(runs):
        for name, command in commands(folder).items():
            tell(f"{name}, mesure {turn + 1} sur {runs}…")
            done[name].append(run(command, folder))
    return [median(name, some) for name, some in done.items()]


def measure_ours(runs: int, wanted: str, project: Project, tell: Callable[[str], None]) -> list[tuple[Case, Measure]]:
    """Measure our cases, those whose name holds `wanted`."""
    done = []
    for case in cases(project):
        if wanted in case.name:
            tell(f"{case.name}…")
            done.append((case, median(case.name, [case.measure() for _ in range(runs)])))
    return done


def number(value: float, digits: int = 2) -> str:
    """Write a number as French does."""
    return f"{value:.{digits}f}".replace(".", ",")


def cases_table(ours: Sequence[tuple[Case, Measure]], peers: Sequence[Measure]) -> Table:
    """Every case and every peer beside WeasyPrint's command line."""
    reference = next(peer for peer in peers if peer.name == REFERENCE).seconds
    table = _table("Construire, à côté de WeasyPrint sur le même livre", "Temps", "Mémoire", "Part", "Voulu")
    for name, measure, aim in [(c.name, m, c.aim) for c, m in ours] + [(peer.name, peer, 0.0) for peer in peers]:
        share = measure.seconds / reference
        colour = "green" if share <= aim else "red" if aim else "default"
        aimed = f"≤ {number(aim)}" if aim else ""
        table.add_row(
            name, f"{number(measure.seconds)} s", f"{measure.memory:.0f} Mo", f"[{colour}]{number(share)}[/]", aimed
        )
    return table


def batches_table(batches: Sequence[Batch], reference: float) -> Table:
    """What each further edition costs, and how memory grows."""
    table = _table("Des éditions ensemble, tous leurs fichiers", "Temps", "Mémoire", "Chaque édition de plus", "Voulu")
    for before, batch in zip([None, *batches], batches, strict=False):
        more = batch.editions - (before.editions if before else 0)
        each = (batch.seconds - (before.seconds if before else 0)) / more / reference
        colour = "green" if each <= EACH else "red"
        told = f"[{colour}]{number(each, 3)}[/]"
        table.add_row(
            str(batch.editions), f"{number(batch.seconds, 1)} s", f"{batch.memory:.0f} Mo", told, f"≤ {number(EACH)}"
        )
    return table


def stages_table(measure: Measure) -> Table:
    """The share of each stage of a case."""
    table = _table(f"Part de chaque étape : {measure.name}", "Temps", "Part")
    for stage, seconds in measure.stages.items():
        table.add_row(stage, f"{number(seconds)} s", f"{100 * seconds / measure.seconds:.0f} %")
    return table


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title)
    table.add_column("")
    for heading in headings:
        table.add_column(heading, justify="right")
    return table


@click.command()
@click.option("--runs", default=3, show_default=True, help="Mesures de chaque cas ; la médiane compte.")
@click.option("--editions", default="1,10", show_default=True, help="Tailles des lots d’éditions : 1,10,20,101.")
@click.option("--only", "wanted", default="", help="Les cas dont le nom contient ces mots, sans les lots.")
def main(runs: int, editions: str, wanted: str) -> None:
    """Mesure la construction des éditions ; écrit bench.json dans le dossier courant."""
    console = Console()
    with tempfile.TemporaryDirectory(prefix="banc-") as name:
        folder = Path(name)
        project = Project.copied(folder / "projet")
        peers = measure_peers(runs, folder, console.print)
        reference = next(peer for peer in peers if peer.name == REFERENCE).seconds
        ours = measure_ours(runs, wanted, project, console.print)
        batches = [] if wanted else growth(project, [int(count) for count in editions.split(",")], console.print)
    console.print(cases_table(ours, peers))
    for _, measure in ours:
        if measure.stages:
            console.print(stages_table(measure))
    if batches:
        console.print(batches_table(batches, reference))
    shares = {measure.name: measure.seconds / reference for _, measure in ours}
    told = {
        "runs": runs,
        "cases": [asdict(measure) for _, measure in ours],
        "peers": [asdict(measure) for measure in peers],
        "shares": shares,
        "batches": [asdict(batch) for batch in batches],
    }
    Path("bench.json").write_text(json.dumps(told, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
