"""The counter and all that threads ask of it, one at a time: pictures in, crossings out."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from devices.agents.camera.outlines import Outlines
from devices.agents.camera.preview import preview
from devices.vision.counting.counter import Counter
from devices.vision.counting.detector import Detector
from devices.vision.counting.health import Lens
from devices.vision.counting.lines import Crossing
from devices.vision.counting.picture import Picture, Scale

RATE_OVER_S = 2.0


@dataclass(frozen=True, slots=True)
class InZone:
    zone: str
    people: int
    queue: int
    dwell_s: tuple[float, ...]


class Eye:
    """`outlines` may change at any time; the counter begins with the first picture."""

    def __init__(self, outlines: Outlines, live: bool, detector: Detector | None = None) -> None:
        self._outlines = outlines
        self._live = live
        self._detector = detector
        self._lock = threading.Lock()
        self._counter: Counter | None = None
        self._picture: Picture | None = None
        self._size = (0, 0)
        self._pictures, self._since_s = 0, 0.0
        self.fps = 0.0
        self._lens: Lens = "gone" if live else "clear"

    @property
    def lens(self) -> Lens:
        return self._lens

    def see(self, picture: Picture, at_s: float) -> list[Crossing]:
        """Raises `LineError` where the outlines do not fit on the picture."""
        with self._lock:
            crossings: list[Crossing] = []
            size = picture.shape[1], picture.shape[0]
            if self._counter is None or size != self._size:
                crossings = self._counter.finish(at_s) if self._counter else []
                lines, zones = self._outlines.drawn(*size)
                self._counter = Counter(Scale.of(*size), lines, zones, self._live, self._detector)
                self._size = size
            self._picture = picture
            self._measure(at_s)
            crossings += self._counter.see(picture, at_s)
            self._lens = self._counter.health.lens
            return crossings

    def miss(self, at_s: float) -> None:
        """No picture has come by now."""
        with self._lock:
            if self._counter is not None:
                self._counter.health.missing(at_s)
                self._lens = self._counter.health.lens
            if self._lens == "gone":
                self.fps, self._picture, self._pictures = 0.0, None, 0

    def finish(self, at_s: float) -> list[Crossing]:
        with self._lock:
            return self._counter.finish(at_s) if self._counter else []

    def configure(self, outlines: Outlines) -> None:
        """Raises `LineError`; then all is as it was."""
        with self._lock:
            if self._counter is not None:
                self._counter.draw(*outlines.drawn(*self._size))
            else:
                outlines.check()
            self._outlines = outlines

    def zones(self, at_s: float) -> list[InZone]:
        """How the zones are now, with the stays that ended since this was last asked."""
        with self._lock:
            return [
                InZone(zone.zone.name, zone.people, zone.queue(at_s), tuple(zone.dwells()))
                for zone in (self._counter.zones if self._counter else ())
            ]

    def preview(self) -> str | None:
        """The last picture, made coarse; None where there is none."""
        with self._lock:
            return None if self._picture is None else preview(self._picture)

    def _measure(self, at_s: float) -> None:
        if self._pictures == 0:
            self._since_s = at_s
        elif at_s - self._since_s >= RATE_OVER_S:
            self.fps = round(self._pictures / (at_s - self._since_s), 1)
            self._pictures, self._since_s = 0, at_s
        self._pictures += 1
