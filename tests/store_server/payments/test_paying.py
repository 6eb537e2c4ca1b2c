"""Taking money, through the whole house. Worked cases by their numbers."""

from __future__ import annotations

from store_server import payment_messages as ask
from tests.store_server.payments.till import Tap, Till


def test_from_a_basket_to_a_green_light(either_till: Till) -> None:
    till = either_till
    scarf = till.article("Scarf", "100.00")
    basket = till.locked(scarf)
    assert till.stock(scarf) == (10, 1)
    attempt = till.begin(till.share(basket))
    till.calls.run()
    assert till.standing(basket) == "requires_action"
    till.tap(attempt, Tap.PAY)
    till.passes(5)
    assert till.state(basket) == "paid"
    assert till.stock(scarf) == (9, 0)
    text = till.bus.ask(ask.IssueExitPass(basket))
    verdict = till.bus.ask(ask.ShowExitPass(text, "guard"))
    assert (verdict.light, verdict.reason, verdict.pieces) == ("green", "paid", 1)
    assert till.state(basket) == "released"
    assert till.bank_total() == till.our_total() == 100_00
    (paid,) = till.heard(ask.BasketPaid)
    assert paid.amount.units == 100_00
    with till.storage.store.begin() as uow:
        sale = uow.sales.sale(basket)
    assert (sale.total.units, sale.lines[0].vat.units, sale.paid[0].amount.units) == (
        100_00,
        16_67,
        100_00,
    )
