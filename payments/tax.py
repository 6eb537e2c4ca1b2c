"""Value added tax that is included in prices: reckoned on the total of each rate."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from payments.money import Money, Rounding, whole


@dataclass(frozen=True, slots=True)
class Taxed:
    """A line's price, tax included, and its rate in percent (`Fraction(20)`)."""

    gross: Money
    rate: Fraction


@dataclass(frozen=True, slots=True)
class LineTax:
    net: Money
    vat: Money


@dataclass(frozen=True, slots=True)
class RateTotal:
    """What a receipt shows for one rate. `net` and `vat` add up to `gross`."""

    rate: Fraction
    gross: Money
    net: Money
    vat: Money


@dataclass(frozen=True, slots=True)
class Taxes:
    """`lines` in the order given; they add up to `totals`, which stand by rate, highest first."""

    lines: tuple[LineTax, ...]
    totals: tuple[RateTotal, ...]


def included(lines: Sequence[Taxed], rounding: Rounding = Rounding.HALF_UP) -> Taxes:
    """Tax by rate on the total; what rounding leaves over belongs to the largest line.

    Three times 19.99 at 20 % is 10.00 of tax, not three times 3.33.
    """
    by_rate: dict[Fraction, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        by_rate[line.rate].append(at)
    each: dict[int, LineTax] = {}
    totals = []
    for rate in sorted(by_rate, reverse=True):
        total = _total(rate, [lines[at].gross for at in by_rate[rate]], rounding)
        totals.append(total)
        each |= _shared_out(total, {at: lines[at].gross for at in by_rate[rate]}, rounding)
    return Taxes(tuple(each[at] for at in range(len(lines))), tuple(totals))


def _total(rate: Fraction, prices: Sequence[Money], rounding: Rounding) -> RateTotal:
    gross = sum(prices[1:], start=prices[0])
    vat = Money(_vat(gross, rate, rounding), gross.code)
    return RateTotal(rate, gross, gross - vat, vat)


def _vat(gross: Money, rate: Fraction, rounding: Rounding) -> int:
    """It is the tax that is rounded; the net is what remains."""
    return whole(gross.units * rate / (100 + rate), rounding)


def _shared_out(
    total: RateTotal, prices: dict[int, Money], rounding: Rounding
) -> dict[int, LineTax]:
    vats = {at: _vat(price, total.rate, rounding) for at, price in prices.items()}
    largest = max(prices, key=lambda at: (abs(prices[at].units), -at))
    vats[largest] += total.vat.units - sum(vats.values())
    return {
        at: LineTax(prices[at] - Money(vat, total.gross.code), Money(vat, total.gross.code))
        for at, vat in vats.items()
    }
