"""Minew's binary forms: BINARY-LONG, big-endian, and MINEW-CONNECT, little-endian.

Lengths are checked against what is there, so that nothing is read beyond the end.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from devices import plausible
from devices.beacons.heard import heard
from devices.beacons.naming import gateway
from devices.ble.numbers import signed
from devices.drivers import LARGEST_PAYLOAD_BYTES, UnreadableError
from devices.readings import Sighting
from devices.wire import too_large

START = b"\xbb"
LONG, CONNECT = b"\xbb\x01", b"\xbb\x02"
TAIL = 0xDD

_LONG_HEAD = struct.Struct(">2xI6sH")  # whole length, the gateway, how many were heard
_HEARD_HEAD = struct.Struct(">6sH")  # whom, how many packets
_CONNECT_HEAD = struct.Struct("<6xII2sI")  # lengths of all, of the body, and of what is in it
_CONNECT_CONTENT = b"\x84\x3e"
_CONNECT_PACKET = struct.Struct("<HBB6sbB")  # length, receiver, flags, whom, level, data's length


def decode(device: str, payload: bytes) -> Sequence[Sighting]:
    """`device` is what the gateway is called where the message does not say it."""
    if len(payload) > LARGEST_PAYLOAD_BYTES:
        raise too_large(payload)
    try:
        if payload.startswith(LONG):
            return _long(payload)
        if payload.startswith(CONNECT):
            return _connect(device, payload)
    except (struct.error, IndexError):
        raise UnreadableError("the frame is shorter than it says") from None
    raise UnreadableError("of the binary forms only BINARY-LONG and MINEW-CONNECT are read")


def _long(payload: bytes) -> Sequence[Sighting]:
    length, name, transmitters = _LONG_HEAD.unpack_from(payload)
    if length != len(payload) or payload[-1] != TAIL:
        raise UnreadableError("the frame's length or its last byte is wrong")
    device = gateway("minew", name.hex(), "")
    sightings: list[Sighting] = []
    at = _LONG_HEAD.size
    for _ in range(transmitters):
        mac, packets = _HEARD_HEAD.unpack_from(payload, at)
        at += _HEARD_HEAD.size
        for _ in range(packets):
            size = payload[at]
            data, rssi = payload[at + 1 : at + 1 + size], signed(payload[at + size + 2])
            sightings.append(heard(device, plausible.address(mac.hex()), rssi, data))
            at += size + 3  # the kind of address stands before the level
    if at != length - 1:
        raise UnreadableError("the frame holds other than it says")
    return sightings


def _connect(device: str, payload: bytes) -> Sequence[Sighting]:
    whole, body, mark, content = _CONNECT_HEAD.unpack_from(payload)
    said = (whole, body, mark, content)
    size = len(payload)
    if said != (size, size - 14, _CONNECT_CONTENT, size - 20):
        raise UnreadableError("the frame's lengths are wrong")
    sightings = []
    at = _CONNECT_HEAD.size
    while at < size:
        length, _, _, mac, rssi, data_length = _CONNECT_PACKET.unpack_from(payload, at)
        begin = at + _CONNECT_PACKET.size
        data = payload[begin : begin + data_length]
        if len(data) < data_length:
            raise UnreadableError("the frame is shorter than it says")
        sightings.append(heard(device, plausible.address(mac.hex()), rssi, data))
        at += length + 2
    return sightings
