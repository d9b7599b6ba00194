"""What is measured of our own: each case beside the share of WeasyPrint's command line that it may take."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from book.editions import territory_names
from tests.bench.running import ROOT, Project, Run, run

BOOK = tuple(word for key in ("ecran", "imprimeur", "couverture", "livret") for word in ("--only", key))
SCENARIO = "S07"
LEFT_OUT = "base: nationale\nlabel: Édition mesurée\nscenarios: {omit: [S07]}\n"
WATCH = "import sys, tests.bench.cases as cases; cases.watch(sys.argv[1])"
_TOOK = re.compile(r"veille +([\d.]+) s")


@dataclass(frozen=True)
class Case:
    """One measure: its name, the share that is aimed at (0: none), and what is run each time."""

    name: str
    aim: float
    measure: Callable[[], Run]


def cases(project: Project) -> Iterator[Case]:
    """Yield the cases in an order in which each finds what the one before has left."""
    count = iter(range(10_000))

    def one_word() -> Run:
        project.edit(SCENARIO, partial(with_word, word=f"Motif{next(count)}"))
        return project.build("make", *BOOK)

    def left_out() -> Run:
        project.write_edition("mesuree", f'{LEFT_OUT}version: "{next(count)}"\n')
        return project.build("make", "mesuree", *BOOK)

    yield Case("vérifier une édition", 0, lambda: project.build("check", "gironde"))
    yield Case("le livre d’écran, à froid", 1.15, lambda: project.build("make", "--fresh", "--only", "ecran"))
    yield Case("le livre et ses finitions, à froid", 0.65, lambda: project.build("make", "--fresh", *BOOK))
    yield Case("le jeu de cartes, à froid", 0, lambda: project.build("make", "--fresh", "--only", "cartes"))
    yield Case("tous les fichiers, à froid", 0, lambda: project.build("make", "--fresh"))
    project.build("make")
    yield Case("rien n’a changé", 0.05, lambda: project.build("make"))
    project.build("make", *BOOK)
    yield Case("un mot changé, le livre et ses finitions", 0.15, one_word)
    yield Case("un mot changé, en veille", 0.06, lambda: watched(project))
    left_out()
    yield Case("un scénario de moins, toutes les pages glissent", 0.20, left_out)


def with_word(text: str, word: str) -> str:
    """Return a text whose last paragraph begins with another word."""
    head, _, last = text.rpartition("\n\n")
    return f"{head}\n\n{word} {last.partition(' ')[2]}"


def watched(project: Project) -> Run:
    """Measure a save in a process that watches: from the file to the new pixels of its spread."""
    done = run([sys.executable, "-c", WATCH, str(project.folder)], ROOT)
    found = _TOOK.search(done.printed)
    assert found, done.printed
    return Run(float(found[1]), done.memory)


def watch(folder: str) -> None:
    """Watch a project, save a scenario three times, and print the median of what it took."""
    from layouts.cache import Cache
    from layouts.watch.session import Session, Watched

    project = Project(Path(folder))
    session = Session(Watched(project.folder, "nationale"), Cache(project.folder / "cache" / "fabriquer-2050"))
    session.refresh()
    while session.unfinished:
        session.go_on()
    session.warm_up()
    took = []
    for word in ("Premier", "Deuxième", "Troisième"):
        path = project.edit(SCENARIO, partial(with_word, word=word))
        start = time.perf_counter()
        session.refresh([path])
        for leaf in session.view.leaves:
            for page in (leaf.left, leaf.right):
                if page and page.section in session.view.changed:
                    session.pictures.draw(page.digest, page.index, 900)
        took.append(time.perf_counter() - start)
    sys.stdout.write(f"veille {sorted(took)[1]:.3f} s\n")


def growth(project: Project, counts: Sequence[int], tell: Callable[[str], None]) -> list[Batch]:
    """Build more and more editions of départements, all their files, each time from an empty folder of files.

    The cache holds what the national edition has left in it, and what the batches before did.
    """
    names, done = territory_names("departement"), []
    project.build("make")
    for number in counts:
        tell(f"{number} éditions…")
        project.forget_editions()
        measured = project.build("make", *names[:number])
        done.append(Batch(number, measured.seconds, measured.memory))
    return done


@dataclass
class Batch:
    """So many editions built in one command: seconds, and the peak memory of its largest process, in MB."""

    editions: int
    seconds: float
    memory: float
