"""The live list of an event, and what a door needs of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from events import guest as guest_list
from events.event import PrivateEvent
from events.guest import Origin, Standing
from store_server.admission_views import DoorCounts, DoorGuest
from store_server.storage.prepared import Prepared, Row
from store_server.storage.reads.cards import monogram
from store_server.storage.reads.people import arrived, missing, promised
from store_server.storage.reads.tables_of_guests import SEAT, table_in, tables, with_seat
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
        *(AttendanceRow.last_out, AttendanceRow.arrived),
    )
    .join(EventRow, EventRow.id == GuestRow.event_id)
    .outerjoin(ClientRow, ClientRow.id == GuestRow.client_id)
    .outerjoin(AssociateRow, AssociateRow.id == _HOST)
    .outerjoin(AttendanceRow, AttendanceRow.guest_id == GuestRow.id)
)
_ONE = Prepared(with_seat(_LINES.add_columns(*SEAT)).where(GuestRow.id == bindparam("guest")))
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
    return line(row, table_in(row)) if row else None


def line(row: Row | Any, table: str) -> DoorGuest:
    came = row.arrived or ()
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
        arrived=came,
        missing=max(0, guest_list.promised(row.standing, row.origin, row.companions) - len(came)),
    )


def counts(connection: Connection, event: PrivateEvent) -> DoorCounts:
    asked = {"event": event.id}
    row = connection.execute(_people(connection), asked).one()
    refused = connection.execute(_REFUSED, asked).scalar_one()
    capacity = sum(one.capacity for one in event.sessions) or event.capacity
    return DoorCounts(
        **{name: int(value) for name, value in row._mapping.items()},
        refused=int(refused),
        capacity=capacity,
    )


_INVITED = and_(GuestRow.standing != Standing.LISTED, GuestRow.origin != Origin.DOOR)
_REFUSED = (
    select(func.count().label("many"))
    .select_from(ShowingRow)
    .where(ShowingRow.event_id == bindparam("event"), ShowingRow.verdict == "refused")
)


def _people(connection: Connection) -> Select[*tuple[Any, ...]]:
    def add_up(of: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[int]:
        return func.coalesce(func.sum(of), 0)

    coming = promised(connection)
    inside = AttendanceRow.inside + AttendanceRow.plus_ones_inside
    return (
        select(
            add_up(case((_INVITED, 1), else_=0)).label("invited"),
            add_up(coming).label("confirmed"),
            add_up(case((coming > 0, coming - 1), else_=0)).label("companions"),
            add_up(inside).label("inside"),
            add_up(arrived(connection)).label("came"),
            add_up(AttendanceRow.plus_ones_inside).label("plus_ones_inside"),
            add_up(missing(connection)).label("missing"),
            add_up(AttendanceRow.conflicts).label("conflicts"),
        )
        .select_from(GuestRow)
        .outerjoin(AttendanceRow, AttendanceRow.guest_id == GuestRow.id)
        .where(GuestRow.event_id == bindparam("event"), GuestRow.standing.in_(ON_THE_LIST))
    )
