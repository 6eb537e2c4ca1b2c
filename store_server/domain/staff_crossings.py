"""Colleagues who went through a door, and which of those whom its counter counted they were.

A colleague's badge is heard as they come and as they go; the counter of that door has counted them
too. One of those whom it counted the same way, nearest in time, was they, and is no visitor. Where
nobody was counted about then nobody is taken out: a badge falls silent in a cellar as well.

It follows from all that was counted and heard, so it is the same in whatever order that was told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

WITHIN = timedelta(seconds=90)
"""So far apart a badge and a counter may tell of the same person. A badge is heard from some metres
before the door on, and for as long after it; it is silent for seconds between two words."""

Way = Literal["in", "out"]


@dataclass(frozen=True, slots=True)
class StaffCrossing:
    """A fact: a badge came to these counters' lines (device and name) or left from them.

    Nothing says whose badge it was.
    """

    id: str
    at: datetime
    way: Way
    zone: str
    lines: frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class CountedThere:
    """Who was counted at a line and is in the sums: nobody, where it is kept apart, and where a
    manager has said how many visitors there were."""

    id: str
    at: datetime
    line: tuple[str, str]
    people_in: int
    people_out: int


def staff_among(
    crossings: Iterable[StaffCrossing], counted: Iterable[CountedThere]
) -> Mapping[str, tuple[int, int]]:
    """By the count's id: how many of those whom it counted in, and out, were colleagues.

    The first badge finds first.
    """
    at_line: dict[tuple[str, str], list[CountedThere]] = defaultdict(list)
    for one in counted:
        at_line[one.line].append(one)
    found: dict[str, tuple[int, int]] = {}
    for crossing in sorted(crossings, key=lambda each: (each.at, each.id)):
        there = [one for line in crossing.lines for one in at_line[line]]
        free = [one for one in there if _fits(crossing, one, found.get(one.id, (0, 0)))]
        if free:
            nearest = min(
                free, key=lambda one: (abs(one.at - crossing.at), one.at, one.line, one.id)
            )
            staff_in, staff_out = found.get(nearest.id, (0, 0))
            comes = crossing.way == "in"
            found[nearest.id] = (staff_in + comes, staff_out + (not comes))
    return found


def _fits(crossing: StaffCrossing, counted: CountedThere, staff: tuple[int, int]) -> bool:
    """Whether somebody is left in it whom this badge may have been."""
    if abs(counted.at - crossing.at) > WITHIN:
        return False
    if crossing.way == "in":
        return counted.people_in > staff[0]
    return counted.people_out > staff[1]
