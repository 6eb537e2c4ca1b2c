"""Opening hours as people write them, on the boutique's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.opening_hours import HoursError, OpeningHours, gaps, read_hours

PARIS = ZoneInfo("Europe/Paris")
WEEK = "mo-sa 10:00-19:30; su 12:00-18:00"


def paris(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=PARIS)


def test_a_week_is_read_as_it_is_written() -> None:
    hours = read_hours(WEEK)
    opens, closes = paris("2026-12-12T10:00"), paris("2026-12-12T19:30")  # a Saturday
    day = (paris("2026-12-12T00:00"), paris("2026-12-13T00:00"))
    assert hours.within(*day, PARIS) == [(opens, closes)]


def test_a_day_may_have_a_pause_and_one_that_is_not_named_is_closed() -> None:
    hours = read_hours("mo 14:00-19:00; mo,we 10:00-12:30")
    monday = paris("2026-12-14T00:00")
    assert len(hours.within(monday, monday + timedelta(days=1), PARIS)) == 2
    assert hours.within(monday + timedelta(days=1), monday + timedelta(days=2), PARIS) == []


def test_the_day_of_the_change_has_the_same_hours_on_the_wall() -> None:
    hours = read_hours("su 00:00-06:00")
    ((opens, closes),) = hours.within(paris("2026-10-25T00:00"), paris("2026-10-26T00:00"), PARIS)
    assert closes - opens == timedelta(hours=7)
    assert closes == datetime(2026, 10, 25, 5, tzinfo=UTC)


def test_what_lies_outside_is_what_is_left() -> None:
    since, until = paris("2026-12-12T18:00"), paris("2026-12-12T22:00")
    open_ = read_hours(WEEK).within(since, until, PARIS)
    assert gaps(open_, since, until) == [(paris("2026-12-12T19:30"), until)]


def test_none_are_known_until_somebody_says_so() -> None:
    assert not read_hours("").known
    assert read_hours("") == OpeningHours()
    assert read_hours(WEEK).known


@pytest.mark.parametrize(
    "words",
    [
        "mo-sa",
        "every day 10:00-19:00",
        "mo 10-19",
        "mo 19:00-10:00",
        "sa-mo 10:00-12:00",
        "mo 25:00-26:00",
        "mo 10:00-13:00; mo 12:00-19:00",
    ],
)
def test_what_is_no_opening_hours_is_said(words: str) -> None:
    with pytest.raises(HoursError):
        read_hours(words)
