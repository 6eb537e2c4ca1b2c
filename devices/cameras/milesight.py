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
from devices.counters.lorawan import octets, uplink
from devices.drivers import LARGEST_PAYLOAD_BYTES, Driver
from devices.readings import Reading
from devices.wire import too_large

VENDOR = "milesight"
MAKER = "24e124"  # how every EUI of theirs begins
CHIRPSTACK, THINGS_STACK = "application/+/device/+/event/up", "v3/+/devices/+/up"
NETWORK_SERVERS = ("application/", "v3/")

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
        if not _is_ours(topic, found.dev_eui):
            return ()
        device = naming.device(VENDOR, topic, found.dev_eui)
        return read_payload(device, found.payload, found.id, found.ts)
    if "device_info" in said:
        return read_report(topic, said)
    eui = (said.inner("deviceinfo", "end_device_ids") or said).text("deveui", "dev_eui")
    if eui is not None and not _is_ours(topic, eui.lower()):
        return ()
    part = decoded_part(said)
    seen = read_decoded(part)
    if seen is not None:
        return tell(naming.device(VENDOR, topic, eui and eui.lower()), seen, None, None)
    if part is not said:  # another kind of sensor, which tells of no people
        return ()
    return read_report(topic, said)


def _is_ours(topic: str, eui: str) -> bool:
    """A network server also tells of other makers' devices, which are not ours to read."""
    return eui.startswith(MAKER) or not topic.startswith(NETWORK_SERVERS)


DRIVER = Driver(VENDOR, ("milesight/#", CHIRPSTACK, THINGS_STACK), decode, pushes=True)
