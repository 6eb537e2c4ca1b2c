"""The stage of one scene: its line, and the words in which the kinds of scenes are written.

Places are said as `u` along the line and `v` across it (0 is on it), whichever way the line runs.
"""

from __future__ import annotations

import math
import random

from bench.scenes.script import Look, Place, Step, Walker

SIMPLE = ("oval", "disc", "box", "figurine")


class Stage:
    def __init__(self, kind: str, seed: int) -> None:
        self.lots = random.Random(f"{kind} {seed}")
        lots = self.lots
        self.style = ("upright", "above", lots.choice(SIMPLE))[seed % 3]
        self.small = seed % 3 == 2 and lots.random() < 0.5
        self.width, self.height = (320, 240) if self.small else (640, 480)
        self.fps = float(lots.choice((10, 12, 15, 15, 25)))
        self.floor = lots.choice(("tiles", "boards", "carpet", "plain"))
        self.size = self._size()
        self.turned = lots.random() < 0.35
        self.middle = lots.uniform(0.42, 0.58)
        self.slant = 0.0
        self.ways = lots.choice((1, -1))

    def _size(self) -> float:
        half = 0.5 if self.small else 1.0
        least, most = {"upright": (78, 120), "above": (52, 74), "disc": (50, 80)}.get(
            self.style, (44, 84)
        )
        return half * self.lots.uniform(least, most)

    @property
    def wide(self) -> float:
        """How wide a walker is."""
        return self.size * {"upright": 0.36, "above": 1.0, "disc": 0.8, "oval": 0.5}.get(
            self.style, 0.42
        )

    @property
    def girth(self) -> float:
        """How much of the line a walker covers who goes over it."""
        if not self.turned or self.style in ("above", "disc"):
            return self.wide
        return self.size * (0.75 if self.style == "upright" else 1.0)

    @property
    def span(self) -> float:
        return float(self.height if self.turned else self.width)

    @property
    def depth(self) -> float:
        """From the line to the nearer border of the picture."""
        across = self.width if self.turned else self.height
        return across * min(self.middle, 1 - self.middle)

    @property
    def away(self) -> float:
        """So far from the line one is out of the picture on either side."""
        across = self.width if self.turned else self.height
        return across * max(self.middle, 1 - self.middle) + 0.7 * self.size

    @property
    def line(self) -> tuple[float, float, float, float]:
        (x1, y1), (x2, y2) = self.place(0.0, 0.0), self.place(self.span, 0.0)
        return (x1, y1, x2, y2) if self.ways > 0 else (x2, y2, x1, y1)

    def place(self, u: float, v: float) -> Place:
        tilt = self.slant * (u / self.span - 0.5)
        if self.turned:
            return self.middle * self.width + v + tilt, u
        return u, self.middle * self.height + v + tilt

    def speed(self) -> float:
        """Pixels a second, as people of this size walk."""
        tall = self.size if self.style not in ("above", "disc") else 1.6 * self.size
        return tall * self.lots.uniform(0.75, 1.25)

    def look(self) -> Look:
        lots = self.lots

        def colour(least: float, most: float) -> tuple[float, float, float]:
            return lots.uniform(least, most), lots.uniform(least, most), lots.uniform(least, most)

        bright = lots.random() < 0.4
        coat = colour(165, 245) if bright else colour(15, 85)
        return Look(self.style, coat, colour(10, 75), colour(5, 60), lots.randrange(4))

    def walk(
        self, begin_s: float, *places: tuple[float, float], speed: float = 0.0
    ) -> tuple[Step, ...]:
        """Steps from place to place; a place that is said twice in a row is a stop of 3 seconds."""
        speed = speed or self.speed()
        second = begin_s
        x, y = self.place(*places[0])
        steps = [(second, x, y)]
        for u, v in places[1:]:
            to_x, to_y = self.place(u, v)
            far = math.hypot(to_x - x, to_y - y)
            second += far / speed if far else 3.0
            x, y = to_x, to_y
            steps.append((second, x, y))
        return tuple(steps)

    def walker(self, steps: tuple[Step, ...], size: float = 1.0, **rest: object) -> Walker:
        spread = self.lots.uniform(0.93, 1.07)
        return Walker(steps, self.size * size * spread, self.look(), **rest)  # type: ignore[arg-type]

    def across(self, begin_s: float, u: float, way: int = 0, speed: float = 0.0) -> Walker:
        """Somebody who walks straight through."""
        way = way or self.lots.choice((1, -1))
        to = min(
            max(u + self.lots.uniform(-0.5, 0.5) * self.size, 0.1 * self.span), 0.9 * self.span
        )
        return self.walker(
            self.walk(begin_s, (u, -way * self.away), (to, way * self.away), speed=speed)
        )

    def somewhere(self) -> float:
        return self.lots.uniform(0.15, 0.85) * self.span
