"""What a driver is, and how the drivers are found.

A driver is a value: the MQTT topics that it listens to and the pure function that reads them.
A new vendor is one module below `devices.beacons`, `devices.scanners` or `devices.cameras` with a
`DRIVER` in it; nothing else has to be told.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from devices.readings import Reading

LARGEST_PAYLOAD_BYTES = 64 * 1024  # canonical protocol, v1

PUSH = "push"
_PUSHED = f"{PUSH}/"

FAMILIES = ("devices.canonical", "devices.beacons", "devices.scanners", "devices.cameras")


class UnreadableError(ValueError):
    """The message cannot be read. `str(error)` says why, in words for the operator."""


@dataclass(frozen=True, slots=True)
class Driver:
    """One dialect.

    `decode(topic, payload)` returns the readings that the message holds, () for a message that is
    understood and says nothing to us, and raises `UnreadableError` for one that cannot be read.
    It knows no clock, opens nothing and logs nothing. `topics` are MQTT filters; `{boutique}` in
    one stands for the boutique's own id.

    `pushes`: the vendor's devices can also post the same bodies over HTTP. What device `ID` posts
    is decoded under the topic `push/{name}/ID`, which nobody can say over MQTT.
    """

    name: str
    topics: tuple[str, ...]
    decode: Callable[[str, bytes], Sequence[Reading]]
    pushes: bool = False

    @property
    def push_topic(self) -> str:
        """The filter of what comes over HTTP."""
        return f"{PUSH}/{self.name}/#"


def pushed_by(topic: str) -> str | None:
    """The device that posted this over HTTP; None for what came over MQTT."""
    if not topic.startswith(_PUSHED):
        return None
    return topic[len(_PUSHED) :].partition("/")[2] or None


def discover() -> tuple[Driver, ...]:
    """Every driver of the house, in the order of their names. Walks the packages once a call."""
    return tuple(sorted(_drivers(), key=lambda driver: driver.name))


def _drivers() -> Iterator[Driver]:
    for family in FAMILIES:
        package = importlib.import_module(family)
        for module in pkgutil.iter_modules(package.__path__, f"{family}."):
            driver = getattr(importlib.import_module(module.name), "DRIVER", None)
            if isinstance(driver, Driver):
                yield driver
