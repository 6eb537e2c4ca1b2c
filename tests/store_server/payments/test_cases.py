"""The worked cases of paying, by their numbers, through bus, database and simulated provider."""

from __future__ import annotations

from collections import Counter

import pytest

from payments.money import Money
from payments.providers.faults import Fault
from payments.providers.port import Means, WebhookError
from payments.providers.simulated import SIGNATURE
from store_server import payment_messages as ask
from store_server.payment_views import SettledView
from store_server.ports import ConflictError
from tests.store_server.payments.till import Tap, Till, at_once


def hears(till: Till, attempt_id: str) -> bool:
    """The bank's webhook of this moment arrives."""
    body, headers = till.bank.webhook(till.charge(attempt_id))
    notice = till.bank.read_webhook(body, headers, till.clock.now())
    heard: bool = till.bus.ask(ask.HearWebhook("simulated", notice))
    return heard


def test_p1_a_webhook_before_the_calls_own_response_pays_one_basket(till: Till) -> None:
    basket = till.locked(till.article())
    attempt = till.begin(till.share(basket), Means.READER)
    call = till.calls.waiting.popleft()
    answer = till.bank.authorise(call.attempt.order)  # its answer is still on the way
    assert hears(till, attempt)
    till.bus.ask(ask.NoteAnswer(attempt, ask.Doing.AUTHORISE, answer))
    till.calls.run()
    assert till.state(basket) == "paid"
    assert len(till.heard(ask.BasketPaid)) == len(till.heard(ask.PaymentCaptured)) == 1
    assert till.bank_total() == 100_00


def test_p2_the_same_webhook_ten_times_and_a_poll_have_one_effect(till: Till) -> None:
    basket = till.locked(till.article())
    attempt = till.begin(till.share(basket))
    till.calls.run()
    till.tap(attempt)
    body, headers = till.bank.webhook(till.charge(attempt))
    notice = till.bank.read_webhook(body, headers, till.clock.now())
    heard = [till.bus.ask(ask.HearWebhook("simulated", notice)) for _ in range(10)]
    assert heard == [True] + [False] * 9
    till.passes(30)
    assert till.state(basket) == "paid"
    assert len(till.heard(ask.PaymentCaptured)) == 1
    assert till.bank_total() == till.our_total() == 100_00


@pytest.mark.parametrize("forged", ["wrong", "missing", "old", "other body"])
def test_p3_a_webhook_that_is_not_the_providers_is_not_believed(till: Till, forged: str) -> None:
    basket = till.locked(till.article())
    attempt = till.begin(till.share(basket))
    till.calls.run()
    body, headers = till.bank.webhook(till.charge(attempt))
    match forged:
        case "wrong":
            *signed, last = headers[SIGNATURE]
            headers[SIGNATURE] = "".join([*signed, "1" if last == "0" else "0"])
        case "missing":
            headers = {}
        case "old":
            till.passes(360, step_s=30)
        case "other body":
            body = body.replace(b"10000", b"99999")
    with pytest.raises(WebhookError):
        till.bank.read_webhook(body, headers, till.clock.now())


def test_p5_success_after_a_failure_is_captured_and_the_basket_honoured(till: Till) -> None:
    necklace = till.one_of_a_kind()
    basket = till.locked(necklace)
    attempt = till.begin(till.share(basket))
    till.calls.run()
    till.tap(attempt, Tap.DECLINE)
    till.passes(5)
    assert till.standing(basket) == "failed"
    till.passes(600, step_s=10)  # the deadline: the piece is free again
    assert till.state(basket) == "open"
    assert till.free(necklace) == 1
    till.bank.success_after_all(attempt)
    assert hears(till, attempt)
    till.calls.run()
    assert till.state(basket) == "paid"
    assert [one.honoured for one in till.heard(ask.PaymentSettledLate)] == [True]
    (alert,) = till.storage.payment_queries.alerts()
    assert (alert.kind, alert.honoured, alert.basket_id) == ("late", True, basket)
    assert till.stock(necklace) == (0, 0)
    assert till.settled().honoured == 1
    assert hears(till, attempt)  # told once more, honoured it stays
    till.passes(60)
    assert till.bank_total() == till.our_total() == 100_00


