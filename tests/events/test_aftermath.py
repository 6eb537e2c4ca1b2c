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
from events.attendance import Attendance
from events.guest import Guest, Origin, Standing

EIGHT = datetime(2026, 3, 3, 19, 0, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")
HELD = date(2026, 3, 3)


def guest(name: str, standing: Standing = Standing.CONFIRMED, **fields: object) -> Guest:
    return Guest(name, "e", name, "", "fr", standing=standing, **fields)  # type: ignore[arg-type]


def came(name: str, minutes: int, plus_ones: int = 0, came: int = 1) -> Attendance:
    left = EIGHT + timedelta(minutes=minutes)
    return Attendance(
        name, "e", 0, came=came, plus_ones_came=plus_ones, first_in=EIGHT, last_out=left
    )


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
    assert (found.invited, found.confirmed, found.declined, found.unanswered) == (5, 4, 1, 1)
    assert (found.expected, found.came, found.walk_ins) == (5, 4, 1)
    assert found.missing == ("cyr",)
    assert found.share == pytest.approx(0.8)
    assert found.dwell_median_s == 75 * 60  # of Fay only closing time is known
    assert found.dwell_p90_s == 90 * 60


def test_whoever_went_out_to_smoke_is_one_guest() -> None:
    found = turnout([guest("ana")], {"ana": came("ana", 60, came=3)}, frozenset())
    assert (found.came, found.dwell_median_s, found.dwell_p90_s) == (1, None, None)


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
