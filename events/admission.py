"""May this guest come in? One judgement behind every door, the same with a network and without.

`judge` is pure: it reads the house's `Book` and answers what to do, what to write down and what to
show. The order of its questions is the order in which a host would ask them:

    heard before → signature → known → event → session → revoked, cancelled → confirmed → time →
    zone and gate → questions → plus-ones → already inside

Who confirmed holds a place, and so do the plus-ones that were promised: capacity is guarded where
places are given, and at the door a full room is told to staff and keeps no such guest out.

A refusal is an answer and never an error, and is written down like an admission.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from events.comings import Entry, Track, Way, track
from events.passes import Flaw

SAME_CARD_S = 3.0  # a camera reads a code many times: within this, at one gate, it is one showing


class Verdict(StrEnum):
    ADMITTED = "admitted"
    ALREADY = "already"
    NEEDS_ATTENTION = "needs_attention"
    REFUSED = "refused"


class Reason(StrEnum):
    """Why, in a code that staff and programs read; the guest never reads it."""

    WELCOME = "welcome"
    LEFT = "left"
    ALREADY_REDEEMED = "already_redeemed"
    WRONG_EVENT = "wrong_event"
    WRONG_SESSION = "wrong_session"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    REVOKED = "revoked"
    CANCELLED = "cancelled"
    NOT_CONFIRMED = "not_confirmed"
    UNKNOWN = "unknown"
    BAD_SIGNATURE = "bad_signature"
    EXPIRED_CODE = "expired_code"
    PLUS_ONE_OVER = "plus_one_over"
    FULL = "full"
    BLOCKED = "blocked"
    WRONG_ZONE = "wrong_zone"
    QUESTION = "question"
    NAME_WANTED = "name_wanted"
    NOT_INSIDE = "not_inside"
    NO_RE_ENTRY = "no_re_entry"
    UNDONE = "undone"


class Flag(StrEnum):
    """What staff ought to know beside a verdict."""

    CANCELLED_AFTER_ENTRY = "cancelled_after_entry"
    REVOKED_BEFORE_ENTRY = "revoked_before_entry"
    OVER_CAPACITY = "over_capacity"
    PLUS_ONE_FIRST = "plus_one_first"
    OVERRIDDEN = "overridden"
    LATE_NEWS = "late_news"
    CONFLICT = "conflict"


class Answer(StrEnum):
    """What the guest said to the invitation."""

    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WAITING = "waiting"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Session:
    """`number` 0 is the event as a whole. `opens` and `closes` are when the door lets in."""

    number: int
    opens: datetime
    closes: datetime
    ends: datetime
    capacity: int


@dataclass(frozen=True, slots=True)
class Evening:
    """The rules of one event at its doors. No gates: every gate of the house."""

    number: int
    sessions: tuple[Session, ...]
    gates: frozenset[str] = frozenset()
    re_entry: bool = True
    cancelled: bool = False
    plus_one_names: bool = False
    questions: tuple[str, ...] = ()

    def session(self, number: int) -> Session | None:
        return next((one for one in self.sessions if one.number == number), None)


@dataclass(frozen=True, slots=True)
class Guest:
    """A line of the guest list, as a door needs it. `answered` are the questions answered."""

    id: str
    session: int
    answer: Answer = Answer.CONFIRMED
    plus_ones: int = 0
    blocked: bool = False
    answered: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Issued:
    """A pass that was given to a guest; a re-issued one revokes the one before."""

    number: int
    guest_id: str
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Override:
    """Somebody answers for it, by name and with a reason."""

    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class Showing:
    """What happened at a gate: a pass was shown, or a guest was found on the list.

    `at` is by the house's clock, whatever the gate's own clock said. `event`, `session` and
    `number` come from the pass; `guest_id` instead of them for a guest without a phone. `flaw` says
    that the code could not be believed.
    """

    scan_id: str
    gate: str
    by: str
    at: datetime
    event: int = 0
    session: int = 0
    number: int | None = None
    guest_id: str | None = None
    flaw: Flaw | None = None
    way: Way = Way.IN
    plus_one: bool = False
    plus_one_name: str = ""
    answers: frozenset[str] = frozenset()
    override: Override | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """What is answered, kept and shown. `entry` is what lets through; None where nothing does."""

    verdict: Verdict
    reason: Reason
    guest_id: str | None = None
    entry: Entry | None = None
    first: Entry | None = None  # of an `already`: when, where and with whom it was
    wanted: str = ""  # the question that is open
    flags: frozenset[Flag] = frozenset()
    override: Override | None = None

    @property
    def through(self) -> bool:
        return self.entry is not None


class Book(Protocol):
    """What the house knows, at the server or on a gate's own list."""

    @property
    def evening(self) -> Evening: ...
    def heard(self, scan_id: str) -> Decision | None:
        """What this very scan was answered, for good."""

    def issued(self, number: int) -> Issued | None: ...
    def guest(self, guest_id: str) -> Guest | None: ...
    def entries(self, guest_id: str) -> Sequence[Entry]:
        """Of one guest and their plus-ones, in the order of time."""

    def inside(self, session: int) -> int:
        """People, plus-ones counted, that are in now."""


