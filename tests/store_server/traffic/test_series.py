"""Measures over time, each worked out by hand. Saturday 14 March 2026 at 10:00 is minute 0."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from store_server.clock import new_id
from store_server.domain.buckets import cut, last_year
from store_server.domain.device import AlarmKind
from store_server.domain.visit import Source as Visited
from store_server.messages import ReportPresence
from store_server.storage.tables import SaleDayRow, SaleQuarterRow, ShiftRow, SignalRow
from store_server.traffic_ports import Wanted
from tests.store_server.traffic.conftest import COURT, STREET, Counted
from tests.store_server.web.programme import opened

DAY = 24 * 60
TODAY = "2026-03-14"


def ask(counted: Counted, measure: str, first: str = TODAY, last: str = TODAY, **more: Any) -> Any:
    query = {"measure": measure, "from": first, "to": last, **more}
    answer = counted.manager.get("/traffic/series", query_string=query)
    assert answer.status_code == 200, answer.text
    return answer.json


def values(told: Any) -> list[float | None]:
    return [point["value"] for point in told["series"]["points"]]


def test_a_day_by_its_hours_and_doors(counted: Counted) -> None:
    """Open from 10 to 20; 3 and 1 come between 10 and 11, 5 between 12 and 13; now it is 12:30."""
    counted.counts(counted.crosses(5, 3), counted.crosses(50, 1, door=COURT))
    counted.counts(counted.crosses(125, 5))
    counted.clock_shows(150)
    told = ask(counted, "people_in", by="hour")
    assert values(told)[9:14] == [None, 4, 0, 5, None]
    assert [told["series"]["points"][at]["why"] for at in (9, 11, 13)] == ["closed", None, "ahead"]
    assert told["series"]["total"] == 9
    assert ask(counted, "people_in", by="hour", door=COURT)["series"]["total"] == 1
    quarters = ask(counted, "people_in", by="quarter")
    assert values(quarters)[40:44] == [3, 0, 0, 1]


def test_the_same_weekday_of_last_week_and_the_same_iso_week_of_last_year(counted: Counted) -> None:
    """14 March 2026 is the Saturday of week 11; last year that was 15 March 2025."""
    year = int((date(2026, 3, 14) - date(2025, 3, 15)) / timedelta(days=1)) * DAY
    for minutes, people in ((30 - year, 4), (30 - 7 * DAY, 8), (30, 10)):
        counted.counts(counted.crosses(minutes, people))
    counted.clock_shows(60)
    week = ask(counted, "people_in", against="last_week")
    assert (week["against"]["from"], week["against"]["total"]) == ("2026-03-07", 8)
    assert week["change"] == pytest.approx(0.25)
    before = ask(counted, "people_in", against="last_year")
    assert (before["against"]["from"], before["against"]["total"]) == ("2025-03-15", 4)
    assert before["change"] == pytest.approx(1.5)
    assert last_year(date(2026, 12, 31), date(2027, 1, 3)) == (
        date(2025, 12, 25),  # 2026 has a 53rd week, 2025 has none
        date(2025, 12, 28),
    )
    mine = ask(counted, "people_in", against="range", with_from="2026-03-02", with_to="2026-03-07")
    assert mine["against"]["total"] == 8


def test_a_day_that_goes_on_is_compared_up_to_the_same_hour_of_the_other(counted: Counted) -> None:
    """It is 12:37 on Saturday the 14th: 5 came at 10:05, 4 at 12:20 and 1 at 12:33. On the 7th came
    4 at 10:05, 2 at 12:20 and 10 at 12:40. Up to 12:30 that is 9 after 6: half more. With Fridays,
    3 after 6, it is 12 after 12, whichever of the two is asked for."""
    for day, minutes, people in (
        *((-7, 5, 4), (-7, 140, 2), (-7, 160, 10), (-8, 60, 6)),
        *((0, 5, 5), (0, 140, 4), (0, 153, 1), (-1, 60, 3)),
    ):
        counted.counts(counted.crosses(day * DAY + minutes, people))
    counted.clock_shows(157)
    today = ask(counted, "people_in", against="last_week")
    assert (today["series"]["total"], today["against"]["total"]) == (10, 16)
    assert (today["change"], today["compared_until"]) == (0.5, "2026-03-14T11:30:00Z")
    for by in ("hour", "day", "week", "weekday", "hour_of_day"):
        two = ask(counted, "people_in", "2026-03-13", against="last_week", by=by)
        assert (two["change"], two["compared_until"]) == (0, "2026-03-14T11:30:00Z"), by
    theirs = {"with_from": "2026-03-13", "with_to": TODAY}
    over = ask(counted, "people_in", "2026-03-06", "2026-03-07", against="range", **theirs)
    assert (over["change"], over["compared_until"]) == (0, "2026-03-07T11:30:00Z")
    theirs = {"with_from": "2026-03-06", "with_to": "2026-03-06"}
    whole = ask(counted, "people_in", "2026-03-07", "2026-03-07", against="range", **theirs)
    assert (whole["change"], whole["compared_until"]) == (pytest.approx(16 / 6 - 1), None)


def test_the_peak_so_far_is_compared_with_that_of_the_same_hours(counted: Counted) -> None:
    """At 12:37 six at once were the most today; up to 12:30 on the 7th it was 4, and later 14."""
    counted.counts(counted.crosses(-7 * DAY + 5, 4), counted.crosses(-7 * DAY + 160, 10))
    counted.counts(counted.crosses(5, 6))
    counted.clock_shows(157)
    told = ask(counted, "occupancy_peak", against="last_week")
    assert (told["against"]["total"], told["change"]) == (14, 0.5)


def test_days_of_23_and_25_hours_have_so_many(counted: Counted) -> None:
    paris = counted.boutique.settings.zone
    for day, hours in ((date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)):
        assert len(cut("hour", day, day, paris).all) == hours
    assert len(cut("week", date(2026, 3, 26), date(2026, 4, 8), paris).all) == 3
    assert len(cut("month", date(2026, 1, 31), date(2026, 3, 1), paris).all) == 3


def test_by_weekday_and_hour_is_the_mean_of_the_days_that_were_open(counted: Counted) -> None:
    """On Saturdays 7 and 14 March between 10 and 11 come 4 and 6: a mean of 5. Sundays are shut."""
    for minutes, people in ((-7 * DAY + 10, 4), (10, 6), (70, 2)):
        counted.counts(counted.crosses(minutes, people))
    counted.clock_shows(90)
    query = {"measure": "people_in", "from": "2026-03-02", "to": TODAY}
    rows = counted.manager.get("/traffic/heat", query_string=query).json["rows"]
    assert (rows[5][10], rows[5][11], rows[5][9], rows[6][10]) == (5, 1, None, None)
    assert rows[0][10] == 0  # Mondays: open, and nobody came
    weekday = ask(counted, "people_in", "2026-03-02", TODAY, by="weekday")
    assert values(weekday)[5] == 6
    hour = ask(counted, "people_in", "2026-03-07", TODAY, by="hour_of_day")
    assert values(hour)[10] == pytest.approx(10 / 7)  # seven open days from the 7th to the 14th


def test_years_by_the_hour_are_the_same_from_months_as_from_quarters(counted: Counted) -> None:
    """January and February are read from their roll-up, two days of March from quarter-hours."""
    for days, people in ((-60, 4), (-40, 8), (-12, 2)):
        counted.counts(counted.crosses(days * DAY + 10, people))
    counted.clock_shows(60)
    long = ask(counted, "people_in", "2026-01-01", "2026-03-02", by="hour_of_day")
    short = ask(counted, "people_in", "2026-01-02", "2026-02-27", by="hour_of_day")
    assert (long["series"]["total"], short["series"]["total"]) == (14, 12)


def test_a_day_half_unseen_is_a_gap_and_one_that_is_seen_for_the_most_part_says_how_much(
    counted: Counted,
) -> None:
    """Ten hours open. On Friday silent for six of them, on Thursday for two."""
    counted.counts(counted.crosses(-3 * DAY, 9), counted.crosses(-2 * DAY - 10, 3))
    counted.counts(counted.crosses(-DAY - 20, 2))
    with counted.boutique.storage.store.begin() as uow:
        for begins, ends in ((-2 * DAY + 60, -2 * DAY + 180), (-DAY, -DAY + 360)):
            uow.device_records.raise_alarm(STREET, AlarmKind.SILENT, "0", counted.at(begins))
            uow.device_records.end_alarm(STREET, AlarmKind.SILENT, counted.at(ends))
        uow.commit()
    counted.clock_shows(1)
    points = ask(counted, "people_in", "2026-03-11", "2026-03-13")["series"]["points"]
    told = [(one["value"], one["known"], one["why"]) for one in points]
    assert told == [(9, 1.0, None), (3, 0.8, None), (None, 0.4, "gap")]


def test_an_hour_of_the_week_that_nobody_saw_is_a_gap_and_weighs_on_no_mean(
    counted: Counted,
) -> None:
    """4 came on Friday the 6th between 10 and 11; on the 13th the counter is silent from 10 to 16.
    Today is Saturday, and it is 10:01: of the hours after it nothing is known yet."""
    counted.counts(counted.crosses(-8 * DAY + 5, 4))
    with counted.boutique.storage.store.begin() as uow:
        uow.device_records.raise_alarm(STREET, AlarmKind.SILENT, "0", counted.at(-DAY))
        uow.device_records.end_alarm(STREET, AlarmKind.SILENT, counted.at(-DAY + 360))
        uow.commit()
    counted.clock_shows(1)

    def week(first: str) -> Any:
        query = {"measure": "people_in", "from": first, "to": TODAY}
        return counted.manager.get("/traffic/heat", query_string=query).json["rows"]

    friday, saturday = week("2026-03-09")[4:6]
    assert friday[9:21] == [None, *[None] * 6, *[0] * 4, None]
    assert saturday[9:21] == [None, 0, *[None] * 9, None]
    assert week("2026-03-06")[4][10:12] == [4, 0]


def test_who_was_counted_in_an_hour_that_was_hardly_seen_raises_no_mean(counted: Counted) -> None:
    """4 came on Friday the 6th at 10:05 and 2 on the 13th; then the counter is silent from 10:15 to
    11. That hour of the 13th is no hour, so the mean of Fridays at ten is 4, and not 6."""
    counted.counts(counted.crosses(-8 * DAY + 5, 4))
    counted.counts(counted.crosses(-DAY + 5, 2))
    with counted.boutique.storage.store.begin() as uow:
        uow.device_records.raise_alarm(STREET, AlarmKind.SILENT, "0", counted.at(-DAY + 15))
        uow.device_records.end_alarm(STREET, AlarmKind.SILENT, counted.at(-DAY + 60))
        uow.commit()
    counted.clock_shows(1)
    query = {"measure": "people_in", "from": "2026-03-06", "to": TODAY}
    rows = counted.manager.get("/traffic/heat", query_string=query).json["rows"]
    assert rows[4][10:12] == [4, 0]


def test_occupancy_over_time_is_the_mean_and_the_most_of_its_quarters(counted: Counted) -> None:
    """At the ends of 10:00, 10:15, 10:30 and 10:45 there are 4, 4, 1 and 1."""
    counted.counts(counted.crosses(1, 4), counted.crosses(31, 0, 3))
    counted.clock_shows(59)
    hour = ask(counted, "occupancy", by="hour")
    assert values(hour)[10] == 2.5
    assert values(ask(counted, "occupancy_peak", by="hour"))[10] == 4


def test_whoever_left_before_a_quarter_hour_ended_was_at_its_peak(counted: Counted) -> None:
    """Yesterday 7 came at 10:01 and had left by 10:10; today 2 came at 10:01 and stayed, 3 more
    at 11:01, who had left by 11:10. The 7 of yesterday are in no night's count of today."""
    counted.counts(counted.crosses(-DAY + 1, 7), counted.crosses(-DAY + 10, 0, 7))
    counted.counts(counted.crosses(1, 2), counted.crosses(61, 3), counted.crosses(70, 0, 3))
    counted.clock_shows(119)
    assert values(ask(counted, "occupancy_peak", by="hour"))[10:12] == [2, 5]
    days = ask(counted, "occupancy_peak", "2026-03-13", by="day")
    assert (values(days), days["series"]["total"]) == ([7, 5], 7)
    assert values(ask(counted, "occupancy_peak", "2026-03-13", by="weekday"))[4:6] == [7, 5]
    query = {"measure": "occupancy_peak", "from": "2026-03-13", "to": TODAY}
    rows = counted.manager.get("/traffic/heat", query_string=query).json["rows"]
    assert (rows[4][10], rows[5][10:12]) == (7, [2, 5])


