"""What the preflight saw of pages, kept between builds."""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field
from pathlib import Path

from layouts.cache import Cache
from layouts.plain import from_plain, to_plain
from layouts.preflight.seen import Seen

_MOST = 2048  # looks that a process remembers, some kilobytes each: the next edition has most of them too
_remembered: dict[tuple[Path, str], Seen] = {}


@dataclass
class Looks(MutableMapping[str, Seen]):
    """The looks of a cache by the digest of what they depend on; it tells only of those that this build asked for."""

    cache: Cache
    _held: dict[str, Seen] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Seen:
        """Return a look. Raises KeyError where none is kept."""
        if key not in self._held:
            seen = _remembered.get((self.cache.folder, key))
            if seen is None:
                content = self.cache.get(key)
                if content is None:
                    raise KeyError(key)
                seen = from_plain(Seen, json.loads(content))
            self._hold(key, seen)
        return self._held[key]

    def __setitem__(self, key: str, seen: Seen) -> None:
        """Keep a look."""
        self._hold(key, seen)
        self.cache.put(key, json.dumps(to_plain(seen), ensure_ascii=False, separators=(",", ":")).encode())

    def __delitem__(self, key: str) -> None:
        """Forget a look of this build."""
        del self._held[key]

    def __iter__(self) -> Iterator[str]:
        """The looks of this build."""
        return iter(self._held)

    def __len__(self) -> int:
        """How many looks this build holds."""
        return len(self._held)

    def _hold(self, key: str, seen: Seen) -> None:
        self._held[key] = seen
        while len(_remembered) >= _MOST:
            del _remembered[next(iter(_remembered))]
        _remembered[self.cache.folder, key] = seen
