"""From what bleak hands over to what the boutique is told: pure functions, one advertisement each.

BlueZ merges what a device advertises: one with an iBeacon and an Eddystone shows both each time,
and so each of its beacons is a sighting.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

import msgspec

from devices.agents.ble.filter import Filter
from devices.ble import eddystone, frames
from devices.ble.advertising import MANUFACTURER_DATA, SERVICE_DATA_16
from devices.ble.private_address import is_resolvable
from devices.readings import Beacon

RSSI_NOT_MEASURED = -127  # bleak's word for it
BASE_UUID = "0000{:04x}-0000-1000-8000-00805f9b34fb"
EDDYSTONE_UUID = BASE_UUID.format(eddystone.SERVICE)
LONGEST_STRUCTURE = 254


class Advert(msgspec.Struct, frozen=True, gc=False):
    """What one adapter heard. `services` are service data by the service's whole UUID."""

    at: datetime
    address: str
    rssi_dbm: int
    manufacturers: Mapping[int, bytes]
    services: Mapping[str, bytes]
    address_is_random: bool = True


class Said(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """One sighting, as the canonical protocol writes it."""

    id: str
    ts: datetime
    rssi_dbm: int
    address: str
    tx_power_dbm: int | None = None
    beacon: Beacon | None = None
    frame: str | None = None


def sightings(advert: Advert, wanted: Filter, number: str) -> Iterator[Said]:
    """What is told of it: a sighting for each beacon, or one for what else is wanted."""
    rssi_dbm = advert.rssi_dbm
    if rssi_dbm == RSSI_NOT_MEASURED or rssi_dbm < wanted.min_rssi_dbm:
        return
    at, address = advert.at, advert.address.lower()
    found = [frame for frame in _frames(advert) if wanted.takes(frame.beacon)]
    for place, frame in enumerate(found):
        said_id = f"{number}.{place}" if place else number
        yield Said(said_id, at, rssi_dbm, address, frame.power_dbm, frame.beacon)
    if found:
        return
    if "other" in wanted.kinds:
        yield Said(number, at, rssi_dbm, address, frame=written(advert).hex())
    elif "private_address" in wanted.kinds and advert.address_is_random and is_resolvable(address):
        yield Said(number, at, rssi_dbm, address)


def written(advert: Advert) -> bytes:
    """The advertising data as it was on the air, as far as BlueZ tells of it."""
    parts = [
        (MANUFACTURER_DATA, company.to_bytes(2, "little") + data)
        for company, data in advert.manufacturers.items()
    ]
    for uuid, data in advert.services.items():
        uuid16 = int(uuid[4:8], 16)
        if uuid == BASE_UUID.format(uuid16):
            parts.append((SERVICE_DATA_16, uuid16.to_bytes(2, "little") + data))
    return b"".join(
        bytes([len(content) + 1, kind]) + content
        for kind, content in parts
        if len(content) <= LONGEST_STRUCTURE
    )


def _frames(advert: Advert) -> Iterator[frames.Frame]:
    for company, data in advert.manufacturers.items():
        read = frames.in_apple_data if company == frames.APPLE else frames.in_altbeacon_data
        if (frame := read(data)) is not None:
            yield frame
    if (frame := frames.in_eddystone_data(advert.services.get(EDDYSTONE_UUID, b""))) is not None:
        yield frame
