"""What is to be expected of the next days, from the boutique's own history of hours."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import ceil
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, func, select

from events.opening_hours import OpeningHours
from store_server.domain.backtest import Backtest, TooLittleHistoryError, backtest_days
from store_server.domain.forecast import Expected, Forecaster, KindOfDay
from store_server.domain.kinds_of_day import UnknownPlaceError, holiday, kind_of_day
from store_server.domain.quarters import DAY, HOUR, place_of, starts
from store_server.ports import Clock
from store_server.settings import Settings
from store_server.storage.engine import reading
from store_server.storage.reads.traffic_gaps import HALF, Blindness, gaps
from store_server.storage.reads.traffic_lines import DOOR, flows, has_role, lines, of_line
from store_server.storage.reads.traffic_said import read_settings
from store_server.storage.reads.traffic_series import open_hours
from store_server.storage.reads.traffic_today import held
from store_server.storage.tables import CountDayRow, DoorRow, SaleDayRow
from store_server.traffic_views import ExpectedView, ForecastDay, ForecastError, ForecastView

_LOGGER = logging.getLogger(__name__)

MODEL = "median of six weeks"
YEARS = timedelta(days=2 * 366 + 90)
DAYS_AHEAD = 7
UNTOLD = range(10, 20)  # opening hours, where nobody told them
LATELY = timedelta(days=28)  # what one visitor is worth is reckoned from these days
LANGUAGES = {"fr": "fr", "en": "en_US"}


@dataclass(frozen=True, slots=True)
class Worth:
    """What visitors came to lately."""

    a_visitor_minor: float | None
    conversion: float | None
    average_basket_minor: int | None
    visitors_a_member: float


@dataclass(frozen=True, slots=True)
class Past:
    """The history up to a day, which is not in it; and what was learnt from it once."""

    day: date
    history: dict[datetime, float]
    events: frozenset[date]
    judged: Backtest | None
    worth: Worth


class Foresight:
    """Callable from any thread. The past is read once a day, today every time that it is asked."""

    def __init__(self, engine: Engine, clock: Clock, settings: Settings) -> None:
        self._engine = engine
        self._clock = clock
        self._zone: ZoneInfo = settings.zone
        self._hours: OpeningHours = settings.hours
        self._holidays = settings.holidays
        self._language = LANGUAGES.get(settings.language, "en_US")
        self._currency = settings.payments.currency
        self._lock = threading.Lock()
        self._past: Past | None = None
        self._said: tuple[datetime, dict[date, list[ExpectedView]]] | None = None
        self._late = False

    def note_counted(self, moments: Iterable[datetime]) -> None:
        """A count of a day that is over came late. The past is read anew with the next hour, once
        however many there are: it is two years, and a counter that was cut off has much to tell."""
        with self._lock:
            past = self._past
            if past is not None and not self._late:
                begins = starts(past.day, self._zone)
                self._late = any(at < begins for at in moments)

    def forget(self) -> None:
        """Something of the past is other than it was."""
        with self._lock:
            self._past = self._said = None

    def expect(self, day: date) -> Sequence[ExpectedView]:
        """Today's or a later day's open hours; those that nothing is known of are left out."""
        with self._lock:
            return self._days().get(day, [])

    def view(self) -> ForecastView:
        with self._lock:
            by_day, past = self._days(), self._known_past()
        worth, judged = past.worth, past.judged
        return ForecastView(
            at=self._clock.now(),
            model=MODEL,
            currency=self._currency,
            conversion=worth.conversion,
            average_basket_minor=worth.average_basket_minor,
            visitors_a_member=worth.visitors_a_member,
            days=tuple(self._day(past, past.day + n * DAY, by_day) for n in range(DAYS_AHEAD)),
            error=None if judged is None else _error(judged),
        )

    def history(self) -> tuple[dict[datetime, float], range]:
        """For whoever wants to know how wrong it has been."""
        with self._lock:
            return self._known_past().history, self._open_range()

    def _day(self, past: Past, day: date, by_day: dict[date, list[ExpectedView]]) -> ForecastDay:
        hours = tuple(by_day.get(day, ()))
        sales = [one.sales_minor for one in hours if one.sales_minor is not None]
        banded = [(one.low, one.high) for one in hours if one.low is not None]
        people = sum(one.people_in for one in hours)
        low, high = _together(hours) if banded else (None, None)
        return ForecastDay(
            day=day,
            holiday=holiday(self._holidays, day, self._language),
            event=day in past.events,
            open=not self._hours.known or bool(self._hours.week[day.weekday()]),
            people_in=people if hours else None,
            low=low,
            high=high,
            sales_minor=sum(sales) if sales else None,
            hours=hours,
        )

    # ------------------------------------------------------------------ reckoning

    def _days(self) -> dict[date, list[ExpectedView]]:
        now = self._clock.now().astimezone(self._zone)
        hour = now.replace(minute=0, second=0, microsecond=0)
        if self._said is not None and self._said[0] == hour:
            return self._said[1]
        if self._late:
            self._past, self._late = None, False
        past = self._known_past()
        known_until = hour.replace(tzinfo=None)
        history = past.history | self._today(past.day, known_until)
        forecaster = Forecaster(history, self._open_range(), self._kind(past))
        wanted = [at for n in range(DAYS_AHEAD) for at in self._wanted(past.day + n * DAY)]
        gone = [at for at in wanted if at < known_until]  # as it was foretold in the night
        found = forecaster.expect(gone, datetime.combine(past.day, time()))
        found += forecaster.expect(wanted[len(gone) :], known_until)
        by_day: dict[date, list[ExpectedView]] = {}
        for one in found:
            if one is not None:
                by_day.setdefault(one.hour.date(), []).append(self._view(past.worth, one))
        self._said = (hour, by_day)
        return by_day

    def _wanted(self, day: date) -> list[datetime]:
        hours = open_hours(self._hours, day.weekday()) if self._hours.known else UNTOLD
        return [datetime.combine(day, time(hour)) for hour in hours]

    def _open_range(self) -> range:
        found = [hour for day in range(7) for hour in open_hours(self._hours, day)]
        return range(min(found), max(found) + 1) if self._hours.known and found else UNTOLD

    def _kind(self, past: Past) -> KindOfDay:
        return kind_of_day(self._holidays, past.events)

    def _view(self, worth: Worth, one: Expected) -> ExpectedView:
        start = one.hour.replace(tzinfo=self._zone).astimezone(self._clock.now().tzinfo)
        sales = worth.a_visitor_minor
        return ExpectedView(
            start=start,
            people_in=round(one.count, 2),
            low=None if one.low is None else round(one.low, 2),
            high=None if one.high is None else round(one.high, 2),
            sales_minor=None if sales is None else round(one.count * sales),
            staff=max(1, ceil(one.count / worth.visitors_a_member)),
        )

    # ------------------------------------------------------------------ reading

    def _known_past(self) -> Past:
        today = place_of(self._clock.now(), self._zone).day
        if self._past is None or self._past.day != today:
            with reading(self._engine) as connection:
                self._past = self._read(connection, today)
            self._said = None
        return self._past

    def _check_place(self, today: date) -> None:
        """A place that nobody knows costs its holidays, and not the forecast."""
        try:
            holiday(self._holidays, today)
        except UnknownPlaceError as error:
            _LOGGER.warning("ACCUEIL_HOLIDAYS: %s; days are foretold without", error)
            self._holidays = ""

    def _read(self, connection: Connection, today: date) -> Past:
        self._check_place(today)
        until = starts(today, self._zone)
        ahead = starts(today + DAYS_AHEAD * DAY, self._zone)
        events = frozenset(
            place_of(one.starts, self._zone).day for one in held(connection, until - YEARS, ahead)
        )
        history = self._hours_of(connection, until - YEARS, until)
        kind = kind_of_day(self._holidays, events)
        try:
            since = datetime.combine(today, time()) - LATELY
            judged = backtest_days(history, self._open_range(), since, kind)
        except TooLittleHistoryError:
            judged = None
        return Past(today, history, events, judged, self._worth(connection, today))

    def _today(self, day: date, known_until: datetime) -> dict[datetime, float]:
        with reading(self._engine) as connection:
            since = starts(day, self._zone)
            found = self._hours_of(connection, since, self._clock.now())
        return {hour: came for hour, came in found.items() if hour < known_until}

    def _hours_of(
        self, connection: Connection, since: datetime, until: datetime
    ) -> dict[datetime, float]:
        """By the wall's hour. An open hour in which nobody came is there; a gap is not."""
        came: dict[datetime, float] = {}
        for flow in flows(connection, since, until, DOOR):
            hour = self._wall(flow.start)
            came[hour] = came.get(hour, 0.0) + flow.people_in
        begins = self._begins(connection)
        if begins is None:
            return came
        day = max(place_of(since, self._zone).day, begins)
        last = place_of(until, self._zone).day
        while day <= last:
            for hour in self._wanted(day):
                if hour < self._wall(until):
                    came.setdefault(hour, 0.0)
            day += DAY
        return self._without_gaps(connection, came, since, until)

    def _without_gaps(
        self,
        connection: Connection,
        came: dict[datetime, float],
        since: datetime,
        until: datetime,
    ) -> dict[datetime, float]:
        now = self._clock.now()
        doors = {one.device_id for one in lines(connection, now) if one.role == DOOR}
        found = gaps(connection, doors, since, until)
        if not found:
            return came
        blind = Blindness.of(connection, found, now, since)
        return {
            hour: number
            for hour, number in came.items()
            if blind.known(at := hour.replace(tzinfo=self._zone), at + HOUR) >= HALF
        }

    def _wall(self, at: datetime) -> datetime:
        local = at.astimezone(self._zone)
        return local.replace(minute=0, second=0, microsecond=0, tzinfo=None)

    def _begins(self, connection: Connection) -> date | None:
        query = select(func.min(CountDayRow.day)).outerjoin(DoorRow, of_line(CountDayRow))
        return connection.execute(query.where(has_role(DOOR))).scalar()

    def _worth(self, connection: Connection, today: date) -> Worth:
        settings = read_settings(connection)
        lately = today - LATELY
        came = connection.execute(
            select(func.coalesce(func.sum(CountDayRow.people_in), 0))
            .outerjoin(DoorRow, of_line(CountDayRow))
            .where(CountDayRow.day >= lately, CountDayRow.day < today, has_role(DOOR))
        ).scalar_one()
        row = SaleDayRow
        baskets, minor = connection.execute(
            select(
                func.coalesce(func.sum(row.baskets), 0), func.coalesce(func.sum(row.minor), 0)
            ).where(row.day >= lately, row.day < today, row.currency == self._currency)
        ).one()
        groups = int(came) / settings.people_per_group
        return Worth(
            a_visitor_minor=int(minor) / int(came) if came and baskets else None,
            conversion=int(baskets) / groups if groups and baskets else None,
            average_basket_minor=round(int(minor) / int(baskets)) if baskets else None,
            visitors_a_member=settings.visitors_a_member,
        )


def _together(hours: Sequence[ExpectedView]) -> tuple[float, float]:
    """A day's band: its hours' surprises are taken as independent, so they partly cancel out."""
    people = sum(one.people_in for one in hours)
    below = sum((one.people_in - (one.low or 0.0)) ** 2 for one in hours) ** 0.5
    above = sum(((one.high or one.people_in) - one.people_in) ** 2 for one in hours) ** 0.5
    return round(max(0.0, people - below), 2), round(people + above, 2)


def _error(judged: Backtest) -> ForecastError:
    return ForecastError(
        mean_absolute=round(judged.mae, 3),
        relative=round(judged.relative_mae, 4),
        within_band=None if judged.within_band is None else round(judged.within_band, 4),
        hours=judged.hours,
        first=judged.since.date(),
        last=judged.until.date(),
    )
