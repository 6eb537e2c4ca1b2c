"""What became of a payment, computed from facts: told twice, late or shuffled, it is the same.

A fact is only ever added. A state is what the *set* of facts amounts to; nothing depends on the
order in which a poll and a webhook happened to tell them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from payments.money import Money, total


class Fact(StrEnum):
    """What we did, and what the provider said of it."""

    SUBMITTED = "submitted"  # committed before the call is made
    NO_ANSWER = "no_answer"
    ACTION_REQUIRED = "action_required"  # 3-D Secure, a wallet's own page
    AUTHORISED = "authorised"
    FAILED = "failed"
    CAPTURE_ASKED = "capture_asked"
    CAPTURED = "captured"
    VOID_ASKED = "void_asked"
    VOIDED = "voided"
    EXPIRED = "expired"
    REFUND_ASKED = "refund_asked"
    REFUNDED = "refunded"
    REFUND_FAILED = "refund_failed"
    DISPUTED = "disputed"


class State(StrEnum):
    CREATED = "created"
    SUBMITTING = "submitting"
    UNKNOWN = "unknown"
    REQUIRES_ACTION = "requires_action"
    FAILED = "failed"
    AUTHORISED = "authorised"
    CAPTURING = "capturing"
    EXPIRED = "expired"
    VOIDED = "voided"
    CAPTURED = "captured"
    PARTIALLY_REFUNDED = "partially_refunded"
    REFUNDED = "refunded"
    DISPUTED = "disputed"
    CONFLICTED = "conflicted"

    @property
    def paid(self) -> bool:
        return self in (State.CAPTURED, State.PARTIALLY_REFUNDED)

    @property
    def open(self) -> bool:
        """Something may still come of it, so that nobody is asked to pay again."""
        return self in (
            State.SUBMITTING,
            State.UNKNOWN,
            State.REQUIRES_ACTION,
            State.AUTHORISED,
            State.CAPTURING,
        )


@dataclass(frozen=True, slots=True)
class Told:
    """One fact about one attempt. `key` is the attempt's idempotency key.

    `amount` is the provider's own where it names one. `refund` tells refunds apart.
    """

    key: str
    fact: Fact
    at: datetime
    amount: Money | None = None
    refund: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an attempt, or several attempts at one share, amount to."""

    state: State
    authorised: Money
    captured: Money
    refunded: Money
    refunding: Money

    @property
    def refundable(self) -> Money:
        """What may still be given back: never above what was captured, in parallel neither."""
        return self.captured - self.refunded - self.refunding


_PRECEDENCE = (
    (Fact.VOIDED, State.VOIDED),
    (Fact.EXPIRED, State.EXPIRED),
    (Fact.AUTHORISED, State.AUTHORISED),
    (Fact.FAILED, State.FAILED),
    (Fact.ACTION_REQUIRED, State.REQUIRES_ACTION),
    (Fact.NO_ANSWER, State.UNKNOWN),
    (Fact.SUBMITTED, State.SUBMITTING),
)


def attempt(facts: Iterable[Told], asked: Money) -> Standing:
    """One attempt to be paid `asked`."""
    told = tuple(facts)
    kinds = {one.fact for one in told}
    authorised = _largest(told, Fact.AUTHORISED, asked)
    captured = _largest(told, Fact.CAPTURED, asked)
    refunded, refunding = _refunds(told, asked)
    state = _state(kinds, captured, refunded)
    if _contradicts(told, asked):
        state = State.CONFLICTED
    return Standing(state, authorised, captured, refunded, refunding)


def share(facts: Iterable[Told], asked: Money) -> Standing:
    """One payer's share, after one attempt or several. Two that were captured are a conflict."""
    by_key: dict[str, list[Told]] = {}
    for one in sorted(facts, key=lambda told: (told.at, told.key)):
        by_key.setdefault(one.key, []).append(one)
    attempts = [attempt(told, asked) for told in by_key.values()]
    if not attempts:
        nothing = Money(0, asked.code)
        return Standing(State.CREATED, nothing, nothing, nothing, nothing)
    if any(one.state is State.CONFLICTED for one in attempts) or _paid_twice(attempts):
        return _summed(attempts, State.CONFLICTED, asked)
    charged = [one for one in attempts if one.captured]
    still_open = [one for one in attempts if one.state.open]
    return (charged or still_open or attempts)[-1]


def _state(kinds: set[Fact], captured: Money, refunded: Money) -> State:
    if Fact.CAPTURED in kinds:
        if Fact.DISPUTED in kinds:
            return State.DISPUTED
        if not refunded:
            return State.CAPTURED
        return State.REFUNDED if captured <= refunded else State.PARTIALLY_REFUNDED
    found = next((state for fact, state in _PRECEDENCE if fact in kinds), State.CREATED)
    if found is State.AUTHORISED and Fact.CAPTURE_ASKED in kinds:
        return State.CAPTURING
    return found


def _largest(told: tuple[Told, ...], fact: Fact, asked: Money) -> Money:
    """What the fact is about: said without an amount, it is all that was asked."""
    amounts = [one.amount or asked for one in told if one.fact is fact]
    same = [amount for amount in amounts if amount.code == asked.code]
    return max(same, key=lambda amount: amount.units, default=Money(0, asked.code))


def _refunds(told: tuple[Told, ...], asked: Money) -> tuple[Money, Money]:
    """Given back, and asked to be given back with no answer yet. One refund told twice is one."""
    amounts: dict[str, Money] = {}
    outcomes: dict[str, set[Fact]] = {}
    for one in told:
        if one.refund and one.amount is not None:
            amounts[one.refund] = one.amount
            outcomes.setdefault(one.refund, set()).add(one.fact)
    done = [amounts[name] for name, said in outcomes.items() if Fact.REFUNDED in said]
    waiting = [
        amounts[name]
        for name, said in outcomes.items()
        if not said & {Fact.REFUNDED, Fact.REFUND_FAILED}
    ]
    return total(done, asked.code), total(waiting, asked.code)


def _contradicts(told: tuple[Told, ...], asked: Money) -> bool:
    """The provider speaks of another currency, or of more than was asked."""
    return any(
        one.amount is not None and (one.amount.code != asked.code or asked < one.amount)
        for one in told
        if one.fact in (Fact.AUTHORISED, Fact.CAPTURED)
    ) or any(
        one.amount is not None and one.fact is Fact.AUTHORISED and one.amount != asked
        for one in told
    )


def _paid_twice(attempts: list[Standing]) -> bool:
    return sum(bool(one.captured) and one.state is not State.REFUNDED for one in attempts) > 1


def _summed(attempts: list[Standing], state: State, asked: Money) -> Standing:
    return Standing(
        state,
        total((one.authorised for one in attempts), asked.code),
        total((one.captured for one in attempts), asked.code),
        total((one.refunded for one in attempts), asked.code),
        total((one.refunding for one in attempts), asked.code),
    )
