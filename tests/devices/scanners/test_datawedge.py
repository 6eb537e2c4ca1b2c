"""Zebra's terminals: DataWedge's intents."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from devices.drivers import UnreadableError
from devices.readings import Scan
from devices.scanners.datawedge import DRIVER
from tests.devices.samples import sample

TOPIC = "push/datawedge/tc52-1"
DEVICE = "datawedge/tc52-1"
SYMBOL = "com.symbol.datawedge."
OLD = "com.motorolasolutions.emdk.datawedge."
EXTRAS = {
    f"{SYMBOL}source": "scanner",
    f"{SYMBOL}data_string": "pass:CLND-7Q4M",
    f"{SYMBOL}label_type": "LABEL-TYPE-QRCODE",
    f"{SYMBOL}decode_data": None,
}
RELAYED = {"action": "app.SCAN", "extras": EXTRAS, "id": "t-1", "ts": "2026-11-22T10:00:00Z"}
SEVERAL = {
    f"{SYMBOL}source": "scanner",
    f"{SYMBOL}barcodes": [
        {f"{SYMBOL}data_string": "4006381333931", f"{SYMBOL}label_type": "LABEL-TYPE-EAN13"},
        {f"{SYMBOL}data_string": "SAC-0412", f"{SYMBOL}label_type": "LABEL-TYPE-EAN128"},
    ],
}
SAMPLES = (
    sample(TOPIC, EXTRAS),
    sample(TOPIC, RELAYED),
    sample(TOPIC, SEVERAL),
    sample(TOPIC, {f"{OLD}data_string": "4006381333931", f"{OLD}source": "scanner"}),
)


def read(said: object) -> list[Scan]:
    readings = DRIVER.decode(TOPIC, json.dumps(said).encode())
    return [reading for reading in readings if isinstance(reading, Scan)]


def test_the_extras_alone_are_a_scan_and_decode_data_may_be_null() -> None:
    assert read(EXTRAS) == [Scan(DEVICE, "pass:CLND-7Q4M", "qr")]


def test_a_relayed_intent_keeps_its_id_and_time() -> None:
    at = datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert read(RELAYED) == [Scan(DEVICE, "pass:CLND-7Q4M", "qr", at, "t-1")]


def test_old_builds_have_keys_of_their_own() -> None:
    said = {f"{OLD}data_string": "4006381333931", f"{OLD}label_type": "LABEL-TYPE-EAN13"}
    assert read(said) == [Scan(DEVICE, "4006381333931", "ean13")]


@pytest.mark.parametrize(
    "decode_data", [[[71, 195 - 256, 169 - 256, 29]], [71, 195, 169, 29], [[71, 195], [169, 29]]]
)
def test_where_there_is_no_text_the_bytes_are_read(decode_data: object) -> None:
    assert read({f"{SYMBOL}decode_data": decode_data}) == [Scan(DEVICE, "Gé\x1d", "unknown")]


def test_bytes_that_are_no_utf_8_are_read_as_latin_1() -> None:
    assert read({f"{SYMBOL}decode_data": [[71, 233]]}) == [Scan(DEVICE, "Gé", "unknown")]


def test_several_codes_of_one_trigger_are_several_scans() -> None:
    assert [(scan.data, scan.symbology) for scan in read(SEVERAL)] == [
        ("4006381333931", "ean13"),
        ("SAC-0412", "gs1_128"),
    ]


def test_the_tags_of_one_trigger_are_tags() -> None:
    said = {f"{SYMBOL}source": "rfid", f"{SYMBOL}data_string": "3034AA\n3034BB"}
    assert [(scan.data, scan.symbology) for scan in read(said)] == [
        ("3034AA", "epc"),
        ("3034BB", "epc"),
    ]


@pytest.mark.parametrize("source", ["msr", "MSR", "voice"])
def test_a_cards_magnetic_stripe_and_spoken_words_are_not_heard(source: str) -> None:
    said = {f"{SYMBOL}source": source, f"{SYMBOL}data_string": "%B4000000000000002^"}
    assert read(said) == []


@pytest.mark.parametrize(
    ("label", "symbology"),
    [
        ("LABEL-TYPE-EAN8", "ean8"),
        ("LABEL-TYPE-UPCA", "upca"),
        ("LABEL-TYPE-UPCE0", "upce"),
        ("LABEL-TYPE-CODE128", "code128"),
        ("LABEL-TYPE-DATAMATRIX", "datamatrix"),
        ("LABEL-TYPE-GS1-DATAMATRIX", "gs1_datamatrix"),
        ("LABEL-TYPE-GS1-QRCODE", "gs1_qr"),
        ("LABEL-TYPE-GS1-DATABAR-EXP", "gs1_databar"),
        ("LABEL-TYPE-PDF417", "pdf417"),
        ("LABEL-TYPE-I2OF5", "itf"),
        ("LABEL-TYPE-MICROQR", "micro_qr"),
        ("LABEL-TYPE-UNDEFINED", "unknown"),
    ],
)
def test_labels_have_one_name_each(label: str, symbology: str) -> None:
    (scan,) = read({f"{SYMBOL}data_string": "1", f"{SYMBOL}label_type": label})
    assert scan.symbology == symbology


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "data_string"),
        ({f"{SYMBOL}data_string": None, f"{SYMBOL}decode_data": None}, "data_string"),
        ({f"{SYMBOL}data_string": 12}, "data_string"),
        ({f"{SYMBOL}data_string": "x" * 4097}, "data"),
        ({f"{SYMBOL}decode_data": [["<byte[]>"]]}, "decode_data"),
        ({f"{SYMBOL}decode_data": [[300]]}, "decode_data"),
        ({f"{SYMBOL}decode_data": [[True]]}, "decode_data"),
        ({f"{SYMBOL}barcodes": "many"}, "barcodes"),
        ({f"{SYMBOL}barcodes": ["x"]}, "barcodes"),
        ({"extras": EXTRAS, "id": "x" * 129}, "id"),
        ({"extras": 5}, "extras"),
    ],
)
def test_what_is_wrong_is_refused_and_named(said: object, field: str) -> None:
    with pytest.raises(UnreadableError, match=field):
        read(said)
