"""After the event: turnout, stays, sales by their rule, and who is owed what."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from events.aftermath import (
    Sold,
    TaskKind,
    attributed,
    morning_after,
    owed,
    totals,
    turnout,
)
from events.attendance import Attendance, adds_up
from events.comings import Entry, Way
from events.guest import Guest, Origin, Standing

EIGHT = datetime(2026, 3, 3, 19, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
HELD = date(2026, 3, 3)


def guest(name: str, standing: Standing = Standing.CONFIRMED, **fields: object) -> Guest:
    return Guest(name, "e", name, "", "fr", standing=standing, **fields)  # type: ignore[arg-type]


def came(name: str, minutes: int, plus_ones: int = 0) -> Attendance:
    left = EIGHT + timedelta(minutes=minutes)
    arrived = (EIGHT,) * (1 + plus_ones)
    return Attendance(name, "e", 0, came=1, first_in=EIGHT, last_out=left, arrived=arrived)


def passing(guest: Guest, *passings: tuple[Way, bool]) -> Attendance:
    """So they go through the door, ten minutes apart: which way, and whether it is a plus-one."""
    entries = [
        Entry(str(step), guest.id, 0, way, "door", "", EIGHT + timedelta(minutes=10 * step), plus)
        for step, (way, plus) in enumerate(passings)
    ]
    return adds_up(guest, entries)


def test_a_worked_evening_adds_up() -> None:
    guests = [
        guest("ana", companions=("Leo",)),
        guest("bea"),
        guest("cyr", companions=("",)),
        guest("dan", Standing.DECLINED),
        guest("eve", Standing.INVITED),
        guest("fay", origin=Origin.DOOR),
    ]
    there = {"ana": came("ana", 60, plus_ones=1), "bea": came("bea", 90), "fay": came("fay", 200)}
    found = turnout(guests, there, frozenset({"ana", "bea"}))
    assert (found.invited, found.declined, found.unanswered) == (5, 1, 1)
    assert (found.confirmed, found.companions) == (5, 2)  # Ana with Leo, Bea, Cyr with another
    assert (found.came, found.walk_ins) == (4, 1)  # Ana with Leo, Bea, and Fay, who walked in
    assert found.missing == {"cyr": 2}
    assert found.share == pytest.approx(0.6)  # of five, three: Fay had promised nothing
    assert found.dwell_median_s == 75 * 60  # of Fay only closing time is known
    assert found.dwell_p90_s == 90 * 60


def test_whoever_went_out_to_smoke_is_one_guest() -> None:
    ana = guest("ana", companions=("Leo", "Mia"), plus_ones=2)
    out_and_in = ((Way.OUT, False), (Way.OUT, True), (Way.IN, False), (Way.IN, True))
    there = passing(ana, (Way.IN, False), (Way.IN, True), *out_and_in)
    found = turnout([ana], {"ana": there}, frozenset())
    assert (found.confirmed, found.came, found.missing) == (3, 2, {"ana": 1})
    assert there.arrived == (EIGHT, EIGHT + timedelta(minutes=10))
    assert (found.dwell_median_s, found.dwell_p90_s) == (None, None)


def test_a_plus_one_who_comes_alone_leaves_one_missing() -> None:
    ana = guest("ana", companions=("Leo",), plus_ones=1)
    found = turnout([ana], {"ana": passing(ana, (Way.IN, True))}, frozenset())
    assert (found.came, found.missing) == (1, {"ana": 1})


def test_more_than_were_promised_are_missed_by_nobody_else() -> None:
    ana, bea = guest("ana", plus_ones=1), guest("bea")
    there = {"ana": passing(ana, (Way.IN, False), (Way.IN, True))}
    found = turnout([ana, bea], there, frozenset())
    assert (found.confirmed, found.came, found.missing) == (2, 2, {"bea": 1})


def test_an_evening_for_which_nobody_was_expected_has_no_share() -> None:
    assert turnout([], {}, frozenset()).share is None


def test_sales_are_attributed_from_the_day_itself_to_the_last_day_of_the_rule() -> None:
    def sold(days: int, client: str = "ana") -> Sold:
        return Sold(client, HELD + timedelta(days=days), f"day {days}", 100, "EUR")

    bought = [sold(30), sold(31), sold(0), sold(-1), sold(3, client="who was not there")]
    counted = attributed(bought, frozenset({"ana"}), HELD, 30)
    assert [one.label for one in counted] == ["day 0", "day 30"]


def test_two_currencies_are_never_one_sum() -> None:
    sold = [Sold("a", HELD, "", 100, "EUR"), Sold("a", HELD, "", 7, "JPY")]
    assert totals([*sold, Sold("b", HELD, "", 50, "EUR")]) == {"EUR": 150, "JPY": 7}


def test_who_came_is_thanked_and_who_did_not_is_missed() -> None:
    assert owed(guest("ana"), came=True) is TaskKind.THANK
    assert owed(guest("ana"), came=False) is TaskKind.MISSED
    assert owed(guest("ana", Standing.DECLINED), came=False) is None
    assert owed(guest("ana", Standing.DECLINED), came=True) is TaskKind.THANK


def test_a_walk_in_is_thanked_and_never_missed() -> None:
    assert owed(guest("ana", origin=Origin.DOOR), came=True) is TaskKind.THANK
    assert owed(guest("ana", origin=Origin.DOOR), came=False) is None


@pytest.mark.parametrize(
    ("ends", "morning"),
    [
        ((2026, 3, 3, 22, 30), (2026, 3, 4, 10)),
        ((2026, 3, 4, 2, 0), (2026, 3, 4, 10)),
        ((2026, 3, 28, 23, 0), (2026, 3, 29, 10)),  # the clocks go forward in between
    ],
)
def test_the_morning_after_is_ten_by_the_boutiques_clock(
    ends: tuple[int, ...], morning: tuple[int, ...]
) -> None:
    ended = datetime(*ends, tzinfo=PARIS)  # type: ignore[misc]
    assert morning_after(ended) == datetime(*morning, tzinfo=PARIS)  # type: ignore[misc]
