"""Theengs Gateway and OpenMQTTGateway, which share one shape. The values here are our own."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from devices.beacons import theengs
from devices.drivers import UnreadableError
from devices.readings import (
    DeviceState,
    EddystoneEid,
    EddystoneTlm,
    EddystoneUid,
    IBeacon,
    Reading,
    Sighting,
    VendorBeacon,
)
from tests.devices.samples import sample

UUID = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001"
DECODED = {
    "id": "60:87:57:4C:9B:C2",
    "mac_type": 1,
    "rssi": -78,
    "distance": 7.85,
    "brand": "GENERIC",
    "model": "iBeacon",
    "model_id": "IBEACON",
    "mfid": "4c00",
    "uuid": UUID.replace("-", "").upper(),
    "major": 3,
    "minor": 4,
    "txpower": -66,
}
RAW_UID = "00eeacc0e1ace1a9d19e00010000000000020000"
RAW_EID = "30eea9b76a71c5f89290"
RAW_IBEACON = "4c0002156f1d4e0a5b7c4a529c3eacc0e110000100030004be"
TOPIC = "home/TheengsGateway/BTtoMQTT/6087574C9BC2"
SAMPLES = [
    sample(TOPIC, DECODED),
    sample(TOPIC, {"id": "x", "rssi": -61, "servicedatauuid": "feaa", "servicedata": RAW_EID}),
    sample(TOPIC, {"id": "C0:FF:EE:00:00:01", "rssi": -61, "manufacturerdata": RAW_IBEACON}),
    sample("home/TheengsGateway/LWT", b"online"),
]


def read(topic: str, said: object) -> list[Reading]:
    payload = said if isinstance(said, bytes) else json.dumps(said).encode()
    return list(theengs.DRIVER.decode(topic, payload))


def heard(said: object, topic: str = TOPIC) -> Sighting:
    (sighting,) = read(topic, said)
    assert isinstance(sighting, Sighting)
    return sighting


def test_a_decoded_ibeacon_is_read() -> None:
    assert heard(DECODED) == Sighting(
        "theengs/TheengsGateway", -78.0, IBeacon(UUID, 3, 4), "60:87:57:4c:9b:c2", -66
    )


def test_numbers_may_be_written_as_text() -> None:
    said = {**DECODED, "rssi": "-78", "major": "3", "minor": "4", "txpower": "-66"}
    assert heard(said) == heard(DECODED)


def test_without_a_power_the_beacon_stands_all_the_same() -> None:
    said = {**DECODED, "volt": 2.6}
    del said["txpower"]
    assert heard(said).beacon == IBeacon(UUID, 3, 4)
    assert heard(said).tx_power_dbm is None


def test_the_address_may_stand_beside_a_beacons_id() -> None:
    said = {**DECODED, "id": DECODED["uuid"], "mac": "52:10:A8:46:90:AC"}
    assert heard(said).address == "52:10:a8:46:90:ac"


def test_one_beacon_on_two_addresses_is_one_beacon() -> None:
    other = {**DECODED, "id": "58:78:20:76:BC:24"}
    topic = "home/TheengsGateway/BTtoMQTT/58782076BC24"
    assert heard(other, topic).beacon == heard(DECODED).beacon


@pytest.mark.parametrize(
    "service", ["feaa", "FEAA", "0xfeaa", "0000feaa-0000-1000-8000-00805f9b34fb"]
)
@pytest.mark.parametrize(
    ("raw", "beacon"),
    [
        (RAW_UID, EddystoneUid("acc0e1ace1a9d19e0001", "000000000002")),
        (RAW_EID, EddystoneEid("a9b76a71c5f89290")),
        ("20000b1847110000146700002ac4", EddystoneTlm(2840, 71.06640625, 5223, 1094.8)),
    ],
)
def test_raw_service_data_is_read(
    raw: str, beacon: EddystoneUid | EddystoneEid | EddystoneTlm, service: str
) -> None:
    said = {
        "id": "C0:FF:EE:00:00:01",
        "rssi": -61,
        "servicedatauuid": service,
        "servicedata": raw,
    }
    assert heard(said).beacon == beacon


def test_service_data_of_another_service_is_no_beacon() -> None:
    said = {"id": "C0:FF:EE:00:00:01", "rssi": -61, "servicedata": RAW_EID}
    assert heard(said).beacon is None
    assert heard({**said, "servicedatauuid": "181a"}).beacon is None


def test_service_data_that_is_none_of_ours_need_not_be_bytes() -> None:
    said = {"id": "C7:FA:AD:13:2C:00", "rssi": -68, "servicedata": "drfgdrgdsrgesrdg"}
    assert heard(said).beacon is None


def test_a_bthome_device_is_told_by_its_address_and_its_packets_number() -> None:
    said = {"id": "C0:FF:EE:00:00:07", "rssi": -61, "servicedata": "4000520164"}
    sighting = heard({**said, "servicedatauuid": "0xfcd2"})
    assert (sighting.beacon, sighting.id) == (VendorBeacon("bthome", "c0ffee000007"), "82")


@pytest.mark.parametrize(
    "said",
    [{"UTCtime": "2026-03-01T13:37:00Z"}, {"unixtime": 1772372220}, {"unixtime": "1772372220"}],
)
def test_a_gateway_that_tells_the_time_is_believed(said: dict[str, object]) -> None:
    assert heard({**DECODED, **said}).ts == datetime(2026, 3, 1, 13, 37, tzinfo=UTC)


def test_a_power_may_be_positive() -> None:
    assert heard({**DECODED, "txpower": 4}).tx_power_dbm == 4


def test_raw_manufacturer_data_is_read() -> None:
    said = {"id": "C0:FF:EE:00:00:01", "rssi": -61, "manufacturerdata": RAW_IBEACON.upper()}
    assert heard(said).beacon == IBeacon(UUID, 3, 4)
    assert heard(said).tx_power_dbm == -66


def test_raw_data_goes_before_what_was_made_of_it() -> None:
    """The decoder calls any Apple frame of 25 bytes an iBeacon."""
    said = {**DECODED, "manufacturerdata": "4c001216" + "00" * 21}
    assert heard(said).beacon is None


def test_an_undecoded_message_is_read_for_the_gateway_that_heard_it() -> None:
    said = {"id": "C0:FF:EE:00:00:01", "rssi": -61, "manufacturerdata": RAW_IBEACON}
    assert heard(said, "home/OMG_esp32/BTtoMQTT/undecoded").device == "openmqttgateway/OMG_esp32"


def test_a_sensor_is_a_sighting_of_no_beacon() -> None:
    said = {"name": "F35285", "id": "F3:52:85", "rssi": -82, "tempc": 24.1, "hum": 104.7}
    assert heard(said) == Sighting("theengs/TheengsGateway", -82.0)


@pytest.mark.parametrize(
    "said",
    [
        {"id": "AA:BB:CC:DD:EE:FF", "presence": "absent"},
        {"id": "AA:BB:CC:DD:EE:FF", "presence": "absent", "unlocked": False},
        {"id": "AA:BB:CC:DD:EE:FF", "service": "cba2", "write": "TEST", "success": True},
        b"",
    ],
)
def test_what_is_no_advertisement_says_nothing(said: object) -> None:
    assert read(TOPIC, said) == []


@pytest.mark.parametrize(
    ("topic", "device"),
    [
        ("home/TheengsGateway/BTtoMQTT/X", "theengs/TheengsGateway"),
        ("home/TheengsGateway-salon/BTtoMQTT/X", "theengs/TheengsGateway-salon"),
        ("home/OpenMQTTGateway_ESP32_BLE/BTtoMQTT/X", "openmqttgateway/OpenMQTTGateway_ESP32_BLE"),
        ("boutique/floor1/salon/BTtoMQTT/X", "openmqttgateway/salon"),
    ],
)
def test_the_gateways_name_is_in_its_topic(topic: str, device: str) -> None:
    assert heard(DECODED, topic).device == device


@pytest.mark.parametrize("payload", [b"online", b"Online", b'"online"', b" online\n"])
def test_availability_is_read(payload: bytes) -> None:
    state = DeviceState("theengs/TheengsGateway", "online")
    assert read("home/TheengsGateway/LWT", payload) == [state]


def test_availability_in_other_words_is_refused() -> None:
    assert read("home/TheengsGateway/LWT", b"offline")[0] == DeviceState(
        "theengs/TheengsGateway", "offline"
    )
    with pytest.raises(UnreadableError, match="state"):
        read("home/TheengsGateway/LWT", b"lost")


def test_another_firmwares_availability_is_not_ours() -> None:
    assert read("tele/lamp/LWT", b"Online") == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({**DECODED, "rssi": 500}, "rssi"),
        ({**DECODED, "rssi": "nan"}, "rssi"),
        ({**DECODED, "rssi": True}, "rssi"),
        ({**DECODED, "rssi": "loud"}, "rssi"),
        ({**DECODED, "uuid": "1234"}, "uuid"),
        ({**DECODED, "major": 70000}, "major"),
        ({**DECODED, "txpower": 1000}, "txpower"),
        ({"id": "x", "rssi": -60, "manufacturerdata": "4c0"}, "manufacturerdata"),
        ({"id": "x", "rssi": -60, "servicedatauuid": "feaa", "servicedata": "zz"}, "servicedata"),
    ],
)
def test_what_is_wrong_is_refused_and_named(said: object, field: str) -> None:
    with pytest.raises(UnreadableError, match=field):
        read(TOPIC, said)
