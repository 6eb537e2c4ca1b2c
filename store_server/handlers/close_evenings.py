"""Closing time: whoever was never seen to leave has left, and what was asked at the door goes."""

from __future__ import annotations

from datetime import datetime

from events.admission import Decision, Reason, Verdict
from events.attendance import adds_up
from events.comings import Entry, Way, track
from events.event import PrivateEvent
from events.guest import Guest
from events.kept import Kept
from store_server.admission_messages import Door, EveningChanged
from store_server.clock import new_id
from store_server.handlers.desk import Desk, Work
from store_server.handlers.evening_book import evening_of
from store_server.handlers.pace import Pace
from store_server.handlers.signalling import Signalling

LOOKED_EVERY_S = 10.0
GUESTS_AT_ONCE = 50  # a transaction that takes long keeps the others from theirs


class CloseEvenings:
    """Stored like every exit, so that nobody is inside after closing and the evening adds up."""

    def __init__(self, desk: Desk, signalling: Signalling) -> None:
        self._desk = desk
        self._signalling = signalling
        self._pace = Pace(LOOKED_EVERY_S)

    def tick(self) -> None:
        if not self._pace.is_due(self._desk.clock):
            return
        now = self._desk.clock.now()
        with self._desk.store.look() as uow:
            due = [
                (event, session, closed)
                for event_id, session in uow.admissions.occupied()
                if (closed := closes(event := uow.events.get(event_id), session)) <= now
            ]
            told = [
                event_id
                for event_id in uow.admissions.asked()
                if _is_over(uow.events.get(event_id), now)
            ]
        for event, session, closed in due:
            while self._let_out(event, session, closed):
                pass
        for event_id in told:
            with self._desk.work() as work:
                gone = work.uow.admissions.forget_answers(event_id)
                work.record("DoorAnswersForgotten", event=event_id, answers=gone)

    def _let_out(self, event: PrivateEvent, session: int, closed: datetime) -> bool:
        """Some of them; whether there may be more."""
        with self._desk.work() as work:
            left = work.uow.admissions.still_inside(event.id, session, GUESTS_AT_ONCE)
            for guest_id in left:
                self._leave(work, work.uow.guests.get(guest_id), closed)
            if left:
                work.record("EveningClosed", closed, event=event.id, guests=len(left))
                work.tell(EveningChanged(event.id, tuple(left), work.at))
        return len(left) == GUESTS_AT_ONCE

    def _leave(self, work: Work, guest: Guest, closed: datetime) -> None:
        entries = list(work.uow.admissions.entries(guest.id))
        for plus_one in (False, True):
            for _ in range(track(entries, plus_one).inside):
                at = max([closed, *(one.at for one in entries)])
                kept = _exit(guest, plus_one, at, work.at)
                work.uow.admissions.add(kept)
                if kept.decision.entry is not None:
                    entries.append(kept.decision.entry)
        work.uow.admissions.keep(adds_up(guest, entries))
        self._signalling.guest_left(work, guest.id)


def closes(event: PrivateEvent, session: int) -> datetime:
    """Of a session that is planned no more: when the event does."""
    evening = evening_of(event, manned=True)
    theirs = evening.session(session)
    return max(theirs.closes, theirs.ends) if theirs else event.ends


def _is_over(event: PrivateEvent, now: datetime) -> bool:
    """No door asks again: an answer would only be looked at by whoever has no reason to."""
    return event.stage.over or event.doors_close <= now


def _exit(guest: Guest, plus_one: bool, at: datetime, now: datetime) -> Kept:
    scan_id = f"closing/{new_id()}"
    entry = Entry(scan_id, guest.id, guest.session, Way.OUT, "", "", at, plus_one)
    return Kept(
        id=new_id(),
        event_id=guest.event_id,
        scan_id=scan_id,
        gate="",
        by="",
        at=at,
        received_at=now,
        decision=Decision(Verdict.ADMITTED, Reason.LEFT, guest.id, entry),
        source=Door.HOUSE,
        same_as=scan_id,
        way=Way.OUT,
        plus_one=plus_one,
    )
