"""How many will come in an hour: what the same hours of the last weeks say, robustly.

The middle one of the last six same hours of the week, moved by how the last two weeks compared
with theirs, by what such a day (a holiday, a soirée of ours) did before, and within a day by what
has come in so far. An hour that was not counted is a gap: it says nothing, and is no zero.

Hours are those of the boutique's own clock, without a zone: a week is seven days on it, in the
nights when the clocks change too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import sqrt
from statistics import median

WEEKS = 6
WEEKS_BACK = 12  # gaps and holidays are passed over, and what is older is another season
WEEK = timedelta(weeks=1)
DAY = timedelta(days=1)

LEVEL_DAYS = 14
LEVEL_GOES_ON = 0.4  # how much of the last weeks' surprise is believed to last
TODAY_GOES_ON = 0.5  # and of this day's
KIND_OF_DAY_YEARS = 2
STEADY = 50.0  # visitors: among fewer a ratio is mostly chance
BAND = (0.1, 0.9)  # 80 % lie between
BAND_DAYS = 42
FEWEST_FOR_A_BAND = 40  # hours

History = Mapping[datetime, float]
KindOfDay = Callable[[date], str]
"""What is special about a day: a holiday's name, a kind of event; "" for an ordinary one."""


def ordinary(_day: date) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Expected:
    """Visitors in the hour that begins at `hour`. No band where too little is known for one."""

    hour: datetime
    count: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """An hour that was counted, and what was usual for it then."""

    usual: float
    came: float


class Forecaster:
    """`history` is counts by hour. Open hours are hours of the day, such as `range(10, 20)`."""

    def __init__(
        self, history: History, open_hours: range, kind_of_day: KindOfDay = ordinary
    ) -> None:
        self._history = history
        self._open_hours = open_hours
        self._kind_of_day = kind_of_day
        self._special = sorted({hour.date() for hour in history if kind_of_day(hour.date())})
        self._usual: dict[datetime, float | None] = {}

    def expect(self, hours: Sequence[datetime], known_until: datetime) -> list[Expected | None]:
        """What to expect of each hour, knowing only the hours that began before `known_until`.

        None where none of the last weeks was counted at that hour.
        """
        level = _ratio(self._seen(known_until - LEVEL_DAYS * DAY, known_until)) ** LEVEL_GOES_ON
        today = known_until.date()
        so_far = self._seen(datetime.combine(today, datetime.min.time()), known_until)
        pace = _ratio(so_far, level) ** TODAY_GOES_ON
        band = _band(self._seen(known_until - BAND_DAYS * DAY, known_until))
        return [
            self._expect(hour, known_until, level * (pace if hour.date() == today else 1.0), band)
            for hour in hours
        ]

    def _expect(
        self,
        hour: datetime,
        known_until: datetime,
        level: float,
        band: tuple[float, float] | None,
    ) -> Expected | None:
        usual = self._usual_of(hour, known_until)
        if usual is None:
            return None
        count = usual * level * self._special_factor(hour.date(), known_until)
        if band is None:
            return Expected(hour, count)
        spread = sqrt(count + 1)
        low, high = (max(0.0, count + bound * spread) for bound in band)
        return Expected(hour, count, low, high)

    def _usual_of(self, hour: datetime, known_until: datetime) -> float | None:
        if hour >= known_until:
            return self._middle(hour, known_until)
        if hour not in self._usual:
            self._usual[hour] = self._middle(hour, hour)
        return self._usual[hour]

    def _middle(self, hour: datetime, known_until: datetime) -> float | None:
        """Of the last six same hours of the week that were counted on ordinary days."""
        nearest = max(1, -((known_until - hour) // WEEK))
        same = [
            self._history[then]
            for weeks in range(nearest, nearest + WEEKS_BACK)
            if (then := hour - weeks * WEEK) in self._history
            and then < known_until
            and not self._kind_of_day(then.date())
        ]
        return median(same[:WEEKS]) if same else None

    def _seen(self, since: datetime, until: datetime, special: bool = False) -> list[Seen]:
        """Open hours from `since` until `until` that were counted, ordinary days' or special."""
        return [
            Seen(usual, self._history[hour])
            for hour in _hours(since, until, self._open_hours)
            if hour in self._history
            and bool(self._kind_of_day(hour.date())) is special
            and (usual := self._usual_of(hour, until)) is not None
        ]

    def _special_factor(self, day: date, known_until: datetime) -> float:
        """What days of this kind did to what was usual."""
        kind = self._kind_of_day(day)
        if not kind:
            return 1.0
        since = known_until - KIND_OF_DAY_YEARS * 366 * DAY
        before: list[Seen] = []
        for other in self._special:
            begins = datetime.combine(other, datetime.min.time())
            if self._kind_of_day(other) == kind and since <= begins < known_until:
                before += self._seen(begins, min(begins + DAY, known_until), special=True)
        return _ratio(before)


def _hours(since: datetime, until: datetime, open_hours: range) -> Iterator[datetime]:
    day = datetime.combine(since.date(), datetime.min.time())
    while day < until:
        for hour in open_hours:
            moment = day.replace(hour=hour)
            if since <= moment < until:
                yield moment
        day += DAY


def _ratio(seen: Sequence[Seen], level: float = 1.0) -> float:
    """Came to usual, drawn towards one while there were few."""
    came = sum(one.came for one in seen)
    usual = sum(one.usual for one in seen) * level
    return (came + STEADY) / (usual + STEADY)


def _band(seen: Sequence[Seen]) -> tuple[float, float] | None:
    """Surprises in units of the square root of what was usual, at the two ends of the band."""
    if len(seen) < FEWEST_FOR_A_BAND:
        return None
    surprises = sorted((one.came - one.usual) / sqrt(one.usual + 1) for one in seen)
    low, high = (surprises[round(share * (len(surprises) - 1))] for share in BAND)
    return low, high
