"""Availability as MQTT firmwares say it: the bare word online or offline, often a Last Will."""

from __future__ import annotations

from collections.abc import Sequence

from devices.drivers import UnreadableError
from devices.readings import DeviceState


def availability(device: str, payload: bytes) -> Sequence[DeviceState]:
    """Read `online` or `offline` in any case, in quotes or not; nothing where it was cleared."""
    if not payload:
        return ()
    match payload[:16].strip().strip(b'"').lower():
        case b"online":
            return (DeviceState(device, "online"),)
        case b"offline":
            return (DeviceState(device, "offline"),)
        case _:
            raise UnreadableError("state: neither online nor offline")
