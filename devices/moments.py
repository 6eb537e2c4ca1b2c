"""What a device says the time is, in the many ways in which devices write it.

None where it does not tell. A time without a zone could be any of two dozen, and one of a clock
that was never set is no time: whoever receives the message has the time of its receipt.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

EARLIEST = datetime(2018, 1, 1, tzinfo=UTC)  # before it a clock shows its factory's idea of time
LATEST = datetime(2100, 1, 1, tzinfo=UTC)
MILLISECONDS_FROM, MICROSECONDS_FROM = 1e11, 1e14  # as seconds these are far beyond `LATEST`

_ODD = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt &](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?"
    r" ?(?:(?P<utc>[Zz])|(?P<sign>[+-])(?P<hours>\d\d)(?::?(?P<minutes>\d\d))?)",
    re.ASCII,
)
_NUMBER = re.compile(r"\d{1,18}(?:\.\d{1,9})?", re.ASCII)


def claimed(said: str | float | None) -> datetime | None:
    """Aware UTC from RFC 3339 and its relatives (`2026-01-01&17:10:16+08`), or from Unix seconds,
    milliseconds or microseconds, as a number or as text."""
    if said is None:
        return None
    if isinstance(said, str):
        said = said.strip()
        if not _NUMBER.fullmatch(said):
            return _set(_written(said))
    return _set(_unix(float(said)))


def _unix(seconds: float) -> datetime | None:
    if seconds >= MICROSECONDS_FROM:
        seconds /= 1e6
    elif seconds >= MILLISECONDS_FROM:
        seconds /= 1e3
    if not EARLIEST.timestamp() <= seconds <= LATEST.timestamp():  # refuses a NaN as well
        return None
    return datetime.fromtimestamp(seconds, UTC)


def _written(text: str) -> datetime | None:
    try:
        moment: datetime | None = datetime.fromisoformat(text)
    except ValueError:  # not as the standard has it
        moment = _odd(text)
    if moment is None or moment.tzinfo is None:
        return None
    try:
        return moment.astimezone(UTC)
    except OverflowError:  # before the first year, or after the last
        return None


def _odd(text: str) -> datetime | None:
    found = _ODD.fullmatch(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
    micros = int((found[7] or "0").ljust(6, "0")[:6])
    try:
        return datetime(year, month, day, hour, minute, second, micros, _zone(found))
    except ValueError:  # the 31st of June; an offset of a day
        return None


def _zone(found: re.Match[str]) -> timezone:
    if found["utc"]:
        return UTC
    offset = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
    return timezone(-offset if found["sign"] == "-" else offset)


def _set(moment: datetime | None) -> datetime | None:
    return moment if moment is not None and EARLIEST <= moment <= LATEST else None
