"""A zone knows who is in it, how long they stayed, and who queues."""

from __future__ import annotations

import pytest

from devices.vision.counting.lines import LineError
from devices.vision.counting.zones import Zone, ZoneCounter

SIZE = 20.0
TILL = Zone("till", ((100, 100), (200, 100), (200, 200), (100, 200)))


def stay(counter: ZoneCounter, number: int, begin_s: float, end_s: float, speed: float) -> None:
    at_s = begin_s
    while at_s <= end_s:
        counter.follow(number, 150, 150, speed, SIZE, at_s)
        counter.settle([number], at_s)
        at_s += 0.1


def test_a_stay_is_measured_from_entering_to_leaving() -> None:
    counter = ZoneCounter(TILL)
    stay(counter, 1, 0.0, 5.05, speed=0)
    assert counter.people == 1
    counter.settle([], 5.1)
    assert (counter.people, counter.most, counter.dwells()) == (0, 1, [5.0])
    assert counter.dwells() == []


def test_who_only_brushes_the_zone_was_not_in_it() -> None:
    counter = ZoneCounter(TILL)
    stay(counter, 1, 0.0, 0.2, speed=50)
    counter.settle([], 0.3)
    assert (counter.most, counter.dwells()) == (0, [])


def test_they_queue_who_stand_and_not_who_walk_through() -> None:
    standing, walking = ZoneCounter(TILL), ZoneCounter(TILL)
    stay(standing, 1, 0.0, 4.0, speed=1.0)
    stay(walking, 1, 0.0, 4.0, speed=30.0)
    assert (standing.queue(4.0), walking.queue(4.0)) == (1, 0)
    assert standing.longest_queue == 1


def test_who_is_seen_elsewhere_has_left() -> None:
    counter = ZoneCounter(TILL)
    stay(counter, 1, 0.0, 2.0, speed=0)
    counter.follow(1, 20, 20, 0, SIZE, 3.0)
    counter.settle([1], 3.0)
    assert counter.people == 0


@pytest.mark.parametrize(
    ("corners", "reason"),
    [
        (((0, 0), (9, 9)), "three corners"),
        (((0, 0), (9, 9), (18, 18)), "encloses nothing"),
        (((0, 0), (900, 0), (0, 90)), "leaves the picture"),
    ],
)
def test_a_zone_that_holds_nobody_says_why(
    corners: tuple[tuple[float, float], ...], reason: str
) -> None:
    with pytest.raises(LineError, match=reason):
        Zone("till", corners).check(320, 240)
