"""The roll call: who speaks, whether it is one of ours, and when to note what it says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from store_server.handlers.device_register import Register

DEVICES_AT_MOST = 500  # a boutique has some dozens; beyond it somebody invents names
WAITING_AT_MOST = 100  # the same, of those that were not adopted
WAITING_FOR_S = 3600.0  # unheard for so long: room for another
NOTED_EVERY_S = 30.0  # how often "last heard" of a device is written down
NEWS_EVERY_S = 1.0  # how often something else about one that waits
STREET_EVERY_S = 1.0  # how often strangers' beacons prove that a gateway hears


class Standing(Enum):
    OURS = "ours"
    SUSPENDED = "suspended"
    WAITING = "waiting"


@dataclass(slots=True)
class Device:
    """`id` is what the house calls it. Times are seconds of the monotonic clock."""

    id: str
    standing: Standing = Standing.OURS
    said: dict[str, Any] = field(default_factory=dict)
    note_due_s: float = 0.0
    felt_due_s: float = 0.0
    news_due_s: float = 0.0
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
        news = self._is_news(said)
        if news:
            self.said = self.said | said
            self.note_due_s = now_s + NOTED_EVERY_S
        return news or self.heard(now_s)

    def feels(self, worth_telling: dict[str, Any], now_s: float) -> bool:
        """Whether its health is to be written down: something of weight has changed, or is due."""
        news = self._is_news(worth_telling)
        if not news and now_s < self.felt_due_s:
            return False
        self.said = self.said | worth_telling
        self.felt_due_s = self.note_due_s = now_s + NOTED_EVERY_S
        return True

    def waits(self, said: dict[str, Any], now_s: float) -> bool:
        """Whether to note one that is not ours: rarely, whatever it says."""
        news = self._is_news(said)
        self.said = self.said | said
        if news:
            self.note_due_s = min(self.note_due_s, self.news_due_s)
        if now_s < self.note_due_s:
            return False
        self.news_due_s = now_s + NEWS_EVERY_S
        self.note_due_s = now_s + NOTED_EVERY_S
        return True

    def _is_news(self, said: dict[str, Any]) -> bool:
        return any(self.said.get(name) != value for name, value in said.items())


class RollCall:
    """Used by the reader's thread alone, but for `know`, which any thread may call.

    With `adopt_unknown` whoever speaks is ours, unless its name is another's already.
    """

    def __init__(self, adopt_unknown: bool = False) -> None:
        self._adopt_unknown = adopt_unknown
        self._next: Mapping[str, Device] | None = None
        self._devices: dict[str, Device] = {}
        self._waiting: dict[str, Device] = {}
        self._ids: frozenset[str] = frozenset()
        self._sweep_s = 0.0

    def know(self, register: Register) -> None:
        """From the next `refresh` on, these are ours."""
        self._next = {
            one.hardware: Device(one.id, Standing.SUSPENDED if one.suspended else Standing.OURS)
            for one in register.devices
        }

    def refresh(self, now_s: float) -> Sequence[str]:
        """Take over what is to be known. What a device said stays known while it is the same.

        Answers the ids that other hardware speaks for from now on.
        """
        replaced: list[str] = []
        if self._next is not None:
            known, self._next = self._next, None
            before, self._devices = self._devices, {}
            replaced = [
                device.id
                for hardware, device in before.items()
                if hardware not in known and any(one.id == device.id for one in known.values())
            ]
            for hardware, device in known.items():
                same = before.get(hardware)
                if same is not None and same.id == device.id:
                    same.standing, device = device.standing, same
                self._devices[hardware] = device
                self._waiting.pop(hardware, None)
            self._ids = frozenset(device.id for device in known.values())
        if now_s >= self._sweep_s:
            self._sweep_s = now_s + NOTED_EVERY_S
            self._sweep(now_s - WAITING_FOR_S)
        return replaced

    def get(self, hardware: str) -> Device | None:
        """Who speaks under this name, or None where there are too many already."""
        return self._devices.get(hardware) or self._waiting.get(hardware) or self._new(hardware)

    def _new(self, hardware: str) -> Device | None:
        if self._adopt_unknown and hardware not in self._ids:
            if len(self._devices) >= DEVICES_AT_MOST:
                return None
            device = self._devices[hardware] = Device(hardware)
            return device
        if len(self._waiting) >= WAITING_AT_MOST:
            return None
        device = self._waiting[hardware] = Device(hardware, Standing.WAITING)
        return device

    def _sweep(self, before_s: float) -> None:
        for hardware, device in tuple(self._waiting.items()):
            if device.note_due_s < before_s:
                del self._waiting[hardware]
