"""Ruuvi Gateway (docs.ruuvi.com): MQTT `{prefix}/{gateway}/{tag}`, HTTP, and its GET /history.

Times are Unix seconds as text over MQTT and HTTP, as numbers in /history, or absent. Frames come
raw; a Ruuvi sensor is told by the name in its own frame (RAWv2), any other by its beacon.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec

from devices import plausible
from devices.beacons.availability import availability
from devices.beacons.heard import heard
from devices.beacons.naming import gateway
from devices.drivers import Driver
from devices.moments import claimed
from devices.readings import DeviceAbout, DeviceHealth, Reading, Sighting
from devices.wire import reader

STATUS = "gw_status"

_Time = str | float | None
_Hex = Annotated[str, msgspec.Meta(max_length=4096)]


class _Tag(msgspec.Struct, gc=False):
    rssi: float | None = None
    timestamp: _Time = None
    data: _Hex = ""


class _Batch(msgspec.Struct):
    gw_mac: str | None = None
    tags: dict[str, _Tag] = {}


class _Message(msgspec.Struct, rename={"device_addr": "DEVICE_ADDR", "esp_fw": "ESP_FW"}):
    """Whatever it says: one advertisement, a batch of them in `data`, or how the gateway is."""

    gw_mac: str | None = None
    rssi: float | None = None
    ts: _Time = None
    gwts: _Time = None
    data: _Hex | _Batch | None = None
    state: str | None = None
    status: str | None = None
    device_addr: str | None = None
    esp_fw: str | None = None
    uptime_s: float | None = msgspec.field(default=None, name="UPTIME")


_read = reader(_Message, strict=False)


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    subject = topic.rpartition("/")[2]
    if not payload:
        return ()
    if subject == STATUS and payload.lstrip()[:1] != b"{":
        return availability(gateway("ruuvi", None, topic), payload)
    said = _read(payload)
    device = gateway("ruuvi", said.gw_mac or said.device_addr, topic)
    if isinstance(said.data, _Batch):
        device = gateway("ruuvi", said.data.gw_mac, topic)
        return [_sighting(device, mac, tag) for mac, tag in said.data.tags.items()]
    if said.data is not None:
        return (_sighting(device, subject, _Tag(said.rssi, said.ts or said.gwts, said.data)),)
    return _of_itself(device, said)


def _sighting(device: str, mac: str, tag: _Tag) -> Sighting:
    data = plausible.octets(tag.data, "data")
    return heard(device, plausible.address(mac), tag.rssi, data, claimed(tag.timestamp))


def _of_itself(device: str, said: _Message) -> Sequence[Reading]:
    readings: list[Reading] = []
    word = said.state or said.status
    if word:
        readings += availability(device, word.encode(errors="replace"))
    if said.uptime_s is not None:
        readings.append(DeviceHealth(device, uptime_s=said.uptime_s))
    if said.esp_fw:
        readings.append(DeviceAbout(device, "ble_gateway", "Ruuvi Gateway", said.esp_fw))
    return readings


DRIVER = Driver(name="ruuvi", topics=("ruuvi/#",), decode=decode, pushes=True)
