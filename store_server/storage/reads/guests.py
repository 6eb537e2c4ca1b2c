"""Lines of guest lists as the screens are shown them, with names, turns and places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, select

from events.answering import holdings
from events.event import PrivateEvent, SessionPlan
from events.guest import Guest, Standing
from events.places import Waiting, free, in_turn
from store_server.domain.consent import Purpose
from store_server.guest_views import AllocationView, GuestView, PlacesView
from store_server.storage.repositories.guests import read_guest
from store_server.storage.tables import (
    AllocationRow,
    AssociateRow,
    ClientRow,
    ConsentRow,
    GuestNeedsRow,
    GuestRow,
)

SPENT = frozenset({Standing.REFUSED, Standing.DECLINED, Standing.CANCELLED})


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside a line, by its ids."""

    staff: Mapping[str, str]
    tiers: Mapping[str, str]
    agreeing: frozenset[str]
    with_needs: frozenset[str]


def lines(connection: Connection, *where: ColumnElement[bool]) -> Sequence[Guest]:
    """Without those that became part of another line."""
    query = (
        select(GuestRow.__table__)
        .where(GuestRow.same_as_id.is_(None), *where)
        .order_by(GuestRow.created_at, GuestRow.id)
    )
    return [read_guest(row) for row in connection.execute(query)]


def views(connection: Connection, guests: Sequence[Guest]) -> tuple[GuestView, ...]:
    """`guests` of one event, all of those who wait among them, so that turns can be counted."""
    beside = _beside(connection, guests)
    turns = turns_of(guests)
    return tuple(_view(one, beside, turns.get(one.id)) for one in guests)


def turns_of(guests: Sequence[Guest]) -> dict[str, int]:
    """The place of each who waits, from 1, in their session's own line."""
    found: dict[str, int] = {}
    for session in {one.session for one in guests}:
        waiting = [
            Waiting(one.id, one.party, one.priority, one.asked_at or _LATEST, one.missed)
            for one in guests
            if one.session == session and one.standing is Standing.WAITING
        ]
        found |= {one.guest_id: turn for turn, one in enumerate(in_turn(waiting), start=1)}
    return found


def places(event: PrivateEvent, guests: Sequence[Guest], now: datetime) -> tuple[PlacesView, ...]:
    plans = event.sessions or (SessionPlan(0, event.starts, event.ends, event.capacity),)
    return tuple(_places(plan, guests, now) for plan in plans)


def allocations(
    connection: Connection, event_id: str, guests: Sequence[Guest]
) -> tuple[AllocationView, ...]:
    query = (
        select(AllocationRow.associate_id, AllocationRow.guests, AssociateRow.display_name)
        .join(AssociateRow, AssociateRow.id == AllocationRow.associate_id)
        .where(AllocationRow.event_id == event_id)
        .order_by(AssociateRow.display_name, AssociateRow.id)
    )
    return tuple(
        AllocationView(row.associate_id, row.display_name, row.guests, used(guests, row[0]))
        for row in connection.execute(query)
    )


def used(guests: Sequence[Guest], associate_id: str) -> int:
    """How many of an allocation: those who were proposed, and are not out again."""
    return sum(one.proposed_by_id == associate_id and one.standing not in SPENT for one in guests)


def staff_names(connection: Connection) -> dict[str, str]:
    query = select(AssociateRow.id, AssociateRow.display_name)
    return {row.id: row.display_name for row in connection.execute(query)}


_LATEST = datetime.max.replace(tzinfo=UTC)


def _beside(connection: Connection, guests: Sequence[Guest]) -> _Beside:
    event_ids = {one.event_id for one in guests}
    clients = connection.execute(
        select(ClientRow.id, ClientRow.tier)
        .join(GuestRow, GuestRow.client_id == ClientRow.id)
        .where(GuestRow.event_id.in_(event_ids))
    ).all()
    agreeing = connection.execute(
        select(ConsentRow.client_id)
        .join(GuestRow, GuestRow.client_id == ConsentRow.client_id)
        .where(GuestRow.event_id.in_(event_ids))
        .where(ConsentRow.purpose == Purpose.EVENTS, ConsentRow.withdrawn_at.is_(None))
    )
    needs = connection.execute(
        select(GuestNeedsRow.guest_id)
        .join(GuestRow, GuestRow.id == GuestNeedsRow.guest_id)
        .where(GuestRow.event_id.in_(event_ids))
    )
    return _Beside(
        staff=staff_names(connection),
        tiers={row.id: row.tier for row in clients},
        agreeing=frozenset(row.client_id for row in agreeing),
        with_needs=frozenset(row.guest_id for row in needs),
    )


def _view(guest: Guest, beside: _Beside, turn: int | None) -> GuestView:
    agrees = guest.client_id is None or guest.client_id in beside.agreeing
    return GuestView(
        id=guest.id,
        event_id=guest.event_id,
        display_name=guest.display_name,
        given_name=guest.given_name,
        family_name=guest.family_name,
        language=guest.language,
        standing=guest.standing,
        origin=guest.origin,
        email=guest.email,
        phone=guest.phone,
        client_id=guest.client_id,
        tier=beside.tiers.get(guest.client_id or ""),
        session=guest.session,
        plus_ones=guest.plus_ones,
        companions=guest.companions,
        priority=guest.priority,
        host_id=guest.host_id,
        host=beside.staff.get(guest.host_id or ""),
        proposed_by_id=guest.proposed_by_id,
        proposed_by=beside.staff.get(guest.proposed_by_id or ""),
        blocked=guest.blocked,
        note=guest.note,
        turn=turn,
        told_needs=guest.id in beside.with_needs,
        by_letter=bool(guest.email) and agrees,
        offer_until=guest.offer_until,
        invited_at=guest.invited_at,
        answered_at=guest.answered_at,
        reminded_at=guest.reminded_at,
    )


def _places(plan: SessionPlan, guests: Sequence[Guest], now: datetime) -> PlacesView:
    def people(standing: Standing) -> int:
        return sum(
            one.party for one in guests if one.session == plan.number and one.standing is standing
        )

    return PlacesView(
        number=plan.number,
        starts=plan.starts,
        ends=plan.ends,
        capacity=plan.capacity,
        confirmed=people(Standing.CONFIRMED),
        offered=people(Standing.OFFERED),
        waiting=people(Standing.WAITING),
        left=free(plan.capacity, holdings(guests, plan.number), now),
    )
