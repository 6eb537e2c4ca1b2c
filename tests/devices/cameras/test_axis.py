"""Axis: Object Analytics' scenarios and People Counter's live sums. The values are our own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from devices.cameras.axis import DRIVER
from devices.decoding import decode
from devices.drivers import UnreadableError
from devices.readings import Count, DeviceState, Occupancy, Reading
from tests.devices.samples import sample

SERIAL = "B8A44F0000A1"
ANALYTICS = "CameraApplicationPlatform/ObjectAnalytics"
TOPIC = f"axis/{SERIAL}/event/tns:axis/{ANALYTICS}/Device1Scenario1"
AT = datetime(2026, 11, 21, 10, 15, 0, 250_000, tzinfo=UTC)
RESET = datetime(2026, 11, 20, 22, 1, 25, tzinfo=UTC)
CAMERA = f"axis/{SERIAL}"


def event(data: dict[str, Any], scenario: str = "Device1Scenario1") -> dict[str, Any]:
    return {
        "topic": f"axis:{ANALYTICS}/{scenario}",
        "timestamp": int(AT.timestamp() * 1000),
        "serial": SERIAL,
        "message": {"source": {}, "key": {}, "data": data},
    }


CROSSLINE = event(
    {
        "startTime": "2026-11-20T22:01:25Z",
        "reason": "human",
        "total": "2188",
        "totalBus": "0",
        "totalCar": "3",
        "totalHuman": "2185",
        "totalMotorcycle/bicycle": "0",
        "totalTruck": "0",
        "totalUnknown": "0",
    }
)
OCCUPANCY = event({"scenario": "Occupancy", "total": "9", "human": "7", "car": "2"})
ANY = event(
    {
        "triggerTime": "2026-11-21T11:15:00.250+0100",
        "active": "1",
        "objectId": "4240",
        "classTypes": "human",
    },
    "Device1ScenarioANY",
)
LIVE_SUM = {
    "serial": "00408C0000C3",
    "name": "Exit south",
    "timestamp": "20261121111500",
    "in": 41,
    "out": 318,
}
SAMPLES = [
    sample(TOPIC, CROSSLINE),
    sample(TOPIC.replace("tns:axis/", ""), OCCUPANCY),
    sample(TOPIC.replace("Scenario1", "ScenarioANY"), ANY),
    sample("push/axis/door-1", LIVE_SUM),
    sample(f"axis/{SERIAL}/connection", {"connected": True}),
]


def read(said: object, topic: str = TOPIC) -> list[Reading]:
    return decode(topic, json.dumps(said).encode())


@pytest.mark.parametrize("topic", [TOPIC, TOPIC.replace("tns:axis/", ""), "push/axis/door-1"])
def test_a_crossline_scenario_counts_people_one_way_since_its_reset(topic: str) -> None:
    device = "door-1" if topic.startswith("push/") else CAMERA
    count = Count(device, "Device1Scenario1", 2185, 0, "cumulative", AT, ways="in", since=RESET)
    assert read(CROSSLINE, topic) == [count]


def test_the_newer_message_without_an_envelope_says_the_same() -> None:
    data = {"scenario": "Crossline", "total": 12, "totalHuman": 12}
    (count,) = read({"serial": SERIAL, "data": data}, f"axis/{SERIAL}/data/{ANALYTICS}")
    assert count == Count(CAMERA, "ObjectAnalytics", 12, 0, "cumulative", ways="in")


def test_where_classes_are_not_told_apart_the_total_is_of_people() -> None:
    (count,) = read(event({"scenario": "Crossline", "total": "31"}))
    assert isinstance(count, Count)
    assert count.people_in == 31


def test_a_scenario_is_named_for_those_who_leave() -> None:
    (count,) = read(event({"scenario": "Door out", "reason": "human", "totalHuman": "4"}))
    assert count == Count(CAMERA, "Door", 0, 4, "cumulative", AT, ways="out")


def test_occupancy_is_how_many_people_there_are() -> None:
    assert read(OCCUPANCY) == [Occupancy(CAMERA, "Device1Scenario1", 7, ts=AT)]


@pytest.mark.parametrize(
    ("said", "scenario"),
    [
        (ANY, "Device1ScenarioANY"),
        (CROSSLINE, "Device1Scenario1Threshold"),
        (CROSSLINE, "Device1Scenario1Interval"),
        (CROSSLINE, "Device1Scenario1Passthrough"),
    ],
)
def test_that_there_is_something_is_no_count(said: object, scenario: str) -> None:
    assert read(said, TOPIC.replace("Device1Scenario1", scenario)) == []


def test_other_events_of_the_camera_say_nothing_to_us() -> None:
    topic = f"axis/{SERIAL}/event/tns:onvif/VideoSource/ImageTooDark"
    assert read(event({"State": "0", "total": "5"}), topic) == []


def test_a_live_sum_shows_the_wall_clock_of_its_place() -> None:
    (count,) = read(LIVE_SUM, "push/axis/door-1")
    local = datetime(2026, 11, 21, 11, 15)  # noqa: DTZ001
    assert count == Count("door-1", "Exit south", 41, 318, "cumulative", local)


@pytest.mark.parametrize(
    ("payload", "state"),
    [
        (b'{"connected": true}', "online"),
        (b'{"connected": false}', "offline"),
        (b"Connected", "online"),
        (b"Connection Lost", "offline"),
    ],
)
def test_the_clients_own_messages_are_its_state(payload: bytes, state: Any) -> None:
    assert decode(f"axis/{SERIAL}/connection", payload) == [DeviceState(CAMERA, state)]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"reason": "human", "totalHuman": "many"}, "totalhuman"),
        ({"reason": "human", "totalHuman": "-1"}, "totalhuman"),
        ({"scenario": "Occupancy", "human": 1.5}, "human"),
        ({"reason": "human", "totalHuman": "1", "startTime": "soon"}, "startTime"),
    ],
)
def test_what_is_wrong_is_refused_and_named(data: dict[str, Any], field: str) -> None:
    with pytest.raises(UnreadableError, match=field):
        DRIVER.decode(TOPIC, json.dumps(event(data)).encode())
