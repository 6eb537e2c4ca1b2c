"""How somebody walks: points with times, and where they are in between."""

from __future__ import annotations

import bisect
import random

import msgspec

from devices.simulator.floor import Floor, Point, Room

WALK_M_S = 1.2
FIDGET_S = 15.0  # nobody stands still for longer
ENTRANCE_S = 9.0  # a look around before going in
STREET_FROM_X = -25.0
STREET_TO_X = 30.0
PAVEMENT_Y = -7.0
DOORSTEP_M = 1.2


class Path(msgspec.Struct):
    """Where somebody is, from `begins_s` until `ends_s`."""

    times_s: list[float]
    points: list[Point]

    @property
    def ends_s(self) -> float:
        return self.times_s[-1]

    def at(self, now_s: float) -> Point:
        after = bisect.bisect_right(self.times_s, now_s)
        if after == 0:
            return self.points[0]
        if after == len(self.times_s):
            return self.points[-1]
        (x, y), (to_x, to_y) = self.points[after - 1], self.points[after]
        begun_s, done_s = self.times_s[after - 1], self.times_s[after]
        share = (now_s - begun_s) / (done_s - begun_s) if done_s > begun_s else 1.0
        return x + (to_x - x) * share, y + (to_y - y) * share

    def go(self, to: Point, m_s: float = WALK_M_S) -> None:
        (x, y) = self.points[-1]
        self.times_s.append(self.ends_s + ((to[0] - x) ** 2 + (to[1] - y) ** 2) ** 0.5 / m_s)
        self.points.append(to)

    def stay(self, for_s: float) -> None:
        self.times_s.append(self.ends_s + for_s)
        self.points.append(self.points[-1])


def through_the_boutique(
    floor: Floor, rooms: list[Room], enters_s: float, dwell_s: float, lots: random.Random
) -> Path:
    """In at the door, a look around, a while in each room, and out again, down the street."""
    door_x, door_y = floor.door
    path = Path([enters_s], [(door_x, door_y - DOORSTEP_M)])
    path.go(floor.door)
    path.stay(ENTRANCE_S)
    each_s = max(FIDGET_S, (dwell_s - ENTRANCE_S) / len(rooms))
    for room in rooms:
        leaves_s = path.ends_s + each_s
        while path.ends_s < leaves_s:
            path.go(_spot(room, lots))
            path.stay(min(lots.uniform(0.4, 1.0) * FIDGET_S, max(0.1, leaves_s - path.ends_s)))
    path.go((door_x, door_y))
    path.go((door_x, PAVEMENT_Y))
    path.go((STREET_TO_X, PAVEMENT_Y))
    return path


def past_the_window(begins_s: float, back: bool = False) -> Path:
    """Along the pavement, one way or back, without a glance."""
    begin, end = (STREET_FROM_X, PAVEMENT_Y), (STREET_TO_X, PAVEMENT_Y)
    path = Path([begins_s], [end if back else begin])
    path.go(begin if back else end)
    return path


def _spot(room: Room, lots: random.Random) -> Point:
    """Somewhere near the middle of a room, where its tables are."""
    x, y = room.centre
    wide, deep = (room.right - room.left) / 4, (room.top - room.bottom) / 4
    return x + lots.uniform(-wide, wide), y + lots.uniform(-deep, deep)
