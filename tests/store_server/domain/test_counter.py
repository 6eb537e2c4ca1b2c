"""Steps, totals, wraps, resets, repeats: whatever a counter says, so many people crossed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store_server.domain.counter import Counter, Crossings, Kind, Said, take
from store_server.domain.doubts import Flag
from store_server.settings import CountSettings

OPENING = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SETTINGS = CountSettings()
LOOSE = CountSettings(most_a_minute=1e12, most_a_day=1e12)


def at(minutes: float) -> datetime:
    return OPENING + timedelta(minutes=minutes)


def total(minutes: float, people_in: int, people_out: int = 0, **more: object) -> Said:
    moment = at(minutes)
    known = {"said_at": moment, "received_at": moment} | more
    return Said(people_in, people_out, True, moment, **known)  # type: ignore[arg-type]


def step(minutes: float, people_in: int, people_out: int = 0, **more: object) -> Said:
    known = {"received_at": at(minutes)} | more
    return Said(people_in, people_out, False, at(minutes), **known)  # type: ignore[arg-type]


def hear(*said: Said, settings: CountSettings = SETTINGS) -> list[Crossings]:
    counter, crossings = Counter(), []
    for one in said:
        counter, crossed = take(counter, one, settings)
        crossings += [crossed] if crossed is not None else []
    return crossings


def sums(*said: Said, settings: CountSettings = SETTINGS) -> tuple[int, int]:
    crossings = hear(*said, settings=settings)
    return sum(c.people_in for c in crossings), sum(c.people_out for c in crossings)


def test_the_first_total_ever_is_where_we_begin_and_not_a_crowd() -> None:
    assert hear(total(0, 20_960, 18_103)) == []


def test_a_total_that_grew_added_so_many() -> None:
    assert hear(total(0, 100, 90), total(1, 103, 91)) == [Crossings(3, 1, Kind.TOTAL)]


def test_more_may_leave_than_enter() -> None:
    assert sums(total(0, 70, 75), total(1, 70, 79)) == (0, 4)


@pytest.mark.parametrize("size", [2**16, 2**32])
def test_a_counter_wraps_at_its_end(size: int) -> None:
    assert hear(total(0, size - 3, 5), total(1, 2, 6)) == [Crossings(5, 1, Kind.WRAP)]


def test_a_counter_that_fell_began_again_at_zero_both_ways() -> None:
    assert hear(total(0, 50, 4), total(10, 3, 5)) == [Crossings(3, 5, Kind.RESET)]


def test_a_zero_of_its_own_is_believed_though_the_total_grew() -> None:
    before = total(0, 5, since=at(-600))
    assert hear(before, total(10, 7, since=at(1))) == [Crossings(7, 0, Kind.RESET)]
    assert hear(before, total(10, 7, since=at(1)), total(11, 9, since=at(-600))) == [
        Crossings(7, 0, Kind.RESET)
    ]


def test_a_repeat_adds_nobody() -> None:
    assert sums(total(0, 10), total(1, 12), total(1, 12), total(1, 12)) == (2, 0)


def test_what_comes_late_was_in_the_newer_total_already() -> None:
    assert sums(total(0, 10), total(2, 14), total(1, 12), total(3, 15)) == (5, 0)


def test_an_old_total_from_before_a_reset_counts_nobody_twice() -> None:
    assert sums(total(0, 10), total(1, 50), total(9, 5), total(1, 50), total(10, 6)) == (46, 0)


def test_a_clock_that_was_set_back_is_believed_after_a_while() -> None:
    said = [total(0, 10), total(60, 12)]
    said += [
        total(minute, 12 + minute, said_at=at(minute), received_at=at(60 + minute))
        for minute in range(1, 15)
    ]
    assert sums(*said, settings=LOOSE) == (2 + 14, 0)


def test_where_a_clock_that_was_set_back_told_less_we_begin_once_more() -> None:
    said = [
        total(0, 10),
        total(60, 80),
        *(total(minute, minute, received_at=at(60 + minute)) for minute in range(1, 15)),
    ]
    assert sums(*said) == (70 + 3, 0)


def test_a_replay_of_the_past_is_no_clock() -> None:
    said = [total(0, 10), total(60, 40)]
    said += [
        total(minute, 10 + minute, received_at=at(60 + minute), replayed=True)
        for minute in range(1, 30)
    ]
    assert sums(*said) == (30, 0)
    assert sums(total(0, 10), total(1, 30, said_at=None, replayed=True)) == (0, 0)


def test_each_way_may_have_a_counter_of_its_own() -> None:
    said = [
        total(0, 118, ways="in"),
        total(1, 0, 90, ways="out"),
        total(2, 119, ways="in"),
        total(3, 0, 92, ways="out"),
    ]
    assert sums(*said) == (1, 2)


def test_steps_are_as_they_are() -> None:
    assert hear(step(0, 2, 1), step(1, 0, 0), step(2, 0, 3)) == [
        Crossings(2, 1, Kind.STEP),
        Crossings(0, 3, Kind.STEP),
    ]


def test_a_device_that_tells_totals_and_steps_counts_nobody_twice() -> None:
    assert sums(total(0, 10), step(0, 4), total(1, 12), step(1, 2)) == (2, 0)


def test_steps_count_again_where_the_totals_have_stopped() -> None:
    assert sums(total(0, 10), step(60 * 5, 2), step(60 * 7, 3)) == (3, 0)


@pytest.mark.parametrize(
    ("said", "flagged"),
    [
        ((total(0, 0), total(1, 120)), False),
        ((total(0, 0), total(1, 121)), True),
        ((total(0, 0), total(10, 1_200)), False),
        ((total(0, 0), total(60 * 12, 20_001)), True),  # a night does not excuse everything
        ((step(0, 121),), True),
        ((step(10, 1_200, since=at(0)),), False),
        ((step(10, 60, 61, since=at(9.5)),), True),
        ((total(0, 50_000), total(5, 4_000)), True),  # a reset is no excuse either
    ],
)
def test_more_than_can_walk_through_a_door_is_kept_apart(
    said: tuple[Said, ...], flagged: bool
) -> None:
    assert hear(*said)[-1].flag is (Flag.JUMP if flagged else None)


def test_after_a_jump_counting_goes_on_from_there() -> None:
    crossings = hear(total(0, 0), total(1, 10_000), total(2, 10_002))
    assert [(one.people_in, one.flag) for one in crossings] == [(10_000, Flag.JUMP), (2, None)]


# -------------------------------------------------------------------- any order, any repeats


@st.composite
def runs(draw: st.DrawFn) -> list[Said]:
    """A counter from its first total on: it only grows."""
    grown = draw(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=12))
    people_in, people_out = 1_000, 900
    said = [total(0, people_in, people_out, received_at=at(60))]
    for minute, (more_in, more_out) in enumerate(grown, 1):
        people_in, people_out = people_in + more_in, people_out + more_out
        said.append(total(minute, people_in, people_out, received_at=at(60)))
    return said


@given(run=runs(), data=st.data())
def test_totals_in_any_order_and_however_often_come_to_the_same(
    run: list[Said], data: st.DataObject
) -> None:
    last = run[-1]
    repeats = data.draw(st.lists(st.sampled_from(run), max_size=10))
    shuffled = data.draw(st.permutations(run[1:] + repeats))
    expected = (last.people_in - 1_000, last.people_out - 900)
    assert sums(run[0], *shuffled, settings=LOOSE) == expected


@given(
    walks=st.lists(st.lists(st.integers(0, 50), min_size=1, max_size=6), min_size=1, max_size=5),
    data=st.data(),
)
def test_a_counter_that_restarts_counts_everybody_once(
    walks: list[list[int]], data: st.DataObject
) -> None:
    """Each walk is a life of the counter from zero, told at least once after a restart."""
    said, minute, expected = [total(0, 0)], 0, 0
    for life, grown in enumerate(walks):
        people = 0
        for more in grown:
            minute, people = minute + 1, people + more
            said.append(total(minute, people, since=at(life * 1000), received_at=at(minute)))
        expected += people
    again = [data.draw(st.sampled_from(said[: place + 1])) for place in range(len(said))]
    told = [one for pair in zip(said, again, strict=True) for one in pair]
    assert sums(*told, settings=LOOSE)[0] == expected
