"""Files written beside their place and moved into it together, so that a killed build leaves whole files."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from layouts.errors import UnwrittenError

_LONG_AGO = 3600  # s
_WHY = {
    errno.ENOSPC: "il n’y a plus de place sur le disque",
    errno.EDQUOT: "le quota de disque est atteint",
    errno.EROFS: "le disque est en lecture seule",
    errno.EACCES: "les droits d’accès ne le permettent pas",
    errno.EPERM: "les droits d’accès ne le permettent pas",
    errno.EISDIR: "un dossier est à la place d’un fichier",
    errno.ENOTDIR: "un fichier est à la place d’un dossier",
    errno.EEXIST: "un fichier est à la place d’un dossier",
    errno.ENAMETOOLONG: "ce nom est trop long",
}


def deliver(files: Mapping[str, bytes], folder: Path) -> list[Path]:
    """Write files, by their paths below `folder`; return where they are.

    None is moved into its place before all are written: raises UnwrittenError, former files being left as they were.
    What a build that was killed has left beside them goes.
    """
    written: list[tuple[Path, Path]] = []
    place = folder
    try:
        for name, content in files.items():
            place = folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
            written.append((Path(beside), place))
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            Path(beside).chmod(0o644)
        _sweep(written)
        for staged, place in written:
            staged.replace(place)
    except OSError as error:
        raise UnwrittenError(f"{place} : {_WHY.get(error.errno or 0, 'ce fichier ne peut pas être écrit')}.") from error
    finally:
        for staged, _ in written:
            staged.unlink(missing_ok=True)
    return [place for _, place in written]


def _sweep(written: Sequence[tuple[Path, Path]]) -> None:
    """Remove what was written beside the same places long ago; what another build writes now is younger."""
    for folder in {place.parent for _, place in written}:
        names = tuple(f".{place.name}." for _, place in written if place.parent == folder)
        now = max(staged.stat().st_mtime for staged, _ in written)
        for left in folder.glob(".*"):
            with suppress(OSError):
                if left.name.startswith(names) and now - left.stat().st_mtime > _LONG_AGO:
                    left.unlink()
