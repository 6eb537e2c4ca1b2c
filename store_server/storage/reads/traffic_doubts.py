"""What was counted and is kept apart, and what managers said that it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, or_, select

from store_server.storage.tables import (
    AssociateRow,
    CountCorrectionRow,
    CountRow,
    DeviceRow,
    ZoneDoubtRow,
    ZoneRow,
)
from store_server.traffic_views import DoubtView


def key_of(count_id: str, at: datetime) -> str:
    """Facts lie in the order of their time, so it is told with the id."""
    return f"{count_id}@{at.isoformat()}"


def doubts(connection: Connection, limit: int, device_id: str | None = None) -> list[DoubtView]:
    """The newest first; a device's, or all."""
    found = [*_crossed(connection, limit, device_id), *_seen(connection, limit, device_id)]
    found.sort(key=lambda one: (one.at, one.count_id), reverse=True)
    return found[:limit]


def _crossed(connection: Connection, limit: int, device_id: str | None) -> Iterator[DoubtView]:
    right = CountCorrectionRow
    lately = select(right.count_id, right.count_at).order_by(right.made_at.desc()).limit(limit)
    corrected = [(row.count_id, row.count_at) for row in connection.execute(lately)]
    query = (
        select(CountRow.__table__, DeviceRow.name.label("device_name"))
        .outerjoin(DeviceRow, DeviceRow.id == CountRow.device_id)
        .where(
            or_(
                CountRow.flag.is_not(None),
                CountRow.at.in_({at for _, at in corrected})
                & CountRow.id.in_({one for one, _ in corrected}),
            )
        )
        .order_by(CountRow.at.desc(), CountRow.id.desc())
        .limit(limit)
    )
    if device_id is not None:
        query = query.where(CountRow.device_id == device_id)
    rows = connection.execute(query).all()
    latest = _latest(connection, [row.id for row in rows])
    for row in rows:
        apart = (0, 0) if row.flag is not None else (row.people_in, row.people_out)
        said = latest.get(row.id)
        counted_in, counted_out = apart if said is None else (said.people_in, said.people_out)
        yield DoubtView(
            key_of(row.id, row.at),
            row.device_id,
            row.device_name or row.device_id,
            row.line,
            row.at,
            row.people_in,
            row.people_out,
            row.doubt or row.flag,
            counted_in,
            counted_out,
            *_by_whom(said),
        )


def _seen(connection: Connection, limit: int, device_id: str | None) -> Iterator[DoubtView]:
    query = (
        select(
            ZoneDoubtRow.__table__,
            DeviceRow.name.label("device_name"),
            ZoneRow.name.label("zone_name"),
        )
        .outerjoin(DeviceRow, DeviceRow.id == ZoneDoubtRow.device_id)
        .outerjoin(ZoneRow, ZoneRow.id == ZoneDoubtRow.zone)
        .order_by(ZoneDoubtRow.at.desc(), ZoneDoubtRow.id.desc())
        .limit(limit)
    )
    if device_id is not None:
        query = query.where(ZoneDoubtRow.device_id == device_id)
    rows = connection.execute(query).all()
    latest = _latest(connection, [row.id for row in rows])
    for row in rows:
        said = latest.get(row.id)
        yield DoubtView(
            key_of(row.id, row.at),
            row.device_id,
            row.device_name or row.device_id,
            "",
            row.at,
            row.people,
            0,
            row.doubt,
            0 if said is None else said.people_in,
            0,
            *_by_whom(said),
            zone=row.zone,
            zone_name=row.zone_name or row.zone,
        )


def _latest(connection: Connection, ids: Sequence[str]) -> dict[str, Row[Any]]:
    rows = connection.execute(
        select(CountCorrectionRow.__table__, AssociateRow.display_name)
        .outerjoin(AssociateRow, AssociateRow.id == CountCorrectionRow.by_id)
        .where(CountCorrectionRow.count_id.in_(ids))
        .order_by(CountCorrectionRow.made_at, CountCorrectionRow.id)
    )
    return {row.count_id: row for row in rows}


def _by_whom(said: Row[Any] | None) -> tuple[str | None, datetime | None, str]:
    return (None, None, "") if said is None else (said.display_name, said.made_at, said.reason)
