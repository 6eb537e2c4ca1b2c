"""Every vendor's camera, from its message to the sums: nobody is counted twice, nobody is lost."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from devices.decoding import Router
from devices.drivers import discover
from store_server.bus import Bus
from store_server.count_views import CountsView
from store_server.device_messages import AmendDevice
from store_server.domain.device_clock import DeviceClocks
from store_server.furnishing import furnish
from store_server.intake.front_door import FrontDoor
from store_server.intake.quarantine import Quarantine
from store_server.intake.recent import RecentSightings
from store_server.intake.recognition import Recognition
from store_server.settings import Settings
from store_server.storage import open_storage
from tests.devices.cameras import (
    test_axis,
    test_frigate,
    test_hikvision,
    test_irisys,
    test_milesight,
    test_xovis,
)
from tests.store_server.web.boutique import HandClock

OPENING = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

ADOPTED = (
    "camera-1",
    "entrance",
    "frigate/door",
    "milesight/6767E21800000021",
    test_axis.CAMERA,
    test_irisys.VECTOR,
    test_milesight.SENSOR,
)


class MorningClock(HandClock):
    def now(self) -> datetime:
        return OPENING + timedelta(seconds=self.passed_s)


class House:
    """The front door, the bus and the books."""

    def __init__(self, settings: Settings) -> None:
        self.clock = MorningClock()
        self.bus = Bus()
        self.storage = open_storage(settings, self.clock)
        furnish(self.bus, self.storage, settings, self.clock)()
        router = Router(discover(), settings.boutique)
        recent, recognition = RecentSightings(self.clock), Recognition()
        quarantine, clocks = Quarantine(), DeviceClocks()
        self.door = FrontDoor(router, self.bus, self.clock, recognition, quarantine, recent, clocks)
        for device_id in ADOPTED:
            self.bus.ask(AmendDevice(device_id, zone="salon"))
        self.bus.start()

    def hears(self, topic: str, said: Any, after_s: float = 60.0) -> None:
        """One message; answers once it is committed."""
        payload = said if isinstance(said, bytes) else json.dumps(said).encode()
        self.clock.passes(after_s)
        self.door.moment(self.clock.monotonic())
        committed = self.door.read(topic, payload)
        self.door.flush()
        if committed is not None:
            committed.result(10)

    def counts(self, device_id: str) -> CountsView:
        return self.storage.queries.counts_of(device_id)

    def sums(self, device_id: str) -> tuple[int, int]:
        counts = [count for count in self.counts(device_id).counts if count.flag is None]
        return sum(c.people_in for c in counts), sum(c.people_out for c in counts)


@pytest.fixture
def house(tmp_path: Path, sqlite_url: str) -> Iterator[House]:
    house = House(Settings(data_dir=tmp_path, database_url=sqlite_url))
    yield house
    house.bus.stop()
    house.storage.close()


def axis(people: int) -> dict[str, Any]:
    said = test_axis.event({"reason": "human", "total": str(people), "totalHuman": str(people)})
    said.pop("timestamp")
    return said


def test_axis_totals_are_text_and_only_grow(house: House) -> None:
    for people in (2_185, 2_188, 2_188, 2_190, 1):
        house.hears(test_axis.TOPIC, axis(people))
    assert house.sums(test_axis.CAMERA) == (3 + 2 + 1, 0)


def test_a_people_counter_shows_the_boutiques_own_time(house: House) -> None:
    for minute, people in ((1, 41), (2, 44)):
        local = f"2026112110{minute:02}00"
        house.hears("push/axis/entrance", {**test_axis.LIVE_SUM, "timestamp": local, "in": people})
    (count,) = house.counts("entrance").counts
    assert (count.people_in, count.at) == (3, OPENING + timedelta(minutes=2))


def test_frigate_tells_of_one_person_many_times(house: House) -> None:
    state = test_frigate.state
    steps = [(state(), state("step")), (state("step"), state("step", "entrance"))]
    for _ in range(3):
        for before, after in steps:
            said = {"type": "update", "before": before, "after": after}
            house.hears("frigate/events", said)
    people = {count.line: count.people_in for count in house.counts("frigate/door").counts}
    assert people == {"step": 1, "entrance": 1}


def test_hikvision_posts_periods_and_totals_of_the_same_people(house: House) -> None:
    door = "entrance"
    for enter in (70, 74):
        house.hears(
            f"push/hikvision/{door}",
            test_hikvision.alert(test_hikvision.NOW.replace(">70<", f">{enter}<")),
        )
    house.hears(f"push/hikvision/{door}", test_hikvision.alert(test_hikvision.PERIOD))
    assert house.sums(door) == (4, 0)


def test_hikvisions_periods_alone_count_once_each(house: House) -> None:
    for _ in range(2):
        house.hears("push/hikvision/entrance", test_hikvision.alert(test_hikvision.PERIOD))
    assert house.sums("entrance") == (4, 9)


def test_irisys_sends_registers_and_their_steps(house: House) -> None:
    live = {"counts": [{"name": "MainEntranceIn", "count": 10}]}
    house.hears(f"{test_irisys.VECTOR}/live_counts", live)
    house.hears(f"{test_irisys.VECTOR}/counts", test_irisys.EVENTS)
    live["counts"][0]["count"] = 13
    house.hears(f"{test_irisys.VECTOR}/live_counts", live)
    assert house.sums(test_irisys.VECTOR) == (3, 0)


def test_milesights_report_holds_its_total_and_its_period(house: House) -> None:
    for people in (412, 414):
        line = {**test_milesight.LINE, "total": {"in_counted": people, "out_counted": 400}}
        periodic = {**test_milesight.LINE, "total": {"in": 2, "out": 0}}
        said = test_milesight.report(line_total_data=[line], line_periodic_data=[periodic])
        house.hears("milesight/door", said)
    assert house.sums("milesight/6767E21800000021") == (2, 0)


def test_a_lorawan_uplink_is_told_again(house: House) -> None:
    for _ in range(3):
        house.hears("v3/shop@ttn/devices/door/up", test_milesight.THINGS_STACK)
    assert house.sums(test_milesight.SENSOR) == (2 + 5, 1 + 7)


def xovis(minute: int, package: int) -> dict[str, Any]:
    begun = OPENING + timedelta(minutes=minute)
    record = {
        **test_xovis.RECORD,
        "from": begun.isoformat(),
        "to": (begun + timedelta(minutes=1)).isoformat(),
    }
    return test_xovis.logics(record, package=package)


def test_xovis_lost_a_package_and_sent_its_record_anew(house: House) -> None:
    for minute, package in ((1, 101), (2, 102), (2, 102), (4, 104)):
        house.hears("push/xovis/entrance", xovis(minute, package))
    assert house.sums("entrance") == (9, 3)
    (gap,) = house.counts("entrance").gaps
    assert (gap.first, gap.last) == (103, 103)
    house.hears("push/xovis/entrance", xovis(3, 103))
    house.hears("push/xovis/entrance", xovis(3, 105))
    assert house.sums("entrance") == (12, 4)
    assert house.counts("entrance").gaps == ()
    assert house.counts("entrance").occupancy[0].zone == "Salon"


def test_a_connection_test_is_answered_and_counts_nobody(house: House) -> None:
    house.hears("push/xovis/entrance", xovis(1, 101))
    house.hears("push/xovis/entrance", {"connection_test": {"time": 1}})
    assert house.sums("entrance") == (3, 1)


def test_our_own_totals_work_the_same_way(house: House) -> None:
    for people in (800, 812, 812, 3):
        said = {"line": "door", "total_in": people, "total_out": 0}
        house.hears("accueil/v1/paris-1/camera-1/count", said)
    assert house.sums("camera-1") == (12 + 3, 0)