def test_p5_success_after_a_failure_goes_back_where_the_piece_is_gone(till: Till) -> None:
    necklace = till.one_of_a_kind()
    basket = till.locked(necklace)
    attempt = till.begin(till.share(basket))
    till.calls.run()
    till.tap(attempt, Tap.DECLINE)
    till.passes(605, step_s=10)
    other = till.paid(necklace)
    till.bank.success_after_all(attempt)
    hears(till, attempt)
    till.passes(30)
    assert till.state(basket) == "open"
    assert [one.honoured for one in till.heard(ask.PaymentSettledLate)] == [False]
    assert [one.kind for one in till.storage.payment_queries.alerts()] == ["late"]
    assert till.settled().given_back == 1
    assert till.state(other) == "paid"
    assert till.bank_total() == till.our_total() == 100_00
    assert till.stock(necklace) == (0, 0)


def test_success_after_a_second_attempt_was_charged_gives_the_first_back(till: Till) -> None:
    basket = till.locked(till.article())
    first = till.begin(till.share(basket))
    till.calls.run()
    till.tap(first, Tap.DECLINE)
    till.passes(5)
    second = till.begin(till.share(basket), Means.READER)
    assert second != first
    till.calls.run()
    assert till.state(basket) == "paid"
    till.bank.success_after_all(first)
    hears(till, first)
    till.passes(30)
    assert till.bank_total() == till.our_total() == 100_00
    assert till.state(basket) == "paid"


def test_p6_twenty_taps_on_pay_at_once_are_one_payment(till: Till) -> None:
    basket = till.locked(till.article())
    share = till.share(basket)
    with till.running():
        attempts = at_once(lambda _share: till.bus.ask(ask.PayShare(share)), range(20))
    assert len(attempts) == 20
    assert len(set(attempts)) == 1
    till.calls.run()
    assert len(list(till.bank.book.all())) == 1


def test_p7_the_locked_price_stands(till: Till) -> None:
    scarf = till.article("Scarf", "100.00")
    basket = till.locked(scarf)
    till.article("Scarf", "150.00")
    till.rate("standard", "10")
    till.pay(basket)
    with till.storage.store.begin() as uow:
        sale = uow.sales.sale(basket)
    assert (sale.total, sale.lines[0].rate) == (Money(100_00, "EUR"), "20")
    assert till.bank_total() == 100_00


def test_p8_the_last_piece_is_reserved_for_one_of_twenty(either_till: Till) -> None:
    till = either_till
    necklace = till.one_of_a_kind()
    baskets = [till.basket(necklace, number=number) for number in range(1, 21)]

    def lock(basket_id: str) -> str:
        try:
            till.bus.ask(ask.LockBasket(basket_id), timeout_s=60)
        except ConflictError as error:
            return str(error)
        return "held"

    with till.running():
        said = Counter(at_once(lock, baskets))
    assert said == {"held": 1, "somebody else is just buying the last Necklace": 19}
    assert list(till.bank.book.all()) == []  # before any authorisation
    assert till.stock(necklace) == (1, 1)


def test_p8_two_processes_never_hold_the_same_piece(either_till: Till) -> None:
    """Straight at the database, with no bus between: the statement itself lets one through."""
    till = either_till
    scarf = till.article(stock=3)

    def hold(_client: int) -> bool:
        with till.storage.store.begin() as uow:
            got = uow.articles.hold(scarf, 1)
            uow.commit()
        return got

    assert sorted(at_once(hold, range(20))) == [False] * 17 + [True] * 3
    assert till.stock(scarf) == (3, 3)


