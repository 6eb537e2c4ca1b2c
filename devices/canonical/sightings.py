"""Beacons that a gateway of ours heard: one a message, or many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec

from devices import plausible
from devices.ble import frames
from devices.drivers import UnreadableError
from devices.readings import (
    AltBeacon,
    Beacon,
    EddystoneEid,
    EddystoneUid,
    EddystoneUrl,
    IBeacon,
    Proof,
    Sighting,
    VendorBeacon,
)
from devices.wire import reader

NAMESPACE_DIGITS = 20
INSTANCE_DIGITS = 12
EID_DIGITS = 16


class _Sighting(msgspec.Struct, gc=False, omit_defaults=True):
    rssi_dbm: float
    ts: Annotated[datetime, msgspec.Meta(tz=True)] | None = None
    id: Annotated[str, msgspec.Meta(max_length=128)] | None = None
    tx_power_dbm: Annotated[int, msgspec.Meta(ge=-128, le=127)] | None = None
    address: str | None = None
    frame: Annotated[str, msgspec.Meta(max_length=4096)] | None = None
    beacon: Proof | None = None


class _Batch(msgspec.Struct, omit_defaults=True):
    sightings: list[_Sighting]


_read_one = reader(_Sighting, terse=True)
_read_list = reader(list[_Sighting], terse=True)
_read_batch = reader(_Batch, terse=True)


def sighting(device: str, payload: bytes) -> Sequence[Sighting]:
    return (_sighting(device, _read_one(payload)),)


def batch(device: str, payload: bytes) -> Sequence[Sighting]:
    """An object with a list of sightings, or the list alone. One bad one refuses the message."""
    alone = payload.lstrip()[:1] == b"["
    said = _read_list(payload) if alone else _read_batch(payload).sightings
    return [_sighting(device, one) for one in said]


def _sighting(device: str, said: _Sighting) -> Sighting:
    beacon: Beacon | None = None
    power_dbm = said.tx_power_dbm
    if said.beacon is not None:
        beacon = normal(said.beacon)
    elif said.frame is not None:
        frame = frames.in_advertisement(plausible.octets(said.frame, "frame"))
        if frame is not None:
            beacon = frame.beacon
            power_dbm = frame.power_dbm if power_dbm is None else power_dbm
    address = said.address
    if address is not None:
        address = plausible.address(address)
        if address is None:
            raise UnreadableError("address: not a Bluetooth address")
    ts = said.ts
    return Sighting(
        device,
        plausible.rssi(said.rssi_dbm),
        beacon,
        address,
        power_dbm,
        None if ts is None else plausible.time(ts),
        said.id,
    )


def normal(beacon: Proof) -> Proof:
    """The same beacon in the one spelling that our own readings use."""
    match beacon:
        case IBeacon():
            uuid = plausible.uuid(beacon.uuid, "beacon.uuid")
            return beacon if uuid is beacon.uuid else IBeacon(uuid, beacon.major, beacon.minor)
        case EddystoneUid():
            return EddystoneUid(
                plausible.hexadecimal(beacon.namespace, "beacon.namespace", NAMESPACE_DIGITS),
                plausible.hexadecimal(beacon.instance, "beacon.instance", INSTANCE_DIGITS),
            )
        case EddystoneEid():
            return EddystoneEid(plausible.hexadecimal(beacon.eid, "beacon.eid", EID_DIGITS))
        case EddystoneUrl():
            return EddystoneUrl(plausible.name(beacon.url, "beacon.url"))
        case AltBeacon():
            return AltBeacon(plausible.uuid(beacon.id1, "beacon.id1"), beacon.id2, beacon.id3)
        case VendorBeacon():
            return VendorBeacon(
                plausible.name(beacon.vendor, "beacon.vendor"),
                plausible.name(beacon.id, "beacon.id"),
            )
