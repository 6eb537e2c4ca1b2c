"""What is expected of an hour, worked out by hand."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store_server.domain.backtest import TooLittleHistoryError, backtest
from store_server.domain.forecast import DAY, WEEK, Forecaster

OPEN = range(10, 20)
MONDAY = datetime.fromisoformat("2026-03-02")
THREE = MONDAY.replace(hour=15)


def weeks(*counts: float | None, hour: datetime = THREE) -> dict[datetime, float]:
    """The same hour of the weeks before, the nearest first; None was not counted."""
    return {
        hour - (number + 1) * WEEK: count
        for number, count in enumerate(counts)
        if count is not None
    }


def expected(history: dict[datetime, float], hour: datetime = THREE, **more: object) -> float:
    (said,) = Forecaster(history, OPEN, **more).expect([hour], MONDAY)  # type: ignore[arg-type]
    assert said is not None
    return said.count


def flat(days: int, count: float = 100.0, until: datetime = MONDAY) -> dict[datetime, float]:
    return {
        (until - number * DAY).replace(hour=hour): count
        for number in range(1, days + 1)
        for hour in OPEN
    }


def test_it_is_the_middle_one_of_six_weeks_and_no_seventh() -> None:
    # nothing of the last two weeks has weeks before it, so that their level is as usual
    assert expected(weeks(None, None, 10, 20, 30, 40, 50, 60, 999)) == 35


def test_one_mad_saturday_changes_nothing() -> None:
    assert expected(weeks(None, None, 10, 10, 10, 10, 1_000, 10)) == 10


def test_an_hour_that_was_never_counted_is_not_guessed() -> None:
    assert Forecaster(weeks(5), OPEN).expect([THREE.replace(hour=16)], MONDAY) == [None]
    assert Forecaster({}, OPEN).expect([THREE], MONDAY) == [None]


def test_two_weeks_that_were_better_lift_what_is_expected() -> None:
    history = flat(8 * 7)
    for hour in [hour for hour in history if hour >= MONDAY - 14 * DAY]:
        history[hour] = 200.0
    # middle of 200, 200, 100, 100, 100, 100 is 100; came 28,000 where usual were 14,000
    level = ((28_000 + 50) / (14_000 + 50)) ** 0.4
    assert expected(history) == pytest.approx(100 * level)


def test_a_day_that_begins_well_is_expected_to_go_on() -> None:
    history = flat(8 * 7)
    morning = {MONDAY.replace(hour=hour): 150.0 for hour in (10, 11)}
    now = MONDAY.replace(hour=12)
    forecaster = Forecaster(history | morning, OPEN)
    afternoon, tomorrow = forecaster.expect([THREE, THREE + DAY], now)
    assert afternoon is not None
    assert tomorrow is not None
    level = ((14_100 + 50) / (14_000 + 50)) ** 0.4  # the fortnight that ends at noon
    assert tomorrow.count == pytest.approx(100 * level, rel=0.01)
    pace = ((300 + 50) / (200 * level + 50)) ** 0.5
    assert afternoon.count == pytest.approx(100 * level * pace, rel=0.01)


def test_a_holiday_does_what_it_did_before_and_spoils_no_ordinary_day() -> None:
    holiday = {date(2026, 1, 5), date(2026, 3, 2)}

    def kind(day: date) -> str:
        return "a holiday" if day in holiday else ""

    history = flat(10 * 7)
    for hour in OPEN:
        history[datetime.fromisoformat(f"2026-01-05T{hour}:00")] = 20.0
    factor = (200 + 50) / (1_000 + 50)
    assert expected(history, kind_of_day=kind) == pytest.approx(100 * factor)
    assert expected(history, THREE + 7 * DAY, kind_of_day=kind) == pytest.approx(100)


def test_a_whole_week_ahead_never_looks_at_what_is_not_known_yet() -> None:
    history = flat(8 * 7)
    later = {hour + 8 * WEEK: 9_999.0 for hour in history}
    hours = [MONDAY + number * timedelta(hours=1) for number in range(7 * 24)]
    known = Forecaster(history, OPEN).expect(hours, MONDAY)
    assert Forecaster(history | later, OPEN).expect(hours, MONDAY) == known
    assert sum(one is not None for one in known) == 70


def test_four_of_five_hours_come_within_the_band() -> None:
    lots = random.Random(20)
    history = {hour: float(lots.randint(60, 140)) for hour in flat(26 * 7)}
    result = backtest(history, OPEN)
    assert result.within_band == pytest.approx(0.8, abs=0.05)
    assert result.relative_mae < 0.9  # a week ago is one draw; the middle of six is steadier


def test_a_band_needs_enough_to_be_drawn_from() -> None:
    (said,) = Forecaster(weeks(5, 6, 7), OPEN).expect([THREE], MONDAY)
    assert said is not None
    assert (said.low, said.high) == (None, None)


@given(st.dictionaries(st.integers(1, 90 * 24), st.floats(0, 1e6), max_size=60))
def test_whatever_was_counted_an_expectation_is_a_number_of_people(
    counted: dict[int, float],
) -> None:
    history = {MONDAY - hours * timedelta(hours=1): count for hours, count in counted.items()}
    for said in Forecaster(history, range(24)).expect([THREE, THREE + 6 * DAY], MONDAY):
        if said is not None:
            assert 0 <= said.count < 1e8
            assert said.low is None or said.high is None or 0 <= said.low <= said.high


def test_a_history_that_is_too_short_says_so() -> None:
    with pytest.raises(TooLittleHistoryError, match="empty"):
        backtest({}, OPEN)
    with pytest.raises(TooLittleHistoryError, match="more than 28"):
        backtest(flat(20), OPEN)
    with pytest.raises(TooLittleHistoryError):
        backtest(flat(60), OPEN)  # nothing to be wrong about
