"""Where somebody is and how fast they go: a Kalman filter for steady walking."""

from __future__ import annotations

import math

RESTLESSNESS = 2.5  # how much people change their speed: sizes a second, each second
FIRST_SPEED = 2.5  # how fast they may be when first seen, in sizes a second


class Motion:
    """Both directions share one uncertainty, so that the filter is a few lines of arithmetic."""

    __slots__ = ("_known", "_place", "_scale", "_speed", "vx", "vy", "x", "y")

    def __init__(self, x: float, y: float, scale: float, error: float) -> None:
        self.x, self.y = x, y
        self.vx = self.vy = 0.0
        self._scale = scale
        self._place = error**2
        self._known = 0.0
        self._speed = (FIRST_SPEED * scale) ** 2

    @property
    def uncertainty(self) -> float:
        return math.sqrt(self._place)

    @property
    def speed(self) -> float:
        return math.hypot(self.vx, self.vy)

    def predict(self, elapsed_s: float) -> None:
        self.x += self.vx * elapsed_s
        self.y += self.vy * elapsed_s
        noise = (RESTLESSNESS * self._scale) ** 2 * elapsed_s
        self._place += elapsed_s * (
            2 * self._known + elapsed_s * self._speed + noise * elapsed_s**2 / 3
        )
        self._known += elapsed_s * self._speed + noise * elapsed_s**2 / 2
        self._speed += noise * elapsed_s

    def correct(self, x: float, y: float, error: float) -> None:
        total = self._place + error**2
        to_place, to_speed = self._place / total, self._known / total
        off_x, off_y = x - self.x, y - self.y
        self.x += to_place * off_x
        self.y += to_place * off_y
        self.vx += to_speed * off_x
        self.vy += to_speed * off_y
        self._speed -= to_speed * self._known
        self._known *= 1 - to_place
        self._place *= 1 - to_place

    def rest(self) -> None:
        self.vx = self.vy = 0.0
