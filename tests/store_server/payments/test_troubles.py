"""The clock jumps and the disk fills while somebody pays: money is conserved, nobody pays twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from payments.providers.port import Means
from store_server import payment_messages as ask
from store_server.ports import FullError
from tests.store_server.payments.till import Till

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize("jump", [HOUR, -HOUR, -DAY])
def test_the_clock_jumps_between_the_call_and_its_answer(till: Till, jump: timedelta) -> None:
    basket = till.locked(till.article())
    till.begin(till.share(basket), Means.READER)
    till.clock.at += jump
    till.passes(30)
    # An hour on, the deadline is over: it is void, and what was authorised is let go.
    assert till.state(basket) == ("open" if jump == HOUR else "paid")
    assert till.bank_total() == (0 if jump == HOUR else 100_00)
    till.agrees()


def test_a_clock_that_was_set_back_asks_on_and_pays_once(till: Till) -> None:
    basket = till.locked(till.article())
    attempt = till.begin(till.share(basket))
    till.calls.run()
    till.clock.at -= DAY
    till.tap(attempt)
    till.passes(90, step_s=5)
    assert till.state(basket) == "paid"
    till.agrees()


def test_the_disk_is_full_when_the_bank_answers(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    basket = till.locked(till.article())
    till.begin(till.share(basket), Means.READER)
    begin = till.storage.store.begin

    def full() -> None:
        raise FullError("no space left on the disk")

    monkeypatch.setattr(till.storage.store, "begin", full)
    with pytest.raises(FullError):
        till.calls.run()  # the bank has authorised, and nobody could write it down
    with pytest.raises(FullError):
        till.bus.ask(ask.LockBasket(basket))
    assert till.storage.payment_queries.basket(basket).state == "paying"  # reads go on
    monkeypatch.setattr(till.storage.store, "begin", begin)
    till.passes(60)
    assert till.state(basket) == "paid"
    assert len(list(till.bank.book.all())) == 1
    till.agrees()
