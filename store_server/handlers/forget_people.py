"""People are erased at their wish or when their time is up; nothing of them is left anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from events.event import PrivateEvent
from events.guest import Guest, Standing
from store_server.guest_messages import GuestListChanged
from store_server.handlers import passes
from store_server.handlers.arrivals import Arrivals
from store_server.handlers.desk import Desk, Work
from store_server.handlers.guest_places import lock, put_in_order, save
from store_server.handlers.pace import Pace
from store_server.handlers.signalling import Signalling
from store_server.messages import IdentitiesChanged
from store_server.ports import ConflictError, StorageError
from store_server.privacy_messages import (
    AskForErasure,
    EraseClient,
    EraseGuest,
    PeopleForgotten,
    TakeErasureBack,
)
from store_server.privacy_ports import Standing as Whom

LOOKED_EVERY_S = 0.5


@dataclass(slots=True)
class ForgetPeople:
    """Each method handles the command of its name. What was erased is told to every screen, also
    where another process did it."""

    desk: Desk
    arrivals: Arrivals
    signalling: Signalling
    _seen: int = 0
    _pace: Pace = field(default_factory=lambda: Pace(LOOKED_EVERY_S))

    def resume(self) -> None:
        """Whoever was erased before this start is in no memory of ours."""
        with self.desk.store.look() as uow:
            self._seen = max((one.position for one in uow.privacy.erased_after(0)), default=0)

    def erase_client(self, command: EraseClient) -> int:
        with self.desk.work() as work:
            whom = work.uow.privacy.client(command.client_id)
            _refuse_too_early(work, whom)
            for client_id in whom.clients:
                self.arrivals.stop_recognising(work, client_id)
            rows = self._erase(work, whom)
            work.record("ClientErased", client=whom.clients[0], rows=rows, by=command.by_id)
            work.audit(command.by_id, "client.erased", whom.clients[0])
        self._look()
        return rows

    def erase_guest(self, command: EraseGuest) -> int:
        with self.desk.work() as work:
            whom = work.uow.privacy.guest(command.guest_id)
            rows = self._erase(work, whom)
            work.record("GuestErased", guest=whom.guests[0], rows=rows, by=command.by_id)
            work.audit(command.by_id, "guest.erased", whom.guests[0])
        self._look()
        return rows

    def ask(self, command: AskForErasure) -> None:
        """Asking again changes nothing."""
        with self.desk.work() as work:
            client = work.uow.clients.get(command.client_id)
            if work.uow.privacy.ask(client.id, work.at):
                work.record("ErasureAsked", client=client.id)

    def take_back(self, command: TakeErasureBack) -> None:
        with self.desk.work() as work:
            client = work.uow.clients.get(command.client_id)
            if work.uow.privacy.take_back(client.id):
                work.record("ErasureTakenBack", client=client.id)

    def tick(self) -> None:
        """See within a second what `accueil privacy erase` did beside us."""
        if not self._pace.is_due(self.desk.clock):
            return
        try:
            self._look()
        except StorageError:
            return  # the next look is in half a second

    def _look(self) -> None:
        with self.desk.store.look() as uow:
            erased = uow.privacy.erased_after(self._seen)
        if not erased:
            return
        self._seen = erased[-1].position
        ids = tuple(one.person_id for one in erased)
        self.arrivals.forget(ids)
        self.signalling.resume()
        self.desk.tell(IdentitiesChanged(ids[0]))
        self.desk.tell(PeopleForgotten(ids, self.desk.clock.now()))

    def _erase(self, work: Work, whom: Whom) -> int:
        guests = [work.uow.guests.get(one) for one in whom.guests]
        events = {event_id: lock(work, event_id) for event_id in _in_order(guests)}
        for guest in guests:
            self._take_off(work, guest, events[guest.event_id])
        rows = work.uow.privacy.erase(whom, work.at)
        for event in events.values():
            if not event.stage.over and not event.template:
                put_in_order(work, event)
            work.tell(GuestListChanged(event.id))
        return rows

    def _take_off(self, work: Work, guest: Guest, event: PrivateEvent) -> None:
        """From the list of an event that is to come: the place is free, the pass opens nothing."""
        self.signalling.guest_left(work, guest.id)
        if event.stage.over or event.ends <= work.at:
            passes.revoke(work, guest)
            return
        gone = replace(
            work.uow.guests.get(guest.id),
            standing=Standing.CANCELLED,
            blocked=True,
            companions=(),
            asked_at=None,
            offer_until=None,
        )
        passes.revoke(work, save(work, gone))


def _in_order(guests: Iterable[Guest]) -> list[str]:
    """One order for everybody who locks several lists."""
    return sorted({guest.event_id for guest in guests})


def _refuse_too_early(work: Work, whom: Whom) -> None:
    if obstacle := work.uow.privacy.obstacle(whom, work.at):
        raise ConflictError(f"{obstacle}; they can be erased after that")
