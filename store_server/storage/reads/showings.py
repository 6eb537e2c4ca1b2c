"""What happened at the doors of an event, line by line, and what its doors are called."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from store_server.admission_views import ShowingView
from store_server.storage.tables import (
    AssociateRow,
    DeviceRow,
    GuestRow,
    PairedDeviceRow,
    ShowingRow,
)


def showings(
    connection: Connection, event_id: str, verdicts: Collection[str], limit: int
) -> Sequence[ShowingView]:
    """The latest first. Without `verdicts`: all of them."""
    query = (
        select(ShowingRow.__table__, GuestRow.given_name, GuestRow.family_name)
        .outerjoin(GuestRow, GuestRow.id == ShowingRow.guest_id)
        .where(ShowingRow.event_id == event_id)
        .order_by(ShowingRow.at.desc(), ShowingRow.id.desc())
        .limit(limit)
    )
    if verdicts:
        query = query.where(ShowingRow.verdict.in_(list(verdicts)))
    rows = connection.execute(query).all()
    gates = gate_names(connection, {row.gate for row in rows})
    people = {row.by for row in rows} | {row.override_by for row in rows}
    names = staff_names(connection, people | {row.undone_by for row in rows})
    return [_line(row, gates, names) for row in rows]


def gate_names(connection: Connection, gates: Collection[str]) -> Mapping[str, str]:
    """What the house calls its doors: a device by its name, a paired screen by its label."""
    wanted = list(gates)
    if not wanted:
        return {}
    devices = connection.execute(
        select(DeviceRow.id, DeviceRow.name).where(DeviceRow.id.in_(wanted))
    )
    named = {row.id: row.name for row in devices}
    paired = connection.execute(
        select(PairedDeviceRow.id, PairedDeviceRow.label).where(PairedDeviceRow.id.in_(wanted))
    )
    return named | {row.id: row.label for row in paired}


def staff_names(connection: Connection, ids: Collection[str]) -> Mapping[str, str]:
    query = select(AssociateRow.id, AssociateRow.display_name).where(AssociateRow.id.in_(list(ids)))
    return {row.id: row.display_name for row in connection.execute(query)}


def _line(row: Any, gates: Mapping[str, str], names: Mapping[str, str]) -> ShowingView:
    return ShowingView(
        id=row.id,
        scan_id=row.scan_id,
        at=row.at,
        verdict=row.verdict,
        reason=row.reason,
        flags=tuple(row.flags),
        way=row.way,
        plus_one=row.plus_one,
        plus_one_name=row.plus_one_name,
        gate=row.gate,
        gate_name=gates.get(row.gate, row.gate),
        by=names.get(row.by, ""),
        source=row.source,
        guest_id=row.guest_id,
        guest=f"{row.given_name or ''} {row.family_name or ''}".strip(),
        late=row.late,
        shown_at=row.shown_at,
        received_at=row.received_at,
        override_by=names.get(row.override_by, row.override_by),
        override_reason=row.override_reason,
        undone_at=row.undone_at,
        undone_by=names.get(row.undone_by, row.undone_by),
        code_size=row.code_size,
    )
