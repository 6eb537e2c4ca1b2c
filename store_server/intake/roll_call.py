"""The roll call: which devices have spoken, what they said of themselves, and when to note it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

DEVICES_AT_MOST = 500  # a boutique has some dozens; beyond it somebody invents names
NOTED_EVERY_S = 30.0  # how often "last heard" of a device is written down
STREET_EVERY_S = 1.0  # how often strangers' beacons prove that a gateway hears


@dataclass(slots=True)
class Device:
    """Times are seconds of the monotonic clock."""

    said: dict[str, Any] = field(default_factory=dict)
    note_due_s: float = 0.0
    street_due_s: float = 0.0

    def heard(self, now_s: float) -> bool:
        """Whether it is time to write down that it was heard."""
        if now_s < self.note_due_s:
            return False
        self.note_due_s = now_s + NOTED_EVERY_S
        return True

    def heard_the_street(self, now_s: float) -> bool:
        """Whether it is time to say again that strangers are heard through it."""
        if now_s < self.street_due_s:
            return False
        self.street_due_s = now_s + STREET_EVERY_S
        return True

    def says(self, said: dict[str, Any], now_s: float) -> bool:
        """Whether what it says of itself is new, or due to be written down again."""
        known = self.said
        news = any(known.get(name) != value for name, value in said.items())
        if news:
            self.said = known | said
            self.note_due_s = now_s + NOTED_EVERY_S
        return news or self.heard(now_s)


class RollCall:
    """Bounded: a name beyond the limit is not taken in."""

    def __init__(self) -> None:
        self._devices: dict[str, Device] = {}

    def get(self, device_id: str) -> Device | None:
        """The device of this name, or None where there are too many already."""
        device = self._devices.get(device_id)
        if device is None and len(self._devices) < DEVICES_AT_MOST:
            device = self._devices[device_id] = Device()
        return device

    def forget(self, device_id: str) -> None:
        self._devices.pop(device_id, None)
