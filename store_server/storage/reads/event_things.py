"""What belongs to an event beside its plan, as the screens show it: budget, seats, neighbours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, select

from events.budget import expected_minor, planned_minor
from events.clashes import Beside
from events.guest import Guest, Standing
from events.seating import Seat, still_sits
from store_server.event_views import (
    BudgetView,
    CostView,
    FurnitureView,
    SeatingView,
    SeatView,
    StandingGuest,
)
from store_server.ports import NotFoundError
from store_server.storage.repositories.events import SqlEvents
from store_server.storage.repositories.guests import SqlGuests
from store_server.storage.repositories.programme import read_costs, read_furniture, read_seats
from store_server.storage.tables import AssociateRow, EventRow, GuestRow

DOORS_OPEN_AT_MOST_BEFORE = timedelta(days=7)  # as long as the rules of an event allow


def budget(connection: Connection, event_id: str) -> BudgetView:
    query = select(EventRow.budget_minor, EventRow.currency)
    row = connection.execute(query.where(EventRow.id == event_id)).first()
    if row is None:
        raise NotFoundError("there is no such event")
    costs = read_costs(connection, event_id)
    return BudgetView(
        budget_minor=row.budget_minor,
        currency=row.currency,
        costs=tuple(CostView(one.label, one.planned_minor, one.spent_minor) for one in costs),
        planned_minor=planned_minor(costs),
        expected_minor=expected_minor(costs),
    )


def seating(connection: Connection, event_id: str) -> SeatingView:
    """Each person of a confirmed party either sits or is still to be seated."""
    SqlEvents(connection).get(event_id)
    guests = {one.id: one for one in SqlGuests(connection).of_event(event_id)}
    seats = [
        one for one in read_seats(connection, event_id) if still_sits(one, guests.get(one.guest_id))
    ]
    return SeatingView(
        furniture=tuple(
            msgspec.convert(asdict(one), FurnitureView)
            for one in read_furniture(connection, event_id)
        ),
        seats=tuple(_seat(one, guests[one.guest_id]) for one in seats),
        unseated=tuple(_unseated(connection, list(guests.values()), seats)),
    )


def beside(connection: Connection, since: datetime, until: datetime) -> Sequence[Beside]:
    found = SqlEvents(connection).between(
        since - DOORS_OPEN_AT_MOST_BEFORE, until + DOORS_OPEN_AT_MOST_BEFORE
    )
    query = (
        select(GuestRow.event_id, GuestRow.host_id)
        .where(GuestRow.event_id.in_([one.id for one in found]), GuestRow.host_id.is_not(None))
        .distinct()
    )
    hosts: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(query) if found else ():
        hosts[row.event_id].add(row.host_id)
    return [Beside(one, frozenset(hosts[one.id])) for one in found]


def _seat(seat: Seat, guest: Guest) -> SeatView:
    return SeatView(
        furniture_id=seat.furniture_id,
        number=seat.number,
        guest_id=guest.id,
        person=seat.person,
        name=_name(guest, seat.person),
        session=seat.session,
    )


def _unseated(
    connection: Connection, guests: Sequence[Guest], seats: Sequence[Seat]
) -> Sequence[StandingGuest]:
    sitting = {(one.guest_id, one.person) for one in seats}
    names = {row.id: row.display_name for row in connection.execute(_ASSOCIATES)}
    return [
        StandingGuest(
            guest_id=guest.id,
            person=person,
            name=_name(guest, person),
            session=guest.session,
            host=names.get(guest.host_id or ""),
        )
        for guest in guests
        if guest.standing is Standing.CONFIRMED
        for person in range(guest.party)
        if (guest.id, person) not in sitting
    ]


_ASSOCIATES = select(AssociateRow.id, AssociateRow.display_name)


def _name(guest: Guest, person: int) -> str:
    """A companion without a name of their own is somebody's companion."""
    if person == 0:
        return guest.display_name
    return guest.companions[person - 1] or f"{guest.display_name} +{person}"
