"""Minew: two JSON forms and two binary ones. Shapes are captures', values are ours."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest

from devices.beacons.minew import DRIVER
from devices.readings import DeviceHealth, EddystoneUid, IBeacon, Sighting
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

GATEWAY = "minew/ac233fc03641"
TOPIC = "/gw/ac233fc03641/status"
AT = datetime(2026, 2, 9, 0, 13, 53, 667_000, tzinfo=UTC)

OWN = {
    "timestamp": "2026-02-09T00:13:53.668Z",
    "type": "Gateway",
    "mac": "AC233FC03641",
    "gatewayFree": 89,
    "gatewayLoad": 0.03,
}
DECODED = {
    "timestamp": "2026-02-09T00:13:53.667Z",
    "type": "iBeacon",
    "mac": "C3000025EF6A",
    "bleName": "",
    "ibeaconUuid": UUID.replace("-", "").upper(),
    "ibeaconMajor": 3,
    "ibeaconMinor": 4,
    "rssi": -65,
    "ibeaconTxPower": -59,
    "battery": 0,
}
RAW = {
    "timestamp": "2026-02-09T00:13:52Z",
    "type": "Unknown",
    "mac": "C9F028FD8948",
    "bleName": "mb",
    "rssi": -53,
    "rawData": UID_AD.upper(),
}


def long_frame(*heard_by: tuple[str, list[tuple[str, int]]]) -> bytes:
    """BINARY-LONG: whom, and the data and level of each of their packets."""
    body = b""
    for mac, packets in heard_by:
        body += bytes.fromhex(mac) + struct.pack(">H", len(packets))
        for data, rssi in packets:
            octets = bytes.fromhex(data)
            body += bytes((len(octets),)) + octets + b"\x03" + struct.pack("b", rssi)
    length = 14 + len(body) + 1
    head = b"\xbb\x01" + struct.pack(">I", length) + bytes.fromhex("ac233fc03641")
    return head + struct.pack(">H", len(heard_by)) + body + b"\xdd"


def connect_frame(*packets: tuple[str, str, int]) -> bytes:
    """MINEW-CONNECT: address, data and level of each packet."""
    content = b""
    for mac, data, rssi in packets:
        octets = bytes.fromhex(data)
        rest = b"\x01\x00" + bytes.fromhex(mac) + struct.pack("b", rssi) + bytes((len(octets),))
        content += struct.pack("<H", len(rest + octets)) + rest + octets
    size = 20 + len(content)
    lengths = struct.pack("<II2sI", size, size - 14, b"\x84\x3e", size - 20)
    return b"\xbb\x02" + bytes(4) + lengths + content


BINARY = long_frame(
    ("c0ffee000001", [(IBEACON_AD, -47), ("020106", -49)]),
    ("c0ffee000002", [(UID_AD, -62)]),
    ("c0ffee000003", []),
)
CONNECT = connect_frame(("c0ffee000001", IBEACON_AD, -47), ("c0ffee000002", UID_AD, -62))

SAMPLES = [
    sample("/sur/g2/status", [OWN, DECODED, RAW]),
    sample("minew/door", [{"gateway": "AC233FC03641", "locator": "x"}, {**RAW, "no": 37}]),
    sample(TOPIC, BINARY),
    sample(TOPIC, CONNECT),
    sample("push/minew/door-1", BINARY),
]


def test_the_gateways_own_record_is_a_pulse_and_names_it() -> None:
    readings = read(DRIVER, "/sur/g2/status", [OWN, DECODED])
    assert readings == [
        DeviceHealth(GATEWAY, AT.replace(microsecond=668_000)),
        Sighting(GATEWAY, -65.0, IBeacon(UUID, 3, 4), "c3:00:00:25:ef:6a", -59, AT),
    ]


def test_without_its_record_the_topic_names_the_gateway() -> None:
    for topic in (TOPIC, "/gw/AC:23:3F:C0:36:41/status", "minew/AC233FC03641"):
        assert heard(DRIVER, topic, [DECODED]).device == GATEWAY
    assert heard(DRIVER, "push/minew/door-1", [DECODED]).device == "minew/door-1"


def test_raw_data_is_read_and_goes_before_what_was_made_of_it() -> None:
    assert heard(DRIVER, TOPIC, [RAW]).beacon == EddystoneUid(
        "acc0e1ace1a9d19e0001", "000000000002"
    )
    both = {**DECODED, "ibeaconMajor": 9, "rawData": IBEACON_AD}
    assert heard(DRIVER, TOPIC, [both]).beacon == IBeacon(UUID, 3, 4)


def test_records_out_of_order_keep_their_own_times() -> None:
    later, earlier = sightings(DRIVER, TOPIC, [DECODED, RAW])
    assert later.ts is not None
    assert earlier.ts is not None
    assert later.ts > earlier.ts


def test_numbers_may_be_text_and_one_record_may_come_alone() -> None:
    text = {**DECODED, "rssi": "-65", "ibeaconMajor": "3", "ibeaconMinor": "4"}
    assert heard(DRIVER, TOPIC, text) == heard(DRIVER, TOPIC, [DECODED])


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"rssi": 500}, "rssi_dbm", None),
        ({"rssi": None}, "rssi_dbm", None),
        ({"ibeaconTxPower": 4}, "tx_power_dbm", 4),
        ({"ibeaconTxPower": 900}, "tx_power_dbm", None),
        ({"timestamp": "2026-02-09T00:13:53.667"}, "ts", None),
        ({"timestamp": "1970-01-01T00:00:09Z"}, "ts", None),
        ({"timestamp": 1770596033667}, "ts", AT),
        ({"ibeaconUuid": ""}, "beacon", None),
        ({"ibeaconUuid": "0" * 32}, "beacon", None),
        ({"mac": "not one"}, "address", None),
    ],
)
def test_what_is_not_known_is_said_so(change: dict[str, object], field: str, value: object) -> None:
    assert getattr(heard(DRIVER, TOPIC, [{**DECODED, **change}]), field) == value


def test_the_long_binary_form_is_read() -> None:
    beacon = EddystoneUid("acc0e1ace1a9d19e0001", "000000000002")
    assert read(DRIVER, "/gw/other/status", BINARY) == [
        Sighting(GATEWAY, -47.0, IBeacon(UUID, 3, 4), "c0:ff:ee:00:00:01", -59),
        Sighting(GATEWAY, -49.0, None, "c0:ff:ee:00:00:01"),
        Sighting(GATEWAY, -62.0, beacon, "c0:ff:ee:00:00:02", -18),
    ]


def test_the_connect_form_is_read_and_the_topic_names_the_gateway() -> None:
    first, second = sightings(DRIVER, TOPIC, CONNECT)
    assert first == Sighting(GATEWAY, -47.0, IBeacon(UUID, 3, 4), "c0:ff:ee:00:00:01", -59)
    assert second.rssi_dbm == -62.0


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        (b"\xbb", "binary forms"),
        (b"\xbb\x00" + bytes(30), "binary forms"),
        (BINARY[:13], "shorter"),
        (BINARY[:-1], "length"),
        (BINARY[:-1] + b"\xde", "length"),
        (BINARY[:12] + b"\x00\x01" + BINARY[14:], "other than it says"),
        (BINARY[:12] + b"\xff\xff" + BINARY[14:], "shorter"),
        (CONNECT[:-1], "lengths"),
        (CONNECT[:31] + b"\xff" + CONNECT[32:], "shorter"),
        (BINARY + bytes(70_000), "bytes, more than"),
    ],
)
def test_a_broken_frame_is_refused(frame: bytes, words: str) -> None:
    assert words in refusal(DRIVER, TOPIC, frame)


@pytest.mark.parametrize("topic", ["/gw/ac233fc03641/action", "/gw/ac233fc03641/response"])
def test_commands_and_their_answers_say_nothing(topic: str) -> None:
    assert read(DRIVER, topic, {"action": "restart", "requestId": "1"}) == []


@pytest.mark.parametrize(
    ("record", "field"),
    [
        ({**RAW, "rawData": "0201zz"}, "rawData"),
        ({**DECODED, "ibeaconUuid": "1234"}, "uuid"),
        ({**DECODED, "ibeaconMajor": 70000}, "ibeaconMajor"),
        ({**DECODED, "rssi": "loud"}, "rssi"),
    ],
)
def test_what_is_wrong_is_refused_and_named(record: object, field: str) -> None:
    assert field in refusal(DRIVER, TOPIC, [record])
