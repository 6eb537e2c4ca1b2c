"""What is said on the bus of selling and paying; `messages` for everything else.

Each domain event of money stands in the journal too, under its own name and with these fields, in
the transaction whose state it tells of. Amounts are `Money`; in the journal, units and currency.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

from payments.article import Article, VatRate
from payments.basket import Farewell
from payments.catalogue_file import ReadLine
from payments.money import Money
from payments.providers.port import Answer, Means, Notice
from payments.register import Delivery, Slot

# ---------------------------------------------------------------------------- catalogue, commands


@dataclass(frozen=True, slots=True)
class SaveArticle:
    """Add it, or write over the one of the same `sku`. Answers its id.

    `serials` are pieces that came in: each adds one to the stock of an article of that kind.
    """

    article: Article
    serials: tuple[str, ...] = ()
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class ImportArticles:
    """What each line of a file would do, as `ImportLineView`; done where it is to be applied and
    no line is refused: all of them in one transaction."""

    lines: tuple[ReadLine, ...]
    apply: bool = False
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class SaveVatRate:
    rate: VatRate
    by_id: str | None = None


# ---------------------------------------------------------------------------- baskets, commands


@dataclass(frozen=True, slots=True)
class OpenBasket:
    """Answers its id. `basket_id` is the device's own, so that one sent twice is one basket."""

    currency: str
    token_hash: str = field(repr=False)
    language: str = "fr"
    basket_id: str | None = None
    client_id: str | None = None
    associate_id: str | None = None
    exchange_of_id: str | None = None


@dataclass(frozen=True, slots=True)
class RenewBasketLink:
    """The link that was given before is void."""

    basket_id: str
    token_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NoteLinkOpened:
    """Somebody has read the basket by its own link."""

    basket_id: str


@dataclass(frozen=True, slots=True)
class AddLine:
    """By article, or by a code as it was scanned. Answers the line's id.

    `line_id` is the device's own; `proposed`: the client has yet to say yes.
    """

    basket_id: str
    article_id: str = ""
    code: str = field(default="", repr=False)
    symbology: str = "unknown"
    serial: str = ""
    quantity: int = 1
    line_id: str | None = None
    proposed: bool = False
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What is None stays. A quantity of 0 takes the line out."""

    basket_id: str
    line_id: str
    quantity: int | None = None
    gift: bool | None = None
    accepted: bool | None = None


@dataclass(frozen=True, slots=True)
class AmendBasket:
    """`fields` are language, gift_receipt, tax_free, client_id, associate_id. Tax-free is settled
    once paying begins."""

    basket_id: str
    fields: Mapping[str, Any]
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class LockBasket:
    """Fix prices and tax, hold the stock, make the bill. Answers the bill's id.

    With a `deposit` only that is paid now, and nothing is held: the piece is on order.
    """

    basket_id: str
    deposit: Money | None = None


@dataclass(frozen=True, slots=True)
class UnlockBasket:
    """Back to choosing; only while nobody has begun to pay."""

    basket_id: str


@dataclass(frozen=True, slots=True)
class AbandonBasket:
    basket_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class CloseBasket:
    """The courier has it, or all is done: `released` says that it has left the house."""

    basket_id: str
    released: bool
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class SayFarewell:
    """A step of the ceremony was done, or was not after all. Said twice, the first stands."""

    basket_id: str
    step: Farewell
    by_id: str
    done: bool = True


@dataclass(frozen=True, slots=True)
class LinkScanner:
    """What this scanner reads goes into that basket; None: no longer."""

    device_id: str
    basket_id: str | None
    by_id: str | None = None


# ---------------------------------------------------------------------------- paying, commands


@dataclass(frozen=True, slots=True)
class Payer:
    """One of those who share a bill. What is said of a share depends on how it is split:
    `amount`, `percentage` or the `lines` that this payer pays, alone or with others."""

    name: str = ""
    token_hash: str | None = field(default=None, repr=False)
    amount: Money | None = None
    percentage: Fraction | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SplitBill:
    """The locked basket's bill, among several; only while nobody has begun to pay.

    Answers the ids of the shares, in the payers' order.
    """

    basket_id: str
    how: Literal["equal", "amount", "percentage", "article"]
    payers: tuple[Payer, ...]


@dataclass(frozen=True, slots=True)
class PayShare:
    """Begin to pay a share, or go on with what was begun. Answers the attempt's id.

    Whoever pays another's share takes it over.
    """

    share_id: str
    means: Means = Means.PAGE
    language: str = "fr"
    return_url: str = ""
    reader: str = ""
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class TakeCash:
    """A share was paid into the hand of whoever serves. Answers the attempt's id.

    `given` is what was put down; None where it was exactly what is due.
    """

    share_id: str
    given: Money | None = None
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReturnCash:
    """What was taken for a share is in its payer's hand again: its bill came to nothing, or they
    pay otherwise. Answers how much it was."""

    share_id: str
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class BeginDrawer:
    """So much is in the drawer as the day begins: counted."""

    amount: Money
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class CountDrawer:
    """So much is in it. Answers what is missing (negative) or too much."""

    amount: Money
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class TopUp:
    """Pay part of a share that failed; the rest of it stays with whose it was. Answers the new
    share's id."""

    share_id: str
    amount: Money
    name: str = ""
    token_hash: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RenewShareLink:
    """A new link for a share's payer; the one that was given before is void."""

    basket_id: str
    share_id: str
    token_hash: str = field(repr=False)


