"""A guest list under its lock: offers that ended, offers that follow, and what is written of them.

    event = lock(work, event_id)
    …                              whatever gives a place or frees one
    put_in_order(work, event)

Whoever gives places does so between these two, so that nobody who waits is overtaken, and no place
is ever given twice, whichever process asks.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from events.answering import settle
from events.event import PrivateEvent
from events.guest import Guest, Standing
from events.letters import LetterKind
from store_server.event_messages import ProgrammeChanged
from store_server.guest_messages import GuestListChanged
from store_server.handlers import letters, passes
from store_server.handlers.desk import Desk, Work
from store_server.handlers.pace import Pace
from store_server.handlers.settle_events import settle as settle_stage
from store_server.ports import NotFoundError, StorageError

LOOKED_EVERY_S = 1.0


def lock(work: Work, event_id: str) -> PrivateEvent:
    """The event, and until the commit nobody else gives places of it. Raises `NotFoundError`."""
    work.uow.guests.lock(event_id)
    return work.uow.events.get(event_id)


def put_in_order(work: Work, event: PrivateEvent) -> PrivateEvent:
    """Everything that the clock and the freed places ask for; answers the event in its stage."""
    changed = settle(event, work.uow.guests.in_turn(event.id), work.at)
    for guest in changed:
        save(work, guest)
        if guest.standing is Standing.OFFERED:
            letters.write(work, LetterKind.OFFER, guest, event)
            work.record("PlaceOffered", guest=guest.id, event=event.id)
        else:
            work.record("OfferEnded", guest=guest.id, event=event.id)
    return settle_stage(work, event)


def save(work: Work, guest: Guest) -> Guest:
    """The line as it is now, and the word that it changed."""
    work.tell(GuestListChanged(guest.event_id, (guest.id,)))
    return work.uow.guests.save(guest)


def take_effect(work: Work, before: Guest, guest: Guest, event: PrivateEvent) -> Guest:
    """Save an answer, with the pass and the letter that follow from it."""
    saved = save(work, guest)
    match guest.standing:
        case Standing.CONFIRMED:
            passes.issue(work, saved, event)
            letters.write(work, LetterKind.CONFIRMED, saved, event)
        case Standing.WAITING:
            letters.write(work, LetterKind.WAITING, saved, event)
        case Standing.CANCELLED if before.standing is Standing.CONFIRMED:
            passes.revoke(work, saved)
            letters.write(work, LetterKind.WITHDRAWN, saved, event)
        case _:
            passes.revoke(work, saved)
    return saved


@dataclass(slots=True)
class WatchPlaces:
    """What frees a place without anybody's answer: an offer that ends, a capacity that grows."""

    desk: Desk
    _pace: Pace = field(default_factory=lambda: Pace(LOOKED_EVERY_S))

    def tick(self) -> None:
        if not self._pace.is_due(self.desk.clock):
            return
        try:
            self._look()
        except StorageError:
            return  # the next look is in a second

    def _look(self) -> None:
        with self.desk.store.look() as uow:
            events = uow.guests.with_ended_offers(self.desk.clock.now())
        for event_id in events:
            self._put_in_order(event_id)

    def heed(self, changed: ProgrammeChanged) -> None:
        """More places, or a list that is open again: who waits is offered what there is."""
        self._put_in_order(changed.event_id)

    def _put_in_order(self, event_id: str) -> None:
        with self.desk.work() as work:
            try:
                event = lock(work, event_id)
            except NotFoundError:
                return  # it was a draft, and was discarded
            if not event.template:
                put_in_order(work, event)
