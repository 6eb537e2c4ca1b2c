"""Newland's Android terminals: the extras of `nlscan.action.SCANNER_RESULT`, posted over HTTP.

`SCAN_BARCODE1` and, where one trigger reads two, `SCAN_BARCODE2`; `SCAN_STATE` is ok or fail;
`SCAN_BARCODE_TYPE_NAME` names the symbology, while `SCAN_BARCODE_TYPE` is a number of the engine's
own on some models and a name on others.
"""

from __future__ import annotations

from collections.abc import Sequence

from devices.drivers import Driver, UnreadableError
from devices.readings import Scan
from devices.scanners import intents

CODES = ("SCAN_BARCODE1", "SCAN_BARCODE2")
TYPES = ("SCAN_BARCODE_TYPE_NAME", "SCAN_BARCODE_TYPE")


def decode(topic: str, payload: bytes) -> Sequence[Scan]:
    intent = intents.Intent(topic, payload, "newland")
    if (intents.text(intent.extras, "SCAN_STATE") or "ok").lower() == "fail":
        return ()  # the trigger was pulled and nothing was read
    found = [intents.text(intent.extras, key) for key in CODES]
    read = [data for data in found if data is not None]
    if not read:
        raise UnreadableError("SCAN_BARCODE1: missing")
    symbology = intents.label(intent.extras, *TYPES)
    scans = [intent.scan(data, symbology) for data in read]
    return scans if len(scans) == 1 else _apart(scans)


def _apart(scans: Sequence[Scan]) -> Sequence[Scan]:
    """Two codes of one trigger are two scans, whatever the relay calls the trigger."""
    return [
        Scan(scan.device, scan.data, scan.symbology, scan.ts, f"{scan.id}-{number}")
        if scan.id is not None
        else scan
        for number, scan in enumerate(scans, start=1)
    ]


DRIVER = Driver("newland", (), decode, pushes=True)
