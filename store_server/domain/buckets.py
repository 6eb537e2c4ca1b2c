"""A range of days cut into what is asked for: quarters, hours, days, weeks, months, or by weekday
and by hour. A day of 23 or 25 hours has so many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from store_server.domain.quarters import DAY, HOUR, QUARTER, bounds, place_of, starts

FINE = {"quarter": QUARTER, "hour": HOUR}
BY_DAY = ("day", "week", "month", "weekday")
LONGEST = {"quarter": 35, "hour": 400}  # days; of more nobody sees the points
GROUPS = {"weekday": range(1, 8), "hour_of_day": range(24)}


@dataclass(frozen=True, slots=True)
class Bucket:
    at: datetime
    until: datetime
    label: str = ""


@dataclass(frozen=True, slots=True)
class Buckets:
    """`of_day` and `of_moment` say in which one something lies; None: in none of them."""

    all: tuple[Bucket, ...]
    of_moment: Callable[[datetime], int | None]
    of_day: Callable[[date], int | None]
    grouped: bool = False


def cut(by: str, first: date, last: date, zone: ZoneInfo) -> Buckets:
    since, until = bounds(first, last, zone)
    if by in FINE:
        return _fine(FINE[by], since, until)
    if by in GROUPS:
        return _groups(by, since, until, zone)
    return _by_days(by, first, last, zone)


def _fine(size: timedelta, since: datetime, until: datetime) -> Buckets:
    number = -((since - until) // size)
    found = tuple(Bucket(since + at * size, since + (at + 1) * size) for at in range(number))

    def of_moment(at: datetime) -> int | None:
        return (at - since) // size if since <= at < until else None

    return Buckets(found, of_moment, lambda _day: None)


def _groups(by: str, since: datetime, until: datetime, zone: ZoneInfo) -> Buckets:
    numbers = GROUPS[by]
    found = tuple(Bucket(since, until, str(number)) for number in numbers)

    def of_moment(at: datetime) -> int | None:
        if not since <= at < until:
            return None
        place = place_of(at, zone)
        return place.weekday - 1 if by == "weekday" else place.hour

    return Buckets(found, of_moment, lambda day: day.isoweekday() - 1, grouped=True)


def _by_days(by: str, first: date, last: date, zone: ZoneInfo) -> Buckets:
    begins: list[date] = []
    day = first
    while day <= last:
        begins.append(day)
        day = _next(by, day)
    ends = [*begins[1:], last + DAY]
    found = tuple(
        Bucket(starts(begin, zone), starts(end, zone))
        for begin, end in zip(begins, ends, strict=True)
    )
    places = {
        begin + DAY * n: at
        for at, (begin, end) in enumerate(zip(begins, ends, strict=True))
        for n in range((end - begin).days)
    }
    return Buckets(found, lambda at: places.get(place_of(at, zone).day), places.get)


def _next(by: str, day: date) -> date:
    """The first day of what follows; weeks begin on Monday."""
    if by == "week":
        return day + DAY * (7 - day.weekday())
    if by == "month":
        return (day.replace(day=1) + DAY * 31).replace(day=1)
    return day + DAY


def last_week(first: date, last: date) -> tuple[date, date]:
    return first - 7 * DAY, last - 7 * DAY


def last_year(first: date, last: date) -> tuple[date, date]:
    """The same weekday of the same ISO week; the 53rd is compared with the 52nd."""
    year, week, weekday = first.isocalendar()
    try:
        then = date.fromisocalendar(year - 1, week, weekday)
    except ValueError:
        then = date.fromisocalendar(year - 1, week - 1, weekday)
    return then, then + (last - first)
