"""What is written in the ledger adds up, and says what it corrects."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import msgspec
import pytest

from payments.entry import (
    CORRECTION,
    REFUND,
    SALE,
    Corrects,
    Paid,
    Sold,
    check,
    check_kind,
    of_sale,
    percent,
    reversed_entry,
)
from payments.ledger import LedgerError
from payments.money import Money, Rounding
from tests.payments.shelf import scarves


def euros(units: int) -> Money:
    return Money(units, "EUR")


def test_p17_the_tax_of_three_scarves_is_that_of_their_total() -> None:
    sold = [Sold("Foulard", 1, euros(1999), Fraction(20))] * 3
    entry = of_sale(sold, [Paid("card", euros(5997))])
    assert [line.vat for line in entry.lines] == [334, 333, 333]
    (rate,) = entry.rates
    assert (rate.gross, rate.net, rate.vat) == (5997, 4997, 1000)


def test_p18_the_half_goes_up_and_the_sum_is_the_same_everywhere() -> None:
    sold = [Sold("Carte", 3, euros(1001), Fraction(20))]
    up = of_sale(sold, [Paid("card", euros(3003))])
    even = of_sale(sold, [Paid("card", euros(3003))], rounding=Rounding.HALF_EVEN)
    assert (up.rates[0].vat, even.rates[0].vat) == (501, 500)  # 500.5 exactly
    assert (up.lines[0].vat, up.rates[0].net) == (501, 2502)
    assert up.total == even.total == 3003


def test_several_rates_and_several_means_stand_each_by_itself() -> None:
    sold = [
        Sold("Sac", 1, euros(120_000), Fraction(20)),
        Sold("Livre", 2, euros(2_110), Fraction(11, 2)),
    ]
    entry = of_sale(sold, [Paid("card", euros(100_000)), Paid("cash", euros(24_220))], by="ana")
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
        of_sale(sold, [Paid("card", euros(1998))])
    with pytest.raises(LedgerError, match=r"^means"):
        of_sale(sold, [Paid("card", Money(1999, "USD"))])
    with pytest.raises(LedgerError, match=r"^means"):
        of_sale(sold, [Paid("Visa 4242", euros(1999))])
    with pytest.raises(LedgerError, match=r"^lines"):
        of_sale([], [])


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


def test_a_rate_is_written_as_the_law_has_it() -> None:
    rates = [Fraction(20), Fraction(11, 2), Fraction(21, 10), Fraction(0), Fraction(81, 10)]
    assert [percent(rate) for rate in rates] == ["20", "5.5", "2.1", "0", "8.1"]
    for wrong in (Fraction(1, 3), Fraction(-1), Fraction(101)):
        with pytest.raises(LedgerError, match=r"^rate"):
            percent(wrong)
