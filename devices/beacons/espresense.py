"""ESPresense (github.com/ESPresense/ESPresense): one room a node, rooms named by their topic.

Read at the source: `src/BleFingerprint.cpp` (identifiers, `fill`), `src/main.cpp` (topics,
telemetry). Times and sequence numbers are not sent. Eddystone-EID is not published at all. Before
its third version a node told of every device on its own room's topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from devices import plausible
from devices.beacons.availability import availability
from devices.drivers import Driver, UnreadableError
from devices.readings import (
    AltBeacon,
    Beacon,
    DeviceAbout,
    DeviceHealth,
    EddystoneUid,
    IBeacon,
    Reading,
    Sighting,
)
from devices.wire import reader

_NUMBERED = re.compile(
    r"(ibeacon|altbeacon):([0-9a-f-]{32,36})-(\d{1,5})-(\d{1,5})", re.IGNORECASE | re.ASCII
)
_EDDYSTONE_UID = re.compile(r"eddy:([0-9a-f]{20}|[0-9a-f]{22})-([0-9a-f]{12})", re.IGNORECASE)
_LARGEST_UINT16 = 65535
_QUIRK_DIGITS = 22
_STATED_POWERS_DBM = range(-127, 1)  # of an iBeacon at one metre


class _Device(msgspec.Struct, rename={"at_one_metre": "rssi@1m"}, gc=False):
    id: str | None = None
    mac: str | None = None
    rssi: float | None = None
    at_one_metre: float | None = None


class _Telemetry(msgspec.Struct):
    uptime: float | None = None
    firm: str | None = None
    ver: str | None = None


_read_device = reader(_Device, strict=False)
_read_telemetry = reader(_Telemetry, strict=False)


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    match topic.split("/"):
        case [_, "devices", said_id, room]:
            return _sighting(f"espresense/{plausible.name(room, 'room')}", said_id, payload)
        case [_, "rooms", room]:
            return _sighting(f"espresense/{plausible.name(room, 'room')}", "", payload)
        case [_, "rooms", room, "status"]:
            return availability(f"espresense/{plausible.name(room, 'room')}", payload)
        case [_, "rooms", room, "telemetry"]:
            return _telemetry(f"espresense/{plausible.name(room, 'room')}", room, payload)
        case _:
            raise UnreadableError("ESPresense has no such topic")


def _sighting(device: str, topic_id: str, payload: bytes) -> Sequence[Sighting]:
    if not payload:
        return ()
    said = _read_device(payload)
    if said.rssi is None:  # below what its radio can tell
        return ()
    beacon = beacon_of(said.id or topic_id)
    power = said.at_one_metre
    return (
        Sighting(
            device,
            plausible.rssi(said.rssi, "rssi"),
            beacon,
            plausible.address(said.mac or ""),
            int(power) if beacon and power is not None and power in _STATED_POWERS_DBM else None,
        ),
    )


def beacon_of(said_id: str) -> Beacon | None:
    """The beacon in an ESPresense identifier; None for an address, a phone's key or an alias.

    Its format for Eddystone-UID prints the fifth byte of the namespace twice, which makes eleven.
    """
    if found := _NUMBERED.fullmatch(said_id):
        major, minor = int(found[3]), int(found[4])
        if max(major, minor) > _LARGEST_UINT16:
            raise UnreadableError("id: major or minor is above 65535")
        kind = IBeacon if found[1].lower() == "ibeacon" else AltBeacon
        return kind(plausible.uuid(found[2], "id"), major, minor)
    if found := _EDDYSTONE_UID.fullmatch(said_id):
        namespace = found[1].lower()
        if len(namespace) == _QUIRK_DIGITS:
            if namespace[8:10] != namespace[10:12]:
                raise UnreadableError("id: an Eddystone namespace of eleven bytes")
            namespace = namespace[:10] + namespace[12:]
        return EddystoneUid(namespace, found[2].lower())
    return None


def _telemetry(device: str, room: str, payload: bytes) -> Sequence[Reading]:
    said = _read_telemetry(payload)
    return (
        DeviceHealth(device, uptime_s=said.uptime),
        DeviceAbout(device, "ble_gateway", model=said.firm, firmware=said.ver, zone=room),
    )


DRIVER = Driver(
    name="espresense",
    topics=(
        "espresense/devices/+/+",
        "espresense/rooms/+",
        "espresense/rooms/+/status",
        "espresense/rooms/+/telemetry",
    ),
    decode=decode,
)
