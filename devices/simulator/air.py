"""A beacon as the bytes that it advertises: the way back from `devices.ble.frames`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.ble import bthome, eddystone
from devices.ble.frames import APPLE, IBEACON_PREFIX
from devices.readings import Beacon, EddystoneEid, EddystoneTlm, EddystoneUid, IBeacon, VendorBeacon

if TYPE_CHECKING:
    from devices.simulator.voices.said import Advert

FLAGS = bytes((2, 0x01, 0x06))
EDDYSTONE_ID = eddystone.SERVICE.to_bytes(2, "little")
EDDYSTONE_SERVICE = bytes((3, 0x03)) + EDDYSTONE_ID

BTHOME_ID = bthome.SERVICE.to_bytes(2, "little")
BTHOME_INFO = bthome.VERSION << bthome.VERSION_SHIFT

Eddystone = EddystoneUid | EddystoneEid | EddystoneTlm


def heard(advert: Advert) -> bytes:
    """What a gateway heard, as it passes it on raw."""
    return advertisement(advert.beacon, advert.power_dbm, packet_number(advert.unix_s))


def packet_number(unix_s: float) -> int:
    """A BTHome device counts what it says, and begins again after 255."""
    return int(unix_s) % 256


def advertisement(beacon: Beacon, power_dbm: int, number: int = 0) -> bytes:
    """All of the advertising data; of a maker's own frames only BTHome's is known here."""
    match beacon:
        case IBeacon():
            return FLAGS + _structure(0xFF, manufacturer_data(beacon, power_dbm))
        case EddystoneUid() | EddystoneEid() | EddystoneTlm():
            data = EDDYSTONE_ID + service_data(beacon, power_dbm)
            return FLAGS + EDDYSTONE_SERVICE + _structure(0x16, data)
        case VendorBeacon(vendor="bthome"):
            packet = bytes((BTHOME_INFO, bthome.PACKET_ID, number))
            return FLAGS + _structure(0x16, BTHOME_ID + packet)
        case _:
            return FLAGS


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
    if isinstance(beacon, EddystoneTlm):
        return _telemetry(beacon)
    power = min(20, power_dbm + 41).to_bytes(1, "big", signed=True)
    if isinstance(beacon, EddystoneUid):
        name = bytes.fromhex(beacon.namespace + beacon.instance)
        return bytes((eddystone.UID,)) + power + name + bytes(2)
    return bytes((eddystone.EID,)) + power + bytes.fromhex(beacon.eid)


def _telemetry(beacon: EddystoneTlm) -> bytes:
    celsius = eddystone.NOT_MEASURED if beacon.temperature_c is None else beacon.temperature_c
    return (
        bytes((eddystone.TLM, eddystone.PLAIN))
        + (beacon.voltage_mv or 0).to_bytes(2, "big")
        + round(celsius * 256).to_bytes(2, "big", signed=True)
        + beacon.advertisements.to_bytes(4, "big")
        + round(beacon.uptime_s * eddystone.TENTHS_OF_A_SECOND).to_bytes(4, "big")
    )


def _structure(kind: int, data: bytes) -> bytes:
    return bytes((len(data) + 1, kind)) + data
