"""Roll-ups, kept in the transaction of the facts that they add up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, bindparam, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite

from store_server.count_ports import OccupancyFact
from store_server.domain.dwell import histogram, together
from store_server.domain.quarters import QUARTER, bounds, place_of, quarter_of
from store_server.storage.reads.sales import paid_between, sums_of
from store_server.storage.tables import (
    CountDayRow,
    CountMonthRow,
    CountQuarterRow,
    SaleDayRow,
    SaleQuarterRow,
    ZoneDayRow,
    ZoneMinuteRow,
    ZoneQuarterRow,
    ZoneStayRow,
)
from store_server.traffic_ports import CountChange

MINUTE = timedelta(minutes=1)
SEEN = ("minutes", "people", "people_most", "queue_minutes", "queue", "queue_most", "stays")


class People(NamedTuple):
    """Visitors who came and who went, and colleagues who did."""

    people_in: int = 0
    people_out: int = 0
    staff_in: int = 0
    staff_out: int = 0

    def and_also(self, other: People) -> People:
        return People(
            self.people_in + other.people_in,
            self.people_out + other.people_out,
            self.staff_in + other.staff_in,
            self.staff_out + other.staff_out,
        )


NOBODY = People()
Sums = Mapping[tuple[Any, ...], People]


class SqlRollUps:
    """Satisfies `traffic_ports.RollUps`."""

    def __init__(self, connection: Connection, zone: ZoneInfo) -> None:
        self._connection = connection
        self._zone = zone

    # ------------------------------------------------------------------ lines

    def count(self, changes: Sequence[CountChange]) -> None:
        quarters: dict[tuple[Any, ...], People] = defaultdict(lambda: NOBODY)
        for one in changes:
            key = (quarter_of(one.at), one.device_id, one.line, one.zone or "")
            grown = People(one.people_in, one.people_out, one.staff_in, one.staff_out)
            quarters[key] = quarters[key].and_also(grown)
        self.add(quarters)

    def add(self, quarters: Sums) -> None:
        """Sums by quarter, device, line and zone go into all three levels."""
        days: dict[tuple[Any, ...], People] = defaultdict(lambda: NOBODY)
        months: dict[tuple[Any, ...], People] = defaultdict(lambda: NOBODY)
        for (at, *whose), people in quarters.items():
            place = place_of(at, self._zone)
            for sums, key in (
                (days, (place.day, *whose)),
                (months, (place.month, place.weekday, place.hour, *whose)),
            ):
                sums[key] = sums[key].and_also(people)
        self._grow(CountQuarterRow, quarters)
        self._grow(CountDayRow, days)
        self._grow(CountMonthRow, months)

    def _grow(self, row: Any, sums: Sums) -> None:
        names = [column.name for column in row.__table__.primary_key]
        values = [
            dict(zip((*names, *People._fields), (*key, *people), strict=True))
            for key, people in sums.items()
            if people != NOBODY
        ]
        if not values:
            return
        table = row.__table__
        adding = self._insert(row).values(
            {name: bindparam(name) for name in (*names, *People._fields)}
        )
        grown = {name: table.c[name] + adding.excluded[name] for name in People._fields}
        self._connection.execute(
            adding.on_conflict_do_update(index_elements=names, set_=grown), values
        )
        if any(one[name] < 0 for one in values for name in People._fields):
            self._forget_empty(table, names[0], {one[names[0]] for one in values})

    def _forget_empty(self, table: Any, when: str, moments: set[Any]) -> None:
        """What was set right to nobody leaves no row, as if it had never been."""
        nobody = [table.c[name] == 0 for name in People._fields]
        self._connection.execute(delete(table).where(table.c[when].in_(moments), *nobody))

    # ------------------------------------------------------------------ zones

    def see(self, fact: OccupancyFact) -> None:
        key = {"device_id": fact.device_id, "zone": fact.zone}
        minute = fact.at.replace(second=0, microsecond=0)
        said = {"said_at": fact.at, "people": fact.people, "queue": fact.queue}
        self._put(ZoneMinuteRow, {"at": minute, **key}, said, unless_later=True)
        if fact.dwell_s:
            stays_s = {"stays_s": list(fact.dwell_s)}
            self._put(ZoneStayRow, {"at": fact.at, **key}, stays_s)
        self.add_up_zone(quarter_of(fact.at), **key)

    def unsee(self, fact: OccupancyFact) -> None:
        whose = {"device_id": fact.device_id, "zone": fact.zone}
        minute = fact.at.replace(second=0, microsecond=0)
        self._drop(ZoneMinuteRow, {"at": minute, **whose, "said_at": fact.at})
        self._drop(ZoneStayRow, {"at": fact.at, **whose})
        self.add_up_zone(quarter_of(fact.at), **whose)

    def add_up_zone(self, quarter: datetime, device_id: str, zone: str) -> None:
        """From the facts, so that one that is late or comes again changes nothing but itself."""
        key = {"device_id": device_id, "zone": zone}
        seen = self._seen(quarter, quarter + QUARTER, device_id, zone)
        before = self._row(ZoneQuarterRow, {"at": quarter, **key})
        self._put_seen(ZoneQuarterRow, {"at": quarter, **key}, seen)
        place = place_of(quarter, self._zone)
        day = self._row(ZoneDayRow, {"day": place.day, **key})
        grown = {
            name: day[name] + seen[name] - before[name]
            for name in ("minutes", "people", "queue_minutes", "queue")
        }
        grown |= self._most(place.day, device_id, zone)
        stays = together((day["stays"], seen["stays"], _less(before["stays"])))
        grown["stays"] = {name: number for name, number in stays.items() if number}
        self._put_seen(ZoneDayRow, {"day": place.day, **key}, grown)

    def _put_seen(self, row: Any, key: dict[str, Any], seen: dict[str, Any]) -> None:
        """Where nothing is left there is no row, as if there had never been one."""
        if seen["minutes"] or seen["stays"]:
            self._put(row, key, seen)
        else:
            self._drop(row, key)

    def _seen(self, since: datetime, until: datetime, device_id: str, zone: str) -> dict[str, Any]:
        minute, stay = ZoneMinuteRow, ZoneStayRow
        counted = self._connection.execute(
            select(
                func.count(),
                func.coalesce(func.sum(minute.people), 0),
                func.coalesce(func.max(minute.people), 0),
                func.count(minute.queue),
                func.coalesce(func.sum(minute.queue), 0),
                func.coalesce(func.max(minute.queue), 0),
            ).where(
                minute.at >= since,
                minute.at < until,
                minute.device_id == device_id,
                minute.zone == zone,
            )
        ).one()
        told = self._connection.execute(
            select(stay.stays_s).where(
                stay.at >= since, stay.at < until, stay.device_id == device_id, stay.zone == zone
            )
        ).scalars()
        stays = histogram(stay_s for some in told for stay_s in some)
        return dict(zip(SEEN, (*(int(one) for one in counted), stays), strict=True))

    def _most(self, day: Any, device_id: str, zone: str) -> dict[str, int]:
        quarter = ZoneQuarterRow
        since, until = bounds(day, day, self._zone)
        found = self._connection.execute(
            select(func.max(quarter.people_most), func.max(quarter.queue_most)).where(
                quarter.at >= since,
                quarter.at < until,
                quarter.device_id == device_id,
                quarter.zone == zone,
            )
        ).one()
        return {"people_most": found[0] or 0, "queue_most": found[1] or 0}

    def _row(self, row: Any, key: dict[str, Any]) -> dict[str, Any]:
        """What is there; where there is nothing, nothing of everything."""
        columns = [row.__table__.c[name] for name in SEEN]
        asked = [row.__table__.c[name] == value for name, value in key.items()]
        found = self._connection.execute(select(*columns).where(*asked)).first()
        return dict(found._mapping) if found else {**dict.fromkeys(SEEN, 0), "stays": {}}

    # ------------------------------------------------------------------ sales

    def sold(self, at: datetime) -> None:
        quarter = quarter_of(at)
        place = place_of(quarter, self._zone)
        self._sum_sales(SaleQuarterRow, {"at": quarter}, quarter, quarter + QUARTER)
        self._sum_sales(SaleDayRow, {"day": place.day}, *bounds(place.day, place.day, self._zone))

    def _sum_sales(self, row: Any, key: dict[str, Any], since: datetime, until: datetime) -> None:
        for currency, sums in sums_of(paid_between(self._connection, since, until)).items():
            self._put(row, {**key, "currency": currency}, sums)

    # ------------------------------------------------------------------ writing

    def _put(
        self, row: Any, key: dict[str, Any], values: dict[str, Any], unless_later: bool = False
    ) -> None:
        """Add a row or change it; with `unless_later` where nothing later was said."""
        adding = self._insert(row).values(**key, **values)
        where = row.__table__.c.said_at <= values["said_at"] if unless_later else None
        self._connection.execute(
            adding.on_conflict_do_update(index_elements=list(key), set_=values, where=where)
        )

    def _drop(self, row: Any, key: dict[str, Any]) -> None:
        asked = [row.__table__.c[name] == value for name, value in key.items()]
        self._connection.execute(delete(row).where(*asked))

    def _insert(self, row: Any) -> Any:
        build = sqlite.insert if self._connection.dialect.name == "sqlite" else postgresql.insert
        return build(row.__table__)


def _less(stays: Mapping[str, int]) -> dict[str, int]:
    return {name: -number for name, number in stays.items()}
