"""What builds are asked on the command line: where a file comes from, what changed from one build to another."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import click

from book.editions import has_edition, project_corpus, read_edition
from book.model import Edition
from layouts.errors import LayoutError
from layouts.shop import Shop

MISUSED = 2
"""The exit status of `compare` where there is nothing that it could compare."""
STALE = 3
"""The exit status of `identify` where a file is out of date; 1 says that one could not be identified."""

_IDENTIFY = """Dit d’où vient un PDF, et s’il est à jour.

De quelle édition, de quelle version, et de quel corpus. Un dossier vaut pour tous les PDF qu’il contient. Code de
sortie : 0, tout est à jour ; 1, un fichier n’est pas d’ici ou ne peut pas être comparé ; 3, un fichier est périmé.
"""
_COMPARE = """Dit ce qui a changé entre deux constructions.

Deux dossiers, ou deux PDF. Les pages se retrouvent par ce qu’elles montrent, les cartes par leur numéro. Le rapport, à
ouvrir dans un navigateur, met côte à côte les pages changées. Code de sortie : 0, rien n’a changé de ce qu’on lit ou
voit ; 1, quelque chose a changé ; 2, la comparaison n’a pas pu se faire.
"""


def build_commands(shop: Shop) -> tuple[click.Command, ...]:
    """Return the commands about builds."""
    return _identify_command(shop), _compare_command(shop)


def _compare_command(shop: Shop) -> click.Command:
    names = {"before": "AVANT", "after": "APRÈS"}
    sides = [click.Argument([key], type=click.Path(path_type=Path), metavar=name) for key, name in names.items()]
    folder = click.Path(path_type=Path, file_okay=False)
    out = click.Option(["--out"], type=folder, help="Dossier du rapport (dist/comparaison).")

    def compare(before: Path, after: Path, out: Path | None) -> None:
        run_compare(shop, before, after, out or shop.dist / "comparaison")

    return click.Command("compare", callback=compare, params=[*sides, out], help=_COMPARE)


def _identify_command(shop: Shop) -> click.Command:
    paths = click.Argument(["paths"], nargs=-1, required=True, metavar="FICHIER...", type=click.Path(path_type=Path))
    edition = click.Option(["--edition"], help="Comparer à cette édition : un nom, ou le chemin de son dossier.")

    def identify(paths: tuple[Path, ...], edition: str | None) -> None:
        run_identify(shop, paths, edition)

    return click.Command("identify", callback=identify, params=[paths, edition], help=_IDENTIFY)


def run_identify(shop: Shop, paths: tuple[Path, ...], edition: str | None) -> None:
    """Tell of each file; then end the command with the status that the worst of them deserves."""
    from layouts.builds.identify import identify, pdfs_of

    @cache
    def find(name: str) -> Edition | None:
        if edition:
            return shop.guarded(lambda: read_edition(shop.root, edition))
        return shop.guarded(lambda: read_edition(shop.root, name)) if has_edition(shop.root, name) else None

    @cache
    def corpus() -> str:
        return project_corpus(shop.root)

    states, faults = set(), []
    for given in paths:
        try:
            for path in pdfs_of(given):
                found = identify(path, find, corpus)
                states.add(found.state)
                shop.say("\n".join(found.lines))
        except LayoutError as fault:
            faults.append(str(fault))
    if faults:
        shop.fail("\n".join(faults))
    status = 1 if "unknown" in states else STALE if "stale" in states else 0
    click.get_current_context().exit(status)


def run_compare(shop: Shop, before: Path, after: Path, out: Path) -> None:
    """Compare, tell what changed, write the report into `out`; then end the command with its status."""
    from layouts.builds.folders import compare_builds
    from layouts.builds.report import PAGE, clear, report
    from layouts.builds.telling import rows, tally, verdict
    from layouts.delivery import deliver

    try:
        comparison = compare_builds(before, after, out)
    except LayoutError as fault:
        shop.fail(str(fault), MISUSED)
    for row in rows(comparison):
        shop.say(f"{row.name} · {row.told}")
    shop.say(tally(comparison))
    made = report(comparison, shop.root, frozenset(path.name for path in out.glob("*.woff2")))
    pages_last = sorted(made.items(), reverse=True)  # once their pictures are there
    try:
        deliver({(Path(folder) / name).as_posix(): files[name] for folder, files in pages_last for name in files}, out)
    except LayoutError as fault:
        shop.fail(f"{fault.opening}\n{fault}", MISUSED)
    clear(out, made)
    shop.say(f"{verdict(comparison)} Le rapport : {out / PAGE}")
    click.get_current_context().exit(0 if comparison.same else 1)
