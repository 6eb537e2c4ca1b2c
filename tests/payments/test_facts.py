"""Payments' states from facts. Worked cases by their numbers, as far as facts alone decide them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.bill import Bill, Outcome, Step, decide, next_step, paid
from payments.facts import Fact, Standing, State, Told, attempt, share
from payments.money import Money

AT = datetime(2026, 11, 2, 15, tzinfo=UTC)
ASKED = Money(1000_00, "EUR")


def told(*facts: Fact | Told, key: str = "k1") -> list[Told]:
    return [
        fact if isinstance(fact, Told) else Told(key, fact, AT + timedelta(seconds=number))
        for number, fact in enumerate(facts)
    ]


def refund(name: str, fact: Fact, units: int) -> Told:
    return Told("k1", fact, AT, Money(units, "EUR"), name)


def state(*facts: Fact | Told) -> State:
    return attempt(told(*facts), ASKED).state


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ([], State.CREATED),
        ([Fact.SUBMITTED], State.SUBMITTING),
        ([Fact.SUBMITTED, Fact.NO_ANSWER], State.UNKNOWN),
        ([Fact.SUBMITTED, Fact.ACTION_REQUIRED], State.REQUIRES_ACTION),
        ([Fact.SUBMITTED, Fact.FAILED], State.FAILED),
        ([Fact.SUBMITTED, Fact.AUTHORISED], State.AUTHORISED),
        ([Fact.AUTHORISED, Fact.CAPTURE_ASKED], State.CAPTURING),
        ([Fact.AUTHORISED, Fact.CAPTURED], State.CAPTURED),
        ([Fact.AUTHORISED, Fact.VOID_ASKED, Fact.VOIDED], State.VOIDED),
        ([Fact.AUTHORISED, Fact.EXPIRED], State.EXPIRED),
        ([Fact.CAPTURED, Fact.DISPUTED], State.DISPUTED),
        # P5: success after a failure was shown
        ([Fact.SUBMITTED, Fact.FAILED, Fact.CAPTURED], State.CAPTURED),
        # P9: what was unknown is settled by asking
        ([Fact.NO_ANSWER, Fact.AUTHORISED], State.AUTHORISED),
        ([Fact.NO_ANSWER, Fact.FAILED], State.FAILED),
        # the wish to void came too late
        ([Fact.VOID_ASKED, Fact.CAPTURED], State.CAPTURED),
    ],
)
def test_facts_amount_to_a_state(facts: list[Fact], expected: State) -> None:
    assert state(*facts) is expected


FACTS = st.lists(st.sampled_from(list(Fact)), max_size=8)


@given(FACTS, st.randoms(use_true_random=False))
def test_p2_p4_told_twice_late_or_shuffled_it_is_the_same(facts: list[Fact], order: object) -> None:
    once = attempt(told(*facts), ASKED)
    again = told(*facts) + told(*facts)
    order.shuffle(again)  # type: ignore[attr-defined]
    assert attempt(again, ASKED) == once


@given(FACTS, FACTS)
def test_p4_captured_never_regresses(before: list[Fact], after: list[Fact]) -> None:
    assert state(*before, Fact.CAPTURED, *after) in (State.CAPTURED, State.DISPUTED)


def test_p14_refunds_are_never_above_what_was_captured_in_parallel_neither() -> None:
    facts = told(Fact.CAPTURED, refund("r1", Fact.REFUND_ASKED, 600_00))
    assert attempt(facts, ASKED).refundable == Money(400_00, "EUR")
    facts += [refund("r1", Fact.REFUNDED, 600_00), refund("r1", Fact.REFUNDED, 600_00)]
    standing = attempt(facts, ASKED)
    assert (standing.state, standing.refunded.units) == (State.PARTIALLY_REFUNDED, 600_00)
    facts += [refund("r2", Fact.REFUND_ASKED, 400_00), refund("r2", Fact.REFUND_FAILED, 400_00)]
    assert attempt(facts, ASKED).refundable == Money(400_00, "EUR")
    facts.append(refund("r3", Fact.REFUNDED, 400_00))
    assert attempt(facts, ASKED).state is State.REFUNDED


def test_p15_what_is_captured_may_be_less_than_what_was_authorised() -> None:
    less = Told("k1", Fact.CAPTURED, AT, Money(900_00, "EUR"))
    standing = attempt(told(Fact.AUTHORISED, less), ASKED)
    assert (standing.state, standing.captured.units) == (State.CAPTURED, 900_00)
    assert standing.refundable.units == 900_00


def test_p16_an_authorisation_that_expired_is_asked_for_anew() -> None:
    later = [Told("k2", Fact.AUTHORISED, AT + timedelta(days=8))]
    standing = share(told(Fact.AUTHORISED, Fact.EXPIRED) + later, ASKED)
    assert standing.state is State.AUTHORISED


@pytest.mark.parametrize("fact", [Fact.AUTHORISED, Fact.CAPTURED])
@pytest.mark.parametrize("amount", [Money(1001_00, "EUR"), Money(1000_00, "USD")])
def test_p21_another_amount_or_currency_is_a_conflict(fact: Fact, amount: Money) -> None:
    assert state(Fact.SUBMITTED, Told("k1", fact, AT, amount)) is State.CONFLICTED


def test_two_attempts_that_were_both_charged_are_a_conflict_until_one_is_given_back() -> None:
    twice = told(Fact.CAPTURED) + told(Fact.CAPTURED, key="k2")
    standing = share(twice, ASKED)
    assert (standing.state, standing.captured.units) == (State.CONFLICTED, 2000_00)
    back = Told("k1", Fact.REFUNDED, AT, ASKED, "r1")
    assert share([*twice, back], ASKED).state is State.CAPTURED


def test_an_attempt_that_is_open_is_asked_about_before_another_is_made() -> None:
    assert share(told(Fact.NO_ANSWER) + told(Fact.FAILED, key="k2"), ASKED).state is State.UNKNOWN
    assert share([], ASKED).state is State.CREATED


# ------------------------------------------------------------------ a bill of several shares

DEADLINE = AT + timedelta(minutes=10)
THIRDS = [Money(units, "EUR") for units in (333_34, 333_33, 333_33)]
BILL = Bill(ASKED, DEADLINE)


def standings(*facts: Fact) -> list[Standing]:
    return [share(told(fact), third) for fact, third in zip(facts, THIRDS, strict=True)]


def test_all_are_captured_only_when_the_sum_is_the_bill() -> None:
    two = standings(Fact.AUTHORISED, Fact.AUTHORISED, Fact.ACTION_REQUIRED)
    assert decide(BILL, two, AT) is None
    assert decide(BILL, standings(*[Fact.AUTHORISED] * 3), AT) is Outcome.CAPTURE
    assert decide(BILL, standings(*[Fact.AUTHORISED] * 3)[:2], AT) is None


def test_p12_one_declined_captures_nothing_and_voids_all_at_the_deadline() -> None:
    shares = standings(Fact.AUTHORISED, Fact.AUTHORISED, Fact.FAILED)
    assert decide(BILL, shares, DEADLINE - timedelta(seconds=1)) is None
    outcome = decide(BILL, shares, DEADLINE)
    assert outcome is Outcome.VOID
    assert [next_step(outcome, one) for one in shares] == [Step.VOID, Step.VOID, Step.NOTHING]


@pytest.mark.parametrize("outcome", list(Outcome))
def test_p13_whoever_decided_first_has_decided(outcome: Outcome) -> None:
    """The last authorisation and the deadline race; the loser's wish changes nothing."""
    decided = Bill(ASKED, DEADLINE, outcome)
    late = standings(*[Fact.AUTHORISED] * 3)
    assert decide(decided, late, DEADLINE) is outcome
    wanted = Step.CAPTURE if outcome is Outcome.CAPTURE else Step.VOID
    assert {next_step(outcome, one) for one in late} == {wanted}


