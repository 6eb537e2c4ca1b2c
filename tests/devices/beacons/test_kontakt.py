"""Kontakt.io's streams."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from devices.beacons.kontakt import DRIVER
from devices.readings import Sighting, VendorBeacon
from tests.devices.beacons.reading import heard, read, refusal, sightings
from tests.devices.samples import sample

TOPIC = "telemetry/maison"
AT = datetime(2026, 3, 1, 13, 37, tzinfo=UTC)

TELEMETRY = {
    "companyId": "maison",
    "userId": "u1",
    "sourceId": "GW7xQ",
    "sourceType": "GATEWAY",
    "trackingId": "c0ffee000007",
    "rssi": -77,
    "timestamp": "2026-03-01T13:37:00Z",
    "beaconTimestamp": 1600000000,
    "batteryLevel": 100,
    "timeSinceTap": 65535,
    "timeSinceClick": 65535,
    "temperature": 15.75,
}
PRESENCE = [
    {"sourceId": "GW7xQ", "trackingId": "aBcD", "rssi": -60, "timestamp": 1772372220},
    {"sourceId": "GW7xQ", "trackingId": "eFgH", "rssi": "-71", "timestamp": "1772372210"},
]
SAMPLES = [
    sample(TOPIC, TELEMETRY),
    sample("/presence/stream/GW7xQ", PRESENCE),
    sample("/stream/aBcD/all", {"sourceId": "GW7xQ", "rssi": -60, "timestamp": 1772372220}),
    sample("kontakt/positions", {"trackingId": "c0ffee000007", "x": 1.5, "y": 2, "floorId": 3}),
]


def test_telemetry_is_a_sighting_of_the_makers_own_id() -> None:
    assert read(DRIVER, TOPIC, TELEMETRY) == [
        Sighting(
            "kontakt/GW7xQ",
            -77.0,
            VendorBeacon("kontakt", "c0ffee000007"),
            "c0:ff:ee:00:00:07",
            None,
            AT,
        )
    ]


def test_only_six_fields_are_always_there() -> None:
    said = {key: TELEMETRY[key] for key in ("companyId", "userId", "sourceId", "trackingId")}
    sighting = heard(DRIVER, TOPIC, {**said, "rssi": -77})
    assert (sighting.ts, sighting.address) == (None, "c0:ff:ee:00:00:07")


def test_presence_comes_in_a_list_and_an_id_minds_its_case() -> None:
    first, second = sightings(DRIVER, "/presence/stream/GW7xQ", PRESENCE)
    assert first.beacon == VendorBeacon("kontakt", "aBcD")
    assert (second.rssi_dbm, second.address) == (-71.0, None)
    assert first.ts == AT
    assert second.ts is not None
    assert second.ts < AT  # out of order inside one message


def test_an_address_is_one_however_it_is_written() -> None:
    shouted = heard(DRIVER, TOPIC, {**TELEMETRY, "trackingId": "C0FFEE000007"})
    assert shouted.beacon == VendorBeacon("kontakt", "c0ffee000007")


@pytest.mark.parametrize("topic", ["/stream/aBcD/all", "stream/aBcD/sensor"])
def test_the_topic_may_name_the_beacon(topic: str) -> None:
    sighting = heard(DRIVER, topic, {"sourceId": "GW7xQ", "rssi": -60})
    assert sighting.beacon == VendorBeacon("kontakt", "aBcD")


def test_a_position_has_no_level_and_proves_nothing() -> None:
    assert read(DRIVER, "kontakt/positions", {"trackingId": "c0ffee000007", "x": 1.5}) == []


def test_a_level_that_cannot_be_is_unknown() -> None:
    assert heard(DRIVER, TOPIC, {**TELEMETRY, "rssi": 400}).rssi_dbm is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({**TELEMETRY, "rssi": "loud"}, "rssi"),
        ({**TELEMETRY, "trackingId": "a" * 65}, "trackingId"),
        ({**TELEMETRY, "trackingId": 7}, "trackingId"),
        ({**TELEMETRY, "sourceId": "a\nb"}, "gateway"),
    ],
)
def test_what_is_wrong_is_refused_and_named(said: object, field: str) -> None:
    assert field in refusal(DRIVER, TOPIC, said)
