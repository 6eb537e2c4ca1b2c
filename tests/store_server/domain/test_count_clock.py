"""When people were counted, whatever the device's clock shows."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from store_server.domain.count_clock import CountClock

OPENING = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
HOUR, MINUTE, SECOND = timedelta(hours=1), timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def clock() -> CountClock:
    return CountClock(tolerance=2 * MINUTE, believed_after=10 * MINUTE)


def test_a_right_clock_is_believed(clock: CountClock) -> None:
    assert clock.when(OPENING - 30 * SECOND, OPENING) == OPENING - 30 * SECOND


def test_nothing_is_told_before_it_happened(clock: CountClock) -> None:
    assert clock.when(OPENING + HOUR, OPENING) == OPENING
    behind = clock.when(OPENING + HOUR + 20 * SECOND, OPENING + 30 * SECOND)
    assert behind == OPENING + 20 * SECOND


def test_a_clock_that_missed_summer_time_is_found_out(clock: CountClock) -> None:
    for minute in range(11):
        received = OPENING + minute * MINUTE
        at = clock.when(received - HOUR, received)
    assert clock.behind == HOUR
    assert at == received


def test_what_was_gathered_in_a_hole_of_the_network_keeps_its_time(clock: CountClock) -> None:
    begun = OPENING - 8 * HOUR
    for minute in range(480):
        said = begun + minute * MINUTE
        assert clock.when(said, OPENING + minute * SECOND) == said
    assert clock.behind == timedelta()


def test_a_timely_message_clears_the_clock(clock: CountClock) -> None:
    clock.behind = HOUR
    assert clock.when(OPENING, OPENING + SECOND) == OPENING
    assert clock.behind == timedelta()


def test_a_clock_is_behind_by_less_than_was_believed(clock: CountClock) -> None:
    clock.behind = 2 * HOUR
    assert clock.when(OPENING - HOUR, OPENING) == OPENING - HOUR
    for minute in range(11):
        clock.when(OPENING - HOUR + minute * MINUTE, OPENING + minute * MINUTE)
    assert clock.behind == HOUR


@pytest.mark.parametrize("days", [-400, -32, 3])
def test_what_is_no_clock_tells_no_time(clock: CountClock, days: int) -> None:
    assert clock.when(OPENING + timedelta(days=days), OPENING) == OPENING
