"""Part of the floor: who is in it, for how long, and who queues there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import cv2
import numpy as np

from devices.vision.counting.lines import LineError

ENTERED_AFTER_S = 0.4
LEFT_AFTER_S = 0.8
QUEUES_AFTER_S = 2.0
STANDS_BELOW = 0.35  # sizes a second
LEAST_AREA = 16.0


@dataclass(frozen=True, slots=True)
class Zone:
    name: str
    corners: tuple[tuple[float, float], ...]

    def scaled(self, factor: float) -> Zone:
        return Zone(self.name, tuple((x * factor, y * factor) for x, y in self.corners))

    def check(self, width: int, height: int) -> None:
        if len(self.corners) < 3:
            raise LineError(f"The zone '{self.name}' needs three corners or more")
        for x, y in self.corners:
            if not (0 <= x <= width and 0 <= y <= height):
                raise LineError(
                    f"The zone '{self.name}' leaves the picture: {x:g},{y:g} is outside of "
                    f"{width} by {height} pixels"
                )
        if cv2.contourArea(self._polygon()) < LEAST_AREA:
            raise LineError(f"The zone '{self.name}' encloses nothing")

    def holds(self, x: float, y: float) -> bool:
        return cv2.pointPolygonTest(self._polygon(), (x, y), measureDist=False) >= 0

    def _polygon(self) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
        return np.array(self.corners, np.float32)


@dataclass(slots=True)
class _Stay:
    first_s: float
    last_s: float
    standing_since_s: float | None = None

    @property
    def entered(self) -> bool:
        return self.last_s - self.first_s >= ENTERED_AFTER_S


@dataclass(slots=True)
class ZoneCounter:
    """Follows walkers by number; whoever only brushes the zone was not in it."""

    zone: Zone
    most: int = 0
    longest_queue: int = 0
    dwell_s: list[float] = field(default_factory=list)
    _stays: dict[int, _Stay] = field(default_factory=dict)

    @property
    def people(self) -> int:
        return sum(stay.entered for stay in self._stays.values())

    def queue(self, now_s: float) -> int:
        """Those who have stood there for a while."""
        return sum(
            stay.standing_since_s is not None and now_s - stay.standing_since_s >= QUEUES_AFTER_S
            for stay in self._stays.values()
        )

    def follow(
        self, number: int, x: float, y: float, speed: float, scale: float, at_s: float
    ) -> None:
        if not self.zone.holds(x, y):
            return
        stay = self._stays.setdefault(number, _Stay(at_s, at_s))
        stay.last_s = at_s
        if speed >= STANDS_BELOW * scale:
            stay.standing_since_s = None
        elif stay.standing_since_s is None:
            stay.standing_since_s = at_s

    def settle(self, present: Sequence[int], now_s: float) -> None:
        """Let those go who were not seen in the zone for a moment, or at all any more."""
        for number, stay in list(self._stays.items()):
            if number not in present or now_s - stay.last_s > LEFT_AFTER_S:
                self._leave(number)
        self.most = max(self.most, self.people)
        self.longest_queue = max(self.longest_queue, self.queue(now_s))

    def close(self) -> None:
        for number in list(self._stays):
            self._leave(number)

    def dwells(self) -> list[float]:
        """How long each of those stayed who left since this was last asked."""
        told, self.dwell_s = self.dwell_s, []
        return told

    def _leave(self, number: int) -> None:
        stay = self._stays.pop(number)
        if stay.entered:
            self.dwell_s.append(round(stay.last_s - stay.first_s, 1))
