"""What stands in an edition's folder, and of what it was made: files that would come out the same are left alone.

The state is one JSON file beside the files. It tells, for each batch of files, the digest of all that they depend on,
and each file's checksum; a file that was touched since, or is gone, is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from layouts.plain import from_plain, to_plain

NAME = ".fabrication.json"


@dataclass(frozen=True)
class Standing:
    """A batch as it was delivered: its digest, its files' SHA-256 by path, what was to be told of them."""

    digest: str
    files: dict[str, str]
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class State:
    """All that an edition's folder holds; `inputs` is the digest of what the last whole build was asked for."""

    inputs: str = ""
    pages: int = 0
    batches: dict[str, Standing] = field(default_factory=dict)

    @property
    def files(self) -> set[str]:
        """The paths of all files, below the folder."""
        return {path for batch in self.batches.values() for path in batch.files}


def read_state(folder: Path) -> State:
    """Return the state of a folder; an empty one where there is none, or where it cannot be read."""
    try:
        return from_plain(State, json.loads((folder / NAME).read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return State()


def written(state: State) -> bytes:
    """Return the state as its file holds it."""
    plain: Any = to_plain(state)
    return json.dumps(plain, ensure_ascii=False, indent=1).encode() + b"\n"


def stands(folder: Path, batch: Standing | None, digest: str) -> bool:
    """Tell whether a batch of this digest lies in the folder, each file as it was delivered."""
    return batch is not None and batch.digest == digest and _whole(folder, batch)


def all_stands(folder: Path, state: State, inputs: str) -> bool:
    """Tell whether the folder holds, untouched, all that a build of these inputs would write."""
    return bool(state.inputs) and state.inputs == inputs and all(_whole(folder, b) for b in state.batches.values())


def sums(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of files."""
    return {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def digest_of(parts: Iterable[str]) -> str:
    """Return one digest of several texts."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def _whole(folder: Path, batch: Standing) -> bool:
    try:
        return all(
            hashlib.sha256((folder / path).read_bytes()).hexdigest() == told for path, told in batch.files.items()
        )
    except OSError:
        return False
