"""Which attempt of a share counts, and when the provider is to be asked about one again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from payments.bill import Outcome
from payments.facts import Fact, Standing, State, Told, attempt, share
from payments.providers.port import KEY_REMEMBERED, Means
from payments.register import Attempt, Share

IN_FLIGHT = timedelta(seconds=20)  # a call that was made has so long to answer
SLOWEST = timedelta(minutes=10)
ACTING = timedelta(seconds=2)  # while a payer is on the provider's page or at the reader
ACTING_FOR = 60  # so many times; then more slowly
WAITING = timedelta(seconds=60)  # authorised, and the others are not yet
FAILED_AGAIN = timedelta(seconds=30)  # a success may follow what was called a failure
GIVEN_UP = timedelta(seconds=60)  # a call that was lost cannot still arrive after that


@dataclass(frozen=True, slots=True)
class Tried:
    """One attempt with what is known of it."""

    attempt: Attempt
    standing: Standing
    facts: frozenset[Fact]

    @property
    def id(self) -> str:
        return self.attempt.id

    @property
    def state(self) -> State:
        return self.standing.state


def tried(one: Attempt, told: Sequence[Told]) -> Tried:
    """`told` may be about others too."""
    own = [fact for fact in told if fact.key == one.id]
    standing = attempt(own, one.order.amount)
    return Tried(one, standing, frozenset(fact.fact for fact in own))


def standing_of(part: Share, told: Sequence[Told], attempts: Sequence[Attempt]) -> Standing:
    keys = {one.id for one in attempts if one.share_id == part.id}
    return share([fact for fact in told if fact.key in keys], part.amount)


def counting(attempts: Sequence[Tried]) -> Tried | None:
    """The attempt that the share's standing is about: charged, else open, else the last."""
    charged = [one for one in attempts if one.standing.captured]
    still_open = [one for one in attempts if one.state.open]
    chosen = charged or still_open or list(attempts)
    return chosen[-1] if chosen else None


def pause(one: Tried, outcome: Outcome | None, now: datetime) -> timedelta | None:
    """How long until it is asked about again; None where nothing is to be expected. Each wait is
    twice the one before, and the payer hears of a call that was lost as soon as it is given up."""
    if one.attempt.in_cash:
        return None
    asked = one.attempt.asked
    if one.state is State.REQUIRES_ACTION:
        return ACTING if asked < ACTING_FOR else ACTING * 5
    if one.state is State.AUTHORISED and outcome is None:
        return WAITING
    if one.state.open or _void_is_open(one):
        wait = min(timedelta(seconds=2.0 ** min(asked, 10)), SLOWEST)
        given_up_in = one.attempt.order.asked_at + GIVEN_UP - now
        lost = one.state in (State.SUBMITTING, State.UNKNOWN) and given_up_in > timedelta(0)
        return min(wait, given_up_in) if lost else wait
    if one.state is State.FAILED and outcome is None:
        return FAILED_AGAIN
    return None


def may_be_sent_again(one: Tried, outcome: Outcome | None, now: datetime) -> bool:
    """The provider has never heard of it: whether the same order may go there once more."""
    age = now - one.attempt.order.asked_at
    started_here = one.attempt.order.means is Means.PAGE
    return outcome is None and timedelta(0) <= age < KEY_REMEMBERED and started_here


def _void_is_open(one: Tried) -> bool:
    """A void was wished for, and nothing final was said."""
    return Fact.VOID_ASKED in one.facts and one.state is State.CONFLICTED
