"""Frigate: people who enter a zone, and how many are in one (docs.frigate.video, MQTT).

A tracked person has one id for as long as it is tracked, and many messages. What counts is the
transition: a zone that stands in `after.entered_zones` and did not in `before`. The count's id is
the person's and the zone's, so that it is one however often it is told.
"""

from __future__ import annotations

from collections.abc import Sequence

from devices import plausible
from devices.counters import naming
from devices.counters.loose import Fields, read_json, whole
from devices.counters.times import claimed
from devices.drivers import Driver, UnreadableError
from devices.readings import Count, DeviceState, Occupancy, Reading

VENDOR = "frigate"
PERSON = "person"
MOST_ZONES = 64
MOST_PEOPLE = 100_000
LONGEST_NUMBER = 16  # bytes


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    place = topic.removeprefix(f"{VENDOR}/")
    if place == "available":
        return _availability(payload)
    if place == "stats":
        return ()
    if place.endswith(f"/{PERSON}"):
        return _people_in(place.removesuffix(f"/{PERSON}"), payload)
    return _event(topic, Fields(read_json(payload), "the message"))


def _availability(payload: bytes) -> Sequence[DeviceState]:
    match payload[:LONGEST_NUMBER].strip().lower():
        case b"":
            return ()
        case b"online":
            return (DeviceState(VENDOR, "online"),)
        case b"offline" | b"stopped":
            return (DeviceState(VENDOR, "offline"),)
        case _:
            raise UnreadableError("available: neither online, stopped nor offline")


def _people_in(zone: str, payload: bytes) -> Sequence[Occupancy]:
    """A bare number under the name of a zone, or of a camera for all that it sees."""
    if not payload.strip():
        return ()
    try:
        people = whole(payload[:LONGEST_NUMBER].decode("ascii"), PERSON)
    except UnicodeDecodeError:
        raise UnreadableError(f"{PERSON}: not a whole number") from None
    if not 0 <= people <= MOST_PEOPLE:
        raise UnreadableError(f"{PERSON}: {people} people are not to be seen at once")
    return (Occupancy(VENDOR, plausible.name(zone, "zone"), people),)


def _event(topic: str, said: Fields) -> Sequence[Count]:
    after = said.inner("after")
    if after is None:
        raise UnreadableError("after: missing")
    if after.text("label") != PERSON or after.truth("false_positive"):
        return ()
    before = said.inner("before")
    person = after.text("id")
    if person is None:
        raise UnreadableError("after.id: missing")
    # until its first message a person was told to nobody, wherever it had been
    first = said.text("type") == "new" or before is None or before.truth("false_positive")
    told = [] if first or before is None else _zones(before)
    device = naming.device(VENDOR, topic, after.text("camera"))
    ts = claimed(after.raw("frame_time"), "after.frame_time")
    return [
        Count(device, zone, 1, 0, "increment", ts, f"{person}/{zone}", "in")
        for zone in _zones(after)
        if zone not in told
    ]


def _zones(state: Fields) -> list[str]:
    entered = state.raw("entered_zones") or []
    if not isinstance(entered, list) or len(entered) > MOST_ZONES:
        raise UnreadableError("entered_zones: not a list of zones")
    if not all(isinstance(zone, str) for zone in entered):
        raise UnreadableError("entered_zones: a zone has no name")
    return [plausible.name(zone, "entered_zones") for zone in dict.fromkeys(entered)]


DRIVER = Driver(
    VENDOR,
    ("frigate/events", "frigate/available", "frigate/stats", f"frigate/+/{PERSON}"),
    decode,
    pushes=True,
)
