"""The words of letters and passes, in the guest's language; dates as people there write them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as calendar_day
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_time

_HOLE = re.compile(r"{(\w+)}")
_LOCALES = {"en": "en_GB"}  # twenty-four hours, and the day before the month
_BETWEEN = {"zh": " ", "ja": " ", "ar": "\u060c "}  # a date and its time
TO = "\u00a0\u2013\u00a0"  # times that belong together stay on one line
NIGHT_ENDS = 6  # o'clock: until then it is the evening before
RIGHT_TO_LEFT = frozenset({"ar"})
Say = Callable[[str, str], str]  # language, key → words


@dataclass(frozen=True, slots=True)
class Words:
    """One language, ready to be asked."""

    language: str
    zone: ZoneInfo
    _say: Say

    @property
    def direction(self) -> str:
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"

    def __call__(self, key: str, **values: str) -> str:
        """What stands in the catalogue, with the values in their places."""
        return _HOLE.sub(lambda hole: values.get(hole[1], hole[0]), self._say(self.language, key))

    def date(self, at: datetime) -> str:
        return format_date(at.astimezone(self.zone).date(), "full", self._locale)

    def day(self, on: calendar_day) -> str:
        """Short, within a line."""
        return format_date(on, "medium", self._locale)

    def time(self, at: datetime, with_zone: bool = False) -> str:
        local = at.astimezone(self.zone)
        said = format_time(local.time(), "short", locale=self._locale)
        return f"{said} {_offset(local)}" if with_zone else said

    def moment(self, at: datetime) -> str:
        return f"{self.date(at)}{self._between}{self.time(at)}"

    @property
    def _locale(self) -> Locale:
        return Locale.parse(_LOCALES.get(self.language, self.language))

    @property
    def _between(self) -> str:
        return _BETWEEN.get(self.language, ", ")

    def span(self, starts: datetime, ends: datetime) -> str:
        """From when to when; in a night of the clock change with the offsets, for there a time
        alone would not say when."""
        first, last = starts.astimezone(self.zone), ends.astimezone(self.zone)
        changes = first.utcoffset() != last.utcoffset()
        if (last - timedelta(hours=NIGHT_ENDS)).date() <= first.date():  # one evening
            said = f"{self.date(starts)}{self._between}{self.time(starts, changes)}"
            return _sentence(f"{said}{TO}{self.time(ends, changes)}")
        return _sentence(f"{self.moment(starts)}{TO}{self.moment(ends)}")


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _offset(local: datetime) -> str:
    offset = local.utcoffset()
    minutes = int(offset.total_seconds()) // 60 if offset else 0
    hours, rest = divmod(abs(minutes), 60)
    sign = "+" if minutes >= 0 else "−"  # noqa: RUF001
    return f"(UTC{sign}{hours}{f':{rest:02}' if rest else ''})"
