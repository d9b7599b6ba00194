"""The folder of an edition: what stands there, and of what it was made. What would come out the same is left alone.

The state is one JSON file beside the files. It tells, for each batch of files, the digest of all that they depend on,
and each file's checksum; a file that was touched since, or is gone, is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from layouts.delivery import deliver
from layouts.plain import from_plain, to_plain

NAME = ".fabrication.json"
REPORT = ("preflight.html", "preflight.json")
_REFUSED = "refus-"


@dataclass(frozen=True)
class Standing:
    """A batch as it was delivered: its digest, and its files' SHA-256 by path below the folder."""

    digest: str
    files: dict[str, str]


@dataclass(frozen=True)
class State:
    """All that a folder holds, by batch; `inputs` is the digest of all that the last build started from."""

    inputs: str = ""
    pages: int = 0  # of the book
    batches: dict[str, Standing] = field(default_factory=dict)

    @property
    def files(self) -> set[str]:
        """The paths of all files, below the folder."""
        return {path for batch in self.batches.values() for path in batch.files}


@dataclass(frozen=True)
class Plan:
    """A build: the digest of all that it starts from, those of its batches, whether they are all of the edition’s."""

    inputs: str
    digests: Mapping[str, str]
    pages: int  # of the book; 0 where it is not among the batches
    whole: bool


class Shelf:
    """An edition's folder, which may not be there yet."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def state(self) -> State:
        """What the folder holds; nothing where its state cannot be read."""
        try:
            return from_plain(State, json.loads((self.folder / NAME).read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return State()

    def holds(self, inputs: str) -> bool:
        """Tell whether the folder holds, untouched, all that a build of these inputs would write."""
        state = self.state
        return bool(state.batches) and state.inputs == inputs and all(map(self._whole, state.batches.values()))

    def stands(self, name: str, digest: str) -> bool:
        """Tell whether a batch of this digest lies in the folder, each file as it was delivered."""
        batch = self.state.batches.get(name)
        return batch is not None and batch.digest == digest and self._whole(batch)

    def deliver(self, made: Mapping[str, Mapping[str, bytes]], plan: Plan) -> list[Path]:
        """Put the files of the batches that were made into the folder; return the paths of those written.

        Files of before that no batch tells any more are taken away. Raises UnwrittenError; those of before stand then.
        """
        batches = {
            name: Standing(digest, _sums(made[name])) if name in made else self.state.batches[name]
            for name, digest in plan.digests.items()
        }
        anew = {path for each in made.values() for path in each}
        if not plan.whole:
            others = {name: batch for name, batch in self.state.batches.items() if not anew & batch.files.keys()}
            batches = {**others, **batches}
        after = State(plan.inputs, plan.pages or self.state.pages, batches)
        written = deliver({path: data for each in made.values() for path, data in each.items()}, self.folder)
        gone = self.state.files - after.files
        for path in (*gone, *(f"{_REFUSED}{name}" for name in REPORT)):
            (self.folder / path).unlink(missing_ok=True)
        plain = json.dumps(to_plain(after), ensure_ascii=False, indent=1) + "\n"
        deliver({NAME: plain.encode()}, self.folder)
        return written

    def refuse(self, report: Mapping[str, bytes]) -> list[Path]:
        """Put the report on files that were not delivered into the folder, which stays as it was otherwise."""
        return deliver({f"{_REFUSED}{name}": data for name, data in report.items()}, self.folder) if report else []

    def _whole(self, batch: Standing) -> bool:
        try:
            return all(_sum((self.folder / path).read_bytes()) == told for path, told in batch.files.items())
        except OSError:
            return False


def digest_of(parts: Iterable[str]) -> str:
    """Return one digest of several texts."""
    return _sum("\0".join(parts).encode())[:32]


def _sums(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: _sum(content) for path, content in files.items()}


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
