"""A boutique in a few words, for the tests of its storage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from payments.article import Article
from payments.basket import BasketState, Line
from payments.facts import Fact, Told
from payments.money import Money
from payments.providers.port import Order
from payments.register import Attempt, Basket, BillKept, Share
from store_server.clock import new_id
from store_server.domain import signal as signals
from store_server.domain.client import Client
from store_server.domain.consent import Consent, Purpose
from store_server.domain.signal import Signal
from store_server.domain.staff import Associate, Role
from store_server.domain.visit import Source, Visit
from store_server.ports import KnownIdentity
from store_server.storage.unit_of_work import SqlStore

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
SECRET = bytes(range(16))


@dataclass
class HandClock:
    """Shows what it was set to."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()

    def passes(self, **time: float) -> datetime:
        self.at += timedelta(**time)
        return self.at


@dataclass
class House:
    """Each method is one transaction, and answers the id of what it made."""

    store: SqlStore
    clock: HandClock

    def client(self, given: str = "Ana", family: str = "Silva", **fields: Any) -> str:
        client = Client(new_id(), given, family, created_at=self.clock.now(), **fields)
        with self.store.begin() as uow:
            uow.clients.add(client)
            uow.commit()
        return client.id

    def consenting(self, given: str = "Ana", family: str = "Silva", **fields: Any) -> str:
        client_id = self.client(given, family, **fields)
        self.consent(client_id)
        return client_id

    def consent(self, client_id: str, purpose: Purpose = Purpose.PRESENCE) -> None:
        now = self.clock.now()
        with self.store.begin() as uow:
            uow.consents.give(Consent(new_id(), client_id, purpose, now, "signed on kiosk-1", "1"))
            uow.commit()

    def withdraw(self, client_id: str, purpose: Purpose = Purpose.PRESENCE) -> bool:
        with self.store.begin() as uow:
            stood = uow.consents.withdraw(client_id, purpose, self.clock.now())
            uow.commit()
        return stood

    def beacon(self, client_id: str, key: str = "ibeacon:f7826da6:1:2", **fields: Any) -> str:
        identity = KnownIdentity(
            new_id(), client_id, fields.pop("kind", "ibeacon"), key, "", **fields
        )
        with self.store.begin() as uow:
            uow.identities.add(identity, self.clock.now())
            uow.commit()
        return identity.id

    def associate(
        self, name: str = "Inès", role: Role = Role.ASSOCIATE, on_shift: bool = True
    ) -> str:
        associate = Associate(new_id(), name, role)
        with self.store.begin() as uow:
            uow.staff.add(associate)
            if on_shift:
                uow.staff.start_shift(associate.id, self.clock.now())
            uow.commit()
        return associate.id

    def visit(self, client_id: str, zone: str | None = "salon", **fields: Any) -> str:
        visit = Visit(new_id(), client_id, self.clock.now(), Source.BEACON, zone, **fields)
        with self.store.begin() as uow:
            uow.visits.add(visit)
            uow.commit()
        return visit.id

    def signal(self, client_id: str, visit_id: str, *told: str) -> str:
        now = self.clock.now()
        signal = Signal(new_id(), client_id, visit_id, now, now)
        with self.store.begin() as uow:
            uow.signals.add(signal)
            for associate_id in told:
                signal = signals.tell(signal, associate_id, now, timedelta(seconds=20))
                uow.signals.save(signal)
                uow.feeds.write(associate_id, "signal", signal.id, now)
            uow.commit()
        return signal.id

    def arrival(self, client_id: str, *told: str, zone: str | None = "salon") -> str:
        """A visit and its signal; answers the signal's id."""
        return self.signal(client_id, self.visit(client_id, zone), *told)

    def claim(self, signal_id: str, associate_id: str) -> None:
        self.change(signal_id, lambda s: signals.claim(s, associate_id, self.clock.now()))

    def change(self, signal_id: str, step: Any) -> None:
        with self.store.begin() as uow:
            uow.signals.save(step(uow.signals.get(signal_id)))
            uow.commit()

    def notice(self, associate_id: str, kind: str, signal_id: str) -> int:
        with self.store.begin() as uow:
            seq = uow.feeds.write(associate_id, kind, signal_id, self.clock.now())
            uow.commit()
        return seq

    def charged(self) -> str:
        """A basket with a bag in it that was charged; answers the basket's id."""
        now, price = self.clock.now(), Money(100_00, "EUR")
        basket = Basket(new_id(), 1, BasketState.PAYING, "EUR", now, now)
        article = Article(new_id(), "BAG", "Bag", "standard", prices=(price,), stock=1)
        bill = BillKept(new_id(), basket.id, price, now + timedelta(minutes=10), now)
        share = Share(new_id(), bill.id, 0, price)
        attempt = Attempt(share.id, "simulated", Order(new_id(), price, now))
        with self.store.begin() as uow:
            uow.articles.save(article, now)
            uow.baskets.add(basket, "hash")
            uow.baskets.add_line(basket.id, Line(new_id(), article.id, article.name))
            uow.payments.add_bill(bill)
            uow.payments.add_share(share, None)
            uow.payments.add_attempt(attempt)
            for fact in (Fact.SUBMITTED, Fact.CAPTURED):
                uow.payments.tell(Told(attempt.id, fact, now, price), "us")
            uow.commit()
        return basket.id
