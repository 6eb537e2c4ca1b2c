"""An event in a shop without doors, and people on its list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from events.event import PrivateEvent
from events.guest import Guest, Standing
from events.letters import LetterKind
from events.programme import Stage
from store_server.clock import new_id
from store_server.event_messages import AmendEvent, MoveEvent, PlanEvent
from store_server.handlers.desk import Desk
from store_server.handlers.passes import issue
from tests.store_server.handlers.conftest import Shop


@dataclass
class Soiree:
    shop: Shop
    id: str

    @classmethod
    def planned(cls, shop: Shop, opened: bool = True, **changed: Any) -> Soiree:
        """In two hours, for three."""
        starts = shop.clock.now() + timedelta(hours=2)
        fields = {
            "kind": "cocktail",
            "titles": {"fr": "Cocktail"},
            "starts": starts,
            "ends": starts + timedelta(hours=3),
            "capacity": 40,
        } | changed
        soiree = cls(shop, shop.bus.ask(PlanEvent(fields)))
        if opened:
            soiree.move(Stage.OPEN)
        return soiree

    @property
    def event(self) -> PrivateEvent:
        with self.shop.storage.store.begin() as uow:
            return uow.events.get(self.id)

    def amend(self, **fields: Any) -> None:
        self.shop.bus.ask(AmendEvent(self.id, fields))

    def move(self, to: Stage) -> None:
        self.shop.bus.ask(MoveEvent(self.id, to))

    def guest(self, name: str, standing: Standing = Standing.CONFIRMED, **more: Any) -> Guest:
        """Who confirmed holds a pass."""
        guest = Guest(
            id=new_id(),
            event_id=self.id,
            given_name=name,
            family_name="Durand",
            language="fr",
            standing=standing,
            email=more.pop("email", f"{name.lower()}@guest.example"),
            created_at=self.shop.clock.now(),
            **more,
        )
        with Desk(self.shop.storage.store, self.shop.clock, self.shop.bus.tell).work() as work:
            work.uow.guests.add(guest)
            if standing is Standing.CONFIRMED:
                issue(work, guest, work.uow.events.get(self.id))
        return guest

    def letters(self) -> list[tuple[LetterKind, str]]:
        """What waits to be sent, and to whom, by their names."""
        with self.shop.storage.store.begin() as uow:
            guests = uow.guests.of_event(self.id)
            return [
                (letter.kind, guest.given_name)
                for guest in guests
                for letter in uow.letters.waiting_for(guest.id)
            ]

    def time_passes(self, **passed: float) -> Stage:
        self.shop.clock.passed_s += timedelta(**passed).total_seconds() + 10
        self.shop.bus.tick()
        return self.event.stage

    def at(self, hours: float) -> datetime:
        return self.event.starts + timedelta(hours=hours)