class Doing(StrEnum):
    """What the provider was called for."""

    AUTHORISE = "authorise"
    ASK = "ask"
    CAPTURE = "capture"
    VOID = "void"
    REFUND = "refund"
    WEBHOOK = "webhook"


AGAIN = " again"  # whoever reads a fact sees that the first call's own answer was lost


@dataclass(frozen=True, slots=True)
class NoteAnswer:
    """What the provider said about an attempt, or that it said nothing."""

    attempt_id: str
    doing: Doing
    answer: Answer
    refund_id: str = ""
    again: bool = False

    @property
    def told_by(self) -> str:
        return self.doing + AGAIN if self.again else self.doing.value


@dataclass(frozen=True, slots=True)
class HearWebhook:
    """One that was verified. Whether it told of a payment of ours, for the first time."""

    provider: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class RefundBasket:
    """Give back an amount, or what these lines cost (line id to quantity), or all there is.

    Spread over the means with which it was paid. Answers the refunds' ids.
    """

    basket_id: str
    amount: Money | None = None
    lines: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class ResolveConflict:
    """A manager has looked at a basket whose money did not agree, and all of it went back."""

    basket_id: str
    by_id: str


# ---------------------------------------------------------------------------- leaving, commands


@dataclass(frozen=True, slots=True)
class SaveSlots:
    slots: tuple[Slot, ...]
    by_id: str | None = None


@dataclass(frozen=True, slots=True)
class ChooseDelivery:
    """Take an hour, and give back the one that was taken before."""

    delivery: Delivery


@dataclass(frozen=True, slots=True)
class CancelDelivery:
    basket_id: str


@dataclass(frozen=True, slots=True)
class IssueExitPass:
    """Answers the pass's text, as it stands behind `exit:`."""

    basket_id: str


@dataclass(frozen=True, slots=True)
class ShowExitPass:
    """A pass is shown at the door, or its code typed, with the tags that were read in the bag.
    Answers an `ExitVerdict`; a green one is used with that.

    `shown_at` is when a guard without a network let it pass, told later: it is judged as of then.
    """

    text: str = field(repr=False)
    by: str = ""
    tags: tuple[str, ...] = ()
    shown_at: datetime | None = None


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
class PaymentSettledLate:
    """Success after failure was shown: `honoured`, or on its way back by itself."""

    basket_id: str
    bill_id: str
    honoured: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class CashToReturn:
    """A bill came to nothing, and a payer waits for their cash, which is in the drawer."""

    basket_id: str
    attempt_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RefundFailed:
    """Money that we owe did not go back: it is not tried again, a human is called."""

    basket_id: str
    refund_id: str
    amount: Money
    at: datetime


@dataclass(frozen=True, slots=True)
class BasketReleased:
    """It left through the door, or the courier has it."""

    basket_id: str
    at: datetime
