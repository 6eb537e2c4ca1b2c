"""Invitations go out, reminders follow, and a link is shown to whoever hands it over."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from events.event import PrivateEvent
from events.guest import Guest, Standing
from events.letters import LetterKind
from store_server.domain.consent import Purpose
from store_server.guest_messages import Invited, ShowLink
from store_server.guest_messages import InviteGuests as Invite
from store_server.handlers import letters
from store_server.handlers.desk import Desk, Work
from store_server.handlers.guest_places import lock, save
from store_server.handlers.pace import Pace
from store_server.ports import ConflictError, StorageError

LOOKED_EVERY_S = 20.0
REMINDED_AT_ONCE = 100
_REMINDED = (Standing.INVITED, Standing.CONFIRMED)


@dataclass(slots=True)
class InviteGuests:
    """Each method handles the command of its name; nobody is invited or reminded twice."""

    desk: Desk
    _pace: Pace = field(default_factory=lambda: Pace(LOOKED_EVERY_S))

    def invite(self, command: Invite) -> Invited:
        """Raises `ConflictError` while the event takes no answers."""
        by_letter: list[str] = []
        by_hand: list[str] = []
        with self.desk.work() as work:
            event = lock(work, command.event_id)
            if not event.stage.answers:
                raise ConflictError(f"the event is {event.stage}; open it, then invite")
            for guest in _listed(work, event, command.guest_ids):
                invited = replace(guest, standing=Standing.INVITED, invited_at=work.at)
                save(work, invited)
                work.uow.links.token(guest.id)
                written = may_write(work, guest)
                if written:
                    letters.write(work, LetterKind.INVITATION, invited, event)
                (by_letter if written else by_hand).append(guest.id)
                work.record("GuestInvited", guest=guest.id, event=event.id, by=command.by_id)
        return Invited(tuple(by_letter), tuple(by_hand))

    def show_link(self, command: ShowLink) -> str:
        """Raises `ConflictError` for somebody who holds no invitation."""
        with self.desk.work() as work:
            guest = work.uow.guests.get(command.guest_id)
            if not guest.standing.asked or guest.blocked:
                raise ConflictError("this guest holds no invitation yet")
            links = work.uow.links
            token = links.renew(guest.id) if command.renew else links.token(guest.id)
            what = "guest.link_renewed" if command.renew else "guest.link_shown"
            work.audit(command.by_id, what, guest.id)
        return token

    def tick(self) -> None:
        """Reminders, once their time has come."""
        if not self._pace.is_due(self.desk.clock):
            return
        try:
            self._remind()
        except StorageError:
            return  # the next look is in a moment

    def _remind(self) -> None:
        now = self.desk.clock.now()
        with self.desk.store.look() as uow:
            due = [
                one.id
                for one in uow.events.unfinished()
                if one.remind_at is not None and one.remind_at <= now < one.starts
            ]
        for event_id in due:
            with self.desk.work() as work:
                event = lock(work, event_id)
                waiting = [
                    guest
                    for guest in work.uow.guests.of_event(event_id)
                    if _is_to_be_reminded(guest, event)
                ]
                for guest in waiting[:REMINDED_AT_ONCE]:
                    self._remind_one(work, guest, event)
            if len(waiting) > REMINDED_AT_ONCE:
                self._pace.hurry()  # the others at the next tick: the doors have their turn between

    def _remind_one(self, work: Work, guest: Guest, event: PrivateEvent) -> None:
        work.uow.guests.save(replace(guest, reminded_at=work.at))
        if may_write(work, guest):
            letters.write(work, LetterKind.REMINDER, guest, event)
            work.record("GuestReminded", guest=guest.id, event=event.id)


def _listed(work: Work, event: PrivateEvent, guest_ids: tuple[str, ...] | None) -> list[Guest]:
    """Those who are to be invited; somebody of another list is nobody here."""
    lines = [one for one in work.uow.guests.of_event(event.id) if one.standing is Standing.LISTED]
    return lines if guest_ids is None else [one for one in lines if one.id in set(guest_ids)]


def _is_to_be_reminded(guest: Guest, event: PrivateEvent) -> bool:
    """Whoever was invited after the reminder's time has just heard of it."""
    if guest.standing not in _REMINDED or guest.reminded_at is not None or guest.blocked:
        return False
    invited, due = guest.invited_at, event.remind_at
    return invited is None or due is None or invited < due


def may_write(work: Work, guest: Guest) -> bool:
    """A client is written to of events while they agree to it; a link can always be handed over."""
    if not guest.email:
        return False
    return guest.client_id is None or work.uow.consents.stands(guest.client_id, Purpose.EVENTS)
