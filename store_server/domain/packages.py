"""Devices that number their packages: which number should have come, and which are missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stream:
    """The last package that came, and the time that it told of."""

    last: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Gap:
    """Packages that never came, from the first to the last; the time between is not counted."""

    first: int
    last: int
    from_at: datetime
    until_at: datetime


def advance(stream: Stream | None, number: int, at: datetime) -> tuple[Stream, Gap | None]:
    """The stream with this package, and the gap before it.

    A number that is lower and tells of a later time is of a device that began again at the start.
    One that is lower and older is a package that comes late, or once more: see `fill`.
    """
    if stream is None:
        return Stream(number, at), None
    if number == stream.last:
        return Stream(number, max(at, stream.at)), None
    if number < stream.last:
        return (Stream(number, at) if at > stream.at else stream), None
    missing = None
    if number > stream.last + 1:
        missing = Gap(stream.last + 1, number - 1, stream.at, max(at, stream.at))
    return Stream(number, max(at, stream.at)), missing


def fill(gap: Gap, number: int) -> tuple[Gap, ...]:
    """What is left of a gap once a package of it has come after all."""
    before = replace(gap, last=number - 1)
    after = replace(gap, first=number + 1)
    return tuple(one for one in (before, after) if one.first <= one.last)
