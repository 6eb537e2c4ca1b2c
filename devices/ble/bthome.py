"""BTHome version 2 (bthome.io/format): what sensors and buttons put into service data 0xFCD2.

Only what is needed to tell one packet from its repetition is read. A packet's number counts to 255
and begins again; an encrypted packet has a counter of four bytes instead, in the clear.
"""

from __future__ import annotations

import msgspec

SERVICE = 0xFCD2

ENCRYPTED = 0x01
VERSION_SHIFT, VERSION = 5, 2
PACKET_ID = 0x00
_COUNTER_AT, _CHECK_LENGTH = -8, 4  # four bytes of counter, and four of check behind it


class Packet(msgspec.Struct, frozen=True, gc=False):
    """One packet. `number` is None where it has none."""

    number: int | None
    encrypted: bool


def in_service_data(data: bytes) -> Packet | None:
    """Read service data without the service's id; None for another version, or for nothing."""
    if not data or data[0] >> VERSION_SHIFT != VERSION:
        return None
    if data[0] & ENCRYPTED:
        return _encrypted(data)
    numbered = len(data) >= 3 and data[1] == PACKET_ID  # objects stand in the order of their ids
    return Packet(data[2] if numbered else None, encrypted=False)


def _encrypted(data: bytes) -> Packet | None:
    if len(data) < 1 - _COUNTER_AT:
        return None
    counter = data[_COUNTER_AT:-_CHECK_LENGTH]
    return Packet(int.from_bytes(counter, "little"), encrypted=True)
