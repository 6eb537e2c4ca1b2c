"""April Brother: the Wireless iBeacon Receiver (JSON) and the BLE Gateway V4 (MessagePack, JSON).

wiki.aprbrother.com, "Packet Format" and "User Guide". The receiver writes its beacons as
hexadecimal digits behind one another; its documents say that a level is the byte less 255, and
give one that no radio can tell, so a level is read in two's complement, and an impossible one is
unknown. The V4 hands over raw frames, each behind a byte of type, the address and the level.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from devices import plausible
from devices.beacons.decoded import ibeacon
from devices.beacons.heard import heard
from devices.beacons.naming import gateway
from devices.ble.numbers import signed
from devices.drivers import Driver, UnreadableError
from devices.moments import claimed
from devices.readings import DeviceAbout, DeviceHealth, Reading, Sighting
from devices.wire import packed_reader, reader

IBEACON_BYTES = 29  # address 6, UUID 16, major 2, minor 2, power, battery, level
RAW_HEAD_BYTES = 9  # address 6, level, type, length, before the data
FRAME_HEAD_BYTES = 8  # type, address 6, level, before the data

_Text = Annotated[str, msgspec.Meta(max_length=4096)]


class _Message(msgspec.Struct):
    mac: str | None = None
    id: str | None = None
    v: str | None = None
    time: str | float | None = None
    raw_beacons_data: str | list[str] | None = None


class _Json(_Message):
    devices: list[_Text] = []


class _Packed(_Message):
    devices: list[bytes] = []


class _PackedText(_Message):
    devices: list[_Text] = []


_read_json = reader(_Json, strict=False)
_read_list = reader(list[_Text])
_read_packed = packed_reader(_Packed)
_read_packed_text = packed_reader(_PackedText)


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    if not payload:
        return ()
    said, frames = _unwrapped(payload)
    device = gateway("aprilbrother", said.mac or said.id, topic)
    readings: list[Reading] = [*_of_itself(device, said)]
    readings += (_frame(device, frame, said) for frame in frames)
    readings += _records(device, said.raw_beacons_data or ())
    return readings


def _unwrapped(payload: bytes) -> tuple[_Message, list[bytes]]:
    """What the gateway says of itself, and the frames that it heard."""
    match payload.lstrip()[:1]:
        case b"{":
            said = _read_json(payload)
            return said, _octets(said.devices)
        case b"[":
            return _Message(), _octets(_read_list(payload))
    try:
        packed = _read_packed(payload)
    except UnreadableError as refused:
        return _as_text(payload, refused)
    return packed, packed.devices


def _as_text(payload: bytes, refused: UnreadableError) -> tuple[_Message, list[bytes]]:
    """An old packer knows no bytes, and writes text; what is neither was refused before."""
    try:
        packed = _read_packed_text(payload)
    except UnreadableError:
        raise refused from None
    return packed, _octets(packed.devices)


def _octets(texts: Iterable[str]) -> list[bytes]:
    return [plausible.octets(text, "devices") for text in texts]


def _of_itself(device: str, said: _Message) -> Iterable[Reading]:
    if said.v:
        yield DeviceAbout(device, "ble_gateway", firmware=said.v[:128])
    if said.time is None:
        return
    ts = claimed(said.time)
    since_start = said.time if isinstance(said.time, float) and ts is None else None
    yield DeviceHealth(device, ts, since_start)


def _frame(device: str, frame: bytes, said: _Message) -> Sighting:
    if len(frame) < FRAME_HEAD_BYTES:
        raise UnreadableError(f"devices: a frame has {FRAME_HEAD_BYTES} bytes at least")
    address = plausible.address(frame[1:7].hex())
    return heard(device, address, signed(frame[7]), frame[8:], claimed(said.time))


def _records(device: str, records: str | Sequence[str]) -> Iterable[Sighting]:
    for digits in records.split(";") if isinstance(records, str) else records:
        if digits.strip():
            yield _record(device, plausible.octets(digits.strip(), "raw_beacons_data"))


def _record(device: str, record: bytes) -> Sighting:
    address = plausible.address(record[:6].hex())
    if len(record) == IBEACON_BYTES:
        major, minor = record[22] << 8 | record[23], record[24] << 8 | record[25]
        beacon = ibeacon(record[6:22].hex(), major, minor)
        level = plausible.level(signed(record[28]))
        return Sighting(device, level, beacon, address, signed(record[26]))
    if len(record) >= RAW_HEAD_BYTES and len(record) == RAW_HEAD_BYTES + record[8]:
        return heard(device, address, signed(record[6]), record[RAW_HEAD_BYTES:])
    raise UnreadableError(f"raw_beacons_data: a record of {len(record)} bytes is none")


DRIVER = Driver(
    name="aprilbrother",
    topics=("aprilbrother/#", "beacons", "beacons/#"),
    decode=decode,
    pushes=True,
)
