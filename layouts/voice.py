"""How a command tells what it does: a progress bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from layouts.errors import LayoutError
from layouts.ledger import Rendered, Section

T = TypeVar("T")
_ENOUGH = 10  # sections; for fewer, a bar would only flicker


class Voice:
    """Tells what is being done and how long it took, by the `clock` it is given (s); spreads work over the cores."""

    def __init__(self, console: Console, clock: Callable[[], float], jobs: int = 1) -> None:
        self.console, self.clock, self.jobs = console, clock, jobs
        self.times: dict[str, float] = {}

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

    def each(self, render: Callable[[Section], Rendered]) -> Callable[[Iterable[Section]], list[Rendered]]:
        """Make what renders many sections; the faults of all of them are raised together, as one LayoutError."""

        def render_all(sections: Iterable[Section]) -> list[Rendered]:
            from layouts.workers import spread

            waiting = list(sections)
            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            hidden = len(waiting) < _ENOUGH or not self.console.is_terminal
            done, faults = [], []
            with Progress(*columns, console=self.console, transient=True, disable=hidden) as progress:
                task = progress.add_task("Sections", total=len(waiting))
                for result in spread(render, waiting, self.jobs):
                    try:
                        done.append(result())
                    except LayoutError as fault:
                        faults.append(str(fault))
                    progress.advance(task)
            if faults:
                raise LayoutError("\n".join(faults))
            return done

        return render_all
