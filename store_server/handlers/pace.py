"""How often a ticker looks: the bus ticks four times a second, and few things change so fast."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

from store_server.ports import Clock


@dataclass(slots=True)
class Pace:
    """Due at once, and then every so many seconds of the steady clock."""

    every_s: float
    _next_s: float = -inf

    def is_due(self, clock: Clock) -> bool:
        """And with it the next time is set."""
        now_s = clock.monotonic()
        if now_s < self._next_s:
            return False
        self._next_s = now_s + self.every_s
        return True

    def hurry(self) -> None:
        """Due at the next tick."""
        self._next_s = -inf
