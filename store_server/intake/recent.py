"""The last sightings of enrolled identities by each device: for set-up, in memory only."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from store_server.ports import Clock

KEPT_EACH = 50


class Recent(NamedTuple):
    at: datetime
    identity_id: str
    rssi_dbm: float


class RecentSightings:
    """Written by the reader's thread; `of` may be asked from any."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rings: dict[str, deque[tuple[float, str, float]]] = {}

    def note(self, device_id: str, identity_id: str, rssi_dbm: float, at_s: float) -> None:
        ring = self._rings.get(device_id)
        if ring is None:
            ring = self._rings[device_id] = deque(maxlen=KEPT_EACH)
        ring.append((at_s, identity_id, rssi_dbm))

    def of(self, device_id: str) -> Sequence[Recent]:
        """The newest first."""
        now, now_s = self._clock.now(), self._clock.monotonic()
        ring = self._rings.get(device_id, deque())
        return [
            Recent(now - timedelta(seconds=now_s - at_s), identity_id, rssi_dbm)
            for at_s, identity_id, rssi_dbm in reversed(tuple(ring))
        ]

    def keep_only(self, identity_ids: frozenset[str]) -> None:
        """Forget the sightings of identities that may no longer be recognised."""
        for device_id, ring in tuple(self._rings.items()):
            allowed = [entry for entry in tuple(ring) if entry[1] in identity_ids]
            self._rings[device_id] = deque(allowed, maxlen=KEPT_EACH)
