"""Shelly devices of the second generation on, which hear Shelly BLU and other BTHome devices.

`{device}/events/rpc` (shelly-api-docs.shelly.cloud): a `NotifyEvent` by the vendor's script
`ble-shelly-blu.js` has what a BLU device said and the packet's number, by which its repetitions
are known; a script may also hand over raw service data. A `NotifyStatus` of a paired BLU device
has no address, and proves only that the Shelly hears. `{device}/online` is true or false.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from devices import plausible
from devices.beacons.heard import bthome_sighting
from devices.beacons.naming import gateway
from devices.ble import bthome
from devices.drivers import Driver, UnreadableError
from devices.moments import claimed
from devices.readings import DeviceState, Reading, Sighting
from devices.wire import reader

OWN_NAME = "shelly"
PAIRED = "bthomedevice:"
BTHOME_SERVICES = frozenset({"fcd2", "0xfcd2", "0000fcd2-0000-1000-8000-00805f9b34fb"})


class _Said(msgspec.Struct):
    """The data of an event; that of other events has none of these."""

    address: str | None = None
    addr: str | None = None
    rssi: float | None = None
    pid: Annotated[int, msgspec.Meta(ge=0)] | None = None
    encryption: bool = False
    service_data: dict[str, Annotated[str, msgspec.Meta(max_length=4096)]] = {}


class _Event(msgspec.Struct):
    data: msgspec.Raw = msgspec.Raw(b"")
    ts: str | float | None = None


class _Params(msgspec.Struct):
    ts: str | float | None = None
    events: list[_Event] = []


class _Notification(msgspec.Struct):
    src: str | None = None
    method: str = ""
    params: msgspec.Raw = msgspec.Raw(b"{}")


class _Status(msgspec.Struct):
    rssi: float | None = None
    packet_id: int | None = None
    last_updated_ts: str | float | None = None


_read = reader(_Notification, strict=False)
_read_events = reader(_Params, strict=False)
_read_said = reader(_Said, strict=False)
_read_changes = reader(dict[str, msgspec.Raw])
_read_status = reader(_Status, strict=False)


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    levels = topic.split("/")
    if levels[-1] == "online":
        return _online(levels, payload)
    if not payload:
        return ()
    said = _read(payload)
    device = gateway("shelly", said.src or levels[max(0, len(levels) - 3)], topic)
    match said.method:
        case "NotifyEvent":
            return list(_events(device, _read_events(bytes(said.params))))
        case "NotifyStatus" | "NotifyFullStatus":
            return list(_paired(device, _read_changes(bytes(said.params))))
        case _:
            return ()


def _online(levels: Sequence[str], payload: bytes) -> Sequence[DeviceState]:
    name = levels[-2] if len(levels) > 1 else ""
    if not name.lower().startswith(OWN_NAME) or not payload:  # others say `online` too
        return ()
    device = gateway("shelly", name, "")
    match payload[:16].strip().lower():
        case b"true":
            return (DeviceState(device, "online"),)
        case b"false":
            return (DeviceState(device, "offline"),)
        case _:
            raise UnreadableError("online: neither true nor false")


def _events(device: str, params: _Params) -> Iterable[Sighting]:
    """A packet once, however often it stands in the message."""
    told: set[tuple[str, int]] = set()
    for event in params.events:
        raw = bytes(event.data)
        if raw[:1] != b"{":
            continue
        said = _read_said(raw)
        address = plausible.address(said.address or said.addr or "")
        if address is None or said.rssi is None:
            continue
        ts = claimed(event.ts if event.ts is not None else params.ts)
        packet = _raw_packet(said) or bthome.Packet(said.pid, said.encryption)
        if packet.number is not None:
            if (address, packet.number) in told:
                continue
            told.add((address, packet.number))
        yield bthome_sighting(device, address, plausible.level(said.rssi), packet, ts)


def _raw_packet(said: _Said) -> bthome.Packet | None:
    for service, text in said.service_data.items():
        if service.lower() in BTHOME_SERVICES:
            return bthome.in_service_data(plausible.octets(text, "service_data"))
    return None


def _paired(device: str, changes: dict[str, msgspec.Raw]) -> Iterable[Sighting]:
    for component, raw in changes.items():
        if component.startswith(PAIRED) and bytes(raw)[:1] == b"{":
            said = _read_status(bytes(raw))
            if said.rssi is not None:
                ts = claimed(said.last_updated_ts)
                number = None if said.packet_id is None else str(said.packet_id)
                yield Sighting(device, plausible.level(said.rssi), ts=ts, id=number)


DRIVER = Driver(
    name="shelly",
    topics=("+/events/rpc", "+/+/events/rpc", "+/online", "shelly/#"),
    decode=decode,
)
