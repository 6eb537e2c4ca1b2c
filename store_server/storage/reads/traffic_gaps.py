"""When a counter could not be relied on: what it did not count then is not nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, or_, select

from store_server.domain.device import AlarmKind
from store_server.domain.quarters import QUARTER, quarter_of
from store_server.storage.prepared import Prepared
from store_server.storage.tables import CountGapRow, CountQuarterRow, DeviceAlarmRow, DeviceRow
from store_server.traffic_views import GapSpan, GapWhy

HALF = 0.5  # of which no less has to be known for a figure to be one

_WHY: dict[AlarmKind, GapWhy] = {AlarmKind.SILENT: "silent", AlarmKind.LENS: "lens"}

_ALARMS = Prepared(
    select(DeviceAlarmRow.__table__, DeviceRow.name)
    .join(DeviceRow, DeviceRow.id == DeviceAlarmRow.device_id)
    .where(
        or_(*(DeviceAlarmRow.kind == kind for kind in _WHY)),
        DeviceAlarmRow.raised_at < bindparam("until"),
        or_(DeviceAlarmRow.ended_at.is_(None), DeviceAlarmRow.ended_at > bindparam("since")),
    )
)
_LOST = Prepared(
    select(CountGapRow.device_id, CountGapRow.from_at, CountGapRow.until_at, DeviceRow.name)
    .join(DeviceRow, DeviceRow.id == CountGapRow.device_id)
    .where(CountGapRow.from_at < bindparam("until"), CountGapRow.until_at > bindparam("since"))
)
_QUARTERS = Prepared(
    select(CountQuarterRow.at)
    .where(
        CountQuarterRow.at >= bindparam("since"),
        CountQuarterRow.at < bindparam("until"),
        CountQuarterRow.device_id == bindparam("device"),
    )
    .distinct()
    .order_by(CountQuarterRow.at)
)


def gaps(
    connection: Connection, device_ids: Iterable[str], since: datetime, until: datetime
) -> list[GapSpan]:
    """Of these devices, those that touch this time, in order."""
    wanted = frozenset(device_ids)
    if not wanted:
        return []
    found = [*_alarms(connection, wanted, since, until), *_lost(connection, wanted, since, until)]
    return sorted(found, key=lambda one: (one.from_at, one.device_id, one.why))


def _alarms(
    connection: Connection, wanted: frozenset[str], since: datetime, until: datetime
) -> Iterable[GapSpan]:
    """An alarm of silence is raised when the silence is long: it began before."""
    asked = {"since": since, "until": until + timedelta(days=1)}
    for row in _ALARMS.all(connection, asked):
        if row.device_id not in wanted:
            continue
        silent = row.kind is AlarmKind.SILENT and row.detail.isdigit()
        began = row.raised_at - timedelta(seconds=int(row.detail) if silent else 0)
        if began < until:
            yield GapSpan(row.device_id, row.name, _WHY[row.kind], began, row.ended_at)


def _lost(
    connection: Connection, wanted: frozenset[str], since: datetime, until: datetime
) -> Iterable[GapSpan]:
    for row in _LOST.all(connection, {"since": since, "until": until}):
        if row.device_id not in wanted:
            continue
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
    asked = {"since": quarter_of(since), "until": until, "device": device_id}
    return [row.at for row in _QUARTERS.all(connection, asked)]


def _without(
    began: datetime, ended: datetime, counted: Iterable[datetime]
) -> Iterable[tuple[datetime, datetime]]:
    for start in counted:
        if began < start:
            yield began, start
        began = max(began, start + QUARTER)
    if began < ended:
        yield began, ended
