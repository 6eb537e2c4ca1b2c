"""The counters' lines, what each stands for, and who went through those of a role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, and_, false, func, not_, or_, select

from store_server.domain.occupancy import Flow, Inside, Told, inside, zero_before
from store_server.domain.quarters import QUARTER, quarter_of
from store_server.storage.tables import (
    CountCorrectionRow,
    CountDayRow,
    CountLineRow,
    CountQuarterRow,
    CountRow,
    DeviceRow,
    DoorRow,
    OccupancyResetRow,
)
from store_server.traffic_views import Role

DOOR: Role = "door"
KNOWN_FOR = timedelta(days=60)  # a line that has counted nobody for so long is gone


@dataclass(frozen=True, slots=True)
class Line:
    """`zone` is where its device stands now."""

    device_id: str
    line: str
    name: str
    role: Role
    device_name: str
    zone: str | None

    @property
    def key(self) -> tuple[str, str]:
        return self.device_id, self.line


def lines(connection: Connection, now: datetime) -> list[Line]:
    """Those that are set up, are remembered, or counted lately; of devices that are ours."""
    since = (now - KNOWN_FOR).date()
    heard = (
        select(CountLineRow.device_id, CountLineRow.line)
        .union(
            select(CountDayRow.device_id, CountDayRow.line).where(CountDayRow.day >= since),
            select(DoorRow.device_id, DoorRow.line),
        )
        .subquery()
    )
    rows = connection.execute(
        select(
            heard.c.device_id,
            heard.c.line,
            DoorRow.name,
            DoorRow.role,
            DeviceRow.name.label("device_name"),
            DeviceRow.zone,
        )
        .join(DeviceRow, DeviceRow.id == heard.c.device_id)
        .outerjoin(DoorRow, of_line(heard.c))
        .order_by(heard.c.device_id, heard.c.line)
    )
    return [
        Line(
            row.device_id,
            row.line,
            row.name or row.line or row.device_name,
            cast(Role, row.role or DOOR),
            row.device_name,
            row.zone,
        )
        for row in rows
    ]


def of_line(columns: object) -> ColumnElement[bool]:
    """Joins what is set up of a line to whatever has its device and line."""
    return and_(
        DoorRow.device_id == columns.device_id,  # type: ignore[attr-defined]
        DoorRow.line == columns.line,  # type: ignore[attr-defined]
    )


def has_role(*roles: Role) -> ColumnElement[bool]:
    """For a query that `of_line` was outer-joined to; a line that is not set up is a door."""
    return func.coalesce(DoorRow.role, DOOR).in_(roles)


def stands_for(connection: Connection, columns: Any, role: Role) -> ColumnElement[bool]:
    """As `has_role`, with the few lines that are set up named: years are read without a join."""
    rows = connection.execute(select(DoorRow.device_id, DoorRow.line, DoorRow.role)).all()

    def named(some: Iterable[Any]) -> ColumnElement[bool]:
        each = (and_(columns.device_id == one.device_id, columns.line == one.line) for one in some)
        return or_(false(), *each)

    if role == DOOR:
        return not_(named(one for one in rows if one.role != DOOR))
    return named(one for one in rows if one.role == role)


def flows(connection: Connection, since: datetime, until: datetime, role: Role) -> list[Flow]:
    """By quarter-hour, those with nobody left out."""
    rows = connection.execute(
        select(
            CountQuarterRow.at,
            func.sum(CountQuarterRow.people_in).label("people_in"),
            func.sum(CountQuarterRow.people_out).label("people_out"),
        )
        .outerjoin(DoorRow, of_line(CountQuarterRow))
        .where(CountQuarterRow.at >= since, CountQuarterRow.at < until, has_role(role))
        .group_by(CountQuarterRow.at)
        .order_by(CountQuarterRow.at)
    )
    return [Flow(row.at, int(row.people_in), int(row.people_out)) for row in rows]


def told(connection: Connection, since: datetime, until: datetime) -> list[Told]:
    """What managers said of how many were inside, with who came and went after it."""
    rows = connection.execute(
        select(OccupancyResetRow.at, OccupancyResetRow.people)
        .where(OccupancyResetRow.at >= since, OccupancyResetRow.at < until)
        .order_by(OccupancyResetRow.at, OccupancyResetRow.id)
    )
    return [
        Told(row.at, row.people, *_after(connection, row.at, quarter_of(row.at) + QUARTER))
        for row in rows
    ]


def _after(connection: Connection, since: datetime, until: datetime) -> tuple[int, int]:
    """From the facts, for within a quarter-hour a roll-up knows no order."""
    rows = connection.execute(
        select(CountRow.id, CountRow.people_in, CountRow.people_out, CountRow.flag)
        .outerjoin(DoorRow, of_line(CountRow))
        .where(CountRow.at > since, CountRow.at < until, has_role(DOOR))
    ).all()
    right = corrected(connection, [row.id for row in rows])
    people_in = people_out = 0
    for row in rows:
        apart = (0, 0) if row.flag is not None else (row.people_in, row.people_out)
        crossed_in, crossed_out = right.get(row.id, apart)
        people_in += crossed_in
        people_out += crossed_out
    return people_in, people_out


def corrected(connection: Connection, count_ids: Iterable[str]) -> dict[str, tuple[int, int]]:
    """What managers say that these counts were, the latest word of each."""
    wanted = list(count_ids)
    row = CountCorrectionRow
    found = connection.execute(
        select(row.count_id, row.people_in, row.people_out)
        .where(row.count_id.in_(wanted))
        .order_by(row.made_at, row.id)
    )
    return {one.count_id: (one.people_in, one.people_out) for one in found}


def occupancy(
    connection: Connection, since: datetime, until: datetime, zone: ZoneInfo
) -> list[Inside]:
    """At the end of each quarter-hour in which anybody went through a door, or was told of.

    From the zero before `since` on, so that what was then is known.
    """
    zero = zero_before(since, zone)
    passed = {flow.start: flow for flow in flows(connection, zero, until, DOOR)}
    said = told(connection, zero, until)
    for one in said:
        start = quarter_of(one.at)
        passed.setdefault(start, Flow(start, 0, 0))
    return list(inside((passed[start] for start in sorted(passed)), said, zone))
