"""What a counter cannot truly have seen: kept apart, with the reason, until a person judges.

- `jump`: more people than can walk through a door in that time;
- `crowd`: more through one line in a minute than the boutique holds, or in one zone at once;
- `ahead`: dated further ahead than any clock on earth;
- `unplaced`: of a zone that nobody knows.

What is possible is `CountSettings`. A verdict follows from what was said and when it was received,
and for a line's minute from all that was said of it, so any order and any repeats come to the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from store_server.settings import CountSettings

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


class Flag(StrEnum):
    """Why what was counted is kept apart."""

    JUMP = "jump"
    CROWD = "crowd"
    AHEAD = "ahead"
    UNPLACED = "unplaced"


def ahead(said_at: datetime | None, received_at: datetime, settings: CountSettings) -> bool:
    """A clock that is ahead by hours has the wrong zone, and is corrected; by more it is wrong."""
    if said_at is None:
        return False
    return said_at - received_at > timedelta(seconds=settings.ahead_at_most_s)


def of_crossings(
    people: int, taken: timedelta | None, capacity: int | None, settings: CountSettings
) -> Flag | None:
    """`taken`: in how long, a minute where nobody knows; `capacity`: how many the house holds."""
    taken = max(taken or MINUTE, MINUTE)
    if capacity is not None and people > capacity * settings.most_of_capacity * (taken / MINUTE):
        return Flag.CROWD
    most = min(
        settings.most_a_minute * (taken / MINUTE), settings.most_a_day * max(1.0, taken / DAY)
    )
    return Flag.JUMP if people > most else None


def possible_alone(people: int, capacity: int | None, settings: CountSettings) -> bool:
    return of_crossings(people, None, capacity, settings) is None


def of_minute(counts: Iterable[int], capacity: int | None, settings: CountSettings) -> Flag | None:
    """Of all that a line told of one minute: a shadow that is counted one by one is a crowd, too.
    What is not possible alone, or tells of a longer time, is judged by itself."""
    together = sum(people for people in counts if possible_alone(people, capacity, settings))
    return of_crossings(together, None, capacity, settings)


def of_seen(
    people: int,
    said_at: datetime | None,
    received_at: datetime,
    *,
    known_zone: bool,
    capacity: int | None,
    settings: CountSettings,
) -> Flag | None:
    """Of people in a zone at once. Over capacity is a full boutique; over it many times is not."""
    if ahead(said_at, received_at, settings):
        return Flag.AHEAD
    if capacity is not None and people > capacity * settings.most_seen_of_capacity:
        return Flag.CROWD
    return None if known_zone else Flag.UNPLACED