def test_groups_capture_and_the_street(counted: Counted) -> None:
    """30 walk past and 6 come in, in groups of one and a half: 4 groups, 6 of 36 captured."""
    body = {"device_id": COURT, "line": "Door", "name": "Rue", "role": "street"}
    assert counted.manager.put("/traffic/doors", body).status_code == 200
    settings = {"people_per_group": 1.5}
    assert counted.manager.put("/traffic/settings", settings).status_code == 200
    counted.counts(counted.crosses(1, 6), counted.crosses(2, 18, 12, door=COURT))
    counted.clock_shows(10)
    assert ask(counted, "groups")["series"]["total"] == 4
    assert ask(counted, "capture")["series"]["total"] == pytest.approx(6 / 36)
    assert ask(counted, "walk_past")["series"]["total"] == 30
    assert ask(counted, "people_in")["series"]["total"] == 6


def test_what_was_sold_and_how_many_of_those_who_came_bought(counted: Counted) -> None:
    """20 come in, alone; 3 baskets of 900 euros in all, 5 pieces, one of them in the fast lane."""
    counted.counts(counted.crosses(1, 20))
    sold = {"currency": "EUR", "baskets": 3, "fast_lane": 1, "units": 5, "minor": 90_000}
    with counted.boutique.storage.engine.begin() as connection:
        connection.execute(SaleDayRow.__table__.insert(), {"day": date(2026, 3, 14), **sold})
        at = datetime(2026, 3, 14, 9, 15, tzinfo=UTC)
        connection.execute(SaleQuarterRow.__table__.insert(), {"at": at, **sold})
    counted.clock_shows(60)
    told = {
        measure: ask(counted, measure)["series"]["total"]
        for measure in ("conversion", "average_basket", "units", "fast_lane_share", "sales")
    }
    assert told == {
        "conversion": 0.15,
        "average_basket": 30_000,
        "units": 5,
        "fast_lane_share": pytest.approx(1 / 3),
        "sales": 90_000,
    }
    assert values(ask(counted, "sales", by="hour"))[10] == 90_000
    assert counted.now()["totals"]["conversion"] == 0.15


