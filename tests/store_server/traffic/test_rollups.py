"""Roll-ups: any order and any repeats give the same sums, and so does adding up the facts anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select

from store_server.device_messages import CountHeard, KeepCounts, OccupancyHeard
from store_server.domain.dwell import histogram, quantile_of
from store_server.domain.staff_crossings import StaffCrossing, Way
from store_server.handlers.desk import Desk
from store_server.handlers.keep_counts import CountKeeper
from store_server.handlers.watch_badges import cross
from store_server.settings import CountSettings
from store_server.storage.engine import reading, writing
from store_server.storage.rebuild import BY_DAY, BY_QUARTER, rebuild
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import (
    CountKeyRow,
    CountLineRow,
    CountMonthRow,
    CountRow,
    OccupancyRow,
    StaffCountedRow,
    StaffCrossingRow,
    ZoneDoubtRow,
    ZoneMinuteRow,
    ZoneStayRow,
)
from store_server.storage.unit_of_work import SqlStore
from store_server.traffic_views import TrafficSettings
from tests.store_server.storage.house import HandClock

PARIS = ZoneInfo("Europe/Paris")
CHANGE = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)  # the night in which the clocks change
ROLL_UPS: tuple[Any, ...] = (*BY_QUARTER, *BY_DAY, CountMonthRow)
FACTS: tuple[Any, ...] = (
    *(CountRow, CountKeyRow, CountLineRow, OccupancyRow),
    *(ZoneMinuteRow, ZoneStayRow, ZoneDoubtRow),
    *(StaffCrossingRow, StaffCountedRow),
)

minutes = st.integers(0, 3 * 24 * 60)
crossed = st.tuples(
    minutes | st.integers(600, 604),  # many of one minute are possible alone, and not together
    st.sampled_from(["door-1", "door-2"]),
    st.integers(0, 130),  # more than 120 in a minute is kept apart
    st.integers(0, 5),
    st.booleans(),  # dated days from now
)
seen = st.builds(
    lambda at, second, zone, people, queue, stays: (at + second / 60, zone, people, queue, stays),
    minutes,
    st.sampled_from([0, 20, 40]),
    st.sampled_from(["salon", "till", "nowhere"]),
    st.integers(0, 30) | st.just(4_000),  # in a boutique of 1,000
    st.none() | st.integers(0, 9),
    st.lists(st.sampled_from([5.0, 61.0, 700.0]), max_size=2),
)
worn = st.tuples(
    st.integers(598, 604) | st.integers(0, 3 * 24 * 60),
    st.sampled_from([0, 15, 45]),
    st.sampled_from(["in", "out"]),
    st.sampled_from([("door-1",), ("door-2",), ("door-1", "door-2")]),
)


@dataclass
class Counted:
    engine: Engine
    keeper: CountKeeper
    desk: Desk

    def tell(self, said: KeepCounts | StaffCrossing) -> None:
        if isinstance(said, KeepCounts):
            self.keeper.keep(said)
            return
        with self.desk.work() as work:
            cross(work, self.desk, said)

    def forget(self) -> None:
        with writing(self.engine) as connection:
            for row in (*ROLL_UPS, *FACTS):
                connection.execute(delete(row))
            connection.commit()

    def apart(self) -> list[tuple[Any, ...]]:
        """What is in no sum, and why."""
        row, seen = CountRow, ZoneDoubtRow
        crossed = select(row.at, row.device_id, row.people_in, row.people_out, row.doubt)
        looked = select(seen.at, seen.zone, seen.people, seen.doubt)
        with reading(self.engine) as connection:
            found = [*connection.execute(crossed.where(row.flag.is_not(None)))]
            found += connection.execute(looked)
        return sorted((tuple(one) for one in found), key=repr)

    def sums(self) -> dict[str, list[tuple[Any, ...]]]:
        with reading(self.engine) as connection:
            return {
                row.__tablename__: [
                    tuple(one)
                    for one in connection.execute(
                        select(row.__table__).order_by(*row.__table__.primary_key)
                    )
                ]
                for row in ROLL_UPS
            }


@pytest.fixture
def counted(engine: Engine, box: SecretsBox) -> Counted:
    clock = HandClock()
    store = SqlStore(engine, "paris-1", clock, box, PARIS)
    with store.begin() as uow:
        for zone in ("salon", "till"):
            uow.places.save_zone(zone, zone, None)
        uow.traffic.keep_settings(TrafficSettings(legal_capacity=1_000))
        uow.commit()
    desk = Desk(store, clock, lambda _event: None)
    return Counted(engine, CountKeeper(desk, CountSettings(), PARIS), desk)


def heard(one: tuple[int, str, int, int, bool], number: int) -> KeepCounts:
    at = CHANGE + timedelta(minutes=one[0], days=9 if one[4] else 0)
    late = CHANGE + timedelta(days=5)  # all of it from the devices' own memory
    said = CountHeard(
        one[1], one[1], "Door", one[2], one[3], False, late, at, at - timedelta(minutes=1)
    )
    said = CountHeard(**{**_fields(said), "id": str(number)})
    return KeepCounts((said,))


def looked(one: tuple[float, str, int, int | None, list[float]]) -> KeepCounts:
    at = CHANGE + timedelta(minutes=one[0])
    late = CHANGE + timedelta(days=5)
    return KeepCounts(
        (), (OccupancyHeard("cam", "cam", one[1], one[2], late, one[3], tuple(one[4]), at),)
    )


def crossed_by(one: tuple[int, int, Way, tuple[str, ...]], number: int) -> StaffCrossing:
    at = CHANGE + timedelta(minutes=one[0], seconds=one[1])
    lines = frozenset((door, "Door") for door in one[3])
    return StaffCrossing(f"badge-{number}", at, one[2], "entrance", lines)


def _fields(said: CountHeard) -> dict[str, Any]:
    return {name: getattr(said, name) for name in CountHeard.__dataclass_fields__}


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink takes minutes here
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    st.lists(crossed, max_size=8),
    st.lists(seen, max_size=6),
    st.lists(worn, max_size=6),
    st.randoms(use_true_random=False),
)
def test_any_order_and_any_repeats_give_the_same_sums(
    counted: Counted, counts: Any, looks: Any, badges: Any, lots: Any
) -> None:
    said: list[KeepCounts | StaffCrossing]
    said = [heard(one, number) for number, one in enumerate(counts)]
    once = {(one[0], one[1]): one for one in looks}  # a camera says one thing of one moment
    said += [looked(one) for one in once.values()]
    said += [crossed_by(one, number) for number, one in enumerate(badges)]
    counted.forget()
    for one in said:
        counted.tell(one)
    in_order, apart = counted.sums(), counted.apart()
    shuffled = said + lots.sample(said, len(said) // 2)
    lots.shuffle(shuffled)
    counted.forget()
    for one in shuffled:
        counted.tell(one)
    assert (counted.sums(), counted.apart()) == (in_order, apart)
    rebuild(counted.engine, PARIS)
    assert counted.sums() == in_order


def test_the_three_levels_say_the_same_by_hand(counted: Counted) -> None:
    """3 at 01:59 of the winter's time, 4 two minutes later at 03:01 of the summer's: the clocks
    have changed. Two more come on Monday 30 March, in the same month, hour and weekday as nobody.
    """
    before = timedelta(hours=2, minutes=59)  # 00:59 UTC
    for number, (after, people) in enumerate(
        ((before, 3), (before + timedelta(minutes=2), 4), (timedelta(hours=34, minutes=5), 2))
    ):
        counted.keeper.keep(
            heard((int(after / timedelta(minutes=1)), "d", people, 0, False), number)
        )
    sums = counted.sums()
    assert [(f"{row[0]:%d %H:%M}", row[4]) for row in sums["count_quarters"]] == [
        ("29 00:45", 3),
        ("29 01:00", 4),
        ("30 08:00", 2),
    ]
    assert [(row[0].day, row[4]) for row in sums["count_days"]] == [(29, 7), (30, 2)]
    assert [(*row[1:3], row[6]) for row in sums["count_months"]] == [
        (1, 10, 2),
        (7, 1, 3),
        (7, 3, 4),
    ]


def test_the_middle_of_a_histogram_is_near_the_middle_of_its_stays() -> None:
    stays = [30.0, 40.0, 55.0, 90.0, 300.0]
    counted = histogram(stays)
    assert quantile_of(counted, 0.5) == pytest.approx(55, rel=0.05)
    assert quantile_of(counted, 0.9) == pytest.approx(300, rel=0.05)
    assert quantile_of({}, 0.5) is None
