"""PINs as their hash, and how often a wrong one was tried."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Engine, select, update

from store_server.account_ports import Pin
from store_server.audit_ports import AuditLine
from store_server.ports import NotFoundError
from store_server.storage.engine import reading, writing
from store_server.storage.repositories.audit import keep_in_audit
from store_server.storage.tables import (
    AssociateRow,
)


class SqlPins:
    """PINs as their hash, and how often a wrong one was tried."""

    _engine: Engine

    def pin_of(self, associate_id: str) -> Pin:
        query = select(
            AssociateRow.pin_hash, AssociateRow.pin_failures, AssociateRow.pin_blocked_until
        ).where(AssociateRow.id == associate_id)
        with reading(self._engine) as connection:
            row = connection.execute(query).first()
        if row is None:
            raise NotFoundError("there is no such associate")
        return Pin(row.pin_hash, row.pin_failures, row.pin_blocked_until)

    def set_pin(
        self, associate_id: str, pin_hash: str | None, audit: AuditLine | None = None
    ) -> None:
        self._change(associate_id, audit, pin_hash=pin_hash, pin_failures=0, pin_blocked_until=None)

    def note_pin_failure(
        self,
        associate_id: str,
        blocked_until: datetime | None = None,
        audit: AuditLine | None = None,
    ) -> int:
        return self._change(
            associate_id,
            audit,
            pin_failures=AssociateRow.pin_failures + 1,
            pin_blocked_until=blocked_until,
        )

    def clear_pin_failures(self, associate_id: str) -> None:
        self._change(associate_id, None, pin_failures=0, pin_blocked_until=None)

    def _change(self, associate_id: str, audit: AuditLine | None, **values: Any) -> int:
        with writing(self._engine) as connection:
            failures = connection.execute(
                update(AssociateRow)
                .where(AssociateRow.id == associate_id)
                .values(**values)
                .returning(AssociateRow.pin_failures)
            ).scalar()
            keep_in_audit(connection, audit)
            connection.commit()
        if failures is None:
            raise NotFoundError("there is no such associate")
        return failures
