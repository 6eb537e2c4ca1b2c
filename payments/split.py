"""Fair splitting: one bill, several payers, and every last unit is somebody's."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from payments.money import Money, MoneyError, currency, total

FEWEST, MOST = 2, 12


class SplitError(ValueError):
    """The bill cannot be shared like this; the text says what is missing or too much."""

    field = "payers"


def equal(bill: Money, payers: int) -> list[Money]:
    """As equal as the smallest step allows; who pays a step more stands first."""
    return by_weight(bill, [1] * payers)


def by_percentage(bill: Money, percentages: Sequence[Fraction]) -> list[Money]:
    """`percentages` add up to 100."""
    if sum(percentages) != 100:
        raise SplitError("the percentages do not add up to 100")
    return by_weight(bill, percentages)


def by_amount(bill: Money, amounts: Sequence[Money]) -> list[Money]:
    """As the payers said, if it is the bill, neither more nor less."""
    _party(len(amounts))
    if any(not amount.chargeable or amount.units <= 0 for amount in amounts):
        raise SplitError("each share is an amount that a card can be charged")
    missing = bill - total(amounts, bill.code)
    if missing:
        raise SplitError(f"the shares are {missing.plain()} {bill.code} short of the bill")
    return list(amounts)


def by_article(lines: Sequence[tuple[Money, Sequence[int]]], payers: int) -> list[Money]:
    """Each line is paid by the payers named with it, equally among them.

    `lines` are (price, numbers of its payers from 0). Steps left over go round among the payers,
    so that the same one does not pay every last unit.
    """
    _party(payers)
    shares = [Money(0, lines[0][0].code)] * payers if lines else []
    for price, by in lines:
        if not by or not set(by) <= set(range(payers)) or len(set(by)) != len(by):
            raise SplitError("each article is paid by somebody of the party")
        least_so_far = sorted(by, key=lambda payer: (shares[payer].units, payer))
        parts = _shared(price, [Fraction(1)] * len(by))
        for payer, part in zip(least_so_far, parts, strict=True):
            shares[payer] += part
    if not all(shares):
        raise SplitError("somebody of the party pays nothing")
    return shares


def by_weight(bill: Money, weights: Sequence[Fraction | int]) -> list[Money]:
    """In proportion to the weights, to the step; the largest remainders are rounded up first."""
    _party(len(weights))
    shares = _shared(bill, [Fraction(weight) for weight in weights])
    if not all(share.units > 0 for share in shares):
        raise SplitError("the bill is too small for so many")
    return shares


def _shared(bill: Money, weights: Sequence[Fraction]) -> list[Money]:
    step = currency(bill.code).step
    steps, rest = divmod(bill.units, step)
    if rest:
        raise MoneyError(f"{bill.plain()} {bill.code} cannot be charged to cards")
    if any(weight <= 0 for weight in weights):
        raise SplitError("everybody pays something")
    exact = [weight / sum(weights) * steps for weight in weights]
    least = [share.numerator // share.denominator for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda at: (least[at] - exact[at], at))
    for at in by_remainder[: steps - sum(least)]:
        least[at] += 1
    return [Money(count * step, bill.code) for count in least]


def _party(size: int) -> None:
    if not FEWEST <= size <= MOST:
        raise SplitError(f"a bill is shared by {FEWEST} to {MOST}")
