"""A line on the floor and who has crossed it, which way."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Direction = Literal["in", "out"]

BAND = 0.32  # of a person's size: so far from the line one is surely on a side
END_BAND = 0.08  # whoever vanishes only so far beyond it has crossed
MARGIN = 0.4  # of a person's size: so far beyond its ends the line still counts
LEAST_BAND = 1.5
TOGETHER_S = 5.0  # who is told apart from another so long after a crossing made it with them


class LineError(ValueError):
    """The line cannot count anybody. `str(error)` says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """From its first point to its second; *in* is to the right-hand side of who looks that way."""

    name: str
    x1: float
    y1: float
    x2: float
    y2: float

    @property
    def length(self) -> float:
        return math.hypot(self.x2 - self.x1, self.y2 - self.y1)

    def side(self, x: float, y: float) -> float:
        """How far to the right of the line the point is; to its left it is negative."""
        across = (self.x2 - self.x1) * (y - self.y1) - (self.y2 - self.y1) * (x - self.x1)
        return across / self.length  # the picture's y goes down, so right is positive

    def along(self, x: float, y: float) -> float:
        """How far along the line the point is."""
        return (
            (self.x2 - self.x1) * (x - self.x1) + (self.y2 - self.y1) * (y - self.y1)
        ) / self.length

    def scaled(self, factor: float) -> Line:
        x1, y1, x2, y2 = (value * factor for value in (self.x1, self.y1, self.x2, self.y2))
        return Line(self.name, x1, y1, x2, y2)

    def check(self, width: int, height: int) -> None:
        for x, y in ((self.x1, self.y1), (self.x2, self.y2)):
            if not (0 <= x <= width and 0 <= y <= height):
                raise LineError(
                    f"The line '{self.name}' leaves the picture: {x:g},{y:g} is outside of "
                    f"{width} by {height} pixels"
                )
        if self.length < 2:
            raise LineError(f"The line '{self.name}' begins and ends at one point")


@dataclass(frozen=True, slots=True)
class Crossing:
    line: str
    direction: Direction
    at_s: float


@dataclass(slots=True)
class _Walker:
    side: int  # where they surely are: -1 left of the line, 1 right of it
    now: float  # how far from the line they were last
    came_from: int  # the side before their last crossing
    crossed_s: float = -math.inf
    at_line: bool = True  # whether they were last seen to pass between the line's two ends


class LineCounter:
    """Follows walkers by number and says when one has crossed."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self._walkers: dict[int, _Walker] = {}

    def follow(self, number: int, x: float, y: float, scale: float, at_s: float) -> Crossing | None:
        """Somebody is seen at x, y. Returns the crossing that this has made certain."""
        now = self.line.side(x, y)
        walker = self._walkers.get(number)
        if walker is None:
            self._walkers[number] = _Walker(_sign(now), now, _sign(now))
            return None
        if (now > 0) != (walker.now > 0):
            walker.at_line = self._between_ends(x, y, scale)
        walker.now = now
        if now * walker.side < -max(LEAST_BAND, BAND * scale):
            return self._cross(walker, at_s)
        return None

    def end(self, number: int, scale: float, at_s: float) -> Crossing | None:
        """Nobody will be seen by this number again."""
        walker = self._walkers.pop(number, None)
        if walker is not None and walker.now * walker.side < -END_BAND * scale:
            return self._cross(walker, at_s)
        return None

    def part(self, number: int, other: int, at_s: float, alone_s: float = -math.inf) -> None:
        """Somebody new walked in the shadow of another until now, and came from where they did.

        They joined the other after `alone_s`, when that one was last seen alone.
        """
        walker = self._walkers.get(other)
        if walker is None:
            return
        together = walker.crossed_s > max(alone_s, at_s - TOGETHER_S)
        side = walker.came_from if together else walker.side
        self._walkers[number] = _Walker(side, walker.now, side)

    def _cross(self, walker: _Walker, at_s: float) -> Crossing | None:
        walker.came_from = walker.side
        walker.side = -walker.side
        walker.crossed_s = at_s
        if not walker.at_line:
            return None
        return Crossing(self.line.name, "in" if walker.side > 0 else "out", at_s)

    def _between_ends(self, x: float, y: float, scale: float) -> bool:
        margin = MARGIN * scale
        return -margin <= self.line.along(x, y) <= self.line.length + margin


def _sign(number: float) -> int:
    return 1 if number > 0 else -1
