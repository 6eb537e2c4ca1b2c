"""Money that a person has to look at, found anew in what is written: an alert cannot be lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import Connection, exists, func, or_, select
from sqlalchemy.orm import aliased

from payments.bill import Outcome
from payments.cash import Coins
from payments.facts import Fact, attempt
from payments.money import Money
from payments.providers.port import Means
from payments.register import TOO_LATE
from store_server.payment_views import TillAlertView
from store_server.storage.reads.selling import money
from store_server.storage.repositories.payments import SqlPayments
from store_server.storage.tables import (
    AttemptRow,
    BasketRow,
    BillRow,
    CashMoveRow,
    PaymentFactRow,
    RefundRow,
    ShareRow,
)

LATE_TOLD_FOR = timedelta(hours=12)  # what settled by itself is news for a working day

_WHOSE = (BasketRow.id, BasketRow.number, BasketRow.associate_id)
_OTHER_AMOUNT = or_(
    PaymentFactRow.units > AttemptRow.units, PaymentFactRow.currency != AttemptRow.currency
)


def alerts(connection: Connection, now: datetime, language: str) -> Sequence[TillAlertView]:
    """The newest first."""
    since = now - LATE_TOLD_FOR
    found = [
        *(_view("conflicted", row, language) for row in _conflicted(connection)),
        *(_view("refund_failed", row, language) for row in _failed(connection)),
        *(_view("cash_to_return", row, language) for row in _to_return(connection)),
        *(_view("late", row, language) for row in given_back(connection, since)),
        *(_view("late", row, language, honoured=True) for row in honoured(connection, since)),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _conflicted(connection: Connection) -> Sequence[Any]:
    """Until somebody has resolved it, which closes the bill."""
    query = (
        select(*_WHOSE, BillRow.units, BillRow.currency, func.min(PaymentFactRow.at).label("at"))
        .select_from(PaymentFactRow)
        .join(AttemptRow, AttemptRow.id == PaymentFactRow.attempt_id)
        .join(ShareRow, ShareRow.id == AttemptRow.share_id)
        .join(BillRow, BillRow.id == ShareRow.bill_id)
        .join(BasketRow, BasketRow.id == BillRow.basket_id)
        .where(BillRow.closed_at.is_(None), _OTHER_AMOUNT)
        .where(PaymentFactRow.fact.in_((Fact.AUTHORISED, Fact.CAPTURED)))
        .group_by(*_WHOSE, BillRow.units, BillRow.currency)
    )
    return connection.execute(query).all()


def _failed(connection: Connection) -> Sequence[Any]:
    """While what should have gone back is still ours."""
    query = (
        select(
            *_WHOSE,
            RefundRow.units,
            RefundRow.attempt_id,
            AttemptRow.currency,
            AttemptRow.units.label("asked"),
            PaymentFactRow.at,
        )
        .select_from(PaymentFactRow)
        .join(RefundRow, RefundRow.id == PaymentFactRow.refund_id)
        .join(AttemptRow, AttemptRow.id == RefundRow.attempt_id)
        .join(BasketRow, BasketRow.id == RefundRow.basket_id)
        .where(PaymentFactRow.fact == Fact.REFUND_FAILED)
    )
    payments = SqlPayments(connection)

    def owed(row: Any) -> bool:
        standing = attempt(payments.facts_of(row.attempt_id), Money(row.asked, row.currency))
        return standing.refundable.units >= int(row.units)

    return [row for row in connection.execute(query) if owed(row)]


def _to_return(connection: Connection) -> Sequence[Any]:
    """Cash of a bill that was void, until whoever gave it back says so."""
    later = aliased(PaymentFactRow)
    query = (
        select(*_WHOSE, CashMoveRow.units, CashMoveRow.currency, PaymentFactRow.at)
        .select_from(PaymentFactRow)
        .join(AttemptRow, AttemptRow.id == PaymentFactRow.attempt_id)
        .join(CashMoveRow, CashMoveRow.attempt_id == AttemptRow.id)
        .join(ShareRow, ShareRow.id == AttemptRow.share_id)
        .join(BillRow, BillRow.id == ShareRow.bill_id)
        .join(BasketRow, BasketRow.id == BillRow.basket_id)
        .where(PaymentFactRow.fact == Fact.VOID_ASKED, AttemptRow.means == Means.CASH.value)
        .where(CashMoveRow.what == Coins.TAKEN)
        .where(~exists().where(later.attempt_id == AttemptRow.id, later.fact == Fact.VOIDED))
    )
    return connection.execute(query).all()


def given_back(connection: Connection, since: datetime) -> Sequence[Any]:
    query = (
        select(*_WHOSE, RefundRow.units, AttemptRow.currency, RefundRow.made_at.label("at"))
        .select_from(RefundRow)
        .join(AttemptRow, AttemptRow.id == RefundRow.attempt_id)
        .join(BasketRow, BasketRow.id == RefundRow.basket_id)
        .where(RefundRow.reason == TOO_LATE, RefundRow.made_at > since)
    )
    return connection.execute(query).all()


def honoured(connection: Connection, since: datetime) -> Sequence[Any]:
    """A bill that was void, and that its basket was paid by all the same."""
    query = (
        select(*_WHOSE, BillRow.units, BillRow.currency, BasketRow.paid_at.label("at"))
        .select_from(BillRow)
        .join(BasketRow, BasketRow.id == BillRow.basket_id)
        .where(BillRow.outcome == Outcome.VOID, BillRow.closed_at == BasketRow.paid_at)
        .where(BasketRow.paid_at > since)
    )
    return connection.execute(query).all()


def _view(
    kind: Literal["conflicted", "refund_failed", "late", "cash_to_return"],
    row: Any,
    language: str,
    honoured: bool = False,
) -> TillAlertView:
    amount = money(Money(row.units, row.currency), language)
    return TillAlertView(kind, row.id, row.number, row.associate_id, amount, row.at, honoured)
