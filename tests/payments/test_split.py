"""Every last unit of a bill is somebody's. P11 is a worked case."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments import split
from payments.money import Money, MoneyError, currency, total


@pytest.mark.parametrize(
    ("bill", "shares"),
    [
        (Money(1000_00, "EUR"), [333_34, 333_33, 333_33]),
        (Money(10_000, "JPY"), [3_334, 3_333, 3_333]),
        (Money(100_000, "KWD"), [33_340, 33_330, 33_330]),
    ],
)
def test_p11_three_share_a_bill(bill: Money, shares: list[int]) -> None:
    assert [share.units for share in split.equal(bill, 3)] == shares


CODES = st.sampled_from(["EUR", "JPY", "KWD", "CHF", "HUF"])


@given(CODES, st.integers(12, 10**9), st.lists(st.integers(1, 100), min_size=2, max_size=12))
def test_shares_add_up_to_the_last_unit_and_stay_within_a_step(
    code: str, steps: int, weights: list[int]
) -> None:
    step = currency(code).step
    bill = Money(steps * step, code)
    try:
        shares = split.by_weight(bill, weights)
    except split.SplitError:
        assert steps < sum(weights)
        return
    assert total(shares, code) == bill
    assert all(share.chargeable and share.units > 0 for share in shares)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.units - Fraction(bill.units * weight, sum(weights))) < step


def test_percentages_are_a_hundred() -> None:
    bill = Money(99_99, "EUR")
    halves = split.by_percentage(bill, [Fraction("33.3"), Fraction("66.7")])
    assert [share.units for share in halves] == [33_30, 66_69]
    with pytest.raises(split.SplitError, match="100"):
        split.by_percentage(bill, [Fraction(50), Fraction(51)])


def test_amounts_are_the_bill_neither_more_nor_less() -> None:
    bill = Money(100_00, "EUR")
    amounts = [Money(70_00, "EUR"), Money(30_00, "EUR")]
    assert split.by_amount(bill, amounts) == amounts
    with pytest.raises(split.SplitError, match=r"10\.00 EUR short"):
        split.by_amount(bill, [Money(70_00, "EUR"), Money(20_00, "EUR")])
    with pytest.raises(split.SplitError, match="card"):
        split.by_amount(Money(100_00, "EUR"), [Money(110_00, "EUR"), Money(-10_00, "EUR")])
    with pytest.raises(split.SplitError, match="card"):
        split.by_amount(Money(20, "KWD"), [Money(15, "KWD"), Money(5, "KWD")])


def test_articles_are_paid_by_whom_they_are_for() -> None:
    lines = [
        (Money(100_00, "EUR"), [0]),
        (Money(50_01, "EUR"), [0, 1]),
        (Money(10_00, "EUR"), [0, 1, 2]),
    ]
    shares = split.by_article(lines, 3)
    assert total(shares, "EUR") == Money(160_01, "EUR")
    assert [share.units for share in shares] == [128_33, 28_34, 3_34]


@pytest.mark.parametrize("by", [[], [3], [0, 0]])
def test_an_article_that_nobody_of_the_party_pays_is_refused(by: list[int]) -> None:
    with pytest.raises(split.SplitError, match="article"):
        split.by_article([(Money(100_00, "EUR"), by)], 2)


def test_nobody_comes_along_for_nothing() -> None:
    with pytest.raises(split.SplitError, match="nothing"):
        split.by_article([(Money(100_00, "EUR"), [0])], 2)
    with pytest.raises(split.SplitError, match="too small"):
        split.equal(Money(2, "EUR"), 3)
    with pytest.raises(split.SplitError, match="something"):
        split.by_weight(Money(200, "EUR"), [0, 1])


@pytest.mark.parametrize("payers", [0, 1, 13])
def test_a_party_is_two_to_twelve(payers: int) -> None:
    with pytest.raises(split.SplitError, match="2 to 12"):
        split.equal(Money(100_00, "EUR"), payers)


def test_a_bill_that_no_card_can_be_charged_is_refused() -> None:
    with pytest.raises(MoneyError):
        split.equal(Money(100_005, "KWD"), 3)
