"""Zebra's Android terminals: the extras of DataWedge's intent output, posted over HTTP.

Read at techdocs.zebra.com, "DataWedge, Intent Output": `data_string`, `label_type`, `source` and
`decode_data` (an ArrayList of byte arrays, null where raw data are off), below `com.symbol` and, on
old builds, below `com.motorolasolutions.emdk`; several codes of one trigger in `barcodes`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from devices.drivers import Driver, UnreadableError
from devices.readings import Scan
from devices.scanners import intents

PREFIXES = ("com.symbol.datawedge.", "com.motorolasolutions.emdk.datawedge.")
NOT_CODES = frozenset({"msr", "voice"})  # a card's magnetic stripe, spoken words: not ours to hear
TAGS = "rfid"


def decode(topic: str, payload: bytes) -> Sequence[Scan]:
    intent = intents.Intent(topic, payload, "datawedge")
    source = (intents.text(intent.extras, *_keys("source")) or "").lower()
    if source in NOT_CODES:
        return ()
    scans = list(_scans(intent, source))
    if not scans:
        raise UnreadableError("data_string: missing")
    return scans


def _scans(intent: intents.Intent, source: str) -> Iterator[Scan]:
    several = next((intent.extras[key] for key in _keys("barcodes") if key in intent.extras), None)
    if several is not None and not isinstance(several, list):
        raise UnreadableError("barcodes: expected a list")
    for extras in several or [intent.extras]:
        if not isinstance(extras, dict):
            raise UnreadableError("barcodes: expected a list of objects")
        data = _text(extras)
        if data is None:
            continue
        if source == TAGS:  # the tags of one trigger, each on a line
            for tag in data.split():
                yield intent.scan(tag, "epc")
        else:
            yield intent.scan(data, intents.label(extras, *_keys("label_type"), "label_type"))


def _text(extras: intents.Extras) -> str | None:
    return intents.text(extras, *_keys("data_string"), "data_string") or intents.octets(
        extras, *_keys("decode_data"), "decode_data"
    )


def _keys(name: str) -> tuple[str, ...]:
    return tuple(prefix + name for prefix in PREFIXES)


DRIVER = Driver("datawedge", (), decode, pushes=True)
