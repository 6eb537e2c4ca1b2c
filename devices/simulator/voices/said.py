"""What passes between the simulated world and a device's voice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol

import msgspec

from devices.drivers import PUSH
from devices.readings import Beacon


class Advert(msgspec.Struct, frozen=True):
    """One advertisement as one gateway heard it. `unix_s` is the gateway's own idea of the time."""

    beacon: Beacon
    address: str
    rssi_dbm: int
    power_dbm: int
    unix_s: float


class Crossed(msgspec.Struct, frozen=True):
    """Who went through a camera's line: since it last spoke of it, perhaps nobody, and since its
    own zero."""

    line: str
    people_in: int
    people_out: int
    total_in: int
    total_out: int
    number: int  # of these words, from 1
    zero_s: float
    since_s: float
    unix_s: float


class Shown(msgspec.Struct, frozen=True):
    """A code that was held before a scanner."""

    data: str
    number: int
    unix_s: float


class Said(msgspec.Struct, frozen=True):
    """One message, ready to be published; one below `push/` is posted over HTTP instead."""

    topic: str
    payload: bytes
    qos: int = 0
    retain: bool = False


class Speaker(Protocol):
    """Any device."""

    def will(self) -> Said | None:
        """The Last Will, where this make has one."""

    def hello(self, unix_s: float) -> list[Said]:
        """What is said on connecting."""

    def pulse(self, unix_s: float, uptime_s: float) -> list[Said]:
        """The sign of life, now and then."""


class Voice(Speaker, Protocol):
    """A gateway's."""

    def heard(self, advert: Advert) -> Said | None:
        """None where this make does not publish such a beacon."""


class CameraVoice(Speaker, Protocol):
    def counted(self, crossed: Crossed) -> list[Said]: ...
    def occupied(self, zone: str, people: int, unix_s: float) -> list[Said]:
        """Nothing where this make does not look at zones."""


class ScannerVoice(Speaker, Protocol):
    def read(self, shown: Shown) -> Said: ...


class Reticent:
    """A make that speaks only when it has something to say."""

    def will(self) -> Said | None:
        return None

    def hello(self, unix_s: float) -> list[Said]:  # noqa: ARG002
        return []

    def pulse(self, unix_s: float, uptime_s: float) -> list[Said]:  # noqa: ARG002
        return []


class Announced(Reticent):
    """A make that retains a word for being there, and leaves another as its Last Will."""

    def __init__(self, topic: str, online: bytes, offline: bytes) -> None:
        self._here = Said(topic, online, retain=True)
        self._gone = Said(topic, offline, retain=True)

    def will(self) -> Said | None:
        return self._gone

    def hello(self, unix_s: float) -> list[Said]:  # noqa: ARG002
        return [self._here]


def as_json(topic: str, said: object, qos: int = 0) -> Said:
    return Said(topic, msgspec.json.encode(said), qos)


def posted(dialect: str, device: str) -> str:
    """The topic of what a device posts over HTTP."""
    return f"{PUSH}/{dialect}/{device}"


def rfc3339(unix_s: float) -> str:
    moment = datetime.fromtimestamp(unix_s, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def digits(address: str) -> str:
    """An address as vendors like it: twelve digits, upper case."""
    return address.replace(":", "").upper()
