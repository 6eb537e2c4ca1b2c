"""Numbered packages: what is missing, what came after all, what began again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from store_server.domain.packages import Gap, Stream, advance, fill

OPENING = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return OPENING + timedelta(minutes=minutes)


def test_the_first_package_and_the_next_leave_no_gap() -> None:
    stream, gap = advance(None, 41, at(0))
    assert (stream, gap) == (Stream(41, at(0)), None)
    assert advance(stream, 42, at(1)) == (Stream(42, at(1)), None)


def test_packages_that_never_came_are_a_gap_with_its_time() -> None:
    assert advance(Stream(41, at(0)), 45, at(4)) == (
        Stream(45, at(4)),
        Gap(42, 44, at(0), at(4)),
    )


def test_two_records_of_one_package_are_one_package() -> None:
    assert advance(Stream(41, at(0)), 41, at(1)) == (Stream(41, at(1)), None)


def test_a_package_once_more_changes_nothing() -> None:
    assert advance(Stream(45, at(4)), 42, at(1)) == (Stream(45, at(4)), None)


def test_a_low_number_of_a_later_time_is_a_device_that_began_again() -> None:
    assert advance(Stream(45, at(4)), 1, at(5)) == (Stream(1, at(5)), None)


def test_a_package_that_comes_after_all_leaves_the_rest_of_its_gap() -> None:
    gap = Gap(42, 44, at(0), at(4))
    assert fill(gap, 43) == (Gap(42, 42, at(0), at(4)), Gap(44, 44, at(0), at(4)))
    assert fill(gap, 42) == (Gap(43, 44, at(0), at(4)),)
    assert fill(Gap(42, 42, at(0), at(4)), 42) == ()


@given(came=st.sets(st.integers(1, 60), min_size=1), late=st.permutations(range(1, 61)))
def test_what_is_missing_is_what_did_not_come_in_any_order(came: set[int], late: list[int]) -> None:
    gaps: list[Gap] = []
    stream = None
    order = [0, *sorted(came, key=late.index), 61]
    for number in order:
        filled = next((gap for gap in gaps if gap.first <= number <= gap.last), None)
        if filled is not None:
            gaps.remove(filled)
            gaps += fill(filled, number)
            continue
        stream, gap = advance(stream, number, at(number))
        gaps += [gap] if gap is not None else []
    missing = {number for gap in gaps for number in range(gap.first, gap.last + 1)}
    assert missing == set(range(1, 61)) - came
