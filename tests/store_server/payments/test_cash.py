"""Cash at the end of a basket: taken, shared, given back, and the same in drawer and ledger."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from payments.books import read_entry
from payments.cash import CashError
from payments.entry import Entry, MeansSum
from payments.money import Money
from payments.providers.port import Means
from payments.receipt import Seller, written
from store_server import payment_messages as ask
from store_server.payment_views import CashView
from store_server.ports import ConflictError
from store_server.storage.engine import writing
from tests.store_server.payments.till import Tap, Till

HERE = {"cash_by": "associate", "cash_step": "0.05"}  # as in the Netherlands


@pytest.fixture
def till(database_url: str, tmp_path: Path) -> Iterator[Till]:
    opened = Till(database_url, tmp_path, cash=HERE).open()
    yield opened
    opened.close()


def entries(till: Till) -> list[Entry]:
    records = till.storage.ledger_queries.records(till.settings.fiscal.till)
    return [read_entry(one) for one in records]


def cash_of(till: Till, basket: str, place: int = 0) -> CashView:
    bill = till.storage.payment_queries.basket(basket).bill
    assert bill is not None
    cash = bill.shares[place].cash
    assert cash is not None
    return cash


def eur(amount: str) -> Money:
    return Money.parse(amount, "EUR")


def test_a_basket_is_paid_in_cash_in_one_step(till: Till) -> None:
    basket = till.locked(till.article("Scarf", "83.32"))
    offered = cash_of(till, basket)
    assert (offered.due.amount, offered.rounding.amount) == ("83.30", "-0.02")
    till.take_cash(till.share(basket), given="100.00")
    assert till.state(basket) == "paid"
    told = cash_of(till, basket)
    assert told.taken
    assert told.given is not None
    assert told.change is not None
    assert (told.given.amount, told.change.amount) == ("100.00", "16.70")
    (sale,) = entries(till)
    assert sale.total == 83_32
    assert sale.means == (MeansSum("cash", 83_30, 100_00), MeansSum("cash_rounding", 2))
    assert till.means() == {"cash": 83_30, "cash_rounding": 2}
    assert till.drawer() == eur("83.30")
    assert till.calls.made == []  # nobody is called, and nothing can be unknown
    assert till.bank_total() == 0
    assert till.our_total() == 83_32


def test_the_receipt_says_what_was_given_and_what_went_back(till: Till) -> None:
    till.take_cash(till.share(till.locked(till.article("Scarf", "83.32"))), given="100.00")
    (record,) = till.storage.ledger_queries.records(till.settings.fiscal.till)
    receipt = written(record, "1", Seller("Maison", "Delft"), till.settings.zone, "en")
    assert [(row.label, row.detail, row.amount) for row in receipt.means] == [
        ("Cash", "given €100.00, change €16.70", "€83.30"),
        ("Cash rounding", "", "€0.02"),
    ]


def test_a_closing_has_cash_and_its_rounding_as_means_of_their_own(till: Till) -> None:
    for price in ("83.32", "19.98"):
        till.take_cash(till.share(till.locked(till.article(f"Scarf {price}", price, sku=price))))
    till.bus.ask(ask.CloseLedger())
    queries = till.storage.ledger_queries
    (closing,) = queries.closings(till.settings.fiscal.till, "close_day")
    assert b'{"amount":10330,"means":"cash"},{"amount":0,"means":"cash_rounding"}' in closing.body
    till.take_cash(till.share(till.locked(till.article("Belt", "10.01"))))
    assert till.means() == {"cash": 10_00, "cash_rounding": 1}


def test_taken_twice_is_taken_once(till: Till) -> None:
    share = till.share(till.locked(till.article("Scarf", "83.32")))
    assert till.take_cash(share) == till.take_cash(share, given="90.00")
    assert till.drawer() == eur("83.30")
    assert len(entries(till)) == 1


def test_too_little_is_not_taken(till: Till) -> None:
    basket = till.locked(till.article("Scarf", "83.32"))
    with pytest.raises(CashError, match=r"83\.30 EUR are due"):
        till.take_cash(till.share(basket), given="83.25")
    assert till.state(basket) == "locked"
    assert till.drawer() == eur("0")


def test_above_the_limit_it_is_refused_and_said_so(till: Till) -> None:
    basket = till.locked(till.article("Coat", "1000.03"))
    assert cash_of(till, basket).limit is not None
    with pytest.raises(ConflictError, match=r"cash_limit: .* 1000\.00 EUR in cash at most"):
        till.take_cash(till.share(basket))
    assert till.state(basket) == "locked"


def test_the_limit_is_of_a_purchase_and_not_of_a_payer(till: Till) -> None:
    basket = till.locked(till.article("Coat", "1200.00"))
    first, second = till.split(basket, 2)
    till.take_cash(first)
    with pytest.raises(ConflictError, match="cash_limit"):
        till.take_cash(second)
    till.begin(second, Means.READER)
    till.calls.run()
    assert till.state(basket) == "paid"
    assert till.means() == {"cash": 600_00, "reader": 600_00}


def test_one_pays_in_cash_and_two_by_card(till: Till) -> None:
    """100.01 by 3 is 33.34 + 33.34 + 33.33; the first is 33.35 in coins."""
    basket = till.locked(till.article("Bag", "100.01"))
    first, second, third = till.split(basket, 3)
    till.take_cash(first, given="50.00")
    assert till.standings(basket)[0] == "authorised"
    assert entries(till) == [], "it waits in the drawer for the others"
    for share in (second, third):
        till.begin(share, Means.READER)
        till.calls.run()
    assert till.state(basket) == "paid"
    (sale,) = entries(till)
    assert [(one.means, one.amount) for one in sale.means] == [
        ("cash", 33_35),
        ("cash_rounding", -1),
        ("reader", 33_34),
        ("reader", 33_33),
    ]
    assert till.bank_total() == 66_67
    assert till.drawer() == eur("33.35")


def test_cash_that_waited_in_vain_is_given_back_before_the_pieces_are_free(till: Till) -> None:
    bag = till.article("Bag", "100.01", stock=1)
    basket = till.locked(bag)
    first, _second = till.split(basket, 2)
    till.take_cash(first)
    till.passes(700, step_s=100)
    assert till.state(basket) == "paying"
    assert cash_of(till, basket).to_return
    assert till.free(bag) == 0
    (alert,) = till.storage.payment_queries.alerts()
    assert (alert.kind, alert.basket_id, alert.amount.amount) == ("cash_to_return", basket, "50.00")
    assert [one.basket_id for one in till.heard(ask.CashToReturn)] == [basket], "told once"
    assert till.return_cash(first) == eur("50.00")
    assert till.state(basket) == "open"
    assert till.storage.payment_queries.alerts() == []
    assert till.free(bag) == 1
    assert till.drawer() == eur("0")
    assert entries(till) == []


def test_who_changes_their_mind_has_their_cash_back_and_pays_by_card(till: Till) -> None:
    basket = till.locked(till.article("Bag", "100.01"))
    first, second = till.split(basket, 2)
    till.take_cash(first)
    till.return_cash(first)
    with pytest.raises(ConflictError, match="no cash waits"):
        till.return_cash(first)
    for share in (first, second):
        till.begin(share, Means.READER)
        till.calls.run()
    assert till.state(basket) == "paid"
    assert till.means() == {"reader": 100_01}
    till.agrees()


def test_cash_of_a_paid_bill_goes_back_as_a_refund_alone(till: Till) -> None:
    share = till.share(till.locked(till.article("Scarf", "83.32")))
    till.take_cash(share)
    with pytest.raises(ConflictError, match="no cash waits"):
        till.return_cash(share)


def test_a_refund_is_in_coins_and_in_the_ledger_at_once(till: Till) -> None:
    basket = till.locked(till.article("Scarf", "9.99"))
    till.take_cash(till.share(basket))
    for _ in range(3):
        till.refund(basket, "3.33")
    view = till.storage.payment_queries.basket(basket)
    assert [one.state for one in view.refunds] == ["refunded"] * 3
    assert [one.coins.amount for one in view.refunds if one.coins] == ["3.35", "3.30", "3.35"]
    _sale, *back = entries(till)
    assert [[(one.means, one.amount) for one in each.means] for each in back] == [
        [("cash", -3_35), ("cash_rounding", 2)],
        [("cash", -3_30), ("cash_rounding", -3)],
        [("cash", -3_35), ("cash_rounding", 2)],
    ]
    assert till.means() == {"cash": 0, "cash_rounding": 0}
    assert till.drawer() == eur("0")
    with pytest.raises(ConflictError, match=r"at most 0\.00 EUR is left"):
        till.refund(basket, "0.01")


def test_a_refund_of_both_means_goes_back_to_both(till: Till) -> None:
    basket = till.locked(till.article("Bag", "100.02"))
    first, second = till.split(basket, 2)
    till.take_cash(first)
    till.begin(second, Means.READER)
    till.calls.run()
    till.refund(basket)
    till.calls.run()
    assert till.means() == {"cash": 0, "cash_rounding": 0, "reader": 0}
    assert till.bank_total() == 0
    assert till.drawer() == eur("0")


def test_a_deposit_in_cash_is_rounded_when_it_is_taken(till: Till) -> None:
    basket = till.basket(till.article("Ring", "1000.00", stock=0))
    till.bus.ask(ask.LockBasket(basket, eur("300.02")))
    till.take_cash(till.share(basket))
    (deposit,) = entries(till)
    assert deposit.means == (MeansSum("cash", 300_00), MeansSum("cash_rounding", 2))
    till.article("Ring", "1000.00", stock=1)
    till.bus.ask(ask.LockBasket(basket))
    till.take_cash(till.share(basket))
    assert till.state(basket) == "paid"
    assert till.means() == {"cash": 1000_00, "cash_rounding": 0}


def test_cash_after_a_card_that_was_declined(till: Till) -> None:
    basket = till.locked(till.article("Scarf", "83.32"))
    attempt = till.begin(till.share(basket))
    till.calls.run()
    with pytest.raises(ConflictError, match="being paid already"):
        till.take_cash(till.share(basket))
    till.tap(attempt, Tap.DECLINE)
    till.passes(3)
    till.take_cash(till.share(basket))
    assert till.state(basket) == "paid"
    assert till.means() == {"cash": 83_30, "cash_rounding": 2}


def test_a_card_that_succeeds_after_the_cash_goes_back_by_itself(till: Till) -> None:
    basket = till.locked(till.article("Scarf", "83.32"))
    attempt = till.begin(till.share(basket))
    till.calls.run()
    till.tap(attempt, Tap.DECLINE)
    till.passes(3)
    till.take_cash(till.share(basket))
    till.tap(attempt)
    till.passes(120)
    assert till.bank_total() == 0
    assert till.means() == {"cash": 83_30, "cash_rounding": 2}


def test_killed_right_after_cash_nothing_is_asked_of_anybody(till: Till) -> None:
    basket = till.locked(till.article("Bag", "100.01"))
    first, second = till.split(basket, 2)
    till.take_cash(first)
    till.killed_and_restarted()
    assert not till.calls.waiting
    till.begin(second, Means.READER)
    till.calls.run()
    assert till.state(basket) == "paid"
    assert till.settled().charged == 0


def test_a_boutique_that_takes_no_cash_says_so(either_till: Till) -> None:
    basket = either_till.locked(either_till.article("Scarf"))
    with pytest.raises(ConflictError, match="takes no cash"):
        either_till.take_cash(either_till.share(basket))
    bill = either_till.storage.payment_queries.basket(basket).bill
    assert bill is not None
    assert bill.shares[0].cash is None


def test_the_drawer_is_counted_against_what_it_should_hold(till: Till) -> None:
    till.bus.ask(ask.BeginDrawer(eur("200.00"), by_id="Inès"))
    basket = till.locked(till.article("Scarf", "83.32"))
    till.take_cash(till.share(basket), given="100.00")
    till.refund(basket, "10.00")
    missing: Money = till.bus.ask(ask.CountDrawer(eur("270.00"), by_id="Inès"))
    assert missing == -eur("3.30")
    view = till.storage.payment_queries.drawer(till.settings.fiscal.till)
    assert [
        one.amount for one in (view.begun_with, view.taken, view.given_back, view.expected)
    ] == [
        "200.00",
        "83.30",
        "10.00",
        "273.30",
    ]
    (count,) = view.counts
    assert (count.by_id, count.difference.amount) == ("Inès", "-3.30")
    till.bus.ask(ask.BeginDrawer(eur("200.00"), by_id="Inès"))
    assert till.drawer() == eur("200.00")


def test_no_card_number_could_be_in_what_is_written_of_cash(till: Till) -> None:
    till.take_cash(till.share(till.locked(till.article("Scarf", "83.32"))), given="100.00")
    with till.storage.store.begin() as uow:
        lines = [one.payload for one in uow.journal.after(0) if one.kind == "CashTaken"]
    (line,) = lines
    assert set(line) == {"basket", "attempt", "refund", "by", "due", "coins", "currency"}


def test_nobody_changes_what_went_through_the_drawer(till: Till) -> None:
    till.take_cash(till.share(till.locked(till.article("Scarf", "83.32"))))
    for change in ("UPDATE cash_moves SET units = 0", "DELETE FROM cash_moves"):
        with (
            pytest.raises(DBAPIError, match="only ever added to"),
            writing(till.storage.engine) as connection,
        ):
            connection.execute(text(change))
    assert till.drawer() == eur("83.30")
