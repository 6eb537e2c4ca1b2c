"""How many are inside, from who went in and out: counters err, and the error must not add up.

- It begins at nothing in the night (04:00 by the wall), when nobody is inside;
- what a manager says (known to be empty, or so many) holds from then on;
- it is never below nothing: whoever left unseen on coming in is forgotten at once.

It follows from quarter-hours, so facts that come late or in disorder give the same figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from store_server.domain.quarters import DAY, QUARTER

ZERO_AT = time(4)


@dataclass(frozen=True, slots=True)
class Flow:
    """Who went through all doors in the quarter-hour from `start`."""

    start: datetime
    people_in: int
    people_out: int


@dataclass(frozen=True, slots=True)
class Told:
    """A manager said how many were inside. In and out are those after it, in its quarter-hour."""

    at: datetime
    people: int
    then_in: int = 0
    then_out: int = 0


@dataclass(frozen=True, slots=True)
class Crossing:
    """Who went through a door at once."""

    at: datetime
    people_in: int
    people_out: int


@dataclass(frozen=True, slots=True)
class Inside:
    """How many there were at the end of the quarter-hour from `start`."""

    start: datetime
    people: int


def zero_before(at: datetime, zone: ZoneInfo) -> datetime:
    """The last moment at which nobody was inside by the house's own rule."""
    local = at.astimezone(zone)
    day = local.date() if local.time() >= ZERO_AT else local.date() - DAY
    return datetime.combine(day, ZERO_AT, zone).astimezone(UTC)


def inside(flows: Iterable[Flow], told: Sequence[Told], zone: ZoneInfo) -> Iterator[Inside]:
    """Flows are in the order of time, from a zero on; quarter-hours without anybody may be left out
    of them, and are then left out here."""
    people, zero_at = 0, None
    waiting = sorted(told, key=lambda one: one.at)
    for flow in flows:
        zero = zero_before(flow.start, zone)
        if zero != zero_at:
            people, zero_at = 0, zero
            waiting = [one for one in waiting if one.at >= zero]
        said: Told | None = None
        while waiting and waiting[0].at < flow.start + QUARTER:
            said = waiting.pop(0)
            if said.at < flow.start:
                people, said = said.people, None
        if said is None:
            people = max(0, people + flow.people_in - flow.people_out)
        else:
            people = max(0, said.people + said.then_in - said.then_out)
        yield Inside(flow.start, people)


def most_inside(
    before: int, crossings: Iterable[Crossing], told: Sequence[Told]
) -> tuple[int, datetime | None]:
    """The most there were at any moment of a quarter-hour, and when; `before` were inside as it
    began. Whoever leaves before it ends was there all the same."""
    people, most, at = before, before, None
    happened: list[Crossing | Told] = [*crossings, *told]
    for one in sorted(happened, key=lambda each: each.at):
        if isinstance(one, Crossing):
            people = max(0, people + one.people_in - one.people_out)
        else:
            people = one.people
        if people > most:
            most, at = people, one.at
    return most, at
