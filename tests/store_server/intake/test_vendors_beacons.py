"""One client's beacon, whichever makes of gateway tell of it: identity first, never the address."""

from __future__ import annotations

import json
from typing import Any

import pytest

from devices.ble.eid import EidRegistration
from store_server import messages as ask
from store_server.ports import KnownIdentity
from tests.store_server.intake.test_front_door import EID_KEY, UUID, Door

DIGITS = UUID.replace("-", "")
IBEACON_AD = f"0201061aff4c000215{DIGITS}00010007c5"
UNIX_S = 1773478800  # 2026-03-14T09:00:00Z, when the door is opened
AT = "2026-03-14T09:00:00Z"

OMG = {"rssi": -58, "uuid": DIGITS, "major": 1, "minor": 7, "txpower": -59}
MINEW = {
    "timestamp": AT,
    "type": "iBeacon",
    "mac": "C0FFEE000003",
    "rssi": "-58",
    "ibeaconUuid": DIGITS,
    "ibeaconMajor": 1,
    "ibeaconMinor": 7,
}
MOKO = {"type": 8, "value": {"mac": "C0FFEE000004", "rssi": -58, "raw data": IBEACON_AD}}
TASMOTA = {
    "UID": DIGITS,
    "MAJOR": "0001",
    "MINOR": "0007",
    "MAC": "C0FFEE000005",
    "RSSI": -58,
    "STATE": "ON",
}
RUUVI = {"gw_mac": "C8252D8E9C2C", "rssi": -58, "ts": str(UNIX_S), "data": IBEACON_AD}
APRIL = {"id": "ABCDEF123456", "raw_beacons_data": f"C0FFEE000007{DIGITS}00010007C5FFC6;"}
CASSIA = {"bdaddrs": [{"bdaddr": "C0:FF:EE:00:00:08"}], "rssi": -58, "adData": IBEACON_AD}
MONITOR = {"id": f"{UUID}-1-7", "confidence": "100", "rssi": "-58", "mac": "C0:FF:EE:00:00:09"}

HEARD = [
    ("home/OMG_a/BTtoMQTT/582820000001", {"id": "58:28:20:00:00:01", **OMG}),
    ("home/OMG_a/BTtoMQTT/521080000002", {"id": "52:10:80:00:00:02", **OMG}),
    ("/gw/ac233fc03641/status", [MINEW]),
    ("mokosmart/a", {"msg_id": 3004, "device_info": {"mac": "112233445566"}, "data": [MOKO]}),
    ("tele/a/SENSOR", {"Time": "2026-03-14T02:00:00", "IBEACON": TASMOTA}),
    ("ruuvi/C8252D8E9C2C/C0FFEE000006", RUUVI),
    ("beacons", APRIL),
    ("push/cassia/door-1", CASSIA),
    (f"monitor/a/{UUID}-1-7", MONITOR),
]


@pytest.fixture
def door() -> Door:
    return Door()


def test_one_beacon_on_many_addresses_and_topics_is_one_person(door: Door) -> None:
    for topic, said in HEARD:
        door.reads(json.dumps(said).encode(), topic)
    heard = door.heard()
    assert [one.identity_id for one in heard] == ["ann"] * len(HEARD)
    assert len({one.gateway_id for one in heard}) == len(HEARD) - 1  # one told of it twice
    assert {one.rssi_dbm for one in heard} == {-58.0}
    assert door.quarantine.total == 0


def test_whoever_posts_is_known_by_its_token_and_not_by_what_it_says(door: Door) -> None:
    door.reads(
        json.dumps([{"type": "Gateway", "mac": "AC233FC03641"}, MINEW]).encode(),
        "push/minew/door-1",
    )
    (heard,) = door.heard()
    assert heard.gateway_id == "door-1"


