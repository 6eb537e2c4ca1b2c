"""At which table a guest of an event sits, and what the kitchen and the door must know of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from store_server.storage.prepared import Prepared, Row
from store_server.storage.repositories.guest_list import open_needs
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import GuestRow, SeatPlanRow, SeatRow

_SEATS = Prepared(
    select(SeatRow.guest_id, SeatRow.furniture_id).where(
        SeatRow.event_id == bindparam("event"), SeatRow.person == 0
    )
)
_PLAN = Prepared(select(SeatPlanRow.furniture).where(SeatPlanRow.event_id == bindparam("event")))
SEAT = (SeatRow.furniture_id, SeatPlanRow.furniture)


def tables(connection: Connection, event_id: str) -> Mapping[str, str]:
    """The name of each seated guest's table."""
    names = _names(connection, event_id)
    if not names:
        return {}
    seats = _SEATS.all(connection, {"event": event_id})
    return {seat.guest_id: names.get(seat.furniture_id, "") for seat in seats}


def with_seat(guests: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """The same guests, so that `SEAT` is what each of them has; for few of them."""
    theirs = (SeatRow.guest_id == GuestRow.id) & (SeatRow.person == 0)
    plan = SeatPlanRow.event_id == SeatRow.event_id
    return guests.outerjoin(SeatRow, theirs).outerjoin(SeatPlanRow, plan)


def table_in(row: Row) -> str:
    """The name of the table, in a row that has a `SEAT`."""
    return _named(row.furniture).get(row.furniture_id, "") if row.furniture_id else ""


def needs_in(connection: Connection, guest_id: str, sealed: bytes | None) -> tuple[str, ...]:
    """Unsealed with the box of this engine; nothing where it has none."""
    box: SecretsBox | None = connection.get_execution_options().get("secrets_box")
    if sealed is None or box is None:
        return ()
    needs = open_needs(box, guest_id, sealed)
    return tuple(text for text in (needs.allergies, needs.access) if text)


def _names(connection: Connection, event_id: str) -> Mapping[str, str]:
    plan = _PLAN.first(connection, {"event": event_id})
    return _named(plan.furniture) if plan else {}


def _named(furniture: Any) -> Mapping[str, str]:
    return {one["id"]: one["name"] for one in furniture or ()}
