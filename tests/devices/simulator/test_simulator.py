"""The simulated floor: what it says is what our decoders read, and the same seed says the same."""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

import pytest

from devices.ble.eid import EidRegistration, EidWindow
from devices.ble.frames import in_advertisement
from devices.decoding import Router
from devices.drivers import discover
from devices.readings import (
    Beacon,
    EddystoneEid,
    EddystoneTlm,
    EddystoneUid,
    IBeacon,
    Scan,
    Sighting,
)
from devices.simulator import air, boutique_floor
from devices.simulator.cast import CastMember, beacon_of
from devices.simulator.day import SHORTEST_DWELL_S, Rhythm, visits
from devices.simulator.path import past_the_window
from devices.simulator.radio import heard_dbm
from devices.simulator.script import Script
from devices.simulator.senses import Line

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
    seconds: float, seed: int = 1, speed: float = 1.0, cast: Sequence[CastMember] = CAST
) -> list[Line]:
    script = Script(cast, FLOOR, "paris-1", START_S, Rhythm(speed, 240.0), seed)
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
    said = {one.beacon for _, one in sightings(first_lines(1500)) if one.beacon is not None}
    windows = range(ROTATING.window(START_S), ROTATING.window(START_S + 1500) + 1)
    own = {EddystoneEid(ROTATING.eid(window * 512.0)) for window in windows}
    assert len(own & said) >= 2


def test_every_gateway_of_the_boutique_hears_something() -> None:
    assert len({gateway.dialect for gateway in FLOOR.gateways}) >= 6
    devices = {one.device for _, one in sightings(first_lines(900))}
    assert devices == {gateway.device for gateway in FLOOR.gateways}


def test_a_pass_is_shown_to_the_scanner_on_coming_in() -> None:
    cast = [CastMember("james", BEACONS[0], shows="pass:CLND-5T6R")]
    lines, router = first_lines(60, cast=cast), Router(discover(), "paris-1")
    scans = [
        (line.device, reading.data, line.at_s)
        for line in lines
        if line.said is not None
        for reading in router.decode(line.said.topic, line.said.payload)
        if isinstance(reading, Scan)
    ]
    ((device, data, at_s),) = scans
    assert (device, data) == ("scanner-1", "pass:CLND-5T6R")
    assert 2 < at_s < 10


def test_a_beacon_with_a_low_battery_says_so() -> None:
    cast = [CastMember("james", BEACONS[0], battery_mv=2100)]
    told = [one.beacon for _, one in sightings(first_lines(60, cast=cast))]
    assert any(isinstance(one, EddystoneTlm) and one.voltage_mv == 2100 for one in told)
    assert any(one == BEACONS[0] for one in told)


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


def test_a_badge_says_what_it_is() -> None:
    assert beacon_of(BEACONS[0], START_S) == BEACONS[0]
    assert beacon_of(ROTATING, START_S) == EddystoneEid(ROTATING.eid(START_S))
