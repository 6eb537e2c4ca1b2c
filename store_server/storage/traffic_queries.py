"""Reading of the boutique's traffic for the dashboard: each answer from one fresh snapshot.

The day as it runs is `traffic_day`; here is what was over time, and what managers said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine

from events.opening_hours import OpeningHours
from store_server.domain.measures import MEASURES, Rules
from store_server.domain.quarters import place_of
from store_server.ports import Clock
from store_server.settings import Settings
from store_server.storage.engine import reading
from store_server.storage.foresight import Foresight
from store_server.storage.peaks import Peaks
from store_server.storage.reads import traffic_said as said
from store_server.storage.reads.traffic_cells import Asked
from store_server.storage.reads.traffic_doubts import doubts
from store_server.storage.reads.traffic_lines import set_up
from store_server.storage.reads.traffic_series import Counters, Gathered, heat, known_of, series
from store_server.storage.reads.traffic_so_far import reach_of, total_until
from store_server.storage.reads.traffic_today import held
from store_server.storage.traffic_day import TrafficDay
from store_server.traffic_messages import Found
from store_server.traffic_ports import Wanted
from store_server.traffic_views import (
    AlertRuleView,
    AlertView,
    DoorView,
    DoubtView,
    EventEffect,
    ForecastView,
    HeatView,
    Measure,
    MeasureView,
    PointView,
    ResetView,
    SeriesPart,
    SeriesView,
    TrafficNews,
    TrafficNow,
    TrafficSettingsView,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Compared:
    """Another range beside the one that is asked for; `until` where not all of them is compared."""

    part: SeriesPart | None = None
    change: float | None = None
    until: datetime | None = None


class SqlTrafficQueries:
    """Satisfies `traffic_ports.TrafficQueries`."""

    def __init__(self, engine: Engine, clock: Clock, settings: Settings) -> None:
        self._engine = engine
        self._clock = clock
        self._zone: ZoneInfo = settings.zone
        self._hours: OpeningHours = settings.hours
        self._currency = settings.payments.currency
        self._told_hours = settings.opening_hours
        self._holidays = settings.holidays
        self.foresight = Foresight(engine, clock, settings)
        self._peaks = Peaks()
        self._day = TrafficDay(engine, clock, settings, self.foresight, self._peaks)

    # ------------------------------------------------------------------ now

    def now(self, seq: int) -> TrafficNow:
        return self._day.now(seq)

    def news(
        self,
        seq: int,
        changed: Sequence[datetime],
        touched: frozenset[tuple[str, str]],
        zones: frozenset[str],
        whole: bool,
    ) -> TrafficNews:
        return self._day.news(seq, changed, touched, zones, whole)

    def findings(self) -> tuple[tuple[Found, ...], frozenset[tuple[str, str]]]:
        return self._day.findings()

    # ------------------------------------------------------------------ over time

    def measures(self) -> Sequence[MeasureView]:
        return [
            MeasureView(cast(Measure, name), cast(Unit, one.unit), cast(Any, one.per), one.sums)
            for name, one in MEASURES.items()
        ]

    def series(self, wanted: Wanted) -> SeriesView:
        with reading(self._engine) as connection:
            rules = _rules(connection)
            asked = self._asked(connection, wanted, wanted.first, wanted.last)
            measured = MEASURES[wanted.measure]
            counters = Counters.of(connection, asked.now)
            known = known_of(asked, self._hours, measured, counters)
            found = series(asked, wanted.measure, rules, known, self._peaks)
            compared = self._compared(asked, wanted, rules, counters, found)
        return SeriesView(
            wanted.measure,
            cast(Unit, MEASURES[wanted.measure].unit),
            self._currency,
            wanted.by,
            wanted.door,
            wanted.zone,
            found.part,
            compared.part,
            compared.change,
            compared.until,
            known.gaps,
        )

    def _compared(
        self, asked: Asked, wanted: Wanted, rules: Rules, counters: Counters, found: Gathered
    ) -> Compared:
        if wanted.against is None:
            return Compared()
        first, last = wanted.against
        other = replace(asked, first=first, last=last)
        known = known_of(other, self._hours, MEASURES[wanted.measure], counters)
        beside = series(other, wanted.measure, rules, known, self._peaks)
        ranges = ((asked.first, asked.last), (first, last))
        reach = reach_of(ranges, asked.now, self._zone)
        until = None
        totals: list[float | None] = []
        for one, its in ((asked, found), (other, beside)):
            total = its.part.total
            ends = reach.within(one.first, one.last, self._zone) if reach else None
            if total is not None and ends is not None:
                days = its.sums if one.by == "day" else None
                total = total_until(one, wanted.measure, rules, ends, days, self._peaks)
            totals.append(total)
            until = until or ends
        return Compared(beside.part, _change(*totals), until)

    def heat(self, wanted: Wanted) -> HeatView:
        with reading(self._engine) as connection:
            asked = self._asked(connection, wanted, wanted.first, wanted.last)
            known = known_of(asked, self._hours, MEASURES[wanted.measure])
            rows = heat(asked, wanted.measure, _rules(connection), known, self._peaks)
        unit = cast(Unit, MEASURES[wanted.measure].unit)
        return HeatView(wanted.measure, unit, self._currency, wanted.first, wanted.last, rows)

    def event_effect(self, wanted: Wanted) -> EventEffect:
        with reading(self._engine) as connection:
            asked = self._asked(connection, wanted, wanted.first, wanted.last)
            measured, rules = MEASURES[wanted.measure], _rules(connection)
            known = known_of(asked, self._hours, measured)
            found = series(asked, wanted.measure, rules, known, self._peaks).part.points
            points = [one for one in found if one.until <= asked.now]  # whole days alone
            since, until = asked.bounds
            spans = [(one.starts, one.ends) for one in held(connection, since, until)]
        with_event = [one for one in points if any(a < one.until and b > one.at for a, b in spans)]
        weekdays = {place_of(one.at, self._zone).weekday for one in with_event}
        without = [
            one
            for one in points
            if one not in with_event and place_of(one.at, self._zone).weekday in weekdays
        ]
        return EventEffect(
            wanted.measure,
            cast(Unit, measured.unit),
            self._currency,
            len(with_event),
            len(without),
            _mean(with_event),
            _mean(without),
        )

    def _asked(self, connection: Connection, wanted: Wanted, first: date, last: date) -> Asked:
        return Asked(
            connection,
            first,
            last,
            self._zone,
            wanted.by,
            self._clock.now(),
            self._currency,
            set_up(connection),
            wanted.door,
            wanted.line,
            wanted.zone,
        )

    def forecast(self) -> ForecastView:
        return self.foresight.view()

    def note_counted(self, moments: Iterable[datetime]) -> None:
        self.foresight.note_counted(moments)

    def forget(self) -> None:
        """A manager has set something right: what was learnt of the past is learnt anew."""
        self.foresight.forget()
        self._day.forget()

    # ------------------------------------------------------------------ what managers said

    def settings(self) -> TrafficSettingsView:
        with reading(self._engine) as connection:
            kept = said.read_settings(connection)
        return TrafficSettingsView(kept, self._told_hours, self._currency, self._holidays)

    def doors(self) -> Sequence[DoorView]:
        with reading(self._engine) as connection:
            return said.doors(connection, self._clock.now())

    def doubts(self, limit: int, device_id: str | None = None) -> Sequence[DoubtView]:
        with reading(self._engine) as connection:
            return doubts(connection, limit, device_id)

    def resets(self, limit: int) -> Sequence[ResetView]:
        with reading(self._engine) as connection:
            return said.resets(connection, limit)

    def rules(self) -> Sequence[AlertRuleView]:
        with reading(self._engine) as connection:
            return said.rules(connection)

    def past_alerts(self, limit: int) -> Sequence[AlertView]:
        with reading(self._engine) as connection:
            return said.alerts(connection, limit)


def _rules(connection: Connection) -> Rules:
    return Rules(said.read_settings(connection).people_per_group)


def _change(total: float | None, before: float | None) -> float | None:
    return total / before - 1 if total is not None and before else None


def _mean(points: Sequence[PointView]) -> float | None:
    values = [one.value for one in points if one.value is not None]
    return sum(values) / len(values) if values else None
