"""What is expected, from the past. Saturday 14 March 2026 at 10:00 is minute 0."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import Any

import pytest

from store_server.domain.kinds_of_day import UnknownPlaceError, holiday, kind_of_day
from store_server.storage.foresight import Foresight
from store_server.storage.tables import SaleDayRow
from store_server.storage.traffic_queries import SqlTrafficQueries
from store_server.traffic_messages import TrafficChanged
from tests.store_server.traffic.conftest import Counted

HOUR, DAY = 60, 24 * 60
WEEKS = 10


@pytest.fixture
def with_history(counted: Counted) -> Counted:
    """For ten weeks ten an hour, twenty on Saturdays; with a little of a wave, so that there is
    something to be wrong about. 4 euros a visitor in the last 28 days, and no event."""
    heard = []
    for days in range(-WEEKS * 7, 0):
        weekday = (5 + days) % 7
        if weekday == 6:
            continue
        for hour in range(10):
            wave = (days * 7 + hour * 3) % 5 - 2
            people = (20 if weekday == 5 else 10) + wave
            heard.append(counted.crosses(days * DAY + hour * HOUR + 1, people))
    counted.counts(*heard)
    sold = {"currency": "EUR", "baskets": 120, "fast_lane": 0, "units": 130, "minor": 1_200_000}
    with counted.boutique.storage.engine.begin() as connection:
        connection.execute(SaleDayRow.__table__.insert(), {"day": date(2026, 3, 2), **sold})
    return counted


def forecast(counted: Counted) -> Any:
    answer = counted.manager.get("/traffic/forecast")
    assert answer.status_code == 200, answer.text
    return answer.json


def test_the_next_seven_days_are_as_the_weeks_before_them(with_history: Counted) -> None:
    with_history.clock_shows(0)
    told = forecast(with_history)
    days = {one["day"]: one for one in told["days"]}
    assert next(iter(days)) == "2026-03-14"
    saturday, sunday, monday = (days[f"2026-03-{n}"] for n in (14, 15, 16))
    assert [len(one["hours"]) for one in (saturday, sunday, monday)] == [10, 0, 10]
    assert saturday["people_in"] == pytest.approx(200, rel=0.05)
    assert monday["people_in"] == pytest.approx(100, rel=0.05)
    assert (sunday["open"], sunday["people_in"]) == (False, None)
    hour = monday["hours"][0]
    assert hour["low"] < hour["people_in"] < hour["high"]
    assert hour["staff"] == math.ceil(hour["people_in"] / 8)
    assert told["error"]["hours"] == 24 * 10
    assert told["error"]["relative"] < 1
    assert with_history.now()["forecast"][0]["people_in"] == saturday["hours"][0]["people_in"]


def test_a_late_count_of_a_day_that_is_over_is_foretold_from_with_the_next_hour(
    with_history: Counted,
) -> None:
    foresight = _foresight(with_history)
    boutique, friday_at_ten = with_history.boutique, datetime.combine(date(2026, 3, 13), time(10))
    boutique.bus.listen(TrafficChanged, boutique.web.realtime.traffic.changed)
    with_history.clock_shows(5)
    forecast(with_history)
    before = foresight.history()[0][friday_at_ten]
    with_history.counts(with_history.crosses(-DAY + 5, 70))
    forecast(with_history)
    assert foresight.history()[0][friday_at_ten] == before
    with_history.clock_shows(HOUR + 5)
    forecast(with_history)
    assert foresight.history()[0][friday_at_ten] == before + 70


def _foresight(counted: Counted) -> Foresight:
    queries = counted.boutique.storage.traffic_queries
    assert isinstance(queries, SqlTrafficQueries)
    return queries.foresight


def test_sales_are_what_visitors_came_to_lately(with_history: Counted) -> None:
    """12,000 euros in 28 days by those who came in them: so much a visitor."""
    with_history.clock_shows(0)
    told = forecast(with_history)
    query = {"measure": "people_in", "from": "2026-02-14", "to": "2026-03-13"}
    came = with_history.manager.get("/traffic/series", query_string=query).json
    a_visitor = 1_200_000 / came["series"]["total"]
    hour = told["days"][0]["hours"][0]
    assert hour["sales_minor"] == pytest.approx(hour["people_in"] * a_visitor, rel=0.01)
    assert told["average_basket_minor"] == 10_000


def test_a_day_that_runs_better_than_expected_raises_what_is_left_of_it(
    with_history: Counted,
) -> None:
    with_history.clock_shows(0)
    before = forecast(with_history)["days"][0]["hours"]
    with_history.counts(*(with_history.crosses(hour * HOUR + 2, 45) for hour in range(3)))
    with_history.clock_shows(3 * HOUR + 1)
    after = forecast(with_history)["days"][0]["hours"]
    assert after[0]["people_in"] == before[0]["people_in"]  # what was foretold stays as it was
    assert after[5]["people_in"] > 1.15 * before[5]["people_in"]


def test_holidays_and_evenings_of_ours_are_days_of_their_own_kind() -> None:
    kind = kind_of_day("FR", {date(2026, 7, 14), date(2026, 7, 15)})
    assert kind(date(2026, 7, 13)) == ""
    assert kind(date(2026, 7, 15)) == "event"
    assert kind(date(2026, 7, 14)).endswith(" + event")
    assert holiday("FR", date(2026, 4, 6), "fr") == "Lundi de Pâques"  # it moves
    assert holiday("FR-57", date(2026, 12, 26), "fr") != ""  # in Moselle, and not in Paris
    assert holiday("", date(2026, 7, 14)) == ""
    with pytest.raises(UnknownPlaceError):
        holiday("Atlantis", date(2026, 7, 14))
