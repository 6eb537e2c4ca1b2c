"""The sums that a measure is worked out from, put into their buckets from the level that suits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, or_, select

from store_server.domain.buckets import BY_DAY, Buckets
from store_server.domain.measures import Source, Sums
from store_server.domain.occupancy import zero_before
from store_server.domain.quarters import DAY, QUARTER, bounds, quarter_of, quarters
from store_server.domain.signal import State
from store_server.storage.reads.traffic_lines import DOOR, SetUp, Summed, occupancy, summed
from store_server.storage.tables import (
    CountDayRow,
    CountQuarterRow,
    SaleDayRow,
    SaleQuarterRow,
    ShiftRow,
    SignalRow,
    VisitRow,
    ZoneDayRow,
    ZoneQuarterRow,
    ZoneRow,
)
from store_server.traffic_views import Role

LONGEST_SHIFT = 16 * 4  # quarter-hours; whoever forgot to end one is not there for days
SEEN = ("minutes", "people", "queue_minutes", "queue")


@dataclass(frozen=True, slots=True)
class Asked:
    """A measure's range, and what it is narrowed to."""

    connection: Connection
    first: date
    last: date
    zone: ZoneInfo
    by: str
    now: datetime
    currency: str
    set_up: tuple[SetUp, ...]
    door: str | None = None
    line: str | None = None
    in_zone: str | None = None

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        return bounds(self.first, self.last, self.zone)

    @property
    def by_days(self) -> bool:
        return self.by in BY_DAY

    def of(self, level: Any, role: Role, cells: bool = False, staff: bool = False) -> Summed:
        set_up_now = () if self.door else self.set_up
        return Summed(level, set_up_now, role, self.door, self.line, self.in_zone, cells, staff)


def gather(asked: Asked, sources: Iterable[Source], buckets: Buckets) -> list[Sums]:
    """One a bucket, in their order."""
    found = [Sums() for _ in buckets.all]
    for source in sources:
        for at, sums in READ[source](asked):
            place = buckets.of_day(at) if _is_day(at) else buckets.of_moment(at)
            if place is not None:
                found[place].join(sums)
    return found


def _is_day(at: date) -> bool:
    return not isinstance(at, datetime)


Cells = Iterator[tuple[date, Sums]]  # a day, or a moment


def _lines(asked: Asked) -> Cells:
    for at, people_in, people_out in _counted(asked, DOOR):
        yield at, Sums({"people_in": people_in, "people_out": people_out})


def _street(asked: Asked) -> Cells:
    for at, people_in, people_out in _counted(asked, "street"):
        yield at, Sums({"street": people_in + people_out})


def _badges(asked: Asked) -> Cells:
    for at, staff_in, staff_out in _counted(asked, DOOR, staff=True):
        yield at, Sums({"staff": staff_in + staff_out})


def _counted(asked: Asked, role: Role, staff: bool = False) -> Iterator[tuple[date, int, int]]:
    level = CountDayRow if asked.by_days else CountQuarterRow
    span = (asked.first, asked.last + DAY) if asked.by_days else asked.bounds
    yield from summed(asked.connection, asked.of(level, role, staff=staff), *span)


def _within(asked: Asked, query: Select[Any], when: Any) -> Select[Any]:
    if asked.by_days:
        return query.where(when >= asked.first, when <= asked.last)
    since, until = asked.bounds
    return query.where(when >= since, when < until)


def _inside(asked: Asked) -> Cells:
    """How many were there at the end of each quarter-hour, whether anybody moved in it or not."""
    since, until = asked.bounds
    until = min(until, quarter_of(asked.now) + QUARTER)
    found = occupancy(asked.connection, since, until, asked.zone)
    people, place, zero = 0, 0, zero_before(since, asked.zone)
    for start in quarters(since, until):
        while place < len(found) and found[place].start <= start:
            people = found[place].people
            place += 1
        if zero_before(start, asked.zone) != zero:
            zero = zero_before(start, asked.zone)
            people = people if _moved(found, place, start) else 0
        yield start, Sums({"inside": people, "quarters": 1}, {"inside": people})


def _moved(found: Sequence[Any], place: int, start: datetime) -> bool:
    return place > 0 and found[place - 1].start == start


def _zones(asked: Asked) -> Cells:
    """Of zones that are known; a camera's own idea of one that is not stays apart."""
    row: Any = ZoneDayRow if asked.by_days else ZoneQuarterRow
    when = row.day if asked.by_days else row.at
    query = select(row.__table__).join(ZoneRow, ZoneRow.id == row.zone)
    for one in asked.connection.execute(_within(asked, query, when)):
        at = one.day if asked.by_days else one.at
        everywhere = {"people_everywhere": float(one.people)}
        if asked.in_zone not in (None, one.zone):
            yield at, Sums(everywhere)
            continue
        sums = Sums(everywhere | {name: float(getattr(one, name)) for name in SEEN})
        if one.queue_minutes:
            sums.reaches(queue=int(one.queue_most))
        else:
            del sums.of["queue"]
        sums.stays = dict(one.stays)
        yield at, sums


def _sales(asked: Asked) -> Cells:
    row: Any = SaleDayRow if asked.by_days else SaleQuarterRow
    when = row.day if asked.by_days else row.at
    query = select(row.__table__).where(row.currency == asked.currency)
    for one in asked.connection.execute(_within(asked, query, when)):
        names = ("baskets", "fast_lane", "units", "minor")
        at = one.day if asked.by_days else one.at
        yield at, Sums({name: float(getattr(one, name)) for name in names})


def _clients(asked: Asked) -> Cells:
    since, until = asked.bounds
    came = select(VisitRow.arrived_at).where(
        VisitRow.arrived_at >= since, VisitRow.arrived_at < until
    )
    for at in asked.connection.execute(came).scalars():
        yield at, Sums({"arrivals": 1})
    signals = select(SignalRow.raised_at, SignalRow.claimed_at, SignalRow.welcomed_at).where(
        SignalRow.raised_at >= since,
        SignalRow.raised_at < until,
        SignalRow.state != State.WITHDRAWN,
    )
    for one in asked.connection.execute(signals):
        sums = Sums({"signals": 1, "greeted": float(one.welcomed_at is not None)})
        if one.claimed_at is None:
            sums.add(unanswered=1)
        else:
            sums.waits_s.append((one.claimed_at - one.raised_at).total_seconds())
        yield one.raised_at, sums


def _staff(asked: Asked) -> Cells:
    since, until = asked.bounds
    rows = asked.connection.execute(
        select(ShiftRow.started_at, ShiftRow.ended_at).where(
            ShiftRow.started_at < until,
            or_(ShiftRow.ended_at.is_(None), ShiftRow.ended_at > since),
        )
    )
    there: dict[datetime, int] = {}
    for one in rows:
        begins = max(one.started_at, since)
        ends = min(one.ended_at or asked.now, until, one.started_at + LONGEST_SHIFT * QUARTER)
        for start in quarters(begins, ends):
            there[start] = there.get(start, 0) + 1
    for start, staff in there.items():
        yield start, Sums({"staff_quarters": staff, "staffed_quarters": 1})


READ: Mapping[Source, Any] = {
    Source.LINES: _lines,
    Source.STREET: _street,
    Source.INSIDE: _inside,
    Source.ZONES: _zones,
    Source.SALES: _sales,
    Source.CLIENTS: _clients,
    Source.STAFF: _staff,
    Source.BADGES: _badges,
}
