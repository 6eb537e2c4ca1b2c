"""Taking an admission back: the row stays, marked, and the guest is out again."""

from __future__ import annotations

from dataclasses import replace

from events.attendance import Attendance, adds_up
from events.guest import Guest, Origin, Standing
from events.undo import UndoRefusedError, undo
from store_server.admission_messages import Answered, EveningChanged, UndoShowing
from store_server.handlers.desk import Desk, Work
from store_server.handlers.signalling import Signalling
from store_server.ports import ConflictError, NotFoundError


class UndoShowings:
    def __init__(self, desk: Desk, signalling: Signalling) -> None:
        self._desk = desk
        self._signalling = signalling

    def undo(self, command: UndoShowing) -> Answered:
        """Raises `ConflictError` where this colleague may not, or nobody went through."""
        with self._desk.work() as work:
            uow = work.uow
            event = uow.events.get(command.event_id)
            kept = uow.admissions.heard(event.id, command.scan_id)
            if kept is None:
                raise NotFoundError("there is no such showing")
            entry, guest_id = kept.decision.entry, kept.decision.guest_id
            if entry is None or guest_id is None:
                raise ConflictError("nobody went through on this showing")
            try:
                undo(entry, command.gate, command.manager, work.at)
            except UndoRefusedError as error:
                raise ConflictError(str(error)) from error
            guest = uow.guests.get(guest_id)
            uow.admissions.undo(kept.id, command.by_id, command.reason, work.at)
            attends = adds_up(guest, uow.admissions.entries(guest_id))
            uow.admissions.keep(attends)
            guest = _listed_again(work, guest, attends)
            if not attends.inside and not attends.plus_ones_inside:
                self._signalling.guest_left(work, guest_id)
            work.record(
                "AdmissionUndone", showing=kept.id, event=event.id, guest=guest_id, by=command.by_id
            )
            work.audit(command.by_id, "admission.undone", guest_id)
            work.tell(EveningChanged(event.id, (guest_id,), work.at))
        undone = replace(
            kept, undone_at=work.at, undone_by=command.by_id, undone_reason=command.reason
        )
        return Answered(undone, event, guest)


def _listed_again(work: Work, guest: Guest, attends: Attendance) -> Guest:
    """Who walked in was confirmed by being let in, and is not once that is taken back."""
    if (
        guest.origin is not Origin.DOOR
        or attends.arrived
        or guest.standing is not Standing.CONFIRMED
    ):
        return guest
    return work.uow.guests.save(replace(guest, standing=Standing.LISTED))
