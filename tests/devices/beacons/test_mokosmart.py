"""MOKO gateways: the older family and the newer one."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from devices.beacons.mokosmart import DRIVER
from devices.readings import (
    DeviceHealth,
    DeviceState,
    EddystoneUid,
    EddystoneUrl,
    IBeacon,
    Sighting,
)
from tests.devices.beacons.reading import IBEACON_AD, UUID, heard, read, refusal, sightings
from tests.devices.samples import sample

TOPIC = "mokosmart/salon"
GATEWAY = "mokosmart/d48c49f7909c"
AT = datetime(2026, 3, 1, 9, 10, 16, tzinfo=UTC)

RECORD = {
    "timestamp": "2026-03-01&17:10:16+08",
    "type": "unknown",
    "mac": "ABDF01FC9E98",
    "rssi": -78,
    "name": "ABC",
    "raw": IBEACON_AD.upper(),
}
FLAT = {
    "timestamp": 1772356216000,
    "timezone": 0,
    "type_code": 0,
    "type": "ibeacon",
    "rssi": -61,
    "connectable": 0,
    "mac": "b081845989f1",
    "uuid": UUID.replace("-", ""),
    "major": 3,
    "minor": 4,
    "rssi_1m": -59,
}
OTHER = {
    "timestamp": 1246,
    "timezone": 0,
    "adv_data": "020106",
    "rsp_data": "06094a41425834",
    "type_code": 10,
    "type": "other",
    "rssi": -82,
    "mac": "080020000a04",
}
UID = {"type_code": 1, "type": "eddystone-uid", "rssi": -70, "mac": "b081845989f2"}


def older(*values: dict[str, object]) -> dict[str, object]:
    info = {"device_id": "1234", "mac": "D48C49F7909C"}
    data = [{"type": 8, "value": value} for value in values]
    return {"msg_id": 3004, "device_info": info, "data": data}


def newer(*records: dict[str, object], number: int = 3070) -> dict[str, object]:
    return {"msg_id": number, "device_info": {"mac": "d48c49f7909c"}, "data": list(records)}


def state(**data: object) -> dict[str, object]:
    return {"msg_id": 3004, "device_info": {"mac": "d48c49f7909c"}, "data": data}


SAMPLES = [
    sample(TOPIC, older(RECORD)),
    sample("MKGW3-9C/1234/device_to_app", newer(FLAT, OTHER, {**UID, "namespace": "00" * 10})),
    sample(TOPIC, state(timestamp=0, timezone=0, net_interface=1, wifi_rssi=-54)),
    sample(TOPIC, {**state(net_state="online"), "msg_id": 3003}),
]


def test_the_older_family_is_read() -> None:
    assert read(DRIVER, TOPIC, older(RECORD)) == [
        Sighting(GATEWAY, -78.0, IBeacon(UUID, 3, 4), "ab:df:01:fc:9e:98", -59, AT)
    ]


@pytest.mark.parametrize("key", ["raw", "raw data", "raw_data", "adv_data"])
def test_the_raw_data_has_several_names(key: str) -> None:
    record = {name: value for name, value in RECORD.items() if name != "raw"}
    assert heard(DRIVER, TOPIC, older({**record, key: IBEACON_AD})).beacon == IBeacon(UUID, 3, 4)


def test_data_shorter_than_it_promises_is_read_as_far_as_it_goes() -> None:
    short = {**RECORD, "raw": "0201060303AAFE1116AAFE20000BD091181501E329"}
    assert heard(DRIVER, TOPIC, older(short)).beacon is None


def test_the_newer_family_is_read_decoded_and_raw() -> None:
    decoded, raw = sightings(DRIVER, TOPIC, newer(FLAT, {**OTHER, "rsp_data": IBEACON_AD}))
    assert decoded == Sighting(GATEWAY, -61.0, IBeacon(UUID, 3, 4), "b0:81:84:59:89:f1", -59, AT)
    assert (raw.beacon, raw.ts) == (IBeacon(UUID, 3, 4), None)  # 1246 s after it started


@pytest.mark.parametrize(
    ("said", "beacon"),
    [
        (
            {"namespace": "acc0e1ace1a9d19e0001", "instance": "000000000002"},
            EddystoneUid("acc0e1ace1a9d19e0001", "000000000002"),
        ),
        ({"url": "https://example.com/"}, EddystoneUrl("https://example.com/")),
        ({"uuid": "0" * 32, "major": 0, "minor": 0, "rssi_1m": 0}, None),
        ({"batt_vol": 3000, "temperature": 21.5}, None),
    ],
)
def test_what_the_gateway_decoded_is_taken(said: dict[str, object], beacon: object) -> None:
    assert heard(DRIVER, TOPIC, newer({**UID, **said}, number=3089)).beacon == beacon


def test_numbers_may_be_text() -> None:
    text = {**FLAT, "rssi": "-61", "major": "3", "minor": "4", "timestamp": "1772356216000"}
    assert heard(DRIVER, TOPIC, newer(text)) == heard(DRIVER, TOPIC, newer(FLAT))


@pytest.mark.parametrize("rssi", [127, -200, None])
def test_a_level_that_cannot_be_is_unknown(rssi: object) -> None:
    assert heard(DRIVER, TOPIC, newer({**FLAT, "rssi": rssi})).rssi_dbm is None


def test_what_a_gateway_says_of_itself() -> None:
    assert read(DRIVER, TOPIC, state(net_state="online")) == [DeviceState(GATEWAY, "online")]
    assert read(DRIVER, TOPIC, state(net_state="offline")) == [DeviceState(GATEWAY, "offline")]
    assert read(DRIVER, TOPIC, state(timestamp=0, wifi_rssi=-54)) == [DeviceHealth(GATEWAY)]
    assert "net_state" in refusal(DRIVER, TOPIC, state(net_state="asleep"))


def test_other_messages_say_nothing() -> None:
    answer = {"msg_id": 1002, "device_info": {"mac": "d48c49f7909c"}, "result_code": 0}
    assert read(DRIVER, TOPIC, answer) == []


def test_without_its_address_the_topic_names_the_gateway() -> None:
    said = {"msg_id": 3070, "data": [FLAT]}
    assert heard(DRIVER, "mokosmart/salon", said).device == "mokosmart/salon"


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"device_info": {}, "data": []}, "msg_id"),
        (older({**RECORD, "raw": "0201zz"}), "raw"),
        (newer({**FLAT, "uuid": "12"}), "uuid"),
        (newer({**FLAT, "major": 65536}), "major"),
        (newer({**UID, "namespace": "12", "instance": "000000000002"}), "namespace"),
        (newer({**OTHER, "rsp_data": "x"}), "rsp_data"),
    ],
)
def test_what_is_wrong_is_refused_and_named(said: object, field: str) -> None:
    assert field in refusal(DRIVER, TOPIC, said)
