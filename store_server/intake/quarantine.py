"""What could not be read: counted, kept in bounds for the operator, told once a minute.

A payload may hold a stranger's radio identifier, so none is kept: the driver, the reason, the size
and when, which is what it takes to find the device that babbles.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass, field
from datetime import datetime

from store_server.messages import Quarantined

_LOGGER = logging.getLogger(__name__)

REASONS_GATHERED = 200
REASON_LENGTH = 160
TOLD_EVERY_S = 60.0


@dataclass(slots=True)
class Quarantine:
    """Belongs to the reader's thread; `total` may be read by any. Like messages share one line."""

    total: int = 0
    _gathered: dict[tuple[str, str], Quarantined] = field(default_factory=dict)
    _next_s: float = float("-inf")

    def add(self, at: datetime, driver: str, reason: str, size_bytes: int) -> None:
        self.total += 1
        key = (driver, reason[:REASON_LENGTH])
        if key not in self._gathered and len(self._gathered) >= REASONS_GATHERED:
            key = (driver, "other reasons")
        count = self._gathered[key].count + 1 if key in self._gathered else 1
        digest = hashlib.sha256("\0".join(key).encode()).hexdigest()
        self._gathered[key] = Quarantined(at, *key, size_bytes, digest, count)

    def due(self, now_s: float) -> tuple[Quarantined, ...]:
        """What gathered, at most once a minute, told in one log line; () where nothing did."""
        if not self._gathered or now_s < self._next_s:
            return ()
        self._next_s = now_s + TOLD_EVERY_S
        return self.take()

    def take(self) -> tuple[Quarantined, ...]:
        """What gathered, now: the house closes."""
        if not self._gathered:
            return ()
        gathered = tuple(self._gathered.values())
        self._gathered.clear()
        last = gathered[-1]
        _LOGGER.warning(
            "%d unreadable messages, last by %s: %s",
            sum(one.count for one in gathered),
            last.source,
            last.reason,
        )
        return gathered
