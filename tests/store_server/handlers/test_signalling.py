"""Who is told, in which order, how often; and what everybody sees of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from store_server import messages as ask
from store_server.domain.signal import Outcome, SignalStepError
from tests.store_server.handlers.conftest import Shop


def claim(shop: Shop, signal_id: str, associate_id: str, tap_id: str = "") -> bool:
    command = ask.ClaimSignal(signal_id, associate_id, tap_id or uuid4().hex)
    won: bool = shop.bus.ask(command).won
    return won


def test_the_primary_associate_hears_of_the_client_first(shop: Shop) -> None:
    claire, marco = shop.associate("Claire"), shop.associate("Marco")
    ann = shop.client("Ann", primary_associate_id=marco)
    shop.walks_in(ann)
    assert shop.kinds(marco) == ["signal"]
    assert shop.kinds(claire) == []


def test_after_twenty_seconds_the_next_is_told_and_the_first_keeps_it(shop: Shop) -> None:
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco))
    shop.passes(19)
    assert shop.signals(claire) == []
    shop.passes(2)
    assert shop.signal(marco).told == ("Marco", "Claire")
    assert shop.signal(claire).id == shop.signal(marco).id


def test_the_manager_on_duty_is_the_last_to_be_told(shop: Shop) -> None:
    odile = shop.associate("Odile", role="manager")
    claire = shop.associate("Claire")
    shop.walks_in(shop.client("Ann"))
    assert shop.kinds(odile) == []
    shop.passes(21)
    assert shop.kinds(odile) == ["signal"]
    assert shop.signal(claire).told == ("Claire", "Odile")


def test_nobody_is_told_twice_after_a_restart(shop: Shop) -> None:
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco))
    shop.killed_and_restarted(after_s=5)
    shop.passes(30)
    assert shop.kinds(marco).count("signal") == 1
    assert shop.kinds(claire).count("signal") == 1


def test_whoever_comes_on_shift_hears_of_who_waits(shop: Shop) -> None:
    ann = shop.client("Ann")
    shop.walks_in(ann)
    claire = shop.associate("Claire")
    assert shop.kinds(claire) == ["signal"]


def test_the_one_who_claims_has_it_and_the_others_read_by_whom(shop: Shop) -> None:
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco))
    shop.passes(21)
    signal = shop.signal(claire)
    assert claim(shop, signal.id, claire)
    assert not claim(shop, signal.id, marco)
    assert shop.signal(marco).claimed_by == "Claire"
    assert shop.signal(claire).mine
    assert shop.notices(marco)[-1].signal == shop.signal(marco)


def test_a_hundred_races_have_a_hundred_single_winners(shop: Shop) -> None:
    rivals = [shop.associate(f"A{n}") for n in range(4)]
    shop.bus.start()
    try:
        with ThreadPoolExecutor(len(rivals)) as phones:
            for n in range(100):
                client_id = shop.client(f"C{n}")
                shop.bus.ask(ask.ReportPresence(client_id, ask.Source.ASSOCIATE))
                with shop.storage.store.begin() as uow:
                    visit = uow.visits.latest(client_id)
                    assert visit is not None
                    signal = uow.signals.of_visit(visit.id)
                    assert signal is not None
                won = list(phones.map(lambda who, s=signal.id: claim(shop, s, who), rivals))
                assert won.count(True) == 1
    finally:
        shop.bus.stop()


def test_a_tap_that_is_sent_again_after_a_hand_over_does_not_take_it_back(shop: Shop) -> None:
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco))
    signal_id = shop.signal(marco).id
    assert claim(shop, signal_id, marco, "tap-1")
    shop.bus.ask(ask.HandOverSignal(signal_id, marco, claire, "knows her sister"))
    claim(shop, signal_id, marco, "tap-1")
    assert claim(shop, signal_id, claire)
    assert shop.signal(claire).handover_note == "knows her sister"


def test_a_signal_goes_from_claim_to_done(shop: Shop) -> None:
    claire = shop.associate("Claire")
    shop.walks_in(shop.client("Ann"))
    signal_id = shop.signal(claire).id
    claim(shop, signal_id, claire)
    shop.bus.ask(ask.WelcomeClient(signal_id, claire))
    shop.bus.ask(ask.StayWithClient(signal_id, claire))
    assert shop.signal(claire).state == "with_client"
    shop.bus.ask(ask.FinishSignal(signal_id, claire, Outcome.SOLD, "two scarves"))
    assert shop.signals(claire) == []


def test_what_became_of_a_visit_is_a_code_in_the_journal_and_the_note_is_not(shop: Shop) -> None:
    claire = shop.associate("Claire")
    shop.walks_in(shop.client("Ann"))
    signal_id = shop.signal(claire).id
    claim(shop, signal_id, claire)
    shop.bus.ask(ask.FinishSignal(signal_id, claire, Outcome.PROMISED, "the blue one for Ann"))
    with shop.storage.store.begin() as uow:
        told = {entry.kind: entry.payload for entry in uow.journal.after(0, 200)}
        kept = uow.signals.get(signal_id)
    assert told["SignalFinished"]["outcome"] == "promised"
    assert "Ann" not in str(told)
    assert (kept.outcome, kept.outcome_note) == (Outcome.PROMISED, "the blue one for Ann")


def test_a_step_that_is_not_ones_own_is_refused_and_changes_nothing(shop: Shop) -> None:
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco))
    signal_id = shop.signal(marco).id
    claim(shop, signal_id, marco)
    before = shop.notices(marco)
    with pytest.raises(SignalStepError):
        shop.bus.ask(ask.FinishSignal(signal_id, claire))
    assert shop.notices(marco) == before


def test_not_now_tells_the_next_at_once_and_a_snooze_reminds(shop: Shop) -> None:
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco))
    shop.bus.ask(ask.DeclineSignal(shop.signal(marco).id, marco, snooze_min=2))
    shop.passes(1)
    assert "signal" in shop.kinds(claire)
    for _ in range(6):
        shop.passes(21)
        shop.hears(shop.visits()[0][0])
    assert shop.kinds(marco).count("reminder") == 1


def test_a_client_not_to_be_approached_is_noted_and_not_signalled(shop: Shop) -> None:
    claire = shop.associate("Claire")
    ann = shop.client("Ann", approach="do_not_approach")
    shop.walks_in(ann)
    assert shop.visits() == [(ann, "here")]
    assert shop.kinds(claire) == []


def test_a_discreet_client_is_signalled_without_a_sound(shop: Shop) -> None:
    claire = shop.associate("Claire")
    shop.walks_in(shop.client("Ann", approach="discreet"))
    signal = shop.signal(claire)
    assert signal.silent
    assert signal.card is not None
    assert signal.card.approach == "discreet"


def test_a_quiet_hour_mutes_the_sound_but_not_the_list(quiet_shop: Shop) -> None:
    claire = quiet_shop.associate("Claire")
    quiet_shop.walks_in(quiet_shop.client("Ann"))
    assert quiet_shop.signal(claire).silent


def test_the_least_busy_speaker_of_the_language_is_told(shop: Shop) -> None:
    lin, mei = (shop.associate(name, languages=("zh",)) for name in ("Lin", "Mei"))
    shop.walks_in(shop.client("Ann", language="zh"))
    first = lin if shop.kinds(lin) else mei
    other = mei if first == lin else lin
    claim(shop, shop.signal(first).id, first)
    shop.walks_in(shop.client("Bo", language="zh"))
    assert shop.kinds(other) == ["signal"]


def test_the_order_of_arrival_is_the_order_of_the_feed(shop: Shop) -> None:
    claire = shop.associate("Claire")
    for name in ("Ann", "Bea", "Cleo"):
        shop.walks_in(shop.client(name))
    numbers = [notice.seq for notice in shop.notices(claire)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_who_goes_off_shift_gives_back_what_they_took_and_had_not_begun(shop: Shop) -> None:
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco))
    claim(shop, shop.signal(marco).id, marco)
    shop.bus.ask(ask.EndShift(marco))
    shop.passes(1)
    assert shop.signal(claire).state == "open"


def test_nobody_off_shift_is_reminded(shop: Shop) -> None:
    marco = shop.associate("Marco")
    ann = shop.client("Ann")
    shop.walks_in(ann)
    shop.bus.ask(ask.DeclineSignal(shop.signal(marco).id, marco, snooze_min=2))
    shop.bus.ask(ask.EndShift(marco))
    for _ in range(6):
        shop.passes(21)
        shop.hears(ann)
    assert "reminder" not in shop.kinds(marco)


def test_a_quiet_hour_that_begins_while_a_signal_waits_mutes_the_next(quiet_shop: Shop) -> None:
    shop = quiet_shop
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    ann = shop.client("Ann", primary_associate_id=marco)
    shop.clock.passed_s = -30 * 60 - 5  # 09:29:55, five seconds before it begins
    shop.walks_in(ann)
    assert not shop.signal(marco).silent
    shop.passes(21)
    assert shop.signal(claire).silent


def test_not_now_that_is_sent_again_tells_nobody_further(shop: Shop) -> None:
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    odile = shop.associate("Odile", role="manager")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco))
    signal_id = shop.signal(marco).id
    for _ in range(2):
        shop.bus.ask(ask.DeclineSignal(signal_id, marco, "busy"))
        shop.passes(1)
    assert "signal" in shop.kinds(claire)
    assert shop.kinds(odile) == []


def test_only_who_was_told_can_say_not_now(shop: Shop) -> None:
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco))
    with pytest.raises(SignalStepError):
        shop.bus.ask(ask.DeclineSignal(shop.signal(marco).id, claire))


def test_a_hand_over_that_nobody_answers_comes_back_to_the_giver(shop: Shop) -> None:
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    ann = shop.client("Ann", primary_associate_id=marco)
    shop.walks_in(ann)
    signal_id = shop.signal(marco).id
    claim(shop, signal_id, marco)
    shop.bus.ask(ask.HandOverSignal(signal_id, marco, claire))
    shop.passes(21)
    assert shop.kinds(marco)[-1] == "reminder"


def test_the_journal_says_who_handed_over_and_who_declined(shop: Shop) -> None:
    marco, claire = shop.associate("Marco"), shop.associate("Claire")
    shop.walks_in(shop.client("Ann", primary_associate_id=marco))
    signal_id = shop.signal(marco).id
    claim(shop, signal_id, marco)
    shop.bus.ask(ask.HandOverSignal(signal_id, marco, claire))
    shop.bus.ask(ask.DeclineSignal(signal_id, claire, "busy"))
    with shop.storage.store.begin() as uow:
        told = {e.kind: e.payload.get("by") for e in uow.journal.after(0, 200)}
    assert (told["SignalHandedOver"], told["SignalDeclined"]) == (marco, claire)
