"""Axis cameras: AXIS Object Analytics' counting scenarios, and People Counter's live sums.

Object Analytics tells of each scenario under a topic that ends in its name, as in
`axis/B8A44F000001/event/tns:axis/CameraApplicationPlatform/ObjectAnalytics/Device1Scenario1`. Its
numbers are text. A crossline scenario counts one direction since its last reset; one whose name
ends in "out" or "exit" counts those who leave. The scenario "ANY" says only that there is
something. (developer.axis.com: AXIS Object Analytics counting data; People Counter API)
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from devices import plausible
from devices.counters import naming
from devices.counters.loose import Fields, read_json
from devices.counters.times import claimed
from devices.counters.ways import LINE, way
from devices.drivers import Driver, pushed_by
from devices.readings import Count, DeviceState, Occupancy, Reading

VENDOR = "axis"
ANALYTICS = "ObjectAnalytics"
REPEATS = ("Threshold", "Interval", "Passthrough")  # what the scenario's own topic says already
CROSSLINE = ("crossline", "passagecounts")


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    if topic.endswith("/connection"):
        return _connection(topic, payload)
    said = Fields(read_json(payload), "the message")
    device = naming.device(VENDOR, topic, said.text("serial"))
    if "in" in said and "out" in said:
        return (_live_sum(device, said),)
    source = said.text("topic") or topic if pushed_by(topic) else topic
    data = (said.inner("message") or said).inner("data") or said
    if ANALYTICS not in source or source.endswith(REPEATS):
        return ()
    ts = claimed(said.raw("timestamp"), "timestamp")
    return _scenario(device, source.rpartition("/")[2], data, ts)


def _scenario(device: str, scenario: str, data: Fields, ts: datetime | None) -> Sequence[Reading]:
    """People alone are counted; where classes are not told apart there is only the total."""
    called = data.text("scenario") or ""
    if "totalhuman" in data or "reason" in data or called.lower().startswith(CROSSLINE):
        people = data.people("totalhuman", "total")
        return () if people is None else (_crossings(device, scenario, people, data, ts),)
    people = data.people("human", "total")
    if people is None:
        return ()
    return (Occupancy(device, plausible.name(scenario, "topic"), people, ts=ts),)


def _crossings(device: str, scenario: str, people: int, data: Fields, ts: datetime | None) -> Count:
    line, ways = way(data.text("scenario") or "") or (scenario, "in")
    return Count(
        device,
        plausible.name(line, "topic"),
        people if ways == "in" else 0,
        people if ways == "out" else 0,
        "cumulative",
        ts,
        ways=ways,
        since=claimed(data.raw("starttime"), "startTime"),
    )


def _live_sum(device: str, said: Fields) -> Count:
    """People Counter shows the wall clock of its place, as in 20260503112756."""
    return Count(
        device,
        plausible.name(said.text("name") or LINE, "name"),
        said.people("in") or 0,
        said.people("out") or 0,
        "cumulative",
        claimed(said.raw("timestamp"), "timestamp"),
    )


def _connection(topic: str, payload: bytes) -> Sequence[Reading]:
    """The MQTT client's own message and Last Will: `{"connected": true}`, or words like it."""
    device = naming.device(VENDOR, topic, None)
    if payload.lstrip()[:1] == b"{":
        said = Fields(read_json(payload), "the message")
        if "connected" not in said:
            return ()
        return (DeviceState(device, "online" if said.truth("connected") else "offline"),)
    words = payload[:64].lower()
    if b"lost" in words or b"disconnect" in words or b"offline" in words:
        return (DeviceState(device, "offline"),)
    return (DeviceState(device, "online"),) if b"connect" in words or b"online" in words else ()


DRIVER = Driver(VENDOR, ("axis/#",), decode, pushes=True)
