"""Find the beacon in what a radio heard: pure functions from bytes to a `Frame`, or to None.

Layouts: Apple's "Proximity Beacon Specification" and github.com/google/eddystone (protocol
specification, eddystone-uid, eddystone-eid). Eddystone-URL, Eddystone-TLM and AltBeacon prove no
client's identity, so they are None like any other frame.
"""

from __future__ import annotations

import msgspec

from devices.ble.advertising import MANUFACTURER_DATA, SERVICE_DATA_16, structures
from devices.readings import Beacon, EddystoneEid, EddystoneUid, IBeacon

APPLE = 0x004C
EDDYSTONE = 0xFEAA

IBEACON_PREFIX = b"\x02\x15"  # type "proximity", 21 bytes to follow
IBEACON_LENGTH = 23

EDDYSTONE_UID = 0x00
EDDYSTONE_EID = 0x30
UID_LENGTH = 18  # frame type, power, 10 of namespace, 6 of instance; two reserved may be missing
EID_LENGTH = 10  # frame type, power, 8 of identifier

_COMPANY_LENGTH = 2
_APPLE_PREFIX = APPLE.to_bytes(_COMPANY_LENGTH, "little")
_EDDYSTONE_PREFIX = EDDYSTONE.to_bytes(2, "little")


class Frame(msgspec.Struct, frozen=True, gc=False):
    """A beacon and the power that it states: iBeacon's at one metre, Eddystone's at none."""

    beacon: Beacon
    power_dbm: int | None


def in_advertisement(data: bytes) -> Frame | None:
    """The first beacon in whole advertising data, a scan response appended to it included."""
    for kind, content in structures(data):
        if kind == MANUFACTURER_DATA:
            frame = in_manufacturer_data(content)
        elif kind == SERVICE_DATA_16 and content[:2] == _EDDYSTONE_PREFIX:
            frame = in_eddystone_data(content[2:])
        else:
            continue
        if frame is not None:
            return frame
    return None


def in_manufacturer_data(data: bytes) -> Frame | None:
    """Read manufacturer data that begins with the company's id, as it is on the air."""
    if data[:_COMPANY_LENGTH] != _APPLE_PREFIX:
        return None
    return in_apple_data(data[_COMPANY_LENGTH:])


def in_apple_data(data: bytes) -> Frame | None:
    """Read Apple's manufacturer data without the company's id, as BlueZ and bleak hand it over."""
    if len(data) < IBEACON_LENGTH or data[:2] != IBEACON_PREFIX:
        return None
    text = data[2:18].hex()
    uuid = f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
    major = data[18] << 8 | data[19]
    minor = data[20] << 8 | data[21]
    return Frame(IBeacon(uuid, major, minor), _signed(data[22]))


def in_service_data(uuid16: int, data: bytes) -> Frame | None:
    """Read service data of a 16-bit service, without the service's id."""
    return in_eddystone_data(data) if uuid16 == EDDYSTONE else None


def in_eddystone_data(data: bytes) -> Frame | None:
    if len(data) < EID_LENGTH:
        return None
    if data[0] == EDDYSTONE_UID and len(data) >= UID_LENGTH:
        return Frame(EddystoneUid(data[2:12].hex(), data[12:18].hex()), _signed(data[1]))
    if data[0] == EDDYSTONE_EID:
        return Frame(EddystoneEid(data[2:10].hex()), _signed(data[1]))
    return None


def _signed(byte: int) -> int:
    return byte - 256 if byte > 127 else byte
