"""The counters' lines, what each stands for, and who went through those of a role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    true,
)

from store_server.domain.occupancy import Crossing, Flow, Inside, Told, inside, zero_before
from store_server.domain.quarters import QUARTER, quarter_of
from store_server.storage.prepared import Prepared
from store_server.storage.tables import (
    CountCorrectionRow,
    CountDayRow,
    CountLineRow,
    CountQuarterRow,
    CountRow,
    DeviceRow,
    DoorRow,
    OccupancyResetRow,
    StaffCountedRow,
)
from store_server.traffic_views import Role

DOOR: Role = "door"
KNOWN_FOR = timedelta(days=60)  # a line that has counted nobody for so long is gone


@dataclass(frozen=True, slots=True)
class Line:
    """`zone` is where its device stands now. `without_staff`: see `DoorRow`."""

    device_id: str
    line: str
    name: str
    role: Role
    device_name: str
    zone: str | None
    without_staff: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.device_id, self.line


def lines(connection: Connection, now: datetime) -> list[Line]:
    """Those that are set up, are remembered, or counted lately; of devices that are ours."""
    rows = _LINES.all(connection, {"since": (now - KNOWN_FOR).date()})
    return [
        Line(
            row.device_id,
            row.line,
            row.name or row.line or row.device_name,
            cast(Role, row.role or DOOR),
            row.device_name,
            row.zone,
            bool(row.without_staff),
        )
        for row in rows
    ]


def begins(connection: Connection) -> date | None:
    """The first day on which anybody was counted."""
    found = _FIRST_DAY.first(connection, {})
    return None if found is None else found.day


def of_line(columns: object) -> ColumnElement[bool]:
    """Joins what is set up of a line to whatever has its device and line."""
    return and_(
        DoorRow.device_id == columns.device_id,  # type: ignore[attr-defined]
        DoorRow.line == columns.line,  # type: ignore[attr-defined]
    )


def has_role(*roles: Role) -> ColumnElement[bool]:
    """For a query that `of_line` was outer-joined to; a line that is not set up is a door."""
    return func.coalesce(DoorRow.role, DOOR).in_(roles)


def flows(connection: Connection, since: datetime, until: datetime, role: Role) -> list[Flow]:
    """By quarter-hour, those with nobody left out."""
    asked = Summed(CountQuarterRow, set_up(connection), role)
    return [Flow(*row) for row in summed(connection, asked, since, until)]


def set_up(connection: Connection) -> tuple[SetUp, ...]:
    """The few lines that a manager has set up, by device and line."""
    return tuple(SetUp(*row) for row in _SET_UP.tuples(connection, {}))


@dataclass(frozen=True, slots=True)
class SetUp:
    device_id: str
    line: str
    role: Role


@dataclass(frozen=True, slots=True)
class Summed:
    """A level of the counts' roll-ups, and whose sums are wanted of it. `cells`: by weekday and
    hour, of the months. `staff`: of colleagues, not of visitors. A door that is asked for by name
    is what it is, whatever it stands for."""

    level: Any
    set_up: tuple[SetUp, ...]
    role: Role
    door: str | None = None
    line: str | None = None
    zone: str | None = None
    cells: bool = False
    staff: bool = False


def summed(
    connection: Connection, asked: Summed, since: date, until: date
) -> Iterable[tuple[Any, ...]]:
    """From `since` up to and not including `until`, in order: when (or weekday and hour), how many
    came and how many went."""
    wanted = {"since": since, "until": until}
    for *when, people_in, people_out in _sums(asked).all(connection, wanted):
        yield *when, int(people_in), int(people_out)


@lru_cache(maxsize=256)
def _sums(asked: Summed) -> Prepared:
    """Lines are named in the statement: years are read without a join."""
    row = asked.level
    came, went = (row.staff_in, row.staff_out) if asked.staff else (row.people_in, row.people_out)
    begins = next(iter(row.__table__.primary_key))
    by = (row.weekday, row.hour) if asked.cells else (begins,)
    return Prepared(
        select(*by, func.sum(came).label("came"), func.sum(went).label("went"))
        .where(begins >= bindparam("since"), begins < bindparam("until"), *_whose(asked))
        .group_by(*by)
        .order_by(*by)
    )


def _whose(asked: Summed) -> Iterable[ColumnElement[bool]]:
    row = asked.level
    if asked.door is None:
        yield _stands_for(asked)
    else:
        yield row.device_id == asked.door
    if asked.line is not None:
        yield row.line == asked.line
    if asked.zone is not None:
        yield row.zone == asked.zone


def _stands_for(asked: Summed) -> ColumnElement[bool]:
    """A line that is not set up is a door."""
    row, role = asked.level, asked.role
    named = [
        one for one in asked.set_up if (one.role != DOOR if role == DOOR else one.role == role)
    ]
    some = [and_(row.device_id == one.device_id, row.line == one.line) for one in named]
    if role == DOOR:
        return not_(or_(*some)) if some else true()
    return or_(*some) if some else row.device_id.is_(None)


def told(connection: Connection, since: datetime, until: datetime) -> list[Told]:
    """What managers said of how many were inside, with who came and went after it."""
    rows = _TOLD.all(connection, {"since": since, "until": until})
    return [
        Told(row.at, row.people, *_after(connection, row.at, quarter_of(row.at) + QUARTER))
        for row in rows
    ]


def _after(connection: Connection, since: datetime, until: datetime) -> tuple[int, int]:
    passed = [one for one in crossings(connection, since, until) if one.at > since]
    return sum(one.people_in for one in passed), sum(one.people_out for one in passed)


def crossings(connection: Connection, since: datetime, until: datetime) -> list[Crossing]:
    """Visitors through doors, from the facts: within a quarter-hour a roll-up knows no order."""
    rows = connection.execute(
        select(CountRow.at, CountRow.id, CountRow.people_in, CountRow.people_out, CountRow.flag)
        .outerjoin(DoorRow, of_line(CountRow))
        .where(CountRow.at >= since, CountRow.at < until, has_role(DOOR))
        .order_by(CountRow.at)
    ).all()
    right = corrected(connection, [row.id for row in rows])
    staff = _staff_among(connection, since, until)
    passed = []
    for row in rows:
        counted = (0, 0) if row.flag is not None else (row.people_in, row.people_out)
        people_in, people_out = right.get(row.id, counted)
        staff_in, staff_out = staff.get(row.id, (0, 0))
        passed.append(Crossing(row.at, people_in - staff_in, people_out - staff_out))
    return passed


def _staff_among(
    connection: Connection, since: datetime, until: datetime
) -> dict[str, tuple[int, int]]:
    rows = _STAFF.all(connection, {"since": since, "until": until})
    return {row.count_id: (row.staff_in, row.staff_out) for row in rows}


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


def _lines() -> Prepared:
    day, door, device = CountDayRow, DoorRow, DeviceRow
    heard = (
        select(CountLineRow.device_id, CountLineRow.line)
        .union(
            select(day.device_id, day.line).where(day.day >= bindparam("since")),
            select(door.device_id, door.line),
        )
        .subquery()
    )
    return Prepared(
        select(
            heard.c.device_id,
            heard.c.line,
            door.name,
            door.role,
            door.without_staff,
            device.name.label("device_name"),
            device.zone,
        )
        .join(device, device.id == heard.c.device_id)
        .outerjoin(door, of_line(heard.c))
        .order_by(heard.c.device_id, heard.c.line)
    )


_LINES = _lines()
_STAFF = Prepared(
    select(StaffCountedRow.count_id, StaffCountedRow.staff_in, StaffCountedRow.staff_out).where(
        StaffCountedRow.count_at >= bindparam("since"),
        StaffCountedRow.count_at < bindparam("until"),
    )
)
_FIRST_DAY = Prepared(select(func.min(CountDayRow.day).label("day")))
_SET_UP = Prepared(
    select(DoorRow.device_id, DoorRow.line, DoorRow.role).order_by(DoorRow.device_id, DoorRow.line)
)
_TOLD = Prepared(
    select(OccupancyResetRow.at, OccupancyResetRow.people)
    .where(
        OccupancyResetRow.at >= bindparam("since"),
        OccupancyResetRow.at < bindparam("until"),
    )
    .order_by(OccupancyResetRow.at, OccupancyResetRow.id)
)
