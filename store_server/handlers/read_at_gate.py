"""An event's pass or a personal link, read by a scanner: judged like at every other door."""

from __future__ import annotations

import hashlib

from events.admission import Decision, Reason
from events.admission import Verdict as Admission
from store_server.admission_messages import Door, ShowPass
from store_server.clock import new_id
from store_server.domain.code import Code, CodeKind
from store_server.domain.scan_verdict import Verdict, Word
from store_server.handlers.admit import Admit
from store_server.handlers.desk import Work
from store_server.messages import ReadScan

_STOP = frozenset(
    {
        *(Reason.UNKNOWN, Reason.BAD_SIGNATURE, Reason.EXPIRED_CODE, Reason.REVOKED),
        *(Reason.CANCELLED, Reason.BLOCKED, Reason.ALREADY_REDEEMED),
    }
)


NOBODY_TONIGHT = {
    CodeKind.EVENT_PASS: Verdict(Word.WAIT, "verdict.event"),
    CodeKind.INVITATION: Verdict(Word.WAIT, "verdict.invitation"),
}


class ReadAtGate:
    def __init__(self, admit: Admit) -> None:
        self._admit = admit

    def decide(self, work: Work, code: Code, scan: ReadScan) -> Verdict:
        """Committed with the scan, before it is said. One that comes again is the same showing."""
        invitation = code.token if code.kind is CodeKind.INVITATION else None
        answered = self._admit.judge(
            work,
            ShowPass(
                scan_id=_scan_id(scan),
                gate=scan.device_id,
                door=Door.SCANNER,
                code=None if invitation else code.token,
                invitation=invitation,
            ),
        )
        if answered.event is None:
            return NOBODY_TONIGHT[code.kind]
        return verdict_of(answered.kept.decision)


def verdict_of(decision: Decision) -> Verdict:
    """What a lamp and a line of text can say of it to whoever stands at the gate."""
    match decision.verdict:
        case Admission.ADMITTED:
            left = decision.reason is Reason.LEFT
            return Verdict(Word.WELCOME, "verdict.event.goodbye" if left else "verdict.welcome")
        case Admission.ALREADY:
            return Verdict(Word.STOP, "verdict.event.already")
        case Admission.NEEDS_ATTENTION:
            return Verdict(Word.WAIT, "verdict.event.attention")
    word = Word.STOP if decision.reason in _STOP else Word.WAIT
    return Verdict(word, f"verdict.event.{decision.reason}")


def _scan_id(scan: ReadScan) -> str:
    """A device's ids are its own, and may come again for another code after a day."""
    if scan.scan_id is None:
        return new_id()
    shown = hashlib.sha256(scan.data.encode(errors="replace")).hexdigest()[:12]
    return f"{scan.device_id}/{scan.scan_id}/{shown}"
