"""The press of « Fabriquer l’action sociale de demain »: the command line, and the chain as one function."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click
from rich.console import Console, RenderableType

from book.edition_words import OUTPUTS
from book.editions import edition_identity, edition_names, read_edition, territory_names
from book.fields import plural
from book.problems import Problems
from layouts.builds.commands import build_commands
from layouts.cache import Cache
from layouts.choice import Choice
from layouts.command_line import DefaultGroup, speak_french
from layouts.decks.commands import deck_commands
from layouts.editing.commands import editing_commands, remarks_on
from layouts.errors import LayoutError
from layouts.fleet import Outcome, build_here, build_there
from layouts.heap import leave_heap_alone
from layouts.house import house_digest
from layouts.shop import Commands
from layouts.site import recorded
from layouts.site.commands import site_commands, tell_site
from layouts.state import Plan, Shelf, digest_of
from layouts.voice import Voice
from layouts.watch.commands import watch_commands

if TYPE_CHECKING:
    from layouts.documents import Press

ROOT = Path(__file__).resolve().parent
"""The project: corpus, layouts and assets are found below it."""

ALL = Choice()
_NAMED = ", ".join(OUTPUTS)

speak_french()

T = TypeVar("T")


def make_edition(
    name: str, out: Path, voice: Voice, choice: Choice = ALL, kept: Cache | None = None
) -> tuple[list[Path], int]:
    """Build the files of an edition below `out`; return the paths of those written, and the pages of its book.

    This is the whole chain, stage by stage. What would come out the same is left as it stands. Raises Problems where
    the corpus or the edition is at fault, and a LayoutError where a page or a file is; nothing is written then.
    """
    id, inputs = _identity(name, choice)
    shelf = Shelf(out / id)
    if kept and shelf.holds(inputs) and recorded(shelf.folder):
        return [], shelf.state.pages
    edition = voice.stage("lecture", lambda: read_edition(ROOT, name))
    for remark in remarks_on(ROOT, edition):
        voice.say(remark)

    with voice.crew():
        # Imported here: a fault in the corpus, or an edition that stands, is told without waiting for the engine.
        from layouts.batches import Hands, batches, produce
        from layouts.documents import Press
        from layouts.looks import Looks
        from layouts.site.manifest import record

        press, wanted = Press(ROOT, edition, voice.each, kept), choice.of(edition)
        planned = voice.stage("mise en page", lambda: tuple(batches(press, wanted)))
    waiting = [b for b in planned if wanted.report or not (kept and shelf.stands(b.name, b.digest))]
    hands = Hands(partial(voice.spread, what="Fichiers"), Looks(kept) if kept else None)
    title = edition.title if wanted.report else ""
    made = voice.stage("fabrication", lambda: _shown(shelf, lambda: produce(waiting, hands, title)))
    for warning in (warning for each in made.values() for warning in each.warnings):
        voice.say(f"  à voir : {warning}")
    pages = sum(batch.pages for batch in planned) or shelf.state.pages
    plan = Plan(inputs, {batch.name: batch.digest for batch in planned}, pages, whole=not choice.only)
    files = {name: each.files for name, each in made.items()}
    written = voice.stage("écriture", lambda: shelf.deliver(files, plan))
    voice.stage("fiche", lambda: record(edition, shelf.folder))
    return written, pages


def _shown(shelf: Shelf, work: Callable[[], T]) -> T:
    """Do the work; the report on what may not be delivered goes into the folder, and the fault tells where it is."""
    from layouts.batch import RefusedError

    try:
        return work()
    except RefusedError as refused:
        told = [f"Le rapport : {path}" for path in shelf.refuse(refused.report)]
        raise LayoutError("\n".join([str(refused), *told])) from refused


def _identity(name: str, choice: Choice) -> tuple[str, str]:
    """Return the id of an edition, and the digest of all that its files depend on."""
    try:
        id, fingerprint = edition_identity(ROOT, name)
    except Problems:
        read_edition(ROOT, name)  # tells the faults of the corpus too
        raise
    return id, digest_of((house_digest(ROOT), fingerprint, choice.digest()))


@click.group(cls=DefaultGroup)
def main() -> None:
    """Fabrique les fichiers de « Fabriquer l’action sociale de demain ».

    Sans commande, ou avec les seules options de « make », construit l’édition nationale dans dist/nationale/.
    """


@main.command()
@click.argument("editions", nargs=-1, metavar="[ÉDITION]...")
@click.option("--departements", is_flag=True, help="Les 101 départements.")
@click.option("--regions", is_flag=True, help="Les 18 régions.")
@click.option("--all", "every", is_flag=True, help="Toutes les éditions, les départements et les régions.")
@click.option("--only", multiple=True, type=click.Choice(OUTPUTS), metavar="SORTE", help=f"Parmi {_NAMED}.")
@click.option("--printer", default="", help="Profil de l’imprimeur : un nom, ou un fichier YAML.")
@click.option("--report", is_flag=True, help="Joindre preflight.html, le rapport de contrôle à transmettre.")
@click.option("--jobs", type=click.IntRange(1), help="Processus à employer ; par défaut, un par cœur.")
@click.option("--scheduler", default="", help="Ordonnanceur Dask qui répartit les éditions : tcp://machine:8786.")
@click.option("--fresh", is_flag=True, help="Tout mettre en page, sans reprendre ce qui a déjà été fait.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Dossier des fichiers (dist).")
def make(
    editions: tuple[str, ...] = (),
    departements: bool = False,
    regions: bool = False,
    every: bool = False,
    only: tuple[str, ...] = (),
    printer: str = "",
    report: bool = False,
    jobs: int | None = None,
    scheduler: str = "",
    fresh: bool = False,
    out: Path | None = None,
) -> None:
    """Construit des éditions ; sinon, la nationale.

    Une ÉDITION est un nom, un département, une région, ou le chemin d’un dossier ou d’un fichier edition.yaml.
    """
    asked = [*editions, *(edition_names(ROOT) if every else ())]
    asked += territory_names("departement") if departements or every else ()
    asked += territory_names("region") if regions or every else ()
    names = list(dict.fromkeys(asked)) or ["nationale"]
    voice = _voice(jobs)
    kept = None if fresh else _store()
    choice = Choice(only, printer, report=report)
    start = time.perf_counter()
    leave_heap_alone()
    dist = (out or ROOT / "dist").absolute()
    outcomes, done = _outcomes(names, (dist, choice, kept), voice, scheduler), []
    while outcome := _guarded(lambda: next(outcomes, None)):
        _tell_outcome(outcome, voice, alone=len(names) == 1)
        done.append(outcome)
    faulty = any(outcome.fault for outcome in done)
    if any(outcome.paths for outcome in done) or not (faulty or (dist / "index.html").exists()):
        tell_site(_Shop(), dist)
    if kept:
        kept.prune()
    if faulty:
        sys.exit(1)
    voice.say(f"Fait en {time.perf_counter() - start:.1f} s.".replace(".", ",", 1))


def _outcomes(
    names: list[str], task: tuple[Path, Choice, Cache | None], voice: Voice, scheduler: str
) -> Iterator[Outcome]:
    if scheduler:
        yield from build_there(ROOT, task, names, scheduler)
    else:
        first = partial(outcome_of, names[0], *task, voice)
        yield from build_here(first, lambda name: outcome_of(name, *task), names[1:], voice.jobs)


def outcome_of(name: str, out: Path, choice: Choice, kept: Cache | None, voice: Voice | None = None) -> Outcome:
    """Build an edition and return what became of it; without a `voice`, what it tells is in the outcome."""
    said = StringIO()
    speaking = voice or Voice(Console(file=said, width=200), time.perf_counter)
    try:
        paths, pages = make_edition(name, out, speaking, choice, kept)
    except Problems as problems:
        return Outcome(name, fault=problems.format(ROOT), said=said.getvalue())
    except LayoutError as error:
        told = f"{name} : {error.opening[0].lower()}{error.opening[1:]}\n{error}"
        return Outcome(name, fault=told, said=said.getvalue())
    return Outcome(name, tuple(paths), pages, said.getvalue())


def _tell_outcome(outcome: Outcome, voice: Voice, alone: bool) -> None:
    """Tell every file of an edition that is built alone; of one among many, how many there are; or its fault."""
    if outcome.fault:
        click.echo(outcome.fault, err=True)
        return
    told = [f"{outcome.pages} pages"] if outcome.pages else []
    if outcome.paths:
        weight = sum(path.stat().st_size for path in outcome.paths) / 1e6
        told += [plural(len(outcome.paths), "fichier"), f"{weight:.1f} Mo".replace(".", ",")]
    else:
        told += ["rien n’a changé"]
    if alone:
        _Shop().tell_files(outcome.paths)
    voice.say(f"{outcome.name} : {', '.join(told)}.")


@main.command()
def clean() -> None:
    """Oublie les sections gardées d’une construction à l’autre."""
    _store().prune(0)
    click.echo("Les sections gardées sont oubliées.")


class _Shop:
    """What the commands of the rooms are given: see layouts.shop."""

    root = ROOT
    dist = ROOT / "dist"
    clock = staticmethod(time.perf_counter)

    @property
    def kept(self) -> Cache:
        return _store()

    def say(self, line: str) -> None:
        click.echo(line)

    def show(self, laid_out: RenderableType) -> None:
        Console(highlight=False).print(laid_out)

    @property
    def interactive(self) -> bool:
        return sys.stdin.isatty() and sys.stdout.isatty()

    def ask(self, question: str, proposed: str) -> str:
        shown = bool(proposed)
        return str(click.prompt(question.rstrip("."), proposed, show_default=shown, prompt_suffix=" : ")).strip()

    def tell_files(self, paths: Iterable[Path]) -> None:
        for path in paths:
            self.say(f"{path} · {_size(path)}")

    def guarded(self, work: Callable[[], T]) -> T:
        return _guarded(work)

    def fail(self, message: str, status: int = 1) -> NoReturn:
        _fail(message, status)

    def press(self, edition: str) -> Press:
        from layouts.documents import Press

        return Press(ROOT, _guarded(lambda: read_edition(ROOT, edition)), _voice().each, _store())


# The commands that live in a room of their own.
_ROOMS: tuple[Commands, ...] = (build_commands, deck_commands, editing_commands, site_commands, watch_commands)

for _commands in _ROOMS:
    for _command in _commands(_Shop()):
        main.add_command(_command)


def _voice(jobs: int | None = None) -> Voice:
    return Voice(Console(), time.perf_counter, jobs or os.cpu_count() or 1)


def _store() -> Cache:
    """What is kept between builds: below XDG_CACHE_HOME if it is set, else in the project's .cache/."""
    cache = os.environ.get("XDG_CACHE_HOME")
    return Cache(Path(cache) / "fabriquer-2050" if cache else ROOT / ".cache")


def _guarded(work: Callable[[], T]) -> T:
    """Do the work; a fault is told in French, and ends the command with status 1."""
    try:
        return work()
    except Problems as problems:
        _fail(problems.format(ROOT))
    except LayoutError as error:
        _fail(f"{error.opening}\n{error}")


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.2f} Mo".replace(".", ",")


def _fail(message: str, status: int = 1) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
