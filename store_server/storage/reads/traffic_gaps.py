"""When a counter could not be relied on: what it did not count then is not nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, or_, select

from store_server.domain.device import AlarmKind
from store_server.domain.quarters import QUARTER, quarter_of
from store_server.storage.tables import CountGapRow, CountQuarterRow, DeviceAlarmRow, DeviceRow
from store_server.traffic_views import GapSpan, GapWhy

HALF = 0.5  # of which no less has to be known for a figure to be one

_WHY: dict[AlarmKind, GapWhy] = {AlarmKind.SILENT: "silent", AlarmKind.LENS: "lens"}


def gaps(
    connection: Connection, device_ids: Iterable[str], since: datetime, until: datetime
) -> list[GapSpan]:
    """Of these devices, those that touch this time, in order."""
    wanted = sorted(set(device_ids))
    if not wanted:
        return []
    found = [*_alarms(connection, wanted, since, until), *_lost(connection, wanted, since, until)]
    return sorted(found, key=lambda one: (one.from_at, one.device_id, one.why))


def _alarms(
    connection: Connection, wanted: Sequence[str], since: datetime, until: datetime
) -> Iterable[GapSpan]:
    """An alarm of silence is raised when the silence is long: it began before."""
    alarm = DeviceAlarmRow
    rows = connection.execute(
        select(alarm.__table__, DeviceRow.name)
        .join(DeviceRow, DeviceRow.id == alarm.device_id)
        .where(
            alarm.device_id.in_(wanted),
            alarm.kind.in_(_WHY),
            alarm.raised_at < until + timedelta(days=1),
            or_(alarm.ended_at.is_(None), alarm.ended_at > since),
        )
    )
    for row in rows:
        silent = row.kind is AlarmKind.SILENT and row.detail.isdigit()
        began = row.raised_at - timedelta(seconds=int(row.detail) if silent else 0)
        if began < until:
            yield GapSpan(row.device_id, row.name, _WHY[row.kind], began, row.ended_at)


def _lost(
    connection: Connection, wanted: Sequence[str], since: datetime, until: datetime
) -> Iterable[GapSpan]:
    gap = CountGapRow
    rows = connection.execute(
        select(gap.device_id, gap.from_at, gap.until_at, DeviceRow.name)
        .join(DeviceRow, DeviceRow.id == gap.device_id)
        .where(gap.device_id.in_(wanted), gap.from_at < until, gap.until_at > since)
    )
    for row in rows:
        yield GapSpan(row.device_id, row.name, "packages", row.from_at, row.until_at)


@dataclass(frozen=True, slots=True)
class Blindness:
    """How much of a time a set of counters could be relied on, all of them together."""

    spans: tuple[tuple[datetime, datetime], ...]

    @classmethod
    def of(
        cls, connection: Connection, found: Sequence[GapSpan], now: datetime, since: datetime
    ) -> Blindness:
        """What was counted in a silence and came later is known; through a covered lens it is not.
        Before `since` nothing is asked."""
        blind: list[tuple[datetime, datetime]] = []
        for one in found:
            began, ended = max(one.from_at, since), one.until_at or now
            if one.why == "lens":
                blind.append((began, ended))
            else:
                blind += _without(began, ended, _counted(connection, one.device_id, began, ended))
        ordered = sorted(blind)
        merged: list[tuple[datetime, datetime]] = []
        for began, ended in ordered:
            if merged and began <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(merged[-1][1], ended))
            elif began < ended:
                merged.append((began, ended))
        return cls(tuple(merged))

    def known(self, since: datetime, until: datetime) -> float:
        """The share of this time that is known; 1 of no time at all."""
        whole = until - since
        if whole <= timedelta():
            return 1.0
        blind = sum(
            (
                min(ended, until) - max(began, since)
                for began, ended in self.spans
                if began < until and ended > since
            ),
            timedelta(),
        )
        return 1.0 - blind / whole


def _counted(
    connection: Connection, device_id: str, since: datetime, until: datetime
) -> list[datetime]:
    quarter = CountQuarterRow
    rows = connection.execute(
        select(quarter.at)
        .where(quarter.at >= quarter_of(since), quarter.at < until, quarter.device_id == device_id)
        .distinct()
        .order_by(quarter.at)
    )
    return list(rows.scalars())


def _without(
    began: datetime, ended: datetime, counted: Iterable[datetime]
) -> Iterable[tuple[datetime, datetime]]:
    for start in counted:
        if began < start:
            yield began, start
        began = max(began, start + QUARTER)
    if began < ended:
        yield began, ended
