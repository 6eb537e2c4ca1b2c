"""Datalogic's Android terminals: the extras of the intent wedge, posted over HTTP.

Read in Datalogic's SDK for Android, `IntentWedge`: `barcode_string`, `barcode_type` and
`barcode_data` (bytes) below `com.datalogic.decode.intentwedge`, and below `com.android.decode` on
relabelled terminals. The wedge's settings can name the extras otherwise; an ending is enough.
"""

from __future__ import annotations

from collections.abc import Sequence

from devices.drivers import Driver, UnreadableError
from devices.readings import Scan
from devices.scanners import intents


def decode(topic: str, payload: bytes) -> Sequence[Scan]:
    intent = intents.Intent(topic, payload, "datalogic")
    extras = intent.extras
    data = intents.text(extras, *_ending(extras, "barcode_string"))
    if data is None:
        data = intents.octets(extras, *_ending(extras, "barcode_data"))
    if data is None:
        raise UnreadableError("barcode_string: missing")
    return (intent.scan(data, intents.label(extras, *_ending(extras, "barcode_type"))),)


def _ending(extras: intents.Extras, ending: str) -> list[str]:
    return sorted(key for key in extras if key.endswith(ending))


DRIVER = Driver("datalogic", (), decode, pushes=True)
