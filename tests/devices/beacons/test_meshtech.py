"""Meshtech's mesh: the node that heard is the one that counts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from devices.beacons.meshtech import DRIVER
from devices.readings import Sighting, VendorBeacon
from tests.devices.beacons.reading import heard, read, refusal
from tests.devices.samples import sample

BASE = "mt/gateway/e4ebc3f77f09/device/da51bdeef18c"
SAID = {"time": "2026-03-01T13:37:00.485Z", "parent": "ef6d7dd1d9ed", "rssi": -58}
AT = datetime(2026, 3, 1, 13, 37, 0, 485_000, tzinfo=UTC)
SAMPLES = [
    sample(f"{BASE}/rssi", SAID),
    sample(f"{BASE}/rssi", {**SAID, "channel": 37, "seq": 255, "unreachable": False}),
    sample(f"{BASE}/dfu", SAID),
    sample(f"maison/{BASE}/heartbeat", {"time": SAID["time"], "seq": 12, "status": 0}),
]


def test_the_parent_heard_it() -> None:
    assert read(DRIVER, f"{BASE}/rssi", SAID) == [
        Sighting(
            "meshtech/ef6d7dd1d9ed",
            -58.0,
            VendorBeacon("meshtech", "da51bdeef18c"),
            "da:51:bd:ee:f1:8c",
            None,
            AT,
        )
    ]


def test_without_a_parent_it_was_the_gateway() -> None:
    assert heard(DRIVER, f"{BASE}/rssi", {"rssi": "-58"}).device == "meshtech/e4ebc3f77f09"


def test_a_sequence_number_tells_a_repetition() -> None:
    assert heard(DRIVER, f"{BASE}/rssi", {**SAID, "seq": 255}).id == "255"


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        (f"{BASE}/rssi", {**SAID, "unreachable": True}),
        (f"{BASE}/rssi", b""),
        (f"{BASE}/heartbeat", {"time": SAID["time"], "seq": 12, "status": 0}),
        (f"{BASE}/property/000a", {"time": SAID["time"], "value": "00"}),
    ],
)
def test_what_is_no_level_says_nothing(topic: str, said: object) -> None:
    assert read(DRIVER, topic, said) == []


@pytest.mark.parametrize("rssi", [300, -128])
def test_a_level_that_cannot_be_is_unknown(rssi: int) -> None:
    assert heard(DRIVER, f"{BASE}/rssi", {**SAID, "rssi": rssi}).rssi_dbm is None


@pytest.mark.parametrize(
    ("topic", "said", "words"),
    [
        (f"{BASE}/rssi", {**SAID, "rssi": "loud"}, "rssi"),
        (f"{BASE}/rssi", {**SAID, "parent": "a" * 65}, "gateway"),
        ("mt/gateway/e4ebc3f77f09", SAID, "no such topic"),
    ],
)
def test_what_is_wrong_is_refused_and_named(topic: str, said: object, words: str) -> None:
    assert words in refusal(DRIVER, topic, said)
