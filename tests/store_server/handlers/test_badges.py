"""A colleague's badge: no arrival, no visit and no signal, and nobody who was counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from store_server import messages as ask
from store_server.badge_messages import GiveBadge, TakeBadgeBack
from store_server.device_messages import AmendDevice, CountHeard, KeepCounts
from store_server.ports import ConflictError, NotFoundError
from store_server.settings import Settings
from store_server.storage.engine import reading
from store_server.storage.rebuild import rebuild
from store_server.storage.tables import (
    BadgeRow,
    CountDayRow,
    CountMonthRow,
    CountQuarterRow,
    JournalRow,
    StaffCrossingRow,
)
from store_server.traffic_messages import NameDoor
from store_server.traffic_ports import Wanted
from store_server.traffic_views import By, TrafficNow
from tests.store_server.handlers.conftest import OPENING, Shop

DOOR, BACK = "door", "back"
KEY = "ibeacon:claire:1:1"


def opened(shop: Shop) -> tuple[str, str]:
    """A gateway and a counter stand in the entrance; answers a colleague and her badge."""
    shop.bus.ask(ask.AmendZone("entrance", "Entrance", None))
    shop.bus.ask(AmendDevice(DOOR, zone="entrance"))
    claire = shop.associate("Claire")
    badge: str = shop.bus.ask(GiveBadge(claire, "ibeacon", by_id=claire, key=KEY))
    shop.passes(1)
    return claire, badge


def counts(shop: Shop, came: int, went: int = 0, after_s: float = 0.0, line: str = "Door") -> None:
    at = shop.clock.now() + timedelta(seconds=after_s)
    shop.bus.ask(
        KeepCounts((CountHeard(DOOR, DOOR, line, came, went, False, received_at=at, ts=at),))
    )


def hears(shop: Shop, badge: str, gateway: str = DOOR) -> None:
    heard = ask.Heard(badge, gateway, -55, shop.clock.monotonic())
    shop.bus.ask(ask.ObserveSightings((heard,)))


def walks_in(shop: Shop, badge: str, gateway: str = DOOR) -> None:
    hears(shop, badge, gateway)
    shop.passes(1)
    hears(shop, badge, gateway)


def now(shop: Shop) -> TrafficNow:
    return shop.storage.traffic_queries.now(0)


def passed(shop: Shop) -> tuple[int, int, int, int]:
    totals = now(shop).totals
    return totals.people_in, totals.people_out, totals.staff_in, totals.staff_out


def levels(shop: Shop) -> list[list[Any]]:
    with reading(shop.storage.engine) as connection:
        return [
            [
                tuple(one)
                for one in connection.execute(
                    select(row.__table__).order_by(*row.__table__.primary_key)
                )
            ]
            for row in (CountQuarterRow, CountDayRow, CountMonthRow)
        ]


def rows(shop: Shop, table: Any) -> list[Any]:
    with reading(shop.storage.engine) as connection:
        return list(connection.execute(select(table.__table__)))


def test_who_wears_a_badge_is_taken_out_of_those_who_came_and_who_went(shop: Shop) -> None:
    """Four come, one of them is Claire: three visitors are in. Two go; her badge is heard last ten
    seconds before: one visitor went, and two are inside."""
    _, badge = opened(shop)
    counts(shop, 4)
    walks_in(shop, badge)
    assert passed(shop) == (3, 0, 1, 0)
    assert now(shop).occupancy.people == 3
    shop.passes(30)
    hears(shop, badge)
    counts(shop, 0, 2, after_s=10)
    shop.passes(62)
    assert passed(shop) == (3, 1, 1, 1)
    assert now(shop).occupancy.people == 2
    (door,) = now(shop).doors
    assert (door.people_in, door.people_out, door.staff_in, door.staff_out) == (3, 1, 1, 1)
    assert now(shop).occupancy.peak == 3
    (outward,) = shop.storage.device_queries.tallies(OPENING).lines
    assert (outward.people_in, outward.people_out) == (3, 1)
    before = levels(shop)
    rebuild(shop.storage.engine, Settings().zone)
    assert levels(shop) == before


def test_how_often_colleagues_were_taken_out_is_a_measure(shop: Shop) -> None:
    """Claire comes among four, and goes among two; then three come, and none of them is she. Her
    two passes are told at her door, from each level of the roll-ups, and none at the other one."""
    _, badge = opened(shop)
    counts(shop, 4)
    walks_in(shop, badge)
    shop.passes(30)
    hears(shop, badge)
    counts(shop, 0, 2, after_s=10)
    shop.passes(62)
    counts(shop, 3)
    day = OPENING.date()

    def told(by: By, door: str | None = None) -> float | None:
        wanted = Wanted("staff_left_out", day, day, by, door=door)
        return shop.storage.traffic_queries.series(wanted).series.total

    assert [told(by) for by in ("quarter", "day", "hour_of_day")] == [2, 2, 2]
    assert (told("day", DOOR), told("day", BACK)) == (2, 0)


def test_a_count_that_comes_after_the_badge_loses_one_all_the_same(shop: Shop) -> None:
    _, badge = opened(shop)
    counts(shop, 0, 1)
    walks_in(shop, badge)
    assert passed(shop) == (0, 1, 0, 0)
    counts(shop, 2)
    assert passed(shop) == (1, 1, 1, 0)


def test_a_badge_is_no_arrival_no_visit_and_no_signal(shop: Shop) -> None:
    claire, badge = opened(shop)
    manager = shop.associate("Odile", "manager")
    walks_in(shop, badge)
    shop.passes(62)
    assert (shop.visits(), shop.arrivals()) == ([], 0)
    assert shop.kinds(claire) == shop.kinds(manager) == []


def test_who_went_through_the_door_is_written_nowhere(shop: Shop) -> None:
    claire, badge = opened(shop)
    counts(shop, 1)
    walks_in(shop, badge)
    (crossing,) = rows(shop, StaffCrossingRow)
    told = [one for one in rows(shop, JournalRow) if one.type == "StaffCrossed"]
    assert len(told) == 1
    for one in (crossing, *told):
        assert claire not in repr(one)
        assert badge not in repr(one)


def test_where_no_counter_stands_nobody_is_taken_out(shop: Shop) -> None:
    _, badge = opened(shop)
    shop.bus.ask(ask.AmendZone("salon", "Salon", None))
    shop.bus.ask(AmendDevice(BACK, zone="salon"))
    shop.passes(1)
    counts(shop, 4)
    walks_in(shop, badge, BACK)
    assert passed(shop) == (4, 0, 0, 0)


@pytest.mark.parametrize("said", [{"without_staff": True}, {"role": "street"}, {"role": "staff"}])
def test_a_counter_that_leaves_out_staff_or_counts_no_visitors_loses_nobody(
    shop: Shop, said: dict[str, Any]
) -> None:
    claire, badge = opened(shop)
    counts(shop, 1)
    told = {"name": "Door", "role": "door", "by_id": claire} | said
    shop.bus.ask(NameDoor(DOOR, "Door", **told))
    counts(shop, 3)
    walks_in(shop, badge)
    assert rows(shop, StaffCrossingRow) == []
    door = now(shop).doors[0]
    assert (door.people_in, door.staff_in) == (4, 0)


def test_a_restart_makes_no_colleague_come_in_anew(shop: Shop) -> None:
    _, badge = opened(shop)
    counts(shop, 4)
    walks_in(shop, badge)
    shop.killed_and_restarted(after_s=30)
    counts(shop, 4)
    walks_in(shop, badge)
    assert passed(shop) == (7, 0, 1, 0)
    shop.passes(62)
    assert [one.way for one in rows(shop, StaffCrossingRow)] == ["in", "out"]


def test_a_badge_that_is_taken_back_is_a_strangers(shop: Shop) -> None:
    claire, badge = opened(shop)
    shop.bus.ask(TakeBadgeBack(claire, badge, by_id=claire))
    counts(shop, 4)
    walks_in(shop, badge)
    assert passed(shop) == (4, 0, 0, 0)
    with pytest.raises(NotFoundError):
        shop.bus.ask(TakeBadgeBack(claire, badge, by_id=claire))


def test_who_leaves_the_house_leaves_their_badges(shop: Shop) -> None:
    claire, _ = opened(shop)
    shop.bus.ask(ask.AmendAssociate(claire, {"active": False}))
    assert rows(shop, BadgeRow) == []


def test_a_beacon_is_one_persons_alone(shop: Shop) -> None:
    claire, _ = opened(shop)
    ann = shop.client("Ann")
    with pytest.raises(ConflictError, match="already"):
        shop.bus.ask(ask.EnrolIdentity(ann, "ibeacon", key=KEY))
    with pytest.raises(ConflictError, match="already"):
        shop.bus.ask(GiveBadge(claire, "ibeacon", by_id=claire, key="ibeacon:Ann:1:1"))
    secret = {"secret_hex": "ab" * 16}
    shop.bus.ask(GiveBadge(claire, "eddystone_eid", by_id=claire, exponent=10, **secret))
    with pytest.raises(ConflictError, match="already"):
        shop.bus.ask(ask.EnrolIdentity(ann, "eddystone_eid", exponent=10, **secret))


def test_what_a_badge_has_shown_of_itself_is_remembered(shop: Shop) -> None:
    claire, _ = opened(shop)
    watch: str = shop.bus.ask(GiveBadge(claire, "irk", by_id=claire, secret_hex="cd" * 16))
    shop.bus.ask(ask.NoteLearnt((ask.Learnt(watch, key_order="reversed"),)))
    with shop.storage.store.begin() as uow:
        known = {one.beacon.id: one.beacon for one in uow.badges.worn()}
    assert known[watch].key_order == "reversed"
    assert known[watch].secret.hex() == "cd" * 16
