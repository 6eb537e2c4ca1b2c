"""Where a moment lies in the roll-ups: its quarter-hour, and its day and hour by the wall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

QUARTER = timedelta(minutes=15)  # every zone's offset is a multiple of it
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def quarter_of(at: datetime) -> datetime:
    utc = at.astimezone(UTC)
    return utc.replace(minute=utc.minute - utc.minute % 15, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Place:
    """A quarter-hour as the boutique's own calendar names it."""

    day: date
    weekday: int  # 1 is Monday
    hour: int

    @property
    def month(self) -> date:
        return self.day.replace(day=1)


def place_of(at: datetime, zone: ZoneInfo) -> Place:
    local = at.astimezone(zone)
    return Place(local.date(), local.isoweekday(), local.hour)


def starts(day: date, zone: ZoneInfo) -> datetime:
    """The day's first moment, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def bounds(first: date, last: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """From the first day's first moment up to, and not including, what follows the last day."""
    return starts(first, zone), starts(last + DAY, zone)


def quarters(since: datetime, until: datetime) -> Iterator[datetime]:
    """Those that begin in this time. The night of the change has 4 more or less, as it should."""
    at = quarter_of(since)
    if at < since:
        at += QUARTER
    while at < until:
        yield at
        at += QUARTER
