"""What build.py gives to a command that lives in a room of its own: where things are, and how faults are told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, Protocol, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import RenderableType

    from layouts.cache import Cache
    from layouts.documents import Press

T = TypeVar("T")


class Shop(Protocol):
    """The project as a command sees it. A room offers `commands(shop)`, and build.py adds what it returns."""

    @property
    def root(self) -> Path:
        """The project's folder."""

    @property
    def dist(self) -> Path:
        """Where files are written unless the user says otherwise."""

    @property
    def kept(self) -> Cache:
        """What is kept between builds, rendered sections among it."""

    def clock(self) -> float:
        """Return the time, in seconds from some moment."""

    def say(self, line: str) -> None:
        """Tell the user one line."""

    def show(self, laid_out: RenderableType) -> None:
        """Show what is laid out in columns or in colours, at the width of the terminal."""

    @property
    def interactive(self) -> bool:
        """Whether a person is there to be asked."""

    def ask(self, question: str, proposed: str) -> str:
        """Ask the user for one line; without an answer it is what was proposed."""

    def tell_files(self, paths: Iterable[Path]) -> None:
        """Tell which files were written, and their sizes."""

    def guarded(self, work: Callable[[], T]) -> T:
        """Do the work; a Problems or a LayoutError is told in French and ends the command with status 1."""

    def fail(self, message: str, status: int = 1) -> NoReturn:
        """Tell what is wrong and end the command with a status."""

    def press(self, edition: str) -> Press:
        """Return what documents of an edition are made from, on all cores, kept sections included."""


Commands = Callable[[Shop], tuple[click.Command, ...]]
