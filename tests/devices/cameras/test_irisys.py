"""Irisys Vector: live counts, count events, posted logs. The values are our own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from devices.cameras.irisys import DRIVER
from devices.decoding import decode
from devices.drivers import UnreadableError
from devices.readings import Count, DeviceState, Occupancy, Reading
from tests.devices.samples import sample

VECTOR = "irisys/V4D-26020001"
LIVE = {"counts": [{"name": "Enter", "count": 1532}, {"name": "Exit", "count": 1529}]}
EVENTS = [
    {"register": "MainEntranceIn", "value": 1, "t": "2026-11-21T12:30:00+0000"},
    {"register": "MainEntranceOut", "value": 1, "t": "2026-11-21T12:30:12+0000"},
    {"register": "MainEntranceIn", "value": 2, "t": "2026-11-21T12:30:00+0000"},
]
LOGS = {
    "CountLogs": [
        {
            "Counts": [
                {"Name": "Door In", "RegisterId": 0, "Value": 121},
                {"Name": "Door Out", "RegisterId": 1, "Value": 127},
                {"Name": "Occupancy", "RegisterId": 2, "Value": 6},
                {"Name": "Dwell", "RegisterId": 3, "Value": 382},
            ],
            "LogEntryId": 353493,
            "Timestamp": "2026-11-21T14:21:00Z",
        }
    ],
    "FriendlyDeviceSerial": "V4D-26020001",
}
SAMPLES = [
    sample(f"{VECTOR}/live_counts", LIVE),
    sample(f"{VECTOR}/counts", EVENTS),
    sample(f"{VECTOR}/status", {"status": "connected"}),
    sample("push/irisys/door-1", LOGS),
]


def read(place: str, said: object) -> list[Reading]:
    return decode(place, json.dumps(said).encode())


def test_live_counts_are_registers_that_only_grow() -> None:
    assert read(f"{VECTOR}/live_counts", LIVE) == [Count(VECTOR, "line", 1532, 1529, "cumulative")]


def test_live_counts_may_say_when() -> None:
    (count,) = read(f"{VECTOR}/live_counts", {**LIVE, "timestamp": "2026-11-21T12:30:00Z"})
    assert isinstance(count, Count)
    assert count.ts == datetime(2026, 11, 21, 12, 30, tzinfo=UTC)


def test_a_register_of_one_way_says_nothing_of_the_other() -> None:
    said = {"counts": [{"name": "Salon exit", "count": "7"}, {"name": "Line 2", "count": 4}]}
    assert read(f"{VECTOR}/live_counts", said) == [
        Count(VECTOR, "Salon", 0, 7, "cumulative", ways="out"),
        Count(VECTOR, "Line 2", 4, 0, "cumulative", ways="in"),
    ]


def test_count_events_are_steps_and_two_in_one_second_are_two() -> None:
    counts = read(f"{VECTOR}/counts", EVENTS)
    assert [(c.line, c.people_in, c.people_out, c.ways) for c in counts if type(c) is Count] == [
        ("MainEntrance", 1, 0, "in"),
        ("MainEntrance", 0, 1, "out"),
        ("MainEntrance", 2, 0, "in"),
    ]
    assert len({c.id for c in counts if type(c) is Count}) == 3
    assert counts == read(f"{VECTOR}/counts", EVENTS)


def test_an_interval_in_which_nobody_came_says_nothing() -> None:
    assert read(f"{VECTOR}/counts", []) == []


def test_a_posted_log_holds_totals_and_occupancy() -> None:
    at = datetime(2026, 11, 21, 14, 21, tzinfo=UTC)
    assert read("push/irisys/door-1", LOGS) == [
        Count("door-1", "Door", 121, 127, "cumulative", at),
        Occupancy("door-1", "Occupancy", 6, ts=at),
    ]


@pytest.mark.parametrize(("word", "state"), [("connected", "online"), ("disconnected", "offline")])
def test_it_comes_and_goes(word: str, state: Any) -> None:
    assert read(f"{VECTOR}/status", {"status": word}) == [DeviceState(VECTOR, state)]


def test_where_each_target_stands_is_not_ours_to_know() -> None:
    assert decode(f"{VECTOR}/targets", b"\x01" + bytes(23)) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"counts": [{"name": "Enter"}]}, "count"),
        ({"counts": [{"name": "Enter", "count": "x"}]}, "count"),
        ({"status": "asleep"}, "status"),
        ([{"register": "DoorIn", "value": 1, "t": "2026-02-91T12:30:00+0000"}], "t: not a time"),
        ([{"register": "DoorIn"}], "register"),
        ({}, "neither"),
    ],
)
def test_what_is_wrong_is_refused_and_named(said: object, field: str) -> None:
    with pytest.raises(UnreadableError, match=field):
        DRIVER.decode(f"{VECTOR}/counts", json.dumps(said).encode())
