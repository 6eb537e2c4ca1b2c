"""The boutique's database from beside the server: prepared before it runs, read while it does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sqlalchemy import text

from devices.readings import IBeacon
from store_server import messages as ask
from store_server.bus import Bus
from store_server.clock import SystemClock
from store_server.device_messages import AmendDevice
from store_server.domain.consent import Purpose
from store_server.domain.signal import Signal
from store_server.furnishing import furnish
from store_server.settings import Settings
from store_server.storage import open_storage
from store_server.storage.engine import reading
from store_server.views import Notice, SignalView
from store_server.web import Pairings
from store_server.web.tokens import hash_pin

PIN = "2580"
UUID = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001"


class Books:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._storage = open_storage(settings)
        self.engine = self._storage.engine
        self._bus = Bus()  # never started: it acts on our own thread
        furnish(self._bus, self._storage, settings, SystemClock())()
        self.associate_id: str = self._bus.ask(ask.AddAssociate("Camille", "associate", ("fr",)))
        self._bus.ask(ask.StartShift(self.associate_id))
        self.manager_id: str = self._bus.ask(ask.AddAssociate("Hélène", "manager", ("fr",)))
        self._bus.ask(ask.AmendZone("salon", "Salon", None))
        self._bus.ask(AmendDevice("door", zone="salon"))

    def close(self) -> None:
        self._storage.close()

    def client(self, number: int) -> tuple[str, IBeacon]:
        beacon = IBeacon(UUID, 1, number)
        fields = {"given_name": f"Cliente {number}", "family_name": "Durand"}
        client_id: str = self._bus.ask(ask.RegisterClient(fields))
        self._bus.ask(ask.EnrolIdentity(client_id, "ibeacon", key=beacon.key))
        self._bus.ask(ask.GiveConsent(client_id, Purpose.PRESENCE, "signed", "1"))
        return client_id, beacon

    def phone(self, associate_id: str) -> tuple[str, str]:
        """A pairing code and the PIN, for this person's phone."""
        self._storage.accounts.set_pin(associate_id, hash_pin(PIN))
        pairings = Pairings(self._settings, self._storage.accounts, SystemClock())
        return pairings.create("associate", associate_id=associate_id).code, PIN

    def present(self) -> set[str]:
        visits = self._storage.queries.visits(open_only=True)
        return {visit.client_id for visit in visits if visit.whereabouts == "here"}

    def whereabouts(self) -> list[str]:
        return [visit.whereabouts for visit in self._storage.queries.visits(open_only=False)]

    def journal(self) -> Sequence[Any]:
        with self._storage.store.begin() as uow:
            return uow.journal.after(0, 10_000)

    def arrivals(self) -> Counter[str]:
        """How often each client is written down as having arrived."""
        return Counter(
            entry.payload["client"] for entry in self.journal() if entry.kind == "ClientArrived"
        )

    def notices(self) -> Sequence[Notice]:
        return self._storage.queries.notices_after(self.associate_id, 0, 1000)

    def told(self) -> Counter[str]:
        """How often the associate was told of each signal for the first time."""
        return Counter(notice.signal_id for notice in self.notices() if notice.kind == "signal")

    def signals(self) -> dict[str, SignalView]:
        """The live ones, by client."""
        signals = self._storage.queries.signals_for(self.associate_id)
        return {signal.card.client_id: signal for signal in signals if signal.card is not None}

    def start_shift(self, associate_id: str) -> None:
        self._bus.ask(ask.StartShift(associate_id))

    def signal(self, signal_id: str) -> Signal:
        with self._storage.store.begin() as uow:
            return uow.signals.get(signal_id)

    def recognised(self) -> set[str]:
        with self._storage.store.begin() as uow:
            return {one.client_id for one in uow.identities.recognisable()}

    def identities(self, client_id: str) -> list[str]:
        return [one.id for one in self._storage.queries.client(client_id).identities]

    def counted(self) -> Sequence[Any]:
        """Everybody who was counted, in the order of the time."""
        query = text("SELECT line, people_in, people_out, kind FROM counts ORDER BY at, id")
        with reading(self._storage.engine) as connection:
            return connection.execute(query).all()

    def quarantined(self) -> int:
        return len(self._storage.quarantine.recent(10_000))
