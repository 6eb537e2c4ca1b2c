"""What a range that goes on comes to, beside another: each up to the same hour of its last day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from store_server.domain.buckets import cut
from store_server.domain.measures import MEASURES, Rules, Sums, whole
from store_server.domain.quarters import DAY, place_of, quarter_of
from store_server.storage.peaks import Peaks
from store_server.storage.reads.traffic_cells import Asked, gather
from store_server.storage.reads.traffic_peaks import PEAK, peaks_by


@dataclass(frozen=True, slots=True, order=True)
class Reach:
    """So many days after a range's first one, and this time of the wall's clock."""

    days: int
    at: time

    def within(self, first: date, last: date, zone: ZoneInfo) -> datetime | None:
        """The moment in this range; None where the range is over before it."""
        day = first + self.days * DAY
        return None if day > last else datetime.combine(day, self.at, zone).astimezone(UTC)


def reach_of(ranges: Iterable[tuple[date, date]], now: datetime, zone: ZoneInfo) -> Reach | None:
    """How far the range that goes on is told, in whole quarter-hours; of two the one that is less
    far. None where each is over, or has not begun."""
    local = quarter_of(now).astimezone(zone)
    today, at = local.date(), local.time()
    return min(
        (Reach((today - first).days, at) for first, last in ranges if first <= today <= last),
        default=None,
    )


def total_until(
    asked: Asked,
    measure: str,
    rules: Rules,
    until: datetime,
    days: Sequence[Sums] | None = None,
    peaks: Peaks | None = None,
) -> float | None:
    """What the measure is from the range's beginning to this moment in it: whole days, and the last
    one by its quarter-hours. `days`: the range's, where they are known already."""
    measured = MEASURES[measure]
    day = place_of(until, asked.zone).day
    parts = [] if days is None else list(days[: (day - asked.first).days])
    if days is None and day > asked.first:
        before = replace(asked, by="day", last=day - DAY)
        buckets = cut("day", before.first, before.last, asked.zone)
        parts += gather(before, measured.sources, buckets)
    quarters = cut("quarter", day, day, asked.zone)
    found = gather(replace(asked, by="quarter", first=day, last=day), measured.sources, quarters)
    parts += [sums for one, sums in zip(quarters.all, found, strict=True) if one.until <= until]
    everything = whole(parts)
    if peaks is not None and measure == PEAK:
        for people in peaks_by(asked, peaks, lambda start: start < until or None).values():
            everything.reaches(inside=people)
    return measured.figure(everything, rules)
