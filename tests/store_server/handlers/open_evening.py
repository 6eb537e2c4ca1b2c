"""An open event and its guest list, written straight into the database of a shop."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from events.event import Kind, PrivateEvent, Rules
from events.guest import Guest, Standing
from events.programme import Stage
from store_server.clock import new_id
from store_server.handlers.desk import Desk
from tests.store_server.handlers.conftest import Shop


class OpenEvening:
    """An open event next week, and its guest list."""

    def __init__(self, shop: Shop, **changed: Any) -> None:
        self.shop = shop
        self.told: list[Any] = []
        starts = shop.clock.now().replace(microsecond=0) + timedelta(days=7)
        with self.desk.work() as work:
            event = PrivateEvent(
                id=new_id(),
                number=work.uow.events.next_number(),
                kind=Kind.COCKTAIL,
                titles={"fr": "Le cocktail du solstice", "en": "The solstice cocktail"},
                starts=starts,
                ends=starts + timedelta(hours=4),
                capacity=20,
                stage=Stage.OPEN,
                created_at=work.at,
            )
            self.event = replace(event, **changed)
            work.uow.events.add(self.event)

    @property
    def desk(self) -> Desk:
        """The shop's as it stands now: a restart closes the database that the one before had."""
        return Desk(self.shop.storage.store, self.shop.clock, self.told.append)

    def guest(self, name: str = "Noor", **changed: Any) -> Guest:
        guest = Guest(
            id=new_id(),
            event_id=self.event.id,
            given_name=name,
            family_name="Al-Sayed",
            language="fr",
            standing=Standing.CONFIRMED,
            email=f"{name.lower()}@guests.example",
            created_at=self.shop.clock.now(),
        )
        guest = replace(guest, **changed)
        with self.desk.work() as work:
            work.uow.guests.add(guest)
        return guest

    def change(self, **changed: Any) -> PrivateEvent:
        with self.desk.work() as work:
            self.event = work.uow.events.save(replace(self.event, **changed))
        return self.event

    def amend(self, guest: Guest, **changed: Any) -> Guest:
        with self.desk.work() as work:
            return work.uow.guests.save(replace(guest, **changed))

    def rules(self, **changed: Any) -> Rules:
        return replace(self.event.rules, **changed)
