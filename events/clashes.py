"""What an event would run into: said before it is saved, and never a refusal.

A manager may well want two events at once or a soirée after hours; but knowingly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from events.event import PrivateEvent
from events.opening_hours import OpeningHours, gaps
from events.programme import Stage


class ClashKind(StrEnum):
    PLACE = "place"  # another event is there then
    HOST = "host"  # a colleague is wanted at another event
    CLOSED = "closed"  # the boutique is not open, so colleagues must stay or come
    OPEN = "open"  # a privatisation while others may walk in
    ROOM = "room"  # more people than the zone holds


@dataclass(frozen=True, slots=True)
class Clash:
    """`since` and `until` are the part of the time that clashes."""

    kind: ClashKind
    since: datetime
    until: datetime
    event_id: str | None = None
    host_id: str | None = None
    holds: int | None = None  # how many people the zone holds


@dataclass(frozen=True, slots=True)
class Beside:
    """An event that is on at about that time, with the colleagues who look after its guests."""

    event: PrivateEvent
    host_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an event is held against."""

    zone: ZoneInfo
    hours: OpeningHours
    others: Sequence[Beside] = ()
    holds: int | None = None  # the zone's capacity


def clashes(
    event: PrivateEvent, around: Surroundings, host_ids: frozenset[str] = frozenset()
) -> list[Clash]:
    """In the order of their times. `host_ids` are of guests who are on its list already."""
    found = [
        *_with_others(event, around.others, _hosts(event, host_ids)),
        *_with_hours(event, around),
    ]
    biggest = max((one.capacity for one in event.sessions), default=event.capacity)
    if around.holds is not None and biggest > around.holds:
        found.append(Clash(ClashKind.ROOM, event.starts, event.ends, holds=around.holds))
    return sorted(found, key=lambda one: (one.since, one.kind))


def _with_others(
    event: PrivateEvent, others: Iterable[Beside], host_ids: frozenset[str]
) -> Iterable[Clash]:
    for beside in others:
        other = beside.event
        since = max(event.doors_open, other.doors_open)
        until = min(event.doors_close, other.doors_close)
        if other.id == event.id or since >= until or _does_not_count(other):
            continue
        if _share_a_place(event, other):
            yield Clash(ClashKind.PLACE, since, until, event_id=other.id)
        for host_id in sorted(host_ids & _hosts(other, beside.host_ids)):
            yield Clash(ClashKind.HOST, since, until, event_id=other.id, host_id=host_id)


def _does_not_count(other: PrivateEvent) -> bool:
    return other.template or other.stage in (Stage.CANCELLED, Stage.OVER, Stage.ARCHIVED)


def _share_a_place(one: PrivateEvent, other: PrivateEvent) -> bool:
    """The whole boutique (None) is every zone of it."""
    return one.zone is None or other.zone is None or one.zone == other.zone


def _hosts(event: PrivateEvent, more: frozenset[str]) -> frozenset[str]:
    return more | ({event.host_id} if event.host_id else frozenset())


def _with_hours(event: PrivateEvent, around: Surroundings) -> Iterable[Clash]:
    if not around.hours.known:
        return
    since, until = event.doors_open, event.doors_close
    is_open = around.hours.within(since, until, around.zone)
    for start, end in is_open if event.closes_zone else gaps(is_open, since, until):
        yield Clash(ClashKind.OPEN if event.closes_zone else ClashKind.CLOSED, start, end)
