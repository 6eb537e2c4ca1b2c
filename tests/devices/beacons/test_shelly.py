"""Shelly devices that pass on what Shelly BLU devices say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from devices.beacons.shelly import DRIVER
from devices.readings import DeviceState, Sighting, VendorBeacon
from tests.devices.beacons.reading import heard, read, refusal, sightings
from tests.devices.samples import sample

NAME = "shellyplusplugs-fcb4670cf7fc"
GATEWAY = f"shelly/{NAME}"
TOPIC = f"{NAME}/events/rpc"
AT = datetime(2026, 3, 1, 13, 37, 0, 250_000, tzinfo=UTC)
UNIX_S = 1772372220.25
BUTTON = VendorBeacon("bthome", "c0ffee000007")

BLU = {
    "encryption": False,
    "BTHome_version": 2,
    "pid": 82,
    "battery": 100,
    "button": 1,
    "rssi": -71,
    "address": "c0:ff:ee:00:00:07",
}


def notify(*events: dict[str, Any]) -> dict[str, Any]:
    params = {"ts": UNIX_S, "events": list(events)}
    return {"src": NAME, "dst": "*", "method": "NotifyEvent", "params": params}


def blu(data: object = BLU, **more: object) -> dict[str, Any]:
    event = {"component": "script:1", "id": 1, "event": "shelly-blu", "data": data, "ts": UNIX_S}
    return {**event, **more}


PAIRED = {
    "src": NAME,
    "method": "NotifyStatus",
    "params": {
        "ts": UNIX_S,
        "bthomedevice:200": {"id": 200, "rssi": -59, "packet_id": 10, "last_updated_ts": UNIX_S},
        "switch:0": {"id": 0, "output": True},
    },
}
SAMPLES = [
    sample(TOPIC, notify(blu())),
    sample(f"maison/{TOPIC}", notify(blu(), blu({**BLU, "pid": 83}))),
    sample(TOPIC, PAIRED),
    sample(f"{NAME}/online", b"true"),
]


def test_an_event_of_the_vendors_script_is_a_sighting() -> None:
    expected = Sighting(GATEWAY, -71.0, BUTTON, "c0:ff:ee:00:00:07", None, AT, "82")
    assert read(DRIVER, TOPIC, notify(blu())) == [expected]
    assert read(DRIVER, f"maison/{TOPIC}", notify(blu())) == [expected]


def test_a_repetition_has_the_same_number_also_when_it_has_wrapped() -> None:
    numbers = [
        heard(DRIVER, TOPIC, notify(blu({**BLU, "pid": pid}))).id for pid in (255, 255, 0, 0)
    ]
    assert numbers == ["255", "255", "0", "0"]


def test_a_packet_that_stands_twice_in_a_message_is_one() -> None:
    other = blu({**BLU, "address": "c0:ff:ee:00:00:08"})
    events = (blu(), blu(), other, blu({**BLU, "pid": 83}), blu({**BLU, "pid": 83}))
    told = [(one.address, one.id) for one in sightings(DRIVER, TOPIC, notify(*events))]
    assert told == [
        ("c0:ff:ee:00:00:07", "82"),
        ("c0:ff:ee:00:00:08", "82"),
        ("c0:ff:ee:00:00:07", "83"),
    ]


def test_raw_service_data_is_read() -> None:
    raw = {"addr": "C0:FF:EE:00:00:07", "rssi": "-71", "service_data": {"FCD2": "44000a3a01"}}
    assert heard(DRIVER, TOPIC, notify(blu(raw))).id == "10"


@pytest.mark.parametrize(
    "event",
    [
        {"component": "input:0", "id": 0, "event": "single_push", "ts": UNIX_S},
        {"component": "bthomedevice:200", "id": 200, "event": "single_push", "idx": 0},
        {"component": "script:1", "event": "x", "data": "text"},
        {"component": "script:1", "event": "x", "data": [1, 2]},
        {"component": "script:1", "event": "x", "data": {"temperature": 21}},
        {"component": "sys", "event": "ota_progress", "data": None},
    ],
)
def test_events_of_other_things_say_nothing(event: dict[str, object]) -> None:
    assert read(DRIVER, TOPIC, notify(event)) == []


def test_a_paired_device_has_no_address_and_proves_only_that_it_is_heard() -> None:
    assert read(DRIVER, TOPIC, PAIRED) == [Sighting(GATEWAY, -59.0, ts=AT, id="10")]


def test_another_method_says_nothing() -> None:
    assert read(DRIVER, TOPIC, {"id": 1, "src": NAME, "method": "Shelly.GetStatus"}) == []


@pytest.mark.parametrize(("payload", "state"), [(b"true", "online"), (b"false", "offline")])
def test_availability_is_read(payload: bytes, state: str) -> None:
    (reading,) = read(DRIVER, f"{NAME}/online", payload)
    assert isinstance(reading, DeviceState)
    assert (reading.device, reading.state) == (GATEWAY, state)


def test_another_makers_availability_is_not_ours() -> None:
    assert read(DRIVER, "lamp/online", b"yes") == []


def test_a_level_that_cannot_be_is_unknown() -> None:
    assert heard(DRIVER, TOPIC, notify(blu({**BLU, "rssi": 127}))).rssi_dbm is None


@pytest.mark.parametrize(
    ("topic", "said", "field"),
    [
        (TOPIC, notify(blu({**BLU, "rssi": "loud"})), "rssi"),
        (TOPIC, notify(blu({**BLU, "pid": -1})), "pid"),
        (TOPIC, notify(blu({**BLU, "service_data": {"fcd2": "zz"}})), "service_data"),
        (TOPIC, {"src": NAME, "method": "NotifyEvent", "params": {"events": {}}}, "events"),
        (f"{NAME}/online", b"perhaps", "online"),
    ],
)
def test_what_is_wrong_is_refused_and_named(topic: str, said: object, field: str) -> None:
    assert field in refusal(DRIVER, topic, said)
