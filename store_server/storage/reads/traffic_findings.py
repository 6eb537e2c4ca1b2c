"""Which of a manager's limits are passed now. One that was passed holds until it is well below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, text

from store_server.domain.device import AlarmKind
from store_server.storage.reads.traffic_lines import lines
from store_server.storage.reads.traffic_said import standing
from store_server.storage.reads.traffic_today import STALE_AFTER
from store_server.storage.tables import (
    DeviceAlarmRow,
    OccupancyRow,
    SignalRow,
    ZoneRow,
)
from store_server.storage.tables.signals import LIVE
from store_server.traffic_messages import Found
from store_server.traffic_views import AlertRuleView, ExpectedView

STAYS_FROM = 0.9  # of the limit: who hovers at it rings once
TWICE = 2
LATEST_SIGNAL = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Situation:
    """`hours` are today's whole hours so far: what was foretold in the night, and who came."""

    connection: Connection
    now: datetime
    people: int | None
    hours: Sequence[tuple[ExpectedView, int | None]]


def findings(situation: Situation, rules: Sequence[AlertRuleView]) -> tuple[Found, ...]:
    stand = standing(situation.connection)
    found: list[Found] = []
    for rule in rules:
        if rule.active:
            subjects = {subject for rule_id, subject in stand if rule_id == rule.id}
            found += _FIND[rule.rule](situation, rule, subjects)
    return tuple(found)


Finds = Iterator[Found]


def _occupancy(situation: Situation, rule: AlertRuleView, before: set[str]) -> Finds:
    if situation.people is not None and _over(rule, situation.people, "" in before):
        yield Found(rule.id, "", situation.people)


def _queue(situation: Situation, rule: AlertRuleView, before: set[str]) -> Finds:
    rows = situation.connection.execute(
        select(OccupancyRow.zone, func.max(OccupancyRow.queue).label("queue"))
        .join(ZoneRow, ZoneRow.id == OccupancyRow.zone)
        .where(OccupancyRow.queue.is_not(None), OccupancyRow.at > situation.now - STALE_AFTER)
        .group_by(OccupancyRow.zone)
    )
    for row in rows:
        asked = rule.zone in (None, row.zone)
        if asked and _over(rule, int(row.queue), row.zone in before):
            yield Found(rule.id, row.zone, int(row.queue))


def _over(rule: AlertRuleView, value: float, stands: bool) -> bool:
    limit = rule.limit or 0.0
    return value > (limit * STAYS_FROM if stands else limit)


def _unanswered(situation: Situation, rule: AlertRuleView, _before: set[str]) -> Finds:
    """A known client's signal that nobody has taken for so long, while they are here."""
    rows = situation.connection.execute(
        select(SignalRow.id, SignalRow.raised_at)
        .where(text(LIVE))
        .where(
            SignalRow.claimed_at.is_(None),
            SignalRow.client_id.is_not(None),
            SignalRow.raised_at > situation.now - LATEST_SIGNAL,
        )
    )
    for row in rows:
        waited_s = (situation.now - row.raised_at).total_seconds()
        if waited_s > (rule.limit or 0.0):
            yield Found(rule.id, row.id, waited_s)


def _silent(situation: Situation, rule: AlertRuleView, _before: set[str]) -> Finds:
    counters = {one.device_id for one in lines(situation.connection, situation.now)}
    rows = situation.connection.execute(
        select(DeviceAlarmRow.device_id, DeviceAlarmRow.raised_at).where(
            DeviceAlarmRow.kind == AlarmKind.SILENT, DeviceAlarmRow.ended_at.is_(None)
        )
    )
    for row in rows:
        if row.device_id in counters:
            since_s = (situation.now - row.raised_at).total_seconds()
            yield Found(rule.id, row.device_id, since_s)


def _unusual(situation: Situation, rule: AlertRuleView, _before: set[str]) -> Finds:
    """The last two whole hours lie outside their bands, on the same side. A gap is no hour."""
    sides = [_side(expected, came) for expected, came in situation.hours[-TWICE:]]
    if len(sides) == TWICE and sides[0] == sides[1] != 0:
        came = situation.hours[-1][1]
        yield Found(rule.id, "", came or 0)


def _side(expected: ExpectedView, came: int | None) -> int:
    if came is None or expected.low is None or expected.high is None:
        return 0
    return (came > expected.high) - (came < expected.low)


_FIND = {
    "occupancy_over": _occupancy,
    "queue_over": _queue,
    "vip_unanswered": _unanswered,
    "counter_silent": _silent,
    "unusual": _unusual,
}
