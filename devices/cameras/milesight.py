"""Milesight's VS series: people counters and occupancy sensors, on the network or over LoRaWAN.

Sensors on the network post JSON reports to us or publish them. Those on LoRaWAN reach us through a
network server (ChirpStack, The Things Stack, Milesight's gateways), as its messages; or as the bare
payload, in bytes or written in hexadecimal or base64.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from devices.cameras.milesight_decoded import decoded_part, read_decoded
from devices.cameras.milesight_payload import read_payload, tell
from devices.cameras.milesight_report import read_report
from devices.counters import naming
from devices.counters.loose import Fields, read_careless_json
from devices.counters.lorawan import Uplink, octets, uplink
from devices.drivers import LARGEST_PAYLOAD_BYTES, Driver
from devices.readings import Reading
from devices.wire import too_large

VENDOR = "milesight"
MAKER = "24e124"  # how every EUI of theirs begins
CHIRPSTACK, THINGS_STACK = "application/+/device/+/event/up", "v3/+/devices/+/up"

_WRITTEN = re.compile(rb"[0-9A-Za-z+/=\s]+")  # no payload of theirs looks like it


def decode(topic: str, payload: bytes) -> Sequence[Reading]:
    if len(payload) > LARGEST_PAYLOAD_BYTES:
        raise too_large(payload)
    if payload.lstrip()[:1] in (b"{", b"["):
        said = Fields(read_careless_json(payload), "the message")
        return _message(topic, said)
    written = _WRITTEN.fullmatch(payload)
    sent = octets("".join(payload.decode().split()), "payload") if written else payload
    return read_payload(naming.device(VENDOR, topic, None), sent, None, None)


def _message(topic: str, said: Fields) -> Sequence[Reading]:
    found = uplink(said)
    if found is not None:
        return _uplink(topic, found)
    part = decoded_part(said)
    seen = None if "device_info" in said else read_decoded(part)
    if seen is None:  # a part of its own that tells of no people is of another kind of device
        return read_report(topic, said) if part is said else ()
    eui = (said.inner("deviceinfo", "end_device_ids") or said).text("deveui", "dev_eui")
    return tell(naming.device(VENDOR, topic, eui and eui.lower()), seen, None, None)


def _uplink(topic: str, found: Uplink) -> Sequence[Reading]:
    """A network server also tells of other makers' devices, which are not ours to read."""
    if not found.dev_eui.startswith(MAKER) and not topic.startswith((f"{VENDOR}/", "push/")):
        return ()
    device = naming.device(VENDOR, topic, found.dev_eui)
    return read_payload(device, found.payload, found.id, found.ts)


DRIVER = Driver(VENDOR, ("milesight/#", CHIRPSTACK, THINGS_STACK), decode, pushes=True)
