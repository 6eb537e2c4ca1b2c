"""Kontakt.io: the telemetry and presence streams (developer.kontakt.io).

`telemetry/:companyId` and the configured streams carry one object a beacon, `/stream/:uniqueId/…`
the same without the name where the topic has it, presence a list. A beacon is told by its tracking
id, which in most cases is its address. The stream of positions has no levels and proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from devices import plausible
from devices.beacons.naming import gateway
from devices.drivers import Driver
from devices.moments import claimed
from devices.readings import Sighting, VendorBeacon
from devices.wire import reader

VENDOR = "kontakt"


class _Telemetry(msgspec.Struct, rename="camel", gc=False):
    source_id: str | None = None
    tracking_id: str | None = None
    unique_id: str | None = None
    device_address: str | None = None
    rssi: float | None = None
    timestamp: str | float | None = None


_read_one = reader(_Telemetry, strict=False)
_read_many = reader(list[_Telemetry], strict=False)


def decode(topic: str, payload: bytes) -> Sequence[Sighting]:
    if not payload:
        return ()
    many = payload.lstrip()[:1] == b"["
    records = _read_many(payload) if many else [_read_one(payload)]
    return list(_sightings(topic, records))


def _sightings(topic: str, records: Iterable[_Telemetry]) -> Iterable[Sighting]:
    for said in records:
        name = said.tracking_id or said.unique_id or _named(topic)
        if said.rssi is None or not name:
            continue
        address = plausible.address(said.device_address or name)
        yield Sighting(
            gateway(VENDOR, said.source_id, ""),
            plausible.level(said.rssi),
            VendorBeacon(VENDOR, _spelt(plausible.name(name, "trackingId"))),
            address,
            None,
            claimed(said.timestamp),
        )


def _spelt(name: str) -> str:
    """Ids of the maker's own mind their case; an address in one's place does not."""
    return name.lower() if plausible.address(name) else name


def _named(topic: str) -> str | None:
    match [level for level in topic.split("/") if level]:
        case ["stream", name, _]:
            return name
        case _:
            return None


DRIVER = Driver(
    name="kontakt",
    topics=("kontakt/#", "telemetry/+", "stream/#", "/stream/#", "/presence/stream/+"),
    decode=decode,
)
