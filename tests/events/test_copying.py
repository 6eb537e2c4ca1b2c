"""An event held again keeps its hours on the boutique's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from events.copying import copied
from events.event import SessionPlan
from events.programme import Stage
from tests.events.planned import HOUR, PARIS, event

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def paris(words: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=PARIS, fold=fold)


def test_summer_hours_are_winter_hours_too() -> None:
    starts = paris("2026-10-20T19:00")
    summer = event(
        starts=starts,
        ends=starts + 3 * HOUR,
        sessions=tuple(
            SessionPlan(number, starts + number * HOUR, starts + (number + 1) * HOUR, 8)
            for number in (1, 2)
        ),
        stage=Stage.OVER,
        answer_by=paris("2026-10-17T12:00"),
        remind_at=paris("2026-10-19T10:00"),
    )
    winter = copied(summer, paris("2026-11-03T19:00"), PARIS)
    assert winter.ends == paris("2026-11-03T22:00")
    assert [one.starts.astimezone(PARIS).hour for one in winter.sessions] == [20, 21]
    assert winter.answer_by == paris("2026-10-31T12:00")
    assert winter.remind_at == paris("2026-11-02T10:00")
    assert winter.stage is Stage.DRAFT


def test_the_night_of_the_change_lasts_an_hour_longer() -> None:
    night = event(starts=paris("2026-10-17T22:00"), ends=paris("2026-10-18T04:00"))
    longer = copied(night, paris("2026-10-24T22:00"), PARIS)
    assert longer.ends == paris("2026-10-25T04:00")
    assert longer.ends.timestamp() - longer.starts.timestamp() == 7 * 3600


def test_an_hour_that_spring_takes_away_leaves_no_event_without_time() -> None:
    short = event(starts=paris("2026-03-21T02:00"), ends=paris("2026-03-21T02:30"))
    copy = copied(short, paris("2026-03-29T03:00"), PARIS)
    assert copy.ends > copy.starts


MINUTES = st.integers(min_value=0, max_value=2 * 365 * 24 * 60)


@given(start=MINUTES, again=MINUTES, lasts=st.integers(min_value=1, max_value=72 * 60))
def test_a_copy_lasts_as_long_but_for_the_change_of_the_clocks(
    start: int, again: int, lasts: int
) -> None:
    starts = NEW_YEAR + timedelta(minutes=start)
    first = event(starts=starts, ends=starts + timedelta(minutes=lasts))
    copy = copied(first, NEW_YEAR + timedelta(minutes=again), PARIS)
    assert copy.ends > copy.starts
    assert abs((copy.ends - copy.starts) - timedelta(minutes=lasts)) <= 2 * HOUR
