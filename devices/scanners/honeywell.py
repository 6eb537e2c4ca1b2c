"""Honeywell's Android terminals: the extras of the Data Collection Intent, posted over HTTP.

Read in Honeywell's "Android Data Collection Intent API": with `version` 1 the extras are `data`,
`dataBytes`, `charset`, `aimId`, `codeId` and `timestamp`; the data editing intent has the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from devices import symbologies
from devices.drivers import Driver, UnreadableError
from devices.readings import Scan
from devices.scanners import intents

# Honeywell's own code ids, for terminals that send no AIM identifier.
CODE_IDS = {
    "D": "ean8",
    "E": "upce",
    "I": "gs1_128",
    "a": "codabar",
    "b": "code39",
    "c": "upca",
    "d": "ean13",
    "e": "itf",
    "i": "code93",
    "j": "code128",
    "r": "pdf417",
    "s": "qr",
    "w": "datamatrix",
    "y": "gs1_databar",
    "z": "aztec",
    "{": "gs1_databar",
    "}": "gs1_databar",
}


def decode(topic: str, payload: bytes) -> Sequence[Scan]:
    intent = intents.Intent(topic, payload, "honeywell")
    data = intents.text(intent.extras, "data") or intents.octets(intent.extras, "dataBytes")
    if data is None:
        raise UnreadableError("data: missing")
    return (intent.scan(data, _symbology(intent.extras, data), _timestamp(intent.extras)),)


def _symbology(extras: intents.Extras, data: str) -> str:
    aim_id = intents.text(extras, "aimId")
    if aim_id is not None:
        return symbologies.of_aim(aim_id, data)
    code_id = intents.text(extras, "codeId")
    return CODE_IDS.get(code_id or "", symbologies.UNKNOWN)


def _timestamp(extras: intents.Extras) -> str | float | None:
    said = extras.get("timestamp")
    return said if isinstance(said, str | float | int) and not isinstance(said, bool) else None


DRIVER = Driver("honeywell", (), decode, pushes=True)
