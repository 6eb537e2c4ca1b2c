"""The boutique's database for one command: opened, used and closed, with no server needed."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from store_server.device_ports import DeviceQueries
    from store_server.domain.staff import Associate
    from store_server.ports import Accounts, Clock, Queries, Store
    from store_server.settings import Settings
    from store_server.views import AssociateView
    from store_server.web.auth import Pairings

OURS_ALONE = ("ACCUEIL_TRACE", "ACCUEIL_AGENT_")  # read by commands, no settings of the server


def environment() -> Mapping[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS_ALONE)}


def read_settings() -> Settings:
    """Raises `SettingError`."""
    from store_server.settings import Settings

    return Settings.read(environment())


@dataclass(frozen=True, slots=True)
class Boutique:
    settings: Settings
    store: Store
    queries: Queries
    device_queries: DeviceQueries
    accounts: Accounts
    clock: Clock
    pairings: Pairings

    def person(self, who: str) -> AssociateView:
        """By id, its beginning, or name. Raises `CommandError` where that is nobody or several."""
        wanted = " ".join(who.split()).casefold()
        people = self.queries.associates()
        found = [
            person for person in people if wanted in (person.id, person.display_name.casefold())
        ]
        found = found or [person for person in people if wanted and person.id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise CommandError(
                f"Nobody here is called {who!r}: `accueil user list` shows everyone."
            )
        raise CommandError(f"{who!r} may be {len(found)} people: name the one you mean by its id.")

    def add_associate(self, associate: Associate) -> None:
        with self.store.begin() as uow:
            uow.staff.add(associate)
            uow.journal.write("AssociateAdded", {"associate": associate.id}, self.clock.now())
            uow.commit()

    def let_in(self, associate_id: str, let_in: bool) -> None:
        """Raises `NotFoundError`."""
        now = self.clock.now()
        with self.store.begin() as uow:
            uow.staff.get(associate_id)
            uow.staff.amend(associate_id, {"active": let_in})
            if not let_in:
                uow.staff.end_shift(associate_id, now)
            fields = {"associate": associate_id, "fields": ["active"]}
            uow.journal.write("AssociateAmended", fields, now)
            uow.commit()
        if not let_in:
            self.accounts.end_sessions_of(associate_id, now)


@contextmanager
def open_boutique(settings: Settings | None = None) -> Iterator[Boutique]:
    """Brings the database up to date first, as the server does when it starts."""
    from store_server.clock import SystemClock
    from store_server.storage import open_storage
    from store_server.web.auth import Pairings

    settings = settings or read_settings()
    clock = SystemClock()
    storage = open_storage(settings)
    try:
        pairings = Pairings(settings, storage.accounts, clock)
        yield Boutique(
            settings,
            storage.store,
            storage.queries,
            storage.device_queries,
            storage.accounts,
            clock,
            pairings,
        )
    finally:
        storage.close()
