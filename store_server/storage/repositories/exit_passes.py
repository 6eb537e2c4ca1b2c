"""The passes that were issued at the exit, and before whom each was green."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from payments.register import IssuedPass
from store_server.storage.counters import next_number
from store_server.storage.tables import ExitPassRow

NUMBERS = "exit_passes"


class SqlExitPasses:
    """Satisfies `payment_ports.ExitPasses`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_number(self) -> int:
        return next_number(self._connection, NUMBERS)

    def add(self, issued: IssuedPass) -> None:
        values = {name: getattr(issued, name) for name in IssuedPass.__slots__}
        self._connection.execute(insert(ExitPassRow).values(**values))

    def by_number(self, number: int) -> IssuedPass | None:
        row = self._connection.execute(
            select(ExitPassRow.__table__).where(ExitPassRow.number == number)
        ).first()
        return IssuedPass(**row._mapping) if row else None

    def numbers_since(self, issued: datetime) -> Sequence[int]:
        query = select(ExitPassRow.number).where(ExitPassRow.issued_at >= issued)
        return list(self._connection.execute(query).scalars())

    def use(self, pass_id: str, by: str, at: datetime) -> bool:
        used = self._connection.execute(
            update(ExitPassRow)
            .where(ExitPassRow.id == pass_id, ExitPassRow.used_at.is_(None))
            .values(used_at=at, used_by=by)
        )
        return used.rowcount == 1

    def expire(self, basket_id: str, at: datetime) -> None:
        self._connection.execute(
            update(ExitPassRow)
            .where(ExitPassRow.basket_id == basket_id, ExitPassRow.used_at.is_(None))
            .where(ExitPassRow.expires_at > at)
            .values(expires_at=at)
        )
