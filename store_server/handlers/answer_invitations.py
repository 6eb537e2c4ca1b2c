"""What guests say on their own page, or to a colleague who says it for them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from events.answering import Wish, accept, decline
from events.event import PrivateEvent
from events.guest import Guest
from events.guest_consent import GuestConsent, GuestPurpose, Needs
from store_server.clock import new_id
from store_server.guest_messages import (
    AnswerInvitation,
    GiveGuestConsent,
    GuestListChanged,
    KeepNeeds,
    WithdrawGuestConsent,
)
from store_server.handlers.desk import Desk, Work
from store_server.handlers.guest_places import lock, put_in_order, save, take_effect
from store_server.handlers.pace import Pace
from store_server.ports import ConflictError, StorageError

LOOKED_EVERY_S = 60.0


@dataclass(slots=True)
class AnswerInvitations:
    """Each method handles the command of its name."""

    desk: Desk
    _pace: Pace = field(default_factory=lambda: Pace(LOOKED_EVERY_S))

    def answer(self, command: AnswerInvitation) -> None:
        """The same answer again changes nothing. Raises `AnswerRefusedError`."""
        with self.desk.work() as work:
            event, guest = _locked(work, command.guest_id)
            event = put_in_order(work, event)
            guest = work.uow.guests.get(guest.id)
            if command.language and command.language != guest.language:
                guest = save(work, replace(guest, language=command.language))
            answered = _answered(work, guest, event, command)
            if _same(answered, guest):
                return
            take_effect(work, guest, answered, event)
            work.record(
                "GuestAnswered",
                guest=guest.id,
                event=event.id,
                standing=answered.standing,
                people=answered.party,
                by=command.by_id,
            )
            put_in_order(work, event)

    def keep_needs(self, command: KeepNeeds) -> None:
        """Raises `ConflictError` once the event is over."""
        needs = Needs(command.allergies.strip(), command.access.strip())
        with self.desk.work() as work:
            event, guest = _locked(work, command.guest_id)
            if not needs.any:
                _withdraw(work, guest, GuestPurpose.NEEDS, command.by_id)
                return
            if event.stage.over or work.at >= event.ends:
                raise ConflictError("this event is over; nothing of the kind is kept any more")
            _give(
                work, guest, GuestPurpose.NEEDS, command.text_version, command.proof, command.by_id
            )
            work.uow.needs.keep(guest.id, needs, work.at)
            work.record("NeedsKept", guest=guest.id, by=command.by_id)
            work.tell(GuestListChanged(event.id, (guest.id,)))

    def give_consent(self, command: GiveGuestConsent) -> None:
        with self.desk.work() as work:
            guest = work.uow.guests.get(command.guest_id)
            _give(work, guest, command.purpose, command.text_version, command.proof, command.by_id)

    def withdraw_consent(self, command: WithdrawGuestConsent) -> None:
        with self.desk.work() as work:
            guest = work.uow.guests.get(command.guest_id)
            _withdraw(work, guest, command.purpose, command.by_id)

    def tick(self) -> None:
        """Needs go when their event has ended, whoever still has the list open."""
        if not self._pace.is_due(self.desk.clock):
            return
        try:
            with self.desk.work() as work:
                if gone := work.uow.needs.forget_of_past(work.at):
                    work.record("NeedsForgotten", guests=gone)
        except StorageError:
            return  # the next look is in a minute


def _locked(work: Work, guest_id: str) -> tuple[PrivateEvent, Guest]:
    event = lock(work, work.uow.guests.get(guest_id).event_id)
    return event, work.uow.guests.get(guest_id)


def _answered(work: Work, guest: Guest, event: PrivateEvent, command: AnswerInvitation) -> Guest:
    if not command.coming:
        return decline(guest, event, work.at)
    wish = Wish(command.companions, command.session)
    others = work.uow.guests.in_turn(event.id)
    return accept(guest, wish, event, others, work.at, by_staff=command.by_id is not None)


def _same(one: Guest, other: Guest) -> bool:
    return (one.standing, one.session, one.companions) == (
        other.standing,
        other.session,
        other.companions,
    )


def _give(
    work: Work,
    guest: Guest,
    purpose: GuestPurpose,
    text_version: str,
    proof: str,
    by_id: str | None,
) -> None:
    if work.uow.guest_consents.stands(guest.id, purpose):
        return
    work.uow.guest_consents.give(
        GuestConsent(new_id(), guest.id, purpose, work.at, proof, text_version)
    )
    work.record(
        "GuestConsentGiven",
        guest=guest.id,
        purpose=purpose,
        text_version=text_version,
        by=by_id,
    )


def _withdraw(work: Work, guest: Guest, purpose: GuestPurpose, by_id: str | None) -> None:
    withdrawn = work.uow.guest_consents.withdraw(guest.id, purpose, work.at)
    if withdrawn:
        work.record("GuestConsentWithdrawn", guest=guest.id, purpose=purpose, by=by_id)
    if purpose is GuestPurpose.NEEDS and work.uow.needs.forget(guest.id):
        work.record("NeedsForgotten", guest=guest.id)
        work.tell(GuestListChanged(guest.event_id, (guest.id,)))
