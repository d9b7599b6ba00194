"""How a command tells what it does: a progress bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from layouts.engine import Engine, load
from layouts.errors import LayoutError
from layouts.ledger import Rendered, Section

if TYPE_CHECKING:
    from layouts.workers import Crew

T = TypeVar("T")
A = TypeVar("A")
ENOUGH = 8  # sections; for fewer, more processes cost more than they bring
_SHOWN = 10  # for fewer items, a bar would only flicker


class Voice:
    """Tells what is being done and how long it took, by the `clock` it is given (s); spreads work over the cores."""

    def __init__(self, console: Console, clock: Callable[[], float], jobs: int = 1) -> None:
        self.console, self.clock, self.jobs = console, clock, jobs
        self.times: dict[str, float] = {}
        self._crew: Crew | None = None

    def stage(self, name: str, work: Callable[[], T]) -> T:
        """Do one stage and tell how long it took, in seconds."""
        start = self.clock()
        result = work()
        self.times[name] = self.times.get(name, 0) + self.clock() - start
        self.say(f"{name:<13} {self.times[name]:6.2f} s")
        return result

    def say(self, line: str) -> None:
        """Tell one line."""
        self.console.print(line, highlight=False, markup=False, soft_wrap=True)

    @contextmanager
    def crew(self) -> Iterator[None]:
        """While it lasts, processes that stay lay out; they load the engine while this one does something else."""
        from layouts.workers import Crew

        try:
            with Crew(self.jobs, load) as self._crew:
                yield
        finally:
            self._crew = None

    def each(self, engine: Engine) -> Callable[[Iterable[Section]], list[Rendered]]:
        """Make what renders many sections; the faults of all of them are raised together, as one LayoutError."""

        def render_all(sections: Iterable[Section]) -> list[Rendered]:
            done, faults = [], []
            if self._crew is None:
                engine.start()
            for result in self.spread(engine, sections, "Sections", ENOUGH):
                try:
                    done.append(result())
                except LayoutError as fault:
                    faults.append(str(fault))
            if faults:
                raise LayoutError("\n".join(faults))
            return done

        return render_all

    def spread(
        self, work: Callable[[A], T], items: Iterable[A], what: str, enough: int = 2
    ) -> Iterator[Callable[[], T]]:
        """Do the work on the cores and yield, in order, the call that returns each result or raises its fault."""
        from layouts.workers import spread

        over = self._crew.spread if self._crew else partial(spread, jobs=self.jobs, enough=enough)
        if not self.console.is_terminal:
            yield from over(work, items)
            return
        coming = iter(items)
        ahead = list(islice(coming, _SHOWN))
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        hidden = len(ahead) < _SHOWN
        with Progress(*columns, console=self.console, transient=True, disable=hidden) as progress:
            task = progress.add_task(what, total=0)

            def counted() -> Iterator[A]:
                for number, item in enumerate(chain(ahead, coming), start=1):
                    progress.update(task, total=number)
                    yield item

            for result in over(work, counted()):
                yield result
                progress.advance(task)
