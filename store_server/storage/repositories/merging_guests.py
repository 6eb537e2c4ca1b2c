"""Two clients who become one are one guest: where both are on a list, one line of it is left."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select, update

from events.attendance import adds_up
from events.guest import Standing
from store_server.storage.repositories import merging_guests_words
from store_server.storage.repositories.admissions import SqlAdmissions
from store_server.storage.repositories.guests import SqlGuests
from store_server.storage.repositories.merging_guests_words import box_of
from store_server.storage.tables import (
    AttendanceRow,
    EventPassRow,
    EventRow,
    FeedbackRow,
    GuestRow,
    SeatRow,
    ShowingRow,
    SignalRow,
    TaskRow,
)

# The line that is further along stays; what was promised to it is what holds.
_FURTHEST = (
    *(Standing.CONFIRMED, Standing.OFFERED, Standing.WAITING, Standing.INVITED),
    *(Standing.DECLINED, Standing.LISTED, Standing.PROPOSED, Standing.CANCELLED),
    Standing.REFUSED,
)
_MOVED = (EventPassRow, ShowingRow, TaskRow, SignalRow)


def move_guests(connection: Connection, kept_id: str, duplicate_id: str) -> None:
    connection.execute(
        update(EventRow).where(EventRow.client_id == duplicate_id).values(client_id=kept_id)
    )
    lines = connection.execute(
        select(GuestRow.id, GuestRow.event_id, GuestRow.client_id, GuestRow.standing)
        .where(GuestRow.client_id.in_((kept_id, duplicate_id)))
        .order_by(GuestRow.created_at, GuestRow.id)
    ).all()
    by_event: dict[str, list[tuple[int, str]]] = {}
    for line in lines:
        by_event.setdefault(line.event_id, []).append((_FURTHEST.index(line.standing), line.id))
    for found in by_event.values():
        stays, *others = [guest_id for _, guest_id in sorted(found, key=lambda one: one[0])]
        for other in others:
            _become(connection, other, stays)
        connection.execute(update(GuestRow).where(GuestRow.id == stays).values(client_id=kept_id))


def _become(connection: Connection, gone_id: str, stays_id: str) -> None:
    """The line that goes frees its place; all that happened on it is from now on the other's."""
    connection.execute(
        update(GuestRow)
        .where(GuestRow.id == gone_id)
        .values(
            client_id=None,
            standing=Standing.CANCELLED,
            companions=[],
            asked_at=None,
            offer_until=None,
            same_as_id=stays_id,
            revision=GuestRow.revision + 1,
        )
    )
    connection.execute(
        update(GuestRow).where(GuestRow.same_as_id == gone_id).values(same_as_id=stays_id)
    )
    for table in _MOVED:
        connection.execute(update(table).where(table.guest_id == gone_id).values(guest_id=stays_id))
    for alone in (SeatRow, FeedbackRow):
        _move_where_none(connection, alone, gone_id, stays_id)
    merging_guests_words.move(connection, gone_id, stays_id)
    _add_up(connection, gone_id, stays_id)


def _move_where_none(
    connection: Connection, table: type[SeatRow | FeedbackRow], gone_id: str, stays_id: str
) -> None:
    """One person has one chair and one opinion: those of the line that stays, where it has any."""
    theirs = connection.execute(
        select(table.guest_id).where(table.guest_id == stays_id).limit(1)
    ).first()
    of_gone = table.guest_id == gone_id
    if theirs is None:
        connection.execute(update(table).where(of_gone).values(guest_id=stays_id))
    else:
        connection.execute(delete(table).where(of_gone))


def _add_up(connection: Connection, gone_id: str, stays_id: str) -> None:
    """Whoever came in on either line has come, and is in once; a second entry is a conflict."""
    gone = connection.execute(delete(AttendanceRow).where(AttendanceRow.guest_id == gone_id))
    if gone.rowcount:
        admissions = SqlAdmissions(connection, box_of(connection))
        guest = SqlGuests(connection).get(stays_id)
        admissions.keep(adds_up(guest, admissions.entries(stays_id)))
