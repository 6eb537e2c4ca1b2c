"""People in are people who crossed: the cameras' counts are those of the walkers' own paths."""

from __future__ import annotations

import itertools
from collections import Counter as Tally

import pytest

from devices.decoding import Router
from devices.drivers import discover
from devices.readings import Count, IBeacon, Occupancy, Reading
from devices.simulator import FAMILIES, CastMember, Faults, Floor, boutique_floor, floor_of
from devices.simulator.boutique import DOOR_LINE, SALON_LINE
from devices.simulator.counting import Counter, crossings
from devices.simulator.day import Rhythm, visits
from devices.simulator.path import Path
from devices.simulator.script import Script

START_S = 1_790_000_000.0
RHYTHM = Rhythm(10.0, 60.0)
CAST = [
    CastMember(f"guest {n}", IBeacon("6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001", 2, n))
    for n in range(8)
]


def said_by_cameras(floor: Floor, seconds: float) -> list[Reading]:
    cameras = {camera.device for camera in floor.cameras}
    router = Router(discover(), "paris-1")
    script = Script(CAST, floor, "paris-1", START_S, RHYTHM)
    lines = itertools.takewhile(lambda line: line.at_s <= seconds, script)
    return [
        reading
        for line in lines
        if line.said is not None and line.device in cameras
        for reading in router.decode(line.said.topic, line.said.payload)
    ]


def walk(*points: tuple[float, float]) -> Path:
    path = Path([0.0], [points[0]])
    for point in points[1:]:
        path.go(point, 1.0)
    return path


@pytest.mark.parametrize(
    ("path", "crossed"),
    [
        (walk((2, -1), (2, 1)), [(1.0, True)]),
        (walk((2, 1), (2, -1)), [(1.0, False)]),
        (walk((2, -1), (2, 1), (2, -1)), [(1.0, True), (3.0, False)]),
        (walk((0, -1), (0, 1)), []),  # beside the door
        (walk((0, 0), (6, 0)), []),  # along the line
        (walk((2, -1), (2, 0), (2, 1)), [(1.0, True)]),  # once, though it turns on the line
    ],
)
def test_a_line_is_crossed_by_the_path_of_those_who_walk(
    path: Path, crossed: list[tuple[float, bool]]
) -> None:
    assert list(crossings(path, DOOR_LINE)) == crossed


def test_a_line_of_several_pieces_surrounds_a_room() -> None:
    through = walk((4, 2), (4, 8), (12, 8), (8, 11), (8, 14))
    assert [inwards for _, inwards in crossings(through, SALON_LINE)] == [True, False, True, False]


def test_the_door_counts_each_visit_once_in_and_once_out() -> None:
    until_s = 2400.0
    floor = boutique_floor()
    expected = Tally[str]()
    for visit in itertools.takewhile(
        lambda visit: visit.enters_s < until_s, visits(CAST, floor, RHYTHM, 1)
    ):
        for at_s, inwards in crossings(visit.path, DOOR_LINE):
            expected["in" if inwards else "out"] += at_s <= until_s
    assert expected["in"] > 10
    counted = Tally[str]()
    for reading in said_by_cameras(floor, until_s):
        if isinstance(reading, Count) and reading.line == "door":
            counted["in"] += reading.people_in
            counted["out"] += reading.people_out
    assert counted == expected


def test_nobody_leaves_who_has_not_come_and_the_zones_agree_with_the_lines() -> None:
    door, salon, checked = 0, Tally[str](), 0
    for reading in said_by_cameras(boutique_floor(), 1800):
        match reading:
            case Count(line="door"):
                door += reading.people_in - reading.people_out
                assert 0 <= door <= len(CAST)
            case Count(line="salon", ways=way):
                salon[way] = max(reading.people_in, reading.people_out)
            case Occupancy(zone="salon", people=people):
                assert people == salon["in"] - salon["out"]
                checked += people > 0
    assert checked > 10


def test_every_make_counts_the_same_people_at_one_door() -> None:
    floor = floor_of([family for family in FAMILIES if family != "frigate"])
    told: dict[str, Tally[str]] = {}
    for reading in said_by_cameras(floor, 900):
        if not isinstance(reading, Count):
            continue
        tally = told.setdefault(reading.device, Tally())
        if reading.meaning == "increment":
            tally["in"] += reading.people_in
            tally["out"] += reading.people_out
        else:
            tally["in"] = max(tally["in"], reading.people_in)
            tally["out"] = max(tally["out"], reading.people_out)
    assert len(told) == len(floor.cameras) == 6
    first, *others = told.values()
    assert first["in"] > 3
    assert first["out"] > 3
    assert all(other == first for other in others)


def test_the_street_is_counted_both_ways_by_those_who_pass() -> None:
    street = [
        reading
        for reading in said_by_cameras(boutique_floor(), 900)
        if isinstance(reading, Count) and reading.line == "street"
    ]
    assert street[-1].people_in > 20
    assert street[-1].people_out > 20


def test_totals_are_forgotten_and_overflow_when_asked_to() -> None:
    counter = Counter("door", START_S, Faults(wraps_at=65536))
    totals = [counter.crossed(True, START_S + n).total_in for n in range(5)]
    assert totals == [65534, 65535, 0, 1, 2]
    counter.forget(START_S + 9)
    after = counter.crossed(True, START_S + 10)
    assert (after.total_in, after.total_out, after.zero_s) == (1, 0, START_S + 9)
