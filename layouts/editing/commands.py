"""The commands about editions: which there are, whether one is in order, a new one, what it replaced."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from book.drift import accepted_memory, drift
from book.editions import edition_names, read_edition
from book.model import Edition
from book.new_edition import new_edition
from layouts.shop import Shop


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
        yield f"  à revoir : le texte « {moved.target} » a changé depuis que l’édition l’a remplacé (drift)"


def _check(shop: Shop) -> click.Command:
    @click.command("check")
    @click.argument("edition", default="nationale")
    def check(edition: str) -> None:
        """Vérifie le corpus et une édition, sans rien construire."""
        read = shop.guarded(lambda: read_edition(shop.root, edition))
        for remark in shop.guarded(lambda: list(remarks_on(shop.root, read))):
            shop.say(remark)
        shop.say(f"Rien à redire : le corpus et l’édition « {read.id} » sont en ordre.")

    return check


def _drift(shop: Shop) -> click.Command:
    @click.command("drift")
    @click.argument("edition")
    @click.option("--accept", is_flag=True, help="Prendre acte des textes d’aujourd’hui.")
    def drift_command(edition: str, accept: bool) -> None:
        """Dit les textes remplacés dont l’original a changé depuis."""
        read = shop.guarded(lambda: read_edition(shop.root, edition))
        moved = drift(read)
        for each in moved:
            shop.say(f"{each.file}:{each.line}: {each.target}")
            for label, text in (("remplacé", each.before), ("aujourd’hui", each.now), ("l’édition", each.own)):
                shop.say(f"  {label} : {text.strip() or '(rien de noté)'}")
        if not moved:
            shop.say("Aucun texte remplacé n’a changé depuis.")
        renewed = accepted_memory(read) if accept else None
        if renewed:
            path, text = renewed
            path.write_text(text, encoding="utf-8")
            shop.say(f"C’est noté dans {path}.")

    return drift_command


def _new(shop: Shop) -> click.Command:
    @click.command("new")
    @click.argument("name")
    @click.option("--title", help="Titre ; sinon celui de la base.")
    @click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Où l’écrire.")
    def new(name: str, title: str | None, folder: Path | None) -> None:
        """Écrit le fichier commenté d’une nouvelle édition : un département, une région, ou un nom."""
        answers = {"title": title} if title else {}
        made = shop.guarded(lambda: new_edition(shop.root, name, folder=folder, answers=answers))
        if made.path.exists():
            shop.fail(f"{made.path} existe déjà : rien n’a été écrit.")
        made.path.parent.mkdir(parents=True, exist_ok=True)
        made.path.write_text(made.text, encoding="utf-8")
        shop.say(f"{made.path} est écrit. Ensuite : python build.py make {made.path}")

    return new


def _editions(shop: Shop) -> click.Command:
    @click.command("editions")
    def editions() -> None:
        """Dit les éditions que le projet contient ; tout département et toute région en est une aussi."""
        for name in edition_names(shop.root):
            shop.say(name)

    return editions
