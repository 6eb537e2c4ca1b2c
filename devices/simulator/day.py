"""The simulated day: who comes when and for how long, drawn from one seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import msgspec

from devices.simulator.cast import CastMember
from devices.simulator.floor import Floor
from devices.simulator.path import Path, through_the_boutique

FIRST_COMES_S = 1.0
BETWEEN_ARRIVALS_S = (40.0, 60.0)
INSIDE_ON_AVERAGE = 3.5
SHORTEST_DWELL_S = 75.0
LONGEST_DWELL_S = 600.0
AWAY_S = 90.0  # the server's silence before somebody is away, and a margin
OPENING_WAVE = 4  # the first clients come as fast as can be, whatever the cast's size


class Visit(msgspec.Struct, frozen=True):
    member: int
    enters_s: float
    leaves_s: float
    path: Path


class Rhythm(msgspec.Struct, frozen=True):
    """How fast the day runs. Time lapse shortens pauses and stays, and never the radio.

    A client who returns within `visit_continues_s` continues a visit and is signalled to nobody, so
    that a small cast comes more slowly and stays longer: the same few are always inside.
    """

    speed: float = 1.0
    visit_continues_s: float = 1200.0

    def pause_s(self, cast: int) -> float:
        """Between two arrivals, on the average, once the opening wave is in."""
        wished_s = sum(BETWEEN_ARRIVALS_S) / 2 / self.speed
        others = max(1.0, cast - INSIDE_ON_AVERAGE)
        return max(wished_s, (self.visit_continues_s + AWAY_S) / others)

    def dwell_s(self, cast: int) -> float:
        stay_s = INSIDE_ON_AVERAGE * self.pause_s(cast)
        return min(LONGEST_DWELL_S, max(SHORTEST_DWELL_S * 1.2, stay_s))


def visits(cast: Sequence[CastMember], floor: Floor, rhythm: Rhythm, seed: int) -> Iterator[Visit]:
    """Every visit of a day without an end, in the order in which they begin."""
    lots = random.Random(f"day {seed}")
    back_s = [0.0] * len(cast)  # from when on each may come again
    at_s, number = FIRST_COMES_S, 0
    while cast:
        ready = [member for member in range(len(cast)) if back_s[member] <= at_s]
        if not ready:
            at_s = min(back_s)
            continue
        member = _next_member(ready, back_s, lots, number)
        visit = _visit(cast, member, floor, rhythm, at_s, lots)
        back_s[member] = visit.path.ends_s + AWAY_S + rhythm.visit_continues_s
        yield visit
        number += 1
        at_s += _pause_s(rhythm, len(cast), number, lots)


def _next_member(ready: list[int], back_s: list[float], lots: random.Random, number: int) -> int:
    """The first of the day is the first of the cast; then by lot, the longest gone preferred."""
    if number == 0:
        return 0
    longest_gone = sorted(ready, key=lambda member: back_s[member])
    return lots.choice(longest_gone[: max(1, len(longest_gone) // 2)])


def _pause_s(rhythm: Rhythm, cast: int, number: int, lots: random.Random) -> float:
    shortest_s, longest_s = BETWEEN_ARRIVALS_S
    share = lots.uniform(shortest_s, longest_s) / ((shortest_s + longest_s) / 2)
    if number < OPENING_WAVE:
        return share * (shortest_s + longest_s) / 2 / rhythm.speed
    return share * rhythm.pause_s(cast)


def _visit(
    cast: Sequence[CastMember],
    member: int,
    floor: Floor,
    rhythm: Rhythm,
    enters_s: float,
    lots: random.Random,
) -> Visit:
    by_zone = {room.zone: room for room in floor.rooms}
    rooms = [by_zone[zone] for zone in cast[member].rooms if zone in by_zone]
    if not rooms:
        rooms = lots.sample(floor.inner_rooms, k=lots.randint(1, min(3, len(floor.inner_rooms))))
    dwell_s = max(SHORTEST_DWELL_S, lots.uniform(0.7, 1.3) * rhythm.dwell_s(len(cast)))
    path = through_the_boutique(floor, rooms, enters_s, dwell_s, lots)
    crosses_out_s = path.times_s[-3]  # at the door again; the pavement and the street follow
    return Visit(member, enters_s, crosses_out_s, path)
