"""What is written in the ledger adds up, and says what it corrects."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from payments.entry import (
    CORRECTION,
    REFUND,
    SALE,
    Corrects,
    Sold,
    Tender,
    check,
    check_kind,
    composed,
    of_refund,
    of_sale,
    percent,
)
from payments.ledger import LedgerError
from payments.money import Money, Rounding
from tests.payments.sales import euros, refund, sale
from tests.payments.shelf import reversed_entry, scarves


def test_p17_the_tax_of_three_scarves_is_that_of_their_total() -> None:
    sold = [Sold("Foulard", 1, euros(1999), Fraction(20))] * 3
    entry = composed(sold, [Tender("card", euros(5997))])
    assert [line.vat for line in entry.lines] == [334, 333, 333]
    (rate,) = entry.rates
    assert (rate.gross, rate.net, rate.vat) == (5997, 4997, 1000)


def test_p18_the_half_goes_up_and_the_sum_is_the_same_everywhere() -> None:
    sold = [Sold("Carte", 3, euros(1001), Fraction(20))]
    up = composed(sold, [Tender("card", euros(3003))])
    even = composed(sold, [Tender("card", euros(3003))], rounding=Rounding.HALF_EVEN)
    assert (up.rates[0].vat, even.rates[0].vat) == (501, 500)  # 500.5 exactly
    assert (up.lines[0].vat, up.rates[0].net) == (501, 2502)
    assert up.total == even.total == 3003


def test_several_rates_and_several_means_stand_each_by_itself() -> None:
    sold = [
        Sold("Sac", 1, euros(120_000), Fraction(20)),
        Sold("Livre", 2, euros(2_110), Fraction(11, 2)),
    ]
    entry = composed(
        sold, [Tender("card", euros(100_000)), Tender("cash", euros(24_220))], by="ana"
    )
    assert [(one.rate, one.vat) for one in entry.rates] == [("20", 20_000), ("5.5", 220)]
    assert [(one.means, one.amount) for one in entry.means] == [("card", 100_000), ("cash", 24_220)]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"total": 1}, "lines"),
        ({"rates": ()}, "rates"),
        ({"means": ()}, "means"),
    ],
)
def test_what_does_not_add_up_is_refused_by_its_name(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(LedgerError, match=f"^{field}"):
        check(msgspec.structs.replace(scarves(), **changed))


def test_paid_too_little_or_in_another_currency_is_no_sale() -> None:
    sold = [Sold("Foulard", 1, euros(1999), Fraction(20))]
    with pytest.raises(LedgerError, match=r"^means"):
        composed(sold, [Tender("card", euros(1998))])
    with pytest.raises(LedgerError, match=r"^means"):
        composed(sold, [Tender("card", Money(1999, "USD"))])
    with pytest.raises(LedgerError, match=r"^means"):
        composed(sold, [Tender("Visa 4242", euros(1999))])
    with pytest.raises(LedgerError, match=r"^lines"):
        composed([], [])


def test_the_opposite_of_an_entry_takes_each_of_its_values_back() -> None:
    entry = scarves(3)
    back = reversed_entry(entry, 7, "returned", by="bo")
    assert back.total == -entry.total
    assert back.rates[0].vat == -entry.rates[0].vat
    assert back.corrects == Corrects(7, "returned")
    check(back)
    check_kind(REFUND, back)


def test_an_entry_is_what_its_kind_says() -> None:
    back = reversed_entry(scarves(), 1, "returned")
    with pytest.raises(LedgerError, match=r"^total"):
        check_kind(SALE, back)
    with pytest.raises(LedgerError, match=r"^corrects"):
        check_kind(CORRECTION, scarves())
    with pytest.raises(LedgerError, match=r"^total"):
        check_kind(REFUND, msgspec.structs.replace(scarves(), corrects=Corrects(1, "why")))
    with pytest.raises(LedgerError, match=r"^kind"):
        check_kind("gift", scarves())


def test_a_basket_that_was_paid_is_the_entry_of_its_own_values() -> None:
    entry = of_sale(sale())
    assert (entry.total, entry.by, entry.basket) == (124_220, "ana", 12)
    assert [(one.means, one.amount) for one in entry.means] == [
        ("page", 100_000),
        ("reader", 24_220),
    ]
    assert [line.vat for line in entry.lines] == [20_000, 220]
    assert b"b1" not in msgspec.json.encode(entry)


def test_a_piece_that_comes_back_is_a_line_with_a_sign() -> None:
    bag = sale()
    back = of_refund(refund(120_000, bag.lines[0]), of_sale(bag), 4)
    assert [(line.label, line.quantity, line.vat) for line in back.lines] == [
        ("Sac Aurore", -1, -20_000)
    ]
    assert back.corrects == Corrects(4, "too small")
    check_kind(REFUND, back)


@settings(deadline=None)
@given(st.integers(1, 124_220))
def test_money_that_goes_back_alone_is_shared_among_the_rates(units: int) -> None:
    back = of_refund(refund(units), of_sale(sale()), 4)
    assert sum(line.gross for line in back.lines) == -units
    assert abs(back.rates[0].gross + units * Fraction(120_000, 124_220)) <= 1
    check_kind(REFUND, back)


def test_what_was_given_back_by_amount_is_the_whole_at_last() -> None:
    back = of_refund(refund(124_220), of_sale(sale()), 4)
    assert [(one.rate, one.gross, one.vat) for one in back.rates] == [
        ("20", -120_000, -20_000),
        ("5.5", -4_220, -220),
    ]
    with pytest.raises(LedgerError, match=r"^amount"):
        of_refund(replace(refund(1), amount=Money(1, "USD")), of_sale(sale()), 4)


def test_a_rate_is_written_as_the_law_has_it() -> None:
    rates = [Fraction(20), Fraction(11, 2), Fraction(21, 10), Fraction(0), Fraction(81, 10)]
    assert [percent(rate) for rate in rates] == ["20", "5.5", "2.1", "0", "8.1"]
    for wrong in (Fraction(1, 3), Fraction(-1), Fraction(101)):
        with pytest.raises(LedgerError, match=r"^rate"):
            percent(wrong)
