"""Places: who holds one, who waits for one, and to whom one that comes free is offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


class NoPlaceError(RuntimeError):
    """There is no place for this party now."""


@dataclass(frozen=True, slots=True)
class Held:
    """A guest who confirmed, with the plus-ones that were promised; or one who has an offer."""

    guest_id: str
    party: int
    until: datetime | None = None  # an offer's end; None: confirmed

    def stands(self, now: datetime) -> bool:
        return self.until is None or now < self.until


@dataclass(frozen=True, slots=True)
class Waiting:
    """`priority` is by the boutique's rules (tier first): the higher goes before the earlier.

    Who let an offer pass (`missed`) stands behind everybody who let fewer pass.
    """

    guest_id: str
    party: int
    priority: int
    asked_at: datetime
    missed: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    guest_id: str
    party: int
    until: datetime


def free(capacity: int, held: Sequence[Held], now: datetime) -> int:
    """Never below zero: a capacity that was lowered takes nobody's place away."""
    return max(0, capacity - sum(one.party for one in held if one.stands(now)))


def take(
    guest_id: str, party: int, capacity: int, held: Sequence[Held], now: datetime
) -> tuple[Held, ...]:
    """The places with this party's among them, an offer of theirs made good. `NoPlaceError`."""
    if party < 1:
        raise ValueError("a party is one person at least")
    others = tuple(one for one in held if one.guest_id != guest_id)
    if party > free(capacity, others, now):
        raise NoPlaceError("there are not so many places left")
    return (*others, Held(guest_id, party))


def in_turn(waiting: Sequence[Waiting]) -> list[Waiting]:
    return sorted(waiting, key=_turn)


def _turn(one: Waiting) -> tuple[int, int, datetime, str]:
    return (one.missed, -one.priority, one.asked_at, one.guest_id)


def offers(
    places: int, waiting: Sequence[Waiting], now: datetime, starts: datetime, lasts: timedelta
) -> list[Offer]:
    """Who is offered a place now: the first that fits, then the next that fits in what is left.

    An offer ends at the earlier of its setting and half of the time that is left; once the event
    has begun nobody is offered anything.
    """
    if now >= starts:
        return []
    until = now + min(lasts, (starts - now) / 2)
    made: list[Offer] = []
    for one in in_turn(waiting):
        if one.party <= places:
            made.append(Offer(one.guest_id, one.party, until))
            places -= one.party
    return made
