"""What may go wrong with each simulated device: it does, as the seed says, and with no other."""

from __future__ import annotations

import itertools
from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from devices.decoding import Router
from devices.drivers import UnreadableError, discover
from devices.readings import Count, DeviceHealth, IBeacon, Reading, Sighting
from devices.simulator import FAMILIES, CastMember, Faults, Floor, boutique_floor, floor_of
from devices.simulator.day import Rhythm
from devices.simulator.faults import KINDS, faults_of
from devices.simulator.script import Script
from devices.simulator.senses import Line

START_S = 1_790_000_000.0
FLOOR = boutique_floor()
ALL = floor_of(FAMILIES)
CAST = [
    CastMember(
        f"guest {n}", IBeacon("6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001", 2, n), shows=f"pass:GUEST-{n}"
    )
    for n in range(6)
]


@dataclass
class Performance:
    lines: list[Line]
    refused: Tally[str] = field(default_factory=Tally)

    def readings(self, device: str) -> Iterator[tuple[float, Reading]]:
        router = Router(discover(), "paris-1")
        for line in self.lines:
            if line.said is None or line.device != device:
                continue
            try:
                readings = router.decode(line.said.topic, line.said.payload)
            except UnreadableError:
                self.refused[device] += 1
                continue
            yield from ((line.at_s, reading) for reading in readings)

    def of(self, device: str) -> list[Line]:
        return [line for line in self.lines if line.device == device]


def performed(
    device: str, faults: Faults, seconds: float = 60, floor: Floor = FLOOR, seed: int = 1
) -> Performance:
    script = Script(CAST, floor, "paris-1", START_S, Rhythm(10.0, 60.0), seed, {device: faults})
    return Performance(list(itertools.takewhile(lambda line: line.at_s <= seconds, script)))


def test_a_dead_device_is_silent_and_returns() -> None:
    lines = performed("door-1", Faults(dies_at_s=20, dead_for_s=20)).of("door-1")
    assert [(line.at_s, line.does) for line in lines if line.does != "say"] == [
        (20.0, "drop"),
        (40.0, "return"),
    ]
    assert not [line for line in lines if line.does == "say" and 20 <= line.at_s < 40]
    assert [line for line in lines if line.does == "say" and line.at_s > 40]


def test_a_camera_without_power_counts_nobody() -> None:
    faults = Faults(dies_at_s=0.0, dead_for_s=600.0)
    died = performed("camera-1", faults, 600)
    assert not [one for _, one in died.readings("camera-1") if isinstance(one, Count)]
    lived = performed("door-1", faults, 600)
    assert [one for _, one in lived.readings("camera-1") if isinstance(one, Count)]


@pytest.mark.parametrize("device", ["door-1", "minew/ac233fc0a1e7", "mokosmart/a4c1380b52d9"])
def test_a_drifting_clock_is_ahead_by_more_and_more(device: str) -> None:
    drifting = performed(device, Faults(ahead_s=5.0, drift=0.1))
    ahead = [
        (at_s, one.ts.timestamp() - START_S - at_s)
        for at_s, one in drifting.readings(device)
        if isinstance(one, Sighting) and one.ts is not None
    ]
    assert len(ahead) > 20
    # half a second for what waits in a batch
    assert all(seconds == pytest.approx(5 + at_s * 0.1, abs=0.6) for at_s, seconds in ahead)
    others = [
        one.ts.timestamp() - START_S - at_s
        for at_s, one in drifting.readings("camera-1")
        if isinstance(one, DeviceHealth) and one.ts is not None
    ]
    assert others
    assert all(abs(seconds) < 0.01 for seconds in others)


def test_what_is_repeated_is_the_same_message() -> None:
    device = "minew/ac233fc0a1e7"
    repeats = performed(device, Faults(repeated_share=0.5))
    said = [line.said for line in repeats.of(device)]
    twice = sum(one == other for one, other in itertools.pairwise(said))
    assert 0.25 < twice / len(said) < 0.42  # a third of all are second ones
    steady = [line.said for line in repeats.of("door-1")]
    assert not any(one == other for one, other in itertools.pairwise(steady))


def test_a_count_that_is_repeated_keeps_its_id() -> None:
    repeats = performed("camera-1", Faults(repeated_share=1.0), 300)
    ids = Tally(one.id for _, one in repeats.readings("camera-1") if isinstance(one, Count))
    assert len(ids) > 3
    assert None not in ids
    assert set(ids.values()) == {2}


@pytest.mark.parametrize("device", ALL.devices, ids=lambda one: one.device)
def test_a_device_that_babbles_is_refused_and_goes_on(device: object) -> None:
    assert device in ALL.devices
    name = next(one.device for one in ALL.devices if one == device)
    babbling = performed(name, Faults(babbles_every_s=0.5), 60, ALL)
    sane = [at_s for at_s, _ in babbling.readings(name)]
    assert babbling.refused[name] > 60
    assert len(sane) >= 1


def test_a_cameras_totals_begin_again() -> None:
    device = "axis/B8A44F7C2D10"
    forgets = performed(device, Faults(forgets_every_s=300.0), 1200)
    zeros = {one.since for _, one in forgets.readings(device) if isinstance(one, Count)}
    totals = [one.people_in for _, one in forgets.readings(device) if isinstance(one, Count)]
    assert len(zeros) >= 3
    assert any(later < earlier for earlier, later in itertools.pairwise(filter(None, totals)))


def test_a_cameras_totals_overflow() -> None:
    device = "milesight/6757D1240033"
    wraps = performed(device, Faults(wraps_at=65536), 300)
    totals = [one.people_in for _, one in wraps.readings(device) if isinstance(one, Count)]
    assert max(totals) == 65535
    assert totals[-1] < 100


def test_a_low_battery_is_told() -> None:
    tired = performed("scanner-1", Faults(battery_pct=8.0))
    told = {
        one.battery_pct for _, one in tired.readings("scanner-1") if isinstance(one, DeviceHealth)
    }
    assert told == {8.0}


def test_the_same_seed_has_the_same_faults() -> None:
    faults = Faults(repeated_share=0.3, babbles_every_s=0.7)
    first = performed("door-1", faults).lines
    assert performed("door-1", faults).lines == first
    assert performed("door-1", faults, seed=2).lines != first


def test_faults_are_chosen_by_name_and_together() -> None:
    assert faults_of(["dies", "tires"]) == Faults(dies_at_s=30.0, dead_for_s=60.0, battery_pct=8.0)
    assert all(faults_of([kind]) != Faults() for kind in KINDS)
