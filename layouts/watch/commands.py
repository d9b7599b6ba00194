"""The command that watches: its options, and what it says."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from layouts.shop import Shop

if TYPE_CHECKING:
    from layouts.watch.session import Watched
    from layouts.watch.view import View

_LAYOUTS = ("book", "cards", "sheets", "poster", "guide")
_HELP = """Montre les pages pendant que l’on écrit.

Dans un navigateur ; chaque enregistrement les remet en page. Rien n’est écrit dans dist/. Les pages ne
sont servies qu’à cette machine. Ctrl-C arrête.
"""


def watch_commands(shop: Shop) -> tuple[click.Command, ...]:
    """Return the command that watches."""

    def callback(edition: str, layout: str, only: str, port: int, opening: bool) -> None:
        try:
            run_watch(shop, edition, layout, only, port, opening)
        except KeyboardInterrupt:
            shop.say("\nArrêté.")
        finally:
            shop.kept.prune()

    params: list[click.Parameter] = [
        click.Argument(["edition"], default="nationale", metavar="[ÉDITION]"),
        click.Option(["--layout"], type=click.Choice(_LAYOUTS), default="book", help="Ce qu’il faut montrer (book)."),
        click.Option(["--only"], default="", metavar="SECTION", help="Une seule section : S07, F3, glossary…"),
        click.Option(["--port"], type=click.IntRange(0, 65535), default=0, metavar="PORT", help="Port (libre)."),
        click.Option(["--open", "opening"], is_flag=True, help="Ouvrir le navigateur."),
    ]
    return (click.Command("watch", callback=callback, params=params, help=_HELP),)


def run_watch(shop: Shop, edition: str, layout: str, only: str, port: int, opening: bool) -> None:
    """Watch until the user interrupts, by KeyboardInterrupt."""
    from layouts.watch.loop import Told, Watching
    from layouts.watch.session import Watched

    def tell(view: View) -> None:
        for line in Told(view).lines():
            shop.say(line)

    watched = Watched(shop.root, edition, layout, only)
    try:
        watching = Watching(watched, shop.kept, shop.clock, tell, port)
    except OSError:
        shop.fail(f"Le port {port} est pris, ou réservé : en choisir un autre, ou laisser la commande choisir.")
    shop.say("Mise en page…")
    watching.start(os.cpu_count() or 1)
    view = watching.session.view
    if unknown := _unknown(view, watched):
        shop.fail(unknown)
    tell(view)
    with watching.running():
        shop.say(f"Les pages sont sur {watching.server.address}  (Ctrl-C pour arrêter)")
        if opening:
            click.launch(watching.server.address)
        watching.work()


def _unknown(view: View, watched: Watched) -> str:
    """Tell of an edition or a section that no file makes: no save will mend that."""
    if view.leaves:
        return ""
    files = [(fault, watched.root / fault.place.rpartition(":")[0]) for fault in view.faults]
    told = [fault for fault, file in files if (not file.is_file() if fault.place else watched.only)]
    return "\n".join(map(str, told))
