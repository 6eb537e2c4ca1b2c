"""Times as counting cameras write them: with a zone, without one, compact, or as Unix numbers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from devices import plausible
from devices.drivers import UnreadableError

FARTHEST_ZONE = timedelta(hours=14)
DAYLIGHT_SAVING = timedelta(hours=1)

_COMPACT = re.compile(r"\d{14}", re.ASCII)
_UNIX = re.compile(r"\d{9,16}(?:\.\d{1,9})?", re.ASCII)
_OFFSET = re.compile(r"(?:UTC|GMT)\s*([+-])(\d{1,2})(?::?(\d{2}))?", re.IGNORECASE | re.ASCII)
_UNITS = ((1e14, 1e6), (1e11, 1e3))  # from this number on it counts microseconds, milliseconds


def claimed(value: object, field: str, zone: tzinfo | None = None) -> datetime | None:
    """The time that a device claims, naive where neither it nor `zone` says where.

    None where it claims none, and where its clock was never set: the people were counted all the
    same, and whoever receives the count knows when that was.
    """
    if value is None or value == "":
        return None
    moment = _read(value, field)
    if moment.tzinfo is None and zone is not None:
        moment = moment.replace(tzinfo=zone)
    judged = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return moment if plausible.EARLIEST <= judged <= plausible.LATEST else None


def offset(name: str | None, daylight_saving: bool = False) -> timezone | None:
    """The zone of `UTC+8:00`, and of `UTC-0:00 Western European Time`; None where it names none."""
    found = _OFFSET.match(name.strip()) if name else None
    if found is None:
        return None
    size = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    size = -size if found[1] == "-" else size
    size += DAYLIGHT_SAVING if daylight_saving else timedelta()
    return timezone(size) if abs(size) <= FARTHEST_ZONE else None


def _read(value: object, field: str) -> datetime:
    try:
        if isinstance(value, str):
            written = value.strip()
            if _COMPACT.fullmatch(written):
                return datetime.strptime(written, "%Y%m%d%H%M%S")  # noqa: DTZ007 - it has no zone
            if not _UNIX.fullmatch(written):
                return datetime.fromisoformat(written.replace("/", "-"))
            value = float(written)
        if isinstance(value, int | float) and not isinstance(value, bool):
            unit = next((unit for floor, unit in _UNITS if value >= floor), 1.0)
            return datetime.fromtimestamp(value / unit, UTC)
    except (ValueError, OverflowError, OSError):
        pass
    raise UnreadableError(f"{field}: not a time")