def test_what_is_unknown_is_asked_about_and_never_tried_again_blindly() -> None:
    for facts in ([Fact.SUBMITTED], [Fact.NO_ANSWER], [Fact.AUTHORISED, Fact.CAPTURE_ASKED]):
        standing = share(told(*facts), ASKED)
        for outcome in (None, *Outcome):
            assert next_step(outcome, standing) is Step.ASK


def test_p21_nobody_leaves_with_a_conflict() -> None:
    conflict = share([Told("k1", Fact.CAPTURED, AT, Money(1, "USD"))], ASKED)
    assert not paid(BILL, [conflict])
    assert next_step(Outcome.CAPTURE, conflict) is Step.CALL_A_HUMAN
    assert decide(BILL, [conflict], AT) is None


def test_a_bill_is_paid_when_its_captures_are_the_bill() -> None:
    assert paid(BILL, standings(*[Fact.CAPTURED] * 3))
    assert not paid(BILL, standings(Fact.CAPTURED, Fact.CAPTURED, Fact.AUTHORISED))


@pytest.mark.parametrize(
    ("outcome", "fact", "step"),
    [
        (Outcome.CAPTURE, Fact.CAPTURED, Step.NOTHING),
        (Outcome.CAPTURE, Fact.VOIDED, Step.CALL_A_HUMAN),
        (Outcome.VOID, Fact.CAPTURED, Step.CALL_A_HUMAN),
        (Outcome.VOID, Fact.VOIDED, Step.NOTHING),
        (None, Fact.AUTHORISED, Step.NOTHING),
    ],
)
def test_each_share_has_its_next_step(outcome: Outcome | None, fact: Fact, step: Step) -> None:
    assert next_step(outcome, share(told(fact), ASKED)) is step
