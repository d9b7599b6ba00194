"""The pages on the command line."""

from __future__ import annotations

from pathlib import Path

import click

from layouts.shop import Shop

_HELP = "Refait les pages de téléchargement d’après les éditions déjà construites, sans rien remettre en page."


def site_commands(shop: Shop) -> tuple[click.Command, ...]:
    """Return the command that remakes the pages."""

    def callback(out: Path | None) -> None:
        from layouts.site.pages import INDEX, remake_site

        dist = out or shop.dist
        written = shop.guarded(lambda: remake_site(shop.root, dist))
        shop.say(f"{dist / 'index.html'} et {INDEX} : " + ("à jour." if written else "rien n’avait changé."))

    folder = click.Path(path_type=Path, file_okay=False)
    out = click.Option(["--out"], type=folder, help="Dossier des fichiers (dist).")
    return (click.Command("site", callback=callback, params=[out], help=_HELP),)
