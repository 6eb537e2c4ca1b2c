"""When the boutique is open: a week of hours in its own zone, written as people write them.

mo-fr 10:00-19:30; sa 10:00-20:00; su 12:00-18:00
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")

_PART = re.compile(r"(?P<days>[a-z,\- ]+?) +(?P<from>\d\d:\d\d) *- *(?P<until>\d\d:\d\d)")

Span = tuple[datetime, datetime]


class HoursError(ValueError):
    """These are no opening hours; the text shows the part that is not understood."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """By weekday, Monday first. None known: nothing is said about being open or closed."""

    week: tuple[tuple[tuple[time, time], ...], ...] = field(default=((),) * 7)

    @property
    def known(self) -> bool:
        return any(self.week)

    def within(self, since: datetime, until: datetime, zone: ZoneInfo) -> list[Span]:
        """When it is open between these two moments, in order, as moments of UTC."""
        found: list[Span] = []
        day = since.astimezone(zone).date()
        while day <= until.astimezone(zone).date():
            for opens, closes in self._of(day, zone):
                start, end = max(opens, since), min(closes, until)
                if start < end:
                    found.append((start, end))
            day += timedelta(days=1)
        return found

    def _of(self, day: date, zone: ZoneInfo) -> list[Span]:
        return [
            (_moment(day, opens, zone), _moment(day, closes, zone))
            for opens, closes in self.week[day.weekday()]
        ]


def gaps(spans: Sequence[Span], since: datetime, until: datetime) -> list[Span]:
    """What of this time none of the spans covers. They are in order and do not overlap."""
    found: list[Span] = []
    for opens, closes in spans:
        if since < opens:
            found.append((since, opens))
        since = max(since, closes)
    if since < until:
        found.append((since, until))
    return found


def read_hours(words: str) -> OpeningHours:
    """Raises `HoursError`. A day that is not named is a day on which the boutique is closed."""
    week: list[list[tuple[time, time]]] = [[] for _ in DAYS]
    for part in (one.strip().lower() for one in words.split(";")):
        if not part:
            continue
        match = _PART.fullmatch(part)
        if match is None:
            raise HoursError(f"{part!r} is not understood; write it as: mo-sa 10:00-19:30")
        opens, closes = _time(match["from"]), _time(match["until"])
        if closes <= opens:
            raise HoursError(f"{part!r} ends before it begins")
        for day in _days(match["days"]):
            week[day].append((opens, closes))
    return OpeningHours(tuple(_in_order(day) for day in week))


def _in_order(day: list[tuple[time, time]]) -> tuple[tuple[time, time], ...]:
    day.sort()
    for (_, closes), (opens, _) in pairwise(day):
        if opens < closes:
            raise HoursError(f"two times of one day overlap at {opens:%H:%M}")
    return tuple(day)


def _days(words: str) -> list[int]:
    found: list[int] = []
    for part in (one.strip() for one in words.split(",")):
        first, _, last = (one.strip() for one in part.partition("-"))
        if first not in DAYS or (last and last not in DAYS):
            raise HoursError(f"{part!r} is no day; the days are {' '.join(DAYS)}")
        start, end = DAYS.index(first), DAYS.index(last or first)
        if end < start:
            raise HoursError(f"{part!r} goes backwards")
        found += range(start, end + 1)
    return found


def _time(words: str) -> time:
    try:
        return time.fromisoformat(words)
    except ValueError as error:
        raise HoursError(f"{words!r} is no time of the day") from error


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, zone).astimezone(UTC)
