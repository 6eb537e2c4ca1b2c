"""What went in and out of the till's drawer: only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, insert, select

from payments.cash import CashMove, Coins
from payments.money import Money
from store_server.storage.tables import AttemptRow, BillRow, CashMoveRow, ShareRow


class SqlCash:
    """Satisfies `payment_ports.Cash`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, till: str, move: CashMove) -> None:
        self._connection.execute(
            insert(CashMoveRow).values(
                till=till,
                what=move.what,
                currency=move.coins.code,
                due_units=move.due.units,
                units=move.coins.units,
                given_units=None if move.given is None else move.given.units,
                at=move.at,
                attempt_id=move.attempt_id,
                refund_id=move.refund_id,
                by_id=move.by_id,
            )
        )

    def of_attempt(self, attempt_id: str) -> Sequence[CashMove]:
        return self._moves(_MOVES.where(CashMoveRow.attempt_id == attempt_id))

    def of_basket(self, basket_id: str) -> Sequence[CashMove]:
        return self._moves(
            _MOVES.join(AttemptRow, AttemptRow.id == CashMoveRow.attempt_id)
            .join(ShareRow, ShareRow.id == AttemptRow.share_id)
            .join(BillRow, BillRow.id == ShareRow.bill_id)
            .where(BillRow.basket_id == basket_id)
        )

    def drawer(self, till: str) -> Sequence[CashMove]:
        begun = select(func.coalesce(func.max(CashMoveRow.position), 0)).where(
            CashMoveRow.till == till, CashMoveRow.what == Coins.FLOAT
        )
        since = CashMoveRow.position >= begun.scalar_subquery()
        return self._moves(_MOVES.where(CashMoveRow.till == till, since))

    def _moves(self, query: Select[Any]) -> list[CashMove]:
        rows = self._connection.execute(query.order_by(CashMoveRow.position))
        return [_move(row) for row in rows]


_MOVES = select(CashMoveRow.__table__)


def _move(row: Any) -> CashMove:
    return CashMove(
        what=row.what,
        due=Money(row.due_units, row.currency),
        coins=Money(row.units, row.currency),
        at=row.at,
        given=None if row.given_units is None else Money(row.given_units, row.currency),
        attempt_id=row.attempt_id,
        refund_id=row.refund_id,
        by_id=row.by_id,
    )
