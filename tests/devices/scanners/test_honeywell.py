"""Honeywell's terminals: the Data Collection Intent."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from devices.drivers import UnreadableError
from devices.readings import Scan
from devices.scanners.honeywell import DRIVER
from tests.devices.samples import sample

TOPIC = "push/honeywell/ct40-1"
DEVICE = "honeywell/ct40-1"
EXTRAS = {
    "version": 1,
    "data": "0104006381333931",
    "dataBytes": [48, 49],
    "aimId": "]C1",
    "codeId": "I",
    "charset": "ISO-8859-1",
    "timestamp": "2026-11-22T11:00:00.250+01:00",
    "scanner": "dcs.scanner.imager",
}
SAMPLES = (
    sample(TOPIC, EXTRAS),
    sample(TOPIC, {"action": "com.honeywell.decode.intent.action.EDIT_DATA", "extras": EXTRAS}),
)


def read(said: object) -> list[Scan]:
    readings = DRIVER.decode(TOPIC, json.dumps(said).encode())
    return [reading for reading in readings if isinstance(reading, Scan)]


@pytest.mark.parametrize("sampled", SAMPLES)
def test_an_intent_is_a_scan(sampled: tuple[str, bytes]) -> None:
    at = datetime(2026, 11, 22, 10, 0, 0, 250_000, tzinfo=UTC)
    assert DRIVER.decode(*sampled) == (Scan(DEVICE, "0104006381333931", "gs1_128", at),)


@pytest.mark.parametrize(
    ("aim_id", "symbology"),
    [
        ("]C0", "code128"),
        ("]C1", "gs1_128"),
        ("]Q1", "qr"),
        ("]Q3", "gs1_qr"),
        ("]d1", "datamatrix"),
        ("]d2", "gs1_datamatrix"),
        ("]e0", "gs1_databar"),
        ("]E4", "ean8"),
        ("]L0", "pdf417"),
        ("]z0", "aztec"),
        ("]X0", "unknown"),
        ("C1", "unknown"),
    ],
)
def test_an_aim_identifier_names_the_symbology(aim_id: str, symbology: str) -> None:
    (scan,) = read({"data": "CLND", "aimId": aim_id})
    assert scan.symbology == symbology


@pytest.mark.parametrize(
    ("data", "symbology"), [("4006381333931", "ean13"), ("012345678905", "upca")]
)
def test_upca_and_ean13_share_an_identifier_and_are_told_apart(data: str, symbology: str) -> None:
    assert [scan.symbology for scan in read({"data": data, "aimId": "]E0"})] == [symbology]


def test_an_identifier_in_front_of_the_data_is_taken_off() -> None:
    assert read({"data": "]Q3https://id.example/01/04006381333931"}) == [
        Scan(DEVICE, "https://id.example/01/04006381333931", "gs1_qr")
    ]


def test_the_makers_own_code_id_serves_where_there_is_no_other() -> None:
    assert [read({"data": "1", "codeId": code})[0].symbology for code in "swjd?"] == [
        "qr",
        "datamatrix",
        "code128",
        "ean13",
        "unknown",
    ]


def test_bytes_serve_where_there_is_no_text() -> None:
    assert read({"data": "", "dataBytes": [112, 97, 115, 115]}) == [Scan(DEVICE, "pass", "unknown")]


def test_a_time_that_is_none_is_left_out() -> None:
    assert [scan.ts for scan in read({"data": "1", "timestamp": "yesterday"})] == [None]


@pytest.mark.parametrize(
    ("said", "field"),
    [({"version": 1}, "data"), ({"data": 5}, "data"), ({"data": "1", "aimId": 3}, "aimId")],
)
def test_what_is_wrong_is_refused_and_named(said: object, field: str) -> None:
    with pytest.raises(UnreadableError, match=field):
        read(said)
