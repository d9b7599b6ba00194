"""The deck on the command line: its commands, their options, and what each does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from layouts.shop import Shop

if TYPE_CHECKING:
    from layouts.decks.files import Wanted
    from layouts.documents import Press

Given = dict[str, Any]

_CARDS, _MIRE, _KIT = "cartes", "mire", "kit"
_HELP = {
    _CARDS: "Construit le jeu de cartes d’une édition.\n\nÀ l’écran, pour l’imprimeur, à découper, en images.",
    _MIRE: "Fait la mire, qui mesure le décalage du verso.\n\nDe combien une imprimante décale le verso du recto.",
    _KIT: "Réunit tout ce qu’il faut pour un atelier.\n\nUn dossier prêt à imprimer, dans l’ordre que dit sa page 0.",
}


def deck_commands(shop: Shop) -> tuple[click.Command, ...]:
    """Return the commands of the deck."""

    def command(name: str) -> click.Command:
        def callback(edition: str, **given: Any) -> None:
            press = shop.press(edition)
            paths, told = shop.guarded(lambda: run_deck(name, press, given, shop.dist))
            shop.tell_files(paths)
            for line in told:
                shop.say(line)

        edition = click.Argument(["edition"], default="nationale", metavar="[ÉDITION]")
        return click.Command(name, callback=callback, params=[edition, *_options(name)], help=_HELP[name])

    return tuple(command(name) for name in _HELP)


def _options(name: str) -> list[click.Parameter]:
    folder = click.Path(path_type=Path, file_okay=False)
    file = click.Path(path_type=Path, dir_okay=False)
    options = [
        click.Option(["--paper"], type=click.Choice(["a4", "a3"]), default="a4", help="Papier des planches."),
        click.Option(["--duplex"], type=click.Choice(["long", "court", "pli"]), default="long",
                     help="Bord de retournement ; « pli » : recto seul, à plier et à coller."),
        click.Option(["--offset"], default="", help="Décalage des versos en mm, lu sur la mire : 1.5,-0.8."),
        click.Option(["--printer", "memory"], type=file, help="Fichier YAML qui retient ce décalage."),
        click.Option(["--out"], type=folder, help="Dossier des fichiers (dist)."),
    ]  # fmt: skip
    if name == _MIRE:
        return list(options)
    options += [
        click.Option(["--format"], default="", help="Format : 98x140 (par défaut), a6, a5, tarot, poker."),
        click.Option(["--cards"], default="", help="Cartes voulues : figures,S01-S06,V03. Toutes sinon."),
        click.Option(["--copies"], default="auto" if name == _KIT else "1", help="Exemplaires de chaque carte."),
        click.Option(["--rounded"], is_flag=True, help="Guides pour arrondir les coins."),
        click.Option(["--eco"], is_flag=True, help="Fonds blancs et dessins au trait."),
    ]
    if name == _KIT:
        groups = click.Option(["--groups"], type=click.IntRange(1, 12), default=4, help="Nombre de tables.")
        return [groups, *options]
    only = click.Choice(["ecran", "imprimeur", "maison", "images"])
    return [
        *options,
        click.Option(["--only"], type=only, multiple=True, help="Ces fichiers seulement (répétable)."),
        click.Option(["--since"], type=folder, help="Seulement ce qui a changé depuis le jeu de ce dossier."),
        click.Option(["--press"], default="standard-couche", help="Profil de l’imprimeur."),
    ]


def run_deck(command: str, press: Press, given: Given, out: Path) -> tuple[list[Path], list[str]]:
    """Do what a command asks, deliver it below `out`; return the files written and what is to be told.

    Raises LayoutError, and Problems where a printer's file is at fault.
    """
    from layouts.batch import Batch, passed
    from layouts.decks.files import Made, make_cards, make_mire
    from layouts.decks.kit import kit_expectations, make_kit
    from layouts.decks.offsets import remembered
    from layouts.delivery import deliver

    wanted = _wanted(given, auto=command == _KIT)
    if command == _MIRE:
        made = Made({"cartes": {f"mire-{wanted.paper}.pdf": make_mire(press, wanted)}})
    elif command == _KIT:
        made = Made(make_kit(press, given["groups"], wanted), expected=kit_expectations(press, wanted))
    else:
        made = make_cards(press, wanted)
    batch = Batch(command, "", (lambda: made.files,), made.expected)
    done = batch.finish(batch.make(0))
    passed([done])
    files, told = made.files, [*made.told, *(f"à voir : {warning}" for warning in done.warnings)]
    base = (given["out"] or out) / press.edition.id
    flat = {(Path(folder) / name).as_posix(): each[name] for folder, each in files.items() for name in each}
    paths = deliver(flat, base)
    memory = given["memory"]
    if memory and given["offset"]:
        deliver({memory.name: remembered(wanted.offset, memory).encode()}, memory.parent)
        told.append(f"Décalage retenu dans {memory}.")
    return paths, told


def _wanted(given: Given, auto: bool) -> Wanted:
    from layouts.decks.files import HOME, PRESS, SCREEN, Wanted, copies_of
    from layouts.decks.offsets import offset_of

    wanted = Wanted(
        only=given.get("only") or (SCREEN, PRESS, HOME),
        paper=given["paper"],
        duplex=given["duplex"],
        offset=offset_of(given["offset"], given["memory"]),
    )
    if "cards" not in given:
        return wanted
    shared = ("format", "cards", "rounded", "eco")
    wanted = replace(wanted, copies=copies_of(given["copies"], auto), **{key: given[key] for key in shared})
    return replace(wanted, since=given.get("since"), printer=given.get("press", wanted.printer))
