"""What is written down of selling and paying, as values: baskets, bills, shares, attempts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from payments.basket import BasketState, Farewell
from payments.bill import Bill, Outcome
from payments.money import Money
from payments.providers.port import Means, Order

TOO_LATE = "late_success"  # the reason of a refund that nobody asked for


@dataclass(frozen=True, slots=True)
class Basket:
    """`number` is read aloud. `exchange_of_id`: the basket whose piece came back for this one."""

    id: str
    number: int
    state: BasketState
    currency: str
    created_at: datetime
    changed_at: datetime
    client_id: str | None = None
    associate_id: str | None = None
    language: str = "fr"
    gift_receipt: bool = False
    exchange_of_id: str | None = None
    locked_until: datetime | None = None
    paid_at: datetime | None = None
    released_at: datetime | None = None
    tax_free: bool = False  # asked for by who lives outside the EU; it changes no amount
    link_opened: bool = False  # somebody has read the basket by the link that stands now


@dataclass(frozen=True, slots=True)
class FarewellStep:
    """Done once, by whoever did it first."""

    step: Farewell
    at: datetime
    by_id: str


@dataclass(frozen=True, slots=True)
class BillKept:
    id: str
    basket_id: str
    amount: Money
    deadline: datetime
    made_at: datetime
    deposit: bool = False
    outcome: Outcome | None = None
    decided_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def bill(self) -> Bill:
        return Bill(self.amount, self.deadline, self.outcome)


@dataclass(frozen=True, slots=True)
class Share:
    id: str
    bill_id: str
    place: int
    amount: Money
    payer: str = ""
    cancelled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """`order` is what the provider was asked, word for word, however often it is asked again."""

    share_id: str
    provider: str
    order: Order
    reference: str = ""
    page: str = field(default="", repr=False)
    reason: str = ""
    due_at: datetime | None = None
    asked: int = 0

    @property
    def id(self) -> str:
        return self.order.key

    @property
    def in_cash(self) -> bool:
        """Then there is nobody to be called or asked: what was done is noted by whoever did it."""
        return self.order.means is Means.CASH


@dataclass(frozen=True, slots=True)
class Refund:
    id: str
    attempt_id: str
    basket_id: str
    amount: Money
    made_at: datetime
    lines: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    by_id: str | None = None
    due_at: datetime | None = None
    asked: int = 0


@dataclass(frozen=True, slots=True)
class Slot:
    id: str
    starts_at: datetime
    capacity: int
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Delivery:
    """Who lives where is in no log, no journal and no ledger."""

    basket_id: str
    slot_id: str
    name: str = field(repr=False)
    address: str = field(repr=False)
    phone: str = field(default="", repr=False)
    gift_wrap: bool = False
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class IssuedPass:
    """`used_by` is the guard or the scanner before whom it was green."""

    id: str
    number: int
    basket_id: str
    pieces: int
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    used_by: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    id: str
    article_id: str
    serial: str
    held_by: str | None = None
    sold_at: datetime | None = None
