"""Tasmota's iBeacon driver, its BLE details, and all its other sensors."""

from __future__ import annotations

import pytest

from devices.beacons.tasmota import DRIVER
from devices.readings import DeviceState, IBeacon, Sighting
from tests.devices.beacons.reading import IBEACON_AD, UUID, heard, read, refusal
from tests.devices.samples import sample

TOPIC = "tele/salon/SENSOR"
GATEWAY = "tasmota/salon"

BEACON = {
    "UID": UUID.replace("-", "").upper(),
    "NAME": "badge",
    "MAJOR": "0003",
    "MINOR": "10A4",
    "MAC": "A4C1387FC1E1",
    "RSSI": -56,
    "STATE": "ON",
    "PERSEC": 2,
}
PLAIN = {"MAC": "A4C1387FC1E1", "RSSI": -56, "STATE": "ON"}
DETAILS = {"mac": "C0FFEE000007/1", "a": "badge", "RSSI": -24, "p": IBEACON_AD.upper()}


def sensor(**values: object) -> dict[str, object]:
    return {"Time": "2026-03-01T12:08:40", **values}


SAMPLES = [
    sample(TOPIC, sensor(IBEACON=BEACON)),
    sample(TOPIC, sensor(IBEACON=PLAIN)),
    sample("tele/salon/BLE", {"DetailsBLE": DETAILS}),
    sample("tele/salon/LWT", b"Online"),
    sample("salon/tele/SENSOR", sensor(IBEACON=BEACON)),
]


def test_an_ibeacon_is_read_its_numbers_being_hexadecimal() -> None:
    assert read(DRIVER, TOPIC, sensor(IBEACON=BEACON)) == [
        Sighting(GATEWAY, -56.0, IBeacon(UUID, 3, 0x10A4), "a4:c1:38:7f:c1:e1")
    ]


@pytest.mark.parametrize(
    ("major", "expected"), [("0010", 16), ("1000", 4096), ("10", 10), ("65535", 65535), (10, 10)]
)
def test_four_digits_are_hexadecimal_and_others_are_not(major: object, expected: int) -> None:
    beacon = heard(DRIVER, TOPIC, sensor(IBEACON={**BEACON, "MAJOR": major})).beacon
    assert isinstance(beacon, IBeacon)
    assert beacon.major == expected


def test_the_time_has_no_zone_and_is_unknown() -> None:
    assert heard(DRIVER, TOPIC, sensor(IBEACON=BEACON)).ts is None


@pytest.mark.parametrize("uid", [None, "", "0" * 32])
def test_a_beacon_of_an_address_alone_proves_nobody(uid: object) -> None:
    sighting = heard(DRIVER, TOPIC, sensor(IBEACON={**BEACON, "UID": uid}))
    assert (sighting.beacon, sighting.address) == (None, "a4:c1:38:7f:c1:e1")


def test_the_older_driver_sends_no_address() -> None:
    older = {key: BEACON[key] for key in ("UID", "MAJOR", "MINOR", "RSSI")}
    assert heard(DRIVER, TOPIC, sensor(IBEACON=older)).beacon == IBeacon(UUID, 3, 0x10A4)


@pytest.mark.parametrize("change", [{"STATE": "OFF"}, {"RSSI": 0}, {"RSSI": "0", "STATE": "ON"}])
def test_a_beacon_that_went_is_no_sighting(change: dict[str, object]) -> None:
    assert read(DRIVER, TOPIC, sensor(IBEACON={**BEACON, **change})) == []


@pytest.mark.parametrize("key", ["DetailsBLE", "details"])
def test_raw_details_are_read(key: str) -> None:
    assert read(DRIVER, "tele/salon/BLE", {key: DETAILS}) == [
        Sighting(GATEWAY, -24.0, IBeacon(UUID, 3, 4), "c0:ff:ee:00:00:07", -59)
    ]


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        (TOPIC, sensor(ENERGY={"Power": 12, "Total": 3.5})),
        (TOPIC, sensor(AM2301={"Temperature": 21.5}, TempUnit="C")),
        (TOPIC, sensor(Switch1="ON")),
        ("tele/salon/BLE", {"BLEDevices": {"total": 1, "C0FFEE000007": {"i": 0, "r": -80}}}),
        (TOPIC, b""),
    ],
)
def test_other_sensors_say_nothing(topic: str, said: object) -> None:
    assert read(DRIVER, topic, said) == []


@pytest.mark.parametrize("topic", ["tele/salon/LWT", "salon/tele/LWT"])
def test_its_last_will_is_its_state(topic: str) -> None:
    assert read(DRIVER, topic, b"Offline") == [DeviceState(GATEWAY, "offline")]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (sensor(IBEACON={**BEACON, "MAJOR": "x"}), "MAJOR"),
        (sensor(IBEACON={**BEACON, "MINOR": 70000}), "MINOR"),
        (sensor(IBEACON={**BEACON, "UID": "12"}), "uuid"),
        (sensor(IBEACON={**BEACON, "RSSI": "loud"}), "RSSI"),
        ({"DetailsBLE": {**DETAILS, "p": "0"}}, "p"),
    ],
)
def test_what_is_wrong_is_refused_and_named(said: object, field: str) -> None:
    assert field in refusal(DRIVER, TOPIC, said)
