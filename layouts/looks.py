"""What the preflight saw of pages, kept between builds."""

from __future__ import annotations

import json
from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass, field

from layouts.cache import Cache
from layouts.plain import from_plain, to_plain
from layouts.preflight.seen import Seen


@dataclass
class Looks(MutableMapping[str, Seen]):
    """The looks of a cache by the digest of what they depend on; it tells only of those that this build asked for."""

    cache: Cache
    _held: dict[str, Seen] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Seen:
        """Return a look. Raises KeyError where none is kept."""
        if key not in self._held:
            content = self.cache.get(key)
            if content is None:
                raise KeyError(key)
            self._held[key] = from_plain(Seen, json.loads(content))
        return self._held[key]

    def __setitem__(self, key: str, seen: Seen) -> None:
        """Keep a look."""
        self._held[key] = seen
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
