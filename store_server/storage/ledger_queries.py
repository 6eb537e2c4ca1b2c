"""Reading the ledger for reports, exports and the verifier."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec
from sqlalchemy import Engine, select

from payments.books import CLOSE_DAY, Closing, running
from payments.ledger import Record
from payments.totals import Totals
from store_server.ledger_ports import KeptReceipt
from store_server.ports import NotFoundError
from store_server.storage.engine import reading
from store_server.storage.repositories import ledger
from store_server.storage.tables.ledger import LedgerRow, ReceiptRow
from store_server.storage.tables.selling import BasketRow


class SqlLedgerQueries:
    """Satisfies `ledger_ports.LedgerQueries`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def tills(self) -> Sequence[str]:
        with reading(self._engine) as connection:
            found = connection.execute(select(LedgerRow.till).distinct().order_by(LedgerRow.till))
            return list(found.scalars())

    def records(self, till: str, after: int = 0, until: int | None = None) -> Iterator[Record]:
        with reading(self._engine) as connection:
            yield from ledger.records(connection, till, after, until)

    def record(self, till: str, number: int) -> Record:
        found = list(self.records(till, number - 1, number))
        if not found:
            raise NotFoundError(f"there is no record {number} of till {till}")
        return found[0]

    def last(self, till: str) -> Record | None:
        with reading(self._engine) as connection:
            return ledger.last(connection, till)

    def running(self, till: str) -> tuple[Totals, ...]:
        with reading(self._engine) as connection:
            return running(ledger.SqlShelf(connection, till))

    def closings(self, till: str, kind: str, limit: int = 100) -> Sequence[Record]:
        with reading(self._engine) as connection:
            return ledger.closings(connection, till, kind, limit=limit)

    def number_at(self, till: str, day: str) -> int:
        with reading(self._engine) as connection:
            for record in ledger.closings(connection, till, CLOSE_DAY):
                if msgspec.json.decode(record.body, type=Closing).of < day:
                    return record.number
        return 0

    def receipts_of(self, basket_id: str) -> Sequence[KeptReceipt]:
        with reading(self._engine) as connection:
            return ledger.receipts(connection, basket_id)

    def language_of(self, till: str, number: int) -> str | None:
        query = select(ReceiptRow.language).where(
            ReceiptRow.till == till, ReceiptRow.number == number
        )
        with reading(self._engine) as connection:
            return connection.execute(query).scalar()

    def tax_free(self, till: str, number: int) -> bool:
        query = (
            select(BasketRow.tax_free)
            .join(ReceiptRow, ReceiptRow.basket_id == BasketRow.id)
            .where(ReceiptRow.till == till, ReceiptRow.number == number, ReceiptRow.part == "")
        )
        with reading(self._engine) as connection:
            return bool(connection.execute(query).scalar())
