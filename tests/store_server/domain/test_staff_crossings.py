"""Which of those counted at a door were colleagues: worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from store_server.domain.staff_crossings import CountedThere, StaffCrossing, Way, staff_among

TEN = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
STREET, COURT = ("camera", "street"), ("camera", "court")


def badge(number: int, seconds: float, way: Way = "in", *lines: tuple[str, str]) -> StaffCrossing:
    at = TEN + timedelta(seconds=seconds)
    return StaffCrossing(f"badge-{number}", at, way, "entrance", frozenset(lines or (STREET,)))


def count(
    number: int, seconds: float, came: int, went: int = 0, line: tuple[str, str] = STREET
) -> CountedThere:
    return CountedThere(f"count-{number}", TEN + timedelta(seconds=seconds), line, came, went)


def test_a_badge_is_one_of_those_counted_nearest_to_it() -> None:
    """Three came at 0 s and one at 50 s. A badge at 40 s is the one of 50 s; a second one at 41 s
    finds nobody left there, and is one of the three; so the visitors are two and none."""
    counted = [count(1, 0, 3), count(2, 50, 1)]
    found = staff_among([badge(1, 40), badge(2, 41)], counted)
    assert found == {"count-1": (1, 0), "count-2": (1, 0)}


def test_nobody_is_taken_out_where_nobody_was_counted_about_then() -> None:
    assert staff_among([badge(1, 200)], [count(1, 0, 3), count(2, 291, 3)]) == {}
    assert staff_among([badge(1, 200)], [count(1, 110, 3)]) == {"count-1": (1, 0)}


def test_who_leaves_is_one_of_those_who_left() -> None:
    found = staff_among([badge(1, 5, "out"), badge(2, 6, "in")], [count(1, 0, 2, 1)])
    assert found == {"count-1": (1, 1)}
    assert staff_among([badge(1, 5, "out")], [count(1, 0, 2, 0)]) == {}


def test_a_door_that_the_badge_did_not_come_to_is_another_one() -> None:
    there = [count(1, 0, 1, line=COURT), count(2, 60, 1)]
    assert staff_among([badge(1, 0, "in", STREET)], there) == {"count-2": (1, 0)}
    assert staff_among([badge(1, 0, "in", STREET, COURT)], there) == {"count-1": (1, 0)}


def test_the_order_in_which_it_was_told_changes_nothing() -> None:
    crossings = [badge(n, 7 * n, "in" if n % 3 else "out") for n in range(9)]
    counted = [count(n, 11 * n, n % 3, n % 2) for n in range(9)]
    found = staff_among(crossings, counted)
    assert found == staff_among(crossings[::-1], counted[::-1])
