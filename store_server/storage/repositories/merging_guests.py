"""Two clients who become one are one guest: where both are on a list, one line of it is left."""

from __future__ import annotations

from sqlalchemy import Connection, select, update

from events.attendance import adds_up
from events.guest import Standing
from store_server.storage.repositories.admissions import SqlAdmissions
from store_server.storage.repositories.guests import SqlGuests
from store_server.storage.secrets_box import SecretsBox
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
    """The line that goes frees its place; its passes and its link are from now on the other's."""
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
    connection.execute(
        update(EventPassRow).where(EventPassRow.guest_id == gone_id).values(guest_id=stays_id)
    )
