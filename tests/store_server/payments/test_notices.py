"""The ids of a provider's webhooks are kept while it may repeat them, and no longer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from payments.providers.port import WEBHOOK_REPEATED, WEBHOOK_TOLERANCE, Notice
from store_server import payment_messages as ask
from store_server.handlers import forget_notices
from tests.store_server.payments.till import Till


def notice(till: Till, attempt: str) -> Notice:
    body, headers = till.bank.webhook(till.charge(attempt))
    return till.bank.read_webhook(body, headers, till.clock.now())


def hears(till: Till, told: Notice) -> bool:
    heard: bool = till.bus.ask(ask.HearWebhook("simulated", told))
    return heard


def begun(till: Till, price: str = "100.00") -> tuple[str, str]:
    basket = till.locked(till.article(price, price))
    attempt = till.begin(till.share(basket))
    till.calls.run()
    till.tap(attempt)
    return basket, attempt


def test_an_id_is_known_while_the_provider_may_repeat_it_and_then_it_goes(
    either_till: Till,
) -> None:
    till = either_till
    _basket, attempt = begun(till)
    told = notice(till, attempt)
    assert hears(till, told)
    till.clock.at += WEBHOOK_REPEATED + WEBHOOK_TOLERANCE
    till.bus.tick()
    assert not hears(till, told)
    till.clock.at += forget_notices.KEPT
    till.bus.tick()
    assert hears(till, told)  # its id is gone


def test_what_is_told_after_its_id_was_forgotten_changes_nothing(till: Till) -> None:
    basket, attempt = begun(till)
    told = notice(till, attempt)
    hears(till, told)
    till.calls.run()
    till.refund(basket, "30.00")
    till.calls.run()
    till.clock.at += forget_notices.KEPT + timedelta(days=1)
    till.bus.tick()
    written = till.storage.ledger_queries.records
    before, records = len(till.told), len(list(written(till.settings.fiscal.till)))
    assert hears(till, told)
    till.calls.run()
    assert till.told[before:] == []
    assert till.standing(basket) == "partially_refunded"
    assert till.bank_total() == till.our_total() == 70_00
    assert len(list(written(till.settings.fiscal.till))) == records


def test_many_go_a_thousand_a_tick_and_are_looked_for_once_a_night(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forget_notices, "AT_ONCE", 2)
    with till.storage.store.begin() as uow:
        for number in range(3):
            uow.payments.first_notice("simulated", f"evt_{number}", till.clock.now())
        uow.commit()

    def left() -> int:
        with till.storage.store.begin() as uow:
            return uow.payments.forget_notices(till.clock.now(), limit=10)

    till.clock.at += forget_notices.KEPT + timedelta(seconds=1)
    till.bus.tick()
    assert left() == 1
    till.bus.tick()
    assert left() == 0
    with till.storage.store.begin() as uow:
        old = till.clock.now() - forget_notices.KEPT - timedelta(days=1)
        uow.payments.first_notice("simulated", "evt_late", old)
        uow.commit()
    till.bus.tick()
    assert left() == 1  # not before the next night
    till.clock.at += timedelta(days=1)
    till.bus.tick()
    assert left() == 0
