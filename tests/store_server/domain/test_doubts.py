"""What cannot be, by hand: a boutique of 40, and the settings as they come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from store_server.domain.doubts import Flag, ahead, of_crossings, of_minute, of_seen
from store_server.settings import CountSettings

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
HOUSE = CountSettings()


@pytest.mark.parametrize(
    ("people", "taken", "capacity", "flag"),
    [
        (40, None, 40, None),
        (41, None, 40, Flag.CROWD),
        (400, MINUTE, 40, Flag.CROWD),
        (400, 10 * MINUTE, 40, None),  # 40 a minute is possible for ten minutes
        (120, None, None, None),
        (121, None, None, Flag.JUMP),
        (121, None, 5_000, Flag.JUMP),  # the boutique is larger than its door
    ],
)
def test_no_more_come_in_a_minute_than_the_boutique_holds(
    people: int, taken: timedelta | None, capacity: int | None, flag: Flag | None
) -> None:
    assert of_crossings(people, taken, capacity, HOUSE) is flag


def test_a_shadow_that_is_counted_one_by_one_is_a_crowd() -> None:
    assert of_minute([1] * 40, 40, HOUSE) is None
    assert of_minute([1] * 41, 40, HOUSE) is Flag.CROWD
    assert of_minute([3, 400], 40, HOUSE) is None  # the 400 are judged by themselves


def test_tomorrow_is_further_ahead_than_any_wall_clock() -> None:
    assert not ahead(NOW + 14 * HOUR, NOW, HOUSE)
    assert ahead(NOW + 14 * HOUR + MINUTE, NOW, HOUSE)
    assert not ahead(NOW - 48 * HOUR, NOW, HOUSE)
    assert not ahead(None, NOW, HOUSE)


@pytest.mark.parametrize(
    ("people", "said_at", "known", "flag"),
    [
        (120, NOW, True, None),  # three times as many as are allowed: full, and possible
        (121, NOW, True, Flag.CROWD),
        (5, NOW, False, Flag.UNPLACED),
        (5, NOW + 24 * HOUR, False, Flag.AHEAD),
        (5, None, True, None),
    ],
)
def test_who_is_seen_in_a_zone_may_be_too_many_of_tomorrow_or_nowhere(
    people: int, said_at: datetime | None, known: bool, flag: Flag | None
) -> None:
    found = of_seen(people, said_at, NOW, known_zone=known, capacity=40, settings=HOUSE)
    assert found is flag


def test_what_is_possible_is_a_setting() -> None:
    strict = CountSettings(most_of_capacity=0.5, ahead_at_most_s=60.0)
    assert of_crossings(21, None, 40, strict) is Flag.CROWD
    assert ahead(NOW + 2 * MINUTE, NOW, strict)
