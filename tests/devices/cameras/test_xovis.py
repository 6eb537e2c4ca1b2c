"""Xovis, firmware 3 and 5: what the data push says. The values are our own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from devices.cameras.xovis import DRIVER
from devices.decoding import decode
from devices.drivers import UnreadableError
from devices.readings import Count, DeviceHealth, Occupancy, Reading
from tests.devices.samples import sample

SENSOR = {"serial_number": "80:1F:12:00:00:22", "type": "SINGLE_SENSOR", "name": "door-1"}
NAME = "xovis/80:1F:12:00:00:22"
FROM, TO = datetime(2026, 11, 21, 9, 59, tzinfo=UTC), datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
RECORD = {
    "from": "2026-11-21T09:59:00Z",
    "to": "2026-11-21T10:00:00Z",
    "counts": [
        {"id": 1000001, "name": "fw", "value": 3},
        {"id": 1000002, "name": "bw", "value": 1},
    ],
}
SALON = {
    "id": 1001,
    "name": "Salon",
    "records": [{**RECORD, "counts": [{"name": "balance", "value": -2}]}],
}


def logics(*records: dict[str, Any], package: int = 101) -> dict[str, Any]:
    return {
        "logics_data": {
            "package_info": {"version": "5.0", "id": package, "agent_id": 7},
            "sensor_info": {**SENSOR, "time": "2026-11-21T10:00:05Z"},
            "logics": [{"id": 1000, "name": "Door", "records": list(records)}, SALON],
        }
    }


def counted(counter: int, total: int) -> dict[str, Any]:
    attributes = {"counter_id": counter, "counter_value": total, "track_id": 77}
    return {"category": "COUNT", "type": "COUNT_INCREMENT", "attributes": attributes}


def live(*events: dict[str, Any], **more: Any) -> dict[str, Any]:
    frame = {
        "framenumber": 991,
        "frametype": "LIVE",
        "time": int(TO.timestamp() * 1000),
        "tracked_objects": [{"track_id": 77, "type": "PERSON", "position": [0.1, -0.4, 1.7]}],
        "events": [{"category": "SCENE", "type": "TRACK_CREATE"}, *events],
    }
    info = {"version": "5.0", "id": 4242, "agent_id": 8}
    data = {"package_info": info, "sensor_info": SENSOR, "frames": [frame], **more}
    return {"live_data": data}


CONFIG = {
    "logics": [{"id": 1008, "name": "Door"}, {"id": 1009, "name": "Salon"}],
    "counts": [
        {"id": 1008001, "name": "fw", "logic_id": 1008, "type": "LINE_FW"},
        {"id": 1008002, "name": "bw", "logic_id": 1008, "type": "LINE_BW"},
        {"id": 1009001, "name": "balance", "logic_id": 1009, "type": "ZONE_BALANCE"},
    ],
}
OLDER = {
    "sensor-info": {
        "serial-number": "00:6E:02:00:00:A4",
        "name": "door",
        "ip-address": "192.0.2.9",
    },
    "status": {"code": "OK"},
    "content": {
        "element": [
            {
                "element-id": 0,
                "element-name": "Line 1",
                "sensor-type": "SINGLE_SENSOR",
                "data-type": "LINE",
                "resolution": "ONE_MINUTE",
                "measurement": [
                    {
                        "from": "2026-11-21T10:59:00+01:00",
                        "to": "2026-11-21T11:00:00+01:00",
                        "value": [{"value": 2, "label": "fw"}, {"value": 5, "label": "bw"}],
                    }
                ],
            }
        ]
    },
}
STATUS = {"status_data": {"sensor_info": {**SENSOR, "time": "2026-11-21T10:00:00Z"}, "status": {}}}
SAMPLES = [
    sample("push/xovis/door-1", logics(RECORD)),
    sample("xovis/door/live", live(counted(1008001, 118), config=CONFIG)),
    sample("push/xovis/door-1", OLDER),
    sample("push/xovis/door-1", [STATUS, {"connection_test": {}}]),
]


def read(said: object, topic: str = "xovis/door/push") -> list[Reading]:
    return decode(topic, json.dumps(said).encode())


def test_records_are_what_was_counted_in_their_interval() -> None:
    identity = f"1000@{FROM.isoformat()}/{TO.isoformat()}"
    count = Count(
        NAME, "Door", 3, 1, "increment", TO, identity, since=FROM, sequence=101, stream="7"
    )
    assert read(logics(RECORD)) == [count, Occupancy(NAME, "Salon", 0, ts=TO)]


def test_what_was_posted_is_of_the_device_that_the_door_knows() -> None:
    assert {reading.device for reading in read(logics(RECORD), "push/xovis/door-1")} == {"door-1"}


def test_a_record_that_is_sent_anew_in_another_package_keeps_its_id() -> None:
    first, again = read(logics(RECORD, package=5))[0], read(logics(RECORD, package=9))[0]
    assert isinstance(first, Count)
    assert isinstance(again, Count)
    assert (first.id, first.sequence) == (again.id, 5)
    assert again.sequence == 9


def test_the_sensor_may_stand_beside_the_data() -> None:
    said = logics(RECORD)
    data = said["logics_data"]
    beside = {name: data.pop(name) for name in ("package_info", "sensor_info")}
    assert read(beside | said) == read(logics(RECORD))


def test_times_may_be_unix_numbers() -> None:
    numbers = {**RECORD, "from": FROM.timestamp(), "to": int(TO.timestamp() * 1000)}
    (count, _) = read(logics(numbers))
    assert isinstance(count, Count)
    assert (count.since, count.ts) == (FROM, TO)


def test_a_live_event_carries_the_counters_total() -> None:
    assert read(live(counted(1008001, 118), config=CONFIG)) == [
        Count(NAME, "Door", 118, 0, "cumulative", TO, ways="in")
    ]


def test_of_several_totals_the_last_one_stands() -> None:
    said = live(counted(1008001, 118), counted(1008002, 90), counted(1008001, 119), config=CONFIG)
    assert read(said) == [Count(NAME, "Door", 119, 90, "cumulative", TO)]


def test_without_the_config_a_counters_number_tells_its_way() -> None:
    assert read(live(counted(1008002, 90))) == [
        Count(NAME, "1008", 0, 90, "cumulative", TO, ways="out")
    ]


def test_a_zones_balance_is_how_many_there_are() -> None:
    said = live(counted(1009001, 12), config=CONFIG)
    assert read(said) == [Occupancy(NAME, "Salon", 12, ts=TO)]


def test_firmware_3_counts_by_elements() -> None:
    (count,) = read(OLDER)
    assert count == Count(
        "xovis/00:6E:02:00:00:A4",
        "Line 1",
        2,
        5,
        "increment",
        TO,
        "0@2026-11-21T10:59:00+01:00/2026-11-21T11:00:00+01:00",
        since=FROM,
    )


def test_a_connection_test_says_nothing_and_a_status_that_the_sensor_lives() -> None:
    assert read({"connection_test": {"time": 1}}) == []
    assert read([{"connection_test": {}}, STATUS, live()]) == [DeviceHealth(NAME, TO)]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"weather": {}}, "logics_data"),
        ([[]], "envelope"),
        ([{}] * 1_001, "envelopes"),
        (logics({**RECORD, "counts": [{"name": "fw", "value": "x"}]}), "value"),
        (logics({**RECORD, "to": "noon"}), "to: not a time"),
        (live({"category": "COUNT", "attributes": {"counter_id": 1}}), "counter_id"),
        ({"logics_data": {"logics": [{"records": [{}] * 1_001}]}}, "records"),
    ],
)
def test_what_is_wrong_is_refused_and_named(said: object, field: str) -> None:
    with pytest.raises(UnreadableError, match=field):
        DRIVER.decode("xovis/door/push", json.dumps(said).encode())


def test_xml_is_refused_with_what_to_do() -> None:
    with pytest.raises(UnreadableError, match="let the sensor push JSON"):
        DRIVER.decode("push/xovis/a", b"<?xml version='1.0'?><report/>")