def test_a_queue_and_how_long_it_takes(counted: Counted) -> None:
    """Two, then four wait, a minute each: 6 person-minutes, 3 a minute on average. Two left the
    zone meanwhile: by Little's law 360 s for 2 are 180 s each."""
    counted.sees(1, 3, zone="till", queue=2)
    counted.sees(2, 5, zone="till", queue=4, dwell_s=(200.0, 160.0))
    counted.clock_shows(10)
    assert ask(counted, "queue", zone="till")["series"]["total"] == 3
    assert ask(counted, "queue_peak", zone="till")["series"]["total"] == 4
    assert ask(counted, "queue_wait", zone="till")["series"]["total"] == 180


def test_known_clients_and_their_welcome(counted: Counted) -> None:
    """Three signals: taken after 20 s and 80 s, one not at all; one of them was greeted."""
    with counted.boutique.storage.engine.begin() as connection:
        for claimed_s, welcomed in ((20, True), (80, False), (None, False)):
            connection.execute(
                SignalRow.__table__.insert(),
                _signal(counted.at(5), claimed_s, welcomed),
            )
    counted.clock_shows(30)
    told = {
        measure: ask(counted, measure)["series"]["total"]
        for measure in ("greeted_share", "claim_median", "claim_p90", "unanswered")
    }
    assert told == {
        "greeted_share": pytest.approx(1 / 3),
        "claim_median": 20,
        "claim_p90": 80,
        "unanswered": 1,
    }


