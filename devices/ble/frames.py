"""Find the beacon in what a radio heard: pure functions from bytes to a `Frame`, or to None.

Layouts: Apple's "Proximity Beacon Specification", github.com/AltBeacon/spec, and for Eddystone
`devices.ble.eddystone`.
"""

from __future__ import annotations

import msgspec

from devices.ble import eddystone
from devices.ble.advertising import MANUFACTURER_DATA, SERVICE_DATA_16, structures
from devices.ble.numbers import signed
from devices.readings import AltBeacon, Beacon, EddystoneEtlm, EddystoneTlm, IBeacon

APPLE = 0x004C

IBEACON_PREFIX = b"\x02\x15"  # type "proximity", 21 bytes to follow
IBEACON_LENGTH = 23
ALTBEACON_PREFIX = b"\xbe\xac"
ALTBEACON_LENGTH = 23  # code, 16 + 2 + 2 of identifiers, power; the maker's own byte may be missing

_COMPANY_LENGTH = 2
_APPLE_PREFIX = APPLE.to_bytes(_COMPANY_LENGTH, "little")
_EDDYSTONE_PREFIX = eddystone.SERVICE.to_bytes(2, "little")
_TELEMETRY = (EddystoneTlm, EddystoneEtlm)


class Frame(msgspec.Struct, frozen=True, gc=False):
    """A beacon and the power that it states: iBeacon's at one metre, Eddystone's at none."""

    beacon: Beacon
    power_dbm: int | None


def in_advertisement(data: bytes) -> Frame | None:
    """The first beacon in whole advertising data, a scan response appended to it included.

    Telemetry is answered only where nothing beside it says which beacon it is.
    """
    telemetry = None
    for kind, content in structures(data):
        if kind == MANUFACTURER_DATA:
            frame = in_manufacturer_data(content)
        elif kind == SERVICE_DATA_16 and content[:2] == _EDDYSTONE_PREFIX:
            frame = in_eddystone_data(content[2:])
        else:
            continue
        if frame is None:
            continue
        if not isinstance(frame.beacon, _TELEMETRY):
            return frame
        telemetry = telemetry or frame
    return telemetry


def in_manufacturer_data(data: bytes) -> Frame | None:
    """Read manufacturer data that begins with the company's id, as it is on the air."""
    if data[:_COMPANY_LENGTH] == _APPLE_PREFIX:
        return in_apple_data(data[_COMPANY_LENGTH:])
    return in_altbeacon_data(data[_COMPANY_LENGTH:])


def in_apple_data(data: bytes) -> Frame | None:
    """Read Apple's manufacturer data without the company's id, as BlueZ and bleak hand it over."""
    if len(data) < IBEACON_LENGTH or data[:2] != IBEACON_PREFIX:
        return None
    beacon = IBeacon(_uuid(data[2:18]), data[18] << 8 | data[19], data[20] << 8 | data[21])
    return Frame(beacon, signed(data[22]))


def in_altbeacon_data(data: bytes) -> Frame | None:
    """Read any maker's manufacturer data without the company's id."""
    if len(data) < ALTBEACON_LENGTH or data[:2] != ALTBEACON_PREFIX:
        return None
    beacon = AltBeacon(_uuid(data[2:18]), data[18] << 8 | data[19], data[20] << 8 | data[21])
    return Frame(beacon, signed(data[22]))


def in_service_data(uuid16: int, data: bytes) -> Frame | None:
    """Read service data of a 16-bit service, without the service's id."""
    return in_eddystone_data(data) if uuid16 == eddystone.SERVICE else None


def in_eddystone_data(data: bytes) -> Frame | None:
    read = eddystone.read(data)
    return Frame(*read) if read is not None else None


def _uuid(octets: bytes) -> str:
    text = octets.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
