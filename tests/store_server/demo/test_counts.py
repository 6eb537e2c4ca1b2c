"""The people who cross on the simulated floor are those whom the boutique's counters add up."""

from __future__ import annotations

import itertools
from collections import Counter as Tally
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from devices.decoding import Router
from devices.drivers import UnreadableError, discover
from devices.readings import Count, Reading
from devices.simulator import FAMILIES, Faults, floor_of
from devices.simulator.boutique import DOOR_LINE
from devices.simulator.counting import crossings
from devices.simulator.day import Rhythm, visits
from devices.simulator.script import Script
from devices.simulator.voices import Said
from store_server.demo.cast import GUESTS
from store_server.demo.opening import member
from store_server.domain import counter as domain
from store_server.settings import CountSettings

START = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
RHYTHM = Rhythm(20.0, 30.0)
UNTIL_S = 1500.0
CAST = [member(guest) for guest in GUESTS]
FLOOR = floor_of([family for family in FAMILIES if family != "frigate"])  # it tells one way alone
FAULTS = {
    "axis/camera-1": Faults(wraps_at=65536, repeated_share=0.3),
    "hikvision/camera-3": Faults(forgets_every_s=240.0),
    "milesight/camera-5": Faults(repeated_share=0.5),
    "xovis/camera-6": Faults(babbles_every_s=5.0),
}


def who_crossed() -> Tally[str]:
    crossed = Tally[str]()
    for visit in itertools.takewhile(
        lambda visit: visit.enters_s < UNTIL_S, visits(CAST, FLOOR, RHYTHM, 1)
    ):
        for at_s, inwards in crossings(visit.path, DOOR_LINE):
            crossed["in" if inwards else "out"] += at_s <= UNTIL_S
    return crossed


def who_was_counted() -> dict[str, Tally[str]]:
    """Each camera's people, brought to one meaning as the server does it."""
    router, settings = Router(discover(), "paris-1"), CountSettings()
    counters: dict[tuple[str, str], domain.Counter] = {}
    sums = {camera.device: Tally[str]() for camera in FLOOR.cameras}
    script = Script(CAST, FLOOR, "paris-1", START.timestamp(), RHYTHM, 1, FAULTS)
    for line in itertools.takewhile(lambda line: line.at_s <= UNTIL_S, script):
        if line.device not in sums or line.said is None:
            continue
        at = START + timedelta(seconds=line.at_s)
        for count in readings(router, line.said):
            if not isinstance(count, Count):
                continue
            key = (count.device, count.line)
            told = domain.Said(
                count.people_in,
                count.people_out,
                count.meaning == "cumulative",
                at,
                at,
                count.ts,
                count.since,
                count.ways,
            )
            counters[key], people = domain.take(counters.get(key, domain.Counter()), told, settings)
            if people is not None:
                assert people.flag is None
                sums[count.device]["in"] += people.people_in
                sums[count.device]["out"] += people.people_out
    return sums


def readings(router: Router, said: Said) -> Sequence[Reading]:
    try:
        return router.decode(said.topic, said.payload)
    except UnreadableError:
        return ()


def test_every_camera_adds_up_to_those_who_crossed_whatever_befalls_its_totals() -> None:
    crossed = who_crossed()
    assert crossed["in"] > 10
    assert set(FAULTS) < {camera.device for camera in FLOOR.cameras}
    assert who_was_counted() == {camera.device: crossed for camera in FLOOR.cameras}
