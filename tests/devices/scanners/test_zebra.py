"""Zebra's readers with the IoT Connector: sleds and fixed readers."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from devices.drivers import UnreadableError
from devices.readings import Scan
from devices.scanners.zebra import DRIVER
from tests.devices.samples import sample

SLED = {
    "type": "BALANCED_PERFORMANCE",
    "timestamp": "2026-11-22T10:19:52.604Z",
    "data": {
        "tagData": [
            {"EPCid": "30340789000F42C000000001", "eventNum": 1, "peakRssi": -26, "seenCount": 1},
            {"EPCid": "30340789000f42c000000002", "eventNum": 2, "peakRssi": -28, "seenCount": 1},
            {"EPCid": "30340789000F42C000000001", "eventNum": 3, "peakRssi": -31, "seenCount": 1},
        ],
        "barcodeData": [{"symbology": "CODE_39", "decodedBarcode": "SAC-0412"}],
    },
}
FIXED = {
    "type": "SIMPLE",
    "timestamp": "2026-11-22T11:19:52.604+0100",
    "data": {
        "MAC": "84:24:8D:00:00:01",
        "antenna": 1,
        "eventNum": 5,
        "format": "epc",
        "hostName": "FX9600-SALON",
        "idHex": "30340789000f42c000000009",
        "peakRssi": -52,
        "reads": 1,
    },
}
AT = datetime(2026, 11, 22, 10, 19, 52, 604_000, tzinfo=UTC)
SAMPLES = (
    sample("boutique/RFD40-0000001/dataEVT", SLED),
    sample("zebra/DATA/clients/data1event/RFD40-0000001", SLED),
    sample("zebra/fx-salon/tagReads", FIXED),
    sample("zebra/fx-salon/tagReads", [FIXED, FIXED | {"timestamp": 1795342792604}]),
    sample("push/zebra/fx-salon", [FIXED]),
)


def read(topic: str, said: object) -> list[Scan]:
    return [
        reading
        for reading in DRIVER.decode(topic, json.dumps(said).encode())
        if isinstance(reading, Scan)
    ]


@pytest.mark.parametrize("sampled", SAMPLES[:2])
def test_a_sleds_batch_names_each_tag_once_and_its_imagers_codes(
    sampled: tuple[str, bytes],
) -> None:
    device = "zebra/RFD40-0000001"
    assert DRIVER.decode(*sampled) == [
        Scan(device, "30340789000F42C000000001", "epc", AT),
        Scan(device, "30340789000F42C000000002", "epc", AT),
        Scan(device, "SAC-0412", "code39", AT),
    ]


def test_a_fixed_readers_tag_has_its_time_whatever_the_zone() -> None:
    expected = [Scan("zebra/fx-salon", "30340789000F42C000000009", "epc", AT)]
    assert read("zebra/fx-salon/tagReads", FIXED) == expected
    assert read("push/zebra/fx-salon", [FIXED]) == expected
    assert read("zebra/fx-salon", FIXED) == expected


def test_a_list_inside_and_a_time_in_milliseconds_are_read() -> None:
    event = {"timestamp": 1795342792604, "data": [FIXED["data"], {"idHex": "E2801160"}]}
    assert [(scan.data, scan.ts) for scan in read("zebra/fx-salon/tagReads", event)] == [
        ("30340789000F42C000000009", AT),
        ("E2801160", AT),
    ]


@pytest.mark.parametrize(
    "said",
    [
        {"command": "control_operation", "requestId": "a1", "response": {"description": "Success"}},
        {"timestamp": "2026-11-22T10:00:00Z", "eventType": "heartbeat", "data": {"radio": "on"}},
        {"data": None},
        {"data": {"tagData": [{"eventNum": 4}]}},
        {"data": {"format": "tid", "idHex": "e28011602000"}},
    ],
)
def test_what_a_reader_says_beside_its_tags_is_no_scan(said: object) -> None:
    assert read("zebra/MGMT/clients/resp/RFD40-0000001", said) == []


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"idHex": "nobody"}, "idHex"),
        ({"idHex": "0" * 126}, "idHex"),
        ({"tagData": [{"EPCid": "xyz"}]}, "EPCid"),
        ({"tagData": {"EPCid": "00"}}, "tagData"),
        ({"barcodeData": [{"symbology": "QR"}]}, "decodedBarcode"),
        ({"barcodeData": [{"decodedBarcode": ""}]}, "decodedBarcode"),
        ({"barcodeData": [{"decodedBarcode": "x" * 4097}]}, "decodedBarcode"),
    ],
)
def test_what_is_wrong_is_refused_and_named(data: object, field: str) -> None:
    with pytest.raises(UnreadableError, match=field):
        read("zebra/fx-salon/tagReads", {"data": data})
