"""Newland's terminals: the scanner's result."""

from __future__ import annotations

import json

import pytest

from devices.drivers import UnreadableError
from devices.readings import Scan
from devices.scanners.newland import DRIVER
from tests.devices.samples import sample

TOPIC = "push/newland/mt90-1"
DEVICE = "newland/mt90-1"
EXTRAS = {
    "SCAN_BARCODE1": "pass:CLND-7Q4M",
    "SCAN_BARCODE_TYPE": 33,
    "SCAN_BARCODE_TYPE_NAME": "QR Code",
    "SCAN_STATE": "ok",
}
SAMPLES = (
    sample(TOPIC, EXTRAS),
    sample(TOPIC, {"action": "nlscan.action.SCANNER_RESULT", "extras": EXTRAS, "id": "7"}),
    sample(TOPIC, EXTRAS | {"SCAN_BARCODE2": "4006381333931"}),
)


def read(said: object) -> list[Scan]:
    readings = DRIVER.decode(TOPIC, json.dumps(said).encode())
    return [reading for reading in readings if isinstance(reading, Scan)]


def test_a_result_is_a_scan() -> None:
    assert read(EXTRAS) == [Scan(DEVICE, "pass:CLND-7Q4M", "qr")]


def test_two_codes_of_one_trigger_are_two_scans_with_ids_of_their_own() -> None:
    said = {"extras": EXTRAS | {"SCAN_BARCODE2": "4006381333931"}, "id": "7"}
    assert [(scan.data, scan.id) for scan in read(said)] == [
        ("pass:CLND-7Q4M", "7-1"),
        ("4006381333931", "7-2"),
    ]


@pytest.mark.parametrize(
    ("kind", "symbology"),
    [("EAN-13", "ean13"), (5, "unknown"), ("5", "unknown"), (None, "unknown")],
)
def test_the_type_is_a_name_on_some_models_and_a_number_on_others(
    kind: object, symbology: str
) -> None:
    (scan,) = read({"SCAN_BARCODE1": "1234567890", "SCAN_BARCODE_TYPE": kind})
    assert scan.symbology == symbology


def test_a_trigger_that_read_nothing_says_nothing() -> None:
    assert read({"SCAN_STATE": "fail", "SCAN_BARCODE1": None}) == []


@pytest.mark.parametrize("said", [{}, {"SCAN_STATE": "ok"}, {"SCAN_BARCODE1": ["1"]}])
def test_what_is_wrong_is_refused_and_named(said: object) -> None:
    with pytest.raises(UnreadableError, match="SCAN_BARCODE1"):
        read(said)