@pytest.mark.parametrize("fault", [Fault.LOST_ANSWER, Fault.LOST_REQUEST])
def test_p9_a_lost_answer_is_unknown_and_settled_by_asking(till: Till, fault: Fault) -> None:
    basket = till.locked(till.article())
    till.bank.plan.faults.append(fault)
    attempt = till.begin(till.share(basket))
    till.calls.run_one()
    assert till.standing(basket) == "unknown"
    assert till.begin(till.share(basket)) == attempt  # no second one beside it
    till.passes(10)
    assert till.standing(basket) == "requires_action"
    till.tap(attempt)
    till.passes(10)
    assert till.state(basket) == "paid"
    assert len(list(till.bank.book.all())) == 1
    assert till.bank_total() == till.our_total() == 100_00
    assert till.settled() == SettledView(charged=1, let_go=0, refunded=0, honoured=0, given_back=0)


@pytest.mark.parametrize(
    ("currency", "price", "shares"),
    [
        ("EUR", "1000.00", ["333.34", "333.33", "333.33"]),
        ("JPY", "10000", ["3334", "3333", "3333"]),
        ("KWD", "100.000", ["33.340", "33.330", "33.330"]),
    ],
)
def test_p11_shares_add_up_to_the_last_unit(
    till: Till, currency: str, price: str, shares: list[str]
) -> None:
    till.currency = currency
    basket = till.locked(till.article("Bag", price))
    till.split(basket, 3)
    assert [share.amount.plain() for share in till.shares(basket)] == shares
    for share in till.shares(basket):
        till.begin(share.id, Means.READER)
    till.calls.run()
    assert till.state(basket) == "paid"
    whole = Money.parse(price, currency)
    assert till.bank_total() == whole.for_provider()
    assert till.our_total() == whole.units


def test_p12_one_of_three_declined_captures_nothing_until_it_is_topped_up(till: Till) -> None:
    basket = till.locked(till.article("Bag", "900.00"))
    first, second, third = till.split(basket, 3)
    till.begin(first, Means.READER)
    till.begin(second, Means.READER)
    till.calls.run()
    till.bank.plan.faults.append(Fault.DECLINED)
    till.begin(third, Means.READER)
    till.calls.run()
    assert till.standings(basket) == ["authorised", "authorised", "failed"]
    assert till.bank_total() == 0
    part = till.bus.ask(ask.TopUp(third, Money(100_00, "EUR"), "friend"))
    assert sum(share.amount.units for share in till.shares(basket)) == 900_00
    till.begin(part, Means.READER)
    till.calls.run()
    rest = next(share for share in till.shares(basket) if share.amount.units == 200_00)
    assert till.bank_total() == 0
    till.begin(rest.id, Means.READER)
    till.calls.run()
    assert till.state(basket) == "paid"
    assert till.bank_total() == till.our_total() == 900_00


def test_p12_or_all_is_void_at_the_deadline(till: Till) -> None:
    bag = till.article("Bag", "900.00")
    basket = till.locked(bag)
    first, second, _third = till.split(basket, 3)
    till.begin(first, Means.READER)
    till.begin(second)
    till.calls.run()
    till.passes(601, step_s=20)
    assert till.standings(basket) == ["voided", "voided", "created"]
    assert till.state(basket) == "open"
    assert till.stock(bag) == (10, 0)
    assert till.bank_total() == 0


@pytest.mark.parametrize("first", ["authorisation", "deadline"])
def test_p13_the_last_authorisation_and_the_deadline_have_one_outcome(
    till: Till, first: str
) -> None:
    basket = till.locked(till.article("Bag", "900.00"))
    shares = till.split(basket, 2)
    attempts = [till.begin(share) for share in shares]
    till.calls.run()
    till.tap(attempts[0])
    till.passes(590, step_s=10)
    till.tap(attempts[1])  # at the bank; we have not heard of it
    if first == "authorisation":
        hears(till, attempts[1])
    till.clock.at = till.bill(basket).deadline
    till.passes(1, run=False)
    hears(till, attempts[1])
    till.calls.run()
    till.passes(60)
    paid = first == "authorisation"
    assert till.state(basket) == ("paid" if paid else "open")
    assert set(till.standings(basket)) == {"captured" if paid else "voided"}
    assert till.bank_total() == till.our_total() == (900_00 if paid else 0)


