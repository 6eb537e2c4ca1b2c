"""Meshtech gateways (docs.meshtech.no, MT2 reporting): `mt/gateway/{g}/device/{d}/{subject}`.

A level is that between the device and a node of the mesh, the parent; several parents report one
device. So the parent is the one that heard, and stands where it stands; the gateway only carries.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from devices import plausible
from devices.beacons.naming import gateway
from devices.drivers import Driver, UnreadableError
from devices.moments import claimed
from devices.readings import Sighting, VendorBeacon
from devices.wire import reader

VENDOR = "meshtech"
HEARD = frozenset({"rssi", "dfu"})
TOPIC = "mt/gateway/+/device/+/#"


class _Rssi(msgspec.Struct, gc=False):
    time: str | float | None = None
    parent: str | None = None
    rssi: float | None = None
    seq: int | None = None
    unreachable: bool = False


_read = reader(_Rssi, strict=False)


def decode(topic: str, payload: bytes) -> Sequence[Sighting]:
    levels = topic.split("/")
    at = levels.index("mt") if "mt" in levels else len(levels)
    match levels[at:]:
        case ["mt", "gateway", carrier, "device", name, subject]:
            return _heard(carrier, name, payload) if subject in HEARD else ()
        case ["mt", "gateway", _, "device", _, *_]:
            return ()
        case _:
            raise UnreadableError("Meshtech has no such topic")


def _heard(carrier: str, name: str, payload: bytes) -> Sequence[Sighting]:
    if not payload:
        return ()
    said = _read(payload)
    if said.unreachable or said.rssi is None:
        return ()
    device = gateway(VENDOR, said.parent or carrier, "")
    beacon = VendorBeacon(VENDOR, plausible.name(name, "device").lower())
    number = None if said.seq is None else str(said.seq)
    level, ts = plausible.level(said.rssi), claimed(said.time)
    return (Sighting(device, level, beacon, plausible.address(name), None, ts, number),)


DRIVER = Driver(name="meshtech", topics=(TOPIC, f"+/{TOPIC}"), decode=decode)
