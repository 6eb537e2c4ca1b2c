"""Cassia gateways (github.com/CassiaNetworks/CassiaSDKGuide): advertisements over HTTP and MQTT.

An advertisement is the same object in every way in: alone or in a list, as the `data:` line of a
server-sent event, or as the `data` of an MQTT message, whose `action` says what it is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

import msgspec

from devices import plausible
from devices.beacons.heard import heard
from devices.beacons.naming import gateway
from devices.drivers import LARGEST_PAYLOAD_BYTES, Driver
from devices.moments import claimed
from devices.readings import DeviceAbout, DeviceHealth, Reading, Sighting
from devices.wire import reader, too_large

EVENT = b"data:"

_Hex = Annotated[str, msgspec.Meta(max_length=4096)]


class _Address(msgspec.Struct, gc=False):
    bdaddr: str | None = None


class _Advert(msgspec.Struct, gc=False):
    bdaddrs: list[_Address] = []
    rssi: float | None = None
    ad_data: _Hex = msgspec.field(default="", name="adData")
    scan_data: _Hex = msgspec.field(default="", name="scanData")
    timestamp: str | float | None = None
    gateway: str | None = None


class _Status(msgspec.Struct):
    model: str | None = None
    version: str | None = None
    uptime: float | None = None


class _Message(_Advert):
    """An advertisement, or the envelope that MQTT puts around one or several of them."""

    action: str = ""
    data: msgspec.Raw = msgspec.Raw(b"")


_read_one = reader(_Message, strict=False)
_read_many = reader(list[_Advert], strict=False)
_read_advert = reader(_Advert, strict=False)
_read_status = reader(_Status, strict=False)


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    if len(payload) > LARGEST_PAYLOAD_BYTES:
        raise too_large(payload)
    text = payload.strip()
    if text[:1] in (b"{", b"["):
        return _message(topic, text)
    if text.startswith((EVENT, b":", b"event:", b"id:", b"retry:")):
        lines = (line.strip() for line in text.splitlines())
        events = [line[len(EVENT) :].strip() for line in lines if line.startswith(EVENT)]
        return [reading for event in events if event for reading in _message(topic, event)]
    return () if not text else _message(topic, text)


def _message(topic: str, text: bytes) -> Sequence[Reading]:
    if text[:1] == b"[":
        return list(_sightings(topic, _read_many(text), None))
    said = _read_one(text)
    if not said.action:
        return list(_sightings(topic, [said], None))
    device = gateway("cassia", said.gateway, topic)
    match said.action:
        case "data.scan":
            raw = bytes(said.data)
            adverts = _read_many(raw) if raw[:1] == b"[" else [_read_advert(raw)]
            return list(_sightings(topic, adverts, said))
        case "heartbeat":
            return (DeviceHealth(device, claimed(said.timestamp)),)
        case "gateway_status":
            return _status(device, said)
        case _:
            return ()


def _status(device: str, said: _Message) -> Sequence[Reading]:
    own = _read_status(bytes(said.data))
    return (
        DeviceHealth(device, claimed(said.timestamp), uptime_s=own.uptime),
        DeviceAbout(device, "ble_gateway", own.model, own.version),
    )


def _sightings(
    topic: str, adverts: Iterable[_Advert], envelope: _Message | None
) -> Iterable[Sighting]:
    for said in adverts:
        if not said.bdaddrs and said.rssi is None:
            continue
        name, time = said.gateway, said.timestamp
        if envelope is not None:
            name, time = name or envelope.gateway, time or envelope.timestamp
        address = said.bdaddrs[0].bdaddr if said.bdaddrs else None
        data = plausible.octets(said.ad_data, "adData") + plausible.octets(
            said.scan_data, "scanData"
        )
        device = gateway("cassia", name, topic)
        yield heard(device, plausible.address(address or ""), said.rssi, data, claimed(time))


DRIVER = Driver(name="cassia", topics=("cassia/#", "up/+/#"), decode=decode, pushes=True)
