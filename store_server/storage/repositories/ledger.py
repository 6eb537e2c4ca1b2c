"""The ledger inside a transaction: the next number is given to one writer at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields
from itertools import starmap

from sqlalchemy import Connection, bindparam, insert, select

from payments.ledger import Record
from store_server.ledger_ports import KeptReceipt
from store_server.storage.prepared import Prepared, Row
from store_server.storage.repositories.journal import in_order
from store_server.storage.tables.ledger import IS_CLOSING, LedgerRow, ReceiptRow

LEDGER_LOCK = 0x6C656467  # PostgreSQL's advisory lock under which numbers are given out
AT_ONCE = 2_000

_TABLE = LedgerRow.__table__
_TILL = LedgerRow.till == bindparam("till")
_COLUMNS = [_TABLE.c[one.name] for one in fields(Record)]
_NAMES = ("till", *(one.name for one in fields(Record)))

_ADD = Prepared(insert(LedgerRow).values({name: bindparam(name) for name in _NAMES}).inline())
_LAST = Prepared(select(*_COLUMNS).where(_TILL).order_by(LedgerRow.number.desc()).limit(1))
_PAGE = Prepared(
    select(*_COLUMNS)
    .where(_TILL, LedgerRow.number > bindparam("after"), LedgerRow.number <= bindparam("until"))
    .order_by(LedgerRow.number)
    .limit(AT_ONCE)
)
_RECEIPT = tuple(one.name for one in fields(KeptReceipt))


class SqlShelf:
    """Satisfies `payments.books.Shelf` for one till."""

    def __init__(self, connection: Connection, till: str) -> None:
        self._connection = connection
        self._till = till
        self._last: Record | None = None

    def last(self) -> Record | None:
        if self._last is None:
            in_order(self._connection, LEDGER_LOCK)
            self._last = last(self._connection, self._till)
        return self._last

    def add(self, record: Record) -> None:
        _ADD.run(self._connection, {"till": self._till, **asdict(record)})
        self._last = record

    def after(self, number: int) -> Iterator[Record]:
        return records(self._connection, self._till, number)

    def latest(self, kind: str) -> Record | None:
        found = closings(self._connection, self._till, kind, limit=1)
        return found[0] if found else None

    def closings(self, kind: str, after: int) -> Sequence[Record]:
        return closings(self._connection, self._till, kind, after)[::-1]


class SqlLedger:
    """Satisfies `ledger_ports.Ledger`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def shelf(self, till: str) -> SqlShelf:
        return SqlShelf(self._connection, till)

    def note_receipt(self, receipt: KeptReceipt) -> None:
        self._connection.execute(insert(ReceiptRow).values(**asdict(receipt)))

    def receipts_of(self, basket_id: str) -> Sequence[KeptReceipt]:
        return receipts(self._connection, basket_id)

    def receipt_of(self, basket_id: str, part: str = "") -> KeptReceipt | None:
        return next((one for one in self.receipts_of(basket_id) if one.part == part), None)


def last(connection: Connection, till: str) -> Record | None:
    row = _LAST.first(connection, {"till": till})
    return None if row is None else _record(row)


def records(
    connection: Connection, till: str, after: int, until: int | None = None
) -> Iterator[Record]:
    """In pages, so that a million of them need little memory."""
    highest = until if until is not None else 2**62
    while True:
        page = _PAGE.tuples(connection, {"till": till, "after": after, "until": highest})
        yield from starmap(Record, page)
        if len(page) < AT_ONCE:
            return
        after = page[-1][0]


def closings(
    connection: Connection, till: str, kind: str, after: int = 0, limit: int | None = None
) -> Sequence[Record]:
    """The newest first."""
    rows = connection.execute(
        select(*_COLUMNS)
        .where(LedgerRow.till == till, LedgerRow.kind == kind, LedgerRow.number > after)
        .where(IS_CLOSING)  # else SQLite does not see that the index of closings is enough
        .order_by(LedgerRow.number.desc())
        .limit(limit)
    )
    return [_record(row) for row in rows]


def receipts(connection: Connection, basket_id: str) -> Sequence[KeptReceipt]:
    rows = connection.execute(
        select(*(getattr(ReceiptRow, name).label(name) for name in _RECEIPT))
        .where(ReceiptRow.basket_id == basket_id)
        .order_by(ReceiptRow.number)
    )
    return [KeptReceipt(**{name: getattr(row, name) for name in _RECEIPT}) for row in rows]


def _record(row: Row) -> Record:
    return Record(row.number, row.kind, row.at, bytes(row.body), row.previous, row.seal)
