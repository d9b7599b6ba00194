"""Between the session and the browsers: the view of now, and whoever waits for the next one."""

from __future__ import annotations

import json
from collections import deque
from threading import Condition

from layouts.plain import to_plain
from layouts.watch.view import View

KEPT = 16  # messages, for a browser that is late

Message = tuple[int, str, bytes]
"""Its number, its kind (view, busy), and what it tells, as JSON."""


class Hub:
    """Holds the last view, and hands each new message to all who wait."""

    def __init__(self) -> None:
        self._condition = Condition()
        self._view: Message = (0, "view", _json(to_plain(View())))
        self._told = deque([self._view], KEPT)
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
        """Return what was told after message number `after`, or wait so many seconds for it; the view, before all."""
        with self._condition:
            self._condition.wait_for(lambda: self.closed or self._told[-1][0] > after, seconds)
            return tuple(message for message in self._told if message[0] > after) if after >= 0 else (self._view,)

    def _tell(self, kind: str, content: bytes) -> None:
        with self._condition:
            message = (self._told[-1][0] + 1, kind, content)
            self._told.append(message)
            if kind == "view":
                self._view = message
            self._condition.notify_all()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
