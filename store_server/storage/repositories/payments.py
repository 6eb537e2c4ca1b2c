"""Bills, shares, attempts and their facts. What is a fact is only ever added."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, insert, or_, select, tuple_, update

from payments.bill import Outcome
from payments.facts import Told
from payments.money import Money
from payments.providers.port import Means, Order
from payments.register import Attempt, BillKept, Refund, Share
from store_server.ports import NotFoundError
from store_server.storage.prepared import Prepared, Row
from store_server.storage.tables import (
    AttemptRow,
    BillRow,
    PaymentFactRow,
    RefundRow,
    ShareRow,
    WebhookRow,
)

DUE_AT_ONCE = 100
FARTHEST_DUE = timedelta(hours=1)  # later than that a clock was set back: it is due now

_WORDING = ("label", "language", "return_url", "reader")


_SHARES = select(ShareRow.__table__, BillRow.currency).join(BillRow, BillRow.id == ShareRow.bill_id)
_BILL = Prepared(select(BillRow.__table__).where(BillRow.id == bindparam("bill")))
_SHARES_OF = Prepared(
    _SHARES.where(ShareRow.bill_id == bindparam("bill"), ShareRow.cancelled_at.is_(None)).order_by(
        ShareRow.place
    )
)
_ATTEMPT = Prepared(select(AttemptRow.__table__).where(AttemptRow.id == bindparam("attempt")))
_ATTEMPTS = (
    select(AttemptRow.__table__)
    .join(ShareRow, ShareRow.id == AttemptRow.share_id)
    .join(BillRow, BillRow.id == ShareRow.bill_id)
    .order_by(AttemptRow.made_at, AttemptRow.id)
)
_ATTEMPTS_OF_BILL = Prepared(_ATTEMPTS.where(ShareRow.bill_id == bindparam("bill")))
_ATTEMPTS_OF_BASKET = Prepared(_ATTEMPTS.where(BillRow.basket_id == bindparam("basket")))
_FACTS_OF_BILL = Prepared(
    select(PaymentFactRow.__table__)
    .join(AttemptRow, AttemptRow.id == PaymentFactRow.attempt_id)
    .join(ShareRow, ShareRow.id == AttemptRow.share_id)
    .where(ShareRow.bill_id == bindparam("bill"))
    .order_by(PaymentFactRow.position)
)
_FACTS_OF = Prepared(
    select(PaymentFactRow.__table__)
    .where(PaymentFactRow.attempt_id == bindparam("attempt"))
    .order_by(PaymentFactRow.position)
)


class SqlPayments:
    """Satisfies `payment_ports.Payments`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    # ------------------------------------------------------------------ bills

    def add_bill(self, bill: BillKept) -> None:
        self._connection.execute(
            insert(BillRow).values(
                id=bill.id,
                basket_id=bill.basket_id,
                currency=bill.amount.code,
                units=bill.amount.units,
                deposit=bill.deposit,
                made_at=bill.made_at,
                deadline=bill.deadline,
            )
        )

    def bill(self, bill_id: str) -> BillKept:
        row = _BILL.first(self._connection, {"bill": bill_id})
        if row is None:
            raise NotFoundError("there is no such bill")
        return _bill(row)

    def bills_of(self, basket_id: str) -> Sequence[BillKept]:
        return self._bills(select(BillRow.__table__).where(BillRow.basket_id == basket_id))

    def open_bills(self) -> Sequence[BillKept]:
        return self._bills(select(BillRow.__table__).where(BillRow.closed_at.is_(None)))

    def decide(self, bill_id: str, outcome: Outcome, at: datetime) -> Outcome:
        self._connection.execute(
            update(BillRow)
            .where(BillRow.id == bill_id, BillRow.outcome.is_(None))
            .values(outcome=outcome, decided_at=at)
        )
        return self.bill(bill_id).outcome or outcome

    def close_bill(self, bill_id: str, at: datetime) -> None:
        self._connection.execute(update(BillRow).where(BillRow.id == bill_id).values(closed_at=at))

    def _bills(self, query: Select[Any]) -> list[BillKept]:
        rows = self._connection.execute(query.order_by(BillRow.made_at, BillRow.id))
        return [_bill(row) for row in rows]

    # ------------------------------------------------------------------ shares

    def add_share(self, share: Share, token_hash: str | None) -> None:
        self._connection.execute(
            insert(ShareRow).values(
                id=share.id,
                bill_id=share.bill_id,
                place=share.place,
                units=share.amount.units,
                payer=share.payer,
                token_hash=token_hash,
            )
        )

    def share(self, share_id: str) -> Share:
        found = self._share(ShareRow.id == share_id)
        if found is None:
            raise NotFoundError("there is no such share")
        return found

    def share_of_token(self, token_hash: str) -> Share | None:
        return self._share(ShareRow.token_hash == token_hash)

    def shares(self, bill_id: str) -> Sequence[Share]:
        return [_share(row) for row in _SHARES_OF.all(self._connection, {"bill": bill_id})]

    def set_share_token(self, share_id: str, token_hash: str) -> None:
        self._connection.execute(
            update(ShareRow).where(ShareRow.id == share_id).values(token_hash=token_hash)
        )

    def cancel_share(self, share_id: str, at: datetime) -> None:
        self._connection.execute(
            update(ShareRow).where(ShareRow.id == share_id).values(cancelled_at=at)
        )

    def hand_on_token(self, share_id: str, heir_id: str) -> None:
        query = select(ShareRow.token_hash).where(ShareRow.id == share_id)
        token_hash = self._connection.execute(query).scalar()
        for which, value in ((share_id, None), (heir_id, token_hash)):
            self._connection.execute(
                update(ShareRow).where(ShareRow.id == which).values(token_hash=value)
            )

    def _share(self, which: Any) -> Share | None:
        row = self._connection.execute(_SHARES.where(which)).first()
        return _share(row) if row else None

    # ------------------------------------------------------------------ attempts

    def add_attempt(self, attempt: Attempt) -> None:
        order = attempt.order
        self._connection.execute(
            insert(AttemptRow).values(
                id=order.key,
                share_id=attempt.share_id,
                provider=attempt.provider,
                means=order.means.value,
                currency=order.amount.code,
                units=order.amount.units,
                wording={name: getattr(order, name) for name in _WORDING},
                reference=attempt.reference,
                page=attempt.page,
                reason=attempt.reason,
                made_at=order.asked_at,
                due_at=attempt.due_at,
                asked=attempt.asked,
            )
        )

    def attempt(self, attempt_id: str) -> Attempt:
        row = _ATTEMPT.first(self._connection, {"attempt": attempt_id})
        if row is None:
            raise NotFoundError("there is no such payment")
        return _attempt(row)

    def attempts(self, bill_id: str) -> Sequence[Attempt]:
        rows = _ATTEMPTS_OF_BILL.all(self._connection, {"bill": bill_id})
        return [_attempt(row) for row in rows]

    def attempts_of_basket(self, basket_id: str) -> Sequence[Attempt]:
        rows = _ATTEMPTS_OF_BASKET.all(self._connection, {"basket": basket_id})
        return [_attempt(row) for row in rows]

    def change_attempt(self, attempt_id: str, **fields: Any) -> None:
        self._connection.execute(
            update(AttemptRow).where(AttemptRow.id == attempt_id).values(**fields)
        )

    def due(self, now: datetime, everything: bool = False) -> Sequence[Attempt]:
        query = select(AttemptRow.__table__).where(_is_due(AttemptRow.due_at, now, everything))
        rows = self._connection.execute(query.order_by(AttemptRow.due_at).limit(DUE_AT_ONCE))
        return [_attempt(row) for row in rows]

    # ------------------------------------------------------------------ facts

    def tell(self, told: Told, told_by: str) -> bool:
        digest = _digest(told)
        known = select(PaymentFactRow.position).where(PaymentFactRow.digest == digest)
        if self._connection.execute(known).first() is not None:
            return False
        self._connection.execute(
            insert(PaymentFactRow).values(
                attempt_id=told.key,
                fact=told.fact,
                at=told.at,
                currency=told.amount.code if told.amount else None,
                units=told.amount.units if told.amount else None,
                refund_id=told.refund,
                told_by=told_by,
                digest=digest,
            )
        )
        return True

    def facts(self, bill_id: str) -> Sequence[Told]:
        return [_told(row) for row in _FACTS_OF_BILL.all(self._connection, {"bill": bill_id})]

    def facts_of(self, attempt_id: str) -> Sequence[Told]:
        return [_told(row) for row in _FACTS_OF.all(self._connection, {"attempt": attempt_id})]

    # ------------------------------------------------------------------ refunds

    def add_refund(self, refund: Refund) -> None:
        self._connection.execute(
            insert(RefundRow).values(
                id=refund.id,
                attempt_id=refund.attempt_id,
                basket_id=refund.basket_id,
                units=refund.amount.units,
                lines=dict(refund.lines),
                reason=refund.reason,
                by_id=refund.by_id,
                made_at=refund.made_at,
                due_at=refund.due_at,
                asked=refund.asked,
            )
        )

    def refund(self, refund_id: str) -> Refund:
        found = self._refunds(RefundRow.id == refund_id)
        if not found:
            raise NotFoundError("there is no such refund")
        return found[0]

    def refunds_of(self, basket_id: str) -> Sequence[Refund]:
        return self._refunds(RefundRow.basket_id == basket_id)

    def refunds_due(self, now: datetime, everything: bool = False) -> Sequence[Refund]:
        return self._refunds(_is_due(RefundRow.due_at, now, everything))

    def change_refund(self, refund_id: str, **fields: Any) -> None:
        self._connection.execute(
            update(RefundRow).where(RefundRow.id == refund_id).values(**fields)
        )

    def _refunds(self, which: Any) -> list[Refund]:
        rows = self._connection.execute(
            select(RefundRow.__table__, AttemptRow.currency)
            .join(AttemptRow, AttemptRow.id == RefundRow.attempt_id)
            .where(which)
            .order_by(RefundRow.made_at, RefundRow.id)
        )
        return [_refund(row) for row in rows]

    def first_notice(self, provider: str, event_id: str, at: datetime) -> bool:
        known = select(WebhookRow.id).where(
            WebhookRow.provider == provider, WebhookRow.id == event_id
        )
        if self._connection.execute(known).first() is not None:
            return False
        self._connection.execute(insert(WebhookRow).values(provider=provider, id=event_id, at=at))
        return True

    def forget_notices(self, before: datetime, limit: int) -> int:
        key = (WebhookRow.provider, WebhookRow.id)
        old = select(*key).where(WebhookRow.at < before).limit(limit)
        gone = delete(WebhookRow).where(tuple_(*key).in_(old))
        return self._connection.execute(gone).rowcount


