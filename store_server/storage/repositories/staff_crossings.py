"""When badges went through doors, and which of those counted there wore them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select

from store_server.domain.staff_crossings import (
    WITHIN,
    CountedThere,
    StaffCrossing,
    Way,
    staff_among,
)
from store_server.storage.prepared import Prepared
from store_server.storage.reads.traffic_lines import DOOR, corrected, lines
from store_server.storage.tables import CountRow, StaffCountedRow, StaffCrossingRow
from store_server.traffic_ports import CountChange

_CROSSINGS = Prepared(
    select(StaffCrossingRow.__table__)
    .where(StaffCrossingRow.at >= bindparam("since"), StaffCrossingRow.at <= bindparam("until"))
    .order_by(StaffCrossingRow.at, StaffCrossingRow.id)
)


class SqlStaffCrossings:
    """Satisfies `traffic_ports.StaffCrossings`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lines_at(self, zone: str, now: datetime) -> frozenset[tuple[str, str]]:
        return frozenset(
            one.key
            for one in lines(self._connection, now)
            if one.zone == zone and one.role == DOOR and not one.without_staff
        )

    def add(self, crossing: StaffCrossing) -> bool:
        row = StaffCrossingRow
        known = select(row.id).where(row.at == crossing.at, row.id == crossing.id)
        if self._connection.execute(known).first() is not None:
            return False
        self._connection.execute(
            insert(row),
            {
                "at": crossing.at,
                "id": crossing.id,
                "way": crossing.way,
                "zone": crossing.zone,
                "lines": sorted(map(list, crossing.lines)),
            },
        )
        return True

    def settle(self, moments: Iterable[datetime]) -> Sequence[CountChange]:
        changes: list[CountChange] = []
        done: datetime | None = None
        for moment in sorted(set(moments)):
            if done is not None and moment <= done:
                continue
            crossings = self._about(moment)
            if crossings:
                done = crossings[-1].at + WITHIN
                changes += self._find(crossings)
        return changes

    def _about(self, moment: datetime) -> list[StaffCrossing]:
        """Those who may have been counted at this moment, and all whom to move would move these:
        two of them may have been the same person where they are twice as far apart."""
        since, until, before = moment - WITHIN, moment + WITHIN, -1
        found: list[StaffCrossing] = []
        while len(found) > before:
            before = len(found)
            found = self._between(since, until)
            if found:
                since, until = found[0].at - 2 * WITHIN, found[-1].at + 2 * WITHIN
        return found

    def _between(self, since: datetime, until: datetime) -> list[StaffCrossing]:
        return [
            StaffCrossing(row.id, row.at, _way(row.way), row.zone, frozenset(map(tuple, row.lines)))
            for row in _CROSSINGS.all(self._connection, {"since": since, "until": until})
        ]

    def _find(self, crossings: Sequence[StaffCrossing]) -> Iterator[CountChange]:
        since, until = crossings[0].at - WITHIN, crossings[-1].at + WITHIN
        of_count = self._counted(crossings, since, until)
        staff = staff_among(crossings, (one for one, _ in of_count.values()))
        held = self._held(since, until)
        for count_id in sorted(staff.keys() | held.keys()):
            now, before = staff.get(count_id, (0, 0)), held.get(count_id, (0, 0))
            if now == before:
                continue
            counted, zone = of_count[count_id]
            self._keep(counted, zone, now)
            more = now[0] - before[0], now[1] - before[1]
            yield CountChange.of_staff(counted.at, *counted.line, zone, *more)

    def _counted(
        self, crossings: Sequence[StaffCrossing], since: datetime, until: datetime
    ) -> dict[str, tuple[CountedThere, str | None]]:
        """By id, with the zone. What is kept apart, or was set right, is nobody who may be one."""
        devices = {device for one in crossings for device, _ in one.lines}
        rows = self._connection.execute(
            select(CountRow.__table__).where(
                CountRow.at >= since, CountRow.at <= until, CountRow.device_id.in_(devices)
            )
        ).all()
        right = corrected(self._connection, [row.id for row in rows])
        found = {}
        for row in rows:
            apart = row.flag is not None or row.id in right
            people = (0, 0) if apart else (row.people_in, row.people_out)
            there = CountedThere(row.id, row.at, (row.device_id, row.line), *people)
            found[row.id] = there, row.zone
        return found

    def _held(self, since: datetime, until: datetime) -> Mapping[str, tuple[int, int]]:
        row = StaffCountedRow
        rows = self._connection.execute(
            select(row.count_id, row.staff_in, row.staff_out).where(
                row.count_at >= since, row.count_at <= until
            )
        )
        return {one.count_id: (one.staff_in, one.staff_out) for one in rows}

    def _keep(self, counted: CountedThere, zone: str | None, staff: tuple[int, int]) -> None:
        row = StaffCountedRow
        self._connection.execute(
            delete(row).where(row.count_at == counted.at, row.count_id == counted.id)
        )
        if staff == (0, 0):
            return
        device_id, line = counted.line
        self._connection.execute(
            insert(row),
            {
                "count_at": counted.at,
                "count_id": counted.id,
                "device_id": device_id,
                "line": line,
                "zone": zone,
                "staff_in": staff[0],
                "staff_out": staff[1],
            },
        )


def _way(word: str) -> Way:
    return "in" if word == "in" else "out"
