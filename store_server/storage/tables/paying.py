"""How a basket is paid: bills, shares, attempts at the provider, and the facts of each."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from payments.bill import Outcome
from payments.cash import Coins
from payments.facts import Fact
from store_server.storage.tables.base import Table
from store_server.storage.tables.journal import POSITION
from store_server.storage.tables.selling import CURRENCY
from store_server.storage.types import ID, SHA256_HEX, Moment, document, one_of


class BillRow(Table):
    """What a locked basket is to be paid with, by one or by several, until a deadline.

    `outcome` is written once. `deposit`: only part of the basket's price, the rest comes later.
    """

    __tablename__ = "bills"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    basket_id: Mapped[str] = mapped_column(ForeignKey("baskets.id"), index=True)
    currency: Mapped[str] = mapped_column(CURRENCY)
    units: Mapped[int] = mapped_column(BigInteger)
    deposit: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(Moment)
    deadline: Mapped[datetime] = mapped_column(Moment)
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome"))
    decided_at: Mapped[datetime | None] = mapped_column(Moment)
    closed_at: Mapped[datetime | None] = mapped_column(Moment, index=True)


class ShareRow(Table):
    """One payer's part. One that was cancelled counts no more."""

    __tablename__ = "shares"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    bill_id: Mapped[str] = mapped_column(ForeignKey("bills.id"), index=True)
    place: Mapped[int]
    units: Mapped[int] = mapped_column(BigInteger)
    token_hash: Mapped[str | None] = mapped_column(SHA256_HEX, unique=True)
    payer: Mapped[str] = mapped_column(Text)
    cancelled_at: Mapped[datetime | None] = mapped_column(Moment)


class AttemptRow(Table):
    """Its id is the idempotency key. `due_at`: when something is to be done about it, if ever."""

    __tablename__ = "payment_attempts"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    share_id: Mapped[str] = mapped_column(ForeignKey("shares.id"), index=True)
    provider: Mapped[str] = mapped_column(String(32))
    means: Mapped[str] = mapped_column(String(32))
    currency: Mapped[str] = mapped_column(CURRENCY)
    units: Mapped[int] = mapped_column(BigInteger)
    wording: Mapped[dict[str, str]] = mapped_column(document())  # the rest of the order, as sent
    reference: Mapped[str] = mapped_column(Text)
    page: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    asked: Mapped[int]


class PaymentFactRow(Table):
    """Only ever added to. `digest` is of the fact itself, so that it is kept once."""

    __tablename__ = "payment_facts"

    position: Mapped[int] = mapped_column(POSITION, primary_key=True)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("payment_attempts.id"), index=True)
    fact: Mapped[Fact] = mapped_column(one_of(Fact, "fact"))
    at: Mapped[datetime] = mapped_column(Moment)
    currency: Mapped[str | None] = mapped_column(CURRENCY)
    units: Mapped[int | None] = mapped_column(BigInteger)
    refund_id: Mapped[str] = mapped_column(String(36))  # empty where it is about no refund
    told_by: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(SHA256_HEX, unique=True)

    __table_args__ = {"sqlite_autoincrement": True}  # noqa: RUF012 - as SQLAlchemy reads it


class CashMoveRow(Table):
    """Only ever added to. `units` were in the hand, `due_units` are what they stand for; a float
    and a count are of no attempt."""

    __tablename__ = "cash_moves"

    position: Mapped[int] = mapped_column(POSITION, primary_key=True)
    till: Mapped[str] = mapped_column(String(32), index=True)
    what: Mapped[Coins] = mapped_column(one_of(Coins, "what"))
    currency: Mapped[str] = mapped_column(CURRENCY)
    due_units: Mapped[int] = mapped_column(BigInteger)
    units: Mapped[int] = mapped_column(BigInteger)
    given_units: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Moment)
    attempt_id: Mapped[str | None] = mapped_column(ForeignKey("payment_attempts.id"))
    refund_id: Mapped[str] = mapped_column(String(36))  # empty where it is about no refund
    by_id: Mapped[str | None] = mapped_column(ID)

    __table_args__ = (
        UniqueConstraint("attempt_id", "refund_id", "what"),
        {"sqlite_autoincrement": True},
    )


class RefundRow(Table):
    """Its id is the refund's idempotency key. `lines` are what came back: line id to quantity."""

    __tablename__ = "refunds"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    attempt_id: Mapped[str] = mapped_column(ForeignKey("payment_attempts.id"), index=True)
    basket_id: Mapped[str] = mapped_column(ForeignKey("baskets.id"), index=True)
    units: Mapped[int] = mapped_column(BigInteger)
    lines: Mapped[dict[str, int]] = mapped_column(document())
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[str | None] = mapped_column(ID)
    made_at: Mapped[datetime] = mapped_column(Moment)
    due_at: Mapped[datetime | None] = mapped_column(Moment, index=True)
    asked: Mapped[int]


class WebhookRow(Table):
    """A provider's own id of what it told, so that ten times is once."""

    __tablename__ = "webhooks"

    provider: Mapped[str] = mapped_column(String(32), primary_key=True)
    id: Mapped[str] = mapped_column(String(128), primary_key=True)
    at: Mapped[datetime] = mapped_column(Moment, index=True)