def _told(row: Row) -> Told:
    return Told(
        key=row.attempt_id,
        fact=row.fact,
        at=row.at,
        amount=None if row.currency is None else Money(row.units, row.currency),
        refund=row.refund_id,
    )


def _is_due(column: Any, now: datetime, everything: bool) -> Any:
    if everything:
        return column.is_not(None)
    return or_(column <= now, column > now + FARTHEST_DUE)


def _digest(told: Told) -> str:
    amount = f"{told.amount.units} {told.amount.code}" if told.amount else ""
    whole = "\n".join((told.key, told.fact.value, amount, told.refund))
    return hashlib.sha256(whole.encode()).hexdigest()


def _bill(row: Row) -> BillKept:
    return BillKept(
        id=row.id,
        basket_id=row.basket_id,
        amount=Money(row.units, row.currency),
        deadline=row.deadline,
        made_at=row.made_at,
        deposit=row.deposit,
        outcome=row.outcome,
        decided_at=row.decided_at,
        closed_at=row.closed_at,
    )


def _share(row: Row) -> Share:
    amount = Money(row.units, row.currency)
    return Share(row.id, row.bill_id, row.place, amount, row.payer, row.cancelled_at)


def _attempt(row: Row) -> Attempt:
    order = Order(
        key=row.id,
        amount=Money(row.units, row.currency),
        asked_at=row.made_at,
        means=Means(row.means),
        **row.wording,
    )
    return Attempt(
        share_id=row.share_id,
        provider=row.provider,
        order=order,
        reference=row.reference,
        page=row.page,
        reason=row.reason,
        due_at=row.due_at,
        asked=row.asked,
    )


def _refund(row: Row) -> Refund:
    return Refund(
        id=row.id,
        attempt_id=row.attempt_id,
        basket_id=row.basket_id,
        amount=Money(row.units, row.currency),
        made_at=row.made_at,
        lines=row.lines,
        reason=row.reason,
        by_id=row.by_id,
        due_at=row.due_at,
        asked=row.asked,
    )
