"""Roll-ups made anew from the facts, a month a transaction: the house may go on meanwhile."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, delete, func, insert, select

from store_server.domain.dwell import histogram, together
from store_server.domain.quarters import bounds, place_of, quarter_of
from store_server.domain.staff_crossings import WITHIN
from store_server.storage.engine import reading, writing
from store_server.storage.reads.sales import Paid, paid_between, sums_of
from store_server.storage.reads.traffic_lines import corrected
from store_server.storage.repositories.rollups import NOBODY, SEEN, People, SqlRollUps
from store_server.storage.repositories.staff_crossings import SqlStaffCrossings
from store_server.storage.tables import (
    BasketRow,
    CountCorrectionRow,
    CountDayRow,
    CountMonthRow,
    CountQuarterRow,
    CountRow,
    SaleDayRow,
    SaleQuarterRow,
    StaffCountedRow,
    StaffCrossingRow,
    ZoneDayRow,
    ZoneMinuteRow,
    ZoneQuarterRow,
    ZoneStayRow,
)
from store_server.traffic_ports import CountChange

BY_QUARTER = (CountQuarterRow, ZoneQuarterRow, SaleQuarterRow)
BY_DAY = (CountDayRow, ZoneDayRow, SaleDayRow)
AT_ONCE = 10_000
CORRECTIONS_AT_ONCE = 500  # databases limit how many values one may name


@dataclass(frozen=True, slots=True)
class Rebuilt:
    months: int
    facts: int


def rebuild(engine: Engine, zone: ZoneInfo) -> Rebuilt:
    """Every roll-up that there is or should be. What failed halfway is mended by doing it again."""
    with reading(engine) as connection:
        months = list(_months(connection, zone))
    facts = 0
    for month in months:
        with writing(engine) as connection:
            facts += _Month(connection, month, zone).make()
            connection.commit()
    return Rebuilt(len(months), facts)


def _months(connection: Connection, zone: ZoneInfo) -> Iterator[date]:
    ends: list[date] = []
    for moment in (
        *(row.at for row in (CountRow, ZoneMinuteRow, ZoneStayRow, *BY_QUARTER)),
        BasketRow.paid_at,
    ):
        found = connection.execute(select(func.min(moment), func.max(moment))).one()
        ends += [place_of(one, zone).month for one in found if one is not None]
    month, last = min(ends, default=date.max), max(ends, default=date.min)
    while month <= last:
        yield month
        month = (month + timedelta(days=31)).replace(day=1)


class _Month:
    """One calendar month, in one transaction."""

    def __init__(self, connection: Connection, month: date, zone: ZoneInfo) -> None:
        self._connection = connection
        self._zone = zone
        self._month = month
        self._last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        self._since, self._until = bounds(month, self._last, zone)
        self._rollups = SqlRollUps(connection, zone)

    def make(self) -> int:
        """Answers how many facts there were."""
        self._clear()
        return self._lines() + self._zones() + self._sales()

    def _clear(self) -> None:
        run = self._connection.execute
        for row in BY_QUARTER:
            run(delete(row).where(row.at >= self._since, row.at < self._until))
        for day in BY_DAY:
            run(delete(day).where(day.day >= self._month, day.day <= self._last))
        run(delete(CountMonthRow).where(CountMonthRow.month == self._month))

    def _lines(self) -> int:
        facts, sums = 0, defaultdict[tuple[Any, ...], People](lambda: NOBODY)
        for some in self._pages(CountRow):
            right = self._corrected([row.id for row in some])
            facts += len(some)
            for row in some:
                counted = (0, 0) if row.flag is not None else (row.people_in, row.people_out)
                people_in, people_out = right.get(row.id, counted)
                key = (quarter_of(row.at), row.device_id, row.line, row.zone or "")
                sums[key] = sums[key].and_also(People(people_in, people_out))
        self._rollups.add(sums)
        return facts + self._staff()

    def _staff(self) -> int:
        """Found anew among those counted; as they were found when each was told."""
        table, row = StaffCrossingRow, StaffCountedRow
        here = table.at >= self._since - WITHIN, table.at <= self._until + WITHIN
        told = list(self._connection.execute(select(table.at).where(*here)).scalars())
        SqlStaffCrossings(self._connection).settle(told)
        of_month = row.count_at >= self._since, row.count_at < self._until
        self._rollups.count(
            [
                CountChange.of_staff(
                    one.count_at,
                    one.device_id,
                    one.line,
                    one.zone,
                    one.staff_in,
                    one.staff_out,
                )
                for one in self._connection.execute(select(row.__table__).where(*of_month))
            ]
        )
        return len(told)

    def _corrected(self, ids: list[str]) -> dict[str, tuple[int, int]]:
        found: dict[str, tuple[int, int]] = {}
        if self._has_corrections():
            for at in range(0, len(ids), CORRECTIONS_AT_ONCE):
                found |= corrected(self._connection, ids[at : at + CORRECTIONS_AT_ONCE])
        return found

    def _has_corrections(self) -> bool:
        row = CountCorrectionRow
        asked = select(row.id).where(row.count_at >= self._since, row.count_at < self._until)
        return self._connection.execute(asked.limit(1)).first() is not None

    def _zones(self) -> int:
        quarters: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(_nothing)
        facts = 0
        for some in self._pages(ZoneMinuteRow):
            facts += len(some)
            for row in some:
                seen = quarters[quarter_of(row.at), row.device_id, row.zone]
                _add(seen, row.people, row.queue)
        for some in self._pages(ZoneStayRow):
            facts += len(some)
            for row in some:
                seen = quarters[quarter_of(row.at), row.device_id, row.zone]
                seen["stays"] = together((seen["stays"], histogram(row.stays_s)))
        self._write(ZoneQuarterRow, "at", quarters)
        self._write(ZoneDayRow, "day", self._by_day(quarters))
        return facts

    def _by_day(self, quarters: dict[tuple[Any, ...], dict[str, Any]]) -> Any:
        days: dict[tuple[Any, ...], dict[str, Any]] = defaultdict(_nothing)
        for (at, *whose), seen in quarters.items():
            day = days[(place_of(at, self._zone).day, *whose)]
            for name in ("minutes", "people", "queue_minutes", "queue"):
                day[name] += seen[name]
            for name in ("people_most", "queue_most"):
                day[name] = max(day[name], seen[name])
            day["stays"] = together((day["stays"], seen["stays"]))
        return days

    def _write(self, row: Any, when: str, rows: dict[tuple[Any, ...], dict[str, Any]]) -> None:
        values = [
            {when: at, "device_id": device_id, "zone": zone, **seen}
            for (at, device_id, zone), seen in rows.items()
        ]
        if values:
            self._connection.execute(insert(row), values)

    def _sales(self) -> int:
        paid = paid_between(self._connection, self._since, self._until)
        quarters, days = defaultdict[Any, list[Paid]](list), defaultdict[Any, list[Paid]](list)
        for one in paid:
            quarters[quarter_of(one.at)].append(one)
            days[place_of(one.at, self._zone).day].append(one)
        for row, when, parts in (
            (SaleQuarterRow, "at", quarters),
            (SaleDayRow, "day", days),
        ):
            values = [
                {when: at, "currency": currency, **sums}
                for at, some in parts.items()
                for currency, sums in sums_of(some).items()
            ]
            if values:
                self._connection.execute(insert(row), values)
        return len(paid)

    def _pages(self, row: Any) -> Iterator[list[Any]]:
        """In the order of their time, so many at once."""
        table = row.__table__
        key = list(table.primary_key)
        asked = select(table).where(table.c.at >= self._since, table.c.at < self._until)
        in_pages = asked.order_by(*key).execution_options(yield_per=AT_ONCE)
        found = self._connection.execute(in_pages)
        for some in found.partitions():
            yield list(some)


def _nothing() -> dict[str, Any]:
    return {**dict.fromkeys(SEEN, 0), "stays": {}}


def _add(seen: dict[str, Any], people: int, queue: int | None) -> None:
    seen["minutes"] += 1
    seen["people"] += people
    seen["people_most"] = max(seen["people_most"], people)
    if queue is not None:
        seen["queue_minutes"] += 1
        seen["queue"] += queue
        seen["queue_most"] = max(seen["queue_most"], queue)


def add_up_once(engine: Engine, zone: ZoneInfo) -> Rebuilt | None:
    """For a house whose facts are older than its roll-ups; nothing where there are any."""
    with reading(engine) as connection:
        facts = connection.execute(select(CountRow.at).limit(1)).first()
        sums = connection.execute(select(CountQuarterRow.at).limit(1)).first()
        paid = select(BasketRow.id).where(BasketRow.paid_at.is_not(None)).limit(1)
        sold = connection.execute(paid).first()
        sales = connection.execute(select(SaleQuarterRow.at).limit(1)).first()
    if (facts and not sums) or (sold and not sales):
        return rebuild(engine, zone)
    return None
