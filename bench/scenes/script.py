"""A scene's script: who walks where and when, and how many crossings that makes."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Place = tuple[float, float]
Step = tuple[float, float, float]  # second, x, y

SURELY = 0.25  # of a walker's size: closer to the line, a step over it is swaying, no crossing


@dataclass(frozen=True)
class Look:
    """How somebody is drawn. Colours are blue, green, red."""

    style: str
    coat: tuple[float, float, float]
    legs: tuple[float, float, float]
    hair: tuple[float, float, float]
    pattern: int = 0
    pace: float = 1.9  # steps a second


@dataclass(frozen=True)
class Walker:
    steps: tuple[Step, ...]
    size: float  # height in pixels when upright, length from shoulder to shoulder from above
    look: Look
    sway: float = 0.0
    sway_hz: float = 0.4
    cart: bool = False

    def at(self, second: float) -> Place | None:
        """Where they are, None before they come and after they have gone."""
        if not self.steps[0][0] <= second <= self.steps[-1][0]:
            return None
        for (from_s, x1, y1), (to_s, x2, y2) in zip(self.steps, self.steps[1:], strict=False):
            if second <= to_s:
                share = (second - from_s) / max(to_s - from_s, 1e-9)
                swing = self.sway * math.sin(2 * math.pi * self.sway_hz * second)
                return x1 + share * (x2 - x1) + 0.4 * swing, y1 + share * (y2 - y1) + swing
        return None

    def walking(self, second: float) -> tuple[float, float]:
        """Which way and how fast, in pixels a second."""
        here, there = self.at(second - 0.05), self.at(second + 0.05)
        if here is None or there is None:
            return 0.0, 0.0
        return (there[0] - here[0]) / 0.1, (there[1] - here[1]) / 0.1


@dataclass(frozen=True)
class Scene:
    kind: str
    seed: int
    seconds: float
    fps: float
    line: tuple[float, float, float, float]
    walkers: tuple[Walker, ...]
    width: int = 640
    height: int = 480
    floor: str = "tiles"
    noise: float = 4.0
    contrast: float = 1.0
    shadow: Place | None = None  # where a shadow falls, as a share of the walker's size
    light: Callable[[float], float] | None = None
    shake: float = 0.0
    dropped: Callable[[int], bool] | None = None
    covered: tuple[float, float] | None = None
    screen: bool = False
    doors: tuple[tuple[float, float], ...] = ()
    left_object: tuple[float, float, float] | None = None  # second, x, y
    sun: tuple[float, float] | None = None  # from second, pixels a second
    extra: dict[str, float] = field(default_factory=dict)

    @property
    def truth(self) -> tuple[int, int]:
        """How many go in and out."""
        went = [_crossings(walker, self) for walker in self.walkers]
        return sum(each[0] for each in went), sum(each[1] for each in went)


def _crossings(walker: Walker, scene: Scene) -> tuple[int, int]:
    people_in = people_out = 0
    side = 0
    for frame in range(int(scene.seconds * scene.fps)):
        second = frame / scene.fps
        place = walker.at(second)
        if place is None or not inside(place, scene, walker.size * 0.2):
            continue
        off = right_of(scene.line, place)
        if side == 0:
            side = 1 if off > 0 else -1
        elif off * side < -SURELY * min(walker.size, 60):
            side = -side
            people_in, people_out = people_in + (side > 0), people_out + (side < 0)
    return people_in, people_out


def inside(place: Place, scene: Scene, margin: float) -> bool:
    return -margin < place[0] < scene.width + margin and -margin < place[1] < scene.height + margin


def right_of(line: Sequence[float], place: Place) -> float:
    """How far to the right-hand side of who looks from the line's first point to its second."""
    x1, y1, x2, y2 = line
    across = (x2 - x1) * (place[1] - y1) - (y2 - y1) * (place[0] - x1)
    return across / math.hypot(x2 - x1, y2 - y1)
