"""What builds are asked on the command line: `identify`, where a file comes from."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import click

from book.editions import has_edition, project_corpus, read_edition
from book.model import Edition
from layouts.errors import LayoutError
from layouts.shop import Shop

STALE = 3
"""The exit status of `identify` where a file is out of date; 1 says that one could not be identified."""

_IDENTIFY = """Dit de quelle édition et de quelle version est un PDF, et s’il est à jour.

Un dossier vaut pour tous les PDF qu’il contient. Code de sortie : 0, tout est à jour ; 1, un fichier n’est pas d’ici
ou ne peut pas être comparé ; 3, un fichier est périmé.
"""


def build_commands(shop: Shop) -> tuple[click.Command, ...]:
    """Return the commands about builds."""
    paths = click.Argument(["paths"], nargs=-1, required=True, metavar="FICHIER...", type=click.Path(path_type=Path))
    edition = click.Option(["--edition"], help="Comparer à cette édition : un nom, ou le chemin de son dossier.")

    def identify(paths: tuple[Path, ...], edition: str | None) -> None:
        run_identify(shop, paths, edition)

    return (click.Command("identify", callback=identify, params=[paths, edition], help=_IDENTIFY),)


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
