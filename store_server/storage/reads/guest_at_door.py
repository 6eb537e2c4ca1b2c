"""What a host reads of a guest who has just come to an event, client of the house or not."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, func, select

from store_server.storage.prepared import Prepared, Row
from store_server.storage.reads.cards import monogram
from store_server.storage.reads.tables_of_guests import SEAT, needs_in, table_in, with_seat
from store_server.storage.tables import AttendanceRow, EventRow, GuestNeedsRow, GuestRow
from store_server.views import ArrivalCard, GuestAtDoor

_GUEST = Prepared(
    with_seat(
        select(
            *(GuestRow.id, GuestRow.event_id, GuestRow.session, GuestRow.plus_ones),
            *(GuestRow.given_name, GuestRow.family_name, GuestRow.language, GuestRow.note),
            EventRow.titles,
            func.coalesce(GuestRow.host_id, EventRow.host_id).label("host_id"),
            func.coalesce(AttendanceRow.plus_ones_inside, 0).label("plus_ones_inside"),
            func.coalesce(AttendanceRow.inside, 0).label("inside"),
            func.coalesce(AttendanceRow.conflicts, 0).label("conflicts"),
            GuestNeedsRow.sealed.label("needs"),
            *SEAT,
        )
        .join(EventRow, EventRow.id == GuestRow.event_id)
        .outerjoin(AttendanceRow, AttendanceRow.guest_id == GuestRow.id)
        .outerjoin(GuestNeedsRow, GuestNeedsRow.guest_id == GuestRow.id)
    ).where(GuestRow.id == bindparam("guest"))
)


def guest_at_door(
    connection: Connection, guest_id: str
) -> tuple[GuestAtDoor, ArrivalCard] | tuple[None, None]:
    """With the card of a guest whom we may not look up, or who is in no book: what the guest list
    says."""
    row = _GUEST.first(connection, {"guest": guest_id})
    if row is None:
        return None, None
    guest = GuestAtDoor(
        guest_id=row.id,
        event_id=row.event_id,
        titles=dict(row.titles),
        table=table_in(row),
        needs=needs_in(connection, row.id, row.needs),
        host_id=row.host_id,
        session=row.session,
        plus_ones_inside=row.plus_ones_inside,
        plus_ones=row.plus_ones,
        notes=_notes(row),
    )
    return guest, _card(row)


def _notes(row: Row) -> tuple[str, ...]:
    notes = {
        "conflict": row.conflicts > 0,
        "plus_one_first": row.plus_ones_inside > 0 and not row.inside,
    }
    return tuple(name for name, stands in notes.items() if stands)


def _card(row: Row) -> ArrivalCard:
    return ArrivalCard(
        client_id="",
        display_name=f"{row.given_name} {row.family_name}".strip(),
        monogram=monogram(row.given_name, row.family_name),
        pronunciation="",
        tier="client",
        approach="welcome",
        language=row.language,
        languages=(row.language,),
        tastes=(),
        sizes={},
        wishes=(),
        note=row.note,
        purchases=(),
        promises=(),
        appointments=(),
    )
