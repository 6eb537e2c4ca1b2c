"""A boutique without doors: real handlers, a real database, and a clock that a test moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from store_server import messages as ask
from store_server.bus import Bus
from store_server.domain.consent import Purpose
from store_server.furnishing import furnish
from store_server.settings import Settings
from store_server.storage import Storage, open_storage
from store_server.views import Notice, SignalView
from tests.store_server.handlers.device_shop import DeviceShop

OPENING = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
TICK_S = 0.25
LONG_S, LONG_TICK_S = 100.0, 1.0  # where minutes go by, the house looks about itself each second


class TestClock:
    """Moves when it is told to."""

    __test__ = False

    def __init__(self) -> None:
        self.passed_s = 0.0

    def now(self) -> datetime:
        return OPENING + timedelta(seconds=self.passed_s)

    def monotonic(self) -> float:
        return 1000.0 + self.passed_s


@dataclass
class Shop:
    settings: Settings
    clock: TestClock = field(default_factory=TestClock)
    told: list[Any] = field(default_factory=list)
    bus: Bus = field(default_factory=Bus)
    storage: Storage = field(init=False)

    def open(self) -> Shop:
        self.bus = Bus()
        self.storage = open_storage(self.settings, self.clock)
        resume = furnish(self.bus, self.storage, self.settings, self.clock)
        for kind in (ask.ClientArrived, ask.WhereaboutsChanged, ask.NoticesWritten):
            self.bus.listen(kind, self.told.append)
        resume()
        return self

    def killed_and_restarted(self, after_s: float = 1.0) -> Shop:
        """As after a power cut: nothing of what was in memory is left."""
        self.storage.close()
        self.clock.passed_s += after_s
        return self.open()

    # ------------------------------------------------------------------ people

    def associate(
        self, name: str, role: str = "associate", languages: tuple[str, ...] = ("fr",)
    ) -> str:
        associate_id: str = self.bus.ask(ask.AddAssociate(name, role, languages))
        self.bus.ask(ask.StartShift(associate_id))
        return associate_id

    def client(self, name: str, consent: bool = True, **fields: Any) -> str:
        """Known by the beacon `name`."""
        fields = {"given_name": name, "family_name": "Durand", **fields}
        client_id: str = self.bus.ask(ask.RegisterClient(fields))
        self.bus.ask(ask.EnrolIdentity(client_id, "ibeacon", key=f"ibeacon:{name}:1:1"))
        if consent:
            self.bus.ask(ask.GiveConsent(client_id, Purpose.PRESENCE, "signed", "1"))
        return client_id

    def identity_of(self, client_id: str) -> str:
        with self.storage.store.begin() as uow:
            return next(i.id for i in uow.identities.recognisable() if i.client_id == client_id)

    # ------------------------------------------------------------------ what happens

    def hears(self, client_id: str, rssi_dbm: float = -55, gateway: str = "door") -> None:
        self.bus.ask(
            ask.ObserveSightings(
                (ask.Heard(self.identity_of(client_id), gateway, rssi_dbm, self.clock.monotonic()),)
            )
        )

    def walks_in(self, client_id: str, gateway: str = "door") -> None:
        """Two strong sightings at the door."""
        self.hears(client_id, gateway=gateway)
        self.passes(1)
        self.hears(client_id, gateway=gateway)

    def passes(self, seconds: float) -> None:
        tick_s = TICK_S if seconds < LONG_S else LONG_TICK_S
        for _ in range(max(1, round(seconds / tick_s))):
            self.clock.passed_s += min(tick_s, seconds)
            self.bus.tick()

    # ------------------------------------------------------------------ what is seen

    def signals(self, associate_id: str) -> list[SignalView]:
        return list(self.storage.queries.signals_for(associate_id))

    def signal(self, associate_id: str) -> SignalView:
        (only,) = self.signals(associate_id)
        return only

    def notices(self, associate_id: str) -> list[Notice]:
        return list(self.storage.queries.notices_after(associate_id, 0))

    def kinds(self, associate_id: str) -> list[str]:
        return [notice.kind for notice in self.notices(associate_id)]

    def visits(self) -> list[tuple[str, str]]:
        return [
            (visit.client_id, visit.whereabouts)
            for visit in self.storage.queries.visits(open_only=False)
        ]

    def arrivals(self) -> int:
        return sum(isinstance(event, ask.ClientArrived) for event in self.told)


@pytest.fixture
def shop(database_url: str, tmp_path: Path) -> Iterator[Shop]:
    settings = Settings(data_dir=tmp_path, database_url=database_url)
    opened = Shop(settings).open()
    yield opened
    opened.storage.close()


@pytest.fixture
def quiet_shop(sqlite_url: str, tmp_path: Path) -> Iterator[Shop]:
    """Its quiet hour covers the morning on which the tests happen (10:00 in Paris)."""
    settings = Settings(data_dir=tmp_path, database_url=sqlite_url)
    signals = replace(settings.signals, quiet_from="09:30", quiet_until="10:30")
    opened = Shop(replace(settings, signals=signals)).open()
    yield opened
    opened.storage.close()


@pytest.fixture
def devices(database_url: str, tmp_path: Path) -> Iterator[DeviceShop]:
    """A shop that knows no device yet."""
    opened = DeviceShop(Settings(data_dir=tmp_path, database_url=database_url)).open()
    yield opened
    opened.storage.close()
