"""Files written beside their place and moved into it together, so that a killed build leaves whole files."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def deliver(files: dict[str, bytes], folder: Path) -> list[Path]:
    """Write the files into `folder`; return their paths. Raises OSError, former files being left as they were."""
    folder.mkdir(parents=True, exist_ok=True)
    written: list[tuple[str, Path]] = []
    try:
        for name, content in files.items():
            handle, beside = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
            written.append((beside, folder / name))
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(beside).chmod(0o644)
    except BaseException:
        for beside, _ in written:
            Path(beside).unlink(missing_ok=True)
        raise
    for beside, place in written:
        Path(beside).replace(place)
    return [place for _, place in written]
