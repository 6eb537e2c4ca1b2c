"""What could not be read: counted, kept in bounds for the operator, told once a minute.

A payload may hold a stranger's radio identifier, so none is kept: the driver, the reason, the size
and when, which is what it takes to find the device that babbles.
"""

from __future__ import annotations

import logging
from collections import Counter, deque
from dataclasses import dataclass, field
from datetime import datetime

_LOGGER = logging.getLogger(__name__)

KEPT = 500
REASONS_COUNTED = 200
TOLD_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class Quarantined:
    at: datetime
    driver: str
    reason: str
    size_bytes: int


@dataclass(slots=True)
class Quarantine:
    """Written by the reader's thread, read by any."""

    kept: deque[Quarantined] = field(default_factory=lambda: deque(maxlen=KEPT))
    total: int = 0
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    _untold: int = 0
    _told_at_s: float = float("-inf")

    def add(self, at: datetime, driver: str, reason: str, size_bytes: int) -> None:
        self.total += 1
        self._untold += 1
        self.kept.append(Quarantined(at, driver, reason, size_bytes))
        key = (driver, reason)
        if key not in self.counts and len(self.counts) >= REASONS_COUNTED:
            key = (driver, "other reasons")
        self.counts[key] += 1

    def tell(self, now_s: float) -> None:
        """Write at most one log line a minute, and none where nothing came."""
        if not self._untold or now_s - self._told_at_s < TOLD_EVERY_S:
            return
        latest = self.kept[-1]
        _LOGGER.warning(
            "%d unreadable messages, last by %s: %s", self._untold, latest.driver, latest.reason
        )
        self._untold, self._told_at_s = 0, now_s