def test_p14_refunds_in_parallel_are_never_above_what_was_captured(till: Till) -> None:
    basket = till.paid(till.article("Bag", "100.00"))
    till.refund(basket, "60.00")
    with pytest.raises(ConflictError, match=r"at most 40\.00"):
        till.refund(basket, "50.00")  # the first has not been answered
    till.refund(basket, "40.00")
    made = len(till.calls.waiting)
    till.calls.run()
    assert made == 2
    assert till.bank_total() == till.our_total() == 0
    with pytest.raises(ConflictError, match="cannot be given back"):
        till.refund(basket)


def test_p14_a_refund_whose_answer_is_lost_is_made_once(till: Till) -> None:
    basket = till.paid(till.article("Bag", "100.00"))
    till.bank.plan.faults.append(Fault.LOST_ANSWER)
    till.refund(basket, "30.00")
    till.passes(60)
    assert till.bank_total() == till.our_total() == 70_00
    assert len(till.heard(ask.PaymentRefunded)) == 1


def test_who_took_their_time_to_pay_does_not_wait_longer_for_a_lost_answer(till: Till) -> None:
    basket = till.locked(till.article())
    attempt = till.begin(till.share(basket))
    till.calls.run()
    till.passes(60)  # asked about every two seconds
    till.tap(attempt)
    till.bank.plan.faults.extend([Fault.NONE, Fault.LOST_ANSWER])  # asked; then captured
    till.passes(6)
    assert till.state(basket) == "paid"
    assert till.bank_total() == till.our_total() == 100_00


def test_p16_an_authorisation_that_expired_is_asked_for_anew(till: Till) -> None:
    basket = till.locked(till.article())
    attempt = till.begin(till.share(basket))
    till.calls.run()
    till.tap(attempt)
    till.bank.plan.faults.extend([Fault.NONE, Fault.EXPIRED])  # asked; then captured
    till.passes(5)
    assert till.standing(basket) == "expired"
    assert till.storage.payment_queries.basket(basket).needs_a_human
    till.begin(till.share(basket), Means.READER)
    till.calls.run()
    assert till.state(basket) == "paid"
    assert till.bank_total() == till.our_total() == 100_00


def test_p17_p18_tax_is_reckoned_on_the_total_and_the_same_everywhere(till: Till) -> None:
    tie = till.article("Tie", "19.99")
    basket = till.basket(tie)
    line = till.storage.payment_queries.basket(basket).lines[0]
    till.bus.ask(ask.ChangeLine(basket, line.id, quantity=3))
    till.bus.ask(ask.LockBasket(basket))
    till.pay(basket)
    with till.storage.store.begin() as uow:
        sale = uow.sales.sale(basket)
    view = till.storage.payment_queries.basket(basket)
    assert sale.rates[0].vat.plain() == view.rates[0].vat.amount == "10.00"
    assert sale.lines[0].vat.plain() == "10.00"


def test_p21_another_amount_is_a_conflict_and_nobody_leaves(till: Till) -> None:
    basket = till.locked(till.article())
    till.bank.plan.faults.append(Fault.WRONG_AMOUNT)
    till.begin(till.share(basket), Means.READER)
    till.calls.run()
    assert till.standing(basket) == "conflicted"
    assert len(till.heard(ask.PaymentConflicted)) == 1
    with pytest.raises(ConflictError):
        till.bus.ask(ask.IssueExitPass(basket))
    assert till.storage.payment_queries.basket(basket).needs_a_human
    assert [one.kind for one in till.storage.payment_queries.alerts()] == ["conflicted"]
    till.bus.ask(ask.ResolveConflict(basket, by_id="manager"))
    assert till.state(basket) == "open"
    assert not till.storage.payment_queries.alerts()


