"""Frigate: people are counted by transitions. The values are our own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from devices.cameras.frigate import DRIVER
from devices.decoding import decode
from devices.drivers import UnreadableError
from devices.readings import Count, DeviceState, Occupancy
from tests.devices.samples import sample

PERSON = "1793873712.301445-acc0e1"
AT = datetime(2026, 11, 5, 10, 15, 22, 500_000, tzinfo=UTC)


def state(*entered: str, **more: Any) -> dict[str, Any]:
    return {
        "id": PERSON,
        "camera": "door",
        "frame_time": AT.timestamp(),
        "snapshot": {"frame_time": AT.timestamp(), "box": [415, 489, 528, 700], "score": 0.77},
        "label": "person",
        "sub_label": None,
        "top_score": 0.95,
        "false_positive": False,
        "end_time": None,
        "current_zones": list(entered[-1:]),
        "entered_zones": list(entered),
        "attributes": {"face": 0.64},
        **more,
    }


def event(kind: str, before: dict[str, Any], after: dict[str, Any]) -> list[Any]:
    said = {"type": kind, "before": before, "after": after}
    return decode("frigate/events", json.dumps(said).encode())


def entered(zone: str) -> Count:
    return Count("frigate/door", zone, 1, 0, "increment", AT, f"{PERSON}/{zone}", "in")


SAMPLES = [
    sample(
        "frigate/events",
        {"type": "update", "before": state("step"), "after": state("step", "entrance")},
    ),
    sample("frigate/available", b"online"),
    sample("frigate/entrance/person", b"3"),
    sample("frigate/stats", {"detection_fps": 0.0, "cameras": {"door": {"camera_fps": 5.0}}}),
]


def test_who_enters_a_zone_is_counted_once() -> None:
    assert event("update", state("step"), state("step", "entrance")) == [entered("entrance")]


def test_messages_without_a_transition_count_nobody() -> None:
    assert event("update", state("step", "entrance"), state("step", "entrance")) == []
    assert event("end", state("entrance"), state("entrance", end_time=AT.timestamp())) == []


def test_who_appears_within_a_zone_has_entered_it() -> None:
    unsure = state("entrance", false_positive=True)
    assert event("new", unsure, state("entrance")) == [entered("entrance")]


def test_the_first_message_of_a_person_tells_of_all_zones() -> None:
    assert event("new", state("entrance"), state("entrance")) == [entered("entrance")]


def test_a_transition_in_the_last_message_counts() -> None:
    assert event("end", state(), state("entrance", "salon")) == [
        entered("entrance"),
        entered("salon"),
    ]


def test_only_people_are_counted_and_a_recognised_one_has_no_name_here() -> None:
    assert event("update", state(), state("entrance", label="dog")) == []
    assert event("update", state(), state("entrance", false_positive=True)) == []
    named = state("entrance", sub_label=["Somebody", 0.79])
    assert "Somebody" not in repr(event("update", state(), named))


def test_a_bare_number_is_how_many_there_are() -> None:
    assert decode("frigate/entrance/person", b"3") == [Occupancy("frigate", "entrance", 3)]
    assert decode("frigate/entrance/person", b"") == []


@pytest.mark.parametrize(
    ("word", "said"), [(b"online", "online"), (b"stopped", "offline"), (b"offline", "offline")]
)
def test_frigate_comes_and_goes(word: bytes, said: Any) -> None:
    assert decode("frigate/available", word) == [DeviceState("frigate", said)]


def test_statistics_say_nothing() -> None:
    assert decode("frigate/stats", b'{"detectors": {}}') == []


@pytest.mark.parametrize(
    ("topic", "payload", "field"),
    [
        ("frigate/available", b"asleep", "available"),
        ("frigate/entrance/person", b"three", "person"),
        ("frigate/entrance/person", b"-1", "person"),
        ("frigate/entrance/person", b"\xef\xbc\x93", "person"),
        ("frigate/events", b'{"type": "new"}', "after"),
        ("frigate/events", b'{"after": {"label": "person", "entered_zones": []}}', "id"),
        (
            "frigate/events",
            b'{"after": {"id": "a", "label": "person", "entered_zones": "salon"}}',
            "entered_zones",
        ),
    ],
)
def test_what_is_wrong_is_refused_and_named(topic: str, payload: bytes, field: str) -> None:
    with pytest.raises(UnreadableError, match=field):
        DRIVER.decode(topic, payload)
