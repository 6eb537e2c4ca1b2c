"""The parts of the dashboard's first page: quarters, doors, zones, the day's totals, events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from events.programme import Stage
from store_server.domain.dwell import quantile_of, together
from store_server.domain.occupancy import Flow, Inside
from store_server.domain.quarters import QUARTER
from store_server.storage.prepared import Prepared, Row
from store_server.storage.reads import door
from store_server.storage.reads.traffic_gaps import HALF, Blindness
from store_server.storage.reads.traffic_lines import DOOR, Line
from store_server.storage.repositories.events import read_event, read_sessions
from store_server.storage.repositories.rollups import NOBODY, People
from store_server.storage.tables import (
    CountDayRow,
    CountLineRow,
    EventRow,
    OccupancyRow,
    ZoneDayRow,
    ZoneRow,
)
from store_server.traffic_views import (
    DoorNow,
    EventTonight,
    GapSpan,
    GapWhy,
    QuarterView,
    Why,
    ZoneNow,
)

STALE_AFTER = timedelta(minutes=5)  # a camera that says nothing of a zone for so long is not heard
NOT_HELD = frozenset({Stage.DRAFT, Stage.CANCELLED})

_ROW = CountDayRow
_DAY_SUMS = Prepared(
    select(
        _ROW.device_id,
        _ROW.line,
        func.sum(_ROW.people_in).label("people_in"),
        func.sum(_ROW.people_out).label("people_out"),
        func.sum(_ROW.staff_in).label("staff_in"),
        func.sum(_ROW.staff_out).label("staff_out"),
    )
    .where(_ROW.day == bindparam("day"))
    .group_by(_ROW.device_id, _ROW.line)
)
_SEEN_LAST = Prepared(select(OccupancyRow.__table__).order_by(OccupancyRow.at))
_ZONES_TODAY = Prepared(
    select(ZoneDayRow.zone, ZoneDayRow.people, ZoneDayRow.stays)
    .join(ZoneRow, ZoneRow.id == ZoneDayRow.zone)
    .where(ZoneDayRow.day == bindparam("day"))
)
_ZONES = Prepared(select(ZoneRow.__table__).order_by(ZoneRow.name, ZoneRow.id))
_COUNTED_AT = Prepared(select(func.max(CountLineRow.counted_at).label("at")))

Spans = Sequence[tuple[datetime, datetime]]


def quarter_views(
    starts: Iterable[datetime],
    flows: Mapping[datetime, Flow],
    inside: Sequence[Inside],
    blind: Blindness,
    open_spans: Spans | None,
    now: datetime,
) -> Iterator[QuarterView]:
    """`open_spans` None: nobody knows when the boutique is open. Both lists are in order."""
    people, place = 0, 0
    zero = inside[0].start if inside else None
    for start in starts:
        while place < len(inside) and inside[place].start <= start:
            people = inside[place].people
            place += 1
        flow = flows.get(start)
        why = _why(start, flow, blind, open_spans, now)
        if why == "gap":
            yield QuarterView(start, None, None, None, why)
            continue
        crossed = flow or Flow(start, 0, 0)
        within = people if zero is not None and start >= zero else 0
        yield QuarterView(start, crossed.people_in, crossed.people_out, within, why)


def _why(
    start: datetime,
    flow: Flow | None,
    blind: Blindness,
    open_spans: Spans | None,
    now: datetime,
) -> Why | None:
    ends = min(start + QUARTER, max(now, start))
    if blind.known(start, ends) < HALF:
        return "gap"
    if flow is not None or open_spans is None:
        return None
    shut = not any(opens < start + QUARTER and closes > start for opens, closes in open_spans)
    return "closed" if shut else None


def door_views(
    lines: Iterable[Line],
    sums: Mapping[tuple[str, str], People],
    found: Iterable[GapSpan],
    only: frozenset[tuple[str, str]] | None = None,
) -> tuple[DoorNow, ...]:
    amiss = {one.device_id: one.why for one in found if one.until_at is None}
    return tuple(
        _door(one, sums.get(one.key, NOBODY), amiss.get(one.device_id))
        for one in lines
        if only is None or one.key in only
    )


def _door(line: Line, crossed: People, gap: GapWhy | None) -> DoorNow:
    return DoorNow(
        line.device_id,
        line.line,
        line.name,
        line.role,
        line.zone,
        crossed.people_in,
        crossed.people_out,
        gap,
        crossed.staff_in,
        crossed.staff_out,
    )


def staff_left_out(
    lines: Iterable[Line], sums: Mapping[tuple[str, str], People]
) -> tuple[int, int]:
    """Colleagues whom their badges took out of those who came, and who went, through doors."""
    doors = [sums[one.key] for one in lines if one.role == DOOR and one.key in sums]
    return sum(one.staff_in for one in doors), sum(one.staff_out for one in doors)


def day_sums(connection: Connection, day: date) -> dict[tuple[str, str], People]:
    """By device and line."""
    return {
        (device_id, line): People(*map(int, crossed))
        for device_id, line, *crossed in _DAY_SUMS.all(connection, {"day": day})
    }


def zone_views(
    connection: Connection, day: date, now: datetime, only: frozenset[str] | None = None
) -> tuple[ZoneNow, ...]:
    """The boutique's zones. What a camera tells of a zone that nobody knows is kept apart."""
    last = {row.zone: row for row in _SEEN_LAST.all(connection, {})}
    today: Sequence[Any] = _ZONES_TODAY.all(connection, {"day": day})
    spent = sum(int(row.people) for row in today)
    zones = _ZONES.all(connection, {})
    return tuple(
        _zone(zone, last.get(zone.id), [row for row in today if row.zone == zone.id], spent, now)
        for zone in zones
        if only is None or zone.id in only
    )


