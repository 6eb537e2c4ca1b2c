"""Which notices reached a screen, and where Web Push may wake one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, bindparam, delete, insert, select, update

from store_server.account_ports import PushSubscription, UndeliveredNotice
from store_server.clock import new_id
from store_server.storage.engine import reading, writing
from store_server.storage.prepared import Prepared
from store_server.storage.tables import (
    NoticeRow,
    PushSubscriptionRow,
    SignalRow,
)

_DELIVERED = Prepared(
    update(NoticeRow)
    .where(NoticeRow.associate_id == bindparam("associate"))
    .where(NoticeRow.seq <= bindparam("last"), NoticeRow.delivered_at.is_(None))
    .values(delivered_at=bindparam("now"))
)
_PUSHED = Prepared(
    update(NoticeRow)
    .where(NoticeRow.associate_id == bindparam("associate"))
    .where(NoticeRow.seq == bindparam("number"))
    .values(pushed_at=bindparam("now"))
)


class SqlDeliveries:
    """Which notices reached a screen, and where Web Push may wake one."""

    _engine: Engine

    def subscriptions_of(self, associate_id: str) -> Sequence[PushSubscription]:
        query = (
            select(PushSubscriptionRow.__table__)
            .where(PushSubscriptionRow.associate_id == associate_id)
            .order_by(PushSubscriptionRow.created_at, PushSubscriptionRow.id)
        )
        with reading(self._engine) as connection:
            return [_subscription(row) for row in connection.execute(query)]

    def save_subscription(self, subscription: PushSubscription) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                delete(PushSubscriptionRow).where(
                    PushSubscriptionRow.endpoint == subscription.endpoint
                )
            )
            connection.execute(
                insert(PushSubscriptionRow).values(
                    id=new_id(),
                    associate_id=subscription.associate_id,
                    paired_device_id=subscription.paired_device_id,
                    endpoint=subscription.endpoint,
                    p256dh=subscription.p256dh,
                    auth=subscription.auth,
                    created_at=subscription.created_at,
                    failed_at=subscription.failed_at,
                )
            )
            connection.commit()

    def drop_subscription(self, endpoint: str) -> bool:
        with writing(self._engine) as connection:
            dropped = connection.execute(
                delete(PushSubscriptionRow).where(PushSubscriptionRow.endpoint == endpoint)
            )
            connection.commit()
        return dropped.rowcount > 0

    def note_push_failure(self, endpoint: str, at: datetime) -> None:
        with writing(self._engine) as connection:
            connection.execute(
                update(PushSubscriptionRow)
                .where(PushSubscriptionRow.endpoint == endpoint)
                .values(failed_at=at)
            )
            connection.commit()

    def mark_delivered(self, delivered: Mapping[str, int], at: datetime) -> None:
        rows = [{"associate": one, "last": seq, "now": at} for one, seq in delivered.items()]
        with writing(self._engine) as connection:
            _DELIVERED.run(connection, *rows)
            connection.commit()

    def mark_pushed(self, lines: Collection[tuple[str, int]], at: datetime) -> None:
        rows = [{"associate": one, "number": seq, "now": at} for one, seq in lines]
        with writing(self._engine) as connection:
            _PUSHED.run(connection, *rows)
            connection.commit()

    def undelivered(
        self, older_than: datetime, newer_than: datetime | None = None
    ) -> Sequence[UndeliveredNotice]:
        query = (
            select(NoticeRow.__table__, SignalRow.silent)
            .join(SignalRow, SignalRow.id == NoticeRow.signal_id)
            .where(NoticeRow.delivered_at.is_(None), NoticeRow.pushed_at.is_(None))
            .where(NoticeRow.at <= older_than)
            .order_by(NoticeRow.at, NoticeRow.associate_id, NoticeRow.seq)
        )
        if newer_than is not None:
            query = query.where(NoticeRow.at > newer_than)
        with reading(self._engine) as connection:
            return [
                UndeliveredNotice(
                    row.associate_id, row.seq, row.kind, row.signal_id, row.at, row.silent
                )
                for row in connection.execute(query)
            ]


def _subscription(row: Row[Any]) -> PushSubscription:
    return PushSubscription(
        associate_id=row.associate_id,
        paired_device_id=row.paired_device_id,
        endpoint=row.endpoint,
        p256dh=row.p256dh,
        auth=row.auth,
        created_at=row.created_at,
        failed_at=row.failed_at,
    )
