"""Tax on the total of a rate. P17 and P18 are worked cases."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.money import Money, Rounding, total
from payments.tax import Taxed, included

TWENTY = Fraction(20)


def lines(*prices: int, rate: Fraction = TWENTY, code: str = "EUR") -> list[Taxed]:
    return [Taxed(Money(price, code), rate) for price in prices]


def test_p17_the_total_of_a_rate_rules_and_not_the_sum_of_lines() -> None:
    taxes = included(lines(19_99, 19_99, 19_99))
    assert [one.vat.units for one in taxes.totals] == [10_00]
    assert sorted(line.vat.units for line in taxes.lines) == [3_33, 3_33, 3_34]


@pytest.mark.parametrize(
    ("rounding", "vat"), [(Rounding.HALF_UP, 5_01), (Rounding.HALF_EVEN, 5_00)]
)
def test_p18_a_half_is_rounded_as_the_setting_says(rounding: Rounding, vat: int) -> None:
    taxes = included(lines(10_01, 10_01, 10_01), rounding)
    assert taxes.totals[0].vat.units == vat
    assert total((line.vat for line in taxes.lines), "EUR").units == vat


def test_rates_are_reckoned_apart_and_what_is_left_over_goes_to_the_largest_line() -> None:
    books = Fraction("5.5")
    taxes = included([*lines(100_00, 1), *lines(19_99, rate=books)])
    assert [(one.rate, one.vat.units) for one in taxes.totals] == [(TWENTY, 16_67), (books, 1_04)]
    assert [line.vat.units for line in taxes.lines] == [16_67, 0, 1_04]


RATES = st.sampled_from([Fraction(0), Fraction("2.1"), Fraction("5.5"), Fraction(10), TWENTY])
PRICES = st.integers(-(10**7), 10**7)


@given(
    st.lists(st.tuples(PRICES, RATES), min_size=1, max_size=30),
    st.sampled_from(["EUR", "JPY", "KWD"]),
    st.sampled_from(list(Rounding)),
)
def test_nothing_is_lost_between_lines_and_totals(
    sold: list[tuple[int, Fraction]], code: str, rounding: Rounding
) -> None:
    given_lines = [Taxed(Money(price, code), rate) for price, rate in sold]
    taxes = included(given_lines, rounding)
    for line, tax in zip(given_lines, taxes.lines, strict=True):
        assert tax.net + tax.vat == line.gross
    for one in taxes.totals:
        assert one.net + one.vat == one.gross
    for part in ("net", "vat"):
        summed = total((getattr(line, part) for line in taxes.lines), code)
        assert summed == total((getattr(one, part) for one in taxes.totals), code)
