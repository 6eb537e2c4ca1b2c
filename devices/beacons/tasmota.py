"""Tasmota on an ESP32, or with an HM-10 module: its iBeacon driver and its BLE details.

Read at the source: `xsns_52_esp32_ibeacon_ble.ino`, `xsns_52_ibeacon.ino` (major and minor are
four hexadecimal digits, a beacon without a UUID has an address alone, one that went away has
level 0 and state OFF) and docs/Bluetooth_ESP32.md. `Time` has no zone and is not used. All other
sensors that a Tasmota device may have say nothing to us.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated

import msgspec

from devices import plausible
from devices.beacons.availability import availability
from devices.beacons.decoded import ibeacon
from devices.beacons.heard import heard
from devices.beacons.naming import gateway
from devices.drivers import Driver, UnreadableError
from devices.readings import Reading, Sighting
from devices.wire import reader

SUBJECTS = ("SENSOR", "BLE", "LWT")
PREFIX = "tele"
GONE = "OFF"
LARGEST_UINT16 = 65535

_HEX = re.compile(r"[0-9A-Fa-f]{4}")
_DECIMAL = re.compile(r"\d{1,5}", re.ASCII)


class _Beacon(msgspec.Struct, rename="upper", gc=False):
    mac: str | None = None
    uid: str | None = None
    major: str | int | None = None
    minor: str | int | None = None
    rssi: float | None = None
    state: str = ""


class _Details(msgspec.Struct, rename={"address": "mac", "rssi": "RSSI", "data": "p"}, gc=False):
    address: str | None = None  # with "/1" behind it where it is a random one
    rssi: float | None = None
    data: Annotated[str, msgspec.Meta(max_length=4096)] = ""


class _Sensors(msgspec.Struct, gc=False):
    beacon: _Beacon | None = msgspec.field(default=None, name="IBEACON")
    details: _Details | None = msgspec.field(default=None, name="DetailsBLE")
    older_details: _Details | None = msgspec.field(default=None, name="details")


_read = reader(_Sensors, strict=False)


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    levels = topic.split("/")
    names = [level for level in levels[:-1] if level != PREFIX]
    device = gateway("tasmota", names[-1] if names else "", topic)
    if levels[-1] == "LWT":
        return availability(device, payload)
    if not payload:
        return ()
    said = _read(payload)
    details = said.details or said.older_details
    if said.beacon is not None:
        return _beacon(device, said.beacon)
    return () if details is None else _details(device, details)


def _beacon(device: str, said: _Beacon) -> Sequence[Sighting]:
    if not said.rssi or said.state.upper() == GONE:
        return ()
    beacon = ibeacon(said.uid, _number(said.major, "MAJOR"), _number(said.minor, "MINOR"))
    address = plausible.address(said.mac or "")
    return (Sighting(device, plausible.level(said.rssi), beacon, address),)


def _number(said: str | int | None, field: str) -> int | None:
    if said is None or said == "":
        return None
    if isinstance(said, str):
        if _HEX.fullmatch(said):
            return int(said, 16)
        if not _DECIMAL.fullmatch(said):
            raise UnreadableError(f"{field}: not a number of sixteen bits")
        said = int(said)
    if not 0 <= said <= LARGEST_UINT16:
        raise UnreadableError(f"{field}: outside 0 to 65535")
    return said


def _details(device: str, said: _Details) -> Sequence[Sighting]:
    address = plausible.address((said.address or "").partition("/")[0])
    return (heard(device, address, said.rssi, plausible.octets(said.data, "p")),)


DRIVER = Driver(
    name="tasmota",
    topics=(
        *(f"{PREFIX}/+/{subject}" for subject in SUBJECTS),
        *(f"+/{PREFIX}/{subject}" for subject in SUBJECTS),
    ),
    decode=decode,
)
