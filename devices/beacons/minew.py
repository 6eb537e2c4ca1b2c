"""Minew gateways (G1, G2, MG3, MG4, MG5): JSON-LONG, JSON-RAW, BINARY-LONG and MINEW-CONNECT.

Shapes as published captures and reelyactive/barnowl-minew show them. A message is an array of
what was heard in the last second or so; the gateway's own record stands among the others. Frames
that the gateway knows come decoded, all others as `rawData`, newer firmware sends both. A battery
of 0 is an unknown one. The topic is free; from the factory it is `/gw/<mac>/status` or
`/sur/<model>/status`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from devices import plausible
from devices.beacons import minew_binary
from devices.beacons.decoded import ibeacon
from devices.beacons.heard import heard
from devices.beacons.naming import gateway
from devices.drivers import Driver
from devices.moments import claimed
from devices.readings import DeviceHealth, Reading, Sighting, Uint16
from devices.wire import reader

GATEWAY = "gateway"
ASKED = frozenset({"action", "response"})  # topics of commands and their answers


class _Record(msgspec.Struct, rename="camel", gc=False):
    timestamp: str | float | None = None
    type: str = ""
    mac: str | None = None
    gateway: str | None = None  # JSON-RAW: the gateway's own record
    rssi: float | None = None
    raw_data: Annotated[str, msgspec.Meta(max_length=4096)] | None = None
    ibeacon_uuid: str | None = None
    ibeacon_major: Uint16 | None = None
    ibeacon_minor: Uint16 | None = None
    ibeacon_tx_power: float | None = None

    @property
    def is_gateway(self) -> bool:
        return self.gateway is not None or self.type.lower() == GATEWAY


_read_many = reader(list[_Record], strict=False)
_read_one = reader(_Record, strict=False)


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    if not payload or topic.rpartition("/")[2] in ASKED:
        return ()
    if payload[:1] == minew_binary.START:
        return minew_binary.decode(gateway("minew", None, topic), payload)
    alone = payload.lstrip()[:1] == b"{"
    records = [_read_one(payload)] if alone else _read_many(payload)
    own = next((record for record in records if record.is_gateway), None)
    device = gateway("minew", (own.gateway or own.mac) if own else None, topic)
    return [*_pulse(device, own), *_sightings(device, records)]


def _pulse(device: str, own: _Record | None) -> Iterable[DeviceHealth]:
    return () if own is None else (DeviceHealth(device, claimed(own.timestamp)),)


def _sightings(device: str, records: Iterable[_Record]) -> Iterable[Sighting]:
    for said in records:
        if not said.is_gateway and (said.mac or said.rssi is not None):
            yield _sighting(device, said)


def _sighting(device: str, said: _Record) -> Sighting:
    address, ts = plausible.address(said.mac or ""), claimed(said.timestamp)
    data = plausible.octets(said.raw_data or "", "rawData")
    sighting = heard(device, address, said.rssi, data, ts)
    if sighting.beacon is not None:
        return sighting
    beacon = ibeacon(said.ibeacon_uuid, said.ibeacon_major, said.ibeacon_minor)
    if beacon is None:
        return sighting
    power = plausible.power(said.ibeacon_tx_power)
    return Sighting(device, sighting.rssi_dbm, beacon, address, power, ts)


DRIVER = Driver(
    name="minew",
    topics=("minew/#", "/minew/#", "/gw/#", "/sur/#", "gw/+/status"),
    decode=decode,
    pushes=True,
)
