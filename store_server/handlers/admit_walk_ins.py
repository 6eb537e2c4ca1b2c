"""Somebody who is on no list comes all the same: one tap lets them in, and who tapped answers."""

from __future__ import annotations

from dataclasses import replace

from events.guest import Guest, Origin, Standing
from store_server.admission_messages import AdmitWalkIn, Answered, Door, ShowPass
from store_server.clock import new_id
from store_server.handlers.admit import Admit
from store_server.handlers.desk import Desk, Work


class AdmitWalkIns:
    def __init__(self, desk: Desk, admit: Admit) -> None:
        self._desk = desk
        self._admit = admit

    def admit(self, command: AdmitWalkIn) -> Answered:
        """Guest, attendance, signal and reason in one transaction; the same tap twice is one."""
        with self._desk.work() as work:
            event = work.uow.events.get(command.event_id)
            before = work.uow.admissions.heard(event.id, command.scan_id)
            guest_id = before.decision.guest_id if before else None
            guest = work.uow.guests.get(guest_id) if guest_id else self._guest(work, command)
            answered = self._admit.judge(
                work,
                ShowPass(
                    scan_id=command.scan_id,
                    gate=command.gate,
                    door=Door.LIST,
                    guest_id=guest.id,
                    event_id=event.id,
                    by_id=command.by_id,
                    override_reason=command.reason,
                ),
            )
            if guest.origin is Origin.DOOR and guest.standing is Standing.LISTED:
                if not answered.kept.decision.through:
                    return answered
                guest = work.uow.guests.save(replace(guest, standing=Standing.CONFIRMED))
                answered = replace(answered, guest=guest)
                work.audit(command.by_id, "guest.walked-in", guest.id)
        return answered

    def _guest(self, work: Work, command: AdmitWalkIn) -> Guest:
        """The client's own line, where they are on the list after all; else a new one."""
        uow = work.uow
        client = uow.clients.get(command.client_id) if command.client_id else None
        listed = uow.guests.of_client(command.event_id, client.id) if client else None
        if listed is not None:
            return listed
        sessions = uow.events.get(command.event_id).sessions
        now_on = [one for one in sessions if one.ends > work.at]
        guest = Guest(
            id=new_id(),
            event_id=command.event_id,
            given_name=client.given_name if client else command.given_name,
            family_name=client.family_name if client else command.family_name,
            language=client.language if client else command.language,
            standing=Standing.LISTED,
            origin=Origin.DOOR,
            client_id=client.id if client else None,
            session=(now_on or sessions[-1:])[0].number if sessions else 0,
            host_id=command.by_id,
            created_at=work.at,
        )
        uow.guests.add(guest)
        return guest
