"""A sale and a refund as values: what ledger and receipt are written from, with no row's id left.

`basket_id` and `refund_id` only say which; nobody's name is among the values.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from payments.money import Money
from payments.tax import RateTotal


@dataclass(frozen=True, slots=True)
class SoldLine:
    """`rate` is a percentage in plain digits: "20", "5.5"."""

    label: str
    sku: str
    gtin: str
    serial: str
    quantity: int
    price: Money
    gross: Money
    rate: str
    net: Money
    vat: Money
    gift: bool = False


@dataclass(frozen=True, slots=True)
class Paid:
    """One means of payment. `attempt_id` is the key under which the provider knows it.

    `deposit_id` is the bill of the deposit that it was part of, if it was. Of cash, `coins` is
    what went from hand to hand for the amount, and `given` what the payer put down.
    """

    attempt_id: str
    provider: str
    means: str
    amount: Money
    deposit_id: str = ""
    coins: Money | None = None
    given: Money | None = None


@dataclass(frozen=True, slots=True)
class Sale:
    """`total` is what the lines come to; `paid` adds up to it, deposits of before included."""

    basket_id: str
    number: int
    at: datetime
    total: Money
    lines: tuple[SoldLine, ...]
    rates: tuple[RateTotal, ...]
    paid: tuple[Paid, ...]
    associate_id: str | None
    language: str
    gift_receipt: bool = False
    delivered: bool = False
    exchange_of: int | None = None  # the number of the basket whose piece came back


@dataclass(frozen=True, slots=True)
class Deposit:
    """What was paid on `lines` that are on order. `deposit_id` is its bill."""

    deposit_id: str
    basket_id: str
    number: int
    at: datetime
    amount: Money
    lines: tuple[SoldLine, ...]
    paid: tuple[Paid, ...]
    associate_id: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Refunded:
    """`amount` went back to one means of payment; `lines` are what came back for it, if any."""

    refund_id: str
    basket_id: str
    number: int
    at: datetime
    amount: Money
    paid: Paid
    reason: str
    lines: tuple[SoldLine, ...] = ()
