"""The boutique's own day, which has 23, 24 or 25 hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Day:
    """From its first moment up to, and not including, the first of the next."""

    starts: datetime
    ends: datetime

    @classmethod
    def at(cls, now: datetime, zone: ZoneInfo) -> Day:
        today = now.astimezone(zone).date()
        starts = datetime.combine(today, time(), zone)
        ends = datetime.combine(today + timedelta(days=1), time(), zone)
        return cls(starts.astimezone(UTC), ends.astimezone(UTC))
