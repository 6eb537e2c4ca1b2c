"""`monitor`, which speaks of beacons when they come, move and go."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from devices.beacons.monitor import DRIVER
from devices.readings import DeviceState, IBeacon, Sighting
from tests.devices.beacons.reading import UUID, heard, read, refusal
from tests.devices.samples import sample

GATEWAY = "monitor/first floor"
BASE = "monitor/first floor"
AT = datetime(2026, 3, 1, 13, 37, tzinfo=UTC)
BEACON = {
    "id": f"{UUID.upper()}-3-4",
    "report_delay": "0",
    "flags": "none",
    "movement": "stationary",
    "confidence": "100",
    "name": "",
    "power": "-59",
    "rssi": "-67",
    "mac": "C0:FF:EE:00:00:07",
    "type": "APPLE_IBEACON",
    "retained": "false",
    "timestamp": "2026-03-01T14:37:00+0100",
    "version": "0.2.200",
}
KNOWN = {
    "id": "C0:FF:EE:00:00:08",
    "confidence": "84",
    "name": "phone",
    "manufacturer": "Maker",
    "type": "KNOWN_MAC",
    "timestamp": "2026-03-01T14:37:00+0100",
}
SAMPLES = [
    sample(f"{BASE}/{UUID}-3-4", BEACON),
    sample(f"{BASE}/C0:FF:EE:00:00:08", KNOWN),
    sample(f"{BASE}/C0:FF:EE:00:00:08/rssi", b"-61"),
    sample(f"{BASE}/status", b"online"),
]


def test_an_ibeacon_is_read() -> None:
    assert read(DRIVER, f"{BASE}/x", BEACON) == [
        Sighting(GATEWAY, -67.0, IBeacon(UUID, 3, 4), "c0:ff:ee:00:00:07", -59, AT)
    ]


def test_all_may_come_on_one_topic() -> None:
    assert heard(DRIVER, BASE, BEACON).beacon == IBeacon(UUID, 3, 4)


def test_a_known_device_that_answered_has_no_level_and_proves_nobody() -> None:
    sighting = heard(DRIVER, f"{BASE}/C0:FF:EE:00:00:08", KNOWN)
    assert (sighting.beacon, sighting.rssi_dbm) == (None, None)
    assert sighting.address == "c0:ff:ee:00:00:08"


@pytest.mark.parametrize("confidence", ["0", 0, "0.0", "", None])
def test_who_went_is_no_sighting(confidence: object) -> None:
    assert read(DRIVER, f"{BASE}/x", {**BEACON, "confidence": confidence}) == []


@pytest.mark.parametrize("rssi", ["", None, "99", "-300"])
def test_a_level_that_is_none_is_unknown(rssi: object) -> None:
    assert heard(DRIVER, f"{BASE}/x", {**BEACON, "rssi": rssi}).rssi_dbm is None


def test_a_bare_level_is_a_sighting_of_nobody() -> None:
    (sighting,) = read(DRIVER, f"{BASE}/C0:FF:EE:00:00:08/rssi", b"-61")
    assert sighting == Sighting(GATEWAY, -61.0, None, "c0:ff:ee:00:00:08")


def test_its_state_is_read() -> None:
    assert read(DRIVER, f"{BASE}/status", b"offline") == [DeviceState(GATEWAY, "offline")]


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("monitor/scan/arrive", b""),
        ("monitor/scan/arrive", {"identity": "first floor"}),
        ("monitor/setup/ADD STATIC DEVICE", b"00:11:22:33:44:55 alias"),
        (f"{BASE}/echo", b"ok"),
        (f"{BASE}/x/device_tracker", b"home"),
    ],
)
def test_what_is_said_to_it_says_nothing_to_us(topic: str, said: object) -> None:
    assert read(DRIVER, topic, said) == []


@pytest.mark.parametrize(
    ("topic", "said", "field"),
    [
        (f"{BASE}/x", {**BEACON, "rssi": "loud"}, "rssi"),
        (f"{BASE}/x", {**BEACON, "confidence": "sure"}, "confidence"),
        (f"{BASE}/x", {**BEACON, "id": f"{UUID}-70000-4"}, "id"),
        (f"{BASE}/x/rssi", b"loud", "rssi"),
        (f"{BASE}/status", b"asleep", "state"),
    ],
)
def test_what_is_wrong_is_refused_and_named(topic: str, said: object, field: str) -> None:
    assert field in refusal(DRIVER, topic, said)
