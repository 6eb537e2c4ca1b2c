"""Who should know, who has it, and what each step allows."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store_server.domain import signal as signals
from store_server.domain.client import Approach, Client
from store_server.domain.signal import Outcome, Signal, SignalStepError, State
from store_server.domain.staff import Associate, Role

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)
TWENTY = timedelta(seconds=20)

CLAIRE = Associate("claire", "Claire", languages=("fr", "en"), on_shift=True)
LI = Associate("li", "Li", languages=("zh", "fr"), on_shift=True)
MARCO = Associate("marco", "Marco", languages=("it", "fr"), on_shift=True, engaged=1)
ODILE = Associate("odile", "Odile", role=Role.MANAGER, languages=("fr",), on_shift=True)
STAFF = (ODILE, MARCO, LI, CLAIRE)

ANN = Client("ann", "Ann", "Lee", language="en", primary_associate_id="marco")


def opened(*told: str) -> Signal:
    signal = Signal("s", "ann", "v", NOON, NOON)
    for associate_id in told:
        signal = signals.tell(signal, associate_id, NOON, TWENTY)
    return signal


def names(client: Client, staff: tuple[Associate, ...] = STAFF) -> list[str]:
    return [associate.id for associate in signals.line(client, staff)]


def test_the_primary_associate_is_first_then_the_secondary() -> None:
    client = replace(ANN, secondary_associate_id="li")
    assert names(client) == ["marco", "li", "claire", "odile"]


def test_somebody_off_shift_is_nowhere_in_line() -> None:
    staff = (replace(MARCO, on_shift=False), CLAIRE, ODILE)
    assert names(ANN, staff) == ["claire", "odile"]


def test_speakers_of_the_clients_language_come_least_busy_first() -> None:
    client = Client("x", "X", "Y", language="fr")
    busy = replace(CLAIRE, engaged=2)
    assert names(client, (busy, LI, MARCO)) == ["li", "marco", "claire"]


def test_the_preferred_language_counts_before_the_others() -> None:
    client = Client("x", "X", "Y", language="it", languages=("it", "fr"))
    assert names(client)[0] == "marco"


def test_where_nobody_speaks_the_language_the_manager_on_duty_is_told() -> None:
    assert names(Client("x", "X", "Y", language="ja")) == ["odile"]


def test_nobody_stands_in_line_twice() -> None:
    client = replace(ANN, secondary_associate_id="marco")
    assert len(names(client)) == len(set(names(client)))


def test_who_must_not_be_approached_is_never_signalled() -> None:
    assert not signals.may_be_raised(replace(ANN, approach=Approach.DO_NOT_APPROACH))
    assert signals.may_be_raised(replace(ANN, approach=Approach.DISCREET))


def test_the_next_in_line_is_told_and_the_first_keeps_it() -> None:
    signal = opened("marco")
    following = signals.next_to_tell(signal, ANN, STAFF)
    assert following is not None
    signal = signals.tell(signal, following.id, NOON + TWENTY, TWENTY)
    assert signal.told_ids == ("marco", "claire")
    assert signal.next_at == NOON + 2 * TWENTY


def test_at_the_end_of_the_line_there_is_nobody_left() -> None:
    assert signals.next_to_tell(opened("marco", "claire", "odile"), ANN, STAFF) is None


def test_the_first_claim_wins_and_the_second_changes_nothing() -> None:
    won = signals.claim(opened("marco", "claire"), "claire", NOON)
    assert signals.claim(won, "marco", NOON) == won
    assert won.claimed_by_id == "claire"


def test_nobody_further_is_told_once_it_is_claimed() -> None:
    assert signals.claim(opened("marco"), "marco", NOON).next_at is None


def test_only_the_one_who_took_it_may_go_on() -> None:
    signal = signals.claim(opened("marco", "claire"), "claire", NOON)
    for step in (signals.welcome, signals.stay, signals.finish):
        with pytest.raises(SignalStepError):
            step(signal, "marco", NOON)


def test_a_signal_runs_from_claim_to_done() -> None:
    signal = signals.claim(opened("marco"), "marco", NOON)
    signal = signals.welcome(signal, "marco", NOON)
    assert signal.state is State.WELCOMED
    signal = signals.stay(signal, "marco", NOON)
    assert signal.state is State.WITH_CLIENT
    signal = signals.finish(signal, "marco", NOON, Outcome.SOLD, "loved the bag")
    assert signal.state is State.DONE
    assert (signal.outcome, signal.outcome_note) == (Outcome.SOLD, "loved the bag")


def test_a_colleague_to_whom_it_is_handed_can_claim_it() -> None:
    signal = signals.claim(opened("marco"), "marco", NOON)
    signal = signals.hand_over(signal, "marco", LI, NOON, TWENTY, "speaks Chinese")
    assert signal.state is State.OPEN
    assert signal.told_ids[-1] == "li"
    assert signal.next_at == NOON + TWENTY
    assert signals.claim(signal, "li", NOON).claimed_by_id == "li"


def test_it_is_not_handed_to_somebody_off_shift_nor_to_oneself() -> None:
    signal = signals.claim(opened("marco"), "marco", NOON)
    with pytest.raises(SignalStepError):
        signals.hand_over(signal, "marco", replace(LI, on_shift=False), NOON, TWENTY)
    with pytest.raises(SignalStepError):
        signals.hand_over(signal, "marco", MARCO, NOON, TWENTY)


def test_not_now_makes_the_next_due_at_once() -> None:
    signal = signals.decline(opened("marco"), "marco", NOON, "with a client")
    assert signal.next_at == NOON
    assert signal.told[0].declined


def test_a_snooze_comes_back_and_wakes_once() -> None:
    signal = signals.decline(opened("marco"), "marco", NOON, snooze=timedelta(minutes=2))
    assert signal.told[0].snoozed_until == NOON + timedelta(minutes=2)
    assert signals.wake(signal, "marco").told[0].snoozed_until is None


def test_one_cannot_decline_for_the_colleague_who_has_it() -> None:
    signal = signals.claim(opened("marco", "claire"), "claire", NOON)
    with pytest.raises(SignalStepError):
        signals.decline(signal, "marco", NOON)


def test_a_signal_that_is_over_stays_over() -> None:
    over = signals.end(opened("marco"), State.LEFT, NOON)
    assert signals.end(over, State.WITHDRAWN, NOON) == over
    assert signals.claim(over, "marco", NOON) == over


STEPS = ("claim", "welcome", "stay", "finish", "decline", "hand_over", "left", "withdrawn")


@given(st.lists(st.tuples(st.sampled_from(STEPS), st.sampled_from(STAFF)), max_size=25))
def test_whatever_is_tapped_one_person_holds_it_or_nobody_does(
    taps: list[tuple[str, Associate]],
) -> None:
    signal = opened("marco")
    ended = False
    for step, who in taps:
        try:
            signal = apply(signal, step, who)
        except SignalStepError:
            continue
        ended = ended or not signal.state.live
        assert signal.state.live != ended
        held = signal.state in (State.CLAIMED, State.WELCOMED, State.WITH_CLIENT)
        assert not held or signal.claimed_by_id is not None
        assert signal.state is not State.OPEN or signal.claimed_by_id is None


def apply(signal: Signal, step: str, who: Associate) -> Signal:
    match step:
        case "claim":
            return signals.claim(signal, who.id, NOON)
        case "welcome":
            return signals.welcome(signal, who.id, NOON)
        case "stay":
            return signals.stay(signal, who.id, NOON)
        case "finish":
            return signals.finish(signal, who.id, NOON)
        case "decline":
            return signals.decline(signal, who.id, NOON)
        case "hand_over":
            return signals.hand_over(signal, who.id, LI, NOON, TWENTY)
        case "left":
            return signals.end(signal, State.LEFT, NOON)
    return signals.end(signal, State.WITHDRAWN, NOON)
