"""What is kept between builds, by a digest of all that it depends on: sections laid out, pages looked at.

An entry is one file: the digest of its content, and the content. It is written beside and moved into place, so that
builds that run together or are killed never leave half an entry; one that does not match its digest is as if it
were not there, and is made again.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_DIGEST = 32  # bytes of a SHA-256
LIMIT = 512 * 1024 * 1024  # bytes that a cache may hold before its oldest entries go


@dataclass(frozen=True)
class Cache:
    """A folder of entries, which may not be there yet."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """Return an entry's content, or nothing; an entry that is used becomes young again."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            os.utime(path)
        except OSError:
            return None
        content = data[_DIGEST:]
        return content if hashlib.sha256(content).digest() == data[:_DIGEST] else None

    def put(self, key: str, content: bytes) -> None:
        """Keep an entry. A cache that cannot be written, on a full disk say, keeps nothing."""
        path = self._path(key)
        beside = ""
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".")
            with os.fdopen(handle, "wb") as out:
                out.write(hashlib.sha256(content).digest() + content)
            Path(beside).replace(path)
        except OSError:
            if beside:
                Path(beside).unlink(missing_ok=True)

    def prune(self, limit: int = LIMIT) -> None:
        """Remove the entries that were used least recently until at most `limit` bytes are held."""
        entries = []
        for path in self.folder.glob("??/*"):
            with suppress(OSError):
                stat = path.stat()
                entries.append((stat.st_mtime_ns, stat.st_size, path))
        total = sum(size for _, size, _ in entries)
        for _, size, path in sorted(entries):
            if total <= limit:
                return
            with suppress(OSError):
                path.unlink()
            total -= size

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key[2:]
