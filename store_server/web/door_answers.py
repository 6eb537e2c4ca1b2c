"""What a showing is answered, in the shapes of the wire and in the guest's language."""

from __future__ import annotations

from datetime import datetime

from events.admission import OVERRIDABLE, Reason, Verdict
from events.undo import BY_STAFF
from store_server.admission_messages import Answered
from store_server.admission_ports import DoorQueries
from store_server.admission_views import (
    AdmissionView,
    AskedQuestion,
    DoorGuest,
    FirstEntry,
    KioskAnswer,
)
from store_server.web.catalogue import GUEST_LANGUAGES, Catalogue

_SAID_AS = {  # what a guest is told; whatever is not here reads "one moment, please"
    Reason.WELCOME: "welcome",
    Reason.LEFT: "goodbye",
    Reason.ALREADY_REDEEMED: "already",
    Reason.QUESTION: "question",
    Reason.NAME_WANTED: "name",
    Reason.FULL: "full",
}


class DoorAnswers:
    def __init__(self, queries: DoorQueries, words: Catalogue, house_language: str) -> None:
        self._queries = queries
        self._words = words
        self._house_language = house_language

    def for_staff(self, answered: Answered, sees_guest: bool = True) -> AdmissionView:
        """`sees_guest`: a guard sees the verdict and not whose it is."""
        kept, decision = answered.kept, answered.kept.decision
        language = self._language(answered)
        other = answered.other
        return AdmissionView(
            scan_id=kept.scan_id,
            showing_id=kept.id,
            event_id=kept.event_id,
            verdict=decision.verdict.value,
            reason=decision.reason.value,
            at=kept.at,
            way=kept.way.value,
            plus_one=kept.plus_one,
            say=self._say(answered, language),
            language=language,
            flags=tuple(one.value for one in sorted(decision.flags)),
            may_override=decision.guest_id is not None
            and not decision.through
            and decision.first is None
            and decision.reason in OVERRIDABLE,
            undo_until=_undo_until(answered),
            again=answered.again,
            late=kept.late,
            guest=self._guest(answered) if sees_guest else None,
            first=self._first(answered) if sees_guest else None,
            question=_question(answered),
            inside=answered.people,
            other_event=other.title(self._house_language, self._house_language) if other else "",
        )

    def for_kiosk(self, answered: Answered, language: str, staff: bool) -> KioskAnswer:
        """`language` is what the screen speaks where nobody is known. Without `staff` at it, no
        guest reads why not."""
        kept, decision, guest = answered.kept, answered.kept.decision, answered.guest
        spoken = self._language(answered, language)
        said_as = said_to_guest(decision.verdict, decision.reason)
        known = guest is not None and said_as != "moment"
        line = self._guest(answered) if known else None
        left = max(0, line.plus_ones - line.plus_ones_inside) if line else 0
        return KioskAnswer(
            scan_id=kept.scan_id,
            verdict=said_as,  # type: ignore[arg-type]
            say=self._words.say(spoken, f"door.say.{said_as}"),
            language=spoken,
            given_name=line.given_name if line else "",
            host=line.host if line else "",
            table=line.table if line else "",
            plus_one=kept.plus_one,
            plus_ones_left=left,
            question=_question(answered) if known else None,
            first_at=decision.first.at if decision.first and said_as == "already" else None,
            undo_until=_undo_until(answered),
            reason=decision.reason.value if staff else None,
        )

    # ------------------------------------------------------------------ how

    def _language(self, answered: Answered, otherwise: str = "") -> str:
        theirs = answered.guest.language if answered.guest else ""
        wanted = (theirs, otherwise, self._house_language)
        return self._words.choose([one for one in wanted if one], GUEST_LANGUAGES)

    def _say(self, answered: Answered, language: str) -> str:
        decision = answered.kept.decision
        return self._words.say(
            language, f"door.say.{said_to_guest(decision.verdict, decision.reason)}"
        )

    def _guest(self, answered: Answered) -> DoorGuest | None:
        return self._queries.guest(answered.guest.id) if answered.guest else None

    def _first(self, answered: Answered) -> FirstEntry | None:
        first = answered.kept.decision.first
        if first is None:
            return None
        gates, people = self._queries.names({first.gate}, {first.by} - {""})
        return FirstEntry(
            at=first.at,
            gate=first.gate,
            gate_name=gates.get(first.gate, first.gate),
            by=people.get(first.by, ""),
        )


def said_to_guest(verdict: Verdict, reason: Reason) -> str:
    """The word behind what a guest hears: never that something is wrong with them."""
    if verdict is Verdict.ADMITTED:
        return "goodbye" if reason is Reason.LEFT else "welcome"
    return _SAID_AS.get(reason, "moment")


def _question(answered: Answered) -> AskedQuestion | None:
    wanted, event = answered.kept.decision.wanted, answered.event
    if not wanted or event is None:
        return None
    return next(
        (
            AskedQuestion(one.id, dict(one.texts))
            for one in event.rules.questions
            if one.id == wanted
        ),
        None,
    )


def _undo_until(answered: Answered) -> datetime | None:
    kept = answered.kept
    if not kept.decision.through or kept.undone_at is not None:
        return None
    return kept.received_at + BY_STAFF
