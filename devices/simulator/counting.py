"""What a simulated camera counts: the people whose paths cross its line."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from devices.simulator.faults import Faults
from devices.simulator.floor import Point
from devices.simulator.path import Path
from devices.simulator.voices.said import Crossed

SHORT_OF_THE_END = 3


def crossings(path: Path, line: tuple[Point, ...]) -> Iterator[tuple[float, bool]]:
    """When the path crosses the line, and whether that is inwards, in the order of time."""
    legs = itertools.pairwise(zip(path.points, path.times_s, strict=True))
    for (begin, begun_s), (end, done_s) in legs:
        met = sorted(
            (share, inwards)
            for first, second in itertools.pairwise(line)
            for share, inwards in _meeting(begin, end, first, second)
        )
        yield from ((begun_s + share * (done_s - begun_s), inwards) for share, inwards in met)


def _meeting(begin: Point, end: Point, first: Point, second: Point) -> Iterator[tuple[float, bool]]:
    """How far along the leg it meets the piece of line, if it does. To the right is inwards."""
    leg = (end[0] - begin[0], end[1] - begin[1])
    piece = (second[0] - first[0], second[1] - first[1])
    turn = piece[0] * leg[1] - piece[1] * leg[0]
    if turn == 0:
        return  # it stands, or walks along
    gap = (first[0] - begin[0], first[1] - begin[1])
    along_leg = (piece[0] * gap[1] - piece[1] * gap[0]) / turn
    along_line = (leg[0] * gap[1] - leg[1] * gap[0]) / turn
    if 0 <= along_leg < 1 and 0 <= along_line < 1:
        yield along_leg, turn < 0


class Counter:
    """A camera's own totals, which a fault may set to zero or let overflow."""

    def __init__(self, line: str, unix_s: float, faults: Faults) -> None:
        self._line, self._wraps_at = line, faults.wraps_at
        self._zero_s = self._since_s = unix_s
        self._number = 0
        self._in = self._out = 0 if self._wraps_at is None else self._wraps_at - SHORT_OF_THE_END

    def crossed(self, inwards: bool, unix_s: float) -> Crossed:
        return self._counted(int(inwards), int(not inwards), unix_s)

    def nobody(self, unix_s: float) -> Crossed:
        """Its report of the time since it last spoke, in which nobody came."""
        return self._counted(0, 0, unix_s)

    def _counted(self, people_in: int, people_out: int, unix_s: float) -> Crossed:
        self._number += 1
        self._in = self._wrapped(self._in + people_in)
        self._out = self._wrapped(self._out + people_out)
        since_s, self._since_s = self._since_s, unix_s
        return Crossed(
            self._line,
            people_in,
            people_out,
            self._in,
            self._out,
            self._number,
            self._zero_s,
            since_s,
            unix_s,
        )

    def forget(self, unix_s: float) -> None:
        self._in = self._out = 0
        self._zero_s = unix_s

    def _wrapped(self, total: int) -> int:
        return total if self._wraps_at is None else total % self._wraps_at
