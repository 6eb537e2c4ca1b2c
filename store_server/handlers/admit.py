"""One admission service behind every door: what is shown is judged, kept, and only then answered.

Those who stand at the doors in the same moment share one commit. Whoever is let in is written down
with the arrival and the signal that follow from it, so that a power cut leaves all of it or none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from events.admission import Decision, Override, Reason, Showing, Verdict, judge, take_in
from events.attendance import adds_up
from events.comings import Entry
from events.event import PrivateEvent
from events.guest import Guest
from events.kept import LONGEST_CODE_KEPT, Kept
from events.passes import Flaw, Pass
from store_server.admission_messages import (
    Answered,
    EveningChanged,
    ShowPass,
    ShowTogether,
)
from store_server.admission_ports import AtDoor
from store_server.clock import new_id
from store_server.domain.code import is_nobodys_business
from store_server.handlers.desk import Desk, Work
from store_server.handlers.evening_book import EveningBook
from store_server.handlers.find_evening import EveningFinder
from store_server.handlers.read_code import CodeReader, Read
from store_server.ports import ConflictError, StorageError

Followed = Callable[[Work, PrivateEvent, Guest, Kept, Sequence[Entry]], None]


@dataclass(frozen=True, slots=True)
class _Shown:
    """What was shown, read and placed."""

    command: ShowPass
    at: datetime
    read: Read
    number: int | None = None
    guest_id: str | None = None


class Admit:
    """`followed` does what follows from an entry, in the same transaction; it is told what was
    known of the guest before."""

    def __init__(self, desk: Desk, evenings: EveningFinder, followed: Followed) -> None:
        self._desk = desk
        self._evenings = evenings
        self._codes = CodeReader()
        self._followed = followed

    def show(self, command: ShowPass) -> Answered:
        with self._desk.work() as work:
            return self.judge(work, command)

    def show_together(self, command: ShowTogether) -> list[Answered | Exception]:
        """One that fails does not take the others along."""
        waiting = command.take()
        try:
            with self._desk.work() as work:
                return [self.judge(work, one) for one in waiting]
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001 - one of them cannot be judged: which?
            if len(waiting) == 1:
                return [error]
        return [self._alone(one) for one in waiting]

    def _alone(self, command: ShowPass) -> Answered | Exception:
        return self.show_together(ShowTogether(lambda: (command,)))[0]

    def judge(self, work: Work, command: ShowPass) -> Answered:
        """The verdict on one showing, written in this transaction."""
        shown = self._read(work, command)
        known = self._known(work, shown)
        event = self._evenings.find(work, command, known.event)
        if event is None:
            return self._nobody_tonight(work, shown)
        book = EveningBook(work.uow, event, command.by_id is not None, work.at, known)
        before = book.kept(command.scan_id)
        if before is not None and before.same_as != shown.read.same_as:
            raise ConflictError("this scan_id was used for another showing; every scan has its own")
        showing = self._showing(shown)
        decision = self._decide(showing, book, command)
        if before is not None:
            return self._again(event, book, before, decision)
        kept = self._keep(work, event, shown, decision)
        guest = book.listed(decision.guest_id) if decision.guest_id else None
        if guest is not None and decision.entry is not None:
            self._enter(work, event, guest, kept, command, book.entries(guest.id))
        changed = (guest.id,) if guest else ()
        work.tell(EveningChanged(event.id, changed, kept.at))
        other = self._other(work, shown, decision)
        return Answered(kept, event, guest, other, people=book.people)

    # ------------------------------------------------------------------ how

    def _read(self, work: Work, command: ShowPass) -> _Shown:
        at = _judged_at(command, work.at)
        if command.code is not None:
            read = self._codes.read(work.uow, command.code, at)
            return _Shown(command, at, read, read.granted.number if read.granted else None)
        if command.invitation is not None:
            return self._read_invitation(work, command, at)
        read = Read(f"guest {command.guest_id}")
        return _Shown(command, at, read, guest_id=command.guest_id)

    def _known(self, work: Work, shown: _Shown) -> AtDoor:
        granted = shown.read.granted
        if granted is None:
            return AtDoor()
        scan_id = shown.command.scan_id
        return work.uow.admissions.at_door(granted.event, granted.number, scan_id)

    def _read_invitation(self, work: Work, command: ShowPass, at: datetime) -> _Shown:
        """A personal link stands for the guest's pass, but for a live one, which must be shown."""
        same_as = hashlib.sha256((command.invitation or "").encode()).hexdigest()
        guest = work.uow.guests.by_link(same_as)
        if guest is None:
            return _Shown(command, at, Read(same_as, flaw=Flaw.UNKNOWN))
        event = work.uow.events.get(guest.event_id)
        if event.rules.live_pass:
            return _Shown(command, at, Read(same_as, flaw=Flaw.EXPIRED_CODE))
        theirs = work.uow.passes.of_guest(guest.id)
        standing = [one for one in theirs if one.revoked_at is None]
        for granted in (*standing[-1:], *theirs[-1:]):
            read = Pass(event.number, granted.session, granted.number, at, at)
            return _Shown(command, at, Read(same_as, read), granted.number)
        return _Shown(command, at, Read(same_as), guest_id=guest.id)

    def _showing(self, shown: _Shown) -> Showing:
        command, granted = shown.command, shown.read.granted
        return Showing(
            scan_id=command.scan_id,
            gate=command.gate,
            by=command.by_id or "",
            at=shown.at,
            event=granted.event if granted else 0,
            session=granted.session if granted else 0,
            number=shown.number,
            guest_id=shown.guest_id,
            flaw=shown.read.flaw,
            way=command.way,
            plus_one=command.plus_one,
            plus_one_name=command.plus_one_name,
            answers=frozenset(name for name, text in command.answers.items() if text.strip()),
            override=_override(command),
        )

    def _decide(self, showing: Showing, book: EveningBook, command: ShowPass) -> Decision:
        if command.let_in is None:
            return judge(showing, book)
        if command.let_in:
            return take_in(showing, book)
        heard = book.heard(showing.scan_id)
        decision = judge(replace(showing, late=True), book)
        if heard is not None or not decision.through:
            return decision
        refused_as = command.refused_as or Reason.UNKNOWN
        return Decision(Verdict.REFUSED, refused_as, decision.guest_id, flags=decision.flags)

    def _again(
        self,
        event: PrivateEvent,
        book: EveningBook,
        before: Kept,
        decision: Decision,
    ) -> Answered:
        """The first answer, with what has become of it; nothing is written."""
        guest = book.listed(decision.guest_id) if decision.guest_id else None
        return Answered(replace(before, decision=decision), event, guest, again=True)

    def _keep(
        self, work: Work, event: PrivateEvent | None, shown: _Shown, decision: Decision
    ) -> Kept:
        command = shown.command
        raw = (command.code or "").encode(errors="replace")
        private = (
            decision.through
            or event is None
            or shown.read.typed
            or is_nobodys_business(command.code or "")
        )
        kept = Kept(
            id=new_id(),
            event_id=event.id if event else None,
            scan_id=command.scan_id,
            gate=command.gate,
            by=command.by_id or "",
            at=shown.at,
            received_at=work.at,
            decision=decision,
            source=command.door,
            shown_at=command.shown_at,
            same_as=shown.read.same_as,
            number=shown.number,
            way=command.way,
            plus_one=command.plus_one,
            plus_one_name=command.plus_one_name.strip(),
            code=b"" if private else raw[:LONGEST_CODE_KEPT],
            code_size=len(raw),
            late=command.let_in is not None,
        )
        work.uow.admissions.add(kept)
        if decision.through and _override(command) is not None:
            work.audit(command.by_id, "admission.overridden", decision.guest_id or "")
        work.record(
            "PassShown",
            kept.at,
            showing=kept.id,
            event=kept.event_id,
            guest=decision.guest_id,
            gate=kept.gate,
            verdict=decision.verdict,
            reason=decision.reason,
        )
        return kept

    def _enter(
        self,
        work: Work,
        event: PrivateEvent,
        guest: Guest,
        kept: Kept,
        command: ShowPass,
        before: Sequence[Entry],
    ) -> None:
        entry = kept.decision.entry
        if entry is None:
            return
        asked = {question.id for question in event.rules.questions}
        answers = {name: text for name, text in command.answers.items() if name in asked}
        if answers:
            work.uow.admissions.answer(guest.id, answers, kept.by or kept.gate, kept.at)
        work.uow.admissions.keep(adds_up(guest, (*before, entry)))
        self._followed(work, event, guest, kept, before)

    def _nobody_tonight(self, work: Work, shown: _Shown) -> Answered:
        """No event lets anybody in here now: the answer is a refusal, and is kept as one."""
        reason = Reason(shown.read.flaw.value) if shown.read.flaw else Reason.UNKNOWN
        decision = Decision(Verdict.REFUSED, reason)
        return Answered(self._keep(work, None, shown, decision))

    def _other(self, work: Work, shown: _Shown, decision: Decision) -> PrivateEvent | None:
        """Which event a pass is for, where it is not this evening's: staff want to know."""
        granted = shown.read.granted
        if granted is None or decision.reason is not Reason.WRONG_EVENT:
            return None
        return work.uow.events.by_number(granted.event)


def _judged_at(command: ShowPass, received: datetime) -> datetime:
    """By the house's clock. A gate with no network says when it was by its own, and what that
    clock shows as it tells; nothing has happened in the future."""
    if command.let_in is None or command.shown_at is None:
        return received
    ahead = command.sent_at - received if command.sent_at else timedelta(0)
    return min(command.shown_at - ahead, received)


def _override(command: ShowPass) -> Override | None:
    if not command.override_reason or command.by_id is None:
        return None
    return Override(command.by_id, command.override_reason)
