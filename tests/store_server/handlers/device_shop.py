"""A shop with devices: real handlers and a real database, a line that writes down what is said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from store_server.bus import Bus
from store_server.device_authority import DeviceAuthority
from store_server.device_messages import (
    AdoptByCode,
    Adopted,
    DeviceAlarm,
    DeviceChanged,
    NoteDevice,
    NoteTogether,
    NoteWaiting,
    OfferAdoption,
)
from store_server.furnishing import Outside, furnish
from store_server.handlers.device_register import Register
from store_server.settings import Settings
from store_server.storage import Storage, open_storage
from store_server.views import DeviceView
from store_server.web import tokens

MORNING = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


@dataclass
class HandClock:
    passed_s: float = 0.0

    def now(self) -> datetime:
        return MORNING + timedelta(seconds=self.passed_s)

    def monotonic(self) -> float:
        return 5_000.0 + self.passed_s


@dataclass
class Line:
    connected: bool = True
    said: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def publish(self, topic: str, payload: bytes) -> None:
        self.said.append((topic, msgspec.json.decode(payload)))


@dataclass
class DeviceShop:
    settings: Settings
    clock: HandClock = field(default_factory=HandClock)
    line: Line = field(default_factory=Line)
    bus: Bus = field(default_factory=Bus)
    told: list[Any] = field(default_factory=list)
    registers: list[Register] = field(default_factory=list)
    storage: Storage = field(init=False)

    def open(self) -> DeviceShop:
        self.bus = Bus()
        self.storage = open_storage(self.settings, self.clock)
        authority = DeviceAuthority(b"k" * 32, self.settings.boutique)
        outside = Outside(self.line, (self.registers.append,), authority=authority)
        resume = furnish(self.bus, self.storage, self.settings, self.clock, outside)
        for kind in (DeviceAlarm, DeviceChanged):
            self.bus.listen(kind, self.told.append)
        resume()
        return self

    def killed_and_restarted(self, after_s: float = 1.0) -> None:
        self.storage.close()
        self.clock.passed_s += after_s
        self.open()

    # ------------------------------------------------------------------ what happens

    def passes(self, seconds: float) -> None:
        """Time goes by, and the house looks about itself at the end of it."""
        self.clock.passed_s += seconds
        self.bus.tick()

    def hears(self, device_id: str, **said: Any) -> None:
        dialect = said.pop("dialect", "canonical")
        self.bus.ask(NoteTogether((NoteDevice(device_id, dialect, self.clock.now(), **said),)))

    def hears_for(self, device_id: str, seconds: float, every_s: float = 30.0) -> None:
        """A device that goes on speaking."""
        for _ in range(int(seconds / every_s)):
            self.passes(every_s)
            self.hears(device_id)

    def waits(self, hardware: str, **said: Any) -> None:
        dialect = said.pop("dialect", "canonical")
        self.bus.ask(NoteWaiting(hardware, dialect, self.clock.now(), **said))

    def offer(self, **wishes: Any) -> str:
        """Answers the hash of the code."""
        code_hash = tokens.fingerprint(tokens.new_code())
        expires_at = self.clock.now() + timedelta(minutes=10)
        self.bus.ask(OfferAdoption(code_hash, expires_at, by_id="manager", **wishes))
        return code_hash

    def agent(self, kind: str = "camera", **more: Any) -> Adopted:
        """One of our own, taken in by a code."""
        names = ("proposed", "model", "firmware", "request")
        said = {name: more.pop(name) for name in names if name in more}
        adopted: Adopted = self.bus.ask(AdoptByCode(self.offer(**more), kind, **said))
        return adopted

    # ------------------------------------------------------------------ what is so

    def device(self, device_id: str) -> DeviceView:
        return self.storage.queries.device(device_id)

    def ids(self) -> list[str]:
        return [device.id for device in self.storage.queries.devices()]

    def waiting(self) -> list[str]:
        return [one.hardware for one in self.storage.device_queries.waiting()]

    def accounts(self) -> dict[str, str]:
        """By the user name the hash of the password, as the broker was last told."""
        return {one.username: one.password_hash for one in self.registers[-1].accounts}

    def alarms(self) -> list[tuple[str, str]]:
        return [(one.device_id, one.kind) for one in self.storage.device_queries.alarms(True)]

    def journal(self, *kinds: str) -> list[dict[str, Any]]:
        with self.storage.store.begin() as uow:
            return [entry.payload for entry in uow.journal.after(0) if entry.kind in kinds]

    def audit(self) -> list[tuple[str, str, str]]:
        with self.storage.engine.connect() as connection:
            rows = connection.exec_driver_sql("select who, what, whom from audit order by position")
            return [(row[0], row[1], row[2]) for row in rows]

    def events(self, kind: type, keep: Callable[[Any], bool] = lambda _event: True) -> list[Any]:
        return [event for event in self.told if type(event) is kind and keep(event)]
