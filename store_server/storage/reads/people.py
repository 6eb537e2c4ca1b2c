"""An event's guest list in people, plus-ones among them: what `events.guest` says, in SQL."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, and_, case, func

from events.guest import Origin, Standing
from store_server.storage.tables import AttendanceRow, GuestRow
from store_server.storage.types import how_many


def promised(connection: Connection) -> ColumnElement[int]:
    """Of each line: how many said that they would come."""
    said_yes = and_(GuestRow.standing == Standing.CONFIRMED, GuestRow.origin != Origin.DOOR)
    return case((said_yes, 1 + how_many(connection, GuestRow.companions)), else_=0)


def arrived(connection: Connection) -> ColumnElement[int]:
    """Of each line, whether it has an attendance or not: how many came."""
    return func.coalesce(how_many(connection, AttendanceRow.arrived), 0)


def missing(connection: Connection) -> ColumnElement[int]:
    """Of each line: how many of those who were promised never came."""
    wanted = promised(connection) - arrived(connection)
    return case((wanted > 0, wanted), else_=0)
