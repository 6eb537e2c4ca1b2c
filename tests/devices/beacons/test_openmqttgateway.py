"""OpenMQTTGateway: what it says beyond the shape that it shares with Theengs Gateway."""

from __future__ import annotations

import json

from devices.beacons.openmqttgateway import DRIVER
from devices.readings import DeviceAbout, DeviceHealth, DeviceState, IBeacon, Reading, Sighting
from tests.devices.samples import sample

UUID = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001"
BEACON = {
    "mac_type": 1,
    "rssi": -79,
    "brand": "GENERIC",
    "model": "iBeacon",
    "model_id": "IBEACON",
    "mfid": "4c00",
    "uuid": UUID.replace("-", ""),
    "major": 3,
    "minor": 4,
    "txpower": -66,
}
SYSTEM = {"uptime": 960, "version": "v1.7.0", "env": "esp32dev-ble", "tempc": 47.5, "rssi": -60}
BASE = "home/OMG_salon"
SAMPLES = [
    sample(f"{BASE}/BTtoMQTT/58782076BC24", {"id": "58:78:20:76:BC:24", **BEACON}),
    sample(f"{BASE}/BTtoMQTT/5210A84690AC", {"id": "52:10:A8:46:90:AC", **BEACON}),
    sample(
        f"{BASE}/BTtoMQTT/45E174126E00",
        {"id": "45:e1:74:12:6e:00", "rssi": -89, "distance": 21.5, "servicedata": "fe" + "00" * 20},
    ),
    sample(f"{BASE}/SYStoMQTT", SYSTEM),
    sample(f"{BASE}/LWT", b"offline"),
]


def read(topic: str, said: object) -> list[Reading]:
    payload = said if isinstance(said, bytes) else json.dumps(said).encode()
    return list(DRIVER.decode(topic, payload))


def test_one_beacon_on_two_addresses_and_two_topics_is_one_beacon() -> None:
    beacons = set()
    for topic, payload in SAMPLES[:2]:
        (sighting,) = read(topic, payload)
        assert isinstance(sighting, Sighting)
        beacons.add(sighting.beacon)
    assert beacons == {IBeacon(UUID, 3, 4)}


def test_the_beacons_own_id_may_stand_where_the_address_stood() -> None:
    plain = UUID.replace("-", "")
    said = {**BEACON, "id": plain, "mac": "60:87:57:4C:9B:C2"}
    (sighting,) = read(f"{BASE}/BTtoMQTT/{plain}", said)
    assert isinstance(sighting, Sighting)
    assert (sighting.beacon, sighting.address) == (IBeacon(UUID, 3, 4), "60:87:57:4c:9b:c2")


def test_the_systems_state_is_a_pulse() -> None:
    assert read(f"{BASE}/SYStoMQTT", SYSTEM) == [
        DeviceHealth("openmqttgateway/OMG_salon", uptime_s=960.0, temperature_c=47.5),
        DeviceAbout("openmqttgateway/OMG_salon", "ble_gateway", "esp32dev-ble", "v1.7.0"),
    ]


def test_its_last_will_is_its_state() -> None:
    state = DeviceState("openmqttgateway/OMG_salon", "offline")
    assert read(f"{BASE}/LWT", b"offline") == [state]
