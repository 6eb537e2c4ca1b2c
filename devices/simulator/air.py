"""A beacon as the bytes that it advertises: the way back from `devices.ble.frames`."""

from __future__ import annotations

from devices.ble import eddystone
from devices.ble.frames import APPLE, IBEACON_PREFIX
from devices.readings import EddystoneEid, EddystoneUid, IBeacon

FLAGS = bytes((2, 0x01, 0x06))
EDDYSTONE_ID = eddystone.SERVICE.to_bytes(2, "little")
EDDYSTONE_SERVICE = bytes((3, 0x03)) + EDDYSTONE_ID

Eddystone = EddystoneUid | EddystoneEid


def advertisement(beacon: IBeacon | Eddystone, power_dbm: int) -> bytes:
    """All of the advertising data."""
    if isinstance(beacon, IBeacon):
        return FLAGS + _structure(0xFF, manufacturer_data(beacon, power_dbm))
    data = EDDYSTONE_ID + service_data(beacon, power_dbm)
    return FLAGS + EDDYSTONE_SERVICE + _structure(0x16, data)


def manufacturer_data(beacon: IBeacon, power_dbm: int) -> bytes:
    """With the company's id in front, as on the air."""
    return (
        APPLE.to_bytes(2, "little")
        + IBEACON_PREFIX
        + bytes.fromhex(beacon.uuid.replace("-", ""))
        + beacon.major.to_bytes(2, "big")
        + beacon.minor.to_bytes(2, "big")
        + power_dbm.to_bytes(1, "big", signed=True)
    )


def service_data(beacon: Eddystone, power_dbm: int) -> bytes:
    """Eddystone's, without the service's id. The power is that at no distance: 41 dB more."""
    power = min(20, power_dbm + 41).to_bytes(1, "big", signed=True)
    if isinstance(beacon, EddystoneUid):
        name = bytes.fromhex(beacon.namespace + beacon.instance)
        return bytes((eddystone.UID,)) + power + name + bytes(2)
    return bytes((eddystone.EID,)) + power + bytes.fromhex(beacon.eid)


def _structure(kind: int, data: bytes) -> bytes:
    return bytes((len(data) + 1, kind)) + data
