"""Money is exact, and says so in every currency. P25 and P26 are worked cases."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.money import CURRENCIES, Money, MoneyError, Rounding, total, whole


@pytest.mark.parametrize(
    ("money", "number"),
    [
        (Money(1999, "EUR"), 1999),
        (Money(10_000, "JPY"), 10_000),
        (Money(5_000, "ISK"), 500_000),  # no decimals for people, two for the provider
        (Money(33_340, "KWD"), 33_340),
    ],
)
def test_p25_a_provider_is_sent_its_own_smallest_unit(money: Money, number: int) -> None:
    assert money.for_provider() == number
    assert Money.from_provider(number, money.code) == money


def test_p25_what_no_card_can_be_charged_is_refused() -> None:
    with pytest.raises(MoneyError, match=r"33\.333 KWD"):
        Money(33_333, "KWD").for_provider()
    with pytest.raises(MoneyError, match="ISK"):
        Money.from_provider(500_050, "ISK")


@pytest.mark.parametrize(
    ("money", "language", "shown"),
    [
        (Money(123_456_789, "EUR"), "fr-FR", "1\u202f234\u202f567,89\u00a0€"),
        (Money(1_234_567, "JPY"), "ja-JP", "￥1,234,567"),
        (Money(123_456_789, "EUR"), "en-GB", "€1,234,567.89"),
        (Money(1_250, "KWD"), "en", "KWD1.250"),
    ],
)
def test_p26_an_amount_is_written_as_its_readers_write_it(
    money: Money, language: str, shown: str
) -> None:
    assert money.shown(language) == shown


def test_p26_an_amount_in_arabic_runs_from_right_to_left() -> None:
    shown = Money(1_250, "AED").shown("ar-AE")
    assert shown.startswith("\u200f")
    assert "12" in shown


@pytest.mark.parametrize(
    ("amount", "up", "even"),
    [("1/2", 1, 0), ("3/2", 2, 2), ("5/2", 3, 2), ("-1/2", -1, 0), ("-5/2", -3, -2), ("7/3", 2, 2)],
)
def test_halves_are_rounded_as_the_rule_says(amount: str, up: int, even: int) -> None:
    assert whole(Fraction(amount)) == up
    assert whole(Fraction(amount), Rounding.HALF_EVEN) == even


@given(st.fractions(), st.sampled_from(list(Rounding)))
def test_rounding_is_never_off_by_more_than_a_half(amount: Fraction, rounding: Rounding) -> None:
    assert abs(whole(amount, rounding) - amount) <= Fraction(1, 2)


@given(st.integers(-(10**12), 10**12), st.sampled_from(sorted(CURRENCIES)))
def test_what_is_written_plainly_is_read_back(units: int, code: str) -> None:
    assert Money.parse(Money(units, code).plain(), code) == Money(units, code)


@pytest.mark.parametrize("text", ["", "1,5", "1.005", "NaN", "Infinity", "1e999999", "one"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(MoneyError):
        Money.parse(text, "EUR")


def test_two_currencies_are_never_added_up() -> None:
    for sum_up in (
        lambda: Money(1, "EUR") + Money(1, "USD"),
        lambda: Money(1, "EUR") < Money(1, "USD"),
        lambda: total([Money(1, "USD")], "EUR"),
    ):
        with pytest.raises(MoneyError):
            sum_up()
    with pytest.raises(MoneyError, match="XXX"):
        Money(1, "XXX")
    with pytest.raises(MoneyError):
        Money(1.0, "EUR")  # type: ignore[arg-type]


def test_the_sum_of_nothing_is_nothing() -> None:
    assert total([], "EUR") == Money(0, "EUR")
    assert not total([], "EUR")


@pytest.mark.parametrize("language", ["sI-Ss", "tlh", "x", ""])
def test_a_language_that_nobody_here_knows_is_written_as_english(language: str) -> None:
    assert Money(123450, "EUR").shown(language) == Money(123450, "EUR").shown("en")
