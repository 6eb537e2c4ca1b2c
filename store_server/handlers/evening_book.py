"""The book that a judgement at the door reads, over the house's storage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from events.admission import Answer, Decision, Evening, Guest, Issued, Session
from events.comings import Entry
from events.event import PrivateEvent
from events.guest import Guest as Listed
from events.guest import Standing
from events.kept import Kept
from events.programme import Stage
from store_server.admission_ports import AtDoor
from store_server.event_ports import GrantedPass
from store_server.ports import NotFoundError, UnitOfWork

SEEN_LATELY = timedelta(minutes=1)  # a camera's count that is older says nothing of now

_ANSWERS = {
    Standing.CONFIRMED: Answer.CONFIRMED,
    Standing.DECLINED: Answer.DECLINED,
    Standing.WAITING: Answer.WAITING,
    Standing.OFFERED: Answer.WAITING,
    Standing.CANCELLED: Answer.CANCELLED,
}


def evening_of(event: PrivateEvent, manned: bool) -> Evening:
    """The rules at a door. A colleague with a phone stands wherever they stand: the list of gates
    is for those that nobody stands at."""
    rules = event.rules
    plans = event.sessions or ((event.session(0),) if event.session(0) else ())
    return Evening(
        number=event.number,
        sessions=tuple(
            Session(
                number=plan.number,
                opens=plan.starts - timedelta(minutes=rules.doors_open_before_min),
                closes=plan.ends + timedelta(minutes=rules.doors_close_after_min),
                ends=plan.ends,
                capacity=plan.capacity,
            )
            for plan in plans
            if plan is not None
        ),
        gates=frozenset() if manned else rules.gates,
        re_entry=rules.re_entry,
        cancelled=event.stage is Stage.CANCELLED,
        plus_one_names=rules.plus_one_names,
        questions=tuple(question.id for question in rules.questions),
    )


class EveningBook:
    """Satisfies `events.admission.Book` for one event, in one transaction."""

    def __init__(
        self, uow: UnitOfWork, event: PrivateEvent, manned: bool, at: datetime, known: AtDoor
    ) -> None:
        self._uow = uow
        self._at = at
        self.people: int | None = None  # once it was asked
        self._event = event
        self._evening = evening_of(event, manned)
        self._listed: dict[str, Listed | None] = {}
        self._kept: dict[str, Kept | None] = {}
        self._entries: dict[str, Sequence[Entry]] = {}
        self._granted: dict[int, GrantedPass] = {}
        self._inside: Mapping[int, int] | None = None
        if known.event is not None and known.event.id == event.id:
            self._take_over(known)

    @property
    def evening(self) -> Evening:
        return self._evening

    def heard(self, scan_id: str) -> Decision | None:
        kept = self.kept(scan_id)
        return kept.decision if kept else None

    def issued(self, number: int) -> Issued | None:
        granted = self.granted(number)
        if granted is None:
            return None
        listed = self.listed(granted.guest_id)
        return Issued(granted.number, listed.id if listed else "", granted.revoked_at)

    def guest(self, guest_id: str) -> Guest | None:
        listed = self.listed(guest_id)
        if listed is None:
            return None
        asks = bool(self._event.rules.questions)
        return Guest(
            id=listed.id,
            session=listed.session,
            answer=_ANSWERS.get(listed.standing, Answer.INVITED),
            plus_ones=listed.plus_ones,
            blocked=listed.blocked,
            answered=self._uow.admissions.answered(listed.id) if asks else frozenset(),
        )

    def entries(self, guest_id: str) -> Sequence[Entry]:
        if guest_id not in self._entries:
            self._entries[guest_id] = self._uow.admissions.entries(guest_id)
        return self._entries[guest_id]

    def inside(self, session: int) -> int:
        """Those who were let in, or whom the cameras see where there are more: walk-ins count."""
        if self._inside is not None:
            people = self._inside.get(session, 0)
        else:
            people = self._uow.admissions.inside(self._event.id, session)
        if self._event.zone is not None:
            seen = self._uow.admissions.seen_in(self._event.zone, self._at - SEEN_LATELY)
            people = max(people, seen)
        self.people = people
        return people

    # ------------------------------------------------------------------ for the handler

    def kept(self, scan_id: str) -> Kept | None:
        """What was written of this very scan before this judgement; asked for once."""
        if scan_id not in self._kept:
            self._kept[scan_id] = self._uow.admissions.heard(self._event.id, scan_id)
        return self._kept[scan_id]

    def granted(self, number: int) -> GrantedPass | None:
        """Only of this event: a pass of another one is nobody's here."""
        granted = self._granted.get(number) or self._uow.passes.get(number)
        return granted if granted and granted.event_id == self._event.id else None

    def listed(self, guest_id: str) -> Listed | None:
        """Following the lines that took the place of others, where two clients became one."""
        if guest_id not in self._listed:
            found = self._find(guest_id)
            theirs = found is not None and found.event_id == self._event.id
            self._listed[guest_id] = found if theirs else None
        return self._listed[guest_id]

    def _take_over(self, known: AtDoor) -> None:
        """What is known of this very event already need not be asked again."""
        self._kept[known.scan_id] = known.heard
        self._inside = known.inside
        if known.granted is not None:
            self._granted[known.granted.number] = known.granted
        guest = known.guest
        if guest is not None and guest.event_id == self._event.id and not guest.same_as_id:
            self._listed[guest.id] = guest
            self._entries[guest.id] = known.entries

    def _find(self, guest_id: str) -> Listed | None:
        try:
            found = self._uow.guests.get(guest_id)
        except NotFoundError:
            return None
        return self._find(found.same_as_id) if found.same_as_id else found
