"""What an answer does to a guest's line: a place, a turn on the waiting list, or neither.

Pure: `guests` are the event's lines as they stand under the list's lock, and what comes back are
the lines that change. Whoever gives places settles the list first, so that nobody who waits is
overtaken by somebody who came later.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from events.event import PrivateEvent, SessionPlan
from events.guest import Guest, Standing
from events.places import Held, NoPlaceError, Waiting, free, offers, take
from events.programme import Stage

LONGEST_NAME = 120


class Refusal(StrEnum):
    """Why an answer was not taken, in a code that the guest's page says in six languages."""

    NOT_INVITED = "not_invited"
    CLOSED = "closed"  # no answers any more, by hand, by the deadline or because it has begun
    OVER = "over"
    NO_SUCH_SESSION = "no_such_session"
    TOO_MANY = "too_many"
    NAME_WANTED = "name_wanted"
    NO_PLACE = "no_place"  # for more than they hold; what they hold stays theirs


class AnswerRefusedError(RuntimeError):
    """The answer was understood and changed nothing. `reason` is for programs and pages."""

    def __init__(self, reason: Refusal, words: str) -> None:
        super().__init__(words)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Wish:
    """How they would come: `session` None is the one that their line names, or the only one."""

    companions: tuple[str, ...] = ()
    session: int | None = None


PROMOTES = frozenset({Stage.OPEN, Stage.FULL, Stage.CLOSED, Stage.RUNNING})
HOLDS = frozenset({Standing.CONFIRMED, Standing.OFFERED})
_ANSWERABLE = frozenset(one for one in Standing if one.asked)


def holdings(guests: Sequence[Guest], session: int) -> list[Held]:
    """Who has a place of this session, for good or while an offer lasts."""
    return [
        Held(one.id, one.party, one.offer_until if one.standing is Standing.OFFERED else None)
        for one in guests
        if one.session == session and one.standing in HOLDS
    ]


def places_left(event: PrivateEvent, session: int, guests: Sequence[Guest], now: datetime) -> int:
    plan = event.session(session)
    return 0 if plan is None else free(plan.capacity, holdings(guests, session), now)


def all_places_left(event: PrivateEvent, guests: Sequence[Guest], now: datetime) -> int:
    """Of all its sessions together: 0 says that the event is full."""
    numbers = [one.number for one in event.sessions] or [0]
    return sum(places_left(event, number, guests, now) for number in numbers)


def accept(
    guest: Guest,
    wish: Wish,
    event: PrivateEvent,
    guests: Sequence[Guest],
    now: datetime,
    by_staff: bool = False,
) -> Guest:
    """Confirmed where there is a place, else waiting for one. Raises `AnswerRefusedError`.

    Staff may answer for a guest after the deadline; nobody may where there is no place.
    """
    late = by_staff or guest.standing is Standing.OFFERED
    _check_may_come(guest, event, late, now)
    plan = _session(guest, wish, event, now)
    wanted = replace(
        guest,
        session=plan.number,
        companions=_companions(guest, wish, event),
        answered_at=now,
        offer_until=None,
    )
    try:
        take(guest.id, wanted.party, plan.capacity, holdings(guests, plan.number), now)
    except NoPlaceError as error:
        if guest.standing in HOLDS:
            raise AnswerRefusedError(
                Refusal.NO_PLACE, "there is no place for that; what was promised stands"
            ) from error
        return replace(wanted, standing=Standing.WAITING, asked_at=guest.asked_at or now)
    return replace(wanted, standing=Standing.CONFIRMED, asked_at=None, missed=0)


def decline(guest: Guest, event: PrivateEvent, now: datetime) -> Guest:
    """They do not come, and say so as late as they like. Whoever had a place has cancelled."""
    if guest.standing not in _ANSWERABLE:
        raise AnswerRefusedError(Refusal.NOT_INVITED, "this guest holds no invitation")
    if event.stage.over or now >= event.ends:
        raise AnswerRefusedError(Refusal.OVER, "this event is over")
    if guest.standing in (Standing.DECLINED, Standing.CANCELLED):
        return guest
    held = guest.standing is Standing.CONFIRMED
    return replace(
        guest,
        standing=Standing.CANCELLED if held else Standing.DECLINED,
        companions=(),
        asked_at=None,
        offer_until=None,
        answered_at=now,
    )


def settle(event: PrivateEvent, guests: Sequence[Guest], now: datetime) -> list[Guest]:
    """The lines that time has changed: offers that ended, then the offers that follow."""
    ended = [_without_offer(one) for one in guests if _has_ended(one, now)]
    if event.stage not in PROMOTES:
        return ended
    changed = {one.id: one for one in ended}
    lines = [changed.get(one.id, one) for one in guests]
    for number in [one.number for one in event.sessions] or [0]:
        for one in _offers_of(event, number, lines, now):
            changed[one.id] = one
    return list(changed.values())


def _has_ended(guest: Guest, now: datetime) -> bool:
    until = guest.offer_until
    return guest.standing is Standing.OFFERED and until is not None and until <= now


def _without_offer(guest: Guest) -> Guest:
    return replace(guest, standing=Standing.WAITING, offer_until=None, missed=guest.missed + 1)


def _offers_of(
    event: PrivateEvent, number: int, guests: Sequence[Guest], now: datetime
) -> list[Guest]:
    plan = event.session(number)
    if plan is None:
        return []
    waiting = [
        Waiting(one.id, one.party, one.priority, one.asked_at or now, one.missed)
        for one in guests
        if one.session == number and one.standing is Standing.WAITING and not one.blocked
    ]
    if not waiting:
        return []
    places = places_left(event, number, guests, now)
    lasts = timedelta(minutes=event.rules.offer_lasts_min)
    made = {one.guest_id: one for one in offers(places, waiting, now, plan.starts, lasts)}
    return [
        replace(one, standing=Standing.OFFERED, offer_until=made[one.id].until)
        for one in guests
        if one.id in made
    ]


def _check_may_come(guest: Guest, event: PrivateEvent, late: bool, now: datetime) -> None:
    if guest.blocked or guest.standing not in _ANSWERABLE:
        raise AnswerRefusedError(Refusal.NOT_INVITED, "this guest holds no invitation")
    if event.stage.over or now >= event.ends:
        raise AnswerRefusedError(Refusal.OVER, "this event is over")
    if late and event.stage in PROMOTES:
        return
    due = event.answer_by is not None and now >= event.answer_by
    if due or not event.stage.answers:
        raise AnswerRefusedError(Refusal.CLOSED, "answers are no longer taken")


def _session(guest: Guest, wish: Wish, event: PrivateEvent, now: datetime) -> SessionPlan:
    number = guest.session if wish.session is None else wish.session
    if number == 0 and len(event.sessions) == 1:
        number = event.sessions[0].number
    plan = event.session(number)
    if plan is None:
        raise AnswerRefusedError(Refusal.NO_SUCH_SESSION, "choose one of the sessions")
    if now >= plan.starts:
        raise AnswerRefusedError(Refusal.CLOSED, "it has begun")
    return plan


def _companions(guest: Guest, wish: Wish, event: PrivateEvent) -> tuple[str, ...]:
    names = tuple(" ".join(one.split())[:LONGEST_NAME] for one in wish.companions)
    if len(names) > guest.plus_ones:
        raise AnswerRefusedError(Refusal.TOO_MANY, f"at most {guest.plus_ones} may be brought")
    if event.rules.plus_one_names and not all(names):
        raise AnswerRefusedError(Refusal.NAME_WANTED, "name whoever comes with you")
    return names
