"""A moved or cancelled event: every guest who was asked hears of it, and their passes follow.

A short list hears in the transaction of the change. A long one is gone through in parts, each a
transaction of its own that the doors need not wait for; what is left is written down with the
change, so that a restart takes it up again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from events.event import PrivateEvent, SessionPlan
from events.guest import Guest, Standing
from events.letters import LetterKind
from events.plan import PlanError
from store_server.event_ports import Telling, Thought
from store_server.handlers import letters, passes
from store_server.handlers.desk import Desk, Work
from store_server.ports import StorageError

TOLD_AT_ONCE = 100

# Who declined or cancelled has done with it; who was not asked yet hears of no change.
HEAR = frozenset({Standing.INVITED, Standing.CONFIRMED, Standing.WAITING, Standing.OFFERED})
# These are on the list of one session; the invited have not chosen yet.
IN_A_SESSION = HEAR - {Standing.INVITED}


def tell_of_cancellation(work: Work, event: PrivateEvent) -> None:
    """Every pass is void at once: no door lets in to a cancelled event."""
    work.uow.tellings.keep(event.id, [Telling(event.id, None)])
    tell_some(work, event)


def tell_of_move(work: Work, before: PrivateEvent, after: PrivateEvent) -> None:
    """Who comes at another time or to another place.

    A session that guests are in cannot be taken away: raises `PlanError`.
    """
    if _same(before, after):
        return
    for guest in work.uow.guests.of_event(after.id):
        _check_session(guest, after)
    # Whom the move before has not reached yet hears of both as one.
    earlier = work.uow.tellings.of(after.id)
    heard = [
        replace(one, thought=_thought(before), after_id="", until_id=one.after_id)
        for one in earlier
        if one.after_id
    ]
    tellings = [*earlier, *heard] if earlier else [Telling(after.id, _thought(before))]
    work.uow.tellings.keep(after.id, tellings)
    tell_some(work, after)


def tell_some(work: Work, event: PrivateEvent) -> None:
    """The next part of those who have not heard."""
    first, *others = work.uow.tellings.of(event.id)
    some = work.uow.guests.some_of_event(event.id, first.after_id, first.until_id, TOLD_AT_ONCE)
    for guest in some:
        _tell_one(work, guest, event, first.thought)
    if len(some) == TOLD_AT_ONCE:
        others = [replace(first, after_id=some[-1].id), *others]
    work.uow.tellings.keep(event.id, others)


class TellGuests:
    """Goes on with those who have not heard, a part of one list a tick."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._all_heard = False  # as far as this process knows; a restart looks anew

    def look_again(self, _event: object = None) -> None:
        self._all_heard = False

    def tick(self) -> None:
        if self._all_heard:
            return
        try:
            with self._desk.store.look() as uow:
                waiting = list(uow.tellings.all())
            for event_id in waiting[:1]:
                with self._desk.work() as work:
                    tell_some(work, work.uow.events.get(event_id))
        except StorageError:
            return  # the next look is in a moment
        self._all_heard = not waiting


def _tell_one(work: Work, guest: Guest, after: PrivateEvent, thought: Thought | None) -> None:
    if thought is None:
        passes.revoke(work, guest)
        if guest.standing in HEAR:
            letters.write(work, LetterKind.CANCELLED, guest, after)
    elif guest.standing in HEAR and not after.stage.over:
        _tell_of_move(work, guest, after, thought)


def _tell_of_move(work: Work, guest: Guest, after: PrivateEvent, thought: Thought) -> None:
    if guest.standing is Standing.CONFIRMED:
        passes.issue(work, guest, after)
        if thought.live != after.rules.live_pass:
            letters.write(work, LetterKind.NEW_PASS, guest, after)
    old = thought.times.get(guest.session) or thought.times[0]
    if (old, thought.zone) != (_times(after, guest.session), after.zone):
        letters.write(work, LetterKind.MOVED, guest, after, {"before": old[0].isoformat()})


def _thought(event: PrivateEvent) -> Thought:
    numbers = (0, *(one.number for one in event.sessions))
    times = {number: _times(event, number) for number in numbers}
    return Thought(times, event.zone, event.rules.live_pass)


def _check_session(guest: Guest, after: PrivateEvent) -> None:
    if guest.standing in IN_A_SESSION and after.session(guest.session) is None:
        words = f"guests are in session {guest.session}; give them another one first"
        if guest.session == 0:
            words = "guests have confirmed for the event as a whole; give them a session first"
        raise PlanError("sessions", words)


def _times(event: PrivateEvent, session: int) -> tuple[datetime, datetime]:
    """Of the guest's session; of the event where they have not chosen one."""
    plan = event.session(session) or SessionPlan(0, event.starts, event.ends, event.capacity)
    return plan.starts, plan.ends


def _same(before: PrivateEvent, after: PrivateEvent) -> bool:
    """Whether nothing changed that a guest, or their pass, depends on."""
    return _depends_on(before) == _depends_on(after)


def _depends_on(event: PrivateEvent) -> tuple[object, ...]:
    rules = event.rules
    return (
        *(event.starts, event.ends, event.zone, event.sessions),
        *(rules.doors_open_before_min, rules.doors_close_after_min, rules.live_pass),
    )