def judge(showing: Showing, book: Book) -> Decision:
    """The verdict on one showing, and the entry to be written with it."""
    before = book.heard(showing.scan_id)
    if before is not None:
        return _said_again(before, book)
    found = _find(showing, book)
    if isinstance(found, Decision):
        return found
    guest, session = found
    if showing.way is Way.OUT:
        return _leave(showing, guest, book)
    case = _Case(showing, book, guest, session)
    if (same := case.same_card()) is not None:
        return same
    refusal = next((no for ask in _QUESTIONS if (no := ask(case)) is not None), None)
    if refusal is None:
        return case.admit()
    if showing.override is not None and refusal.reason in OVERRIDABLE:
        return case.admit(overridden=refusal.reason)
    return refusal


OVERRIDABLE = frozenset(Reason) - {
    Reason.WELCOME,
    Reason.LEFT,
    Reason.UNKNOWN,
    Reason.BAD_SIGNATURE,
    Reason.ALREADY_REDEEMED,
    Reason.UNDONE,
}


def _said_again(before: Decision, book: Book) -> Decision:
    """The same scan, sent again: the first answer, with what has become of it since."""
    entry = before.entry
    if entry is None or before.guest_id is None:
        return before
    kept = next(
        (one for one in book.entries(before.guest_id) if one.scan_id == entry.scan_id), None
    )
    if kept is not None and kept.undone:
        return Decision(Verdict.REFUSED, Reason.UNDONE, before.guest_id)
    guest = book.guest(before.guest_id)
    if guest is not None and guest.answer is Answer.CANCELLED:
        return replace(before, flags=before.flags | {Flag.CANCELLED_AFTER_ENTRY})
    return before


def _find(showing: Showing, book: Book) -> Decision | tuple[Guest, Session]:
    """Whose pass it is and for what, or why it is nobody's here."""
    if showing.flaw is not None:
        return Decision(Verdict.REFUSED, Reason(showing.flaw.value))
    guest_id, issued = showing.guest_id, None
    if showing.number is not None:
        if showing.event != book.evening.number:
            return Decision(Verdict.REFUSED, Reason.WRONG_EVENT)
        issued = book.issued(showing.number)
        guest_id = issued.guest_id if issued is not None else None
    guest = book.guest(guest_id) if guest_id is not None else None
    if guest is None:
        return Decision(Verdict.REFUSED, Reason.UNKNOWN)
    session = book.evening.session(guest.session)
    claimed = showing.session or guest.session
    if session is None or claimed != guest.session:
        return Decision(Verdict.REFUSED, Reason.WRONG_SESSION, guest.id)
    if issued is not None and issued.revoked_at is not None and showing.override is None:
        return Decision(Verdict.REFUSED, Reason.REVOKED, guest.id)
    return guest, session


def _leave(showing: Showing, guest: Guest, book: Book) -> Decision:
    """Out is always let out; who was never in is written down as such."""
    theirs = track(book.entries(guest.id), showing.plus_one)
    if theirs.inside == 0:
        return Decision(Verdict.NEEDS_ATTENTION, Reason.NOT_INSIDE, guest.id)
    entry = _entry(showing, guest, Way.OUT)
    return Decision(Verdict.ADMITTED, Reason.LEFT, guest.id, entry)


