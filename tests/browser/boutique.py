"""A real house on a real broker, with people in it, for the pages of a real browser."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from devices.decoding import decode
from devices.readings import Beacon, EddystoneUid, IBeacon
from devices.simulator.voices import Advert, Voice
from devices.simulator.voices.canonical import CanonicalVoice
from store_server import messages as ask
from store_server.app import House, build
from store_server.clock import new_id
from store_server.device_messages import AmendDevice
from store_server.domain.consent import Purpose
from store_server.settings import Settings
from store_server.views import PurchaseView
from store_server.web import PairingCode
from store_server.web.tokens import hash_pin
from tests.broker import Publisher

PIN = "2580"

UUID = "6f1d4e0a-5b7c-4a52-9c3e-acc0e1100001"
AT_THE_DOOR_DBM = -52
SEEN_WITHIN_S = 5.0
NEXT_SIGHTING_S = 0.15  # a nearer one would be the same advertisement, heard twice

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Guest:
    id: str
    name: str
    beacon: Beacon
    pass_code: str = ""


@dataclass
class Boutique:
    settings: Settings
    publisher: Publisher
    house: House = field(init=False)

    def open(self) -> Boutique:
        self.house = build(self.settings)
        self.house.start()
        assert self.house.reader.wait_connected(10), "the house did not reach the broker"
        self.bus.ask(ask.AmendZone("salon", "Salon", None))
        return self

    def close(self) -> None:
        self.house.stop()

    @property
    def url(self) -> str:
        return self.settings.url

    @property
    def bus(self) -> Any:
        return self.house.bus

    # ------------------------------------------------------------------ people

    def associate(
        self,
        name: str,
        role: str = "associate",
        languages: tuple[str, ...] = ("fr",),
        on_shift: bool = True,
        pin: bool = True,
    ) -> str:
        associate_id: str = self.bus.ask(ask.AddAssociate(name, role, languages))
        if pin:
            self.house.storage.accounts.set_pin(associate_id, hash_pin(PIN))
        if on_shift:
            self.bus.ask(ask.StartShift(associate_id))
        return associate_id

    def client(
        self,
        given: str = "Aliénor",
        family: str = "Castelmaure",
        beacon: Beacon | None = None,
        consent: bool = True,
        **fields: Any,
    ) -> Guest:
        """A consenting client with a beacon and a pass, and purchases to tell of."""
        number = next(_numbers)
        beacon = beacon or IBeacon(UUID, 1, number)
        pass_code = f"TEST-{number:04d}"
        fields = {"given_name": given, "family_name": family, **fields}
        client_id: str = self.bus.ask(ask.RegisterClient(fields))
        kind = "eddystone_uid" if isinstance(beacon, EddystoneUid) else "ibeacon"
        self.bus.ask(ask.EnrolIdentity(client_id, kind, key=beacon.key))
        self.bus.ask(ask.EnrolIdentity(client_id, "pass", key=pass_code))
        if consent:
            self.bus.ask(ask.GiveConsent(client_id, Purpose.PRESENCE, "signed", "1"))
        return Guest(client_id, f"{given} {family}", beacon, pass_code)

    def bought(self, guest: Guest, *labels: str) -> None:
        with self.house.storage.store.begin() as uow:
            for label in labels:
                uow.history.add_purchase(
                    guest.id, PurchaseView(date(2026, 3, 14), label, 389000, "EUR")
                )
            uow.commit()

    def code(self, kind: str, **whom: Any) -> PairingCode:
        return self.house.web.pairings.create(kind, **whom)

    # ------------------------------------------------------------------ the shop floor

    def place(self, device: str, zone: str = "salon") -> None:
        self.bus.ask(AmendDevice(device, zone=zone))

    def door(self) -> Voice:
        """A gateway of our own kind, in the salon."""
        voice = CanonicalVoice(self.settings.boutique, "door", "ble_gateway", "salon")
        self.place("door")
        return voice

    def walks_in(self, guest: Guest, voice: Voice | None = None) -> None:
        """A beacon that goes on advertising at the door, until the house knows who is here."""
        self.advertises(guest, until=lambda: guest.id in self.present(), voice=voice)

    def walks_in_unknown(self, guest: Guest) -> None:
        """Long enough at the door for anybody who may be recognised."""
        times = iter(range(6))
        self.advertises(guest, until=lambda: next(times, None) is None)

    def advertises(
        self, guest: Guest, until: Callable[[], bool], voice: Voice | None = None
    ) -> None:
        """Published on the broker as the gateway's make does it."""
        voice = voice or self.door()
        deadline_s = time.monotonic() + SEEN_WITHIN_S
        while not until():
            assert time.monotonic() < deadline_s, f"{guest.name} was not recognised"
            advert = Advert(guest.beacon, "aa:bb:cc:00:00:01", AT_THE_DOOR_DBM, -59, time.time())
            said = voice.heard(advert)
            assert said is not None, "this make does not publish such a beacon"
            (reading,) = decode(said.topic, said.payload)
            self.place(reading.device)
            self.publisher.publish(said.topic, said.payload)
            time.sleep(NEXT_SIGHTING_S)

    # ------------------------------------------------------------------ what is seen

    def signals(self, associate_id: str) -> Sequence[Any]:
        return self.house.storage.queries.signals_for(associate_id)

    def present(self) -> set[str]:
        return {visit.client_id for visit in self.visits() if visit.whereabouts == "here"}

    def visits(self) -> Sequence[Any]:
        return self.house.storage.queries.visits(open_only=False)

    def last_seq(self, associate_id: str) -> int:
        return self.house.storage.queries.last_seq(associate_id)

    def journal(self) -> list[str]:
        """The kinds of what has happened, in order."""
        with self.house.storage.store.begin() as uow:
            return [entry.kind for entry in uow.journal.after(0)]

    def told(self, kind: str) -> Mapping[str, Any]:
        """What the journal says of the last of its kind."""
        with self.house.storage.store.begin() as uow:
            payloads = [entry.payload for entry in uow.journal.after(0) if entry.kind == kind]
        last: Mapping[str, Any] = payloads[-1]
        return last

    def claims(self, associate_id: str) -> None:
        (signal,) = self.signals(associate_id)
        self.bus.ask(ask.ClaimSignal(signal.id, associate_id, new_id()))

    def leaves(self, guest: Guest, said_by: str) -> None:
        self.bus.ask(ask.ReportDeparture(guest.id, by_id=said_by))


def until(true: Callable[[], Any], within_s: float = 5.0, what: str = "") -> float:
    """Wait until it is so; answers after how many seconds it was."""
    began_s = time.monotonic()
    while not true():
        took_s = time.monotonic() - began_s
        assert took_s < within_s, what or "it did not come true in time"
        time.sleep(0.01)
    return time.monotonic() - began_s
