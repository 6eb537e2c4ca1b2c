"""The live list of an event, and what a door needs of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, bindparam, case, func, select

from events.event import PrivateEvent
from events.guest import Standing
from store_server.admission_views import DoorCounts, DoorGuest
from store_server.storage.prepared import Prepared, Row
from store_server.storage.reads.cards import monogram
from store_server.storage.reads.tables_of_guests import table_of, tables
from store_server.storage.tables import (
    AssociateRow,
    AttendanceRow,
    ClientRow,
    EventRow,
    GuestRow,
    ShowingRow,
)

ON_THE_LIST = (
    *(Standing.LISTED, Standing.INVITED, Standing.CONFIRMED, Standing.DECLINED),
    *(Standing.WAITING, Standing.OFFERED, Standing.CANCELLED),
)
_HOST = func.coalesce(GuestRow.host_id, EventRow.host_id)
_LINES = (
    select(
        GuestRow.__table__,
        ClientRow.tier,
        _HOST.label("host"),
        AssociateRow.display_name.label("host_name"),
        *(AttendanceRow.inside, AttendanceRow.plus_ones_inside, AttendanceRow.came),
        *(AttendanceRow.conflicts, AttendanceRow.first_in, AttendanceRow.last_in),
        AttendanceRow.last_out,
    )
    .join(EventRow, EventRow.id == GuestRow.event_id)
    .outerjoin(ClientRow, ClientRow.id == GuestRow.client_id)
    .outerjoin(AssociateRow, AssociateRow.id == _HOST)
    .outerjoin(AttendanceRow, AttendanceRow.guest_id == GuestRow.id)
)
_ONE = Prepared(_LINES.where(GuestRow.id == bindparam("guest")))
_BY_NAME = (GuestRow.family_name, GuestRow.given_name, GuestRow.id)


def guests(
    connection: Connection, event_id: str, *where: ColumnElement[bool]
) -> Sequence[DoorGuest]:
    """Everybody who is on the list, by name."""
    query = _LINES.where(
        GuestRow.event_id == event_id, GuestRow.standing.in_(ON_THE_LIST), *where
    ).order_by(*_BY_NAME)
    seated = tables(connection, event_id)
    return [line(row, seated.get(row.id, "")) for row in connection.execute(query)]


def guests_by_id(
    connection: Connection, event_id: str, ids: Collection[str]
) -> Sequence[DoorGuest]:
    return guests(connection, event_id, GuestRow.id.in_(list(ids))) if ids else []


def guest(connection: Connection, guest_id: str) -> DoorGuest | None:
    row = _ONE.first(connection, {"guest": guest_id})
    return line(row, table_of(connection, row.event_id, row.id)) if row else None


def line(row: Row | Any, table: str) -> DoorGuest:
    return DoorGuest(
        id=row.id,
        display_name=f"{row.given_name} {row.family_name}".strip(),
        given_name=row.given_name,
        monogram=monogram(row.given_name, row.family_name),
        language=row.language,
        standing=row.standing,
        session=row.session,
        plus_ones=row.plus_ones,
        companions=tuple(row.companions),
        blocked=row.blocked,
        client_id=row.client_id,
        tier=row.tier,
        host_id=row.host,
        host=row.host_name or "",
        table=table,
        needs=(),
        inside=bool(row.inside),
        plus_ones_inside=row.plus_ones_inside or 0,
        came=row.came or 0,
        conflicts=row.conflicts or 0,
        first_in=row.first_in,
        last_in=row.last_in,
        last_out=row.last_out,
    )


def _count(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


_CONFIRMED = GuestRow.standing == Standing.CONFIRMED
_NEVER_CAME = func.coalesce(AttendanceRow.came, 0) == 0
_COUNTS = (
    select(
        _count(GuestRow.standing.not_in((Standing.LISTED,))).label("invited"),
        _count(_CONFIRMED).label("confirmed"),
        func.coalesce(func.sum(AttendanceRow.inside), 0).label("guests_inside"),
        func.coalesce(func.sum(AttendanceRow.plus_ones_inside), 0).label("plus_ones_inside"),
        _count(AttendanceRow.came > 0).label("came"),
        _count(and_(_CONFIRMED, _NEVER_CAME)).label("missing"),
        func.coalesce(func.sum(AttendanceRow.conflicts), 0).label("conflicts"),
    )
    .select_from(GuestRow)
    .outerjoin(AttendanceRow, AttendanceRow.guest_id == GuestRow.id)
    .where(GuestRow.event_id == bindparam("event"), GuestRow.standing.in_(ON_THE_LIST))
)
_REFUSED = (
    select(func.count().label("many"))
    .select_from(ShowingRow)
    .where(ShowingRow.event_id == bindparam("event"), ShowingRow.verdict == "refused")
)
_PARTIES = select(GuestRow.companions).where(GuestRow.event_id == bindparam("event"), _CONFIRMED)


def counts(connection: Connection, event: PrivateEvent) -> DoorCounts:
    asked = {"event": event.id}
    row = connection.execute(_COUNTS, asked).one()
    refused = connection.execute(_REFUSED, asked).scalar_one()
    parties = connection.execute(_PARTIES, asked).scalars()
    capacity = sum(one.capacity for one in event.sessions) or event.capacity
    return DoorCounts(
        invited=int(row.invited),
        confirmed=int(row.confirmed),
        expected=sum(1 + len(companions) for companions in parties),
        inside=int(row.guests_inside + row.plus_ones_inside),
        came=int(row.came),
        plus_ones_inside=int(row.plus_ones_inside),
        missing=int(row.missing),
        refused=int(refused),
        conflicts=int(row.conflicts),
        capacity=capacity,
    )
