"""Counters of every kind brought to one meaning: so many people crossed a line, each way.

Some devices tell steps ("two came in since I spoke last"), some tell totals that only grow. A total
is compared with the one before:

- the first one ever is where we begin, not a crowd;
- one that grew added so many; one that fell has wrapped at 16 or 32 bits, or began again at zero;
- one that is older than what is known came late, and the newer one held it already. Where *all*
  that comes is older, for a while, it is the device's clock that was set back.

A counter that tells totals has its steps ignored, so that nobody is counted twice by a device that
tells both. More people than there can have been are kept apart with the reason (`doubts`): somebody
may find that it was true.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from store_server.domain.doubts import Flag, of_crossings
from store_server.settings import CountSettings

WRAPS = (2**16, 2**32)
WRAP_ROOM = 4_096  # so near to its end, and then so near to zero: it wrapped
CLOCK_WAS_SET_BACK = timedelta(minutes=10)


class Kind(StrEnum):
    """How a number of people came about."""

    STEP = "step"
    TOTAL = "total"
    WRAP = "wrap"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Said:
    """What a counter said. `at` and `since` are by our clock, `said_at` is by the device's own.

    `since` is a period's start, or a total's zero. `ways` says which of the numbers is counted.
    """

    people_in: int
    people_out: int
    cumulative: bool
    at: datetime
    received_at: datetime
    said_at: datetime | None = None
    since: datetime | None = None
    ways: str = "both"
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Counter:
    """What is remembered of a counter. None: it has not told that yet."""

    total_in: int | None = None
    total_out: int | None = None
    zero_at: datetime | None = None  # when its totals began
    said_at: datetime | None = None  # the device's own time of its last total
    totals_at: datetime | None = None  # when its last total was received
    counted_at: datetime | None = None  # people were counted up to here
    doubted_at: datetime | None = None  # since then all that came was older than what is known


@dataclass(frozen=True, slots=True)
class Crossings:
    """People who crossed. Those with a flag stay out of every sum until somebody says otherwise."""

    people_in: int
    people_out: int
    kind: Kind
    flag: Flag | None = None


def take(
    counter: Counter, said: Said, settings: CountSettings, capacity: int | None = None
) -> tuple[Counter, Crossings | None]:
    """What is remembered now, and who crossed; None where this adds nobody. `capacity`: how many
    the boutique holds, where that is told."""
    take_one = _take_total if said.cumulative else _take_step
    return take_one(counter, said, settings, capacity)


def _take_step(
    counter: Counter, said: Said, settings: CountSettings, capacity: int | None
) -> tuple[Counter, Crossings | None]:
    hold = timedelta(seconds=settings.totals_hold_s)
    if counter.totals_at is not None and said.received_at - counter.totals_at < hold:
        return counter, None
    later = replace(counter, counted_at=_later(counter.counted_at, said.at))
    if said.people_in + said.people_out == 0:
        return later, None
    begun = said.since or counter.counted_at
    taken = said.at - begun if begun else None
    flag = of_crossings(said.people_in + said.people_out, taken, capacity, settings)
    return later, Crossings(said.people_in, said.people_out, Kind.STEP, flag)


def _take_total(
    counter: Counter, said: Said, settings: CountSettings, capacity: int | None
) -> tuple[Counter, Crossings | None]:
    totals = _told(said)
    if _late(counter, said):
        doubted_at = counter.doubted_at or said.received_at
        if said.replayed or said.received_at - doubted_at < CLOCK_WAS_SET_BACK:
            return replace(counter, doubted_at=doubted_at), None
        if any(totals[way] < last for way, last in _known(counter, totals).items()):
            counter = replace(counter, total_in=None, total_out=None)  # we begin here once more
    later = replace(
        counter,
        total_in=totals.get("in", counter.total_in),
        total_out=totals.get("out", counter.total_out),
        zero_at=said.since or counter.zero_at,
        said_at=said.said_at or counter.said_at,
        totals_at=said.received_at,
        counted_at=_later(counter.counted_at, said.at),
        doubted_at=None,
    )
    added, kind = _added(counter, totals, _began_anew(counter, said))
    people_in, people_out = added.get("in", 0), added.get("out", 0)
    if people_in + people_out == 0:
        return later, None
    taken = said.at - counter.counted_at if counter.counted_at else None
    flag = of_crossings(people_in + people_out, taken, capacity, settings)
    return later, Crossings(people_in, people_out, kind, flag)


def _told(said: Said) -> dict[str, int]:
    both = {"in": said.people_in, "out": said.people_out}
    return both if said.ways == "both" else {said.ways: both[said.ways]}


def _late(counter: Counter, said: Said) -> bool:
    """Whether something newer is known already, by the device's own clock."""
    if said.replayed and said.said_at is None:
        return True
    if said.since is not None and counter.zero_at is not None and said.since < counter.zero_at:
        return True
    known = counter.said_at
    return said.said_at is not None and known is not None and said.said_at < known


def _began_anew(counter: Counter, said: Said) -> bool:
    zero_at = counter.zero_at
    return said.since is not None and zero_at is not None and said.since > zero_at


def _added(counter: Counter, totals: dict[str, int], anew: bool) -> tuple[dict[str, int], Kind]:
    """How many each way, and how that is known. A counter that began again did so both ways."""
    known = _known(counter, totals)
    if anew or any(
        totals[way] < last and not _wrap(last, totals[way]) for way, last in known.items()
    ):
        return {way: totals[way] for way in known}, Kind.RESET
    wrapped = any(totals[way] < last for way, last in known.items())
    added = {way: totals[way] - last + _wrap(last, totals[way]) for way, last in known.items()}
    return added, Kind.WRAP if wrapped else Kind.TOTAL


def _known(counter: Counter, totals: dict[str, int]) -> dict[str, int]:
    """The totals before, of the ways that these tell."""
    before = {"in": counter.total_in, "out": counter.total_out}
    return {way: last for way in totals if (last := before[way]) is not None}


def _wrap(last: int, now: int) -> int:
    """Where the counter wrapped between the two, how far it goes; else 0."""
    if now >= min(last, WRAP_ROOM):
        return 0
    return next((size for size in WRAPS if size - WRAP_ROOM <= last < size), 0)


def _later(one: datetime | None, other: datetime) -> datetime:
    return other if one is None else max(one, other)
