"""A measure over time: figures where something is known, gaps where nothing is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import Connection

from events.opening_hours import OpeningHours
from store_server.domain.buckets import Bucket, cut
from store_server.domain.measures import FROM_COUNTERS, MEASURES, Measured, Rules, Sums, whole
from store_server.domain.quarters import DAY, HOUR, QUARTER, place_of, quarter_of, starts
from store_server.storage.peaks import Peaks
from store_server.storage.reads.traffic_cells import Asked, gather
from store_server.storage.reads.traffic_gaps import HALF, Blindness, gaps
from store_server.storage.reads.traffic_lines import DOOR, Line, begins, lines
from store_server.storage.reads.traffic_months import by_weekday_and_hour, leave_out
from store_server.storage.reads.traffic_peaks import PEAK, peaks_by
from store_server.traffic_views import GapSpan, PointView, SeriesPart, Why


@dataclass(frozen=True, slots=True)
class Known:
    """What of a range the counters could see. Spans of opening are by day, made when asked."""

    hours: OpeningHours
    gaps: tuple[GapSpan, ...]
    blind: Blindness
    begins: datetime | None


@dataclass(frozen=True, slots=True)
class Counters:
    """The boutique's lines, and the first day on which any of them counted; asked once for all
    ranges of an answer."""

    lines: tuple[Line, ...]
    begins: date | None

    @classmethod
    def of(cls, connection: Connection, now: datetime) -> Counters:
        return cls(tuple(lines(connection, now)), begins(connection))


def known_of(
    asked: Asked, hours: OpeningHours, measured: Measured, counters: Counters | None = None
) -> Known:
    if not measured.sources & FROM_COUNTERS:
        return Known(hours, (), Blindness(()), None)
    since, until = asked.bounds
    counters = counters or Counters.of(asked.connection, asked.now)
    role = "street" if asked.door is None and _only_street(measured) else DOOR
    devices = {
        one.device_id
        for one in counters.lines
        if (one.device_id == asked.door if asked.door else one.role == role)
    }
    found = gaps(asked.connection, devices, since, min(until, asked.now))
    blind = Blindness.of(asked.connection, found, asked.now, since)
    began = None if counters.begins is None else starts(counters.begins, asked.zone)
    return Known(hours, tuple(found), blind, began)


def _only_street(measured: Measured) -> bool:
    return {source.value for source in measured.sources} == {"street"}


@dataclass(frozen=True, slots=True)
class Gathered:
    """A range as it is told, and the sums of its points."""

    part: SeriesPart
    sums: Sequence[Sums]


def series(
    asked: Asked, measure: str, rules: Rules, known: Known, peaks: Peaks | None = None
) -> Gathered:
    measured = MEASURES[measure]
    buckets = cut(asked.by, asked.first, asked.last, asked.zone)
    if asked.by == "hour_of_day":
        found = _by_hour(by_weekday_and_hour(asked, measured.sources))
    else:
        found = gather(asked, measured.sources, buckets)
    if peaks is not None and measure == PEAK:
        for place, people in peaks_by(asked, peaks, buckets.of_moment).items():
            found[place].reaches(inside=people)
    days = _days(asked, known) if buckets.grouped and measured.sums else None
    points = tuple(
        _point(asked, measured, rules, known, bucket, sums, days)
        for bucket, sums in zip(buckets.all, found, strict=True)
    )
    total = measured.figure(whole(found), rules)
    if all(point.value is None for point in points):
        total = None
    return Gathered(SeriesPart(asked.first, asked.last, points, total), found)


def _by_hour(cells: Mapping[tuple[int, int], Sums]) -> list[Sums]:
    return [whole(sums for (_, at), sums in cells.items() if at == hour) for hour in range(24)]


def _point(
    asked: Asked,
    measured: Measured,
    rules: Rules,
    known: Known,
    bucket: Bucket,
    sums: Sums,
    days: dict[str, int] | None,
) -> PointView:
    if bucket.at >= asked.now:
        return PointView(bucket.at, bucket.until, None, "ahead", 0.0, bucket.label)
    counted = bool(measured.sources & FROM_COUNTERS)
    share = _share_known(asked, known, bucket) if counted and not bucket.label else 1.0
    why: Why | None = None
    if share < HALF:
        why = "gap"
    elif not sums.of and not bucket.label and _closed(asked, known.hours, bucket):
        why = "closed"
    value = measured.figure(sums, rules) if why is None else None
    if days is not None and value is not None:
        value = value / days[bucket.label] if days.get(bucket.label) else None
    return PointView(bucket.at, bucket.until, value, why, round(share, 3), bucket.label)


def _share_known(asked: Asked, known: Known, bucket: Bucket) -> float:
    """Of its opening hours; of all of it where nobody told when it is open."""
    ends = min(bucket.until, asked.now)
    if known.begins is None or ends <= known.begins:
        return 0.0
    if not any(began < ends and ended > bucket.at for began, ended in known.blind.spans):
        return 1.0
    spans = known.hours.within(bucket.at, ends, asked.zone)
    if not spans:
        return known.blind.known(bucket.at, ends)
    open_for = sum((closes - opens for opens, closes in spans), timedelta())
    seen = [known.blind.known(opens, closes) * (closes - opens) for opens, closes in spans]
    return sum(seen, timedelta()) / open_for


def _closed(asked: Asked, hours: OpeningHours, bucket: Bucket) -> bool:
    return hours.known and not hours.within(bucket.at, bucket.until, asked.zone)


def _days(asked: Asked, known: Known) -> dict[str, int]:
    """How many days a weekday's figure, or an hour's, is the mean of: those that were open."""
    counted: dict[str, int] = {}
    today = place_of(asked.now, asked.zone).day
    begins = asked.first if known.begins is None else place_of(known.begins, asked.zone).day
    first, last = max(asked.first, begins), min(asked.last, today)
    weeks, rest = divmod(max(0, (last - first).days + 1), 7)
    for n in range(7):
        day = first + n * DAY
        for label in _labels(asked.by, day, known.hours):
            counted[label] = counted.get(label, 0) + weeks + (n < rest)
    return {label: number for label, number in counted.items() if number}


def _labels(by: str, day: date, hours: OpeningHours) -> list[str]:
    open_today = hours.week[day.weekday()]
    if by == "weekday":
        return [str(day.isoweekday())] if open_today or not hours.known else []
    return [str(hour) for hour in open_hours(hours, day.weekday())]


def open_hours(hours: OpeningHours, weekday: int) -> Sequence[int]:
    """Hours of the wall in which it is open, at least in part; all where nobody told."""
    if not hours.known:
        return range(24)
    found: set[int] = set()
    for opens, closes in hours.week[weekday]:
        last = closes.hour if closes.minute or closes.second else closes.hour - 1
        found.update(range(opens.hour, last + 1))
    return sorted(found)


def heat(
    asked: Asked, measure: str, rules: Rules, known: Known, peaks: Peaks | None = None
) -> tuple[tuple[float | None, ...], ...]:
    """Means by weekday and hour. Years of counters' sums are read from the months' roll-up."""
    measured = MEASURES[measure]
    sums = by_weekday_and_hour(asked, measured.sources)
    if peaks is not None and measure == PEAK:
        for cell, people in peaks_by(asked, peaks, partial(_cell, asked)).items():
            sums[cell].reaches(inside=people)
    unseen = _unseen(asked, known)
    if measured.sums:
        leave_out(asked, sums, measured.sources, unseen)
    days = dict.fromkeys(map(str, range(1, 8)), 0)
    days |= _days(replace(asked, by="weekday"), known)
    missed = _missed(asked, known, unseen)
    return tuple(
        tuple(
            _mean(
                measured,
                rules,
                sums.get((weekday, hour)),
                days[str(weekday)] - missed[weekday, hour],
            )
            if hour in open_hours(known.hours, weekday - 1)
            else _outside(measured, rules, sums.get((weekday, hour)), days[str(weekday)])
            for hour in range(24)
        )
        for weekday in range(1, 8)
    )


def _cell(asked: Asked, start: datetime) -> tuple[int, int]:
    place = place_of(start, asked.zone)
    return place.weekday, place.hour


def _unseen(asked: Asked, known: Known) -> frozenset[tuple[date, int]]:
    """Hours of days that were for the most part unseen."""
    begun = _begun(asked, known)
    unseen: Counter[tuple[date, int]] = Counter()  # in quarter-hours
    for began, ended in known.blind.spans:
        quarter = quarter_of(began)
        while quarter < ended:
            place = place_of(quarter, asked.zone)
            if known.blind.known(quarter, quarter + QUARTER) < HALF:
                unseen[place.day, place.hour] += 1
            quarter += QUARTER
    return frozenset(
        (day, hour)
        for (day, hour), quarters in unseen.items()
        if quarters > HOUR / QUARTER * HALF and begun <= day <= asked.last
    )


def _begun(asked: Asked, known: Known) -> date:
    if known.begins is None:
        return asked.first
    return max(asked.first, place_of(known.begins, asked.zone).day)


def _missed(
    asked: Asked, known: Known, unseen: frozenset[tuple[date, int]]
) -> Counter[tuple[int, int]]:
    """How often an hour of the week went by unseen, or has not begun yet."""
    today, begun = place_of(asked.now, asked.zone), _begun(asked, known)
    missed = Counter((day.isoweekday(), hour) for day, hour in unseen)
    if begun <= today.day <= asked.last:
        missed.update((today.weekday, hour) for hour in range(today.hour + 1, 24))
    return missed


def _mean(measured: Measured, rules: Rules, sums: Sums | None, days: int) -> float | None:
    if days <= 0:
        return None
    value = measured.figure(sums or Sums(), rules)
    return value / days if value is not None and measured.sums else value


def _outside(measured: Measured, rules: Rules, sums: Sums | None, days: int) -> float | None:
    """Closed; but whoever came all the same is told of."""
    return _mean(measured, rules, sums, days) if sums and any(sums.of.values()) else None
