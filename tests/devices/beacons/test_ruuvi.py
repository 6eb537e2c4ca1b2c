"""Ruuvi Gateway over MQTT and HTTP, and what it answers when it is asked for its history."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from devices.beacons.ruuvi import DRIVER
from devices.readings import (
    DeviceAbout,
    DeviceHealth,
    DeviceState,
    IBeacon,
    Sighting,
    VendorBeacon,
)
from tests.devices.beacons.reading import (
    IBEACON_AD,
    RUUVI_AD,
    UUID,
    heard,
    read,
    refusal,
    sightings,
)
from tests.devices.samples import sample

GATEWAY = "ruuvi/c8252d8e9c2c"
TOPIC = "ruuvi/C8:25:2D:8E:9C:2C/C0:FF:EE:00:00:07"
AT = datetime(2026, 3, 1, 13, 37, tzinfo=UTC)
TAG = VendorBeacon("ruuvi", "c0ffee000007")

STAMPED = {
    "gw_mac": "C8:25:2D:8E:9C:2C",
    "rssi": -26,
    "aoa": [],
    "gwts": "1772372221",
    "ts": "1772372220",
    "data": RUUVI_AD.upper(),
    "coords": "",
}
COUNTED = {**{key: STAMPED[key] for key in ("gw_mac", "rssi", "data")}, "cnt": "338"}
HISTORY = {
    "data": {
        "coordinates": "",
        "timestamp": 1772372221,
        "gw_mac": "C8:25:2D:8E:9C:2C",
        "tags": {
            "C0:FF:EE:00:00:07": {
                "rssi": -51,
                "timestamp": 1772372220,
                "data": RUUVI_AD.upper(),
                "dataFormat": 5,
                "temperature": 28.545,
                "txPower": 4,
                "id": "C0:FF:EE:00:00:07",
            },
            "C0:FF:EE:00:00:08": {
                "rssi": "-70",
                "timestamp": "1772372210",
                "counter": "363",
                "data": IBEACON_AD,
            },
        },
    }
}
STATUS = {
    "DEVICE_ADDR": "C8:25:2D:8E:9C:2C",
    "ESP_FW": "v1.12.4",
    "NRF_FW": "v1.0.0",
    "UPTIME": "11",
    "NONCE": "2821115890",
    "ACTIVE_SENSORS": [{"MAC": "C0:FF:EE:00:00:07", "COUNTER": "5"}],
}
SAMPLES = [
    sample(TOPIC, STAMPED),
    sample(TOPIC, COUNTED),
    sample("push/ruuvi/door-1", HISTORY),
    sample("push/ruuvi/door-1", STATUS),
    sample("ruuvi/C8:25:2D:8E:9C:2C/gw_status", {"state": "online"}),
]


def test_an_advertisement_over_mqtt_is_read() -> None:
    assert read(DRIVER, TOPIC, STAMPED) == [
        Sighting(GATEWAY, -26.0, TAG, "c0:ff:ee:00:00:07", 4, AT)
    ]


def test_without_timestamps_the_time_is_unknown() -> None:
    assert heard(DRIVER, TOPIC, COUNTED).ts is None


def test_the_time_of_relaying_stands_where_that_of_receiving_is_missing() -> None:
    said = {key: value for key, value in STAMPED.items() if key != "ts"}
    assert heard(DRIVER, TOPIC, said).ts == AT.replace(second=1)


def test_a_batch_over_http_is_read_numbers_as_numbers_or_as_text() -> None:
    first, second = sightings(DRIVER, "push/ruuvi/door-1", HISTORY)
    assert first == Sighting(GATEWAY, -51.0, TAG, "c0:ff:ee:00:00:07", 4, AT)
    assert (second.beacon, second.rssi_dbm) == (IBeacon(UUID, 3, 4), -70.0)
    assert second.ts == AT.replace(minute=36, second=50)  # out of order inside one message


def test_one_tag_on_two_addresses_is_one_tag() -> None:
    other = heard(DRIVER, "ruuvi/C8:25:2D:8E:9C:2C/D0:00:00:00:00:01", STAMPED)
    assert (other.beacon, other.address) == (TAG, "d0:00:00:00:00:01")


@pytest.mark.parametrize(
    "said",
    [b"online", b"ONLINE", {"state": "online"}, {"status": "online", "gw_mac": "C8252D8E9C2C"}],
)
def test_availability_is_read(said: object) -> None:
    topic = "ruuvi/C8:25:2D:8E:9C:2C/gw_status"
    assert read(DRIVER, topic, said) == [DeviceState(GATEWAY, "online")]


def test_the_gateways_status_is_a_pulse() -> None:
    assert read(DRIVER, "push/ruuvi/door-1", STATUS) == [
        DeviceHealth(GATEWAY, uptime_s=11.0),
        DeviceAbout(GATEWAY, "ble_gateway", "Ruuvi Gateway", "v1.12.4"),
    ]


def test_an_empty_batch_says_nothing() -> None:
    said = {"data": {"gw_mac": "C8:25:2D:8E:9C:2C", "tags": {}, "timestamp": "", "nonce": "1"}}
    assert read(DRIVER, "push/ruuvi/door-1", said) == []


@pytest.mark.parametrize(
    ("topic", "said", "field"),
    [
        (TOPIC, {**STAMPED, "data": "02x"}, "data"),
        (TOPIC, {**STAMPED, "rssi": []}, "rssi"),
        ("push/ruuvi/a", {"data": {"tags": {"x": {"rssi": "loud"}}}}, "rssi"),
        ("push/ruuvi/a", {"data": {"tags": []}}, "tags"),
        ("ruuvi/x/gw_status", {"state": "asleep"}, "state"),
    ],
)
def test_what_is_wrong_is_refused_and_named(topic: str, said: object, field: str) -> None:
    assert field in refusal(DRIVER, topic, said)


def test_whose_key_stands_twice_is_not_told() -> None:
    """Why a message was refused is written down; a stranger's address never is."""
    twice = b'{"data":{"tags":{"DE:AD:BE:EF:00:01":{},"DE:AD:BE:EF:00:01":{}}}}'
    reason = refusal(DRIVER, "push/ruuvi/x", twice)
    assert reason == "an address: the key stands twice in one object"
