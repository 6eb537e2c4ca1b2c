"""April Brother's receiver and its V4 gateway."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from devices.beacons.aprilbrother import DRIVER
from devices.readings import DeviceAbout, DeviceHealth, EddystoneUid, IBeacon, Sighting
from tests.devices.beacons.reading import (
    IBEACON_AD,
    UID_AD,
    UUID,
    heard,
    read,
    refusal,
    sightings,
)
from tests.devices.samples import sample

GATEWAY = "aprilbrother/abcdef123456"
HEX = UUID.replace("-", "").upper()
RECORD = f"F4B85ED84CB7{HEX}00030004C6FFB2"
RECEIVER = {"id": "ABCDEF123456", "raw_beacons_data": f"{RECORD};0117C538C0CF{HEX}00030005B364C0;"}
FRAME = "02C0FFEE000007CE" + IBEACON_AD
OTHER = "03C0FFEE000008BE" + UID_AD
V4 = {"v": "1.5.22", "mid": 12, "time": 3600, "ip": "192.0.2.4", "mac": "ABCDEF123456", "rssi": -50}


def packed(**more: object) -> bytes:
    frames = [bytes.fromhex(FRAME), bytes.fromhex(OTHER)]
    return msgspec.msgpack.encode({**V4, "devices": frames, **more})


SAMPLES = [
    sample("beacons", RECEIVER),
    sample("aprilbrother/salon", packed()),
    sample("aprilbrother/salon", {**V4, "devices": [FRAME, OTHER]}),
    sample("push/aprilbrother/door-1", packed(devices=[FRAME])),
]


def test_the_receivers_beacons_are_read() -> None:
    first, second = sightings(DRIVER, "beacons", RECEIVER)
    assert first == Sighting(GATEWAY, -78.0, IBeacon(UUID, 3, 4), "f4:b8:5e:d8:4c:b7", -58)
    assert (second.beacon, second.rssi_dbm) == (IBeacon(UUID, 3, 5), -64.0)


def test_the_beacons_may_stand_in_a_list() -> None:
    listed = {**RECEIVER, "raw_beacons_data": RECEIVER["raw_beacons_data"].split(";")}
    assert read(DRIVER, "beacons", listed) == read(DRIVER, "beacons", RECEIVER)


def test_a_level_that_no_radio_tells_is_unknown() -> None:
    said = {**RECEIVER, "raw_beacons_data": RECORD[:-2] + "41"}  # the documents' own
    assert heard(DRIVER, "beacons", said).rssi_dbm is None


def test_a_power_may_be_positive() -> None:
    said = {**RECEIVER, "raw_beacons_data": f"F4B85ED84CB7{HEX}0003000404FFB2"}
    assert heard(DRIVER, "beacons", said).tx_power_dbm == 4


def test_the_receivers_raw_mode_is_read() -> None:
    size = len(bytes.fromhex(IBEACON_AD))
    said = {**RECEIVER, "raw_beacons_data": f"C0FFEE000007AA03{size:02x}{IBEACON_AD}"}
    sighting = heard(DRIVER, "beacons", said)
    assert (sighting.beacon, sighting.rssi_dbm) == (IBeacon(UUID, 3, 4), -86.0)


EXPECTED = [
    DeviceAbout(GATEWAY, "ble_gateway", firmware="1.5.22"),
    DeviceHealth(GATEWAY, uptime_s=3600.0),
    Sighting(GATEWAY, -50.0, IBeacon(UUID, 3, 4), "c0:ff:ee:00:00:07", -59),
    Sighting(
        GATEWAY,
        -66.0,
        EddystoneUid("acc0e1ace1a9d19e0001", "000000000002"),
        "c0:ff:ee:00:00:08",
        -18,
    ),
]


@pytest.mark.parametrize(
    "said",
    [packed(), packed(devices=[FRAME, OTHER]), {**V4, "devices": [FRAME.lower(), OTHER]}],
    ids=["packed", "packed as text", "json"],
)
def test_the_v4_gateway_is_read_in_each_of_its_formats(said: object) -> None:
    assert read(DRIVER, "aprilbrother/salon", said) == EXPECTED


def test_a_bare_list_of_frames_is_read() -> None:
    assert read(DRIVER, "aprilbrother/salon", [FRAME]) == [
        Sighting("aprilbrother/salon", -50.0, IBeacon(UUID, 3, 4), "c0:ff:ee:00:00:07", -59)
    ]


def test_a_set_clock_gives_the_time_instead_of_the_age() -> None:
    at = datetime(2026, 3, 1, 13, 37, tzinfo=UTC)
    _, health, sighting, _ = read(DRIVER, "aprilbrother/salon", packed(time=1772372220))
    assert health == DeviceHealth(GATEWAY, at)
    assert isinstance(sighting, Sighting)
    assert sighting.ts == at


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({**RECEIVER, "raw_beacons_data": "F4B8"}, "raw_beacons_data"),
        ({**RECEIVER, "raw_beacons_data": "zz"}, "raw_beacons_data"),
        ({**V4, "devices": ["02C8"]}, "devices"),
        ({**V4, "devices": "02C8"}, "devices"),
        (packed(devices=[b"\x02"]), "devices"),
        (packed(devices=[1]), "devices"),
        (packed()[:-3], "MessagePack"),
        (b"\x91" * 60_000, "object"),
        (b"\xc1", "MessagePack"),
        (bytes(70_000), "bytes, more than"),
    ],
)
def test_what_is_wrong_is_refused_and_named(said: object, field: str) -> None:
    assert field in refusal(DRIVER, "aprilbrother/salon", said)
