"""What a sale is in the ledger: values in smallest units, and nobody's name.

    sold = [Sold("Foulard", 3, Money(1999, "EUR"), Fraction(20))]
    entry = of_sale(sold, [Paid("card", Money(5997, "EUR"))], by=associate_id)

A sale that was wrong or is taken back is not touched; its opposite is written after it, and says
which it corrects and why.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from msgspec import Struct

from payments.ledger import LedgerError
from payments.money import Money, Rounding, total
from payments.tax import Taxed, included

SALE, REFUND, CORRECTION = "sale", "refund", "correction"
KINDS = (SALE, REFUND, CORRECTION)

_MEANS = re.compile(r"[a-z][a-z_]{0,31}")


@dataclass(frozen=True, slots=True)
class Sold:
    """So many of an article at this price, tax included. Taken back: a negative quantity."""

    label: str
    quantity: int
    unit_price: Money
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Paid:
    """`means` is a word such as card, wallet or cash; given back: a negative amount."""

    means: str
    amount: Money


class Line(Struct, frozen=True):
    label: str
    quantity: int
    unit_price: int
    gross: int
    net: int
    rate: str
    vat: int


class RateSum(Struct, frozen=True):
    rate: str
    gross: int
    net: int
    vat: int


class MeansSum(Struct, frozen=True):
    means: str
    amount: int


class Corrects(Struct, frozen=True):
    """The trace of a correction: the number of the record that it corrects, and why."""

    number: int
    reason: str


class Entry(Struct, frozen=True):
    """`by` is the associate's number. The record around it holds its number and its moment."""

    currency: str
    total: int
    lines: tuple[Line, ...]
    rates: tuple[RateSum, ...]
    means: tuple[MeansSum, ...]
    by: str = ""
    corrects: Corrects | None = None


def of_sale(
    sold: Sequence[Sold],
    paid: Sequence[Paid],
    by: str = "",
    corrects: Corrects | None = None,
    rounding: Rounding = Rounding.HALF_UP,
) -> Entry:
    """The snapshot of what was sold and how it was paid. Raises `LedgerError`."""
    if not sold:
        raise LedgerError("lines: nothing was sold")
    code = sold[0].unit_price.code
    prices = [one.unit_price * one.quantity for one in sold]
    taxes = included(
        [Taxed(price, one.rate) for price, one in zip(prices, sold, strict=True)], rounding
    )
    entry = Entry(
        currency=code,
        total=total(prices, code).units,
        lines=tuple(
            Line(
                one.label,
                one.quantity,
                one.unit_price.units,
                price.units,
                tax.net.units,
                percent(one.rate),
                tax.vat.units,
            )
            for one, price, tax in zip(sold, prices, taxes.lines, strict=True)
        ),
        rates=tuple(
            RateSum(percent(one.rate), one.gross.units, one.net.units, one.vat.units)
            for one in taxes.totals
        ),
        means=tuple(MeansSum(one.means, one.amount.units) for one in paid),
        by=by,
        corrects=corrects,
    )
    if any(one.amount.code != code for one in paid):
        raise LedgerError(f"means: paid in another currency than {code}")
    check(entry)
    return entry


def reversed_entry(entry: Entry, number: int, reason: str, by: str = "") -> Entry:
    """The exact opposite of record `number`: each value with the other sign."""
    return Entry(
        currency=entry.currency,
        total=-entry.total,
        lines=tuple(_opposite(line) for line in entry.lines),
        rates=tuple(RateSum(one.rate, -one.gross, -one.net, -one.vat) for one in entry.rates),
        means=tuple(MeansSum(one.means, -one.amount) for one in entry.means),
        by=by,
        corrects=Corrects(number, reason),
    )


def check(entry: Entry) -> None:
    """Raise `LedgerError` naming the field where the parts do not add up to the whole."""
    if entry.total != sum(line.gross for line in entry.lines):
        raise LedgerError("lines: they do not add up to the total")
    if entry.total != sum(one.gross for one in entry.rates):
        raise LedgerError("rates: they do not add up to the total")
    if entry.total != sum(one.amount for one in entry.means):
        raise LedgerError("means: what was paid is not the total")
    if any(one.gross != one.net + one.vat for one in entry.lines):
        raise LedgerError("lines: a price is not its net and its tax")
    if any(one.gross != one.net + one.vat for one in entry.rates):
        raise LedgerError("rates: a total is not its net and its tax")
    if not all(_MEANS.fullmatch(one.means) for one in entry.means):
        raise LedgerError("means: a word in small letters, such as card or cash")


def check_kind(kind: str, entry: Entry) -> None:
    """Raise `LedgerError` where an entry is not what its kind says."""
    if kind not in KINDS:
        raise LedgerError(f"kind: {kind!r} is no kind of entry")
    if kind == SALE and (entry.total < 0 or entry.corrects is not None):
        raise LedgerError("total: a sale corrects nothing and gives nothing back")
    if kind != SALE and entry.corrects is None:
        raise LedgerError("corrects: which record is it, and why")
    if kind == REFUND and entry.total > 0:
        raise LedgerError("total: a refund gives back")


def percent(rate: Fraction) -> str:
    """ "20" or "5.5": a rate as the law writes it, exactly. Raises `LedgerError`."""
    thousandths = rate * 1000
    if thousandths.denominator != 1 or not 0 <= rate <= 100:
        raise LedgerError(f"rate: {rate} is no rate in percent with three decimals at most")
    whole, part = divmod(thousandths.numerator, 1000)
    return f"{whole}.{part:03}".rstrip("0").rstrip(".") if part else str(whole)


def _opposite(line: Line) -> Line:
    return Line(
        line.label,
        -line.quantity,
        line.unit_price,
        -line.gross,
        -line.net,
        line.rate,
        -line.vat,
    )
