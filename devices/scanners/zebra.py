"""Zebra's RFID readers with the IoT Connector, over MQTT and over HTTP.

Read at zebradevs.github.io/rfid-ziotc-docs and in what readers were heard to say. A sled (RFD40,
RFD90) sends `dataEVT`: batches of `tagData`, where `EPCid` is always there and the rest is as the
operating mode asks, and `barcodeData` of its imager. A fixed reader (FX7500, FX9600, FXR90) sends
one tag a message or a list of them, each with `idHex`. Both answer commands and report on
themselves on topics beside; that is not for us.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec

from devices import symbologies
from devices.beacons.naming import plain
from devices.drivers import Driver, UnreadableError
from devices.moments import claimed
from devices.readings import Scan
from devices.wire import reader

# A sled's `…/DATA/clients/data1event/{serial}` ends with its name; `…/{serial}/dataEVT` and what
# fixed readers are given end with a word that says what the message is.
SUBJECTS = frozenset(
    {"dataevt", "tagreads", "tag-reads", "tagdata", "tag-data", "d-evt", "data-event", "data"}
)
EPC_DIGITS_AT_MOST = 124  # 496 bits: EPC Tag Data Standard, 9.2
LONGEST_DATA = 4096


class _Barcode(msgspec.Struct):
    decoded: str = msgspec.field(name="decodedBarcode")
    symbology: str = symbologies.UNKNOWN


class _Tag(msgspec.Struct):
    epc_id: str | None = msgspec.field(name="EPCid", default=None)
    epc: str | None = msgspec.field(name="EPC", default=None)


class _Data(msgspec.Struct):
    id_hex: str | None = msgspec.field(name="idHex", default=None)
    format: str | None = None
    tags: list[_Tag] | None = msgspec.field(name="tagData", default=None)
    barcodes: list[_Barcode] | None = msgspec.field(name="barcodeData", default=None)


class _Event(msgspec.Struct):
    data: msgspec.Raw = msgspec.Raw(b"null")
    timestamp: str | float | None = None


_read_one = reader(_Event, strict=False)
_read_many = reader(list[_Event], strict=False)
_read_data = reader(_Data, strict=False)
_read_data_list = reader(list[_Data], strict=False)


def decode(topic: str, payload: bytes) -> Sequence[Scan]:
    device = f"zebra/{_name(topic)}"
    text = payload.strip()
    events = _read_many(text) if text[:1] == b"[" else [_read_one(text)]
    scans: dict[tuple[str, str], Scan] = {}
    for event in events:
        ts = claimed(event.timestamp)
        for data in _data(event):
            for scan in _scans(device, data, ts):
                scans.setdefault((scan.symbology, scan.data), scan)
    return list(scans.values())  # a tag is inventoried many times a second: once a message


def _name(topic: str) -> str:
    levels = [level for level in topic.split("/") if level]
    if len(levels) > 1 and levels[-1].lower() in SUBJECTS:
        levels.pop()
    return plain(levels[-1] if levels else None) or "unnamed"


def _data(event: _Event) -> list[_Data]:
    raw = bytes(event.data)
    match raw[:1]:
        case b"{":
            return [_read_data(raw)]
        case b"[":
            return _read_data_list(raw)
        case _:  # an answer to a command, a management event
            return []


def _scans(device: str, data: _Data, ts: datetime | None) -> Iterator[Scan]:
    if data.id_hex is not None and (data.format or "epc").lower() == "epc":
        yield Scan(device, _epc(data.id_hex, "idHex"), "epc", ts)
    for tag in data.tags or ():
        epc = tag.epc_id or tag.epc
        if epc:
            yield Scan(device, _epc(epc, "EPCid"), "epc", ts)
    for barcode in data.barcodes or ():
        named, text = symbologies.split_aim(barcode.decoded)
        if not 0 < len(text) <= LONGEST_DATA:
            raise UnreadableError(f"decodedBarcode: not 1 to {LONGEST_DATA} characters")
        yield Scan(device, text, named or symbologies.named(barcode.symbology), ts)


def _epc(text: str, field: str) -> str:
    """Upper case, as the standard writes it."""
    digits = text.upper()
    if not 0 < len(digits) <= EPC_DIGITS_AT_MOST or set(digits) - set("0123456789ABCDEF"):
        raise UnreadableError(f"{field}: not hexadecimal")
    return digits


DRIVER = Driver(
    "zebra",
    ("zebra/#", "+/+/dataEVT", "+/+/tagReads"),
    decode,
    pushes=True,
)
