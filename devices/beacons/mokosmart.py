"""MOKO gateways: MKGW1, MKGW3, MKGW4, mini, with JSON as their payload.

An envelope with a message number. Of the numbers these are read: 3004 of the older family is a
scan (`{"type":8,"value":{…}}`), 3004 of the newer one its network's state, 3070 (3089 with a
cellular radio) a scan of the newer one, whose records are flat: decoded where the gateway knows
the frame, else `adv_data` and `rsp_data`. Times are `2021-01-01&17:10:16+08`, milliseconds, or
seconds since the gateway started. Data shorter than its own lengths promise is read as far as it
goes. Shapes: reelyactive/barnowl-mokosmart, MOKO's own app (github.com/MKScannerPro), captures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from devices import plausible
from devices.beacons.decoded import eddystone_uid, ibeacon
from devices.beacons.heard import heard
from devices.beacons.naming import gateway
from devices.drivers import Driver, UnreadableError
from devices.moments import claimed
from devices.readings import DeviceHealth, DeviceState, EddystoneUrl, Proof, Reading, Sighting
from devices.readings import Uint16 as _Uint16
from devices.wire import reader

_Hex = Annotated[str, msgspec.Meta(max_length=4096)]


class _Heard(msgspec.Struct, gc=False, rename={"raw_spaced": "raw data"}):
    mac: str | None = None
    rssi: float | None = None
    timestamp: str | float | None = None
    raw: _Hex | None = None
    raw_data: _Hex | None = None
    raw_spaced: _Hex | None = None
    adv_data: _Hex | None = None
    rsp_data: _Hex | None = None
    uuid: str | None = None
    major: _Uint16 | None = None
    minor: _Uint16 | None = None
    rssi_1m: float | None = None
    namespace: str | None = None
    instance: str | None = None
    url: str | None = None
    value: _Heard | None = None  # the older family wraps its records


class _Info(msgspec.Struct):
    mac: str | None = None
    device_id: str | None = None


class _State(msgspec.Struct):
    net_state: str | None = None
    timestamp: str | float | None = None


class _Message(msgspec.Struct):
    msg_id: int
    device_info: _Info = msgspec.field(default_factory=_Info)
    data: list[_Heard] | _State | None = None


_read = reader(_Message, strict=False)


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    if not payload:
        return ()
    said = _read(payload)
    device = gateway("mokosmart", said.device_info.mac or said.device_info.device_id, topic)
    if isinstance(said.data, list):
        return list(_sightings(device, said.data))
    if isinstance(said.data, _State):
        return _state(device, said.data)
    return ()


def _state(device: str, said: _State) -> Sequence[Reading]:
    match (said.net_state or "").lower():
        case "online":
            return (DeviceState(device, "online"),)
        case "offline":
            return (DeviceState(device, "offline"),)
        case "":
            return (DeviceHealth(device, claimed(said.timestamp)),)
        case _:
            raise UnreadableError("data.net_state: neither online nor offline")


def _sightings(device: str, records: Iterable[_Heard]) -> Iterable[Sighting]:
    for record in records:
        said = record.value or record
        if said.mac or said.rssi is not None:
            yield _sighting(device, said)


def _sighting(device: str, said: _Heard) -> Sighting:
    address, ts = plausible.address(said.mac or ""), claimed(said.timestamp)
    advert = said.raw or said.raw_data or said.raw_spaced or said.adv_data or ""
    data = plausible.octets(advert, "raw") + plausible.octets(said.rsp_data or "", "rsp_data")
    sighting = heard(device, address, said.rssi, data, ts)
    if sighting.beacon is not None:
        return sighting
    beacon = _decoded(said)
    if beacon is None:
        return sighting
    power = plausible.power(said.rssi_1m)
    return Sighting(device, sighting.rssi_dbm, beacon, address, power, ts)


def _decoded(said: _Heard) -> Proof | None:
    beacon = ibeacon(said.uuid, said.major, said.minor)
    if beacon is None and said.url:
        return EddystoneUrl(plausible.name(said.url, "url"))
    return beacon or eddystone_uid(said.namespace, said.instance)


DRIVER = Driver(
    name="mokosmart",
    topics=("mokosmart/#", "/mokosmart/#", "moko/#", "/MKGW/#", "+/+/device_to_app"),
    decode=decode,
    pushes=True,
)
