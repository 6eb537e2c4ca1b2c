"""Cassia gateways by each of their ways in."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from devices.beacons.cassia import DRIVER
from devices.readings import DeviceAbout, DeviceHealth, IBeacon, Sighting
from tests.devices.beacons.reading import IBEACON_AD, UUID, heard, read, refusal, sightings
from tests.devices.samples import sample

POSTED = "push/cassia/door-1"
TOPIC = "up/CC:1B:E0:E2:8F:2C/scan"
GATEWAY = "cassia/cc1be0e28f2c"
AT = datetime(2026, 3, 1, 13, 37, 0, 28_000, tzinfo=UTC)

ADVERT = {
    "bdaddrs": [{"bdaddr": "C0:FF:EE:00:00:07", "bdaddrType": "random"}],
    "rssi": -72,
    "adData": IBEACON_AD.upper(),
    "evtType": 0,
    "chip": 0,
}
ANSWER = {
    "bdaddrs": [{"bdaddr": "C0:FF:EE:00:00:08", "bdaddrType": "public"}],
    "scanData": "0C09536C656570616365205A32",
    "name": "Sleepace Z2",
    "rssi": -37,
    "evt_type": 4,
}
EVENTS = b": keep-alive\r\n\r\n" + b"".join(
    b"data: " + json.dumps(one).encode() + b"\r\n\r\n" for one in (ADVERT, ANSWER)
)


def message(action: str, data: object) -> dict[str, object]:
    gateway, at_ms = "CC:1B:E0:E2:8F:2C", 1772372220028
    return {"id": "1", "action": action, "timestamp": at_ms, "gateway": gateway, "data": data}


SAMPLES = [
    sample(POSTED, ADVERT),
    sample(POSTED, [ADVERT, ANSWER]),
    sample(POSTED, EVENTS),
    sample(TOPIC, message("data.scan", [ADVERT])),
    sample(TOPIC, message("gateway_status", {"model": "M2000", "version": "7.7", "uptime": 9})),
]


def test_an_advertisement_is_read() -> None:
    assert read(DRIVER, POSTED, ADVERT) == [
        Sighting("cassia/door-1", -72.0, IBeacon(UUID, 3, 4), "c0:ff:ee:00:00:07", -59)
    ]


def test_a_list_and_a_stream_of_events_hold_the_same() -> None:
    assert sightings(DRIVER, POSTED, EVENTS) == sightings(DRIVER, POSTED, [ADVERT, ANSWER])
    assert len(sightings(DRIVER, POSTED, EVENTS)) == 2


def test_a_stream_that_is_kept_alive_says_nothing() -> None:
    assert read(DRIVER, POSTED, b":keep-alive\n\n") == []
    assert read(DRIVER, POSTED, b"") == []


@pytest.mark.parametrize("wrap", [lambda advert: advert, lambda advert: [advert]])
def test_over_mqtt_the_envelope_names_the_gateway_and_the_time(wrap: object) -> None:
    assert callable(wrap)
    sighting = heard(DRIVER, TOPIC, message("data.scan", wrap(ADVERT)))
    assert (sighting.device, sighting.ts) == (GATEWAY, AT)
    assert sighting.beacon == IBeacon(UUID, 3, 4)


def test_what_a_gateway_says_of_itself() -> None:
    status = {"model": "M2000", "version": "7.7.161", "uptime": "8721", "RSSI": -21}
    assert read(DRIVER, TOPIC, message("gateway_status", status)) == [
        DeviceHealth(GATEWAY, AT, uptime_s=8721.0),
        DeviceAbout(GATEWAY, "ble_gateway", "M2000", "7.7.161"),
    ]
    assert read(DRIVER, TOPIC, message("heartbeat", {})) == [DeviceHealth(GATEWAY, AT)]


def test_other_actions_say_nothing() -> None:
    assert read(DRIVER, TOPIC, message("data.notification", {"handle": 20, "value": "00"})) == []


def test_a_level_may_be_text_or_one_that_cannot_be() -> None:
    assert heard(DRIVER, POSTED, {**ADVERT, "rssi": "-72"}).rssi_dbm == -72.0
    assert heard(DRIVER, POSTED, {**ADVERT, "rssi": 127}).rssi_dbm is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({**ADVERT, "adData": "xyz"}, "adData"),
        ({**ADVERT, "bdaddrs": {}}, "bdaddrs"),
        ({**ADVERT, "rssi": "loud"}, "rssi"),
        (message("data.scan", "nothing"), "object"),
        (b"data: {", "not JSON"),
        (b"hello", "not JSON"),
    ],
)
def test_what_is_wrong_is_refused_and_named(said: object, field: str) -> None:
    assert field in refusal(DRIVER, POSTED, said)