def test_p23_paid_while_the_server_was_away_is_neither_lost_nor_doubled(till: Till) -> None:
    basket = till.locked(till.article())
    attempt = till.begin(till.share(basket))
    till.calls.run()
    till.storage.close()
    till.tap(attempt)
    till.start()
    assert till.state(basket) == "paying"
    till.calls.run()
    assert till.state(basket) == "paid"
    assert till.begin(till.share(basket)) == attempt
    assert till.bank_total() == till.our_total() == 100_00


def test_p24_a_second_tab_shows_the_payment_of_the_first(till: Till) -> None:
    basket = till.locked(till.article())
    assert till.bus.ask(ask.LockBasket(basket)) == till.bill(basket).id
    first, second = till.begin(till.share(basket)), till.begin(till.share(basket))
    assert first == second
    till.calls.run()
    view = till.storage.payment_queries.basket(basket)
    assert view.bill is not None
    assert view.bill.shares[0].page == f"/bank/{till.charge(first).page}"


def test_p25_the_providers_smallest_unit_may_differ_from_the_currencys(till: Till) -> None:
    till.currency = "ISK"
    basket = till.locked(till.article("Lopapeysa", "25000"))
    attempt = till.pay(basket)
    assert till.charge(attempt).units == 2_500_000
    assert till.our_total() == 25_000


def test_p26_amounts_are_shown_as_the_client_writes_them(till: Till) -> None:
    basket = till.basket(till.article("Watch", "1234567.89"))
    till.bus.ask(ask.AmendBasket(basket, {"language": "fr-FR"}))
    view = till.storage.payment_queries.basket(basket)
    assert view.total.shown == "1\u202f234\u202f567,89\xa0€"


def test_a_provider_that_is_down_all_afternoon_costs_nobody_anything(till: Till) -> None:
    basket = till.locked(till.article())
    attempt = till.begin(till.share(basket))
    till.calls.run()
    till.bank.plan.down = True
    till.tap(attempt)
    till.passes(3600, step_s=60)
    assert till.state(basket) == "paying"  # nobody knows yet, so nothing is decided about it
    till.bank.plan.down = False
    till.passes(1300, step_s=60)
    assert till.state(basket) == "open"
    assert till.bank_total() == till.our_total() == 0


def test_a_deposit_is_paid_now_and_the_rest_when_the_piece_is_there(till: Till) -> None:
    ring = till.article("Ring", "1000.00", stock=0)
    basket = till.basket(ring)
    till.bus.ask(ask.LockBasket(basket, Money(300_00, "EUR")))
    till.pay(basket)
    assert till.state(basket) == "open"
    with pytest.raises(ConflictError, match="last Ring"):
        till.bus.ask(ask.LockBasket(basket))
    till.article("Ring", "1200.00", stock=1)  # dearer by now; the agreed price stands
    till.bus.ask(ask.LockBasket(basket))
    assert till.bill(basket).amount.units == 700_00
    till.pay(basket)
    assert till.state(basket) == "paid"
    with till.storage.store.begin() as uow:
        sale = uow.sales.sale(basket)
    assert [one.amount.units for one in sale.paid] == [300_00, 700_00]
    assert till.bank_total() == 1000_00
    till.agrees()


def test_an_exchange_gives_back_the_one_and_pays_the_other(till: Till) -> None:
    scarf, bag = till.article("Scarf", "100.00"), till.article("Bag", "250.00")
    sold = till.paid(scarf)
    line = till.storage.payment_queries.basket(sold).lines[0]
    assert till.stock(scarf) == (9, 0)
    till.refund(sold, lines={line.id: 1}, reason="exchange")
    till.calls.run()
    assert till.stock(scarf) == (10, 0)
    with pytest.raises(ConflictError, match="came back before"):
        till.refund(sold, lines={line.id: 1})
    new: str = till.bus.ask(ask.OpenBasket("EUR", "token", exchange_of_id=sold))
    till.bus.ask(ask.AddLine(new, bag))
    till.bus.ask(ask.LockBasket(new))
    till.pay(new)
    number = till.basket_now(sold).number
    with till.storage.store.begin() as uow:
        assert uow.sales.sale(new).exchange_of == number
    assert till.bank_total() == till.our_total() == 250_00
