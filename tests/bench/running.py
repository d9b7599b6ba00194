"""Commands run and measured; a copy of the project to change words in."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
_STAGE = re.compile(r"^(\S.*?)\s+(\d+[.,]\d+) s\s*$", re.MULTILINE)


@dataclass
class Run:
    """One fresh process: seconds of the clock, peak memory of its largest process in MB, what it printed."""

    seconds: float
    memory: float
    printed: str = ""


@dataclass
class Measure:
    """The median of some runs of one case; `stages` are those of the run nearest to it."""

    name: str
    seconds: float
    memory: float
    stages: dict[str, float] = field(default_factory=dict)


def run(command: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> Run:
    """Run a command and measure it, the processes that it starts included.

    Its modules are compiled once, as on any machine, whatever the shell says of it.
    """
    variables = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdout=out, stderr=subprocess.STDOUT, env=variables | (environment or {})
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        printed = out.read().decode(errors="replace")
    if process.returncode:
        raise click.ClickException(f"{command[0]} a échoué :\n{printed[-2000:]}")
    unit = 1e6 if sys.platform == "darwin" else 1e3  # bytes there, kilobytes elsewhere
    return Run(seconds, usage.ru_maxrss / unit, printed)


def median(name: str, runs: Sequence[Run]) -> Measure:
    """Return the median of the runs of a case."""
    seconds = statistics.median(run.seconds for run in runs)
    nearest = min(runs, key=lambda run: abs(run.seconds - seconds))
    stages = {stage: float(value.replace(",", ".")) for stage, value in _STAGE.findall(nearest.printed)}
    if stages:
        stages = {"démarrage": max(nearest.seconds - sum(stages.values()), 0.0), **stages}
    return Measure(name, seconds, statistics.median(run.memory for run in runs), stages)


@dataclass(frozen=True)
class Project:
    """A copy of the project, whose cache and dist are its own."""

    folder: Path

    @classmethod
    def copied(cls, folder: Path) -> Project:
        """Copy what a build needs."""
        for name in ("book", "layouts", "assets"):
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "build.py", folder)
        return cls(folder)

    def build(self, *arguments: str) -> Run:
        """Run build.py."""
        command = [sys.executable, str(self.folder / "build.py"), *arguments]
        return run(command, self.folder, {"XDG_CACHE_HOME": str(self.folder / "cache")})

    def edit(self, scenario: str, change: Callable[[str], str]) -> Path:
        """Change the text of a scenario; return its file."""
        (path,) = (self.folder / "book" / "corpus" / "scenarios").glob(f"{scenario}-*.md")
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
        return path

    def write_edition(self, name: str, text: str) -> Path:
        """Write an edition; return its file."""
        path = self.folder / "book" / "editions" / name / "edition.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def forget_editions(self) -> None:
        """Remove the files of all editions; what the cache keeps stays."""
        shutil.rmtree(self.folder / "dist", ignore_errors=True)
