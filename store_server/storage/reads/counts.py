"""What a counting device said lately."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from store_server.count_views import (
    BlindView,
    CounterView,
    CountsView,
    CountView,
    GapView,
    LineToday,
    OccupancyView,
    TalliesView,
    ZoneSeen,
)
from store_server.domain.device import AlarmKind
from store_server.ports import NotFoundError
from store_server.storage.tables import (
    CountClockRow,
    CountGapRow,
    CountLineRow,
    CountQuarterRow,
    CountRow,
    DeviceAlarmRow,
    DeviceRow,
    OccupancyRow,
    ZoneRow,
)

SHOWN = 200


def counts_of(connection: Connection, device_id: str) -> CountsView:
    """Raises `NotFoundError`."""
    query = select(DeviceRow.hardware).where(DeviceRow.id == device_id)
    hardware = connection.execute(query).scalar()
    if hardware is None:
        raise NotFoundError("no such device")
    clock = select(CountClockRow.behind_s).where(CountClockRow.counter == hardware)
    return CountsView(
        counts=_counts(connection, device_id),
        gaps=_gaps(connection, device_id),
        blind=_blind(connection, device_id),
        counters=_counters(connection, hardware),
        occupancy=_occupancy(connection, device_id),
        clock_behind_s=connection.execute(clock).scalar() or 0.0,
    )


def tallies(connection: Connection, since: datetime) -> TalliesView:
    """Of all devices: whom they see now, and which visitors crossed their lines since this quarter-
    hour began: as the dashboard counts them, what was set right and colleagues considered."""
    seen = connection.execute(
        select(OccupancyRow.__table__, ZoneRow.name.label("zone_name"))
        .outerjoin(ZoneRow, ZoneRow.id == OccupancyRow.zone)
        .order_by(OccupancyRow.device_id, OccupancyRow.zone)
    )
    crossed = connection.execute(
        select(
            CountQuarterRow.device_id,
            CountQuarterRow.line,
            func.sum(CountQuarterRow.people_in).label("people_in"),
            func.sum(CountQuarterRow.people_out).label("people_out"),
        )
        .where(CountQuarterRow.at >= since)
        .group_by(CountQuarterRow.device_id, CountQuarterRow.line)
        .order_by(CountQuarterRow.device_id, CountQuarterRow.line)
    )
    return TalliesView(
        tuple(
            ZoneSeen(row.device_id, row.zone, row.zone_name or row.zone, row.people, row.queue)
            for row in seen
        ),
        tuple(
            LineToday(row.device_id, row.line, int(row.people_in), int(row.people_out))
            for row in crossed
        ),
    )


def _counts(connection: Connection, device_id: str) -> tuple[CountView, ...]:
    rows = connection.execute(
        select(CountRow.__table__)
        .where(CountRow.device_id == device_id)
        .order_by(CountRow.at.desc(), CountRow.id.desc())
        .limit(SHOWN)
    )
    return tuple(
        CountView(
            at=row.at,
            line=row.line,
            people_in=row.people_in,
            people_out=row.people_out,
            kind=row.kind,
            flag=row.doubt or row.flag,
            received_at=row.received_at,
        )
        for row in rows
    )


def _gaps(connection: Connection, device_id: str) -> tuple[GapView, ...]:
    rows = connection.execute(
        select(CountGapRow.__table__)
        .where(CountGapRow.device_id == device_id)
        .order_by(CountGapRow.until_at.desc(), CountGapRow.first.desc())
        .limit(SHOWN)
    )
    return tuple(
        GapView(row.stream, row.first, row.last, row.from_at, row.until_at) for row in rows
    )


def _blind(connection: Connection, device_id: str) -> tuple[BlindView, ...]:
    rows = connection.execute(
        select(DeviceAlarmRow.__table__)
        .where(DeviceAlarmRow.device_id == device_id, DeviceAlarmRow.kind == AlarmKind.LENS)
        .order_by(DeviceAlarmRow.raised_at.desc(), DeviceAlarmRow.id.desc())
        .limit(SHOWN)
    )
    return tuple(BlindView(row.detail, row.raised_at, row.ended_at) for row in rows)


def _counters(connection: Connection, hardware: str) -> tuple[CounterView, ...]:
    rows = connection.execute(
        select(CountLineRow.__table__)
        .where(CountLineRow.counter == hardware)
        .order_by(CountLineRow.line)
    )
    return tuple(CounterView(row.line, row.total_in, row.total_out, row.counted_at) for row in rows)


def _occupancy(connection: Connection, device_id: str) -> tuple[OccupancyView, ...]:
    rows = connection.execute(
        select(OccupancyRow.__table__)
        .where(OccupancyRow.device_id == device_id)
        .order_by(OccupancyRow.zone)
    )
    return tuple(
        OccupancyView(row.zone, row.at, row.people, row.queue, tuple(row.dwell_s)) for row in rows
    )
