"""The seat plan of an event, and who sits where."""

from __future__ import annotations

from dataclasses import dataclass

from events.event import PrivateEvent
from events.seating import Seat, check_plan, check_seat, still_sits
from store_server.event_messages import ArrangeFurniture, ProgrammeChanged, SeatGuest, UnseatGuest
from store_server.handlers.desk import Desk, Work
from store_server.ports import ConflictError, NotFoundError


@dataclass(frozen=True, slots=True)
class KeepSeating:
    """Each method handles the command of its name."""

    desk: Desk

    def arrange(self, command: ArrangeFurniture) -> None:
        """Raises `PlanError`, also where somebody sits on what would be taken away."""
        with self.desk.work() as work:
            event = work.uow.events.get(command.event_id)
            _check_not_over(event)
            check_plan(command.furniture, _seats(work, event.id))
            work.uow.seating.arrange(event.id, command.furniture)
            work.record("FurnitureArranged", event=event.id, by=command.by_id)
            work.tell(ProgrammeChanged(event.id, event.stage, work.at))

    def seat(self, command: SeatGuest) -> None:
        """Raises `SeatError`."""
        with self.desk.work() as work:
            event = work.uow.events.get(command.event_id)
            _check_not_over(event)
            guest = work.uow.guests.get(command.guest_id)
            if guest.event_id != event.id:
                raise NotFoundError("this event has no such guest")
            there = {one.id: one for one in work.uow.seating.furniture(event.id)}
            wanted = there.get(command.furniture_id)
            taken = _seats(work, event.id)
            seat = check_seat(guest, command.person, wanted, command.number, taken)
            work.uow.seating.seat(event.id, seat)
            work.record("GuestSeated", event=event.id, guest=guest.id, by=command.by_id)
            work.tell(ProgrammeChanged(event.id, event.stage, work.at))

    def unseat(self, command: UnseatGuest) -> None:
        with self.desk.work() as work:
            event = work.uow.events.get(command.event_id)
            guest = work.uow.guests.get(command.guest_id)
            if guest.event_id != event.id:
                raise NotFoundError("this event has no such guest")
            if work.uow.seating.unseat(guest.id, command.person):
                work.record("GuestUnseated", event=event.id, guest=guest.id, by=command.by_id)
                work.tell(ProgrammeChanged(event.id, event.stage, work.at))


def _seats(work: Work, event_id: str) -> list[Seat]:
    """Those that are held. Who has left the list gets up here."""
    guests = {one.id: one for one in work.uow.guests.of_event(event_id)}
    held: list[Seat] = []
    for seat in work.uow.seating.seats(event_id):
        if still_sits(seat, guests.get(seat.guest_id)):
            held.append(seat)
        else:
            work.uow.seating.unseat(seat.guest_id, seat.person)
    return held


def _check_not_over(event: PrivateEvent) -> None:
    if event.stage.over:
        raise ConflictError(f"an event that is {event.stage.value} is not changed any more")
