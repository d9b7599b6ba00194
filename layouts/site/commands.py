"""The pages on the command line."""

from __future__ import annotations

from pathlib import Path

import click

from layouts.errors import LayoutError
from layouts.shop import Shop

_HELP = "Refait les pages de téléchargement.\n\nD’après les éditions déjà construites, sans rien remettre en page."


def site_commands(shop: Shop) -> tuple[click.Command, ...]:
    """Return the command that remakes the pages."""
    folder = click.Path(path_type=Path, file_okay=False)
    out = click.Option(["--out"], type=folder, help="Dossier des fichiers (dist).")

    def callback(out: Path | None) -> None:
        tell_site(shop, out or shop.dist)

    return (click.Command("site", callback=callback, params=[out], help=_HELP),)


def tell_site(shop: Shop, dist: Path) -> None:
    """Remake the pages of a folder of files and tell it; where they cannot be, tell why, with status 1."""
    from layouts.site.pages import remake_site

    try:
        written = remake_site(shop.root, dist)
    except LayoutError as error:
        shop.fail(f"Les pages de téléchargement n’ont pas été refaites.\n{error}")
    changed = "présente les éditions qui sont là" if written else "était à jour"
    shop.say(f"{dist / 'index.html'} {changed}.")
