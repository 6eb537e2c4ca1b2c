"""The last sightings of enrolled identities by each device: for set-up, in memory only."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from datetime import timedelta

from store_server.ports import Clock
from store_server.views import SightingView

KEPT_EACH = 50


class RecentSightings:
    """Written by the reader's thread; `of` may be asked from any."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._labels: Mapping[str, str] = {}
        self._rings: dict[str, deque[tuple[float, str, float]]] = {}

    def note(self, device_id: str, identity_id: str, rssi_dbm: float, at_s: float) -> None:
        ring = self._rings.get(device_id)
        if ring is None:
            ring = self._rings[device_id] = deque(maxlen=KEPT_EACH)
        ring.append((at_s, identity_id, rssi_dbm))

    def of(self, device_id: str) -> Sequence[SightingView]:
        """The newest first."""
        now, now_s = self._clock.now(), self._clock.monotonic()
        labels = self._labels
        return [
            SightingView(now - timedelta(seconds=now_s - at_s), one, labels[one], rssi_dbm)
            for at_s, one, rssi_dbm in reversed(tuple(self._rings.get(device_id, ())))
            if one in labels
        ]

    def keep_only(self, labels: Mapping[str, str]) -> None:
        """Show the sightings of these identities alone, each under its label; drop the others."""
        self._labels = labels
        for device_id, ring in tuple(self._rings.items()):
            allowed = [entry for entry in tuple(ring) if entry[1] in labels]
            self._rings[device_id] = deque(allowed, maxlen=KEPT_EACH)
