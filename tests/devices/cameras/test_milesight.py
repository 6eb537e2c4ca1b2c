"""Milesight's VS series: reports in JSON, payloads in bytes. The values are our own."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from devices.cameras.milesight import DRIVER
from devices.decoding import decode
from devices.drivers import UnreadableError
from devices.readings import Count, DeviceHealth, Occupancy, Reading
from tests.devices.samples import sample

EUI = "24e124000000acc0"
SENSOR = f"milesight/{EUI}"
UPLINKS = "milesight/ug65/uplink"
AT = datetime(2026, 11, 21, 10, 15, tzinfo=UTC)
BERLIN = timezone(timedelta(hours=1))
TOTALS = "03D24E00000004D2CB0000000CD2B41400000DD28D1A0000"
PERIODS = "05CC020001000ECC05000700"
VS350 = "01756204CC1200160005CC13001400"
STAMP = int(AT.timestamp()).to_bytes(4, "little").hex()


def report(**more: Any) -> dict[str, Any]:
    return {
        "device_info": {
            "device_name": "People Counter",
            "device_sn": "6767E21800000021",
            "device_mac": "24:E1:24:00:00:E4",
            "firmware_version": "V_135.1.0.7-r1",
            "running_time": 1325,
        },
        "time_info": {
            "start_time": "2026-11-21 11:14:00",
            "end_time": "2026-11-21 11:15:00",
            "time_zone": "UTC+1:00 Central European Time (CET)",
            "enable_dst": 0,
            "dst_status": 0,
        },
        **more,
    }


LINE = {"line": 1, "line_name": "Door", "line_uuid": "54e1d1de-1d76-4bcd-b559-2c1f30176133"}
PERIODIC = {**LINE, "total": {"in": 2, "out": 1}, "children": {"in": 1, "out": 0}}
TOTAL = {**LINE, "total": {"capacity_counted": -2, "in_counted": 412, "out_counted": 414}}
VS121P = {
    "event": "Region People Counting",
    "report_type": "interval",
    "device_info": {"device": "Workplace Sensor", "device_sn": "369362000335"},
    "time_info": {
        "timezone": "UTC+1:00",
        "dst_status": False,
        "start_time": "2026/11/21 10:15:00",
        "end_time": "2026/11/21 11:15:00",
    },
    "current_total": 10,
    "Max_counted": 12,
    "total_mapped_regions": 2,
    "regions_name": ["Salon", "Till"],
    "numbering_regions": [1, 2],
    "current_counted": [6, 4],
    "occupancy": [1, 1],
}
CHIRPSTACK = {
    "deduplicationId": "7b0c2b0e-9f3f-4f0e-9c64-acc0e1000001",
    "time": "2026-11-21T10:15:00+00:00",
    "deviceInfo": {"deviceName": "door", "devEui": EUI, "deviceProfileName": "VS133"},
    "devAddr": "01AB23CD",
    "fCnt": 41,
    "fPort": 85,
    "data": base64.b64encode(bytes.fromhex(PERIODS)).decode(),
}
THINGS_STACK = {
    "end_device_ids": {"device_id": "door", "dev_eui": EUI.upper(), "dev_addr": "01AB23CD"},
    "uplink_message": {
        "f_port": 85,
        "f_cnt": 41,
        "frm_payload": base64.b64encode(bytes.fromhex(PERIODS)).decode(),
        "received_at": "2026-11-21T10:15:00.000000Z",
    },
}
SAMPLES = [
    sample("milesight/door", report(line_total_data=[TOTAL], line_periodic_data=[PERIODIC])),
    sample("push/milesight/salon-1", VS121P),
    sample("application/8/device/24e124000000acc0/event/up", CHIRPSTACK),
    sample("v3/shop@ttn/devices/door/up", THINGS_STACK),
    sample("milesight/door", {"line_1_total_in": 72, "line_1_total_out": 200, "battery": 98}),
    ("milesight/door", TOTALS.encode()),
    ("milesight/door", bytes.fromhex(VS350)),
]


def read(said: object, topic: str = "milesight/door") -> list[Reading]:
    payload = said if isinstance(said, bytes) else json.dumps(said).encode()
    return decode(topic, payload)


def counts(readings: list[Reading]) -> list[tuple[str, int, int, str]]:
    return [
        (one.line, one.people_in, one.people_out, one.meaning)
        for one in readings
        if type(one) is Count
    ]


# --------------------------------------------------------------------------------- payloads


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (TOTALS, [("line_1", 78, 203, "cumulative"), ("line_4", 5300, 6797, "cumulative")]),
        (PERIODS, [("line_1", 2, 1, "increment"), ("line_4", 5, 7, "increment")]),
        (VS350, [("line_1", 18, 22, "cumulative"), ("line_1", 19, 20, "increment")]),
        ("0DCC0900070005CC02000100",
         [("line_1", 9, 7, "cumulative"), ("line_1", 2, 1, "increment")]),
        ("84CC011108110185CCE803E90301",
         [("line_1", 4353, 4360, "cumulative"), ("line_1", 1000, 1001, "increment")]),
        ("10F703000200", [("line_1", 3, 2, "increment")]),
        ("11D20100000012D20100000013CC010001001DE3010203041E E40101000200".replace(" ", ""), []),
        ("FF166614C39694870000FF090102FF1F84010001", []),
        ("09DA0001000200000000", []),
        (PERIODS + "FE0310", [("line_1", 2, 1, "increment"), ("line_4", 5, 7, "increment")]),
    ],
)  # fmt: skip
def test_a_payload_is_read_in_bytes_and_in_digits(sent: str, expected: list[Any]) -> None:
    assert counts(read(bytes.fromhex(sent))) == expected
    for written in (
        sent.lower() + "\n",
        bytes.fromhex(sent).hex(" ").upper(),
        base64.b64encode(bytes.fromhex(sent)).decode(),
    ):
        assert read(written.encode()) == read(bytes.fromhex(sent))


def test_a_total_of_one_way_says_nothing_of_the_other() -> None:
    (count,) = read(b"04D2CB000000")
    assert count == Count("milesight/door", "line_1", 0, 203, "cumulative", ways="out")


def test_regions_tell_how_many_there_are() -> None:
    assert read(b"0FE302100709")[1] == Occupancy("milesight/door", "region_2", 16)
    everywhere = read(b"04C9030800A106CD0507D5000100000000000308D50100000000000000")
    assert everywhere[0] == Occupancy("milesight/door", None, 3)
    assert everywhere[9] == Occupancy("milesight/door", "region_9", 1)


def test_a_battery_is_health() -> None:
    assert read(b"017562")[0] == DeviceHealth("milesight/door", battery_pct=98.0)


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (f"20CE{STAMP}000B000400", [("line_1", 11, 4, "increment")]),
        (f"20CE{STAMP}0107000200 1D000800".replace(" ", ""),
         [("line_1", 29, 8, "cumulative"), ("line_1", 7, 2, "increment")]),
        (f"20CE{STAMP}0B05000700" + f"20CE{STAMP}0F01020304", [("line_3", 5, 7, "increment")]),
        (f"20CE{STAMP}0202000100" + f"20CE{STAMP}0305", [("line_1", 2, 1, "increment")]),
    ],
)  # fmt: skip
def test_what_is_remembered_is_of_its_own_time(record: str, expected: list[Any]) -> None:
    readings = read(record.encode())
    assert counts(readings) == expected
    assert all(type(one) is Count and one.replayed and one.ts == AT for one in readings)


@pytest.mark.parametrize("sent", ["03D24800", "05CC", "7777", "03", "20CE00", "05CC000000000304"])
def test_a_payload_that_nobody_can_read_whole_is_refused(sent: str) -> None:
    with pytest.raises(UnreadableError, match="VS series"):
        read(sent.encode())


# ------------------------------------------------------------------------------- envelopes


@pytest.mark.parametrize(
    ("topic", "said"),
    [
        ("application/8/device/24e124000000acc0/event/up", CHIRPSTACK),
        ("v3/shop@ttn/devices/door/up", THINGS_STACK),
    ],
)
def test_an_uplink_counts_once_however_often_it_is_told(topic: str, said: object) -> None:
    assert read(said, topic) == [
        Count(SENSOR, "line_1", 2, 1, "increment", AT, "01ab23cd:41:line_1"),
        Count(SENSOR, "line_4", 5, 7, "increment", AT, "01ab23cd:41:line_4"),
    ]


def test_a_gateway_of_milesights_writes_digits_or_base64() -> None:
    digits = {"devEUI": EUI, "data": PERIODS, "data_encode": "hex", "fCnt": 4}
    assert counts(read(digits, UPLINKS)) == counts(read(PERIODS.encode()))
    older = {"devEUI": base64.b64encode(bytes.fromhex(EUI)).decode(), "data": "BcwCAAEA"}
    (count,) = read(older, UPLINKS)
    assert count == Count(SENSOR, "line_1", 2, 1, "increment")


@pytest.mark.parametrize(
    "said",
    [
        {"line_4_total_in": 5300, "line_4_total_out": 6797, "line_1_period_in": 2},
        {"deviceInfo": {"devEui": EUI}, "object": {"total_in": 18, "total_out": 22, "battery": 98}},
        {
            "end_device_ids": {"dev_eui": EUI.upper()},
            "uplink_message": {"decoded_payload": {"people_in": 2, "people_out": 1}},
        },
    ],
)
def test_what_the_vendors_own_decoder_made_of_it_is_read(said: dict[str, Any]) -> None:
    readings = read(said, "milesight/door")
    expected = {
        ("line_4", 5300, 6797, "cumulative"),
        ("line_1", 2, 0, "increment"),
        ("line_1", 18, 22, "cumulative"),
        ("line_1", 2, 1, "increment"),
    }
    assert counts(readings)
    assert set(counts(readings)) <= expected
    assert {reading.device for reading in readings} <= {SENSOR, "milesight/door"}


def test_what_was_decoded_and_tells_of_no_people_says_nothing() -> None:
    said = {"deviceInfo": {"devEui": EUI}, "object": {"temperature": 21.5, "humidity": 40}}
    assert read(said, "application/8/device/24e124000000acc0/event/up") == []


def test_decoded_history_and_regions_are_what_they_were() -> None:
    memory = {"timestamp": int(AT.timestamp()), "period_in": 11, "period_out": 4}
    said = {"people_count_all": 3, "region_2_count": 16, "history": [memory]}
    region, everybody, remembered = read(said)
    assert region == Occupancy("milesight/door", "region_2", 16)
    assert everybody == Occupancy("milesight/door", None, 3)
    assert isinstance(remembered, Count)
    assert (remembered.people_in, remembered.ts, remembered.replayed) == (11, AT, True)


def test_other_makers_devices_on_the_same_server_are_not_ours_to_read() -> None:
    other = {**CHIRPSTACK, "deviceInfo": {"devEui": "a84041000000acc0"}}
    assert read(other, "application/8/device/a84041000000acc0/event/up") == []
    decoded = {"deviceInfo": {"devEui": "A84041000000ACC0"}, "object": {"battery": 3.6}}
    assert read(decoded, "application/8/device/a84041000000acc0/event/up") == []


# --------------------------------------------------------------------------------- reports


def test_a_report_holds_the_lines_totals_and_what_its_period_added() -> None:
    total, step = read(report(line_total_data=[TOTAL], line_periodic_data=[PERIODIC]))
    device = "milesight/6767E21800000021"
    end = datetime(2026, 11, 21, 11, 15, tzinfo=BERLIN)
    assert total == Count(device, "Door", 412, 414, "cumulative", end)
    assert isinstance(step, Count)
    assert (step.people_in, step.people_out, step.meaning) == (2, 1, "increment")
    assert (step.since, step.ts) == (end - timedelta(minutes=1), end)


def test_numbers_may_stand_beside_the_lines_name() -> None:
    flat = {**LINE, "in_counted": 412, "out_counted": 414}
    assert counts(read(report(line_total_data=[flat]))) == [("Door", 412, 414, "cumulative")]


def test_a_period_holds_what_was_triggered_in_it() -> None:
    both = report(line_trigger_data=[PERIODIC], line_periodic_data=[PERIODIC])
    assert len(counts(read(both))) == 1


def test_a_report_that_is_sent_again_keeps_its_ids() -> None:
    first, again = (read(report(line_periodic_data=[PERIODIC]))[0] for _ in range(2))
    assert first == again
    assert isinstance(first, Count)
    assert first.id is not None


def test_daylight_saving_is_added_where_the_sensor_says_so() -> None:
    summer = report(line_total_data=[TOTAL])
    summer["time_info"]["dst_status"] = True
    (count,) = read(summer)
    assert isinstance(count, Count)
    assert count.ts == datetime(2026, 11, 21, 9, 15, tzinfo=UTC)


def test_keys_in_another_case_are_the_same_keys() -> None:
    assert read(VS121P, "push/milesight/salon-1") == [
        Occupancy("salon-1", None, 10, ts=AT.astimezone(BERLIN)),
        Occupancy("salon-1", "Salon", 6, ts=AT.astimezone(BERLIN)),
        Occupancy("salon-1", "Till", 4, ts=AT.astimezone(BERLIN)),
    ]
    assert read({key.title(): value for key, value in VS121P.items()}) == read(VS121P)


def test_a_key_that_stands_twice_as_in_the_vendors_own_example_is_forgiven() -> None:
    twice = json.dumps(VS121P).replace('"occupancy"', '"numbering_regions": [1, 2], "occupancy"')
    assert read(twice.encode()) == read(VS121P)


def test_regions_have_their_own_part() -> None:
    regions = [{"region": 2, "region_name": "Till", "total": {"current_total": 3}}]
    (occupancy,) = read(report(region_count_data=regions))
    assert isinstance(occupancy, Occupancy)
    assert (occupancy.zone, occupancy.people) == ("Till", 3)


def test_a_test_of_the_connection_says_nothing() -> None:
    assert read(report(event="Connection Test")) == []


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"current_total": 1}, "device_info"),
        (report(line_total_data=[{**LINE, "total": {"in_counted": "x"}}]), "in_counted"),
        (report(current_total=-1), "current_total"),
        ({**VS121P, "time_info": {"end_time": "noon"}}, "end_time"),
        ({**CHIRPSTACK, "data": "%%%"}, "data"),
        ({"devEUI": "x", "data": PERIODS}, "devEUI"),
    ],
)
def test_what_is_wrong_is_refused_and_named(said: object, field: str) -> None:
    with pytest.raises(UnreadableError, match=field):
        DRIVER.decode("milesight/door", json.dumps(said).encode())
