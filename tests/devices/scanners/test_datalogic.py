"""Datalogic's terminals: the intent wedge."""

from __future__ import annotations

import json

import pytest

from devices.drivers import UnreadableError
from devices.readings import Scan
from devices.scanners.datalogic import DRIVER
from tests.devices.samples import sample

TOPIC = "push/datalogic/memor-1"
DEVICE = "datalogic/memor-1"
WEDGE = "com.datalogic.decode.intentwedge."
EXTRAS = {
    f"{WEDGE}barcode_string": "pass:CLND-7Q4M",
    f"{WEDGE}barcode_type": "QRCODE",
    f"{WEDGE}barcode_data": [112, 97],
}
SAMPLES = (
    sample(TOPIC, EXTRAS),
    sample(TOPIC, {"action": "com.datalogic.decodewedge.decode_action", "extras": EXTRAS}),
)


def read(said: object) -> list[Scan]:
    readings = DRIVER.decode(TOPIC, json.dumps(said).encode())
    return [reading for reading in readings if isinstance(reading, Scan)]


@pytest.mark.parametrize("sampled", SAMPLES)
def test_an_intent_is_a_scan(sampled: tuple[str, bytes]) -> None:
    assert DRIVER.decode(*sampled) == (Scan(DEVICE, "pass:CLND-7Q4M", "qr"),)


@pytest.mark.parametrize("prefix", ["com.android.decode.intentwedge.", "app.example.", ""])
def test_the_extras_may_be_named_otherwise(prefix: str) -> None:
    said = {
        f"{prefix}barcode_string": "]d201040063813339311",
        f"{prefix}barcode_type": "DATAMATRIX",
    }
    assert read(said) == [Scan(DEVICE, "01040063813339311", "gs1_datamatrix")]


def test_the_bytes_serve_where_there_is_no_text() -> None:
    assert read({f"{WEDGE}barcode_data": [65, 29, 66]}) == [Scan(DEVICE, "A\x1dB", "unknown")]


@pytest.mark.parametrize("said", [{}, {f"{WEDGE}barcode_string": ""}, {"barcode_string": 5}])
def test_what_is_wrong_is_refused_and_named(said: object) -> None:
    with pytest.raises(UnreadableError, match="barcode_string"):
        read(said)
