"""What is said on the bus of selling and paying; `messages` for everything else.

Each domain event of money stands in the journal too, under its own name and with these fields, in
the transaction whose state it tells of. Amounts are `Money`; in the journal, units and currency.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from payments.money import Money

# --------------------------------------------------------------------------------- commands


@dataclass(frozen=True, slots=True)
class CloseLedger:
    """Close the day as it stands now. Answers the numbers of the closings that were made."""

    by_id: str | None = None


# ---------------------------------------------------------------------------- domain events


@dataclass(frozen=True, slots=True)
class BasketChanged:
    """Lines, state, shares or payments: whoever looks at it reads it anew."""

    basket_id: str


@dataclass(frozen=True, slots=True)
class BasketPaid:
    """The whole price was captured, deposits of before included."""

    basket_id: str
    bill_id: str
    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class DepositPaid:
    """Part of the price was captured; the rest is paid when the piece is there."""

    basket_id: str
    bill_id: str
    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentCaptured:
    """One attempt was charged: told once, whoever told us first."""

    basket_id: str
    attempt_id: str
    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentRefunded:
    basket_id: str
    refund_id: str
    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class PaymentConflicted:
    """The provider's amount or currency is not ours, or a basket was charged twice: a human."""

    basket_id: str
    attempt_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BasketReleased:
    """It left through the door, or the courier has it."""

    basket_id: str
    at: datetime
