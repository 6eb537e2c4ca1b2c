"""A moved or cancelled event: every guest who was asked hears of it, and their passes follow."""

from __future__ import annotations

from datetime import datetime

from events.event import PrivateEvent, SessionPlan
from events.guest import Guest, Standing
from events.letters import LetterKind
from events.plan import PlanError
from store_server.handlers import letters, passes
from store_server.handlers.desk import Work

# Who declined or cancelled has done with it; who was not asked yet hears of no change.
HEAR = frozenset({Standing.INVITED, Standing.CONFIRMED, Standing.WAITING, Standing.OFFERED})
# These are on the list of one session; the invited have not chosen yet.
IN_A_SESSION = HEAR - {Standing.INVITED}


def tell_of_cancellation(work: Work, event: PrivateEvent) -> int:
    """Answers how many letters go out. Every pass is void at once."""
    written = 0
    for guest in work.uow.guests.of_event(event.id):
        passes.revoke(work, guest)
        if guest.standing in HEAR:
            written += letters.write(work, LetterKind.CANCELLED, guest, event) is not None
    return written


def tell_of_move(work: Work, before: PrivateEvent, after: PrivateEvent) -> int:
    """Who comes at another time or to another place. Answers how many letters go out.

    A session that guests are in cannot be taken away: raises `PlanError`.
    """
    if _same(before, after):
        return 0
    written = 0
    for guest in work.uow.guests.of_event(after.id):
        if guest.standing in HEAR:
            _check_session(guest, after)
            written += _tell_one(work, guest, before, after)
    return written


def _tell_one(work: Work, guest: Guest, before: PrivateEvent, after: PrivateEvent) -> bool:
    if guest.standing is Standing.CONFIRMED:
        another_code = before.rules.live_pass != after.rules.live_pass
        passes.issue(work, guest, after)
        if another_code:
            letters.write(work, LetterKind.NEW_PASS, guest, after)
    old, new = _times(before, guest.session), _times(after, guest.session)
    if (old, before.zone) == (new, after.zone):
        return False
    facts = {"before": old[0].isoformat()}
    return letters.write(work, LetterKind.MOVED, guest, after, facts) is not None


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
