"""What a payment provider does for us, in our words.

A call never raises for what the world does: a network that went, a provider that is down and an
answer that makes no sense are all `UNKNOWN`, which is settled by asking, never by trying anew.
What a provider decided, for us or against us, is a fact.

    authorise   SUBMITTED was committed   ->  ACTION_REQUIRED, AUTHORISED, FAILED
    capture     CAPTURE_ASKED was         ->  CAPTURED, FAILED, EXPIRED
    void        VOID_ASKED was            ->  VOIDED, or CAPTURED where it came too late
    refund      REFUND_ASKED was          ->  REFUNDED, REFUND_FAILED
    ask         whatever it is by now, all of it: refunds too
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from payments.facts import Fact
from payments.money import Money

KEY_REMEMBERED = timedelta(hours=24)  # so long a provider knows an idempotency key, at least
WEBHOOK_TOLERANCE = timedelta(minutes=5)
WEBHOOK_REPEATED = timedelta(days=30)  # Stripe: for three days by itself, by hand up to thirty


class Means(StrEnum):
    """How a payer pays. On a page of the provider's, on a card reader of the boutique's, or in
    cash, of which no provider hears."""

    PAGE = "page"
    READER = "reader"
    CASH = "cash"


@dataclass(frozen=True, slots=True)
class Order:
    """One attempt to be paid, as its row says. `key` is the idempotency key, and our name for it.

    The same key always comes with the same order, word for word. `label` is what the payer reads.
    """

    key: str
    amount: Money
    asked_at: datetime
    means: Means = Means.PAGE
    label: str = ""
    language: str = "en"
    return_url: str = ""
    reader: str = ""


@dataclass(frozen=True, slots=True)
class RefundOrder:
    """Part of what `order` captured goes back. `key` is this refund's own."""

    key: str
    order: Order
    reference: str
    amount: Money


class Kind(StrEnum):
    TOLD = "told"
    UNKNOWN = "unknown"  # whether anything came of it cannot be said now
    NEVER_HEARD = "never_heard"  # only of `ask`: the provider has nothing under this key


@dataclass(frozen=True, slots=True)
class Said:
    """One fact as the provider tells it, with its own amount where it names one.

    `refund` is the key of the refund that it is about.
    """

    fact: Fact
    amount: Money | None = None
    refund: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """`reference` is the provider's own name for the payment; `page` is where its payer goes on.

    `reason` is a word for a person, such as `card_declined`; never a card number or a name.
    """

    kind: Kind
    said: tuple[Said, ...] = ()
    reference: str = ""
    page: str = field(default="", repr=False)
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A webhook that was verified: what it tells of one attempt. `id` tells repeats apart.

    `said` is empty for a kind of event that says nothing of money.
    """

    id: str
    key: str
    said: tuple[Said, ...] = ()
    reference: str = ""


class WebhookError(ValueError):
    """Not signed by the provider, too old, or not readable: nothing of it is believed."""


class Provider(Protocol):
    """All calls block, and come from worker threads; `name` is written beside each attempt."""

    @property
    def name(self) -> str: ...

    def authorise(self, order: Order) -> Answer: ...

    def ask(self, order: Order, reference: str) -> Answer:
        """`reference` is empty where no answer ever named one."""

    def capture(self, order: Order, reference: str, amount: Money) -> Answer: ...

    def void(self, order: Order, reference: str) -> Answer: ...

    def refund(self, order: RefundOrder) -> Answer: ...

    def read_webhook(self, body: bytes, headers: Mapping[str, str], now: datetime) -> Notice:
        """Header names are lower case. Raises `WebhookError`."""


UNKNOWN = Answer(Kind.UNKNOWN)
NEVER_HEARD = Answer(Kind.NEVER_HEARD)


def told(*said: Said, reference: str = "", page: str = "", reason: str = "") -> Answer:
    return Answer(Kind.TOLD, said, reference, page, reason)
