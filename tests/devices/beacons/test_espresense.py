"""ESPresense. Values are ours, shapes are those of its source and of a published capture."""

from __future__ import annotations

import json

import pytest

from devices.beacons.espresense import DRIVER, beacon_of
from devices.drivers import UnreadableError
from devices.readings import (
    AltBeacon,
    DeviceAbout,
    DeviceHealth,
    DeviceState,
    EddystoneUid,
    IBeacon,
    Reading,
    Sighting,
)
from tests.devices.samples import sample

UUID = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001"
SAID_ID = f"iBeacon:{UUID}-3838-4949"
SAID = {
    "mac": "dd8800003777",
    "id": SAID_ID,
    "rssi@1m": -59,
    "rssi": -81.1,
    "rxAdj": 0,
    "rssiVar": 7.42,
    "distance": 6.58,
    "var": 4.0,
    "int": 2028,
}
SAMPLES = [
    sample(f"espresense/devices/{SAID_ID}/office", SAID),
    sample("espresense/rooms/office/status", b"online"),
    sample("espresense/rooms/office/telemetry", {"uptime": 3600, "firm": "esp32", "ver": "4.0.0"}),
]


def read(topic: str, said: object) -> list[Reading]:
    payload = said if isinstance(said, bytes) else json.dumps(said).encode()
    return list(DRIVER.decode(topic, payload))


def heard(said: object, said_id: str = SAID_ID) -> Sighting:
    (sighting,) = read(f"espresense/devices/{said_id}/office", said)
    assert isinstance(sighting, Sighting)
    return sighting


def test_an_ibeacon_is_read() -> None:
    beacon = IBeacon(UUID, 3838, 4949)
    assert heard(SAID) == Sighting("espresense/office", -81.1, beacon, "dd:88:00:00:37:77", -59)


def test_an_altbeacon_is_read() -> None:
    said_id = f"altBeacon:{UUID}-3838-4949"
    assert heard({**SAID, "id": said_id}, said_id).beacon == AltBeacon(UUID, 3838, 4949)


def test_an_older_node_tells_of_all_on_its_rooms_topic() -> None:
    assert read("espresense/rooms/office", SAID) == [heard(SAID)]


def test_without_an_id_the_topic_names_the_beacon() -> None:
    said = {key: value for key, value in SAID.items() if key != "id"}
    assert heard(said).beacon == IBeacon(UUID, 3838, 4949)


def test_numbers_may_be_written_as_text() -> None:
    assert heard({**SAID, "rssi": "-81.10", "rssi@1m": "-59"}) == heard(SAID)


@pytest.mark.parametrize("namespace", ["11223344554d6677889900", "112233445566778899aa"])
def test_the_doubled_byte_of_a_namespace_is_taken_back(namespace: str) -> None:
    quirk = "1122334455" + "55" + "6677889900"
    assert beacon_of(f"eddy:{quirk}-aabbccddeeff") == EddystoneUid(
        "11223344556677889900", "aabbccddeeff"
    )
    if len(namespace) == 20:
        beacon = EddystoneUid(namespace, "aabbccddeeff")
        assert beacon_of(f"eddy:{namespace.upper()}-aabbccddeeff") == beacon
    else:
        with pytest.raises(UnreadableError, match="eleven"):
            beacon_of(f"eddy:{namespace}-aabbccddeeff")


@pytest.mark.parametrize(
    "said_id",
    [
        "irk:ec0234a357c8ad05341010a60a397d9b",
        "known:dd8800003777",
        "apple:1005:9-12",
        "eddy:00112233445566778899",
        "aliénor",
    ],
)
def test_what_is_no_beacon_is_a_sighting_of_none(said_id: str) -> None:
    assert heard({**SAID, "id": said_id}, said_id).beacon is None


@pytest.mark.parametrize(("power", "expected"), [(-59.5, None), (4, None), ("-59", -59)])
def test_a_power_that_no_beacon_states_at_one_metre_is_unknown(
    power: object, expected: int | None
) -> None:
    assert heard({**SAID, "rssi@1m": power}).tx_power_dbm == expected


def test_a_level_below_its_radios_is_no_sighting() -> None:
    assert read(f"espresense/devices/{SAID_ID}/office", {"mac": "dd8800003777"}) == []


def test_a_room_tells_of_itself() -> None:
    assert read("espresense/rooms/office/status", b"offline") == [
        DeviceState("espresense/office", "offline")
    ]
    said = {"ip": "192.0.2.1", "uptime": 3600, "firm": "esp32", "rssi": -61, "ver": "4.0.0"}
    assert read("espresense/rooms/office/telemetry", said) == [
        DeviceHealth("espresense/office", uptime_s=3600.0),
        DeviceAbout("espresense/office", "ble_gateway", "esp32", "4.0.0", "office"),
    ]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({**SAID, "rssi": 500}, "rssi"),
        ({**SAID, "rssi": "loud"}, "rssi"),
        ({**SAID, "id": f"iBeacon:{UUID}-70000-1"}, "id"),
        ({**SAID, "id": f"iBeacon:{'-' * 36}-1-1"}, "id"),
        ([SAID], "object"),
    ],
)
def test_what_is_wrong_is_refused_and_named(said: object, field: str) -> None:
    with pytest.raises(UnreadableError, match=field):
        read(f"espresense/devices/{SAID_ID}/office", said)
