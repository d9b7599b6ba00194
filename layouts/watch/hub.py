"""Between the session and the browsers: the view of now, and whoever waits for the next one."""

from __future__ import annotations

import json
from threading import Condition

from layouts.plain import to_plain
from layouts.watch.view import View

Message = tuple[int, str, bytes]
"""Its number, its kind (view, busy), and what it tells, as JSON."""


class Hub:
    """Holds the last view, and hands each new message to all who wait."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._view: Message = (0, "view", _json(to_plain(View())))
        self._last: Message = self._view
        self.closed = False

    @property
    def view(self) -> Message:
        """The last view."""
        return self._view

    def tell_view(self, view: View) -> None:
        """Show another view."""
        self._tell("view", _json(to_plain(view)))

    def tell_busy(self, done: int, total: int) -> None:
        """Tell how many sections are laid out, of how many."""
        self._tell("busy", _json({"done": done, "total": total}))

    def close(self) -> None:
        """Let all who wait go."""
        with self._condition:
            self.closed = True
            self._condition.notify_all()

    def wait(self, after: int, seconds: float) -> tuple[Message, ...]:
        """Return what was told after message number `after`, the last view at least; wait so many seconds for it."""
        with self._condition:
            self._condition.wait_for(lambda: self.closed or self._last[0] > after, seconds)
            told = {message[0]: message for message in (self._view, self._last) if message[0] > after}
            return tuple(told[number] for number in sorted(told))

    def _tell(self, kind: str, content: bytes) -> None:
        with self._condition:
            self._last = (self._last[0] + 1, kind, content)
            if kind == "view":
                self._view = self._last
            self._condition.notify_all()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
