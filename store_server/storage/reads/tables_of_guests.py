"""At which table a guest of an event sits, and what the kitchen and the door must know of them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, select

from store_server.storage.prepared import Prepared
from store_server.storage.repositories.guest_list import open_needs
from store_server.storage.secrets_box import SecretsBox
from store_server.storage.tables import GuestNeedsRow, SeatPlanRow, SeatRow

_SEATS = Prepared(
    select(SeatRow.guest_id, SeatRow.furniture_id).where(
        SeatRow.event_id == bindparam("event"), SeatRow.person == 0
    )
)
_SEAT = Prepared(
    select(SeatRow.furniture_id).where(SeatRow.guest_id == bindparam("guest"), SeatRow.person == 0)
)
_PLAN = Prepared(select(SeatPlanRow.furniture).where(SeatPlanRow.event_id == bindparam("event")))
_NEEDS = Prepared(select(GuestNeedsRow.sealed).where(GuestNeedsRow.guest_id == bindparam("guest")))


def tables(connection: Connection, event_id: str) -> Mapping[str, str]:
    """The name of each seated guest's table."""
    names = _names(connection, event_id)
    if not names:
        return {}
    seats = _SEATS.all(connection, {"event": event_id})
    return {seat.guest_id: names.get(seat.furniture_id, "") for seat in seats}


def table_of(connection: Connection, event_id: str, guest_id: str) -> str:
    seat = _SEAT.first(connection, {"guest": guest_id})
    return _names(connection, event_id).get(seat.furniture_id, "") if seat else ""


def needs_of(connection: Connection, guest_id: str) -> tuple[str, ...]:
    """Unsealed with the box of this engine; nothing where it has none."""
    row = _NEEDS.first(connection, {"guest": guest_id})
    box: SecretsBox | None = connection.get_execution_options().get("secrets_box")
    if row is None or box is None:
        return ()
    needs = open_needs(box, guest_id, row.sealed)
    return tuple(text for text in (needs.allergies, needs.access) if text)


def _names(connection: Connection, event_id: str) -> Mapping[str, str]:
    plan = _PLAN.first(connection, {"event": event_id})
    return {one["id"]: one["name"] for one in plan.furniture} if plan else {}
