"""What is still to be told of alerts, kept until somebody has taken it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from sqlalchemy import ColumnElement, Engine, func, select, update

from store_server.storage.engine import reading, writing
from store_server.storage.reads import traffic_said as said
from store_server.storage.tables import AlertTellingRow
from store_server.traffic_ports import DueTelling, Telling, Way

AT_ONCE = 20


class SqlAlertBox:
    """Satisfies `traffic_ports.AlertBox`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def due(self, way: Way, now: datetime) -> Sequence[DueTelling]:
        row = AlertTellingRow
        query = (
            select(row.__table__)
            .where(row.settled_at.is_(None), row.due_at <= now, row.way == way)
            .order_by(row.written_at, row.alert_id, row.ended)
            .limit(AT_ONCE)
        )
        with reading(self._engine) as connection:
            return [
                DueTelling(
                    Telling(one.alert_id, cast(Way, one.way), one.ended, one.to),
                    alert,
                    one.written_at,
                    one.tries,
                )
                for one in connection.execute(query).all()
                for alert in said.alerts(connection, 1, alert_id=one.alert_id)
            ]

    def next_due(self, way: Way) -> datetime | None:
        row = AlertTellingRow
        query = select(func.min(row.due_at)).where(row.settled_at.is_(None), row.way == way)
        with reading(self._engine) as connection:
            return connection.execute(query).scalar()

    def settle(self, telling: Telling, at: datetime) -> None:
        self._set(telling, {"settled_at": at})

    def put_off(self, telling: Telling, until: datetime) -> None:
        self._set(telling, {"due_at": until, "tries": AlertTellingRow.tries + 1})

    def _set(self, telling: Telling, values: dict[str, Any]) -> None:
        with writing(self._engine) as connection:
            connection.execute(update(AlertTellingRow).where(*_is(telling)).values(**values))
            connection.commit()


def _is(telling: Telling) -> Sequence[ColumnElement[bool]]:
    row = AlertTellingRow
    return (
        row.alert_id == telling.alert_id,
        row.way == telling.way,
        row.ended.is_(telling.ended),
    )
