"""`monitor` (github.com/andrewjfreyer/monitor), for what it is worth.

It is meant for few phones at home: it answers with a confidence, asks known devices by name, and
speaks of a beacon when it comes, moves and goes, not each time it is heard. Its iBeacons, named
`{uuid}-{major}-{minor}`, are sightings where they have a level; the rest proves that it hears.
Every value is text, empty where there is none. Read at the source: `monitor.sh`, `support/mqtt`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from devices import plausible
from devices.beacons.availability import availability
from devices.beacons.decoded import ibeacon
from devices.beacons.naming import gateway
from devices.drivers import Driver, UnreadableError
from devices.moments import claimed
from devices.readings import IBeacon, Reading, Sighting
from devices.wire import reader

ASKED = frozenset({"scan", "setup"})  # what is said to it, and not by it
LARGEST_UINT16 = 65535

_IBEACON = re.compile(r"([0-9a-f-]{32,36})-(\d{1,5})-(\d{1,5})", re.IGNORECASE | re.ASCII)
_NUMBER = re.compile(r"-?\d{1,4}(?:\.\d{1,4})?", re.ASCII)

_Number = str | float | None


class _Presence(msgspec.Struct, gc=False):
    id: str = ""
    mac: str = ""
    confidence: _Number = None
    rssi: _Number = None
    power: _Number = None
    timestamp: str | None = None


_read = reader(_Presence, strict=False)


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    levels = topic.split("/")
    if len(levels) < 2 or not payload or levels[1] in ASKED:
        return ()
    device = gateway("monitor", levels[1], "")
    match levels[2:]:
        case ["status"]:
            return availability(device, payload)
        case ["echo"]:
            return ()
        case [] | [_]:
            return _presence(device, payload)
        case [name, "rssi"]:
            level = _number(payload[:16].decode(errors="replace"), "rssi")
            return (Sighting(device, plausible.level(level), None, plausible.address(name)),)
        case _:
            return ()


def _presence(device: str, payload: bytes) -> Sequence[Sighting]:
    said = _read(payload)
    if not _number(said.confidence, "confidence"):  # gone, or never said
        return ()
    return (
        Sighting(
            device,
            plausible.level(_number(said.rssi, "rssi")),
            _beacon(said.id),
            plausible.address(said.mac or said.id),
            plausible.power(_number(said.power, "power")),
            claimed(said.timestamp),
        ),
    )


def _beacon(said_id: str) -> IBeacon | None:
    found = _IBEACON.fullmatch(said_id)
    if found is None:
        return None
    major, minor = int(found[2]), int(found[3])
    if max(major, minor) > LARGEST_UINT16:
        raise UnreadableError("id: major or minor is above 65535")
    return ibeacon(found[1], major, minor)


def _number(said: _Number, field: str) -> float | None:
    if not isinstance(said, str):
        return said
    text = said.strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise UnreadableError(f"{field}: not a number")
    return float(text)


DRIVER = Driver(
    name="monitor",
    topics=("monitor/+", "monitor/+/+", "monitor/+/+/rssi"),
    decode=decode,
)
