"""How often somebody may be wrong: a bounded memory of failures by address, device or name."""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from math import ceil

from store_server.ports import Clock
from store_server.web.problems import TooManyError

REMEMBERED = 4096  # keys; the longest untouched are forgotten first


class Throttle:
    """At most `failures` within `within_s` seconds for each key."""

    def __init__(self, clock: Clock, failures: int, within_s: float) -> None:
        self._clock = clock
        self._failures = failures
        self._within_s = within_s
        self._noted: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()
        self.noted = 0  # since the server began, whoever it was
        self.turned_away = 0

    def check(self, key: str) -> None:
        """Raise `TooManyError` where the key has failed too often."""
        now_s = self._clock.monotonic()
        with self._lock:
            times = self._noted.get(key)
            if times is None:
                return
            while times and now_s - times[0] >= self._within_s:
                times.popleft()
            if not times:
                del self._noted[key]
            elif len(times) >= self._failures:
                self.turned_away += 1
                raise TooManyError(ceil(self._within_s - (now_s - times[0])))

    def note(self, key: str) -> None:
        """One more failure."""
        with self._lock:
            self.noted += 1
            times = self._noted.setdefault(key, deque(maxlen=self._failures))
            times.append(self._clock.monotonic())
            self._noted.move_to_end(key)
            while len(self._noted) > REMEMBERED:
                self._noted.popitem(last=False)

    def forgive(self, key: str) -> None:
        with self._lock:
            self._noted.pop(key, None)
