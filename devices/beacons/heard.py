"""From an advertisement's bytes, as a gateway passes them on, to a sighting."""

from __future__ import annotations

from datetime import datetime

from devices import plausible
from devices.ble import bthome, frames, ruuvi
from devices.ble.advertising import MANUFACTURER_DATA, SERVICE_DATA_16, structures
from devices.readings import EddystoneEtlm, EddystoneTlm, Sighting, VendorBeacon

BTHOME, RUUVI = "bthome", "ruuvi"

_ID_LENGTH = 2  # of a company or a service, before its data
_RUUVI = ruuvi.COMPANY.to_bytes(_ID_LENGTH, "little")
_BTHOME = bthome.SERVICE.to_bytes(_ID_LENGTH, "little")
_TELEMETRY = (EddystoneTlm, EddystoneEtlm)


def heard(
    device: str,
    address: str | None,
    rssi_dbm: float | None,
    data: bytes,
    ts: datetime | None = None,
) -> Sighting:
    """`data` is all advertising data, that of a scan response appended to it."""
    level = plausible.level(rssi_dbm)
    frame = frames.in_advertisement(data)
    if frame is None or isinstance(frame.beacon, _TELEMETRY):
        own = _makers_own(device, address, level, data, ts)
        if own is not None:
            return own
    if frame is None:
        return Sighting(device, level, None, address, None, ts)
    return Sighting(device, level, frame.beacon, address, frame.power_dbm, ts)


def _makers_own(
    device: str, address: str | None, level: float | None, data: bytes, ts: datetime | None
) -> Sighting | None:
    """The frames by which a maker's device names itself, or may be told by its fixed address."""
    for kind, content in structures(data):
        if kind == MANUFACTURER_DATA and content[:_ID_LENGTH] == _RUUVI:
            tag = ruuvi.in_manufacturer_data(content[_ID_LENGTH:])
            if tag is not None:
                beacon = VendorBeacon(RUUVI, tag.name)
                return Sighting(device, level, beacon, address, tag.power_dbm, ts)
        elif kind == SERVICE_DATA_16 and content[:_ID_LENGTH] == _BTHOME:
            packet = bthome.in_service_data(content[_ID_LENGTH:])
            if packet is not None:
                return bthome_sighting(device, address, level, packet, ts)
    return None


def bthome_sighting(
    device: str,
    address: str | None,
    level: float | None,
    packet: bthome.Packet,
    ts: datetime | None,
) -> Sighting:
    """A BTHome device is told by its address, which by its specification it keeps. A packet that
    several radios or several transmissions carried bears the same number."""
    beacon = None if address is None else VendorBeacon(BTHOME, address.replace(":", ""))
    number = None if packet.number is None else str(packet.number)
    return Sighting(device, level, beacon, address, None, ts, number)
