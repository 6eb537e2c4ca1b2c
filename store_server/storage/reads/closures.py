"""Zones that an event has for itself, and whether a client is among its guests."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from events.guest import Standing
from store_server.handlers.close_zones import WHOLE_BOUTIQUE
from store_server.storage.tables import ClosureRow, EventRow, GuestRow, VisitRow
from store_server.views import PrivatisedView

_WELCOME = (Standing.INVITED, Standing.CONFIRMED, Standing.OFFERED)

# What stands inside of another EXISTS says itself what it refers to.
_INVITED = (
    exists()
    .where(
        GuestRow.event_id == ClosureRow.event_id,
        GuestRow.client_id == VisitRow.client_id,
        or_(*(GuestRow.standing == one for one in _WELCOME)),  # prepared text knows no lists
    )
    .correlate(ClosureRow, VisitRow)
)
_THEIR_OWN = (
    exists()
    .where(EventRow.id == ClosureRow.event_id, EventRow.client_id == VisitRow.client_id)
    .correlate(ClosureRow, VisitRow)
)

# Of a visit: where the client is belongs to others for now.
CLOSED_TO_THEM: ColumnElement[bool] = (
    exists()
    .where(
        (ClosureRow.zone == VisitRow.zone) | (ClosureRow.zone == WHOLE_BOUTIQUE),
        ~_INVITED,
        ~_THEIR_OWN,
    )
    .correlate(VisitRow)
)


def privatised(connection: Connection) -> dict[str, PrivatisedView]:
    """By zone; `WHOLE_BOUTIQUE` is one of them where all of it is closed."""
    query = (
        select(ClosureRow.zone, EventRow.id, EventRow.titles, EventRow.ends)
        .join(EventRow, EventRow.id == ClosureRow.event_id)
        .order_by(EventRow.ends)
    )
    return {
        row.zone: PrivatisedView(row.id, row.titles, row.ends) for row in connection.execute(query)
    }