def _zone(zone: Row, seen: Row | None, today: Sequence[Any], spent: int, now: datetime) -> ZoneNow:
    stays = together(row.stays for row in today)
    here = sum(int(row.people) for row in today)
    fresh = seen is not None and now - seen.at <= STALE_AFTER
    return ZoneNow(
        zone=zone.id,
        name=zone.name,
        capacity=zone.capacity,
        people=seen.people if seen is not None and fresh else None,
        queue=seen.queue if seen is not None and fresh else None,
        at=None if seen is None else seen.at,
        dwell_median_s=quantile_of(stays, 0.5),
        dwell_p90_s=quantile_of(stays, 0.9),
        attraction=here / spent if spent and today else None,
        gap=seen is not None and not fresh,
    )


def events_between(
    connection: Connection, since: datetime, until: datetime
) -> tuple[EventTonight, ...]:
    rows = held(connection, since, until)
    sessions = read_sessions(connection, [row.id for row in rows])
    found = []
    for row in rows:
        counted = door.counts(connection, read_event(row, sessions.get(row.id, ())))
        found.append(
            EventTonight(
                row.id,
                row.titles,
                row.starts,
                row.ends,
                counted.capacity,
                counted.invited,
                counted.confirmed,
                counted.inside,
                counted.came,
                counted.missing,
            )
        )
    return tuple(found)


def held(connection: Connection, since: datetime, until: datetime) -> Sequence[Any]:
    """Events that touch this time, unless they are drafts or were called off."""
    return connection.execute(
        select(EventRow.__table__)
        .where(
            EventRow.starts < until,
            EventRow.ends > since,
            EventRow.template.is_(False),
            EventRow.stage.not_in(NOT_HELD),
        )
        .order_by(EventRow.starts, EventRow.id)
    ).all()


def counted_at(connection: Connection) -> datetime | None:
    """The latest word of any counter."""
    (found,) = _COUNTED_AT.all(connection, {})
    at: datetime | None = found.at
    return at