def test_a_rotating_beacon_is_recognised_in_raw_data_of_any_make(door: Door) -> None:
    eid = EidRegistration("bea", EID_KEY, 4).eid(UNIX_S)
    record = {"type": "Unknown", "mac": "C0FFEE000001", "rssi": -60}
    said = [{**record, "rawData": f"0303aafe0d16aafe30ee{eid}"}]
    door.reads(json.dumps(said).encode(), "/gw/ac233fc03641/status")
    assert [one.identity_id for one in door.heard()] == ["bea"]


def test_times_out_of_order_inside_one_message_are_all_heard(door: Door) -> None:
    times = ["2026-03-14T09:00:00Z", "2026-03-14T08:59:58Z", "2026-03-14T08:59:59Z"]
    door.reads(json.dumps([{**MINEW, "timestamp": at} for at in times]).encode(), "minew/a")
    assert [one.at_s for one in door.heard()] == [500.0, 498.0, 499.0]


def test_without_a_zone_the_time_of_receipt_counts(door: Door) -> None:
    said = {"Time": "2001-01-01T00:00:00", "IBEACON": TASMOTA}
    door.reads(json.dumps(said).encode(), "tele/a/SENSOR")
    assert [one.at_s for one in door.heard()] == [500.0]


def test_an_unknown_level_is_no_sighting_of_anybody(door: Door) -> None:
    door.reads(json.dumps([{**MINEW, "rssi": 127}]).encode(), "minew/a")
    assert door.heard() == []
    assert door.quarantine.total == 0


def blu(pid: int) -> dict[str, Any]:
    data = {"address": "c0:ff:ee:00:00:07", "rssi": -58, "pid": pid}
    events = [{"component": "script:1", "event": "shelly-blu", "data": data}]
    return {"src": "shelly-a", "method": "NotifyEvent", "params": {"events": events}}


def test_a_packet_that_is_told_again_is_heard_once(door: Door) -> None:
    badge = KnownIdentity("cleo", "client-cleo", "vendor", "bthome:c0ffee000007", "button")
    door.recognition.know([badge])
    for pid in (254, 255, 255, 254, 0, 0):
        door.reads(json.dumps(blu(pid)).encode(), "shelly-a/events/rpc")
    assert [one.identity_id for one in door.heard()] == ["cleo"] * 3


@pytest.mark.parametrize(
    ("topic", "payload", "gateway"),
    [
        ("home/TheengsGateway/LWT", b"offline", "theengs/TheengsGateway"),
        ("home/OMG_a/LWT", b"offline", "openmqttgateway/OMG_a"),
        ("espresense/rooms/a/status", b"offline", "espresense/a"),
        ("tele/a/LWT", b"Offline", "tasmota/a"),
        ("shelly-a/online", b"false", "shelly/shelly-a"),
        ("ruuvi/C8252D8E9C2C/gw_status", b'{"state":"offline"}', "ruuvi/c8252d8e9c2c"),
        ("monitor/a/status", b"offline", "monitor/a"),
        (
            "mokosmart/a",
            b'{"msg_id":3003,"device_info":{"mac":"112233445566"},"data":{"net_state":"offline"}}',
            "mokosmart/112233445566",
        ),
    ],
)
def test_what_a_gateway_or_its_last_will_says_of_its_state_is_noted(
    door: Door, topic: str, payload: bytes, gateway: str
) -> None:
    door.reads(payload, topic)
    noted = [(one.gateway_id, one.online) for one in door.handed_on(ask.NoteGateway)]
    assert noted == [(gateway, False)]


def test_a_gateways_own_record_is_its_voice(door: Door) -> None:
    """Evidence that it is alive which does not come from any client's beacon."""
    own = {"type": "Gateway", "mac": "AC233FC03641", "timestamp": AT, "gatewayLoad": 0.03}
    door.reads(json.dumps([own]).encode(), "/gw/ac233fc03641/status")
    (voice,) = door.handed_on(ask.NoteGateway)
    assert (voice.gateway_id, voice.street) == ("minew/ac233fc03641", False)
