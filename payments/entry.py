"""What a sale is in the ledger: values in smallest units, and nobody's name.

    sold = [Sold("Foulard", 3, Money(1999, "EUR"), Fraction(20))]
    entry = composed(sold, [Tender("cash", Money(5997, "EUR"))], by=associate_id)

A sale that was wrong or is taken back is not touched; its opposite is written after it, and says
which it corrects and why. A deposit is entered when it is taken, its tax shared out as the pieces'
is; the sale that it belongs to sets it off, rate by rate, so that neither is counted twice.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace as replaced
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from payments.cash import ROUNDING
from payments.ledger import LedgerError
from payments.money import Money, Rounding, total, whole
from payments.sale import Deposit, Paid, Refunded, Sale, SoldLine
from payments.tax import Taxed, included

SALE, REFUND, CORRECTION, DEPOSIT = "sale", "refund", "correction", "deposit"
KINDS = (SALE, REFUND, CORRECTION, DEPOSIT)

_MEANS = re.compile(r"[a-z][a-z_]{0,31}")


@dataclass(frozen=True, slots=True)
class Sold:
    """So many of an article at this price, tax included. Taken back: a negative quantity."""

    label: str
    quantity: int
    unit_price: Money
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Tender:
    """`means` is a word such as page, reader or cash; given back: a negative amount."""

    means: str
    amount: Money


class Line(Struct, frozen=True, omit_defaults=True):
    """`label` is empty where money moved and no piece with it: given back, or a deposit.

    `deposit` is the number of the record of a deposit that is set off by this line.
    """

    label: str
    quantity: int
    unit_price: int
    gross: int
    net: int
    rate: str
    vat: int
    serial: str = ""
    gift: bool = False
    deposit: int = 0


class RateSum(Struct, frozen=True):
    rate: str
    gross: int
    net: int
    vat: int


class MeansSum(Struct, frozen=True, omit_defaults=True):
    """Of cash the coins that stayed; `cash_rounding` beside it makes both what was paid. `given` is
    what the payer put down, where it was more."""

    means: str
    amount: int
    given: int = 0


class Corrects(Struct, frozen=True):
    """The trace of a correction: the number of the record that it corrects, and why."""

    number: int
    reason: str


class Entry(Struct, frozen=True):
    """`by` is the associate's number, `basket` what was read aloud. Number and moment are the
    record's, around it.
    """

    currency: str
    total: int
    lines: tuple[Line, ...]
    rates: tuple[RateSum, ...]
    means: tuple[MeansSum, ...]
    by: str = ""
    basket: int = 0
    corrects: Corrects | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """A deposit's record, as it stands."""

    deposit_id: str
    number: int
    entry: Entry


def of_sale(sale: Sale, deposits: Sequence[Before] = ()) -> Entry:
    """The snapshot of a basket that was paid, with its taxes as they were reckoned for it.

    What is left of its `deposits` was entered before, and is taken off here.
    """
    entered = {one.deposit_id for one in deposits}
    set_off = [line for one in deposits for line in _set_off(one, sale)]
    lines = (*(_line(line) for line in sale.lines), *set_off)
    rates = tuple(
        RateSum(percent(one.rate), one.gross.units, one.net.units, one.vat.units)
        for one in sale.rates
    )
    entry = Entry(
        currency=sale.total.code,
        total=sum(line.gross for line in lines),
        lines=lines,
        rates=_by_rate(lines) if set_off else rates,
        means=_means([one for one in sale.paid if one.deposit_id not in entered]),
        by=sale.associate_id or "",
        basket=sale.number,
    )
    check(entry)
    return entry


def of_deposit(deposit: Deposit) -> Entry:
    """Part of the price of what is on order, with the tax that is in it."""
    ordered = _by_rate([_line(line) for line in deposit.lines])
    lines = _shared_out(deposit.amount.units, ordered, deposit.amount.code)
    entry = Entry(
        currency=deposit.amount.code,
        total=deposit.amount.units,
        lines=lines,
        rates=_by_rate(lines),
        means=_means(deposit.paid),
        by=deposit.associate_id or "",
        basket=deposit.number,
    )
    check(entry)
    return entry


