"""Cash in coins that there are: worked by hand, and conserved whatever is taken and given back."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payments.cash import CashError, CashMove, CashRules, Coins, held, rules
from payments.money import CURRENCIES, Money, MoneyError

AT = datetime(2026, 11, 30, 10, 0, tzinfo=UTC)


def taken(amount: Money, coins: Money) -> CashMove:
    return CashMove(Coins.TAKEN, amount, coins, AT, attempt_id="a")


def refunded(amount: Money, coins: Money) -> CashMove:
    return CashMove(Coins.REFUNDED, amount, coins, AT, attempt_id="a")


@pytest.mark.parametrize(
    ("code", "step", "amount", "due"),
    [
        ("CHF", "", "19.98", "20.00"),
        ("CHF", "", "19.97", "19.95"),
        ("CHF", "", "0.02", "0.00"),
        ("SEK", "", "99.50", "100.00"),
        ("SEK", "", "99.49", "99.00"),
        ("NOK", "", "1234.75", "1235.00"),
        ("DKK", "", "49.25", "49.50"),
        ("DKK", "", "49.74", "49.50"),
        ("DKK", "", "49.75", "50.00"),
        ("HUF", "", "1232.00", "1230.00"),
        ("HUF", "", "1233.00", "1235.00"),
        ("AUD", "", "7.93", "7.95"),
        ("CAD", "", "7.92", "7.90"),
        ("NZD", "", "7.94", "7.90"),
        ("NZD", "", "7.95", "8.00"),
        ("EUR", "0.05", "19.98", "20.00"),  # Finland, the Netherlands, Belgium, Italy
        ("EUR", "0.05", "19.92", "19.90"),
        ("EUR", "", "19.98", "19.98"),  # France
        ("JPY", "", "1234", "1234"),
        ("KWD", "", "1.232", "1.230"),
    ],
)
def test_what_is_due_is_rounded_to_the_smallest_coin(
    code: str, step: str, amount: str, due: str
) -> None:
    assert rules(code, step).due(Money.parse(amount, code)) == Money.parse(due, code)


def test_change_is_what_was_put_down_less_what_is_due() -> None:
    here = rules("CHF")
    due = here.due(Money.parse("83.32", "CHF"))
    assert due == Money.parse("83.30", "CHF")
    assert here.change(due, Money.parse("100.00", "CHF")) == Money.parse("16.70", "CHF")
    assert here.change(due, due) == Money(0, "CHF")
    with pytest.raises(CashError, match=r"83\.30 CHF are due"):
        here.change(due, Money.parse("83.25", "CHF"))


def test_in_france_a_purchase_is_paid_with_1000_in_cash_at_most() -> None:
    here = rules("EUR")
    assert here.allows([], Money.parse("1000.00", "EUR"))
    assert not here.allows([], Money.parse("1000.01", "EUR"))
    before = [taken(Money(600_00, "EUR"), Money(600_00, "EUR"))]
    assert here.allows(before, Money(400_00, "EUR"))
    assert not here.allows(before, Money(400_01, "EUR"))
    back = [*before, CashMove(Coins.RETURNED, Money(600_00, "EUR"), Money(600_00, "EUR"), AT)]
    assert here.allows(back, Money(1000_00, "EUR"))


def test_a_boutique_says_its_own_limit_or_none() -> None:
    assert rules("EUR", limit="3000").limit == Money(3000_00, "EUR")
    assert rules("EUR", limit="0").limit is None
    assert rules("CHF").limit is None


@pytest.mark.parametrize(("step", "limit"), [("0", ""), ("0.001", ""), ("", "10.001")])
def test_a_coin_of_nothing_and_a_part_of_a_cent_are_refused(step: str, limit: str) -> None:
    with pytest.raises(MoneyError):
        rules("EUR", step, limit)


def test_three_parts_of_999_are_given_back_as_the_1000_that_were_taken() -> None:
    here, moves = rules("EUR", "0.05"), [taken(Money(999, "EUR"), Money(1000, "EUR"))]
    handed = []
    for _ in range(3):
        coins = here.handed_back(moves, Money(333, "EUR"))
        handed.append(coins.units)
        moves.append(refunded(Money(333, "EUR"), coins))
    assert handed == [335, 330, 335]  # of 3.33, 6.66 and 9.99 in all: 3.35, 6.65 and 10.00
    assert held(moves, "EUR") == Money(0, "EUR")


def test_what_was_taken_goes_back_though_the_smallest_coin_changed_meanwhile() -> None:
    moves = [taken(Money(998, "EUR"), Money(1000, "EUR"))]
    assert rules("EUR").handed_back(moves, Money(998, "EUR")) == Money(1000, "EUR")
    assert rules("EUR", "1.00").handed_back(moves, Money(970, "EUR")) == Money(1000, "EUR")


@given(
    code=st.sampled_from(sorted(CURRENCIES)),
    units=st.integers(1, 10_000_000),
    cuts=st.lists(st.integers(1, 10_000_000), max_size=8),
)
def test_what_comes_in_goes_out_in_any_number_of_parts(
    code: str, units: int, cuts: list[int]
) -> None:
    here = CashRules(code, CURRENCIES[code].cash_step)
    amount = Money(units, code)
    moves = [taken(amount, here.due(amount))]
    at = [0, *sorted(cut for cut in set(cuts) if cut < units), units]
    for before, after in pairwise(at):
        part = Money(after - before, code)
        coins = here.handed_back(moves, part)
        assert coins.units >= 0
        assert coins.units % here.step == 0, "there are such coins"
        assert abs((coins - part).units) <= here.step
        moves.append(refunded(part, coins))
    assert held(moves, code).units == 0


@given(code=st.sampled_from(sorted(CURRENCIES)), units=st.integers(-10_000_000, 10_000_000))
def test_a_rounding_is_at_most_half_a_coin_and_the_same_both_ways(code: str, units: int) -> None:
    here, amount = CashRules(code, CURRENCIES[code].cash_step), Money(units, code)
    due = here.due(amount)
    assert due.units % here.step == 0
    assert 2 * abs((due - amount).units) <= here.step
    assert here.due(-amount) == -due


def test_a_drawer_holds_its_float_and_what_came_since() -> None:
    def eur(units: int) -> Money:
        return Money(units, "EUR")

    moves = [
        taken(eur(999), eur(1000)),
        CashMove(Coins.FLOAT, eur(200_00), eur(200_00), AT),
        taken(eur(83_32), eur(83_30)),
        CashMove(Coins.COUNTED, eur(283_30), eur(280_00), AT),
        CashMove(Coins.RETURNED, eur(20_00), eur(20_00), AT),
        refunded(eur(10_01), eur(10_00)),
    ]
    assert held(moves, "EUR") == eur(253_30), "a count puts nothing right"
    assert moves[3].difference == eur(-3_30)
