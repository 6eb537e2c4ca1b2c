"""What passes between the simulated radio and a gateway's voice."""

from __future__ import annotations

from typing import Protocol

import msgspec

from devices.readings import Beacon


class Advert(msgspec.Struct, frozen=True):
    """One advertisement as one gateway heard it."""

    beacon: Beacon
    address: str
    rssi_dbm: int
    power_dbm: int
    unix_s: float


class Said(msgspec.Struct, frozen=True):
    """One message, ready to be published."""

    topic: str
    payload: bytes
    qos: int = 0
    retain: bool = False


class Voice(Protocol):
    def will(self) -> Said:
        """The Last Will."""

    def hello(self, unix_s: float) -> list[Said]:
        """What is said on connecting."""

    def pulse(self, unix_s: float, uptime_s: float) -> list[Said]:
        """The sign of life, now and then."""

    def heard(self, advert: Advert) -> Said | None:
        """None where this make does not publish such a beacon."""