def of_refund(refunded: Refunded, sold: Entry, number: int) -> Entry:
    """What went back of record `number`, which is `sold`.

    Where pieces came back for all of it they are its lines; else it is shared out among the rates
    of what was sold, as they stood in it.
    """
    code = refunded.amount.code
    if code != sold.currency:
        raise LedgerError(f"amount: it was paid in {sold.currency}")
    back = total((line.gross for line in refunded.lines), code)
    if refunded.lines and back == refunded.amount:
        lines = tuple(_opposite(_line(line)) for line in refunded.lines)
    else:
        lines = _shared_out(-refunded.amount.units, sold.rates, code)
    entry = Entry(
        currency=code,
        total=-refunded.amount.units,
        lines=lines,
        rates=_by_rate(lines),
        means=_means([replaced(refunded.paid, amount=refunded.amount)], sign=-1),
        by=sold.by,
        basket=refunded.number,
        corrects=Corrects(number, refunded.reason),
    )
    check(entry)
    return entry


def composed(
    sold: Sequence[Sold],
    paid: Sequence[Tender],
    by: str = "",
    corrects: Corrects | None = None,
    rounding: Rounding = Rounding.HALF_UP,
) -> Entry:
    """An entry from prices alone, its taxes reckoned here. Raises `LedgerError`."""
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
    if kind in (REFUND, CORRECTION) and entry.corrects is None:
        raise LedgerError("corrects: which record is it, and why")
    if kind == DEPOSIT and (entry.total <= 0 or entry.corrects is not None):
        raise LedgerError("total: a deposit is paid, and corrects nothing")
    if kind == REFUND and entry.total > 0:
        raise LedgerError("total: a refund gives back")


def percent(rate: Fraction) -> str:
    """ "20" or "5.5": a rate as the law writes it, exactly. Raises `LedgerError`."""
    thousandths = rate * 1000
    if thousandths.denominator != 1 or not 0 <= rate <= 100:
        raise LedgerError(f"rate: {rate} is no rate in percent with three decimals at most")
    whole, part = divmod(thousandths.numerator, 1000)
    return f"{whole}.{part:03}".rstrip("0").rstrip(".") if part else str(whole)


def _line(line: SoldLine) -> Line:
    return Line(
        line.label,
        line.quantity,
        line.price.units,
        line.gross.units,
        line.net.units,
        line.rate,
        line.vat.units,
        line.serial,
        line.gift,
    )


def _means(paid: Sequence[Paid], sign: int = 1) -> tuple[MeansSum, ...]:
    """Each means of payment; after cash what its rounding adds or takes, so that the sum stands."""
    sums = []
    for one in paid:
        coins = one.amount if one.coins is None else one.coins
        more = one.given is not None and one.given != coins
        given = one.given.units if one.given is not None and more else 0
        sums.append(MeansSum(one.means, sign * coins.units, given))
        if coins != one.amount:
            sums.append(MeansSum(ROUNDING, sign * (one.amount - coins).units))
    return tuple(sums)


def _opposite(line: Line) -> Line:
    return replace(line, quantity=-line.quantity, gross=-line.gross, net=-line.net, vat=-line.vat)


def _set_off(deposit: Before, sale: Sale) -> Sequence[Line]:
    """The opposite of a deposit, less what of it went back before the sale."""
    entry = deposit.entry
    left = sum(one.amount.units for one in sale.paid if one.deposit_id == deposit.deposit_id)
    if left == entry.total:
        lines = tuple(_opposite(line) for line in entry.lines)
    else:
        lines = _shared_out(-left, entry.rates, entry.currency)
    return [replace(line, deposit=deposit.number) for line in lines]


def _shared_out(amount: int, rates: Sequence[RateSum], code: str) -> tuple[Line, ...]:
    """A line for each rate, in proportion to what was sold at it, to the last unit."""
    sold = sum(one.gross for one in rates)
    if sold <= 0:
        raise LedgerError("corrects: nothing was sold there")
    shares, given, before = [], 0, 0
    for rate in rates:
        before += rate.gross
        upto = whole(Fraction(amount * before, sold))
        shares.append((rate.rate, upto - given))
        given = upto
    return tuple(_without_piece(rate, share, code) for rate, share in shares if share)


def _without_piece(rate: str, gross: int, code: str) -> Line:
    (tax,) = included([Taxed(Money(gross, code), Fraction(rate))]).lines
    count = 1 if gross > 0 else -1
    return Line("", count, count * gross, gross, tax.net.units, rate, tax.vat.units)


def _by_rate(lines: Sequence[Line]) -> tuple[RateSum, ...]:
    found: dict[str, RateSum] = {}
    for line in lines:
        sum_ = found.get(line.rate, RateSum(line.rate, 0, 0, 0))
        found[line.rate] = RateSum(
            line.rate, sum_.gross + line.gross, sum_.net + line.net, sum_.vat + line.vat
        )
    return tuple(found[rate] for rate in sorted(found, key=Fraction, reverse=True))
