"""A deposit on a piece ordered: in the ledger when it is taken, set off by the sale, given back."""

from __future__ import annotations

import pytest

from payments.books import read_entry
from payments.entry import Entry
from payments.money import Money
from payments.providers.faults import Fault
from payments.providers.port import Means
from store_server import payment_messages as ask
from tests.store_server.payments.till import Till

RING, BOOK = "Ring", "Book"


def entries(till: Till) -> list[tuple[str, Entry]]:
    records = till.storage.ledger_queries.records(till.settings.fiscal.till)
    return [(one.kind, read_entry(one)) for one in records]


def ordered(till: Till, deposit: str = "300.00") -> str:
    """A ring at 20 % and a book at 5.5 %, neither there yet."""
    till.rate("standard", "20")
    till.rate("books", "5.5")
    basket = till.basket(
        till.article(RING, "1000.00", stock=0), till.article(BOOK, "21.10", stock=0, vat="books")
    )
    till.bus.ask(ask.LockBasket(basket, Money.parse(deposit, "EUR")))
    till.pay(basket)
    assert till.state(basket) == "open"
    return basket


def arrives(till: Till, basket: str) -> None:
    till.article(RING, "1000.00", stock=1)
    till.article(BOOK, "21.10", stock=1, vat="books")
    till.bus.ask(ask.LockBasket(basket))
    till.pay(basket)
    assert till.state(basket) == "paid"


def vat(entry: Entry) -> dict[str, int]:
    return {one.rate: one.vat for one in entry.rates}


def test_a_deposit_is_entered_when_it_is_taken_and_set_off_by_the_sale(till: Till) -> None:
    basket = ordered(till)
    ((kind, deposit),) = entries(till)
    assert (kind, deposit.total) == ("deposit", 300_00)
    assert [one.gross for one in deposit.rates] == [293_80, 6_20]
    till.agrees()
    arrives(till, basket)
    _deposit, (kind, sale) = entries(till)
    assert (kind, sale.total) == ("sale", 721_10)
    assert [(one.means, one.amount) for one in sale.means] == [("reader", 721_10)]
    assert [(one.label, one.gross, one.deposit) for one in sale.lines] == [
        (RING, 1000_00, 0),
        (BOOK, 21_10, 0),
        ("", -293_80, 1),
        ("", -6_20, 1),
    ]
    # Both together are what the pieces cost, and the tax that is in it.
    assert {rate: vat(deposit)[rate] + vat(sale)[rate] for rate in ("20", "5.5")} == {
        "20": 166_67,
        "5.5": 1_10,
    }
    till.agrees()
    kept = till.storage.ledger_queries.receipts_of(basket)
    assert [(one.number, one.deposit, one.refund) for one in kept] == [
        (1, True, False),
        (2, False, False),
    ]


def test_a_deposit_that_is_given_back_corrects_its_own_record(till: Till) -> None:
    basket = ordered(till)
    till.refund(basket)
    till.calls.run()
    kinds = [(kind, entry.total) for kind, entry in entries(till)]
    assert kinds == [("deposit", 300_00), ("refund", -300_00)]
    corrects = entries(till)[1][1].corrects
    assert corrects is not None
    assert corrects.number == 1
    till.agrees()
    arrives(till, basket)  # they take it after all, and pay all of it
    assert entries(till)[2][1].total == 1021_10
    till.agrees()


@pytest.mark.parametrize("when", ["before", "while", "after"])
def test_part_of_a_deposit_goes_back_before_while_or_after_the_rest_is_paid(
    till: Till, when: str
) -> None:
    basket = ordered(till)
    if when != "after":
        till.refund(basket, "100.00")
        held = till.calls.waiting.popleft()  # its answer takes as long as it likes
    if when == "before":
        till.calls.make(held)
        till.calls.run()
    arrives(till, basket)
    if when == "while":
        till.calls.make(held)
    if when == "after":
        till.refund(basket, "100.00")
    till.calls.run()
    assert till.bank_total() == (921_10 if when == "after" else 1021_10)
    till.agrees()


def test_all_of_a_sale_with_a_deposit_goes_back_to_both_of_its_means(till: Till) -> None:
    basket = ordered(till)
    arrives(till, basket)
    lines = till.storage.payment_queries.basket(basket).lines
    till.refund(basket, lines={one.id: 1 for one in lines})
    till.calls.run()
    assert [kind for kind, _ in entries(till)] == ["deposit", "sale", "refund", "refund"]
    assert till.bank_total() == 0
    till.agrees()


def test_a_deposit_whose_answer_is_lost_is_entered_once(till: Till) -> None:
    till.rate("standard", "20")
    basket = till.basket(till.article(RING, "1000.00", stock=0))
    till.bus.ask(ask.LockBasket(basket, Money(300_00, "EUR")))
    till.begin(till.share(basket), Means.READER)
    till.bank.plan.faults.append(Fault.LOST_ANSWER)
    till.passes(60)
    assert [kind for kind, _ in entries(till)] == ["deposit"]
    till.agrees()


def test_what_is_put_in_after_a_deposit_has_todays_price_and_is_paid(till: Till) -> None:
    basket = ordered(till)
    till.bus.ask(ask.AddLine(basket, till.article("Glove", "50.00")))
    till.article(RING, "1200.00", stock=1)  # dearer by now; the agreed price stands
    till.article(BOOK, "21.10", stock=1, vat="books")
    till.bus.ask(ask.LockBasket(basket))
    assert till.bill(basket).amount.units == 771_10
    till.pay(basket)
    (_kind, sale) = entries(till)[-1]
    assert sale.total == 771_10
    assert vat(sale)["20"] == 175_00 - 48_97
    till.agrees()
