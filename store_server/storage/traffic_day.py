"""Reading of the day as it runs: all of it, what is new in it, and which limits are passed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, bindparam, func, select

from events.opening_hours import OpeningHours
from store_server.domain.device import AlarmKind
from store_server.domain.occupancy import Flow, Inside, zero_before
from store_server.domain.quarters import DAY, QUARTER, bounds, place_of, quarter_of, quarters
from store_server.ports import Clock
from store_server.settings import Settings
from store_server.storage.engine import reading
from store_server.storage.foresight import Foresight
from store_server.storage.peaks import Peaks
from store_server.storage.prepared import Prepared
from store_server.storage.reads import traffic_said as said
from store_server.storage.reads import traffic_today as parts
from store_server.storage.reads.sales import SUMS
from store_server.storage.reads.traffic_clients import welcomes
from store_server.storage.reads.traffic_findings import Situation, findings
from store_server.storage.reads.traffic_gaps import Blindness, gaps
from store_server.storage.reads.traffic_lines import DOOR, Line, flows, lines, occupancy, told
from store_server.storage.repositories.rollups import People
from store_server.storage.tables import DeviceAlarmRow, DeviceRow, SaleDayRow, ShiftRow
from store_server.traffic_messages import Found
from store_server.traffic_views import (
    ExpectedView,
    GapSpan,
    OccupancyNow,
    QuarterView,
    TotalsNow,
    TrafficNews,
    TrafficNow,
    TrafficSettings,
)

WEEK = 7 * DAY
ALERTS_SHOWN = 50
LAST_WEEK_READ_EVERY = timedelta(minutes=1)  # a fact of then that is told now is seen by then

_ON_SHIFT = Prepared(select(func.count().label("staff")).where(ShiftRow.ended_at.is_(None)))
_SOLD = Prepared(
    select(SaleDayRow.__table__).where(
        SaleDayRow.day == bindparam("day"), SaleDayRow.currency == bindparam("currency")
    )
)
_OF_OURS = select(func.count().label("devices")).where(DeviceRow.suspended_at.is_(None))
_SILENT = select(DeviceAlarmRow.device_id).where(
    DeviceAlarmRow.kind == AlarmKind.SILENT, DeviceAlarmRow.ended_at.is_(None)
)
_OURS = Prepared(_OF_OURS)
_HEARD = Prepared(
    _OF_OURS.where(
        DeviceRow.state != "offline",
        DeviceRow.last_heard_at.is_not(None),
        DeviceRow.id.not_in(_SILENT),
    )
)


@dataclass(frozen=True, slots=True)
class Look:
    """What several parts of one answer are made of."""

    connection: Connection
    now: datetime
    day: date
    starts: datetime
    ends: datetime
    lines: tuple[Line, ...]
    gaps: tuple[GapSpan, ...]
    blind: Blindness
    settings: TrafficSettings
    crossed: Mapping[tuple[str, str], People]

    @property
    def has_doors(self) -> bool:
        return any(one.role == DOOR for one in self.lines)


class TrafficDay:
    """Each answer from one fresh snapshot; see `traffic_ports.TrafficQueries` for what it holds."""

    def __init__(
        self, engine: Engine, clock: Clock, settings: Settings, foresight: Foresight, peaks: Peaks
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._zone: ZoneInfo = settings.zone
        self._time_zone = settings.time_zone
        self._hours: OpeningHours = settings.hours
        self._currency = settings.payments.currency
        self._foresight = foresight
        self._peaks = peaks
        self._before: tuple[date, datetime, tuple[QuarterView, ...]] | None = None

    def forget(self) -> None:
        """A manager has set something right: last week is read anew."""
        self._before = None

    def now(self, seq: int) -> TrafficNow:
        expected = self._expected()
        with reading(self._engine) as connection:
            look = self._look(connection)
            flowed = _by_start(flows(connection, look.starts, look.ends, DOOR))
            inside = occupancy(connection, look.now, _next(look.now), self._zone)
            before = self._last_week(look)
            opens, closes = self._opening(look)
            return TrafficNow(
                seq=seq,
                at=look.now,
                day=look.day,
                time_zone=self._time_zone,
                opens_at=opens,
                closes_at=closes,
                open=None if not self._hours.known else self._is_open(look.now),
                occupancy=self._occupancy(look, inside, flowed),
                totals=self._totals(look, flowed, inside, before, expected),
                today=self._quarters(look, flowed, look.starts, _next(look.now)),
                last_week=before,
                forecast=expected,
                doors=parts.door_views(look.lines, look.crossed, look.gaps),
                zones=parts.zone_views(connection, look.day, look.now),
                events=parts.events_between(connection, look.starts, look.ends),
                gaps=look.gaps,
                alerts=said.alerts(connection, ALERTS_SHOWN, open_only=True),
            )

    def news(
        self,
        seq: int,
        changed: Sequence[datetime],
        touched: frozenset[tuple[str, str]],
        zones: frozenset[str],
        whole: bool,
    ) -> TrafficNews:
        """What is other than before. `whole`: gaps, events and alerts may be, too."""
        expected = self._expected()
        with reading(self._engine) as connection:
            look = self._look(connection)
            flowed = _by_start(flows(connection, look.starts, look.ends, DOOR))
            inside = occupancy(connection, look.now, _next(look.now), self._zone)
            since = max(look.starts, min([quarter_of(one) for one in changed] or [look.now]))
            same_night = zero_before(since, self._zone) == zero_before(look.now, self._zone)
            views = self._quarters(
                look,
                flowed,
                quarter_of(since),
                _next(look.now),
                inside if same_night else None,
            )
            return TrafficNews(
                seq=seq,
                at=look.now,
                day=look.day,
                occupancy=self._occupancy(look, inside, flowed),
                totals=self._totals(
                    look,
                    flowed,
                    inside,
                    self._last_week(look),
                    expected,
                ),
                quarters=views,
                doors=parts.door_views(
                    look.lines, look.crossed, look.gaps, None if whole else touched
                ),
                zones=parts.zone_views(connection, look.day, look.now, None if whole else zones),
                gaps=look.gaps if whole else None,
                events=parts.events_between(connection, look.starts, look.ends) if whole else None,
                alerts=said.alerts(connection, ALERTS_SHOWN, open_only=True) if whole else None,
            )

    def findings(self) -> tuple[tuple[Found, ...], frozenset[tuple[str, str]]]:
        """Limits that are passed, and the alerts that stand: by rule and subject."""
        expected = self._expected()
        with reading(self._engine) as connection:
            rules, standing = said.rules(connection), said.standing(connection)
            if not rules and not standing:
                return (), frozenset()
            look = self._look(connection)
            flowed = _by_start(flows(connection, look.starts, look.ends, DOOR))
            inside = occupancy(connection, look.now, _next(look.now), self._zone)
            people = (inside[-1].people if inside else 0) if look.has_doors else None
            views = self._quarters(look, flowed, look.starts, quarter_of(look.now))
            situation = Situation(connection, look.now, people, _whole_hours(expected, views))
            return findings(situation, rules), standing

    # ------------------------------------------------------------------ its parts

    def _expected(self) -> tuple[ExpectedView, ...]:
        """It reads by itself: whoever asks has no connection open yet."""
        return tuple(self._foresight.expect(place_of(self._clock.now(), self._zone).day))

    def _look(self, connection: Connection) -> Look:
        now = self._clock.now()
        day = place_of(now, self._zone).day
        starts, ends = bounds(day, day, self._zone)
        known = tuple(lines(connection, now))
        found = gaps(connection, (one.device_id for one in known), starts, now)
        doors = {one.device_id for one in known if one.role == DOOR}
        ours = [one for one in found if one.device_id in doors]
        return Look(
            connection,
            now,
            day,
            starts,
            ends,
            known,
            tuple(found),
            Blindness.of(connection, ours, now, starts),
            said.read_settings(connection),
            parts.day_sums(connection, day),
        )

    def _opening(self, look: Look) -> tuple[datetime | None, datetime | None]:
        spans = self._hours.within(look.starts, look.ends, self._zone)
        return (spans[0][0], spans[-1][1]) if spans else (None, None)

    def _is_open(self, at: datetime) -> bool:
        return bool(self._hours.within(at, at + QUARTER, self._zone)) and any(
            opens <= at < closes
            for opens, closes in self._hours.within(at - DAY, at + DAY, self._zone)
        )

    def _quarters(
        self,
        look: Look,
        flowed: dict[datetime, Flow],
        since: datetime,
        until: datetime,
        inside: Sequence[Inside] | None = None,
    ) -> tuple[QuarterView, ...]:
        """`inside`: what is known already of how many there were, from the same zero on."""
        if inside is None:
            inside = occupancy(look.connection, since, until, self._zone)
        spans = self._hours.within(since, until, self._zone) if self._hours.known else None
        starts = quarters(since, until)
        if not look.has_doors:
            return tuple(QuarterView(start, None, None, None, "gap") for start in starts)
        return tuple(parts.quarter_views(starts, flowed, inside, look.blind, spans, look.now))

    def _last_week(self, look: Look) -> tuple[QuarterView, ...]:
        """Kept for a minute: each news of today is told beside it, five a second."""
        day, at, views = self._before or (None, look.now, ())
        if day == look.day and timedelta(0) <= look.now - at < LAST_WEEK_READ_EVERY:
            return views
        views = self._read_last_week(look)
        self._before = (look.day, look.now, views)
        return views

    def _read_last_week(self, look: Look) -> tuple[QuarterView, ...]:
        """Not known before anything was ever counted, and where nobody counted all day."""
        since, until = bounds(look.day - WEEK, look.day - WEEK, self._zone)
        flowed = _by_start(flows(look.connection, since, until, DOOR))
        if not flowed:
            return ()
        doors = [one.device_id for one in look.lines if one.role == DOOR]
        found = gaps(look.connection, doors, since, until)
        blind = Blindness.of(look.connection, found, look.now, since)
        inside = occupancy(look.connection, since, until, self._zone)
        spans = self._hours.within(since, until, self._zone) if self._hours.known else None
        starts = quarters(since, until)
        return tuple(parts.quarter_views(starts, flowed, inside, blind, spans, look.now))

    def _occupancy(
        self, look: Look, inside: Sequence[Inside], flowed: dict[datetime, Flow]
    ) -> OccupancyNow:
        zero = zero_before(look.now, self._zone)
        spoken = told(look.connection, zero, _next(look.now))
        peak, peak_at = self._peaks.of(look.connection, inside, flowed, spoken)
        return OccupancyNow(
            people=(inside[-1].people if inside else 0) if look.has_doors else None,
            legal=look.settings.legal_capacity,
            comfort=look.settings.comfort_capacity,
            since=spoken[-1].at if spoken else zero,
            counted_at=parts.counted_at(look.connection),
            peak=peak,
            peak_at=peak_at if peak else None,
        )

    def _totals(
        self,
        look: Look,
        flowed: dict[datetime, Flow],
        inside: Sequence[Inside],
        before: Sequence[QuarterView],
        expected: Sequence[ExpectedView],
    ) -> TotalsNow:
        connection = look.connection
        people_in = sum(flow.people_in for flow in flowed.values())
        people_out = sum(flow.people_out for flow in flowed.values())
        sold = self._sold(look)
        clients = welcomes(connection, look.starts, look.ends)
        has_street = any(one.role == "street" for one in look.lines)
        passed = self._street(look) if has_street else ()
        street = sum(one.people_in + one.people_out for one in passed)
        groups = people_in / look.settings.people_per_group
        ((staff,),) = _ON_SHIFT.all(connection, {})
        within = inside[-1].people if inside else 0
        devices, heard = _devices(connection)
        staff_in, staff_out = parts.staff_left_out(look.lines, look.crossed)
        return TotalsNow(
            people_in=people_in,
            people_out=people_out,
            people_in_last_week=_up_to_now(before, look.now - WEEK),
            people_in_expected=_expected_by(expected, look.now),
            people_known=self._known(look),
            groups=groups,
            baskets=sold["baskets"],
            units=sold["units"],
            sales_minor=sold["minor"],
            currency=self._currency,
            average_basket_minor=round(sold["minor"] / sold["baskets"])
            if sold["baskets"]
            else None,
            conversion=sold["baskets"] / groups if groups else None,
            fast_lane_share=sold["fast_lane"] / sold["baskets"] if sold["baskets"] else None,
            arrivals=clients.arrivals,
            greeted=clients.greeted,
            greeted_share=clients.greeted_share,
            unanswered=clients.unanswered,
            claim_median_s=clients.wait_s(0.5),
            claim_p90_s=clients.wait_s(0.9),
            staff=staff,
            visitors_per_staff=within / staff if staff else None,
            walk_past=street if has_street else None,
            capture=people_in / (street + people_in) if has_street and street + people_in else None,
            devices=devices,
            devices_heard=heard,
            staff_in=staff_in,
            staff_out=staff_out,
        )

    def _sold(self, look: Look) -> dict[str, int]:
        found = _SOLD.first(look.connection, {"day": look.day, "currency": self._currency})
        return {name: int(getattr(found, name)) if found else 0 for name in SUMS}

    def _street(self, look: Look) -> list[Flow]:
        return flows(look.connection, look.starts, look.ends, "street")

    def _known(self, look: Look) -> float:
        """Of the opening hours so far, or of the day where nobody told when it is open."""
        if not look.has_doors:
            return 0.0
        spans = self._hours.within(look.starts, look.now, self._zone)
        if not spans:
            return look.blind.known(look.starts, look.now)
        whole = sum((closes - opens for opens, closes in spans), DAY - DAY)
        known = [look.blind.known(opens, closes) * (closes - opens) for opens, closes in spans]
        return sum(known, DAY - DAY) / whole


def _whole_hours(
    expected: Sequence[ExpectedView], views: Sequence[QuarterView]
) -> list[tuple[ExpectedView, int | None]]:
    """Those that are over, with who came; None where a part of it is a gap."""
    by_start = {one.start: one for one in views}
    hours: list[tuple[ExpectedView, int | None]] = []
    for one in expected:
        parts = [by_start.get(one.start + n * QUARTER) for n in range(4)]
        if any(part is None for part in parts):
            continue
        came = [part.people_in for part in parts if part is not None]
        known = [number for number in came if number is not None]
        hours.append((one, sum(known) if len(known) == len(came) else None))
    return hours


def _devices(connection: Connection) -> tuple[int, int]:
    """Ours that are not suspended, and those of them that are heard."""
    ((ours,),), ((heard,),) = _OURS.all(connection, {}), _HEARD.all(connection, {})
    return ours, heard


def _by_start(found: Sequence[Flow]) -> dict[datetime, Flow]:
    return {flow.start: flow for flow in found}


def _next(now: datetime) -> datetime:
    return quarter_of(now) + QUARTER


def _up_to_now(before: Sequence[QuarterView], then: datetime) -> int | None:
    """Whole quarters, and of the one that ran then its part."""
    if not before:
        return None
    came = 0.0
    for one in before:
        part = min(1.0, max(0.0, (then - one.start) / QUARTER))
        came += part * (one.people_in or 0)
    return round(came)


def _expected_by(expected: Sequence[ExpectedView], now: datetime) -> float | None:
    if not expected:
        return None
    hour = 4 * QUARTER
    return sum(one.people_in * min(1.0, max(0.0, (now - one.start) / hour)) for one in expected)
