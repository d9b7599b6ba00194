"""The press of « Fabriquer l’action sociale de demain »: the command line, and the chain as one function."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from book.editions import edition_names, read_edition
from book.problems import Problems
from layouts.ledger import Rendered, Section

ROOT = Path(__file__).resolve().parent
"""The project: corpus, layouts and assets are found below it."""

T = TypeVar("T")


def collect(render: Callable[[Section], Rendered], sections: Iterable[Section]) -> list[Rendered]:
    """Render the sections; raise the faults of all of them together, as one LayoutError."""
    from layouts.errors import LayoutError

    done, faults = [], []
    for section in sections:
        try:
            done.append(render(section))
        except LayoutError as fault:
            faults.append(str(fault))
    if faults:
        raise LayoutError("\n".join(faults))
    return done


class Voice:
    """Tells what is being done: a progress bar on a terminal, plain lines elsewhere."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.times: dict[str, float] = {}

    def stage(self, name: str, work: Callable[[], T]) -> T:
        """Do one stage and tell how long it took, in seconds."""
        start = time.perf_counter()
        result = work()
        self.times[name] = time.perf_counter() - start
        self.console.print(f"{name:<13} {self.times[name]:6.2f} s", highlight=False)
        return result

    def each(self, render: Callable[[Section], Rendered]) -> Callable[[Iterable[Section]], list[Rendered]]:
        """Make a function that renders sections one by one, with a bar when there are many."""

        def render_all(sections: Iterable[Section]) -> list[Rendered]:
            waiting = list(sections)
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            hidden = len(waiting) < 10 or not self.console.is_terminal
            with Progress(*columns, console=self.console, transient=True, disable=hidden) as progress:
                return collect(render, progress.track(waiting, description="Sections"))

        return render_all


def make_edition(name: str, out: Path, voice: Voice) -> tuple[list[Path], int]:
    """Build the files of an edition below `out`; return their paths and the number of pages.

    This is the whole chain, stage by stage. Raises Problems where the corpus or the edition is at fault,
    and a LayoutError where a page is; nothing is written then.
    """
    edition = voice.stage("lecture", lambda: read_edition(ROOT, name))

    # Imported here, so that a fault in the corpus is told without waiting for the engine.
    from layouts.assemble import assemble
    from layouts.compose import Composer
    from layouts.delivery import deliver
    from layouts.finish import screen
    from layouts.layout import read_layout
    from layouts.pagination import paginate
    from layouts.palette import read_palette
    from layouts.render import Renderer
    from layouts.setup import assembly_setup

    layout = read_layout(ROOT / "layouts" / "book")
    palette = read_palette(ROOT / "layouts" / "base" / "palette.yaml")
    assets = ROOT / "assets"
    composer = Composer(layout, edition, palette, assets)
    renderer = Renderer(layout.stylesheets, palette.css(), (ROOT / "layouts", assets))
    sections = voice.stage("mise en page", lambda: paginate(layout, composer, voice.each(renderer.render)))
    setup = assembly_setup(layout, edition, palette, assets)
    document = voice.stage("assemblage", lambda: assemble(sections, setup))
    files = {"livre-ecran.pdf": voice.stage("finition", lambda: screen(document))}
    paths = voice.stage("écriture", lambda: deliver(files, out / edition.id))
    return paths, sum(len(section.pages) for section in sections)


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.pass_context
def main(context: click.Context) -> None:
    """Fabrique les fichiers de « Fabriquer l’action sociale de demain ».

    Sans commande, construit l’édition nationale dans dist/nationale/.
    """
    if context.invoked_subcommand is None:
        context.invoke(make)


@main.command()
@click.argument("edition", default="nationale")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), default=ROOT / "dist", help="Dossier des fichiers."
)
def make(edition: str = "nationale", out: Path = ROOT / "dist") -> None:
    """Construit une édition : son nom, ou le chemin de son dossier."""
    from layouts.errors import LayoutError

    console = Console(stderr=False)
    voice = Voice(console)
    start = time.perf_counter()
    gc.disable()  # the layout makes no cycles worth hunting: a build is 4 % shorter without the collector
    try:
        paths, pages = make_edition(edition, out, voice)
    except Problems as problems:
        _fail(problems.format(ROOT))
    except LayoutError as error:
        _fail(f"La mise en page est refusée, rien n’a été écrit.\n{error}")
    for path in paths:
        console.print(f"{path} · {pages} pages · {_size(path)}", highlight=False)
    console.print(f"Fait en {time.perf_counter() - start:.1f} s.", highlight=False)


@main.command()
@click.argument("edition", default="nationale")
def check(edition: str) -> None:
    """Vérifie le corpus et une édition, sans rien construire."""
    try:
        read_edition(ROOT, edition)
    except Problems as problems:
        _fail(problems.format(ROOT))
    click.echo(f"Rien à redire : le corpus et l’édition « {edition} » sont en ordre.")


@main.command()
def editions() -> None:
    """Dit les éditions que l’on peut construire."""
    for name in edition_names(ROOT):
        click.echo(name)


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:.2f} Mo".replace(".", ",")


def _fail(message: str) -> None:
    click.echo(message, err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
