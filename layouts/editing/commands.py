"""The commands about editions: which there are, whether one is in order, a new one, what it replaced."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import click

from book.drift import accepted_memory, drift
from book.editions import edition_names, read_edition
from book.layers import ROOT_EDITION
from book.model import Edition
from book.new_edition import ASKED, BASE, fault_of, help_of, new_edition, proposals
from layouts.delivery import deliver
from layouts.editing.showing import shown
from layouts.shop import Shop

_NEW = """Écrit le fichier d’une nouvelle édition.

Celle d’un département, d’une région, ou d’un nom : un fichier commenté, à compléter. Dans un terminal, et sans option,
quelques questions sont posées ; seul ce qui diffère de la base est écrit.
"""


def editing_commands(shop: Shop) -> tuple[click.Command, ...]:
    """Return the commands about editions."""
    return _check(shop), _drift(shop), _new(shop), _editions(shop)


def remarks_on(root: Path, edition: Edition) -> Iterator[str]:
    """Yield what an edition should know of itself: what follows from its choices, texts whose original has changed.

    Raises Problems where its colours are at fault.
    """
    from layouts.colours import colour_remarks, edition_palette

    for remark in (*edition.remarks, *colour_remarks(edition_palette(root, edition), edition)):
        yield f"  à savoir : {remark}"
    for moved in drift(edition):
        what = "a changé depuis que l’édition l’a remplacé" if moved.remembered else "n’a pas été noté en le remplaçant"
        yield f"  à revoir : le texte « {moved.target} » {what} (build.py drift)"


def _check(shop: Shop) -> click.Command:
    @click.command("check")
    @click.argument("edition", default="nationale", metavar="[ÉDITION]")
    def check(edition: str) -> None:
        """Vérifie le corpus et une édition, sans rien construire."""
        read = shop.guarded(lambda: read_edition(shop.root, edition))
        for remark in shop.guarded(lambda: list(remarks_on(shop.root, read))):
            shop.say(remark)
        shop.say(f"Rien à redire : le corpus et l’édition « {read.id} » sont en ordre.")

    return check


def _drift(shop: Shop) -> click.Command:
    @click.command("drift")
    @click.argument("edition", metavar="ÉDITION")
    @click.option("--accept", is_flag=True, help="Prendre acte des textes d’aujourd’hui.")
    def drift_command(edition: str, accept: bool) -> None:
        """Montre les textes remplacés qui ont changé.

        Ce que l’édition a remplacé et ce que dit la base aujourd’hui, côte à côte.
        """
        read = shop.guarded(lambda: read_edition(shop.root, edition))
        moved = drift(read)
        for each in moved:
            shop.show(shown(each))
        if not moved:
            shop.say("Aucun texte remplacé n’a changé depuis.")
        elif not accept:
            shop.say(f"Une fois relu : build.py drift {edition} --accept")
        if accept:
            _accept(shop, read)

    return drift_command


def _accept(shop: Shop, edition: Edition) -> None:
    """Write what an edition's own file replaces, as it is today; tell what its bases would have to accept."""
    memory = accepted_memory(edition)
    if memory:
        path, text = memory
        shop.guarded(lambda: deliver({path.name: text.encode()}, path.parent))
        shop.say(f"C’est noté dans {path}.")
    inherited = {each.file.parent for each in drift(edition) if each.file != edition.at.file}
    for folder in sorted(inherited):
        shop.say(f"Pour les textes que remplace sa base : build.py drift {folder} --accept")


def _new(shop: Shop) -> click.Command:
    name = click.Argument(["name"], metavar="NOM")
    folder = click.Option(["--folder"], type=click.Path(path_type=Path, file_okay=False), help="Où l’écrire.")
    flags = [click.Option([f"--{key}"], help=help_of(key)) for key in ASKED]

    def new(name: str, folder: Path | None, **flags: str | None) -> None:
        given = {key: value for key, value in flags.items() if value}
        make = partial(new_edition, shop.root, name, folder=folder)
        made = shop.guarded(lambda: make(answers=given))  # what cannot be is told before any question
        if shop.interactive and not given:
            answers = dict(_ask(shop, name, folder))
            made = shop.guarded(lambda: make(answers=answers))
        shop.guarded(lambda: deliver({made.path.name: made.text.encode()}, made.path.parent))
        shop.say(f"{made.path} est écrit ; tout ce qu’une édition peut changer y est, en commentaires.")
        shop.say(f"Ensuite : python build.py check {made.called}, puis python build.py make {made.called}")

    return click.Command("new", callback=new, params=[name, *flags, folder], help=_NEW)


def _ask(shop: Shop, name: str, folder: Path | None) -> Iterator[tuple[str, str]]:
    """Ask for what most editions say, one question after the other, each until its answer can be taken."""
    shop.say("Quelques questions. Entrée garde ce qui est entre crochets.")


    def ask(key: str, proposed: str) -> str:
        while True:
            answer = shop.ask(help_of(key), proposed)
            fault = fault_of(shop.root, key, answer, folder) if answer else ""
            if not fault:
                return answer
            shop.say(fault)

    base = ask(BASE, ROOT_EDITION)
    yield BASE, base
    proposed = shop.guarded(lambda: proposals(shop.root, name, base, folder))
    for key in ASKED[1:]:
        yield key, ask(key, proposed.get(key, ""))


def _editions(shop: Shop) -> click.Command:
    @click.command("editions")
    def editions() -> None:
        """Dit les éditions que le projet contient.

        Tout département et toute région en est une aussi, sans fichier.
        """
        for name in edition_names(shop.root):
            shop.say(name)

    return editions
