"""Counts from the bus to the database: once, at their time, whatever is repeated or restarted."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy import text

from store_server import messages as ask
from store_server.count_views import CountsView, CountView
from store_server.device_messages import AmendDevice, CountHeard, KeepCounts, OccupancyHeard
from store_server.ports import NotFoundError, StorageError
from store_server.storage.engine import reading
from store_server.storage.repositories.counts import SqlCounts
from tests.store_server.handlers.conftest import OPENING, Shop

DOOR = "xovis/80:1F:12:00:00:22"


@pytest.fixture
def counting(shop: Shop) -> Shop:
    shop.bus.ask(ask.AmendZone("salon", "Salon", 20))
    shop.bus.ask(AmendDevice(DOOR, zone="salon"))
    return shop


def at(minutes: float) -> datetime:
    return OPENING + timedelta(minutes=minutes)


def total(minutes: float, people_in: int, people_out: int = 0, **more: Any) -> CountHeard:
    said = {"received_at": at(minutes), "ts": at(minutes)} | more
    return CountHeard(DOOR, DOOR, "Door", people_in, people_out, True, **said)


def step(minutes: float, people_in: int, people_out: int = 0, **more: Any) -> CountHeard:
    said = {"received_at": at(minutes), "ts": at(minutes)} | more
    return CountHeard(DOOR, DOOR, "Door", people_in, people_out, False, **said)


def keep(shop: Shop, *counts: CountHeard) -> None:
    for count in counts:
        shop.bus.ask(KeepCounts((count,)))


def seen(shop: Shop) -> CountsView:
    return shop.storage.queries.counts_of(DOOR)


def sums(shop: Shop) -> tuple[int, int]:
    counts = [count for count in seen(shop).counts if count.flag is None]
    return sum(c.people_in for c in counts), sum(c.people_out for c in counts)


def test_a_count_is_a_fact_with_its_time_and_its_place(counting: Shop) -> None:
    keep(counting, step(0, 2, 1, received_at=at(1)))
    assert seen(counting).counts == (CountView(at(0), "Door", 2, 1, "step", None, at(1)),)
    with reading(counting.storage.engine) as connection:
        assert connection.execute(text("SELECT zone FROM counts")).scalar() == "salon"


def test_a_count_that_comes_again_is_kept_once(counting: Shop) -> None:
    once = step(0, 2, id="7")
    keep(counting, once, once, replace(once, received_at=at(60)))
    assert sums(counting) == (2, 0)


def test_an_id_is_good_for_a_day_where_no_time_was_said(counting: Shop) -> None:
    keep(counting, *(step(minutes, 1, id="7", ts=None) for minutes in (0, 5, 60 * 24 * 2)))
    assert sums(counting) == (2, 0)


def test_an_id_that_is_used_again_at_another_time_is_another_count(counting: Shop) -> None:
    keep(counting, step(0, 1, id="1"), step(60, 1, id="1"), step(0, 1, id="1"))
    assert sums(counting) == (2, 0)


def test_many_counts_go_in_one_transaction(counting: Shop, monkeypatch: Any) -> None:
    begun = []
    begin = type(counting.storage.store).begin
    monkeypatch.setattr(
        type(counting.storage.store), "begin", lambda store: begun.append(1) or begin(store)
    )
    counting.bus.ask(KeepCounts(tuple(step(n, 1, id=str(n)) for n in range(50))))
    assert len(begun) == 1
    assert sums(counting) == (50, 0)


def test_a_counter_goes_on_after_a_restart(counting: Shop) -> None:
    keep(counting, total(0, 100), total(1, 103))
    counting.killed_and_restarted()
    keep(counting, total(1, 103), total(2, 105))
    assert sums(counting) == (5, 0)
    (counter,) = seen(counting).counters
    assert (counter.total_in, counter.counted_at) == (105, at(2))


def test_a_jump_is_kept_apart_and_seen(counting: Shop) -> None:
    keep(counting, total(0, 0), total(1, 5_000), total(2, 5_001))
    assert sums(counting) == (1, 0)
    assert [(c.people_in, c.flag) for c in seen(counting).counts] == [(1, None), (5_000, "jump")]


def test_what_cannot_be_kept_takes_no_other_along(counting: Shop, monkeypatch: Any) -> None:
    add = SqlCounts.add

    def fragile(self: SqlCounts, facts: Any) -> None:
        if any(fact.crossings.people_in == 13 for fact in facts):
            raise ZeroDivisionError
        add(self, facts)

    monkeypatch.setattr(SqlCounts, "add", fragile)
    counting.bus.ask(KeepCounts((step(0, 1), step(1, 13), step(2, 2))))
    assert sums(counting) == (3, 0)


def test_where_the_database_fails_nothing_is_kept_and_it_may_come_again(
    counting: Shop, monkeypatch: Any
) -> None:
    def full(*_: Any) -> None:
        raise StorageError("the disk is full")

    both = KeepCounts((step(0, 1, id="1"), total(1, 5)))
    with monkeypatch.context() as patched:
        patched.setattr(SqlCounts, "save_counter", full)
        with pytest.raises(StorageError):
            counting.bus.ask(both)
    counting.bus.ask(both)
    assert sums(counting) == (1, 0)


# ---------------------------------------------------------------------------- packages, clocks


def package(number: int, **more: Any) -> CountHeard:
    return step(
        number, 1, id=f"1000@{number}", since=at(number - 1), sequence=number, stream="7", **more
    )


def test_packages_that_never_came_are_a_gap(counting: Shop) -> None:
    keep(counting, package(101), package(105), package(105))
    (gap,) = seen(counting).gaps
    assert (gap.stream, gap.first, gap.last) == ("7", 102, 104)
    assert (gap.from_at, gap.until_at) == (at(101), at(105))


def test_packages_in_any_order_come_to_the_same(counting: Shop) -> None:
    for order in permutations((2, 3, 5)):
        day = order[0] * 100 + order[1] * 10
        for number in (1, *order, 6, *order):
            heard = package(number, received_at=at(30))
            keep(counting, replace(heard, stream=f"{day}", line=f"{day}", id=f"{day}-{number}"))
        counts = [count for count in seen(counting).counts if count.line == f"{day}"]
        gaps = [(gap.first, gap.last) for gap in seen(counting).gaps if gap.stream == f"{day}"]
        assert (len(counts), gaps) == (5, [(4, 4)])


def test_a_gap_between_two_late_packages_falls_apart(counting: Shop) -> None:
    keep(counting, package(1), package(9), package(5))
    assert [(gap.first, gap.last) for gap in seen(counting).gaps] == [(6, 8), (2, 4)]


def test_a_device_that_shows_local_time_is_in_the_boutique(counting: Shop) -> None:
    local = datetime(2026, 3, 14, 10, 0)  # noqa: DTZ001 - 9:00 UTC in Paris
    keep(counting, step(0, 1, ts=local))
    assert seen(counting).counts[0].at == OPENING


def test_a_clock_that_is_ahead_is_corrected_and_remembered(counting: Shop) -> None:
    keep(counting, step(0, 1, ts=at(60)), step(5, 1, ts=at(65)))
    counting.killed_and_restarted()
    keep(counting, step(9, 1, ts=at(68), received_at=at(10)))
    assert [count.at for count in seen(counting).counts] == [at(8), at(5), at(0)]
    assert seen(counting).clock_behind_s == -3600.0


def test_a_backlog_keeps_its_times(counting: Shop) -> None:
    keep(counting, *(step(minute, 1, received_at=at(600)) for minute in range(0, 480, 60)))
    assert [count.at for count in seen(counting).counts] == [at(m) for m in range(420, -1, -60)]


# ------------------------------------------------------------------------------- occupancy


def occupancy(minutes: float, people: int, zone: str | None = None) -> KeepCounts:
    heard = OccupancyHeard(DOOR, DOOR, zone, people, at(minutes), 2, (4.5, 80.0), at(minutes))
    return KeepCounts((), (heard,))


def test_of_a_zones_occupancy_the_latest_is_known(counting: Shop) -> None:
    for command in (occupancy(2, 5), occupancy(1, 9), occupancy(3, 4, "till")):
        counting.bus.ask(command)
    assert [(one.zone, one.people, one.at) for one in seen(counting).occupancy] == [
        ("salon", 5, at(2)),
        ("till", 4, at(3)),
    ]
    assert seen(counting).occupancy[0].dwell_s == (4.5, 80.0)


def test_a_spare_begins_at_a_baseline_of_its_own(counting: Shop) -> None:
    keep(counting, total(0, 900), total(1, 903))
    keep(counting, replace(total(2, 40), counter="xovis/spare"))
    keep(counting, replace(total(3, 42), counter="xovis/spare"))
    assert sums(counting) == (5, 0)


def test_of_a_device_that_is_not_ours_there_is_nothing(counting: Shop) -> None:
    with pytest.raises(NotFoundError):
        counting.storage.queries.counts_of("nobody")