def _entry(showing: Showing, guest: Guest, way: Way) -> Entry:
    return Entry(
        scan_id=showing.scan_id,
        guest_id=guest.id,
        session=guest.session,
        way=way,
        gate=showing.gate,
        by=showing.by,
        at=showing.at,
        plus_one=showing.plus_one,
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """A guest of this event at a gate of it; what remains is whether they may pass now."""

    showing: Showing
    book: Book
    guest: Guest
    session: Session

    @property
    def theirs(self) -> Track:
        """Of the guest, or of the plus-ones, whichever stands at the gate."""
        return track(self.book.entries(self.guest.id), self.showing.plus_one)

    def no(self, reason: Reason, verdict: Verdict = Verdict.REFUSED, wanted: str = "") -> Decision:
        return Decision(verdict, reason, self.guest.id, wanted=wanted)

    def same_card(self) -> Decision | None:
        """Read again by the same camera a moment later: the same card, and no second line."""
        last = self.theirs.last_in
        if self.showing.plus_one or self.showing.late or last is None or not self.theirs.inside:
            return None
        soon = abs(self.showing.at - last.at) <= timedelta(seconds=SAME_CARD_S)
        if last.gate != self.showing.gate or not soon:
            return None
        return Decision(Verdict.ADMITTED, Reason.WELCOME, self.guest.id, first=last)

    def admit(self, overridden: Reason | None = None) -> Decision:
        showing, flags = self.showing, set[Flag]()
        if self.book.inside(self.session.number) >= self.session.capacity:
            flags.add(Flag.OVER_CAPACITY)
        if showing.plus_one and not self._guest_came():
            flags.add(Flag.PLUS_ONE_FIRST)
        if overridden is not None:
            flags.add(Flag.OVERRIDDEN)
        if showing.late:
            flags.add(Flag.LATE_NEWS)
        entry = _entry(showing, self.guest, Way.IN)
        return Decision(
            Verdict.ADMITTED,
            Reason.WELCOME if overridden is None else overridden,
            self.guest.id,
            entry,
            flags=frozenset(flags),
            override=showing.override if overridden is not None else None,
        )

    def _guest_came(self) -> bool:
        return track(self.book.entries(self.guest.id), plus_one=False).last_in is not None


def _is_cancelled(case: _Case) -> Decision | None:
    if case.book.evening.cancelled or case.guest.answer is Answer.CANCELLED:
        return case.no(Reason.CANCELLED)
    return case.no(Reason.BLOCKED) if case.guest.blocked else None


def _is_not_confirmed(case: _Case) -> Decision | None:
    if case.guest.answer is Answer.CONFIRMED:
        return None
    waits = case.guest.answer is Answer.WAITING
    return case.no(Reason.FULL if waits else Reason.NOT_CONFIRMED)


def _comes_at_another_time(case: _Case) -> Decision | None:
    if case.showing.at < case.session.opens:
        return case.no(Reason.TOO_EARLY)
    return case.no(Reason.TOO_LATE) if case.showing.at >= case.session.closes else None


def _comes_to_another_gate(case: _Case) -> Decision | None:
    gates = case.book.evening.gates
    return case.no(Reason.WRONG_ZONE) if gates and case.showing.gate not in gates else None


def _has_a_question_open(case: _Case) -> Decision | None:
    if case.showing.plus_one:
        return None
    known = case.guest.answered | case.showing.answers
    wanted = next((one for one in case.book.evening.questions if one not in known), None)
    if wanted is None:
        return None
    return case.no(Reason.QUESTION, Verdict.NEEDS_ATTENTION, wanted)


def _is_one_too_many(case: _Case) -> Decision | None:
    if not case.showing.plus_one:
        return None
    came = case.theirs.inside if case.book.evening.re_entry else case.theirs.came
    if came >= case.guest.plus_ones:
        return case.no(Reason.PLUS_ONE_OVER)
    if case.book.evening.plus_one_names and not case.showing.plus_one_name.strip():
        return case.no(Reason.NAME_WANTED, Verdict.NEEDS_ATTENTION)
    return None


def _is_inside_already(case: _Case) -> Decision | None:
    theirs = case.theirs
    if case.showing.plus_one or theirs.last_in is None:
        return None
    if theirs.inside:
        return replace(case.no(Reason.ALREADY_REDEEMED, Verdict.ALREADY), first=theirs.last_in)
    return None if case.book.evening.re_entry else case.no(Reason.NO_RE_ENTRY)


_QUESTIONS: tuple[Callable[[_Case], Decision | None], ...] = (
    _is_cancelled,
    _is_not_confirmed,
    _comes_at_another_time,
    _comes_to_another_gate,
    _has_a_question_open,
    _is_one_too_many,
    _is_inside_already,
)


def take_in(showing: Showing, book: Book) -> Decision:
    """What a gate let in by itself, with no network, told afterwards.

    Whoever was let in is in. What the house would have said is kept beside it, for the host.
    """
    decision = judge(replace(showing, late=True), book)
    if decision.through or decision.guest_id is None or book.heard(showing.scan_id) is not None:
        return decision
    guest = book.guest(decision.guest_id)
    if guest is None:
        return decision
    flags = {Flag.LATE_NEWS, _AFTERWARDS.get(decision.reason, Flag.OVERRIDDEN)}
    return replace(
        decision,
        verdict=Verdict.ADMITTED,
        entry=_entry(showing, guest, showing.way),
        flags=frozenset(flags),
    )


_AFTERWARDS = {
    Reason.ALREADY_REDEEMED: Flag.CONFLICT,
    Reason.REVOKED: Flag.REVOKED_BEFORE_ENTRY,
    Reason.CANCELLED: Flag.CANCELLED_AFTER_ENTRY,
}
