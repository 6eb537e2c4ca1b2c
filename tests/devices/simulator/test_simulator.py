"""The simulated floor: what it says is what our decoders read, and the same seed says the same."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import pytest

from devices.ble.eid import EidRegistration, EidWindow
from devices.ble.frames import in_advertisement
from devices.decoding import Router
from devices.drivers import UnreadableError, discover
from devices.readings import (
    Beacon,
    Count,
    DeviceAbout,
    DeviceState,
    EddystoneEid,
    EddystoneUid,
    IBeacon,
    Occupancy,
    Sighting,
)
from devices.simulator import air
from devices.simulator.cast import CastMember, beacon_of
from devices.simulator.day import SHORTEST_DWELL_S, Rhythm, visits
from devices.simulator.faults import Faults
from devices.simulator.floor import boutique_floor
from devices.simulator.path import past_the_window
from devices.simulator.radio import heard_dbm
from devices.simulator.script import Line, Script
from devices.simulator.voices import Advert, voices_of

START_S = 1_790_000_000.0
FLOOR = boutique_floor()
ROTATING = EidRegistration("keiko", bytes(range(16)), 9)
BEACONS: tuple[Beacon, ...] = (
    IBeacon("6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001", 1, 65535),
    EddystoneUid("acc0e1ace1a9d19e0001", "000000000002"),
    EddystoneEid("a9b76a71c5f89290"),
)
CAST = [
    CastMember("keiko", ROTATING),
    CastMember("james", BEACONS[0]),
    CastMember("beatrice", BEACONS[1]),
    *(
        CastMember(f"guest {n}", IBeacon("6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001", 2, n))
        for n in range(9)
    ),
]


def first_lines(
    seconds: float, seed: int = 1, faults: Faults | None = None, speed: float = 1.0
) -> list[Line]:
    script = Script(CAST, FLOOR, "paris-1", START_S, Rhythm(speed, 240.0), seed, faults)
    return list(itertools.takewhile(lambda line: line.at_s <= seconds, script))


def sightings(lines: Sequence[Line]) -> list[tuple[float, Sighting]]:
    router = Router(discover(), "paris-1")
    return [
        (line.at_s, reading)
        for line in lines
        if line.said is not None
        for reading in router.decode(line.said.topic, line.said.payload)
        if isinstance(reading, Sighting)
    ]


@pytest.mark.parametrize("beacon", BEACONS, ids=lambda beacon: beacon.key)
def test_an_advertisement_reads_back_as_the_beacon(beacon: Beacon) -> None:
    frame = in_advertisement(air.advertisement(beacon, -59))
    assert frame is not None
    assert frame.beacon == beacon


@pytest.mark.parametrize("gateway", FLOOR.gateways, ids=lambda gateway: gateway.dialect)
@pytest.mark.parametrize("beacon", BEACONS, ids=lambda beacon: beacon.key)
def test_what_a_gateway_says_reads_back_as_it_was_heard(gateway: object, beacon: Beacon) -> None:
    assert gateway in FLOOR.gateways
    name = next(one.device for one in FLOOR.gateways if one == gateway)
    said = voices_of(FLOOR, "paris-1")[name].heard(
        Advert(beacon, "c0:ff:ee:00:00:01", -66, -59, START_S)
    )
    if said is None:
        assert name.startswith("espresense/")
        assert isinstance(beacon, EddystoneEid)
        return
    (reading,) = Router(discover(), "paris-1").decode(said.topic, said.payload)
    assert isinstance(reading, Sighting)
    heard = (reading.device, reading.beacon, reading.address, reading.rssi_dbm)
    assert heard == (name, beacon, "c0:ff:ee:00:00:01", -66.0)


@pytest.mark.parametrize("device", voices_of(FLOOR, "paris-1"))
def test_every_device_is_online_until_its_will_says_otherwise(device: str) -> None:
    voice, router = voices_of(FLOOR, "paris-1")[device], Router(discover(), "paris-1")
    said = [
        reading for one in voice.hello(START_S) for reading in router.decode(one.topic, one.payload)
    ]
    assert any(isinstance(one, DeviceState) and one.state == "online" for one in said)
    assert all(one.retain for one in voice.hello(START_S))
    (gone,) = router.decode(voice.will().topic, voice.will().payload)
    assert isinstance(gone, DeviceState)
    assert (gone.device, gone.state) == (device, "offline")


def test_a_device_of_ours_says_where_it_stands() -> None:
    router = Router(discover(), "paris-1")
    said = voices_of(FLOOR, "paris-1")["door-1"].hello(START_S)[1]
    (about,) = router.decode(said.topic, said.payload)
    assert isinstance(about, DeviceAbout)
    assert about.zone == FLOOR.placements()["door-1"]


def test_the_same_seed_says_the_same() -> None:
    assert first_lines(90) == first_lines(90)
    assert first_lines(90) != first_lines(90, seed=2)


def test_lines_come_in_order_and_all_are_read() -> None:
    lines = first_lines(600)
    assert [line.at_s for line in lines] == sorted(line.at_s for line in lines)
    assert len(sightings(lines)) > 1000


def test_the_first_client_is_at_the_door_within_five_seconds() -> None:
    window = EidWindow([ROTATING])
    window.refresh(START_S)
    close = [
        at_s
        for at_s, one in sightings(first_lines(5))
        if isinstance(one.beacon, EddystoneEid)
        and window.resolve(one.beacon.eid, START_S + at_s)
        and one.device == "door-1"
        and one.rssi_dbm is not None
        and one.rssi_dbm >= -60
    ]
    assert len(close) >= 2


def test_a_rotating_beacon_rotates_by_the_real_time_of_day() -> None:
    said = {one.beacon for _, one in sightings(first_lines(3000)) if one.beacon is not None}
    windows = range(ROTATING.window(START_S), ROTATING.window(START_S + 3000) + 1)
    own = {EddystoneEid(ROTATING.eid(window * 512.0)) for window in windows}
    assert len(own & said) >= 2


@pytest.mark.parametrize("dialect", ["canonical", "theengs", "openmqttgateway", "espresense"])
def test_every_make_of_gateway_hears_something(dialect: str) -> None:
    devices = {one.device for _, one in sightings(first_lines(900))}
    expected = {gateway.device for gateway in FLOOR.gateways if gateway.dialect == dialect}
    assert expected <= devices


def test_the_camera_counts_those_who_come_and_go() -> None:
    router = Router(discover(), "paris-1")
    readings = [
        reading
        for line in first_lines(1800)
        if line.said is not None and line.device == FLOOR.camera.name
        for reading in router.decode(line.said.topic, line.said.payload)
    ]
    inside = list(
        itertools.accumulate(
            reading.people_in - reading.people_out
            for reading in readings
            if isinstance(reading, Count)
        )
    )
    assert min(inside) >= 0
    assert max(inside) <= len(CAST)
    later = inside[len(inside) // 3 :]
    assert 2 <= sum(later) / len(later) <= 5
    assert any(isinstance(one, Occupancy) and one.people for one in readings)


@pytest.mark.parametrize("speed", [1.0, 10.0, 60.0])
def test_time_lapse_never_makes_a_visit_too_short(speed: float) -> None:
    some = itertools.islice(visits(CAST, FLOOR, Rhythm(speed, 60.0), 3), 60)
    assert all(visit.leaves_s - visit.enters_s >= SHORTEST_DWELL_S for visit in some)


def test_time_lapse_shortens_the_pauses() -> None:
    many = [
        CastMember(str(n), IBeacon("6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001", 3, n))
        for n in range(200)
    ]

    def last_of_thirty(speed: float) -> float:
        *_, last = itertools.islice(visits(many, FLOOR, Rhythm(speed), 3), 30)
        return last.enters_s

    assert 30 * 35 < last_of_thirty(1.0) < 30 * 60
    assert last_of_thirty(10.0) < last_of_thirty(1.0) / 2


def test_nobody_returns_before_it_would_be_a_visit_of_its_own() -> None:
    gone_s: dict[int, float] = {}
    for visit in itertools.islice(visits(CAST, FLOOR, Rhythm(1.0, 1200.0), 5), 100):
        assert visit.enters_s - gone_s.get(visit.member, -1e9) > 1200.0
        gone_s[visit.member] = visit.leaves_s


def test_an_empty_cast_is_an_empty_shop() -> None:
    script = Script([], FLOOR, "paris-1", START_S)
    lines = list(itertools.takewhile(lambda line: line.at_s < 120, script))
    assert any(
        "sighting" in line.said.topic or "BTto" in line.said.topic for line in lines if line.said
    )


def test_who_walks_past_the_window_never_sounds_near() -> None:
    lots, path = random.Random(1), past_the_window(0.0)
    heard = [
        heard_dbm(FLOOR, gateway, path.at(tenth / 10), -59, lots)
        for tenth in range(int(path.ends_s * 10))
        for gateway in FLOOR.gateways
    ]
    loud = [dbm for dbm in heard if dbm is not None and dbm >= -75]
    assert len(loud) < len(heard) / 100  # spikes alone


def test_a_dead_gateway_is_silent_and_returns() -> None:
    faults = Faults(dead_gateway="door-1", dies_at_s=20, dead_for_s=20)
    lines = [line for line in first_lines(60, faults=faults) if line.device == "door-1"]
    assert [(line.at_s, line.does) for line in lines if line.does != "say"] == [
        (20.0, "drop"),
        (40.0, "return"),
    ]
    assert not [line for line in lines if line.does == "say" and 20 <= line.at_s < 40]
    assert [line for line in lines if line.does == "say" and line.at_s > 40]


def test_a_floor_may_babble_and_repeat_itself() -> None:
    faults = Faults(repeated_share=0.5, babble_every_s=1.0)
    lines, router, refused = first_lines(60, faults=faults), Router(discover(), "paris-1"), 0
    for line in lines:
        try:
            router.decode(line.said.topic, line.said.payload) if line.said else None
        except UnreadableError:
            refused += 1
    assert refused >= 30
    pairs = itertools.pairwise(line.said for line in lines)
    assert sum(one == other for one, other in pairs) > 20


def test_a_badge_says_what_it_is() -> None:
    assert beacon_of(BEACONS[0], START_S) == BEACONS[0]
    assert beacon_of(ROTATING, START_S) == EddystoneEid(ROTATING.eid(START_S))
