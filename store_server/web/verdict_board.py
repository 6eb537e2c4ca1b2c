"""Verdicts for those who cannot hear them on MQTT: pinned up for a minute, to be fetched."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

PINNED_AT_MOST = 1_000
PINNED_S = 60.0


@dataclass(frozen=True, slots=True)
class Pinned:
    verdict: str
    text: str


class VerdictBoard:
    """Put up on the bus thread, fetched from any other."""

    def __init__(self) -> None:
        self._news = threading.Condition()
        self._pinned: OrderedDict[tuple[str, str], tuple[float, Pinned]] = OrderedDict()

    def put(self, hardware: str, scan_id: str, verdict: str, text: str) -> None:
        now_s = time.monotonic()
        with self._news:
            self._pinned[hardware, scan_id] = (now_s, Pinned(verdict, text))
            self._pinned.move_to_end((hardware, scan_id))
            while len(self._pinned) > PINNED_AT_MOST or self._oldest_s() < now_s - PINNED_S:
                self._pinned.popitem(last=False)
            self._news.notify_all()

    def wait(self, hardware: str, scan_id: str, within_s: float) -> Pinned | None:
        key = (hardware, scan_id)
        with self._news:
            self._news.wait_for(lambda: key in self._pinned, within_s)
            found = self._pinned.get(key)
        return found[1] if found else None

    def _oldest_s(self) -> float:
        return next(iter(self._pinned.values()))[0]
