"""The guest list: lines added, corrected, approved, refused and withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from events.event import PrivateEvent
from events.guest import Guest, Origin, Standing
from events.guest_file import Line, key_of
from store_server.clock import new_id
from store_server.domain.client import Client
from store_server.guest_messages import (
    AddClients,
    AddGuest,
    AmendGuest,
    GuestListChanged,
    ImportGuests,
    RuleOnGuest,
    Ruling,
    SetAllocation,
)
from store_server.handlers.desk import Desk, Work
from store_server.handlers.guest_places import lock, put_in_order, save, take_effect
from store_server.ports import ConflictError

NAMED = frozenset({"given_name", "family_name", "email", "phone", "language"})
AMENDABLE = NAMED | {"plus_ones", "priority", "host_id", "session", "note"}
_SPENT = frozenset(
    {Standing.REFUSED, Standing.DECLINED, Standing.CANCELLED}
)  # no longer count against an allocation
_RULES: Mapping[Ruling, tuple[frozenset[Standing], Standing]] = {
    Ruling.APPROVE: (frozenset({Standing.PROPOSED, Standing.REFUSED}), Standing.LISTED),
    Ruling.REFUSE: (frozenset({Standing.PROPOSED}), Standing.REFUSED),
    Ruling.WITHDRAW: (frozenset(Standing), Standing.CANCELLED),
    Ruling.RELIST: (_SPENT, Standing.LISTED),
}


@dataclass(frozen=True, slots=True)
class KeepGuests:
    """Each method handles the command of its name."""

    desk: Desk
    house_language: str

    def add(self, command: AddGuest) -> str:
        """Raises `ConflictError` for somebody who is on the list, or beyond an allocation."""
        values = _amendable(command.fields)
        with self.desk.work() as work:
            event = _open_list(work, command.event_id)
            key = key_of(*(values.get(name, "") for name in _KEY))
            if key in {_key(one) for one in work.uow.guests.of_event(event.id)}:
                raise ConflictError("this guest is on the list already")
            guest = self._new(work, event, command.by_id, command.proposal, **values)
            _put_on(work, guest)
        return guest.id

    def add_clients(self, command: AddClients) -> int:
        with self.desk.work() as work:
            event = _open_list(work, command.event_id)
            added = 0
            for client_id in dict.fromkeys(command.client_ids):
                client = work.uow.clients.get(client_id)
                if work.uow.guests.of_client(event.id, client.id) is not None:
                    continue
                values = _of_client(work, client)
                guest = self._new(work, event, command.by_id, command.proposal, **values)
                _put_on(work, guest)
                added += 1
        return added

    def import_lines(self, command: ImportGuests) -> int:
        """A line that is known, by the file that it came from or by hand, changes nothing."""
        with self.desk.work() as work:
            event = _open_list(work, command.event_id)
            known = set(work.uow.guests.imported(event.id))
            known |= {_key(one) for one in work.uow.guests.of_event(event.id)}
            fresh = [line for line in command.lines if line.key not in known]
            for line in fresh:
                values = _of_line(line, event, self.house_language)
                guest = self._new(work, event, command.by_id, False, **values)
                _put_on(work, guest, line.key)
        return len(fresh)

    def _new(
        self, work: Work, event: PrivateEvent, by_id: str | None, proposal: bool, **values: Any
    ) -> Guest:
        if proposal:
            _check_allocation(work, event, by_id)
            values = {"host_id": by_id} | values
        given: dict[str, Any] = {
            "given_name": "",
            "family_name": "",
            "language": self.house_language,
            "plus_ones": event.rules.plus_ones,
        } | values
        session = given.get("session", 0)
        if session and event.session(session) is None:
            raise ConflictError("the event has no such session")
        return Guest(
            id=new_id(),
            event_id=event.id,
            standing=Standing.PROPOSED if proposal else Standing.LISTED,
            proposed_by_id=by_id if proposal else None,
            created_at=work.at,
            **given,
        )

    def amend(self, command: AmendGuest) -> None:
        """A name that is corrected leaves the pass as it is: a pass names nobody."""
        changes = _amendable(command.fields)
        with self.desk.work() as work:
            guest = work.uow.guests.get(command.guest_id)
            event = lock(work, guest.event_id)
            guest = work.uow.guests.get(guest.id)
            amended = replace(guest, **changes)
            _check_amended(guest, amended, event)
            if amended == guest:
                return
            save(work, amended)
            work.record("GuestAmended", guest=guest.id, by=command.by_id, fields=sorted(changes))
            put_in_order(work, event)

    def rule(self, command: RuleOnGuest) -> None:
        """Raises `ConflictError` where the line is not such that this can be decided of it."""
        allowed, to = _RULES[command.ruling]
        with self.desk.work() as work:
            guest = work.uow.guests.get(command.guest_id)
            event = lock(work, guest.event_id)
            guest = work.uow.guests.get(guest.id)
            if guest.standing is to and guest.blocked is (command.ruling is Ruling.WITHDRAW):
                return
            if guest.standing not in allowed:
                raise ConflictError(f"a guest who is {guest.standing} cannot be decided on so")
            ruled = _ruled(guest, to, command.ruling)
            take_effect(work, guest, ruled, event)
            work.record("GuestRuledOn", guest=guest.id, ruling=command.ruling, by=command.by_id)
            work.audit(command.by_id, f"guest.{command.ruling}", guest.id)
            put_in_order(work, event)

    def allocate(self, command: SetAllocation) -> None:
        with self.desk.work() as work:
            event = work.uow.events.get(command.event_id)
            work.uow.staff.get(command.associate_id)
            work.uow.allocations.set(event.id, command.associate_id, command.guests)
            work.record(
                "GuestsAllocated",
                event=event.id,
                associate=command.associate_id,
                guests=command.guests,
                by=command.by_id,
            )
            work.tell(GuestListChanged(event.id))


_KEY = ("given_name", "family_name", "email", "phone")


def _key(guest: Guest) -> str:
    return key_of(guest.given_name, guest.family_name, guest.email, guest.phone)


def _open_list(work: Work, event_id: str) -> PrivateEvent:
    event = lock(work, event_id)
    if event.stage.over:
        raise ConflictError(f"an event that is {event.stage} takes no guests any more")
    return event


def _put_on(work: Work, guest: Guest, import_key: str | None = None) -> None:
    work.uow.guests.add(guest, import_key=import_key)
    work.record("GuestListed", guest=guest.id, event=guest.event_id, standing=guest.standing)
    work.tell(GuestListChanged(guest.event_id, (guest.id,)))


def _check_allocation(work: Work, event: PrivateEvent, by_id: str | None) -> None:
    allowed = work.uow.allocations.of_event(event.id).get(by_id or "", 0)
    proposed = sum(
        one.proposed_by_id == by_id and one.standing not in _SPENT
        for one in work.uow.guests.of_event(event.id)
    )
    if proposed >= allowed:
        raise ConflictError(f"your allocation for this event is {allowed}, and it is used up")


def _of_client(work: Work, client: Client) -> dict[str, Any]:
    known = {one.id for one in work.uow.staff.everyone()}
    host_id = client.primary_associate_id
    values: dict[str, Any] = {
        "given_name": client.given_name,
        "family_name": client.family_name,
        "language": client.language,
        "email": client.email,
        "phone": client.phone,
        "client_id": client.id,
        "priority": client.tier.rank,
        "origin": Origin.CLIENT,
    }
    return values | ({"host_id": host_id} if host_id in known else {})


def _of_line(line: Line, event: PrivateEvent, house_language: str) -> dict[str, Any]:
    plus_ones = event.rules.plus_ones if line.plus_ones is None else line.plus_ones
    return {
        "given_name": line.given_name,
        "family_name": line.family_name,
        "email": line.email,
        "phone": line.phone,
        "language": line.language or house_language,
        "plus_ones": plus_ones,
        "session": line.session or 0,
        "note": line.note,
        "origin": Origin.FILE,
    }


def _check_amended(guest: Guest, amended: Guest, event: PrivateEvent) -> None:
    if len(amended.companions) > amended.plus_ones:
        raise ConflictError("they were promised to more companions than that; ask them first")
    if amended.session == guest.session:
        return
    if amended.session and event.session(amended.session) is None:
        raise ConflictError("the event has no such session")
    if guest.standing in _WITH_A_TURN:
        raise ConflictError("their place is in another session; answer for them instead")


_WITH_A_TURN: Collection[Standing] = (Standing.CONFIRMED, Standing.OFFERED, Standing.WAITING)


def _ruled(guest: Guest, to: Standing, ruling: Ruling) -> Guest:
    """Whoever is taken off the list loses their place and their turn."""
    return replace(
        guest,
        standing=to,
        blocked=ruling is Ruling.WITHDRAW,
        companions=(),
        asked_at=None,
        offer_until=None,
        missed=0,
    )


def _amendable(values: Mapping[str, Any]) -> dict[str, Any]:
    unknown = sorted(set(values) - AMENDABLE)
    if unknown:
        raise ConflictError(f"a guest has no field {unknown[0]!r} that can be written")
    return dict(values)
