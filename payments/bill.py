"""A bill and its shares: all are captured, or none is, and it is decided once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from payments.facts import Standing, State
from payments.money import Money, total


class Outcome(StrEnum):
    """Committed once, before any provider hears of it; nothing later changes it."""

    CAPTURE = "capture"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Bill:
    """`outcome` None: not decided yet."""

    amount: Money
    deadline: datetime
    outcome: Outcome | None = None


class Step(StrEnum):
    """What is to be done about one share now."""

    NOTHING = "nothing"
    ASK = "ask"  # it is not known how it went: ask the provider
    CAPTURE = "capture"
    VOID = "void"
    CALL_A_HUMAN = "call_a_human"


def decide(bill: Bill, shares: Sequence[Standing], now: datetime) -> Outcome | None:
    """What the bill comes to, if it can be told now. Whoever commits it first has decided."""
    if bill.outcome is not None:
        return bill.outcome
    if any(share.state is State.CONFLICTED for share in shares):
        return Outcome.VOID if now >= bill.deadline else None
    ready = [share for share in shares if share.state is State.AUTHORISED]
    if len(ready) == len(shares) and _sum(ready, bill) == bill.amount:
        return Outcome.CAPTURE
    return Outcome.VOID if now >= bill.deadline else None


def next_step(outcome: Outcome | None, share: Standing) -> Step:
    """Taken up again after a restart, as often as it needs: each step changes nothing twice."""
    if share.state is State.CONFLICTED:
        return Step.CALL_A_HUMAN
    if share.state in (State.UNKNOWN, State.SUBMITTING, State.CAPTURING):
        return Step.ASK
    if outcome is Outcome.CAPTURE:
        if share.state is State.AUTHORISED:
            return Step.CAPTURE
        return Step.NOTHING if share.state.paid else Step.CALL_A_HUMAN
    if outcome is Outcome.VOID:
        if share.state in (State.AUTHORISED, State.REQUIRES_ACTION):
            return Step.VOID
        return Step.CALL_A_HUMAN if share.state.paid else Step.NOTHING
    return Step.NOTHING


def paid(bill: Bill, shares: Sequence[Standing]) -> bool:
    """Whether the client may leave with the bag."""
    if any(share.state is State.CONFLICTED for share in shares):
        return False
    captured = total((share.captured for share in shares if share.state.paid), bill.amount.code)
    return captured == bill.amount


def _sum(shares: Sequence[Standing], bill: Bill) -> Money:
    return total((share.authorised for share in shares), bill.amount.code)
