"""The parts that the commands about privacy share, with no server needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from store_server.commands.boutique import read_settings
from store_server.commands.sentences import CommandError

if TYPE_CHECKING:
    from store_server.handlers.forget_people import ForgetPeople
    from store_server.handlers.keep_retention import KeepRetention
    from store_server.settings import Settings
    from store_server.storage import Storage

LISTED_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class OpenPrivacy:
    settings: Settings
    storage: Storage
    forget: ForgetPeople
    retention: KeepRetention

    def client(self, who: str) -> str:
        """A client's id, by their id or by words that name one client alone."""
        from store_server.ports import NotFoundError

        with self.storage.store.look() as uow:
            try:
                return uow.privacy.client(who).clients[0]
            except NotFoundError:
                pass
        found = self.storage.queries.find_clients(who, LISTED_AT_MOST)
        if len(found) == 1:
            return found[0].id
        if not found:
            raise CommandError("No client goes by that; give a name, a mail address or an id.")
        lines = "".join(f"\n  {one.id}  {one.display_name}" for one in found)
        raise CommandError(f"That may be several clients; name the one you mean by id:{lines}")


@contextmanager
def open_privacy() -> Iterator[OpenPrivacy]:
    from store_server.clock import SystemClock
    from store_server.handlers.arrivals import Arrivals
    from store_server.handlers.desk import Desk
    from store_server.handlers.forget_people import ForgetPeople
    from store_server.handlers.keep_retention import KeepRetention
    from store_server.handlers.signalling import Signalling
    from store_server.storage import open_storage

    settings, clock = read_settings(), SystemClock()
    storage = open_storage(settings)
    try:
        desk = Desk(storage.store, clock, lambda _event: None)
        signalling = Signalling(desk, settings.signals, settings.zone)
        arrivals = Arrivals(
            desk, signalling, timedelta(seconds=settings.presence.visit_continues_s)
        )
        forget = ForgetPeople(desk, arrivals, signalling)
        forget.resume()
        retention = KeepRetention(desk, forget, settings.privacy, settings.zone)
        yield OpenPrivacy(settings, storage, forget, retention)
    finally:
        storage.close()