def _signal(at: datetime, claimed_s: int | None, welcomed: bool) -> dict[str, Any]:
    claimed_at = None if claimed_s is None else at + timedelta(seconds=claimed_s)
    return {
        "id": new_id(),
        "raised_at": at,
        "changed_at": at,
        "state": "done",
        "claimed_at": claimed_at,
        "welcomed_at": claimed_at if welcomed else None,
        "silent": False,
        "handover_note": "",
        "outcome_note": "",
        "revision": 1,
    }


def test_visitors_by_an_hour_of_a_colleagues_presence(counted: Counted) -> None:
    """Two colleagues from 10 to 12, one until 11 and the manager until now, 10:59: six hours, or
    three at a time. 24 come in: 4 an hour."""
    with counted.boutique.storage.engine.begin() as connection:
        for ends in (120, 120, 60):
            shift = {"id": new_id(), "started_at": counted.at(0), "ended_at": counted.at(ends)}
            someone = counted.boutique.storage.queries.associates()[0].id
            connection.execute(ShiftRow.__table__.insert(), {**shift, "associate_id": someone})
    counted.counts(counted.crosses(30, 24))
    counted.clock_shows(59)
    told = ask(counted, "visitors_per_staff", first="2026-03-14", last="2026-03-14")
    assert told["series"]["total"] == 4
    assert ask(counted, "staff")["series"]["total"] == 3


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "2026-03-14", "to": "2026-03-13"}, "to"),
        ({"from": "2020-01-01", "to": TODAY, "by": "quarter"}, "by"),
        ({"from": TODAY, "to": TODAY, "measure": "sales", "zone": "salon"}, "zone"),
        ({"from": TODAY, "to": TODAY, "against": "range"}, "with_from"),
        ({"from": TODAY, "to": TODAY, "measure": "joy"}, "measure"),
        ({"from": "yesterday", "to": TODAY}, "from"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(counted: Counted, query: Any, field: str) -> None:
    query = {"measure": "people_in", **query}
    answer = counted.manager.get("/traffic/series", query_string=query)
    assert (answer.status_code, answer.json["field"]) == (422, field)


def test_hours_of_a_range_that_begins_and_ends_within_months(counted: Counted) -> None:
    """One at 10:30 on 20 January, 2 on 10 February, 4 on 5 March and 8 today, all of them in the
    hour from 10: whole months are read from one roll-up, their beginnings from another."""
    for day, people in ((-53, 1), (-32, 2), (-9, 4), (0, 8)):
        counted.counts(counted.crosses(30 + day * DAY, people))
    counted.clock_shows(60)
    asked = [("2026-01-20", TODAY, 15), ("2026-01-21", TODAY, 14), ("2026-01-21", "2026-03-05", 6)]
    asked += [("2026-01-01", "2026-01-31", 1), ("2026-03-05", "2026-12-31", 12)]
    for first, last, people in asked:
        told = ask(counted, "people_in", first, last, by="hour_of_day")
        assert told["series"]["total"] == people, (first, last)
    counted.manager.put(
        "/traffic/doors",
        {"device_id": STREET, "line": "Door", "name": "Street", "role": "street"},
    )
    assert ask(counted, "people_in", "2026-01-20", by="hour_of_day")["series"]["total"] == 0
    past = ask(counted, "walk_past", "2026-01-20", by="hour_of_day")
    assert past["series"]["total"] == 15


def test_two_ranges_are_answered_in_a_handful_of_statements(counted: Counted) -> None:
    """The counters, and where they could not be relied on, are asked for once."""
    asked: list[str] = []
    engine = counted.boutique.storage.engine
    week = date(2026, 3, 9), date(2026, 3, 14)
    wanted = Wanted("people_in", *week, "day", against=last_year(*week))

    def trace(driver: Any, *_more: Any) -> None:
        driver.set_trace_callback(asked.append)

    event.listen(engine, "checkout", trace)
    counted.boutique.storage.traffic_queries.series(wanted)
    event.remove(engine, "checkout", trace)
    assert 5 <= len([one for one in asked if one.startswith("SELECT")]) <= 11


def test_a_day_that_goes_on_is_compared_with_no_whole_day(counted: Counted) -> None:
    """10 came last Saturday; 3 have come so far today, when there is an event in the evening."""
    counted.counts(counted.crosses(-7 * DAY + 5, 10), counted.crosses(5, 3))
    tonight = {"starts": counted.at(480).isoformat(), "ends": counted.at(600).isoformat()}
    opened(counted.manager, **tonight)

    def effect() -> tuple[Any, ...]:
        query = {"measure": "people_in", "from": "2026-03-07", "to": TODAY}
        told = counted.manager.get("/traffic/event-effect", query_string=query).json
        names = ("event_days", "other_days", "with_event", "without")
        return tuple(told[name] for name in names)

    counted.clock_shows(60)
    assert effect() == (0, 0, None, None)
    counted.clock_shows(DAY)
    assert effect() == (1, 1, 3, 10)


def test_how_long_people_stayed_in_each_zone(counted: Counted) -> None:
    """Salon: 60, 60 and 600 s on the 13th, 120 and 1,200 s on the 14th: the middle of the five is
    120 s, and nine tenths stayed no longer than 1,200. A histogram's classes are a tenth wide."""
    counted.sees(-DAY + 1, 3, dwell_s=(60.0, 60.0, 600.0))
    counted.sees(1, 3, dwell_s=(120.0, 1_200.0))
    counted.sees(2, 3, zone="till", dwell_s=(30.0,))
    counted.clock_shows(3)

    def told(measure: str, **more: Any) -> Any:
        return ask(counted, measure, "2026-03-13", **more)["series"]["total"]

    assert told("dwell_median", zone="salon") == pytest.approx(120, rel=0.05)
    assert told("dwell_p90", zone="salon") == pytest.approx(1_200, rel=0.05)
    assert told("dwell_median", zone="till") == pytest.approx(30, rel=0.05)


def test_known_clients_who_came(counted: Counted) -> None:
    """Ann comes at 10:05, and Bea at 11:05; who consents to nothing is in no figure."""
    for name, minute in (("Ann", 5), ("Bea", 65)):
        counted.clock_shows(minute)
        client = counted.boutique.client(name)
        counted.boutique.bus.ask(ReportPresence(client, Visited.PASS))
    counted.clock_shows(90)
    assert values(ask(counted, "arrivals", by="hour"))[10:12] == [1, 1]
    assert counted.now()["totals"]["arrivals"] == 2
